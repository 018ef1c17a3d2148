"""Question sets: what goes together, what is kept apart."""

import hashlib
import json
import lzma
from pathlib import Path
from typing import Any

import pytest

from embeddings.training.corpus import SquadQuestion
from qa.training import questions as module
from qa.training.duplicates import report_key
from qa.training.questions import (
    CALIBRATION_SHARE,
    DEVELOPED,
    MEASURED,
    calibration,
    measuring_set,
    reported,
    training_sets,
)


def test_a_share_of_the_articles_is_kept_to_calibrate_on() -> None:
    kept = [calibration(SquadQuestion("q", "c", (), f"article {number}")) for number in range(2000)]
    # Four standard deviations of a binomial share: 4 * sqrt(0.12 * 0.88 / 2000) = 0.029.
    assert sum(kept) / len(kept) == pytest.approx(CALIBRATION_SHARE, abs=0.029)


def test_all_questions_of_an_article_go_together() -> None:
    for number in range(50):
        article = f"article {number}"
        asked = {calibration(SquadQuestion(f"q{n}", f"c{n}", ((0, "a"),), article)) for n in range(5)}
        assert len(asked) == 1


def test_a_set_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="other"):
        measuring_set("other", tmp_path)


@pytest.mark.parametrize(
    ("paragraph", "first_byte"),
    # printf '2018:港口开港。' | sha256sum
    [("港口开港。", 0xE4), ("大桥通车。", 0x93)],
)
def test_the_half_is_told_by_the_paragraph_alone(paragraph: str, first_byte: int) -> None:
    for number in range(3):
        question = SquadQuestion(f"q{number}", paragraph, ((0, "a"),), f"article {number}")
        assert reported(question) is (first_byte % 2 == 1)


def _story(number: int) -> str:
    """Three sentences that no other number has."""
    code = "".join("零一二三四五六七八九"[int(digit)] for digit in f"{number:04}")
    return (
        f"第{code}号港口今天正式开港运营。第{code}号大桥由林澄负责监督验收。第{code}号图书馆每晚开放到十点。"
    )


def _squad(contexts: dict[str, str]) -> dict[str, Any]:
    paragraphs = [
        {
            "id": name,
            "title": name,
            "paragraphs": [
                {
                    "id": name,
                    "context": text,
                    "qas": [{"question": f"{name}？", "answers": [{"answer_start": 0, "text": text[:4]}]}],
                }
            ],
        }
        for name, text in contexts.items()
    ]
    return {"data": paragraphs}


def _news(text: str) -> dict[str, str]:
    return {"question": "谁负责？", "answer": text[:4], "context": text}


def _is_held_out(text: str) -> bool:
    return hashlib.sha256(hashlib.sha256(text.encode()).hexdigest().encode()).digest()[0] % 2 == 1


def _write(path: Path, lines: list[Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_bytes(lzma.compress(text.encode()))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The layout of the real corpora, small. Stories 0-99 are questioned news, the articles begin at 1000."""
    for name, start in {"cmrc2018_train": 5000, "cmrc2018_trial": 5100, "cmrc2018_dev": 5200}.items():
        contexts = {f"{name} {number}": _story(number) for number in range(start, start + 20)}
        _write(tmp_path / "qa" / f"{name}.json.xz", [_squad(contexts)])
    drcd = {str(number): _story(number) for number in range(5300, 5340)}
    _write(tmp_path / "qa" / "drcd_dev.json.xz", [_squad(drcd)])
    stories = [_story(number) for number in range(100)]
    _write(tmp_path / "qa" / "news_weak.jsonl.xz", [_news(story) for story in stories])
    fitted = [story for story in stories if not _is_held_out(story)]
    kept = [story for story in stories if _is_held_out(story)]
    articles = [_story(number) for number in range(1000, 1030)]
    # measured lines 0-9 (one is a fitted story, spelled otherwise), developed 10-19, fitted 20-29
    articles[3] = " " + fitted[0].replace("号", "號")
    articles[14] = fitted[1]
    articles[21] = kept[0] + "（完）"
    articles[22] = articles[5].replace("今天正式", "\n今天 正式")
    articles[23] = articles[16][:40] + "后文完全不同了。"
    _write(tmp_path / "text" / "news.jsonl.xz", [{"date": "", "text": article} for article in articles])
    for name, lines in {"MEASURED": range(10), "DEVELOPED": range(10, 20), "FITTED": range(20, 30)}.items():
        monkeypatch.setattr(module, f"_{name}_LINES", lines)
    monkeypatch.setattr(module, "_NEWS_MEASURED", 30)
    return tmp_path


def test_training_and_measuring_share_no_report(data: Path) -> None:
    fitted = {report_key(report) for each in training_sets(data) for report in each.reports}
    for name in (*MEASURED, *DEVELOPED):
        kept = measuring_set(name, data)
        assert {report_key(report) for report in kept.reports} & fitted == set()
        assert {question.context for question in kept.questions} <= set(kept.reports)


def test_of_two_sets_the_article_beside_the_questions_gives_way(data: Path) -> None:
    cmrc, drcd, news = training_sets(data)
    assert len(cmrc.questions) == 40
    assert len(drcd.questions) + len(measuring_set("drcd", data).questions) == 40
    stories = [_story(number) for number in range(100)]
    assert {question.context for question in news.questions} == {
        story for story in stories if not _is_held_out(story)
    }
    beside = set(news.reports) - {question.context for question in news.questions}
    assert beside == {_story(1000 + number) for number in (20, *range(24, 30))}
    measured = measuring_set("news", data)
    assert set(measured.reports) - set(stories) == {_story(1000 + n) for n in range(10) if n != 3}
    developed = measuring_set("news-dev", data)
    assert set(developed.reports) - set(stories) == {_story(1000 + n) for n in range(10, 20) if n != 14}


def test_news_articles_are_measured_on_or_developed_on(data: Path) -> None:
    measured, developed = (
        {question.context for question in measuring_set(name, data).questions}
        for name in ("news", "news-dev")
    )
    assert len(measured) == 30
    assert measured | developed == {_story(number) for number in range(100) if _is_held_out(_story(number))}
    assert measured & developed == set()


def test_both_halves_are_asked_among_all_paragraphs(data: Path) -> None:
    whole = measuring_set("cmrc-all", data)
    halves = [measuring_set(name, data) for name in ("cmrc", "cmrc-dev")]
    assert all(set(half.reports) == set(whole.reports) and len(half.reports) == 20 for half in halves)
    asked = [{question.question for question in half.questions} for half in halves]
    assert asked[0] | asked[1] == {question.question for question in whole.questions}
    assert asked[0] & asked[1] == set()
    assert all(asked)
