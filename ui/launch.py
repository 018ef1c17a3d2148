"""From the arguments of a command to a page that is being served. Importing it loads neither Gradio nor a model."""

from __future__ import annotations

import os
import signal
import sys
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import TYPE_CHECKING, Final

from qa.accounts import Accounts
from qa.folders import default_conversations
from qa.store.milvus.address import is_milvus
from qa.talk.store import Conversations
from qa.types import PathSource
from ui.limits import Limiter, Rate
from ui.loading import Loading, open_library
from ui.serving.hosts import is_loopback
from ui.serving.reach import Options, require_users
from ui.site import MAX_FILE_BYTES, Site

if TYPE_CHECKING:
    from ui.serving.server import Served

__all__ = ["launch"]

_LOOK_SECONDS: Final = 0.5


def _settle_environment(copies: str) -> None:
    """Keep what other programs left in the environment from opening the page up or cutting it off.

    :param copies: folder for what Gradio writes.
    """
    for name in list(os.environ):
        if name.startswith(("GRADIO_", "SPACE_")):
            del os.environ[name]
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_TEMP_DIR"] = copies


def _name_of(library: str | None) -> str:
    """What conversations know a library by: the same from whichever folder it is named."""
    if library is None:
        return ""
    from qa.opening import subject_of  # noqa: PLC0415 - loads the model libraries, as opening it will

    return subject_of(library if "://" in library or is_milvus(library) else Path(library).resolve())


@contextmanager
def _stopping(served: Served) -> Iterator[None]:
    """End gracefully when asked to by Ctrl-C or another program, and at once when asked again."""

    def stop(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        if len(asked) == 1:
            served.begin_to_stop()
        else:
            served.stop_now()

    asked: list[int] = []
    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def launch(
    paths: Sequence[PathSource],
    *,
    library: str | None = None,
    encoder: str | None = None,
    reader: str | None = None,
    host: str = "127.0.0.1",
    port: int | None = None,
    root_path: str = "",
    hosts: Sequence[str] = (),
    proxies: Sequence[str] = (),
    users: PathSource | None = None,
    mcp: bool = False,
    questions_a_minute: float | None = None,
    max_file_bytes: int = MAX_FILE_BYTES,
    log: str | None = None,
    log_questions: bool = False,
    conversations: PathSource | None = None,
    keep_conversations: bool = True,
    open_browser: bool = True,
) -> None:
    """Serve the page, read the reports beside it, and wait until interrupted. For the main thread only.

    :param paths: reports and folders; the sample reports when empty.
    :param library: a library that is kept, to be opened in their place: a folder or an address.
    :param encoder: a sentence-transformers model by name or folder; the bundled one, or the library's, when None.
    :param reader: a question-answering model of the Hugging Face hub by name or folder; the same.
    :param host: name or address to listen on.
    :param port: TCP port; the first free one from 7860 when None.
    :param root_path: the path a reverse proxy serves the page below; see :class:`ui.serving.reach.Options`.
    :param hosts: names the page is reached by.
    :param proxies: addresses or networks of proxies that are believed, beside those on this machine.
    :param users: file of those who may log in; None for this user's own file where others reach the page, and for
        nobody having to where they do not.
    :param mcp: whether programs may speak the Model Context Protocol.
    :param questions_a_minute: how many one person may ask on average; None for no limit.
    :param max_file_bytes: bytes a report that is added may have.
    :param log: file for the log of requests, "-" for standard error; None for standard error where others reach the
        page, and for none where they do not.
    :param log_questions: whether the questions are logged, too.
    :param conversations: file that conversations are kept in; this user's own when None.
    :param keep_conversations: whether they are kept at all; in memory only when not.
    :param open_browser: show the page in the default browser.
    :raises QAError: when the port is taken, others would reach the page without a login, or conversations cannot be
        kept. What is wrong with a report, a library or a model is said on the page.
    """
    shared = not is_loopback(host)
    accounts = Accounts.open(users) if shared or users is not None else None
    where = "-" if log is None and shared else log
    options = Options(host, port, root_path, tuple(hosts), mcp, where, log_questions, tuple(proxies))
    require_users(options, accounts)
    if (root_path or proxies) and accounts is None:
        sys.stderr.write(
            "report-qa: nobody has to log in: whoever reaches the proxy can add and remove reports. "
            "Name a file of users with --users, or let the proxy ask for a login\n"
        )
    loading = Loading(lambda report: open_library(paths, encoder, reader, report, library))
    rate = None if questions_a_minute is None else Rate(questions_a_minute)
    # being ended by another program cleans up as Ctrl-C does
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with (
        TemporaryDirectory(prefix="report-qa-") as copies,
        Conversations.open(
            (conversations or default_conversations()) if keep_conversations else None
        ) as talks,
    ):
        _settle_environment(copies)
        from ui.serving.server import serve  # noqa: PLC0415 - Gradio reads the environment while it is imported

        limiter = Limiter(rate, "questions")
        site = Site(loading, talks, accounts, _name_of(library), limiter, max_file_bytes)
        served = serve(site, options)
        try:
            with _stopping(served):
                loading.start()
                sys.stdout.write(f"report-qa: {served.url}\n")
                sys.stdout.flush()
                if open_browser:
                    webbrowser.open(served.url)
                while not served.wait(_LOOK_SECONDS):
                    pass
        finally:
            loading.close()
