"""What a language of the page has to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa.errors import QAError

__all__ = ["Texts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The page in one language; braces are filled by ``str.format``.

    :param lang: BCP 47 tag of the language, as Gradio knows it.
    :param errors: what an error of a class is called; a class that is missing goes by its nearest ancestor.
        None where the error's own English sentence needs no heading.
    """

    lang: str
    # the page
    title: str
    tagline: str
    menu: str
    settings: str
    language: str
    appearance: str
    by_system: str
    light: str
    dark: str
    readable_switch: str
    ratings_switch: str
    log_out: str
    close: str
    cancel: str
    to_question: str
    lost: str
    # the conversation
    question_label: str
    placeholder: str
    ask: str
    examples: str
    waiting: str
    searching: str
    understood: str
    as_typed: str
    scope: str
    no_answer: str
    nearest: str
    narrow: str
    narrow_to: str
    widen: str
    likely: str
    probable: str
    doubtful: str
    page: str
    show_source: str
    paragraph: str
    conflicting: str
    further: str
    readable: str
    original: str
    copy: str
    copied: str
    not_copied: str
    cite: str
    cite_plain: str
    proof: str
    good: str
    bad: str
    rate: str
    # the conversations
    conversations: str
    new_conversation: str
    find_conversations: str
    export: str
    earlier: str
    turns: str
    delete: str
    delete_ask: str
    delete_yes: str
    # the reports
    loading: str
    reading: str
    embedding: str
    ready: str
    nothing_loaded: str
    load_failed: str
    kept: str
    not_kept: str
    reports: str
    find_reports: str
    shown: str
    nothing_found: str
    choose: str
    chosen: str
    choose_all: str
    pages: str
    characters: str
    codec: str
    added_at: str
    damaged: str
    remove: str
    remove_ask: str
    remove_yes: str
    add: str
    drop: str
    sending: str
    reading_file: str
    added: str
    failed: str
    skipped: str
    cancelled: str
    too_large: str
    broken: str
    not_removed: str
    not_shown: str
    not_asked: str
    clear: str
    readers_only: str
    source: str
    source_hint: str
    errors: Mapping[type[QAError], str] | None
