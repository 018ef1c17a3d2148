"""Where the page is listened for, under which names it is reached, and whether that may be without a login."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

from qa.accounts import Accounts
from qa.errors import AccessError, QAError
from ui.serving.hosts import Hosts, is_loopback, split_host

__all__ = ["Options", "bound", "hosts_of", "proxies_of", "require_users", "root_of"]

_FIRST_PORT: Final = 7860
_PORTS: Final = 100
_BACKLOG: Final = 256
_ROOT: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)*/?")
_EVERYWHERE: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - what is compared, not what is listened on


@dataclass(frozen=True, slots=True)
class Options:
    """How the page is served.

    :param host: name or address to listen on: "127.0.0.1" for this machine only, "0.0.0.0" for all its networks.
    :param port: TCP port; the first free one from 7860 when None.
    :param root_path: the path a reverse proxy serves the page below, "/" where it serves nothing else; "" for no proxy.
        What a proxy on this machine says of a request (``X-Forwarded-For`` and ``-Proto``) is believed only then.
    :param hosts: names the page is reached by, each perhaps with a port.
    :param mcp: whether programs may speak the Model Context Protocol.
    :param log: file for the log of requests; "-" for standard error; None for none.
    :param log_questions: whether the questions are logged, too.
    :param proxies: addresses or networks of proxies that are believed the same, beside those on this machine.
    """

    host: str = "127.0.0.1"
    port: int | None = None
    root_path: str = ""
    hosts: tuple[str, ...] = ()
    mcp: bool = False
    log: str | None = None
    log_questions: bool = False
    proxies: tuple[str, ...] = ()


_ADD: Final = "Add somebody with `report-qa user add NAME`, or leave out --host"


def require_users(options: Options, accounts: Accounts | None) -> None:
    """Refuse to open the page to others without a login.

    :param options: how it is served.
    :param accounts: who may log in; None where nobody has to.
    :raises AccessError: when nobody could log in, or others than whoever sits at the machine would not have to.
    :raises QAError: when the file of users cannot be read.
    """
    if accounts is not None and not accounts.all():
        where = f"Add somebody with `report-qa user add NAME --users {accounts.path}`"
        raise AccessError(str(accounts.path), "it names no user, so nobody could log in", where)
    if accounts is None and not is_loopback(options.host):
        cause = "others reach the page there, and nobody would have to log in"
        raise AccessError(f"--host {options.host}", cause, _ADD)


def root_of(options: Options) -> str:
    """The path everything is served below.

    :param options: how the page is served.
    :return: the path, without a slash at its end; "" for none.
    :raises QAError: when it is no plain path.
    """
    root = options.root_path.rstrip("/")
    if not _ROOT.fullmatch(options.root_path) or ".." in root.split("/") or "." in root.split("/"):
        remedy = "Give a path of letters and digits, like /reports"
        raise QAError(f"--root-path {options.root_path}", "it is no path that can be served below", remedy)
    return root


def hosts_of(options: Options) -> Hosts:
    """The names the page is reached by.

    :param options: how it is served.
    :return: the names.
    :raises QAError: when one of them is no name of a host.
    """
    for name in options.hosts:
        if split_host(name) is None:
            remedy = "Give it as browsers show it: reports.example.org, without https:// and without a path"
            raise QAError(f"--host-name {name}", "it is no name of a machine", remedy)
    names = {name.lower() for name in options.hosts}
    if not is_loopback(options.host):
        names |= {socket.gethostname().lower()}
        names |= {f"[{options.host}]" if ":" in options.host else options.host.lower()}
    known = frozenset(name for name in names if split_host(name) is not None)
    return Hosts(known, not is_loopback(options.host), bool(options.root_path or options.proxies))


def proxies_of(options: Options) -> tuple[IPv4Network | IPv6Network, ...]:
    """Where the proxies are that are believed, beside those on this machine.

    :param options: how the page is served.
    :return: the networks; an address is one by itself.
    :raises QAError: when one of them is no address.
    """
    networks: list[IPv4Network | IPv6Network] = []
    for each in options.proxies:
        try:
            networks.append(ip_network(each, strict=False))
        except ValueError as error:
            remedy = "Give the address that the proxy asks from, or its network: 172.17.0.1 or 172.17.0.0/16"
            raise QAError(f"--proxy {each}", "it is no address of a machine or a network", remedy) from error
    return tuple(networks)


def bound(options: Options) -> socket.socket:
    """Listen.

    :param options: where.
    :return: the socket.
    :raises QAError: when the port is taken, or there is no such place.
    """
    ports = range(_FIRST_PORT, _FIRST_PORT + _PORTS) if options.port is None else (options.port,)
    try:
        family, kind, protocol, _, _ = socket.getaddrinfo(
            options.host.strip("[]"), 0, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        remedy = "Give one of this machine's addresses, 127.0.0.1 or 0.0.0.0"
        raise QAError(f"--host {options.host}", "there is no such address", remedy) from error
    reason: OSError | None = None
    for port in ports:
        listening = socket.socket(family, kind, protocol)
        try:
            if hasattr(
                socket, "SO_EXCLUSIVEADDRUSE"
            ):  # Windows: the other option would share a port that is taken
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((options.host.strip("[]"), port))
            listening.listen(_BACKLOG)
        except OSError as error:
            listening.close()
            reason = error
        else:
            return listening
    taken = f"every port from {_FIRST_PORT} on" if options.port is None else f"port {options.port}"
    raise QAError(taken, "is in use or may not be opened", "Choose another one with --port") from reason
