"""The page: its parts, and what happens when something is asked.

The chat is Gradio's: the question goes through its queue, and the turn comes back as HTML. What stands beside it is
filled by ``page.js`` from the routes of :mod:`ui.serving.parts`.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final, TypeAlias

import gradio as gr

from qa.errors import QAError
from ui import handlers
from ui.endpoints import add_endpoints
from ui.handlers import Question
from ui.i18n import LANGUAGES, texts_for
from ui.markup import verbatim
from ui.panels import render_error
from ui.shells import render_chat, render_header, render_side, render_source_panel
from ui.site import Person, Site
from ui.texts import Texts

__all__ = ["PARALLEL_QUESTIONS", "Page", "build_app", "interface_texts", "theme"]

Page: TypeAlias = gr.Blocks

PARALLEL_QUESTIONS: Final = 4
_SANS = ("system-ui", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
_MONO = ("ui-monospace", "Menlo", "Consolas", "monospace")
_QUEUE: Final = 64
_CONNECT = 'reportqa.connect(element, trigger); watch("value", () => reportqa.receive(element))'
_COUNTER = itertools.count()
_ASKING = "(typed) => [typed, reportqa.asking(typed)]"
_FAILED = "() => reportqa.failed()"
_WITH_CONTEXT = "(typed) => [typed, reportqa.context()]"


def _texts(request: gr.Request) -> Texts:
    return texts_for(request.headers.get("accept-language", ""))


def interface_texts() -> gr.I18n:
    """What the parts of the page say.

    :return: for each language what stands on the page before any answer; the browser chooses.
    """
    return gr.I18n(
        **{
            texts.lang: {
                "header": render_header(texts),
                "side": render_side(texts),
                "chat": render_chat(texts),
                "source": render_source_panel(texts),
                "question": texts.question_label,
                "placeholder": texts.placeholder,
                "ask": texts.ask,
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


def _question(typed: str, context: str, event: gr.EventData) -> Question:
    """The question that was typed, or that a button of the page asks."""
    known = json.loads(context)
    asked = getattr(event, "_data", None) or {}
    within = asked.get("within", known["within"])
    again = None if asked.get("again") is None else int(asked["again"])
    return Question(
        str(asked.get("question", typed)), str(known["conversation"]), tuple(map(str, within)), again
    )


def _shown(
    site: Site, request: gr.Request, context: str, show: Callable[[Person, Texts], Iterator[str]]
) -> Iterator[str]:
    """Show as whoever asks, or why they may not; with what the page needs to tell late answers from others."""
    texts, known = _texts(request), json.loads(context)
    view, ticket = verbatim(str(known["view"])[:40]), verbatim(str(known["ticket"])[:40])
    try:
        shown = show(site.person(request.username), texts)
    except QAError as error:
        shown = iter((render_error(error, texts),))
    for html in shown:
        # numbered: the browser is told of changes only, and the same may have to be shown again
        yield (
            f'<div class="sent" data-view="{view}" data-ticket="{ticket}" data-nth="{next(_COUNTER)}">{html}</div>'
        )


def build_app(site: Site) -> Page:
    """Build the page.

    :param site: what it works with; questions wait for a library that is still being opened.
    :return: the Gradio application, to be served by :func:`ui.serving.server.serve`.
    """

    def converse(
        typed: str, context: str, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, Any]]:
        question = _question(typed, context, event)
        if not question.typed.strip():
            yield gr.skip(), gr.skip()
            return
        box_now = gr.skip() if event.target is wire else ""
        ask = partial(handlers.asking, site, question=question)
        for html in _shown(site, request, context, lambda who, texts: ask(who, texts=texts)):
            yield box_now, html
            box_now = gr.skip()

    def start(typed: str, context: str, request: gr.Request) -> Iterator[str]:
        identity = str(json.loads(context)["conversation"])
        yield from _shown(
            site, request, context, lambda who, texts: iter((handlers.opening(site, who, identity, texts),))
        )

    def rate(typed: str, context: str, event: gr.EventData, request: gr.Request) -> Iterator[str]:
        identity, number, value = str(event.conversation), int(event.number), int(event.value)
        rated = partial(handlers.rating, site, identity=identity, number=number, value=value)
        yield from _shown(site, request, context, lambda who, texts: iter((rated(person=who, texts=texts),)))

    app = gr.Blocks(title="report-qa", analytics_enabled=False)
    with app:
        i18n = interface_texts()
        gr.HTML(i18n("header"), elem_id="header", apply_default_css=False)
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="side", min_width=0):
                gr.HTML(i18n("side"), apply_default_css=False)
            with gr.Column(elem_id="chat", min_width=0):
                gr.HTML(i18n("chat"), apply_default_css=False)
                with gr.Column(elem_id="asker"):
                    gr.HTML('<div id="chosen" hidden></div>', apply_default_css=False)
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
            with gr.Column(elem_id="beside", min_width=0):
                gr.HTML(i18n("source"), apply_default_css=False)
        # What the server says, one turn at a time; the script puts it into the log. Sent whole, a long conversation
        # would be read out again by screen readers with every answer.
        wire = gr.HTML(elem_id="wire", apply_default_css=False, js_on_load=_CONNECT)
        context = gr.Textbox(visible=False)

        given = [box, context]
        hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        asked = hidden | {"js": _ASKING, "concurrency_limit": PARALLEL_QUESTIONS, "concurrency_id": "chat"}
        for event in (box.submit, wire.submit):
            event(converse, given, [box, wire], **asked).failure(None, js=_FAILED)
        light = hidden | {"js": _WITH_CONTEXT, "concurrency_limit": None, "trigger_mode": "multiple"}
        for event in (app.load, wire.select):
            event(start, given, [wire], **light)
        wire.like(rate, given, [wire], **light)
        add_endpoints(site)
    app.queue(max_size=_QUEUE)
    return app
