"""Whether the page is there and can be asked, for whatever watches over it."""

from __future__ import annotations

from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from qa.errors import QAError
from ui.site import Site

__all__ = ["routes"]


def _status(site: Site) -> str:
    if not site.loading.done:
        return "loading"
    try:
        site.loading.wait()
    except QAError:
        return "failed"
    return "ok"


def routes(site: Site) -> list[Route]:
    """The one route: it tells nothing of what is asked and held, and needs no login.

    :param site: what the page works with.
    :return: ``GET /health``: ``{"status": "ok" | "loading" | "failed", "version": ...}``; 503 when it failed.
    """
    installed = version("report-qa")

    async def health(request: Request) -> JSONResponse:
        status = _status(site)
        told = {"status": status, "version": installed}
        return JSONResponse(told, 503 if status == "failed" else 200, {"cache-control": "no-store"})

    return [Route("/health", health)]
