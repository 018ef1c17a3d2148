import hashlib
import lzma
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from embeddings.training.glosses import gloss_pairs
from embeddings.training.pairs import Pair
from embeddings.training.parallel import Translation, read_translations, split_translations, translation_set
from embeddings.training.sources import Sources

# few letters, so that sentences repeat themselves, also in another script or case
_PAIRS = st.lists(
    st.builds(
        Translation,
        st.just("tatoeba"),
        st.text("aAb ", min_size=1, max_size=3).filter(str.strip),
        st.text("马馬牛", min_size=1, max_size=2),
    ),
    max_size=40,
)


def _folded(text: str) -> str:
    """Case, script and spaces by hand, for the letters of these tests."""
    return " ".join(text.lower().replace("馬", "马").replace("!", " ").replace("！", " ").split())


def _sides(pairs: list[Translation]) -> list[str]:
    return [_folded(text) for one in pairs for text in (one.english, one.chinese)]


@given(_PAIRS, st.integers(0, 5), st.integers(0, 5))
def test_no_sentence_is_in_two_parts(pairs: list[Translation], held_out: int, validation: int) -> None:
    split = split_translations(pairs, held_out, validation)
    kept = split.held_out + split.validation
    assert len(_sides(kept)) == len(set(_sides(kept)))
    assert set(_sides(kept)).isdisjoint(_sides(split.training))
    assert split.reserved() == set(_sides(kept))
    # what is in no part shares a sentence with one that is kept
    dropped = [one for one in pairs if one not in kept and one not in split.training]
    assert all({_folded(one.english), _folded(one.chinese)} & set(_sides(kept)) for one in dropped)


@given(_PAIRS, st.randoms(use_true_random=False))
def test_the_split_does_not_depend_on_the_order(pairs: list[Translation], rng: object) -> None:
    shuffled = list(pairs)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert split_translations(shuffled, 3, 2) == split_translations(pairs, 3, 2)


def test_the_written_seed_orders_the_pairs() -> None:
    pairs = [Translation("tatoeba", f"horse {number}", f"马{number}") for number in range(9)]
    first = min(range(9), key=lambda n: hashlib.sha256(f"report-qa 1\thorse {n}\t马{n}".encode()).hexdigest())
    assert split_translations(pairs, 1, 0).held_out == [pairs[first]]


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(text.encode()))
    return path


def test_lines_of_code_and_lines_without_chinese_are_left_out(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "zh_en.tsv.xz",
        'tatoeba\t"Go!" she said.\t她说：“走！”\n'
        "python_docs\t>>> 1\n>>> # one\t>>> 1\n>>> # 一\n"
        "python_docs\tprint(x)\tprint(x)\n"
        "tico19\tA fever\t发烧\n",
    )
    assert read_translations(path) == [
        Translation("tatoeba", '"Go!" she said.', "她说：“走！”"),
        Translation("tico19", "A fever", "发烧"),
    ]


def test_translations_are_searched_among_all_of_them() -> None:
    pairs = [Translation("tatoeba", "horse", "马"), Translation("tico19", "ox", "牛")]
    found = translation_set("of tico19", pairs, "tico19")
    assert (found.sentences, found.owner) == (["马", "牛"], [0, 1])
    assert (found.questions, found.gold_paragraph, found.gold_sentences) == (["ox"], [1], [frozenset({1})])


_CEDICT = """# CC-CEDICT
支持 支持 [zhi1 chi2] /to be in favor of; to support (a motion)/CL:個|个[ge4]/
馬 马 [ma3] /horse/surname Ma/variant of 碼|码[ma3]/
牛馬 牛马 [niu2 ma3] /café/
"""


def test_meanings_are_paired_with_the_simplified_word(tmp_path: Path) -> None:
    found = list(gloss_pairs(_write(tmp_path / "cedict_ts.u8.xz", _CEDICT)))
    assert found == [
        Pair("to be in favor of", "支持"),
        Pair("to support", "支持"),
        Pair("horse", "马"),
        Pair("surname Ma", "马"),
    ]


def test_a_meaning_that_is_measured_as_a_sentence_is_not_trained_on(tmp_path: Path) -> None:
    _write(tmp_path / "parallel/cedict_ts.u8.xz", _CEDICT)
    _write(tmp_path / "parallel/zh_en.tsv.xz", "tatoeba\tHorse!\t一匹马！\ntatoeba\tHe may.\t支持。\n")
    assert Sources(tmp_path).glosses == [Pair("surname Ma", "马")]
    assert Sources(tmp_path).translation_pairs() == []
