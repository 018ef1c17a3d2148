"""Words of a Chinese-English dictionary, CC-CEDICT, with what they mean."""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator
from pathlib import Path

from embeddings.training.pairs import Pair

__all__ = ["gloss_pairs"]

_ENTRY = re.compile(r"\S+ (?P<word>\S+) \[[^]]*\] /(?P<glosses>.*)/")
_NOTE = re.compile(r"\[[^]]*\]|\([^)]*\)")
_ABOUT_THE_WORD = re.compile(
    r"CL:|(?:old |archaic |erhua )?variant of|see (?:also )?\S*[\u3400-\u9fff]|also written|also pr|Taiwan pr"
)


def gloss_pairs(path: Path) -> Iterator[Pair]:
    """Each meaning of each word with the word in simplified characters.

    :param path: CC-CEDICT in its own layout, xz-compressed; notes on spelling, sound and use are left out.
    """
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            entry = _ENTRY.match(line)
            if entry is None:
                continue
            for gloss in re.split("[/;]", _NOTE.sub(" ", entry["glosses"])):
                meaning = gloss.strip()
                if (
                    meaning.isascii()
                    and any(map(str.isalpha, meaning))
                    and not _ABOUT_THE_WORD.match(meaning)
                ):
                    yield Pair(meaning, entry["word"])
