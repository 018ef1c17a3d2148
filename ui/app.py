"""The page: its parts, and what happens when they are used. The one place that imports gradio."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import gradio as gr
from gradio.data_classes import ListFiles
from gradio.events import api

from qa.errors import QAError
from ui import handlers
from ui.handlers import Upload
from ui.i18n import LANGUAGES, texts_for
from ui.loading import Loading, ready
from ui.panels import render_header, render_uploading
from ui.render import Turn, render_log
from ui.texts import Texts

if TYPE_CHECKING:
    from qa.library import Library

__all__ = ["Page", "build_app", "interface_texts", "theme"]

Page: TypeAlias = gr.Blocks

_SANS = ("system-ui", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
_MONO = ("ui-monospace", "Menlo", "Consolas", "monospace")
_QUEUE = 64
_PARALLEL_QUESTIONS = 4
_COPIES_SECONDS = 600
_EMPTY_LOG = '<div role="log"></div>'  # a live region must be there before what it announces
_SHOW_LAST_TURN = """watch("value", () => element.querySelector(".turn:last-of-type")
  ?.scrollIntoView({behavior: "smooth", block: "start"}))"""
_PICK_EXAMPLE = """element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-question]");
  if (button) trigger("submit", {question: button.dataset.question});
})"""
_REMOVE_REPORT = """element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-remove]");
  if (button) trigger("delete", {id: button.dataset.remove});
})"""


def _texts(request: gr.Request) -> Texts:
    return texts_for(request.headers.get("accept-language", ""))


def interface_texts() -> gr.I18n:
    """What the parts of the page say.

    :return: for each language the texts that stand on the page before any answer; the browser chooses.
    """
    return gr.I18n(
        **{
            texts.lang: {
                "header": render_header(texts),
                "question": texts.question_label,
                "placeholder": texts.placeholder,
                "ask": texts.ask,
                "drop": texts.drop_label,
            }
            for texts in LANGUAGES
        }
    )


def theme() -> gr.themes.Base:
    """Colours and fonts of the page.

    :return: a theme with fonts of the system only, so that none is fetched.
    """
    return gr.themes.Base(
        primary_hue="teal",
        neutral_hue="stone",
        font=[gr.themes.Font(name) for name in _SANS],
        font_mono=[gr.themes.Font(name) for name in _MONO],
    )


def _uploads(payload: ListFiles | None) -> tuple[Upload, ...]:
    copies = payload.root if payload else ()
    return tuple(Upload(copy.orig_name or Path(copy.path).name, Path(copy.path)) for copy in copies)


def build_app(library: Library | Loading) -> Page:
    """Build the page around a library.

    :param library: an open library, or one that is still being opened; questions wait for it.
    :return: the Gradio application, to be served by :func:`ui.launch.serve`. Its one public endpoint is
        ``/ask``: a question in, ``Answer.to_dict()`` out.
    """
    loading = library if isinstance(library, Loading) else ready(library)

    def ask(question: str) -> dict[str, Any]:
        """The quotes that answer a question: Answer.to_dict()."""
        try:
            return handlers.answer(loading, question).to_dict()
        except QAError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def converse(
        typed: str, turns: tuple[Turn, ...], event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        picked = event.target is examples
        question = str(event.question) if picked else typed
        if not question.strip():
            yield gr.skip(), gr.skip(), gr.skip()
            return
        box_now = gr.skip() if picked else ""
        for conversation in handlers.asking(loading, question, turns):
            yield box_now, conversation, render_log(conversation, _texts(request))
            box_now = gr.skip()

    def apologise(turns: tuple[Turn, ...], request: gr.Request) -> tuple[tuple[Turn, ...], str]:
        conversation = handlers.broken(turns)
        return conversation, render_log(conversation, _texts(request))

    def show(request: gr.Request) -> Iterator[tuple[str, ...]]:
        for shelf in handlers.opening(loading, _texts(request)):
            yield astuple(shelf)

    def upload(uploads: tuple[Upload, ...], request: gr.Request) -> Iterator[tuple[Any, ...]]:
        yield None, gr.skip(), gr.skip(), gr.skip(), render_uploading(_texts(request))
        yield (None, *astuple(handlers.add(loading, uploads, _texts(request))))

    def remove(event: gr.EventData, request: gr.Request) -> tuple[str, ...]:
        return astuple(handlers.remove(loading, str(event.id), _texts(request)))

    app = gr.Blocks(
        title="report-qa", analytics_enabled=False, delete_cache=(_COPIES_SECONDS, _COPIES_SECONDS)
    )
    with app:
        i18n = interface_texts()
        turns = gr.State(())
        gr.HTML(i18n("header"), elem_id="header", apply_default_css=False)
        with gr.Row(elem_id="columns"):
            with gr.Column(scale=3, min_width=320, elem_id="chat"):
                log = gr.HTML(_EMPTY_LOG, elem_id="log", apply_default_css=False, js_on_load=_SHOW_LAST_TURN)
                examples = gr.HTML(elem_id="examples", apply_default_css=False, js_on_load=_PICK_EXAMPLE)
                box = gr.Textbox(
                    label=i18n("question"),
                    placeholder=i18n("placeholder"),
                    show_label=False,
                    container=False,
                    submit_btn=i18n("ask"),  # type: ignore[arg-type]  # its annotation forgets translations
                    autofocus=True,
                    max_lines=4,
                    elem_id="question",
                )
            with gr.Column(scale=1, min_width=260, elem_id="shelf"):
                status = gr.HTML(elem_id="status", apply_default_css=False)
                reports = gr.HTML(elem_id="reports", apply_default_css=False, js_on_load=_REMOVE_REPORT)
                files_in = gr.File(label=i18n("drop"), file_count="multiple", height=120, elem_id="upload")
                notices = gr.HTML(elem_id="notices", apply_default_css=False)
        # Gradio's own preprocess leaves an empty file behind for each upload and drops the name it had; a
        # subclass would make Gradio write a .pyi file beside this module.
        files_in.preprocess = _uploads  # type: ignore[method-assign,assignment]

        shelf = [status, reports, examples, notices]
        app.load(show, None, shelf, show_progress="hidden", api_visibility="private", concurrency_limit=None)
        gr.on(
            [box.submit, examples.submit],
            converse,
            [box, turns],
            [box, turns, log],
            show_progress="hidden",
            api_visibility="private",
            concurrency_limit=_PARALLEL_QUESTIONS,
            concurrency_id="ask",
        ).failure(apologise, [turns], [turns, log], show_progress="hidden", api_visibility="private")
        files_in.upload(
            upload,
            [files_in],
            [files_in, *shelf],
            show_progress="hidden",
            api_visibility="private",
            concurrency_limit=1,
            concurrency_id="shelf",
        )
        reports.delete(
            remove,
            None,
            shelf,
            show_progress="hidden",
            api_visibility="private",
            concurrency_limit=1,
            concurrency_id="shelf",
        )
        api(ask, api_name="ask", concurrency_limit=_PARALLEL_QUESTIONS, concurrency_id="ask")
    app.queue(max_size=_QUEUE)
    return app
