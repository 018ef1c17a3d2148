"""Questions that only one year's report answers: ``python tests/benchmarks/report_sense.py --data DATA``.

The library holds all government reports and the broadcast news on recurrent events, so that for nearly every question
other years' reports say the same with other figures. Questions and gold figures are in report_sense.json; a question is
of the part "report" when the first byte of its SHA-256 is odd, else "dev". Rules are made on dev alone.

hit@k      a gold figure stands in one of the first k quotes, and the quote is from the report that may say so
           (threshold off)
quoted     the same for the first quote, threshold on
answered   share of answerable questions that get a quote
silent     share of unanswerable questions (no such year or subject in the library) that get none
bm25@1     hit@1 of plain BM25 over sentences, no fitted reader and no sense of time
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from qa.bm25 import TermIndex
from qa.fold import fold
from qa.lexical import find_terms
from qa.library import Library
from qa.models import load_encoder
from qa.postings import Postings
from qa.prepare import Prepared, prepare
from qa.scorer import load_scorers
from qa.types import Document, Quote

QUESTIONS: Final = Path(__file__).with_suffix(".json")
RECURRENT: Final = (
    "票房", "夏粮", "粮食产量", "粮食总产", "早稻", "春运", "进出口", "国内生产总值", "GDP", "城镇新增就业", "消费价格",
    "CPI", "造船", "用电量", "南水北调", "快递业务量", "寄递业务量", "出入境", "民航", "进博会", "汽车产销", "中欧班列",
    "铁路", "规模以上工业",
)  # fmt: skip
"""Words of the titles of news that come again every month or year."""


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def reports(data: Path) -> dict[str, Document]:
    """The library's reports, by the key that report_sense.json knows them by."""
    found = {}
    for line in _lines(data / "text" / "government_reports.jsonl.xz"):
        year = line["title"][:4]
        key = f"gov:{year}" if "国务院政府工作报告" in line["title"] else line["title"]
        found[key] = (f"{line['title'].strip()}.txt", line)
    for line in _lines(data / "text" / "broadcast_news.jsonl.xz"):
        if any(word in line["title"] for word in RECURRENT):
            found[f"news:{line['date']}:{line['title']}"] = (f"{line['date']} {line['title']}.txt", line)
    documents = {}
    for key, (name, line) in found.items():
        text = f"{line['title'].strip()}\n\n{line['text']}"
        documents[key] = Document(text, name, hashlib.sha256(f"{name}\n{text}".encode()).hexdigest())
    return documents


def part_of(question: str) -> str:
    """ "report" or "dev", by the question alone."""
    return "report" if hashlib.sha256(question.encode()).digest()[0] % 2 else "dev"


def holds(answers: Sequence[Sequence[str]], text: str, document_id: str, keys: dict[str, str]) -> bool:
    """Whether a text of a report holds a gold figure that this report may give."""
    return any(keys[document_id] == key and gold in text for key, gold in answers)


class PlainBm25:
    """BM25 over all sentences."""

    def __init__(self, prepared: Sequence[Prepared]) -> None:
        self._places = [(each, number) for each in prepared for number in range(len(each.bounds))]
        terms = [each.sentence_terms(number) for each, number in self._places]
        lengths = np.array([len(part) for part in terms])
        self._index = TermIndex([Postings.of(np.concatenate(terms), lengths)])

    def best(self, question: str) -> tuple[str, str]:
        """The best sentence and its document's id."""
        row = int(np.argmax(self._index.scores(find_terms(fold(question).text)[0])))
        prepared, number = self._places[row]
        start, end = prepared.segmentation.sentences[number]
        return prepared.document.text[start:end], prepared.document.id


def measure(
    library: Library,
    bm25: PlainBm25,
    questions: Sequence[dict[str, Any]],
    keys: dict[str, str],
    verbose: bool,
) -> dict[str, float]:
    """All measures, and with ``verbose`` every question that went wrong."""
    threshold = load_scorers().threshold
    rows: list[dict[str, float]] = []
    silent = []
    for each in questions:
        answers, question = each["answers"], each["question"]
        quotes = library.ask(question, threshold=0.0).quotes
        answered = bool(quotes) and quotes[0].confidence >= threshold
        said = _shown(quotes[0], keys) if quotes else "nothing"
        if not answers:
            silent.append(not answered)
            if answered and verbose:
                print("NOT SILENT", question, "->", said)
            continue
        right = [holds(answers, quote.text, quote.document_id, keys) for quote in quotes[:3]]
        rows.append(
            {
                "hit@1": any(right[:1]),
                "hit@3": any(right),
                "quoted": answered and right[0],
                "answered": answered,
                "bm25@1": holds(answers, *bm25.best(question), keys),
            }
        )
        if verbose and not (answered and right[0]):
            print("WRONG" if answered else "silent", right, question, answers[0], "->", said)
    result = {name: round(float(np.mean([row[name] for row in rows])), 3) for name in rows[0]}
    silence = round(float(np.mean(silent)), 3) if silent else 1.0
    return {"answerable": len(rows), "unanswerable": len(silent)} | result | {"silent": silence}


def _shown(quote: Quote, keys: dict[str, str]) -> str:
    return f"{keys[quote.document_id][:24]} {quote.confidence:.2f} {quote.text[:60]!r}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--part", choices=["dev", "report"], default="dev")
    parser.add_argument("--verbose", action="store_true", help="show what went wrong; look at dev alone")
    arguments = parser.parse_args()
    documents = reports(arguments.data)
    keys = {document.id: key for key, document in documents.items()}
    library = Library(load_encoder(None), load_scorers())
    library.add_documents(list(documents.values()))
    bm25 = PlainBm25([prepare(document) for document in documents.values()])
    questions = json.loads(QUESTIONS.read_text(encoding="utf-8"))
    asked = [each for each in questions if part_of(each["question"]) == arguments.part]
    result = measure(library, bm25, asked, keys, arguments.verbose)
    print(json.dumps({"part": arguments.part, "reports": len(documents)} | result, ensure_ascii=False))


if __name__ == "__main__":
    main()
