"""The first thing a request meets: is it for us, from a page of ours, and for something that is there."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, Final, cast

from starlette.types import ASGIApp, Receive, Scope, Send

from qa.errors import AccessError, NotFoundError, QAError
from ui.serving.asking import refuse
from ui.serving.hosts import Hosts, from_elsewhere
from ui.serving.paths import Paths, Place

__all__ = ["Guard", "address_in", "address_key", "place_in"]

# Gradio believes these of anybody; what a proxy of ours says is read here, and nothing of it is passed on.
_SAID_BY_PROXIES: Final = (b"x-forwarded-", b"x-real-ip", b"forwarded", b"x-gradio-server", b"x-direct-url")
_OWN_PREFIX: Final = 64


def place_in(scope: Scope) -> Place | None:
    """What a request asks for.

    :param scope: of the request.
    :return: the place; None before, or where, the guard found none.
    """
    return cast("Place | None", scope.get("state", {}).get("place"))


def address_in(scope: Scope) -> str:
    """Where a request comes from.

    :param scope: of the request.
    :return: the address of the client, as far as it is known; "-" where it is not.
    """
    return str(scope.get("state", {}).get("address") or "-")


def address_key(address: str) -> str:
    """What is counted as one client: an IPv6 network of 64 bits is given to one household.

    :param address: of a client.
    :return: the address, or its network.
    """
    try:
        number = ip_address(address)
    except ValueError:
        return address
    if isinstance(number, IPv6Address):
        shorter = IPv6Network((number, _OWN_PREFIX), strict=False).network_address
        return str(number.ipv4_mapped or shorter)
    return str(number)


def _is_ours(address: str, proxies: Sequence[IPv4Network | IPv6Network]) -> bool:
    """Whether it is that of a proxy of ours: on this machine, or one that was named."""
    try:
        number = ip_address(address)
    except ValueError:
        return False
    if isinstance(number, IPv6Address):
        number = number.ipv4_mapped or number
    return number.is_loopback or any(number in network for network in proxies)


class Guard:
    """ASGI middleware: refuses what is not for us, and settles what the rest asks for.

    :param app: the application behind it.
    :param paths: what is served.
    :param hosts: the names it is reached by.
    :param proxies: where proxies are that are believed, beside this machine.
    """

    def __init__(
        self, app: ASGIApp, paths: Paths, hosts: Hosts, proxies: Sequence[IPv4Network | IPv6Network] = ()
    ) -> None:
        self._app = app
        self._paths = paths
        self._hosts = hosts
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        headers: dict[str, str] = {}
        for raw, value in scope["headers"]:
            name = raw.decode("latin-1").lower()
            headers[name] = ",".join(filter(None, (headers.get(name), value.decode("latin-1"))))
        state = scope.setdefault("state", {})
        scheme, state["address"] = self._reached(scope, headers)
        refusal, status = self._refusal(scope, headers, scheme)
        if refusal is not None:
            await refuse(refusal, scope, receive, send, status=status)
            return
        place = self._paths.find(scope["method"], scope.get("raw_path") or scope["path"].encode())
        if place is None:
            error = NotFoundError(
                "path", "there is nothing at this address", "Open the page at its own address"
            )
            await refuse(error, scope, receive, send)
            return
        state["place"] = place
        path = self._paths.root + place.path
        settled: dict[str, Any] = {
            "scheme": scheme,
            "path": path,
            "raw_path": path.encode("ascii"),
            "root_path": self._paths.root,
            "headers": [
                each for each in scope["headers"] if not each[0].lower().startswith(_SAID_BY_PROXIES)
            ],
        }
        await self._app({**scope, **settled}, receive, send)

    def _reached(self, scope: Scope, headers: dict[str, str]) -> tuple[str, str]:
        """The scheme people use and the address they come from, which a proxy says in a header's last value."""
        client = scope.get("client")
        scheme, address = str(scope.get("scheme", "http")), str(client[0]) if client else ""
        if self._hosts.proxied and _is_ours(address, self._proxies):
            if headers.get("x-forwarded-proto", "").split(",")[-1].strip().lower() in ("http", "https"):
                scheme = headers["x-forwarded-proto"].split(",")[-1].strip().lower()
            said = headers.get("x-forwarded-for", "").split(",")[-1].strip()
            with suppress(ValueError):
                address = str(ip_address(said))
        return scheme, address

    def _refusal(self, scope: Scope, headers: dict[str, str], scheme: str) -> tuple[QAError | None, int]:
        host = headers.get("host", "")
        if not self._hosts.allows(host):
            remedy = "Use its own address, or name this one with --host-name when report-qa is started"
            return AccessError("request", "the page is not reached by this name", remedy), 400
        origin = headers.get("origin")
        stranger = origin is not None and not self._hosts.allows_origin(origin, host, scheme)
        if stranger or from_elsewhere(headers, scope["method"]):
            cause = "it comes from a page of another site"
            return AccessError("request", cause, "Open the page at its own address"), 403
        return None, 200
