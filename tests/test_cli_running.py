"""What standard error says of a failure, and in which language."""

import json
from dataclasses import replace

import pytest

from qa.cli.plain import as_json
from qa.cli.running import DONE, FAILED, complain, in_words, run
from qa.errors import FormatError, NotFoundError, PartialError, QAError
from qa.store.local.doctor import Finding
from qa.types import Answer, Skipped

_ERROR = FormatError("a.7z", "is a 7z archive", "Unpack it and give the files")
_ANSWER = Answer("谁？", (), (), None, 0.4, (Skipped("a.7z", _ERROR.cause, _ERROR.remedy),))


def _raise(error: QAError) -> int:
    raise error


@pytest.mark.parametrize(
    ("locale", "line"),
    [
        ("C.UTF-8", "report-qa: a.7z: is a 7z archive. Unpack it and give the files\n"),
        ("zh_CN.UTF-8", "report-qa: a.7z：是 7z 压缩包。请解压后添加里面的文件\n"),
        ("zh_TW.UTF-8", "report-qa: a.7z：是 7z 壓縮檔。請解壓縮後加入裡面的檔案\n"),
    ],
)
def test_a_failure_is_told_in_the_language_of_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], locale: str, line: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert run(lambda: _raise(_ERROR)) == FAILED
    assert capsys.readouterr() == ("", line)
    assert run(lambda: DONE) == DONE


def test_what_else_has_a_cause_and_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert in_words(_ANSWER.skipped[0]) == "a.7z：是 7z 压缩包。请解压后添加里面的文件"
    finding = Finding("meta: dim", "it is no number", "It was told from the vectors", repaired=True)
    assert in_words(finding) == "报告库的记录 dim：不是数字。已根据向量推出"
    empty = NotFoundError("library", "it holds no report yet", "Add some with `report-qa add`")
    assert in_words(empty) == "报告库：里面还没有报告。请用 `report-qa add` 添加"
    batch = PartialError((_ERROR,), ("b.txt",))
    assert in_words(batch) == (
        "a.7z：有 1 份未能读取，其余 1 份已添加（a.7z：是 7z 压缩包。请解压后添加里面的文件）。"
        "其余的可以提问；列出的请修好，或不再添加"
    )


def test_what_is_not_known_stays_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")
    assert in_words(QAError("x", "it was eaten", "Feed it")) == "x：it was eaten。Feed it"


def test_it_stays_one_line_without_passwords(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    error = NotFoundError("a\nb", "there is no file 'milvus://me:secret@host/a'", "Check the path")
    complain(in_words(error))
    assert capsys.readouterr().err == "report-qa: a␊b：没有文件 'milvus://host/a'。请检查路径\n"


@pytest.mark.parametrize("locale", ["C.UTF-8", "zh_CN.UTF-8", "zh_TW.UTF-8"])
def test_json_is_the_same_in_every_language(monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert json.loads(as_json(replace(_ANSWER)))["skipped"] == [
        {"source": "a.7z", "cause": "is a 7z archive", "remedy": "Unpack it and give the files"}
    ]
