"""The encoder's tokenizer: characters, pairs of neighbours, Latin words and their pieces.

Overlapping pairs out of the standard parts of ``tokenizers``: the normaliser writes a character ``c`` of
class ``C`` as ``Cc c |cC``, so that ``ab`` becomes ``Aa a |aABb b |bB``, and what stands between spaces is a
token. A frequent pair has the whole of ``|aABb`` in the vocabulary. From any other pair WordPiece cuts the
pieces ``|``, ``##a``, ``##AB`` and ``##b``; the third is a hash of the pair and carries its vector, the rest
carry none. So every pair leaves a trace, and names, which are rare pairs, most of all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from embeddings.training.alphabet import LATIN, canonical, every_character
from embeddings.training.charsmap import compile_charsmap

__all__ = ["Vocabulary", "build_tokenizer", "choose_vocabulary", "count_tokens", "encode_ids", "words_of"]

_UNKNOWN = "[UNK]"
_ENDINGS = ["es", "ed", "ing", "ly", "er", "ers", "al", "ion", "ions", "ment", "ness", "able", "ity", "ist"]
_JOINT = "|"
_CONTINUED = "##"
_CLASSES = [chr(0x100 + number) for number in range(96)]  # the alphabet spells no text with these
_BUCKETS = [chr(0xE000 + number) for number in range(1024)]  # what characters too rare for a row share


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the encoder has vectors for, by row, and how often each occurs in the corpus.

    :param tokens: as WordPiece spells them; row 0 is the unknown token, whose vector is zero.
    :param counts: occurrences of each, at least 1.
    :param characters: characters with a row of their own.
    """

    tokens: list[str]
    counts: list[int]
    characters: list[str]

    def latin(self) -> NDArray[np.bool_]:
        """Shape (rows,): which rows stand for Latin letters or digits."""
        return np.array([token != _UNKNOWN and token.isascii() for token in self.tokens])


class _CanonicalTable(dict[int, str]):
    """Code point -> canonical spelling, worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = canonical(chr(code)) if not 0xD800 <= code < 0xE000 else " "
        return self[code]


_TABLE = _CanonicalTable()


def words_of(text: str) -> str:
    """A text as the tokenizer sees it: letters and digits of one spelling, one space where others stood."""
    return " ".join(text.translate(_TABLE).split())


def count_tokens(texts: Iterable[str]) -> Counter[str]:
    """How often every character, pair of neighbours and Latin word occurs.

    :param texts: running text.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        for run in words_of(text).split():
            word = previous = ""
            for letter in run:
                if letter in LATIN:
                    word += letter
                    previous = ""
                    continue
                if word:
                    counts[word] += 1
                    word = ""
                counts[letter] += 1
                if previous:
                    counts[previous + letter] += 1
                previous = letter
            if word:
                counts[word] += 1
    return counts


def choose_vocabulary(
    counts: Counter[str],
    pairs: int,
    words: int,
    english: Counter[str] | None = None,
    english_words: int = 0,
    *,
    min_count: int = 5,
) -> Vocabulary:
    """The tokens that get a vector of their own.

    :param counts: frequencies from :func:`count_tokens` in Chinese text.
    :param pairs: how many pairs at most; the others are hashed.
    :param words: how many Latin words and numbers of Chinese text at most; others are cut into pieces.
    :param english: frequencies in English text, which are brought to the scale of the others.
    :param english_words: how many words of English text at most.
    :param min_count: how often a character must occur; others share a row with what hashes alike.
    """
    english = english or Counter()
    latin = _most_frequent_words(counts, words)
    latin = list(dict.fromkeys([*latin, *_most_frequent_words(english, english_words)]))
    counts = _with_english(counts, english)
    ranked = [token for token, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    characters = [t for t in ranked if len(t) == 1 and t not in LATIN and counts[t] >= min_count]
    known = set(characters)
    frequent = [t for t in ranked if len(t) == 2 and t[0] in known and t[1] in known][:pairs]
    classes = _classes(characters)
    joint = {_joined(pair, classes): counts[pair] for pair in frequent}
    rows = {_UNKNOWN: 1} | {letter: max(counts[letter], 1) for letter in sorted(LATIN)}
    rows |= {_CONTINUED + letter: max(counts[letter], 1) for letter in sorted(LATIN)}
    rows |= {_CONTINUED + ending: 1 for ending in _ENDINGS}
    rows |= {word: counts[word] for word in latin} | {letter: counts[letter] for letter in characters}
    rows |= dict.fromkeys(_BUCKETS, 1) | joint
    rows |= {_CONTINUED + left + right: 1 for left, right in product(_CLASSES, repeat=2)}
    return Vocabulary(list(rows), list(rows.values()), characters)


def _most_frequent_words(counts: Counter[str], most: int) -> list[str]:
    """Latin words and numbers of more than one letter, most frequent first."""
    words = [token for token in counts if token[0] in LATIN and len(token) > 1]
    return sorted(words, key=lambda word: (-counts[word], word))[:most]


def _with_english(counts: Counter[str], english: Counter[str]) -> Counter[str]:
    """Counts in which a Latin token has the share it has of English text where that is greater."""
    words = {token: count for token, count in english.items() if token[0] in LATIN}
    characters = sum(count for token, count in counts.items() if len(token) == 1)
    scale = characters / max(sum(words.values()), 1)
    return counts | Counter({word: max(1, round(count * scale)) for word, count in words.items()})


def build_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """The tokenizer that spells a text in the rows of a vocabulary.

    :param vocabulary: the rows.
    :return: a tokenizer whose ids below ``len(vocabulary.tokens)`` are the rows; the ids above have no vector.
    """
    classes = _classes(vocabulary.characters)
    ids = {token: row for row, token in enumerate(vocabulary.tokens)}
    for token in [_JOINT, *(_CONTINUED + letter for letter in classes)]:
        ids[token] = len(ids)
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token=_UNKNOWN, max_input_chars_per_word=40))
    table = {character: _written(character, classes) for character in every_character()}
    changed = {character: written for character, written in table.items() if character != written}
    tokenizer.normalizer = normalizers.Precompiled(compile_charsmap(changed))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split(Regex("[a-z0-9]+"), "isolated")]
    )
    return tokenizer


def encode_ids(tokenizer: Tokenizer, texts: list[str], rows: int) -> list[list[int]]:
    """The rows each text is made of.

    :param rows: number of rows; ids at or above it, and row 0, have no vector and are left out.
    """
    found = tokenizer.encode_batch(texts, add_special_tokens=False)
    return [[row for row in encoding.ids if 0 < row < rows] for encoding in found]


def _classes(characters: list[str]) -> dict[str, str]:
    """The class of every character and bucket: neighbours in frequency fall into different ones."""
    return {letter: _CLASSES[rank % len(_CLASSES)] for rank, letter in enumerate([*characters, *_BUCKETS])}


def _joined(pair: str, classes: dict[str, str]) -> str:
    return f"{_JOINT}{pair[0]}{classes[pair[0]]}{classes[pair[1]]}{pair[1]}"


def _written(character: str, classes: dict[str, str]) -> str:
    """What the normaliser writes for a character."""
    written = []
    for letter in canonical(character):
        if letter == " " or letter in LATIN:
            written.append(letter)
            continue
        seen = letter if letter in classes else _BUCKETS[ord(letter) % len(_BUCKETS)]
        written.append(f"{classes[seen]}{seen} {seen} {_JOINT}{seen}{classes[seen]}")
    return "".join(written)
