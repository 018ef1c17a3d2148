"""Which paths are served. What neither this names nor a route of ours is not there, whatever Gradio would do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from starlette.routing import BaseRoute, Route

__all__ = ["Kind", "Paths", "Place", "clean"]

# No percent sign: nothing that is served needs one, and nothing can hide behind one.
_PLAIN: Final = re.compile(rb"/[A-Za-z0-9._~/+=@,:;!$&'()*-]*")
_LONGEST: Final = 1024  # the patterns of routes take a time that grows with the square of it


class Kind(Enum):
    """What a request for a place is.

    :cvar OPEN: for everybody, logged in or not.
    :cvar STATIC: a file that is the same for all.
    :cvar WORK: anything else that ends by itself.
    :cvar STREAM: waits for news without end.
    :cvar UPLOAD: brings a report.
    :cvar CALL: of a tool, which may bring a report.
    """

    OPEN = "open"
    STATIC = "static"
    WORK = "work"
    STREAM = "stream"
    UPLOAD = "upload"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Place:
    """What a path leads to.

    :param path: the path, without what it is served below; begins with a slash.
    :param shown: what the log calls it: without the ids that stand in it.
    :param kind: what a request for it is.
    """

    path: str
    shown: str
    kind: Kind = Kind.WORK


_READ: Final = frozenset({"GET", "HEAD"})
_SEND: Final = frozenset({"POST"})
_FILE: Final = r"[A-Za-z0-9_.@-]+(?:/[A-Za-z0-9_.@-]+)*"
_ID: Final = r"[A-Za-z0-9_-]{1,128}"
_NAME: Final = r"[A-Za-z][A-Za-z0-9_]{0,63}"


def _entry(
    methods: frozenset[str], shown: str, kind: Kind = Kind.WORK
) -> tuple[frozenset[str], re.Pattern[str], str, Kind]:
    parts = {"{file}": _FILE, "{id}": _ID, "{name}": _NAME}
    pattern = re.sub(
        r"\\\{(?:file|id|name)\\\}", lambda match: parts[match[0].replace("\\", "")], re.escape(shown)
    )
    return methods, re.compile(pattern), shown, kind


# What the page and programs need of Gradio. Not here, as nothing needs them: its uploads and its ways to the files of
# this machine and to other addresses (upload, file=, proxy=, stream), monitoring, deep links, recordings, editors.
_OF_GRADIO: Final = (
    _entry(_READ, "/"),
    _entry(_READ, "/assets/{file}", Kind.STATIC),
    _entry(_READ, "/static/{file}", Kind.STATIC),
    _entry(_READ, "/theme.css", Kind.STATIC),
    _entry(_READ, "/favicon.ico", Kind.OPEN),
    _entry(_READ, "/config"),
    _entry(_READ, "/gradio_api/info"),
    _entry(_READ, "/gradio_api/app_id"),  # a page that lost its line asks until somebody answers
    _entry(_READ, "/gradio_api/heartbeat/{id}", Kind.STREAM),
    _entry(_READ, "/gradio_api/queue/data"),
    _entry(_SEND, "/gradio_api/queue/join", Kind.CALL),
    _entry(_SEND, "/gradio_api/call/add", Kind.CALL),
    _entry(_SEND, "/gradio_api/call/{name}"),
    _entry(_READ, "/gradio_api/call/{name}/{id}"),
    _entry(_SEND, "/gradio_api/cancel"),
    _entry(_SEND, "/gradio_api/reset"),
)
_OWN_KINDS: Final = {
    ("GET", "/health"): Kind.OPEN,
    ("HEAD", "/health"): Kind.OPEN,
    ("GET", "/login"): Kind.OPEN,
    ("HEAD", "/login"): Kind.OPEN,
    ("POST", "/login"): Kind.OPEN,
    ("POST", "/logout"): Kind.OPEN,
    ("PUT", "/reports"): Kind.UPLOAD,
    ("POST", "/api/add"): Kind.UPLOAD,
    **{("POST", path): Kind.CALL for path in ("/mcp", "/gradio_api/mcp", "/gradio_api/mcp/")},
}


def clean(raw: bytes) -> str | None:
    """A path as it is asked for, where it leaves no doubt what it means.

    :param raw: the path as it was sent, before its percent signs are resolved, and without a query.
    :return: the path; None where it is too long, or holds a percent sign, a backslash, anything but ASCII, an empty
        part, "." or "..".
    """
    if len(raw) > _LONGEST or not _PLAIN.fullmatch(raw):
        return None
    parts = raw.decode("ascii").split("/")[1:]
    if any(part in (".", "..") for part in parts) or "" in parts[:-1]:
        return None
    return raw.decode("ascii")


class Paths:
    """All that is served.

    :param own: our own routes.
    :param root: the path everything is served below, without a slash at its end; "" for none.
    """

    def __init__(self, own: Sequence[BaseRoute], root: str = "") -> None:
        self._own = tuple(route for route in own if isinstance(route, Route))
        self.root = root

    def find(self, method: str, raw: bytes) -> Place | None:
        """What a request asks for.

        :param method: of the request.
        :param raw: its path as it was sent, with what everything is served below, or without, as proxies do both.
        :return: the place; None where there is none.
        """
        path = clean(raw)
        if path is None:
            return None
        meant = [path]
        if self.root and (path == self.root or path.startswith(f"{self.root}/")):
            meant.insert(0, path.removeprefix(self.root) or "/")
        # "/reports" may be where all is served, or what a report is put to: the method tells
        return next((place for each in meant if (place := self._place(method, each)) is not None), None)

    def _place(self, method: str, path: str) -> Place | None:
        for route in self._own:
            if (route.methods is None or method in route.methods) and route.path_regex.match(path):
                return Place(path, route.path, _OWN_KINDS.get((method, route.path), Kind.WORK))
        for methods, pattern, shown, kind in _OF_GRADIO:
            if method in methods and pattern.fullmatch(path):
                return Place(path, shown, kind)
        return None
