"""The sample reports, as the package brings them."""

import itertools
import re
from pathlib import Path

import pytest

from qa.ingest import read_path, read_sources
from qa.samples import sample_paths
from tests import make_samples


def test_four_samples_can_all_be_read() -> None:
    result = read_sources(*sample_paths())
    assert result.failures == ()
    assert [document.name for document in result.documents] == [
        "bridge_opening.txt",
        "delegation_visit.txt",
        "harbour_report.md",
        "work_report.pdf",
    ]
    assert sum(path.stat().st_size for path in sample_paths()) < 300_000


def test_one_sample_is_traditional_with_pinyin_notes_and_damage() -> None:
    text = read_path(sample_paths()[1]).text
    assert len(re.findall(r"[\u4e00-\u9fff]\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]+\)", text)) > 20
    assert "?!?+6”" in text


@pytest.fixture(scope="module")
def written() -> list[str]:
    lines = make_samples.SOURCE.read_text(encoding="utf-8").splitlines()
    rows = [
        re.sub(r" \| ", "\t", line.removeprefix("| ")) if line.startswith("| ") else line for line in lines
    ]
    return [re.sub(r"^(#+|~) ", "", row) for row in rows]


def breaks(lines: list[str]) -> set[int]:
    """Where the lines end, in characters from the beginning, line breaks not counted."""
    return set(itertools.accumulate(map(len, lines)))


@pytest.mark.parametrize("made", [False, True])
def test_the_pdf_gives_back_every_paragraph_that_was_written(
    made: bool, written: list[str], tmp_path: Path
) -> None:
    path = sample_paths()[3]
    if made:
        path = tmp_path / "work_report.pdf"
        make_samples.make(path)
    document = read_path(path)
    starts = document.page_starts
    assert len(starts) >= 6
    parted = breaks(document.text.split("\n"))
    between_pages = {start - document.text.count("\n", 0, start) for start in starts[1:]}
    assert document.text.replace("\n", "") == "".join(written)
    # A paragraph that runs on to the next page is parted there, and nowhere else.
    assert parted - between_pages == breaks(written) - between_pages
    assert breaks(written) <= parted
