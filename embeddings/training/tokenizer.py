"""The encoder's tokenizer: every character and every pair of neighbours, Latin words and their pieces.

Overlapping pairs out of the standard parts of ``tokenizers``: the normaliser writes a character ``c`` as
``c c c``, so that ``ab`` becomes ``a a ab b b``, and what stands between spaces is a token. A run of
characters yields its singles, its pairs, and its first and last character once more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from embeddings.training.alphabet import canonical, is_latin, letters
from embeddings.training.charsmap import compile_charsmap

__all__ = ["UNKNOWN", "build_tokenizer", "count_tokens", "encode_ids"]

UNKNOWN = "[UNK]"
_BUCKETS = [chr(0xE000 + number) for number in range(1024)]  # private use area: what no vocabulary spells


def _written(character: str, known: frozenset[str]) -> str:
    """What the normaliser writes for a character."""
    spelling = canonical(character)
    out = []
    for letter in spelling:
        if letter == " " or is_latin(letter):
            out.append(letter)
            continue
        seen = letter if letter in known else _BUCKETS[ord(letter) % len(_BUCKETS)]
        out.append(f"{seen} {seen} {seen}")
    return "".join(out)


def _normalizer(known: frozenset[str]) -> normalizers.Normalizer:
    table = {character: _written(character, known) for character in letters()}
    table.update({chr(code): " " for code in range(1, 0x3400) if chr(code) not in table})
    table.update({chr(code): " " for code in range(0xFE00, 0x10000) if chr(code) not in table})
    table.update({bucket: " " for bucket in _BUCKETS})
    changed = {character: written for character, written in table.items() if character != written}
    return normalizers.Precompiled(compile_charsmap(changed))


def count_tokens(texts: Iterable[str]) -> Counter[str]:
    """How often every character, pair of neighbours and Latin word occurs.

    :param texts: running text.
    """
    table = _CanonicalTable()
    counts: Counter[str] = Counter()
    for text in texts:
        for run in text.translate(table).split():
            word = ""
            previous = ""
            for letter in run:
                if is_latin(letter):
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


class _CanonicalTable(dict[int, str]):
    """Code point -> canonical spelling, worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = canonical(chr(code)) if not 0xD800 <= code < 0xE000 else " "
        return self[code]


def build_tokenizer(counts: Counter[str], size: int, words: int = 6000, min_character: int = 5) -> Tokenizer:
    """A tokenizer for the most frequent tokens.

    :param counts: frequencies from :func:`count_tokens`.
    :param size: number of tokens wanted, the unknown one included.
    :param words: how many Latin words at most.
    :param min_character: how often a character must occur to have a token of its own; others share buckets.
    :return: the tokenizer; token 0 is the unknown one.
    """
    ranked = [token for token, _ in counts.most_common()]
    characters = [t for t in ranked if len(t) == 1 and not is_latin(t) and counts[t] >= min_character]
    latin = [t for t in ranked if is_latin(t[0])][:words]
    pieces = [f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz0123456789"] + [*"abcdefghijklmnopqrstuvwxyz0123456789"]
    vocabulary = {UNKNOWN: 0}
    known = frozenset(characters)
    pairs = [t for t in ranked if len(t) == 2 and t[0] in known and t[1] in known]
    for token in [*_BUCKETS, *pieces, *characters, *latin, *pairs]:
        if len(vocabulary) >= size:
            break
        vocabulary.setdefault(token, len(vocabulary))
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token=UNKNOWN, max_input_chars_per_word=40))
    tokenizer.normalizer = _normalizer(known)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split(Regex("[a-z0-9]+"), "isolated")]
    )
    return tokenizer


def encode_ids(tokenizer: Tokenizer, texts: list[str]) -> list[list[int]]:
    """Token ids of each text, unknown ones left out."""
    return [[i for i in found.ids if i] for found in tokenizer.encode_batch(texts, add_special_tokens=False)]
