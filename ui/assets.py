"""Style and scripts of the page, as they are written into its head."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Final

__all__ = ["page_head"]

_SCRIPTS: Final = ("page.js", "chat.js", "side.js", "source.js")
_STYLES: Final = ("style.css", "source.css")


@cache
def _joined(names: tuple[str, ...]) -> str:
    return "\n".join(files("ui").joinpath(name).read_text(encoding="utf-8") for name in names)


def page_head(lang: str, base: str) -> str:
    """What stands first in the head, before Gradio's own code runs.

    :param lang: BCP 47 tag of the language the page is in.
    :param base: the path it is served below; begins and ends with a slash.
    :return: HTML.
    """
    # what JSON calls a string, without its quotes, is one in JavaScript; "<" would end the script early
    told = json.dumps(base)[1:-1].replace("<", "\\u003c")
    script = _joined(_SCRIPTS).replace("{lang}", lang).replace("{base}", told)
    return f"<script>{script}</script><style>{_joined(_STYLES)}</style>"
