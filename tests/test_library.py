"""The library: what is added is found, what is removed is not, and every quote is verbatim."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import EmptyError, ModelError, NotFoundError, PartialError, QuestionError, SourceError
from qa.library import Library
from qa.question import MAX_QUESTION, check_question
from qa.types import Answer, Document
from tests.fakes import BagEncoder, BrokenEncoder, Vectors, WordReader, cover_scorers

MAYOR = Document.from_text("临澜市召开大会。市长林澄在会上致辞。会议由贺兰舟主持。", "mayor.txt")
BRIDGE = Document.from_text("澜江二桥建成通车。大桥全长3.86公里。大桥于2020年9月26日开工。", "bridge.txt")
VISIT = Document.from_text(
    "代表團(tuán)到澄川縣考察。\n禾浦市市長(zhǎng)蘇映雪(xuě)在會(huì)上講話。\n協(xié)議簽了九個。",
    "visit.txt",
)
PORT = Document.from_text(
    "The port grew. The chair of the board is Helen Marrable. Fish returned.", "port.txt"
)


@pytest.fixture
def encoder() -> BagEncoder:
    return BagEncoder()


@pytest.fixture
def library(encoder: BagEncoder) -> Library:
    library = Library(encoder, cover_scorers())
    library.add(MAYOR, BRIDGE, VISIT, PORT)
    return library


def snapshot(library: Library) -> tuple[object, ...]:
    answers = [
        library.ask(question)
        for question in ("谁是临澜市的市长？", "大桥全长多少公里？", "Who is the chair?")
    ]
    return (library.documents(), *answers)


@pytest.mark.parametrize(
    ("question", "sentence", "answer", "document"),
    [
        ("大桥全长多少公里？", "大桥全长3.86公里。", "3.86公里", BRIDGE),
        ("大桥什么时候开工？", "大桥于2020年9月26日开工。", "2020年9月26日", BRIDGE),
        ("Who is the chair of the board?", "The chair of the board is Helen Marrable.", None, PORT),
        ("会议由谁主持？", "会议由贺兰舟主持。", None, MAYOR),
    ],
)
def test_the_sentence_that_answers_is_quoted(
    library: Library, question: str, sentence: str, answer: str | None, document: Document
) -> None:
    found = library.ask(question)
    quote = found.quotes[0]
    assert (found.text, quote.text, quote.source) == (sentence, sentence, document.name)
    assert document.text[quote.start : quote.end] == sentence
    assert quote.document_id == document.id
    assert answer is None or quote.answer == answer
    assert quote.context in document.text
    assert sentence in quote.context


@pytest.mark.parametrize(
    "question", ["禾浦市市長在會上說什麼", "禾浦市市长在会上说什么", "禾浦市 市長（zhǎng）在會上 說什麼"]
)
def test_either_script_finds_a_traditional_report(library: Library, question: str) -> None:
    quote = library.ask(question).quotes[0]
    assert quote.text == "禾浦市市長(zhǎng)蘇映雪(xuě)在會(huì)上講話。"
    assert quote.readable == "禾浦市市長蘇映雪在會上講話。"


@pytest.mark.parametrize("question", ["大桥全长多少公里？", "大橋全長多少公里？", "大橋　全長多少公里"])
def test_either_script_finds_a_simplified_report(library: Library, question: str) -> None:
    assert library.ask(question).text == "大桥全长3.86公里。"


@pytest.mark.parametrize("question", ["猪肉价格是多少？", "Where do penguins live?"])
def test_what_the_reports_do_not_say_is_refused(library: Library, question: str) -> None:
    found = library.ask(question)
    assert not found
    assert (found.quotes, found.text, found.question) == ((), "", question)


def test_a_refusal_shows_the_nearest_sentence_below_the_threshold(library: Library) -> None:
    found = library.ask("澜江铁路哪天拆除？")
    assert not found
    assert found.nearest is not None
    assert found.nearest.confidence < found.threshold == 0.5
    assert "澜江" in found.nearest.text


def test_an_empty_library_answers_false(encoder: BagEncoder) -> None:
    library = Library(encoder, cover_scorers())
    found = library.ask("谁是市长？")
    assert not found
    assert (found.quotes, found.candidates, found.nearest, found.skipped) == ((), (), None, ())
    assert library.search("市长") == ()
    assert library.documents() == ()


def test_quotes_are_as_many_as_asked_for_and_best_first(encoder: BagEncoder) -> None:
    library = Library(encoder, cover_scorers(least=0.1))
    library.add(
        [
            Document.from_text(f"第{number}号文件。大桥全长{number}公里。", f"{number}.txt")
            for number in range(6)
        ]
    )
    assert len(library.ask("大桥全长几公里", limit=1).quotes) == 1
    quotes = library.ask("大桥全长几公里", limit=4).quotes
    assert len({quote.document_id for quote in quotes}) == 4
    confidences = [quote.confidence for quote in quotes]
    assert confidences == sorted(confidences, reverse=True)
    assert min(confidences) >= 0.5


def test_documents_come_back_in_the_order_of_addition(library: Library) -> None:
    assert library.documents() == (MAYOR, BRIDGE, VISIT, PORT)
    assert library.document(VISIT.id) is VISIT


def test_the_same_bytes_are_added_once(library: Library, encoder: BagEncoder) -> None:
    twin = Document.from_text(MAYOR.text, "copy.txt")
    embedded = sum(map(len, encoder.passages))
    assert library.add(twin) == (MAYOR,)
    assert sum(map(len, encoder.passages)) == embedded
    assert library.documents() == (MAYOR, BRIDGE, VISIT, PORT)
    assert len(library.ask("会议由谁主持？").quotes) == 1


def test_twins_of_one_batch_are_the_first(encoder: BagEncoder) -> None:
    library = Library(encoder, cover_scorers())
    twin = Document.from_text(MAYOR.text, "copy.txt")
    assert library.add([MAYOR, BRIDGE, twin]) == (MAYOR, BRIDGE, MAYOR)
    assert library.documents() == (MAYOR, BRIDGE)


def test_the_same_sentence_in_two_reports_stays_two(encoder: BagEncoder) -> None:
    library = Library(encoder, cover_scorers(least=0.1))
    first = Document.from_text("甲报。\n大桥全长九公里。", "first.txt")
    second = Document.from_text("乙刊登了更多消息。\n大桥全长九公里。", "second.txt")
    library.add(first, second)
    quotes = library.ask("大桥全长多少公里").quotes
    assert [(quote.source, quote.text) for quote in quotes[:2]] == [
        ("first.txt", "大桥全长九公里。"),
        ("second.txt", "大桥全长九公里。"),
    ]
    assert [quote.start for quote in quotes[:2]] == [4, 10]
    library.remove(first.id)
    assert [quote.source for quote in library.ask("大桥全长多少公里").quotes] == ["second.txt"]


def test_a_removed_report_is_never_found_again(library: Library) -> None:
    library.remove(BRIDGE.id)
    assert library.documents() == (MAYOR, VISIT, PORT)
    for weight in (0.0, 0.5, np.inf):
        found = library.search("大桥全长多少公里", 50, dense_weight=weight)
        assert BRIDGE.id not in {each.passage.document_id for each in found}
    assert library.ask("会议由谁主持？").text == "会议由贺兰舟主持。"
    with pytest.raises(NotFoundError):
        library.document(BRIDGE.id)
    with pytest.raises(NotFoundError):
        library.remove(BRIDGE.id)


def test_a_library_in_memory_keeps_no_bytes(library: Library) -> None:
    assert library.original(BRIDGE.id) is None
    with pytest.raises(NotFoundError):
        library.original("0" * 64)


def test_a_library_in_memory_keeps_the_bytes_it_is_given() -> None:
    library = Library(BagEncoder(), cover_scorers())
    data, other = (text.encode("utf-16") for text in (MAYOR.text, PORT.text))
    mayor, port = (Document.from_bytes(each, name) for each, name in ((data, "m.txt"), (other, "p.txt")))
    library.add_documents([mayor, port, BRIDGE], originals={mayor.id: data, port.id: data})
    # what is not what the report was read from is not given back for it
    assert [library.original(each.id) for each in (mayor, port, BRIDGE)] == [data, None, None]
    library.remove(mayor.id)
    with pytest.raises(NotFoundError):
        library.original(mayor.id)


def test_a_library_in_memory_reads_the_file_again_while_it_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BRIDGE.text, encoding="gb18030")
    library = Library(BagEncoder(), cover_scorers())
    (document,) = library.add(path)
    assert library.original(document.id) == BRIDGE.text.encode("gb18030")
    path.write_text(MAYOR.text, encoding="utf-8")
    assert library.original(document.id) is None
    path.unlink()
    assert library.original(document.id) is None
    assert library.document(document.id).text == BRIDGE.text


def test_a_question_is_put_to_some_reports_only(library: Library) -> None:
    question = "大桥全长多少公里？"
    assert library.ask(question, within=[BRIDGE.id, MAYOR.id]).text == "大桥全长3.86公里。"
    found = library.ask(question, within=[MAYOR.id, "gone"])
    assert (found.quotes, found.skipped) == ((), ())
    assert found.nearest is not None
    assert (
        {each.passage.document_id for each in found.candidates} == {found.nearest.document_id} == {MAYOR.id}
    )
    for chosen in ({VISIT.id}, {PORT.id, VISIT.id}):
        for weight in (0.0, 0.5, float("inf")):
            every = library.search("市长大桥", 99, weight, within=chosen)
            assert {each.passage.document_id for each in every} <= chosen
    everything = tuple(each.id for each in library.documents())
    assert library.ask(question, within=everything) == library.ask(question)


def test_a_sentence_in_another_script_is_looked_for_in_the_same_reports() -> None:
    # every sentence has its characters in common with the question; the one in Chinese is the nearest in meaning
    class Alike(BagEncoder):
        def _encode(self, texts: Sequence[str]) -> Vectors:
            return np.full((len(texts), self.dim), 1 / 8, dtype=np.float32)

    library = Library(Alike(), cover_scorers(least=0.99, encoder=Alike.identity))
    growth = Document.from_text("增长目标为百分之五。", "growth.txt")
    library.add(growth, PORT, MAYOR)
    question = "What is the growth target?"
    assert {quote.document_id for quote in library.ask(question, limit=9).quotes} == {growth.id, MAYOR.id}
    assert {quote.document_id for quote in library.ask(question, 9, within=[MAYOR.id]).quotes} == {MAYOR.id}
    assert library.ask(question, within=[PORT.id]).quotes == ()


@pytest.mark.parametrize(
    ("within", "cause"),
    [((), "it names no report"), ("", "it names no report"), (MAYOR.id, "it is one text")],
)
def test_a_choice_of_nothing_is_refused(library: Library, within: Any, cause: str) -> None:
    for ask in (library.ask, library.search):
        for question in ("谁是市长？", "a"):
            with pytest.raises(QuestionError, match=f"within: {cause}.*None to ask all"):
                ask(question, within=within)


def test_a_choice_of_what_is_gone_is_refused(library: Library) -> None:
    library.remove(BRIDGE.id)
    for ask in (library.ask, library.search):
        with pytest.raises(NotFoundError, match=f"^{BRIDGE.id}: the library has no such report"):
            ask("大桥全长多少公里？", within=[BRIDGE.id])
    with pytest.raises(NotFoundError, match=r"^a, b, c and 2 more: the library has no such report"):
        library.ask("大桥全长多少公里？", within=list("edcba"))


def test_the_revision_is_another_one_after_every_change(library: Library) -> None:
    seen = [library.revision]
    library.ask("谁是市长？")
    library.add(MAYOR)
    assert library.revision == seen[0]
    for change in (
        lambda: library.remove(MAYOR.id),
        lambda: library.add(MAYOR),
        lambda: library.remove(MAYOR.id),
        lambda: library.remove(BRIDGE.id),
        lambda: library.add(MAYOR, BRIDGE),
    ):
        change()
        assert library.revision not in seen
        seen.append(library.revision)
    assert Library(BagEncoder(), cover_scorers()).revision != Library(BagEncoder(), cover_scorers()).revision


def test_removing_and_adding_again_changes_no_answer(library: Library) -> None:
    before = library.ask("大桥全长多少公里？")
    library.remove(BRIDGE.id)
    assert library.ask("大桥全长多少公里？") != before
    library.add(BRIDGE)
    assert library.ask("大桥全长多少公里？").quotes == before.quotes


def test_one_bad_file_alone_raises_its_own_error(library: Library, tmp_path: Path) -> None:
    before = snapshot(library)
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(EmptyError, match=r"empty\.txt"):
        library.add(tmp_path / "empty.txt")
    with pytest.raises(NotFoundError, match=r"gone\.txt"):
        library.add(str(tmp_path / "gone.txt"))
    assert snapshot(library) == before


def test_of_several_files_the_good_are_added_and_the_bad_are_named(
    encoder: BagEncoder, tmp_path: Path
) -> None:
    (tmp_path / "good.txt").write_text(MAYOR.text, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "damaged.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    library = Library(encoder, cover_scorers())
    with pytest.raises(PartialError) as caught:
        library.add(tmp_path, BRIDGE)
    assert caught.value.added == ("good.txt", "bridge.txt")
    assert [failure.subject for failure in caught.value.failures] == ["damaged.pdf", "empty.txt"]
    assert all(isinstance(failure, SourceError) for failure in caught.value.failures)
    assert [document.name for document in library.documents()] == ["good.txt", "bridge.txt"]
    assert library.ask("会议由谁主持？").text == "会议由贺兰舟主持。"


def test_several_bad_files_and_no_good_one_are_all_named(library: Library, tmp_path: Path) -> None:
    before = snapshot(library)
    with pytest.raises(PartialError) as caught:
        library.add(tmp_path / "one.txt", tmp_path / "two.txt")
    assert [failure.subject for failure in caught.value.failures] == ["one.txt", "two.txt"]
    assert caught.value.added == ()
    assert snapshot(library) == before


def test_sources_may_come_from_a_generator(encoder: BagEncoder) -> None:
    library, told = Library(encoder, cover_scorers()), []
    added = library.add((each for each in (MAYOR, PORT)), on_progress=lambda *step: told.append(step))
    assert added == library.documents() == (MAYOR, PORT)
    assert [step for step in told if step[0] == "read"] == [("read", 1, 2), ("read", 2, 2)]


def test_progress_is_told_up_to_the_end(encoder: BagEncoder) -> None:
    told: list[tuple[str, int, int]] = []
    documents = [Document.from_text(f"第{number}份报告。", f"{number}.txt") for number in range(300)]
    Library(encoder, cover_scorers()).add(documents, on_progress=lambda *step: told.append(step))
    for stage in ("read", "embed"):
        steps = [(done, total) for name, done, total in told if name == stage]
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1] > 0


def test_a_failing_encoder_changes_nothing() -> None:
    encoder = BrokenEncoder()
    library = Library(encoder, cover_scorers())
    library.add(MAYOR, BRIDGE)
    before = snapshot(library)
    encoder.fails_at_passages = True
    with pytest.raises(ModelError, match="it broke"):
        library.add(VISIT, PORT)
    encoder.fails_at_passages = False
    assert snapshot(library) == before
    library.add(VISIT)
    assert library.documents() == (MAYOR, BRIDGE, VISIT)


def test_an_encoder_that_fails_at_a_question_says_so() -> None:
    library = Library(BrokenEncoder(queries=True), cover_scorers())
    library.add(MAYOR)
    with pytest.raises(ModelError, match="it broke"):
        library.ask("谁是市长？")


def test_a_report_removed_while_others_are_embedded_is_returned_all_the_same() -> None:
    class Removing(BagEncoder):
        removes: Callable[[], None] = staticmethod(lambda: None)

        def encode_passages(self, texts: list[str]) -> Vectors:
            self.removes()
            return super().encode_passages(texts)

    encoder = Removing()
    library = Library(encoder, cover_scorers())
    library.add(MAYOR)
    encoder.removes = lambda: library.remove(MAYOR.id)
    assert library.add(MAYOR, BRIDGE) == (MAYOR, BRIDGE)
    assert library.documents() == (BRIDGE,)


@pytest.mark.parametrize("question", ["", " \n\u3000", "？！", "——", "长" * (MAX_QUESTION + 1), "😀"])
def test_what_is_no_question_is_refused(library: Library, question: str) -> None:
    with pytest.raises(QuestionError):
        library.ask(question)
    with pytest.raises(QuestionError):
        library.search(question)


@pytest.mark.parametrize("question", [None, 7, b"bytes"])
def test_what_is_no_text_is_refused(library: Library, question: Any) -> None:
    with pytest.raises(QuestionError, match=f"of the type {type(question).__name__}"):
        library.ask(question)
    with pytest.raises(QuestionError):
        library.search(question)


SINGLE = ["a", "Ｘ？", "3", "²", "x 2 y", "½", "é", "_a_", "①", "Ⅳ"]


@pytest.mark.parametrize("question", SINGLE)
def test_single_letters_and_digits_are_answered_by_silence(encoder: BagEncoder, question: str) -> None:
    library = Library(encoder, cover_scorers(least=-1))
    library.add(Document.from_text("x。a 3。²。两桥。", "a.txt"), MAYOR)
    found = library.ask(question)
    assert not found
    assert (found.question, found.nearest, found.candidates) == (question, None, ())


@pytest.mark.parametrize("question", ["桥", "3 月", "AA", "x²y", "27", "谁 a", "한", "x1", "in a b"])
def test_words_are_answered(encoder: BagEncoder, question: str) -> None:
    library = Library(encoder, cover_scorers(least=-1))
    library.add(Document.from_text("桥3月AA x²y 27谁한x1 in。", "a.txt"))
    assert library.ask(question)


def test_a_named_reader_is_asked_in_place_of_the_fitted_one(encoder: BagEncoder) -> None:
    reader = WordReader({"3.86公里": 2.0, "禾浦市市長(zhǎng)蘇映雪": 3.0})
    library = Library(encoder, cover_scorers(), reader)
    library.add(MAYOR, BRIDGE, VISIT, PORT)
    found = library.ask("  谁是市长？大桥呢？")
    assert [(quote.answer, quote.document_id) for quote in found.quotes] == [
        ("禾浦市市長(zhǎng)蘇映雪", VISIT.id),
        ("3.86公里", BRIDGE.id),
    ]
    # e^3 / (e^3 + 1) and e^2 / (e^2 + 1)
    assert [quote.confidence for quote in found.quotes] == pytest.approx([0.952574, 0.880797], abs=1e-6)
    assert found.threshold == 0.5
    ((question, passages),) = reader.asked
    assert question == "谁是市长？大桥呢？"
    assert set(passages) == {candidate.passage.text for candidate in found.candidates}
    assert len(library.ask("谁是市长？大桥呢？", limit=1).quotes) == 1


def test_a_named_reader_may_find_no_answer(encoder: BagEncoder) -> None:
    library = Library(encoder, cover_scorers(), WordReader({"林澄": 1.9}, null=2.0))
    library.add(MAYOR)
    found = library.ask("谁是市长？")
    assert not found
    assert found.nearest is not None
    assert (found.nearest.text, found.nearest.answer) == ("市长林澄在会上致辞。", "林澄")
    assert found.nearest.confidence < found.threshold


def test_a_named_reader_that_fails_says_so(encoder: BagEncoder) -> None:
    library = Library(encoder, cover_scorers(), WordReader({}, null=float("nan")))
    library.add(MAYOR)
    with pytest.raises(ModelError, match="not finite"):
        library.ask("谁是市长？")


def test_a_question_may_be_as_long_as_the_limit() -> None:
    question = "长" * MAX_QUESTION
    assert check_question(f" {question}\n") == question


def test_search_returns_candidates_with_their_parts(library: Library) -> None:
    found = library.search("大桥全长多少公里", limit=2)
    assert len(found) == 2
    best = found[0]
    assert best.source == "bridge.txt"
    assert best.passage.text == BRIDGE.text[best.passage.start : best.passage.end]
    assert best.score >= found[1].score
    assert best.lexical is not None
    assert best.dense is not None
    assert library.search("大桥全长多少公里", limit=1, dense_weight=0)[0].dense is None
    assert library.search("大桥全长多少公里", limit=1, dense_weight=np.inf)[0].lexical is None


def test_pages_are_told(encoder: BagEncoder) -> None:
    text = "第一页的话。\n大桥全长九公里。\n"
    paged = Document(text, "paged.pdf", "1" * 64, "application/pdf", page_starts=(0, 7))
    library = Library(encoder, cover_scorers(least=0.1))
    library.add(paged)
    found = library.ask("大桥全长多少公里")
    assert found.quotes[0].page == 2
    assert {each.page for each in found.candidates} == {1, 2}


def test_asking_while_others_add_and_remove() -> None:
    library = Library(BagEncoder(), cover_scorers())
    library.add(MAYOR, BRIDGE)
    changing = [
        Document.from_text(f"大桥全长{number}公里。\n第{number}号。", f"{number}.txt") for number in range(8)
    ]
    held = {each.id: each for each in (*changing, MAYOR, BRIDGE)}

    def change(document: Document) -> None:
        for _ in range(6):
            library.add(document, BRIDGE)
            library.remove(document.id)

    def ask(question: str) -> list[Answer]:
        return [library.ask(question) for _ in range(12)]

    with ThreadPoolExecutor(max_workers=8) as pool:
        changes = [pool.submit(change, document) for document in changing]
        asked = [pool.submit(ask, question) for question in ("会议由谁主持？", "大桥全长多少公里？") * 2]
        for job in changes:
            job.result(timeout=60)
        answers = [answer for job in asked for answer in job.result(timeout=60)]
    assert library.documents() == (MAYOR, BRIDGE)
    assert all(answers)
    for quote in (quote for answer in answers for quote in answer.quotes):
        assert held[quote.document_id].text[quote.start : quote.end] == quote.text
    assert {answer.text for answer in answers if answer.question == "会议由谁主持？"} == {
        "会议由贺兰舟主持。"
    }


def test_threads_that_add_the_same_report_add_it_once() -> None:
    library = Library(BagEncoder(), cover_scorers())
    with ThreadPoolExecutor(max_workers=6) as pool:
        added = list(pool.map(lambda _: library.add(MAYOR, BRIDGE), range(12)))
    assert set(added) == {(MAYOR, BRIDGE)}
    assert sorted(each.name for each in library.documents()) == ["bridge.txt", "mayor.txt"]
    assert len(library.ask("会议由谁主持？").quotes) == 1


WORDS = st.sampled_from(
    [
        *"由在。！， \n\u200b",
        "市长",
        "林澄",
        "市長(zhǎng)",
        "大桥全长",
        "3.86公里",
        "2020年",
        "“完工”",
        "Helen",
    ]
)
REPORTS = st.lists(
    st.lists(WORDS, max_size=40).map("".join) | st.text(st.characters(codec="utf-8"), max_size=60),
    min_size=1,
    max_size=4,
)
QUESTIONS = st.sampled_from(
    ["市长是谁？", "大桥全长多少公里", "何時開工", "Who is the chair?", "3.86", "为什么", "什么"]
)


@given(REPORTS, QUESTIONS | st.lists(WORDS, min_size=1, max_size=6).map("".join))
@settings(deadline=None, max_examples=60)
def test_every_quote_is_verbatim(texts: list[str], question: str) -> None:
    documents = {
        f"{number}": Document(text, f"{number}.txt", f"{number}") for number, text in enumerate(texts)
    }
    library = Library(BagEncoder(), cover_scorers(least=0.05))
    library.add(*documents.values())
    if not any(character.isalnum() for character in question):
        return
    found = library.ask(question, limit=5)
    assert json.loads(json.dumps(found.to_dict())) == found.to_dict()
    for quote in filter(None, (*found.quotes, found.nearest)):
        document = documents[quote.document_id]
        assert document.text[quote.start : quote.end] == quote.text != ""
        assert quote.text[quote.answer_start : quote.answer_start + len(quote.answer)] == quote.answer
        assert 0 <= quote.confidence <= 1
        assert document.text[quote.context_start :].startswith(quote.context)
        inside = quote.start - quote.context_start
        assert quote.context[inside : inside + len(quote.text)] == quote.text
    for candidate in found.candidates:
        passage = candidate.passage
        assert documents[passage.document_id].text[passage.start : passage.end] == passage.text != ""
