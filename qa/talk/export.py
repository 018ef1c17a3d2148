"""A conversation as a file."""

from __future__ import annotations

import json
from typing import Final

from qa.errors import ConversationError
from qa.talk.markdown import render_markdown
from qa.talk.sections import Kind, sections
from qa.talk.turn_json import turn_dict
from qa.talk.types import Conversation, Waiting
from qa.talk.words import ExportWords

__all__ = ["FORMAT", "FORMATS", "export"]

FORMATS: Final = ("md", "json", "docx")
"""Formats of files, which are their endings, too."""

FORMAT: Final = 1
"""Version of the JSON."""


def export(conversation: Conversation, format: str, words: ExportWords) -> bytes:
    """Write a conversation to a file.

    ``md`` is Markdown with every quote as a block quote, ``docx`` a Word document with the answer highlighted in the
    quote; both have a list of references by GB/T 7714-2015 at the end, and show control characters by signs and say so.
    ``json`` holds everything: ``format``, ``title``, ``started_at``, ``changed_at``, ``earlier`` and ``turns``, each as
    of :func:`qa.talk.turn_json.turn_dict`, with the proofs of all quotes.

    :param conversation: the conversation.
    :param format: one of :data:`FORMATS`.
    :param words: the words around the quotes.
    :return: the file's bytes; text in UTF-8.
    :raises ConversationError: when there is no such format, or an answer is still to come.
    """
    if format not in FORMATS:
        remedy = f"Use {', '.join(FORMATS[:-1])} or {FORMATS[-1]}"
        raise ConversationError(format, "is no format of exported conversations", remedy)
    if any(isinstance(turn.outcome, Waiting) for turn in conversation.turns):
        raise ConversationError(conversation.title, "an answer is still to come", "Wait for the answer")
    if format == "json":
        return _json(conversation)
    blocks = sections(conversation, words)
    if format == "md":
        return render_markdown(blocks).encode()
    from qa.talk.docx import render_docx  # noqa: PLC0415 - few want a Word document, and python-docx takes a while

    title = next(block.text for block in blocks if block.kind is Kind.TITLE)
    return render_docx(blocks, title, words, conversation.started_at, conversation.changed_at)


def _json(conversation: Conversation) -> bytes:
    value = {
        "format": FORMAT,
        "title": conversation.title,
        "started_at": conversation.started_at,
        "changed_at": conversation.changed_at,
        "earlier": conversation.earlier,
        "turns": [turn_dict(turn) for turn in conversation.turns],
    }
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    if any("\ud800" <= character <= "\udfff" for character in text):  # of bytes that are no text
        text = json.dumps(value, indent=2) + "\n"
    return text.encode()
