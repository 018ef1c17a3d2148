"""Under which names the page is reached, and which pages may ask for something: nothing but the rules.

A check of the host keeps another site from pointing its own name at this machine (DNS rebinding); one of the origin
(RFC 6454) and of what browsers say of a request (Fetch Metadata, W3C) keeps its pages from asking in a reader's name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

__all__ = ["LOOPBACK_NAMES", "Hosts", "from_elsewhere", "is_loopback", "split_host"]

LOOPBACK_NAMES: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})

_AUTHORITY: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::([0-9]{1,5}))?")
_ORIGIN: Final = re.compile(r"(https?)://(.+)")
_USUAL_PORTS: Final = {"http": "80", "https": "443"}


def split_host(authority: str) -> tuple[str, str] | None:
    """The two parts of a header ``Host`` (RFC 9110, section 7.2).

    :param authority: a name or an address, perhaps with a port.
    :return: the name in small letters, and the port or ""; None where it is neither.
    """
    match = _AUTHORITY.fullmatch(authority.lower())
    return None if match is None else (match[1], match[2] or "")


def _is_address(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def is_loopback(name: str) -> bool:
    """Whether a name or an address is that of this machine to itself.

    :param name: as it is listened on: "127.0.0.1", "::1", "localhost".
    :return: whether nobody else reaches it.
    """
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name.lower() == "localhost"


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names the page is reached by.

    :param names: those that were given, each perhaps with a port, and the name of this machine; in small letters.
    :param addresses: whether it is reached by the number of this machine, too: no other site can pose as a number.
    :param proxied: whether a proxy stands before it, so that the name it is asked by may not be the one people use.
    """

    names: frozenset[str] = frozenset()
    addresses: bool = False
    proxied: bool = False

    def allows(self, host: str) -> bool:
        """Whether the page may be asked by a name.

        :param host: header ``Host``.
        :return: whether it is one of its own.
        """
        parts = split_host(host)
        if parts is None:
            return False
        known = {each[0] for each in map(split_host, self.names) if each is not None}
        return parts[0] in LOOPBACK_NAMES | known or (self.addresses and _is_address(parts[0]))

    def allows_origin(self, origin: str, host: str, scheme: str) -> bool:
        """Whether a page of an origin may ask for something.

        :param origin: header ``Origin``.
        :param host: header ``Host``, see :meth:`allows`.
        :param scheme: "http" or "https", as the page is reached.
        :return: whether it is a page of ours: another port of the same machine is another site.
        """
        match = _ORIGIN.fullmatch(origin.lower())
        parts = match and split_host(match[2])
        if not match or not parts:
            return False
        # a proxy that ends TLS need not say so; one that says so is believed
        if match[1] != scheme and not (self.proxied and scheme == "http"):
            return False
        wanted = _with_port(parts, match[1])
        own = split_host(host)
        if own is not None and wanted in (_with_port(own, scheme), _with_port(own, match[1])):
            return True
        named = (each for each in map(split_host, self.names) if each is not None)
        return self.proxied and any(wanted == _with_port(each, match[1]) for each in named)


def _with_port(parts: tuple[str, str], scheme: str) -> tuple[str, str]:
    return parts[0], parts[1] or _USUAL_PORTS[scheme]


def from_elsewhere(headers: Mapping[str, str], method: str) -> bool:
    """Whether a browser says that a page of another site asks, other than by a link to us.

    :param headers: of the request, by names in small letters.
    :param method: of the request.
    :return: whether it is to be refused.
    """
    if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return False
    follows_link = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return not (follows_link and method in ("GET", "HEAD"))
