"""Documents made ready for search."""

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.lexical import find_terms
from qa.prepare import prepare
from qa.types import Document, Passage

TEXT = "市長(zhǎng)到會(huì)。\n  Two  words. 學 習！"
PREPARED = prepare(Document(TEXT, "a.txt", "1"))
TEXTS = st.lists(
    st.sampled_from([*"甲乙。！. \n\u3000\u200b", "長(zhǎng)", "1,234", "Word"]),
    max_size=30,
).map("".join)


def test_sentences_are_folded() -> None:
    sentences = [TEXT[start:end] for start, end in PREPARED.segmentation.sentences]
    assert sentences == ["市長(zhǎng)到會(huì)。", "Two  words.", "學 習！"]
    assert PREPARED.folded.text == "市长到会。two words.学习!"
    assert [PREPARED.sentence(number) for number in range(3)] == ["市长到会。", "two words.", "学习!"]
    assert PREPARED.bounds.tolist() == [[0, 5], [5, 15], [15, 18]]


def test_terms_are_those_of_the_sentence() -> None:
    assert PREPARED.term_bounds.tolist() == [[0, 7], [7, 9], [9, 12]]
    for number, text in enumerate(["市长到会", "two words", "学习"]):
        assert PREPARED.sentence_terms(number).tolist() == find_terms(text)[0].tolist()


def test_passages_are_verbatim() -> None:
    assert [PREPARED.passage_of(number) for number in range(3)] == [0, 1, 1]
    assert PREPARED.passage(0) == Passage("1", 0, 17, "市長(zhǎng)到會(huì)。")
    assert PREPARED.passage(1) == Passage("1", 20, len(TEXT), "Two  words. 學 習！")


@given(TEXTS)
@settings(deadline=None)
def test_folded_sentences_hold_what_their_originals_hold(text: str) -> None:
    prepared = prepare(Document(text, "a.txt", "1"))
    for number, (start, end) in enumerate(prepared.segmentation.sentences):
        folded_start, folded_end = prepared.bounds[number]
        assert 0 <= folded_start <= folded_end <= len(prepared.folded.text)
        if folded_start < folded_end:
            first, behind = prepared.folded.span(folded_start, folded_end)
            assert start <= first < behind <= end
        first_sentence, last_sentence = prepared.segmentation.passages[prepared.passage_of(number)]
        assert first_sentence <= number < last_sentence


@given(TEXTS)
@settings(deadline=None)
def test_every_term_belongs_to_one_sentence(text: str) -> None:
    prepared = prepare(Document(text, "a.txt", "1"))
    numbers = [number for start, end in prepared.term_bounds.tolist() for number in range(start, end)]
    assert numbers == list(range(len(prepared.terms)))
