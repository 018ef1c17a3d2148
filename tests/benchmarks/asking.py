"""Questions asked of a library as a user asks them, and once more with what answers them taken away.

Every question is asked as it is and in the ways of :mod:`qa.training.variants`, all through ``Library.ask``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from embeddings.training.corpus import SquadQuestion
from qa.library import Library
from qa.models import load_encoder, load_reader
from qa.question import Question
from qa.retrieve import DENSE_WEIGHT, Hit, Searchable
from qa.scorer import BUNDLED, load_scorers
from qa.split import segment
from qa.training.metrics import exact_match, f1
from qa.training.questions import MEASURED, QuestionSet, measuring_set
from qa.training.variants import ANSWERABLE, LeftOut, holds_gold, left_of, variants
from qa.types import Answer, Document, Quote

MODES: Final = {"bm25": 0.0, "dense": float("inf"), "fused": DENSE_WEIGHT}
_FOUND: Final = 40


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of asking one question in one way.

    :param number: the question's place in its set; the same in all kinds.
    :param kind: :data:`~qa.training.variants.ANSWERABLE` or one of ``UNANSWERABLE``.
    :param question: as it was asked.
    :param quote: the best sentence, whatever its confidence; "" where nothing was found.
    :param confidence: its confidence, 0 where nothing was found.
    :param right: whether it holds a gold answer; with its report out, a question has one only where another report
        says the same.
    :param measures: of answerable questions, what :mod:`quality` averages.
    """

    number: int
    kind: str
    question: str
    quote: str
    confidence: float
    right: bool
    measures: dict[str, float]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All outcomes of one set.

    :param key: "cmrc", "drcd" ...
    :param name: what the set is called.
    :param reports: reports in the library.
    :param threshold: confidence below which nothing is quoted.
    """

    key: str
    name: str
    reports: int
    threshold: float
    outcomes: tuple[Outcome, ...]

    def answered(self, outcome: Outcome) -> bool:
        """Whether a quote was given."""
        return outcome.confidence >= self.threshold

    def of(self, *kinds: str) -> list[Outcome]:
        """The outcomes of some kinds."""
        return [each for each in self.outcomes if each.kind in kinds]

    def against(self, *kinds: str) -> list[Outcome]:
        """The outcomes of some unanswerable kinds, and beside each kind the same questions as they are."""
        asked = [each for kind in kinds for each in self.of(kind)]
        answerable = {each.number: each for each in self.of(ANSWERABLE)}
        return asked + [answerable[number] for number in dict.fromkeys(each.number for each in asked)]


class PartialLibrary(Library):
    """A library that can be asked as if some of its passages were not there."""

    _left_out: LeftOut | None = None

    def ask_without(self, question: str, left_out: LeftOut | None) -> Answer:
        """Ask, with the threshold off.

        :param left_out: tells the passages that are not there; None leaves them all.
        """
        self._left_out = left_out
        try:
            return self.ask(question, threshold=0.0)
        finally:
            self._left_out = None

    def _find(
        self, view: Searchable, question: str, limit: int, dense_weight: float
    ) -> tuple[Question, tuple[Hit, ...]]:
        left_out = self._left_out
        if left_out is None:
            return super()._find(view, question, limit, dense_weight)
        prepared, hits = super()._find(view, question, 4 * limit, dense_weight)
        return prepared, left_of(hits, left_out, limit)


def _verbatim(quote: Quote, document: Document) -> bool:
    end = quote.answer_start + len(quote.answer)
    return (
        document.text[quote.start : quote.end] == quote.text
        and quote.text[quote.answer_start : end] == quote.answer
    )


def _sentences(quote: Quote, document: Document) -> list[str]:
    spans = segment(document.text).sentences
    return [document.text[start:end] for start, end in spans if quote.start <= start and end <= quote.end]


def _measures(
    library: Library, question: SquadQuestion, quotes: Sequence[Quote], answers: Sequence[bool]
) -> dict[str, float]:
    """What :mod:`quality` averages over answerable questions."""
    golds = [text for _, text in question.answers]
    reports = [library.document(quote.document_id) for quote in quotes]
    row: dict[str, float] = dict.fromkeys(
        ("strict", "EM", "F1", "two sentences", "one sentence hit@1", "length"), 0
    )
    row |= {
        "hit@1": any(answers[:1]),
        "hit@3": any(answers),
        "verbatim": all(map(_verbatim, quotes, reports)),
    }
    if quotes:
        sentences = _sentences(quotes[0], reports[0])
        row |= {
            "strict": answers[0] and reports[0].text == question.context,
            "EM": exact_match(quotes[0].answer, golds),
            "F1": f1(quotes[0].answer, golds),
            "two sentences": len(sentences) > 1,
            "one sentence hit@1": any(holds_gold(question, sentence) for sentence in sentences[:1]),
            "length": len(quotes[0].text),
        }
    for mode, weight in MODES.items():
        found = library.search(question.question, _FOUND, weight)
        texts = list(dict.fromkeys(library.document(each.passage.document_id).text for each in found))
        row[f"{mode} R@1"] = texts[:1] == [question.context]
        row[f"{mode} R@5"] = question.context in texts[:5]
    return {name: float(value) for name, value in row.items()}


def ask_all(key: str, library: PartialLibrary, questions: QuestionSet, most: int | None = None) -> Outcomes:
    """Ask every question of a set in every way.

    :param key: what :func:`qa.training.questions.measuring_set` calls the set.
    :param library: holds the set's reports.
    :param questions: the set.
    :param most: questions at most; None for all.
    """
    outcomes = []
    for each in variants(questions):
        if each.number == most:
            break
        question, first_way = questions.questions[each.number], each.kind == ANSWERABLE
        answer = library.ask_without(each.question, each.left_out)
        may = first_way or (questions.anywhere and each.kind == "report out")
        quotes = answer.quotes[:3]
        answers = [may and holds_gold(question, quote.text) for quote in quotes]
        first = quotes[0] if quotes else None
        outcomes.append(
            Outcome(
                number=each.number,
                kind=each.kind,
                question=each.question,
                quote=first.text if first else "",
                confidence=first.confidence if first else 0.0,
                right=any(answers[:1]),
                measures=_measures(library, question, quotes, answers) if first_way else {},
            )
        )
    threshold = library.ask(questions.questions[0].question).threshold
    return Outcomes(key, questions.name, len(questions.reports), threshold, tuple(outcomes))


def open_library(encoder: str | None, reader: str | None) -> PartialLibrary:
    """An empty library with the models that were named.

    :param encoder: name or path; None for the bundled one.
    :param reader: a folder that ``python -m qa.training`` made, the name or path of a question-answering model, or None
        for the bundled reader.
    """
    folder = Path(reader) if reader else BUNDLED
    settings = folder / "config.json"
    if settings.exists() and "model_type" not in json.loads(settings.read_text(encoding="utf-8")):
        return PartialLibrary(load_encoder(encoder), load_scorers(folder))
    return PartialLibrary(load_encoder(encoder), load_scorers(), load_reader(str(reader)))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What every benchmark that asks can be told."""
    parser.add_argument(
        "--data", type=Path, metavar="DATA", help="folder with the folders qa and text, or its qa"
    )
    parser.add_argument(
        "--sets", nargs="+", default=list(MEASURED), metavar="SET",
        help="of cmrc, drcd, news to report; cmrc-dev, news-dev to develop; cmrc-all",
    )  # fmt: skip
    parser.add_argument("--encoder", help="name or path; the bundled encoder when left out")
    parser.add_argument(
        "--reader", help="folder of fitted scorers, or name or path of a model; the bundled one"
    )
    parser.add_argument("--threshold", type=float, help="instead of the reader's own")
    parser.add_argument("--most", type=int, help="questions of each set, for a quick look")
    parser.add_argument("--save", type=Path, metavar="FILE.json", help="keep what came of every question")
    parser.add_argument("--load", type=Path, metavar="FILE.json", help="take what was kept instead of asking")


def asked_or_loaded(arguments: argparse.Namespace) -> Iterator[Outcomes]:
    """The outcomes of every set, asked now or kept from before."""
    kept = []
    for outcomes in _loaded(arguments.load) if arguments.load else _asked(arguments):
        kept.append(outcomes)
        if arguments.save:
            text = json.dumps([asdict(each) for each in kept], ensure_ascii=False, indent=1)
            arguments.save.write_text(text + "\n", encoding="utf-8")
        chosen = outcomes.threshold if arguments.threshold is None else arguments.threshold
        yield replace(outcomes, threshold=chosen)


def _loaded(path: Path) -> Iterator[Outcomes]:
    for each in json.loads(path.read_text(encoding="utf-8")):
        yield Outcomes(**each | {"outcomes": tuple(Outcome(**outcome) for outcome in each["outcomes"])})


def _asked(arguments: argparse.Namespace) -> Iterator[Outcomes]:
    if arguments.data is None:
        raise SystemExit("one of --data and --load is needed")
    data = arguments.data.parent if arguments.data.name == "qa" else arguments.data
    for key in arguments.sets:
        questions = measuring_set(key, data)
        library = open_library(arguments.encoder, arguments.reader)
        # One name for all: a number in it could be taken for a year.
        reports = [Document(text, "report.txt", str(number)) for number, text in enumerate(questions.reports)]
        library.add_documents(reports)
        yield ask_all(key, library, questions, arguments.most)
