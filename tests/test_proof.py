"""Proofs: where a quote stands, and what becomes of them when something is changed."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from qa.cli.app import build
from qa.cli.texts import CHINESE, ENGLISH
from qa.errors import NotFoundError, ProofError
from qa.library import Library
from qa.proof import Verdict, check, proof_of, prove, verify
from qa.types import Document, Proof
from tests.fakes import BagEncoder, cover_scorers

TEXT = "標題\r\n賀蘭舟主持會議。會後去了北京。"
QUOTE = "賀蘭舟主持會議。"
START = TEXT.index(QUOTE)
CODECS = ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"]


def _proof(document: Document, quote: str = QUOTE) -> Proof:
    start = document.text.index(quote)
    return prove(document, start, start + len(quote), encoder="e", reader="r")


def test_a_proof_says_where_the_quote_stands() -> None:
    data = TEXT.encode()
    document = Document.from_bytes(data, "a.txt")
    proof = _proof(document)
    assert (proof.document_sha256, proof.source, proof.codec) == (
        hashlib.sha256(data).hexdigest(),
        "a.txt",
        "utf-8",
    )
    # Two characters of three bytes, and the line end.
    assert (proof.start, proof.end, proof.byte_start, proof.byte_end) == (4, 12, 8, 32)
    assert (proof.quote, proof.quote_sha256) == (QUOTE, hashlib.sha256(QUOTE.encode()).hexdigest())
    assert (proof.page, proof.encoder, proof.reader, proof.format) == (None, "e", "r", 1)


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv"])
def test_the_bytes_of_the_span_are_the_quote(codec: str, name: str) -> None:
    # Enough of it for the codec to be told.
    data = (TEXT + "會議討論了今年的工作，並決定了明年的計劃。" * 5).encode(codec)
    document = Document.from_bytes(data, name)
    proof = _proof(document)
    mark = len("".encode(codec))
    assert (data[:mark] + data[proof.byte_start : proof.byte_end]).decode(codec) == QUOTE
    assert verify(proof, data) == Verdict(True, True, (START,), QUOTE)


def test_utf_16_with_the_high_byte_first() -> None:
    data = b"\xfe\xff" + TEXT.encode("utf-16-be")
    document = Document.from_bytes(data, "a.txt")
    proof = _proof(document)
    assert data[proof.byte_start : proof.byte_end].decode("utf-16-be") == QUOTE
    assert verify(proof, data).holds


def test_an_extracted_text_has_no_bytes() -> None:
    data = f"<html><body><p>{QUOTE}</p></body></html>".encode()
    document = Document.from_bytes(data, "a.html")
    proof = _proof(document)
    assert (proof.byte_start, proof.byte_end) == (None, None)
    assert verify(proof, data).holds


def test_another_version_of_the_file_is_told() -> None:
    proof = _proof(Document.from_bytes(TEXT.encode(), "a.txt"))
    data = f"新{TEXT}".encode()
    assert verify(proof, data) == Verdict(False, False, (START + 1,), f"\n{QUOTE[:-1]}")
    other = "另一份報告。".encode()
    assert verify(proof, other) == Verdict(False, False, (), "告。")


def to_json(proof: Proof) -> str:
    return json.dumps(asdict(proof), ensure_ascii=False, indent=2)


def _sealed(proof: Proof, **change: object) -> Proof:
    """A proof that was edited by somebody who knows how it is sealed."""
    values = asdict(proof) | change
    values["quote_sha256"] = hashlib.sha256(str(values["quote"]).encode()).hexdigest()
    kept = {name: value for name, value in values.items() if name != "seal"}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Proof(**(values | {"seal": hashlib.sha256(text.encode()).hexdigest()}))


@pytest.mark.parametrize(
    "change",
    [
        {"start": 3, "end": 11},
        {"byte_start": 5, "byte_end": 29},
        {"page": 1},
        {"quote": "賀蘭舟主持宴會。"},
        {"document_sha256": "0" * 64},
    ],
)
def test_a_proof_sealed_anew_cannot_make_a_file_hold_what_it_does_not(change: dict[str, object]) -> None:
    data = TEXT.encode()
    proof = _proof(Document.from_bytes(data, "a.txt"))
    assert verify(_sealed(proof), data).holds
    assert not verify(_sealed(proof, **change), data).holds


@pytest.mark.parametrize(
    "change",
    [
        {"start": "4"},
        {"start": 4.0},
        {"start": True},
        {"start": -8, "end": 0},
        {"end": None},
        {"end": 13},
        {"start": 3, "end": 3, "quote": ""},
        {"byte_start": None},
        {"byte_end": "x"},
        {"byte_start": 32, "byte_end": 8},
        {"codec": 3},
        {"source": 3},
    ],
)
def test_fields_that_do_not_fit_are_refused_however_sealed(change: dict[str, object]) -> None:
    proof = _sealed(_proof(Document.from_bytes(TEXT.encode(), "a.txt")), **change)
    with pytest.raises(ProofError, match="changed after"):
        proof_of(asdict(proof), "p.json")


def test_verifying_refuses_an_edited_proof() -> None:
    data = TEXT.encode()
    with pytest.raises(ProofError, match="changed after"):
        verify(replace(_proof(Document.from_bytes(data, "a.txt")), encoder="another"), data)


def test_a_text_is_verified_from_its_file() -> None:
    assert verify(_proof(Document.from_text(TEXT, "a.txt")), TEXT.encode()).holds


def test_a_file_that_was_renamed_is_read_as_before(tmp_path: Path) -> None:
    data = "會議在<b>北京</b>。".encode()
    (tmp_path / "p.json").write_text(
        to_json(_proof(Document.from_bytes(data, "x.txt"), "北京")), encoding="utf-16"
    )
    (tmp_path / "x.html").write_bytes(data)
    assert [verdict.holds for _, verdict in check(tmp_path / "p.json", tmp_path / "x.html")] == [True]


def test_a_proof_survives_being_written() -> None:
    proof = _proof(Document.from_bytes(TEXT.encode(), "a.txt"))
    assert proof_of(json.loads(to_json(proof)), "p.json") == proof


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff"), min_size=1).filter(
        str.strip
    ),
    st.data(),
)
def test_any_text_is_proven(text: str, data: st.DataObject) -> None:
    document = Document.from_bytes(text.encode(), "a.txt")
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    proof = prove(document, start, end, encoder="e", reader="r")
    assert text.encode()[proof.byte_start : proof.byte_end].decode() == text[start:end]
    assert verify(proof, text.encode()).holds
    assert start in verify(proof, text.encode()).found


EDITED = [
    ({"start": 5}, "changed after"),
    ({"quote": "別的話。"}, "changed after"),
    ({"quote": 3}, "changed after"),
    ({"extra": 1}, "changed after"),
    ({"seal": "0" * 64}, "changed after"),
    ({"format": 2}, "of format 2"),
    ({"format": "x"}, "of format 'x'"),
]


@pytest.mark.parametrize(("change", "cause"), EDITED)
def test_an_edited_proof_is_refused(change: dict[str, object], cause: str) -> None:
    proof = _proof(Document.from_bytes(TEXT.encode(), "a.txt"))
    with pytest.raises(ProofError, match=cause) as caught:
        proof_of(asdict(proof) | change, "p.json")
    assert caught.value.subject == "p.json"
    assert caught.value.remedy


@pytest.mark.parametrize(
    "value", [None, [], 3, "x", {}, {"quotes": []}, {"quotes": [3]}, {"quotes": [{"proof": None}]}]
)
def test_what_is_no_proof_is_refused(value: object, tmp_path: Path) -> None:
    path, report = tmp_path / "p.json", tmp_path / "a.txt"
    path.write_text(json.dumps(value), encoding="utf-8")
    report.write_bytes(TEXT.encode())
    with pytest.raises(ProofError, match=r"^p\.json"):
        check(path, report)


@pytest.mark.parametrize("data", [b"{", b"\xff\xfe\xff", b"", b"[" * 100_000, b"1" * 5000])
def test_what_is_no_json_is_refused(data: bytes, tmp_path: Path) -> None:
    path, report = tmp_path / "p.json", tmp_path / "a.txt"
    path.write_bytes(data)
    report.write_bytes(TEXT.encode())
    with pytest.raises(ProofError, match=r"p\.json: is no JSON"):
        check(path, report)
    with pytest.raises(NotFoundError):
        check(tmp_path / "none.json", report)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "b.txt").write_bytes("賀蘭舟主持晚會。".encode())
    library = Library(BagEncoder(), cover_scorers())
    library.add(tmp_path / "a.txt", tmp_path / "b.txt")
    return library


def test_every_quote_of_an_answer_is_proven(library: Library, tmp_path: Path) -> None:
    answer = library.ask("誰主持會議？", threshold=0.0)
    assert len(answer.quotes) > 1
    for quote in answer.quotes:
        assert quote.proof is not None
        assert (quote.proof.quote, quote.proof.start, quote.proof.document_sha256) == (
            quote.text,
            quote.start,
            quote.document_id,
        )
    (tmp_path / "answer.json").write_text(json.dumps(answer.to_dict()), encoding="utf-8")
    for name in ("a.txt", "b.txt"):
        verdicts = check(tmp_path / "answer.json", tmp_path / name)
        assert verdicts
        assert all(verdict.holds and proof.source == name for proof, verdict in verdicts)


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"text": "賀蘭舟主持宴會。"}, "something else"),
        ({"start": 0}, "something else"),
        ({"source": "b.txt"}, "something else"),
        ({"document_id": "0" * 64}, "something else"),
        ({"page": 7}, "something else"),
        ({"answer": "林澄"}, "not in it"),
        ({"answer_start": 1}, "not in it"),
        ({"answer_start": -8}, "not in it"),
        ({"start": 4.0}, "something else"),
        ({"answer": None}, "not in it"),
        ({"proof": None}, "no proof"),
    ],
)
def test_an_answer_that_says_something_else_than_its_proof_is_refused(
    library: Library, tmp_path: Path, change: dict[str, object], cause: str
) -> None:
    told = library.ask("誰主持會議？", threshold=0.0).to_dict()
    quote = told["quotes"][0]
    quote["answer"], quote["answer_start"] = quote["text"][:3], 0
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    assert check(path, tmp_path / "a.txt")
    top = told["text"]
    told["text"] = "賀蘭舟主持宴會。"
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(ProofError, match="than its first quote"):
        check(path, tmp_path / "a.txt")
    told["text"] = change.get("text", top)
    quote |= change
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(ProofError, match=cause) as caught:
        check(path, tmp_path / "a.txt")
    assert caught.value.subject == "answer.json, quote 1"


def _run(*arguments: Path, chinese: bool = False) -> tuple[int, str]:
    result = CliRunner().invoke(build(CHINESE if chinese else ENGLISH), ["verify", *map(str, arguments)])
    return result.exit_code, result.output


def test_the_command(tmp_path: Path) -> None:
    report, other, path = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "p.json"
    report.write_bytes(TEXT.encode())
    other.write_bytes(f"新{TEXT}".encode())
    path.write_text(to_json(_proof(Document.from_path(report))), encoding="utf-8")
    assert _run(path, report) == (
        0,
        f"It stands there to the letter:\n{QUOTE}\n"
        "    a.txt, characters 4 to 12 (from 0, the last not counted), bytes 8 to 32\n",
    )
    status, said = _run(path, other)
    assert status == 1
    assert said.startswith("This is not the file that was quoted")
    assert said.endswith("    the words stand at offsets 5\n")
    status, said = _run(path, other, chinese=True)
    assert said.endswith("    这段文字现在的字符偏移：5\n")
    other.write_bytes("別的。".encode())
    assert _run(path, other)[1].endswith("    the words stand nowhere in it\n")
    path.write_text(path.read_text(encoding="utf-8").replace('"start": 4', '"start": 5'), encoding="utf-8")
    status, said = _run(path, report)
    assert status == 2
    assert "p.json: was changed after it was made" in said


@pytest.mark.parametrize("codec", ["utf-8", "latin-1", "big5"])
def test_the_command_writes_utf_8_whatever_the_locale(tmp_path: Path, codec: str) -> None:
    report, path = tmp_path / "a.txt", tmp_path / "p.json"
    report.write_bytes(TEXT.encode())
    path.write_text(to_json(_proof(Document.from_path(report))), encoding="utf-8")
    environment = os.environ | {"PYTHONIOENCODING": codec, "LC_ALL": "zh_CN.UTF-8"}
    command = [sys.executable, "-c", "from qa.cli import main; main()", "verify", str(path), str(report)]
    done = subprocess.run(command, capture_output=True, env=environment, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().startswith(f"原文就在那里，一字不差：\n{QUOTE}\n")


def test_a_closed_pipe_is_no_verdict(tmp_path: Path) -> None:
    report, path = tmp_path / "a.txt", tmp_path / "p.json"
    report.write_bytes(TEXT.encode())
    path.write_text(to_json(_proof(Document.from_path(report))), encoding="utf-8")
    command = [sys.executable, "-c", "from qa.cli import main; main()", "verify", str(path), str(report)]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(writing)
    assert done.returncode == 141
