"""What the command prints of answers and passages: for a pipe, and as JSON."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from qa.cli.texts import Texts
from qa.plain_json import json_of, passages_to_dict
from qa.types import Answer, Candidate, Proof, Quote, Skipped

if TYPE_CHECKING:
    from qa.proof import Verdict

__all__ = [
    "as_json",
    "as_plain",
    "as_verdict",
    "json_of",
    "on_one_line",
    "origin",
    "passage_origin",
    "passages_as_json",
    "passages_as_plain",
    "visible",
    "without_passwords",
]

_INDENT = "    "
# A report may hold escape sequences that retitle or rewrite the terminal, and directional marks (UAX #9) that
# show it in another order.
_DIRECTIONAL = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_PICTURES = (
    {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"}
    | {127: 0x2421}
    | dict.fromkeys((*range(0x80, 0xA0), *_DIRECTIONAL), 0xFFFD)
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# up to the last @ of the word, as a password may hold any character; pathlib makes one slash of two
_USER_OF_ADDRESS = re.compile(r"([A-Za-z][\w+.-]+:/+)\S*@")


def visible(text: str) -> str:
    """Text that cannot steer a terminal.

    :param text: any text.
    :return: the text with pictures in place of control characters other than tabs and line ends.
    """
    return text.replace("\r\n", "\n").translate(_PICTURES)


def on_one_line(text: str) -> str:
    """Text that cannot steer a terminal and stays in its line.

    :param text: any text.
    :return: as :func:`visible`, with a picture in place of line ends, too, and U+FFFD for lone surrogates (names of
        files that are not UTF-8).
    """
    return _LONE_SURROGATE.sub("\ufffd", visible(text).replace("\n", "\u240a"))


def without_passwords(text: str) -> str:
    """Text that names addresses without who is let in.

    :param text: any text.
    :return: the text without ``user:password@`` in ``scheme://user:password@host``.
    """
    return _USER_OF_ADDRESS.sub(r"\1", text)


def as_json(answer: Answer) -> str:
    """The answer as JSON.

    :param answer: what the reports say.
    :return: ``answer.to_dict()``, see :func:`json_of`.
    """
    return json_of(answer.to_dict())


def passages_as_json(question: str, passages: Sequence[Candidate], skipped: Sequence[Skipped]) -> str:
    """Passages as JSON.

    :param question: what was searched for.
    :param passages: what was found.
    :param skipped: files of folders that could not be read.
    :return: ``question``, ``candidates`` and ``skipped``, which are as in an answer, see :func:`json_of`.
    """
    return json_of(passages_to_dict(question, passages, skipped))


def _place(source: str, page: int | None, texts: Texts) -> list[str]:
    return [visible(source)] if page is None else [visible(source), texts.page.format(page=page)]


def origin(quote: Quote, texts: Texts, conflicting: Collection[Quote] = ()) -> str:
    """Where a quote stands.

    :param quote: the quote.
    :param texts: the language.
    :param conflicting: quotes that give another figure than the first.
    :return: an indented line.
    """
    parts = [
        *_place(quote.source, quote.page, texts),
        texts.confidence.format(confidence=quote.confidence),
        *([texts.conflicting] if quote in conflicting else []),
    ]
    return _INDENT + texts.separator.join(parts)


def passage_origin(passage: Candidate, texts: Texts) -> str:
    """Where a passage stands.

    :param passage: the passage.
    :param texts: the language.
    :return: an indented line.
    """
    score = texts.library.score.format(score=passage.score)
    return _INDENT + texts.separator.join([*_place(passage.source, passage.page, texts), score])


def as_plain(answer: Answer, texts: Texts) -> str:
    """The answer for a pipe.

    :param answer: what the reports say.
    :param texts: the language of what stands around the quotes.
    :return: every quote verbatim and behind it an indented line with its origin, an empty line between
        quotes; one sentence when nothing answers.
    """
    if not answer:
        return texts.no_answer
    return "\n\n".join(f"{quote.text}\n{origin(quote, texts, answer.conflicting)}" for quote in answer.quotes)


def passages_as_plain(passages: Sequence[Candidate], texts: Texts) -> str:
    """Passages for a pipe.

    :param passages: what was found.
    :param texts: the language of what stands around them.
    :return: every passage verbatim and behind it an indented line with its origin, an empty line between
        passages; one sentence when there is none.
    """
    if not passages:
        return texts.library.nothing_found
    return "\n\n".join(f"{each.passage.text}\n{passage_origin(each, texts)}" for each in passages)


def as_verdict(proof: Proof, verdict: Verdict, texts: Texts) -> str:
    """Whether a file holds a quote, for a terminal or a pipe.

    :param proof: the proof.
    :param verdict: what was found.
    :param texts: the language.
    :return: what was found, the quote, and where it should stand.
    """
    place = [texts.characters.format(start=proof.start, end=proof.end)]
    if proof.byte_start is not None:
        place.append(texts.bytes.format(start=proof.byte_start, end=proof.byte_end))
    if proof.page is not None:
        place.append(texts.page.format(page=proof.page))
    lines = [
        texts.holds if verdict.holds else texts.other_place if verdict.same_file else texts.other_file,
        visible(proof.quote),
        _INDENT + texts.separator.join([visible(proof.source), *place]),
    ]
    if not verdict.holds:
        places = ", ".join(map(str, verdict.found[:5]))
        lines.append(_INDENT + (texts.found_at.format(places=places) if places else texts.not_found))
    return "\n".join(lines)
