"""A quote as a citation.

The quote stands in it to the letter: its own quotation marks are left as they are, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from qa.errors import ConversationError
from qa.fold import fold
from qa.report_info import ReportInfo
from qa.types import Quote
from qa.visible import visible

__all__ = ["STYLES", "cite"]

_HAN: Final = re.compile("[\u3400-\u9fff]")
_OTHER_SCRIPTS: Final = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
_TRADITIONAL_SHARE: Final = 0.1
"""Of the different Chinese characters of a paragraph, those that simplified script writes otherwise: about a third of
a paragraph in traditional script, next to none of one in simplified script (乾 and 著 are in both)."""

_LINE_ENDS: Final = re.compile("[\t-\r\u0085\u2028\u2029]+")
_ENDING: Final = re.compile(r"(?<=.)\.[A-Za-z][A-Za-z0-9]{0,4}$")
_KEY: Final = re.compile("[^A-Za-z0-9]")

_TEX: Final = {
    ord(character): spelling
    for character, spelling in {
        **{sign: f"\\{sign}" for sign in "$&#%_"},
        "\\": r"\textbackslash{}",
        # BibTeX counts braces, whether or not a backslash stands before them
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        # what TeX draws as other signs, by itself or two in a row
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "'": r"\textquotesingle{}",
        "`": r"\textasciigrave{}",
        "\t": r"\quad{}",
        "\n": r"\newline{}",
    }.items()
}


def _script(quote: Quote) -> str:
    """The language the words around a quote are in: zh-Hans, zh-Hant, or en for all others."""
    if not _HAN.search(quote.text) or _OTHER_SCRIPTS.search(quote.text):
        return "en"
    characters = set(_HAN.findall(quote.text + quote.context))
    changed = sum(fold(character).text != character for character in characters)
    return "zh-Hant" if changed > _TRADITIONAL_SHARE * len(characters) else "zh-Hans"


def _line(name: str) -> str:
    """A name on one line."""
    return _LINE_ENDS.sub(" ", name)


def _page(quote: Quote, script: str) -> str:
    if quote.page is None:
        return ""
    return {"zh-Hans": f"第{quote.page}页", "zh-Hant": f"第{quote.page}頁"}.get(script, f"page {quote.page}")


def _plain(quote: Quote, name: str, _: date) -> str:
    script = _script(quote)
    page = _page(quote, script)
    if script == "en":
        return f"“{quote.text}” ({name}{page and f', {page}'})"
    first, last = "“”" if script == "zh-Hans" else "「」"
    return f"{first}{quote.text}{last}（《{name}》{page}）"


def _gbt7714(quote: Quote, name: str, accessed: date) -> str:
    title = _ENDING.sub("", name)
    page = "" if quote.page is None else f": {quote.page}"
    path = "" if title == name else f" {name}."
    return f"{title}[R/DK]{page}[{accessed.isoformat()}].{path}"


def _tex(text: str) -> str:
    """Text for a field of BibTeX; only that line ends of all kinds become one."""
    lines = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    # BibTeX makes one space of several, TeX a longer dash of two hyphens
    spaced = re.sub("(?<= ) ", "\0", lines).translate(_TEX).replace("\0", "{ }")
    return re.sub("-(?=-)", "-{}", spaced)


def _bibtex(quote: Quote, name: str, accessed: date) -> str:
    script = _script(quote)
    page = _page(quote, script)
    first, last = "「」" if script == "zh-Hant" else "“”"
    place = page and (f"{page}: " if script == "en" else f"{page}：")
    key = f"report{_KEY.sub('', quote.document_id)[:16]}-{quote.start}-{quote.end}"
    fields = {
        "title": f"{{{_tex(_ENDING.sub('', name))}}}",  # braced once more, so that its capitals stay
        "howpublished": _tex(name),
        "note": f"{_tex(f'{place}{first}{quote.text}{last}')} SHA-256: {_tex(quote.document_id)}",
        "urldate": accessed.isoformat(),
    }
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items())
    return f"@misc{{{key},\n{lines}}}\n"


_CITE: Final[Mapping[str, Callable[[Quote, str, date], str]]] = {
    "plain": _plain,
    "gbt7714": _gbt7714,
    "bibtex": _bibtex,
}

STYLES: Final = tuple(_CITE)
"""``plain``, ``gbt7714`` and ``bibtex``, see :func:`cite`."""


def cite(quote: Quote, style: str, report: ReportInfo | None = None, accessed: date | None = None) -> str:
    r"""Cite a quote.

    ``plain`` gives ``“quote” (file.pdf, page 3)``; of Chinese text ``“引文”（《文件.pdf》第3页）``, and of text in
    traditional script ``「引文」（《文件.pdf》第3頁）``.

    ``gbt7714`` gives an entry of a numbered list of references by GB/T 7714-2015, 4.1, such as
    ``年报[R/DK]: 3[2026-11-24]. 年报.pdf.`` What is not known is left out where the standard lets it be: the creator
    from numbered lists (8.1.3), place and publisher of electronic resources (8.4.1.3, 8.4.2.3). For a year that is not
    known it asks for an estimate (8.4.3.3), and an estimate would be made up here. R stands for a report, DK for a
    file that lies on a disk (appendix B; 8.2.2 asks for both); OL would say that it lies in the network, and give its
    address. The page is that of the quote (8.5), the date that on which it was looked up (8.4.4.2), and the file's
    name stands in place of an address. The standard has no way to escape signs: names stand as they are.

    ``bibtex`` gives an ``@misc`` entry for LaTeX, with the quote, its page and the SHA-256 of the file in its note.
    Its key is the same whenever the quote is cited. The quote stands in it to the letter once TeX has read it, with
    tabs as ``\quad``, line ends as ``\newline``, and control characters shown by their pictures.

    :param quote: the quote.
    :param style: one of :data:`STYLES`.
    :param report: the report, for the name it goes by now; None for the one the quote has.
    :param accessed: when it was looked up; None for today.
    :return: the citation; ``bibtex`` is several lines and ends with a line end.
    :raises ConversationError: when there is no such style, or the quote is from another report.
    """
    if style not in _CITE:
        remedy = f"Use {', '.join(STYLES[:-1])} or {STYLES[-1]}"
        raise ConversationError(style, "is no style of citation", remedy)
    if report is not None and report.id != quote.document_id:
        remedy = f"Give the report with the id {quote.document_id}"
        raise ConversationError(report.name, "is not the report that is quoted", remedy)
    name = _line(quote.source if report is None else report.name)
    return _CITE[style](quote, name, accessed or date.today())
