"""HTML to the text of its article. Runs in the child process.

trafilatura says where the article begins and ends; the text itself is taken from the tree, because
trafilatura breaks sentences at inline tags (``人口<b>312</b>万`` comes out as three lines) and a quote has
to be a sentence.
"""

from __future__ import annotations

import re

import trafilatura

from qa.errors import EmptyError
from qa.ingest.blocks import Block, blocks_of
from qa.ingest.extracted import Extracted, Lines
from qa.ingest.kinds import Kind
from qa.ingest.limits import Limits

__all__ = ["article", "extract"]

# Below this share of the visible text, what trafilatura takes for the article is taken for a teaser or a
# caption.
_SHARE = 0.25
# A block this short may be in the article's text by chance: a menu entry "农业" in an article on farming.
_TELLING = 10
# Characters up to which a page is searched for its article; a longer one is taken whole.
_ARTICLE = 300_000
_SPACE = re.compile(r"\s+")


def _squeezed(text: str) -> str:
    return _SPACE.sub("", text)


def _span(blocks: list[Block], found: str) -> tuple[int, int]:
    """First block of the article and the one behind its last; (0, 0) when trafilatura's text is nowhere."""
    lines = {_squeezed(line) for line in found.splitlines()}
    whole = _squeezed(found)
    hits = []
    for index, block in enumerate(blocks):
        text = _squeezed(block.text)
        if text in lines or (len(text) >= _TELLING and text in whole):
            hits.append(index)
    if not hits:
        return 0, 0
    first, last = hits[0], hits[-1] + 1
    # What trafilatura passes over at either end (a dateline, a short last item) is kept up to the next
    # menu; below, a heading begins something else.
    while first > 0 and not blocks[first - 1].links_only:
        first -= 1
    while last < len(blocks) and not (blocks[last].links_only or blocks[last].heading):
        last += 1
    return first, last


def article(blocks: list[Block], found: str | None) -> list[Block]:
    """Choose the blocks of a page that are its article.

    :param blocks: visible blocks of the page in order, navigation left out.
    :param found: the article as trafilatura has it, or None.
    :return: everything from the first to the last block that trafilatura found, with what adjoins it up to
        the next menu, less blocks that are nothing but links; the whole page when that holds less than a
        quarter of its text.
    """
    prose = [block for block in blocks if not block.links_only]
    first, last = _span(blocks, found or "")
    chosen = [block for block in blocks[first:last] if not block.links_only]
    length = sum(len(block.text) for block in chosen)
    return chosen if length > _SHARE * sum(len(block.text) for block in prose) else prose


def extract(data: bytes, name: str, limits: Limits) -> Extracted:
    """Take the article of a page.

    :param data: the page in UTF-8, whatever charset it declares.
    :param name: the file, for messages.
    :param limits: upper bounds.
    :return: one paragraph, heading, list item or table row a line, cells separated by tabs.
    :raises EmptyError: when no text is visible without running scripts.
    :raises TooLargeError: when it holds too many characters.
    """
    blocks = blocks_of(data, name)
    # Its time grows with the square of the page, and a page as long as a book is no article among menus.
    found = None
    if sum(len(block.text) for block in blocks) <= _ARTICLE:
        found = trafilatura.extract(data.decode(), include_comments=False, include_tables=True)
    lines = Lines(name, limits.characters)
    for block in article(blocks, found):
        for line in block.text.split("\n"):
            lines.add(line)
    if not lines.lines:
        cause = "is a page without text of its own: it holds menus only, or a script puts the text there"
        raise EmptyError(name, cause, "Open it in a browser and save it as a complete page or as pdf")
    return Extracted(lines.text(), Kind.HTML)
