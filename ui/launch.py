"""From the arguments of a command to a page that is being served."""

from __future__ import annotations

import os
import signal
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from qa.errors import QAError
from qa.types import PathSource
from ui.app import Page, build_app, interface_texts, theme
from ui.loading import Loading, open_library
from ui.page import page_middleware

__all__ = ["launch", "serve"]

_PACKAGE = Path(__file__).parent
_MAX_FILE_SIZE = "64mb"
_LOOPBACK = "127.0.0.1,localhost"


def _settle_environment(uploads: str) -> None:
    """Keep what other programs left in the environment from opening the page up or cutting it off.

    :param uploads: folder for the copies of uploaded files.
    """
    os.environ["GRADIO_TEMP_DIR"] = uploads
    os.environ.pop("GRADIO_ALLOWED_PATHS", None)
    # Gradio asks its own server whether it is up, by way of whatever proxy is set.
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = ",".join(filter(None, (os.environ.get(name), _LOOPBACK)))


def serve(app: Page, port: int | None = None) -> str:
    """Serve the page on this computer only, and return while it is being served.

    :param app: the application, from :func:`build_app`.
    :param port: TCP port; the first free one from 7860 when None.
    :return: the address of the page.
    :raises QAError: when the port is taken.
    """
    try:
        _, url, _ = app.launch(
            server_name="127.0.0.1",
            server_port=port,
            share=False,
            allowed_paths=[],
            blocked_paths=[],
            root_path="",
            max_file_size=_MAX_FILE_SIZE,
            strict_cors=True,
            enable_monitoring=False,
            show_error=False,
            ssr_mode=False,
            mcp_server=False,
            pwa=False,
            run_history=False,
            num_workers=0,
            app_kwargs={"middleware": page_middleware(), "docs_url": None, "redoc_url": None},
            i18n=interface_texts(),
            theme=theme(),
            css_paths=[_PACKAGE / "style.css"],
            favicon_path=str(_PACKAGE / "favicon.svg"),
            footer_links=[],
            inbrowser=False,
            inline=False,
            quiet=True,
            prevent_thread_lock=True,
        )
    except OSError as error:
        taken = "every port from 7860 on" if port is None else f"port {port}"
        raise QAError(taken, "is in use or may not be opened", "Choose another one with --port") from error
    return str(url)


def launch(
    paths: Sequence[PathSource],
    *,
    library: str | None = None,
    encoder: str | None = None,
    reader: str | None = None,
    port: int | None = None,
    open_browser: bool = True,
) -> None:
    """Serve the page, read the reports beside it, and wait until interrupted. For the main thread only.

    :param paths: reports and folders; the sample reports when empty.
    :param library: a library that is kept, to be opened in their place: a folder or an address.
    :param encoder: a sentence-transformers model by name or folder; the bundled one, or the library's, when None.
    :param reader: a question-answering model of the Hugging Face hub by name or folder; the same.
    :param port: TCP port; the first free one from 7860 when None.
    :param open_browser: show the page in the default browser.
    :raises QAError: when the port is taken. What is wrong with a report, a library or a model is said on the page.
    """
    loading = Loading(lambda report: open_library(paths, encoder, reader, report, library))
    # Being ended by another program deletes the copies like Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with TemporaryDirectory(prefix="report-qa-") as uploads:
        _settle_environment(uploads)
        app = build_app(loading)
        url = serve(app, port)
        loading.start()
        sys.stdout.write(f"report-qa: {url}\n")
        sys.stdout.flush()
        if open_browser:
            webbrowser.open(url)
        try:
            app.block_thread()
        finally:
            loading.close()
