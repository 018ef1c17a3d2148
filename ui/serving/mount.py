"""Gradio's page inside our application, with nothing of it open that is not needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import gradio as gr
from fastapi import FastAPI
from gradio.routes import App
from starlette.requests import Request
from starlette.routing import BaseRoute, Mount

from qa.errors import QAError
from ui.app import Page, build_app, interface_texts, theme
from ui.serving.asking import on_error, person_in
from ui.site import Site

__all__ = ["Mounted", "mounted"]

_PACKAGE: Final = Path(__file__).parents[1]


def _name_of(request: Request) -> str | None:
    """Who asks, as Gradio's events are told; "" where nobody has to log in."""
    person = person_in(request.scope)
    return None if person is None else person.name


class Mounted:
    """The application: our routes, and Gradio's page behind them.

    :param app: what is served.
    :param page: Gradio's page.
    :param inner: Gradio's application.
    """

    def __init__(self, app: FastAPI, page: Page, inner: App) -> None:
        self.app = app
        self._page = page
        self._inner = inner

    def end(self) -> None:
        """End Gradio's queue and streams. For the thread of the server, once nothing is answered any more."""
        self._page._queue.close()  # type: ignore[no-untyped-call]
        self._page.is_running = False
        self._inner.stop_event.set()


def mounted(site: Site, routes: Sequence[BaseRoute], root: str) -> Mounted:
    """Put the page together.

    :param site: what it works with.
    :param routes: our own routes, which come first.
    :param root: the path everything is served below, without a slash at its end; "" for none.
    :return: the application.
    """
    app = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        routes=list(routes),
        exception_handlers={QAError: on_error},
    )
    page = build_app(site)
    page.vibe_mode = False  # which an environment variable may have turned on
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        auth_dependency=_name_of,
        root_path=root,
        allowed_paths=[],
        blocked_paths=[],
        favicon_path=str(_PACKAGE / "favicon.svg"),
        show_error=False,
        max_file_size=site.max_file_bytes,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        i18n=interface_texts(),
        mcp_server=False,
        theme=theme(),
    )
    inner = next(route.app for route in app.routes if isinstance(route, Mount) and isinstance(route.app, App))
    return Mounted(app, page, inner)
