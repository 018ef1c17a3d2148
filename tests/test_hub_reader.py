"""Models of the Hugging Face hub as readers: offsets, windows, and quotes through the whole library."""

import math
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from embeddings.encoder import weights_hash
from qa import hub_reader
from qa.errors import ModelError, QuestionError
from qa.hub_reader import HubReader
from qa.library import Library
from qa.span_judge import THRESHOLD
from qa.span_reader import SpanScores
from qa.span_windows import Window, character_scores
from qa.types import Document
from tests import tiny_readers
from tests.fakes import BagEncoder, cover_scorers

QUESTION = "谁在会议上致辞？"
NONE = -np.inf


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_readers.save_bert(tmp_path_factory.mktemp("bert"))


@pytest.fixture(scope="module")
def byte_level(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_readers.save_byte_level(tmp_path_factory.mktemp("bytes"))


@pytest.fixture(scope="module")
def rigged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_readers.save_rigged(tmp_path_factory.mktemp("rigged"), "林", "澄")


def logits_of(
    folder: Path, question: str, passage: str
) -> tuple[list[tuple[int, int]], np.ndarray, np.ndarray]:
    """One passage on its own, straight from transformers: offsets, and scores less those of the first token."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    encoded = tokenizer(question, passage, return_offsets_mapping=True)
    inputs = {name: torch.tensor([values]) for name, values in encoded.items() if name != "offset_mapping"}
    with torch.no_grad():
        output = AutoModelForQuestionAnswering.from_pretrained(folder)(**inputs)
    inside = [place for place, part in enumerate(encoded.sequence_ids(0)) if part == 1]
    start, end = output.start_logits[0].numpy(), output.end_logits[0].numpy()
    return (
        [encoded["offset_mapping"][place] for place in inside],
        (start - start[0])[inside],
        (end - end[0])[inside],
    )


PASSAGES = ["市长林澄在台上致辞。", "大桥全长 3.86 公里，ABC def。", "開頭。", "會 (huì)\n議"]


@pytest.mark.parametrize("passage", PASSAGES)
def test_scores_are_those_of_the_model_less_no_answer(bert: Path, passage: str) -> None:
    offsets, starts, ends = logits_of(bert, QUESTION, passage)
    start, end = [NONE] * len(passage), [NONE] * len(passage)
    for (first, last), begins, finishes in zip(offsets, starts, ends, strict=True):
        start[first], end[last - 1] = float(begins), float(finishes)
    # Beside passages of other lengths, so that padding has to have no effect.
    for told in HubReader.load(str(bert)).read(QUESTION, [*PASSAGES, passage])[-1:]:
        assert told.start == pytest.approx(np.array(start), abs=1e-4)
        assert told.end == pytest.approx(np.array(end), abs=1e-4)
        assert told.null == 0
        assert told.start.dtype == told.end.dtype == np.float32


def test_tokens_lie_where_their_characters_stand(bert: Path) -> None:
    (told,) = HubReader.load(str(bert)).read("谁", ["長(zhǎng)3.86 abc龘"])
    # zhǎng is "z", "##h", "##a", "##n", "##g" to the tokenizer, and 3.86 is "3", ".", "8", "##6".
    assert np.isfinite(told.start).tolist() == np.isfinite(told.end).tolist()
    assert np.isfinite(told.start).tolist() == [True] * 12 + [False] + [True] * 4


def test_a_character_of_several_bytes_is_one(byte_level: Path) -> None:
    passage = "市长 Lin 澄😀é"
    (told,) = HubReader.load(str(byte_level)).read("谁", [passage])
    offsets, starts, ends = logits_of(byte_level, "谁", passage)
    assert len(offsets) == len(passage.encode())
    for place, character in enumerate(passage):
        own = [at for at, (first, last) in enumerate(offsets) if first == place and last == place + 1]
        if character == " ":
            assert (told.start[place], told.end[place]) == (NONE, NONE)
            continue
        assert len(own) == len(character.encode())
        assert told.start[place] == pytest.approx(max(starts[at] for at in own), abs=1e-4)
        assert told.end[place] == pytest.approx(max(ends[at] for at in own), abs=1e-4)


@pytest.mark.parametrize("kind", ["bert", "byte_level"])
def test_a_long_passage_is_read_to_its_end(kind: str, request: pytest.FixtureRequest) -> None:
    reader = HubReader.load(str(request.getfixturevalue(kind)))
    passage = "大桥全长九公里。\n" * 60
    told = reader.read(QUESTION, ["开。", passage, ""])[1]
    dark = [not character.isspace() for character in passage]
    assert np.isfinite(told.start).tolist() == np.isfinite(told.end).tolist() == dark


def test_windows_overlap_by_a_quarter(bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[list[int]]] = []

    def keeping(text: str, windows: Sequence[Window], null: float) -> SpanScores:
        seen.append([window.offsets[:, 0].tolist() for window in windows])
        return character_scores(text, windows, null)

    reader = HubReader.load(str(bert))
    monkeypatch.setattr(hub_reader, "character_scores", keeping)
    reader.read("谁", ["大" * 150])
    # 62 tokens, of which 4 are 谁, [CLS] and two [SEP]; 15 of them again in the next.
    (windows,) = seen
    assert sorted(windows) == [
        list(range(0, 58)),
        list(range(43, 101)),
        list(range(86, 144)),
        list(range(129, 150)),
    ]


def test_scores_arrive_where_they_belong_in_every_window(rigged: Path) -> None:
    reader = HubReader.load(str(rigged))
    texts = ["大" * before + "林澄" + "大" * (150 - before) for before in range(150)]
    for text, told in zip(texts, reader.read("谁", texts), strict=True):
        at = text.index("林")
        assert told.start[at] == pytest.approx(3, abs=1e-4)
        assert told.end[at + 1] == pytest.approx(3, abs=1e-4)
        assert np.delete(told.start, [at, at + 1]).max() == pytest.approx(-3, abs=1e-4)


def test_order_and_company_do_not_change_scores(bert: Path) -> None:
    reader = HubReader.load(str(bert))
    texts = ["大桥全长九公里。" * times for times in (1, 9, 2, 30, 0, 4)]
    together = reader.read(QUESTION, texts)
    with ThreadPoolExecutor(4) as pool:
        alone = list(pool.map(lambda text: reader.read(QUESTION, [text])[0], texts * 5))
    for one, other in zip(together * 5, alone, strict=True):
        assert one.start == pytest.approx(other.start, abs=1e-4)
        assert one.end == pytest.approx(other.end, abs=1e-4)


def test_a_model_without_a_score_of_no_answer(tmp_path: Path) -> None:
    reader = HubReader.load(str(tiny_readers.save_without_null(tmp_path)))
    told = reader.read("谁", ["林澄在台上。", "大桥。" * 50])
    assert [each.null for each in told] == [NONE, NONE]
    assert all(np.isfinite(each.start).all() for each in told)


def test_no_passage_is_not_read(bert: Path) -> None:
    assert HubReader.load(str(bert)).read("谁", []) == ()


def test_identity_is_that_of_the_files(bert: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(bert, tmp_path / "copy")
    reader = HubReader.load(str(bert))
    assert reader.identity == weights_hash(bert, "bert") == HubReader.load(str(copy)).identity
    assert reader.identity != HubReader.load(str(tiny_readers.save_bert(tmp_path / "other", seed=1))).identity


def test_a_question_that_leaves_no_room_is_refused(bert: Path) -> None:
    reader = HubReader.load(str(bert))
    # 64 places less 2 to spare; half of 62.
    assert len(reader.read("谁" * 31, ["大桥。" * 40])) == 1
    with pytest.raises(QuestionError, match=r"takes 32 tokens, and .* reads a question of 31 at most"):
        reader.read("谁" * 32, ["大桥。"])


def test_scores_that_are_not_finite_are_told(rigged: Path) -> None:
    reader = HubReader.load(str(rigged))
    with torch.no_grad():
        reader._model.get_input_embeddings().weight[tiny_readers.WORDS.index("舟")] = float("nan")
    assert reader.read("谁", ["林澄。"])
    with pytest.raises(ModelError, match="not finite"):
        reader.read("谁", ["贺兰舟。"])


MAYOR = "临澜市召开大会。市长林澄在会上致辞。会议由贺兰舟主持。"
VISIT = "開頭。\n會(huì)議結束。市長(zhǎng)\u200b林澄(chéng)，在台上。"


@pytest.mark.parametrize(
    ("text", "sentence", "answer"),
    [
        (MAYOR, "市长林澄在会上致辞。", "林澄"),
        (VISIT, "市長(zhǎng)\u200b林澄(chéng)，在台上。", "林澄"),
        ("上?!?+8\ufffd林 澄说。" + MAYOR.replace("林澄", "他"), "上?!?+8\ufffd林 澄说。", "林 澄"),
    ],
)
def test_the_span_decides_what_the_library_quotes(
    rigged: Path, text: str, sentence: str, answer: str
) -> None:
    library = Library(BagEncoder(), cover_scorers(), HubReader.load(str(rigged)))
    document = Document.from_text(text, "a.txt")
    library.add(document, Document.from_text("大桥全长九公里。大桥在台上。", "b.txt"))
    found = library.ask("大会上谁在台上致辞？")
    assert [quote.text for quote in found.quotes] == [sentence]
    (quote,) = found.quotes
    assert document.text[quote.start : quote.end] == sentence
    assert (quote.answer, quote.text[quote.answer_start :].startswith(answer)) == (answer, True)
    # 3 + 3 against 0 + 0.
    assert quote.confidence == pytest.approx(1 / (1 + math.exp(-6)), abs=1e-5)
    assert found.threshold == THRESHOLD == 0.5


def test_where_no_span_beats_no_answer_the_library_is_silent(rigged: Path) -> None:
    library = Library(BagEncoder(), cover_scorers(), HubReader.load(str(rigged)))
    library.add(Document.from_text("大桥全长九公里。", "b.txt"))
    found = library.ask("大桥全长多少公里？")
    assert not found
    assert found.nearest is not None
    # -3 - 3 against 0 + 0.
    assert found.nearest.confidence == pytest.approx(1 / (1 + math.exp(6)), abs=1e-5)


PIECES = (
    *"，。！\n \u200b\u3000林澄龘😀é\ufffd",
    "市長(zhǎng)",
    "3.86公里",
    "e\u0301",
    "Ｌin",
    "##",
    "\ufb01",
    "[SEP]",
)
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map("".join)


@pytest.fixture(scope="module", params=["bert", "byte_level", "rigged"])
def reader(request: pytest.FixtureRequest) -> HubReader:
    return HubReader.load(str(request.getfixturevalue(request.param)))


@given(st.lists(TEXTS, min_size=1, max_size=3))
@settings(deadline=None, max_examples=25)
def test_every_quote_is_verbatim(reader: HubReader, texts: Sequence[str]) -> None:
    documents = {
        str(number): Document(text, f"{number}.txt", str(number)) for number, text in enumerate(texts)
    }
    library = Library(BagEncoder(), cover_scorers(), reader)
    library.add(*documents.values())
    found = library.ask("林澄市長 3.86", limit=9)
    places = [(quote.document_id, quote.start) for quote in found.quotes]
    assert len(set(places)) == len(places)
    for quote in filter(None, (*found.quotes, found.nearest)):
        text = documents[quote.document_id].text
        assert text[quote.start : quote.end] == quote.text != ""
        assert quote.text[quote.answer_start : quote.answer_start + len(quote.answer)] == quote.answer
        assert not quote.answer or any(map(str.isalnum, quote.answer))
        assert 0 <= quote.confidence <= 1
