"""Containers are checked before they are unpacked: bombs of size, of number and of entities."""

import io
import struct
import zipfile

import pytest

from qa.errors import EncryptedError, FormatError, TooLargeError
from qa.ingest.archive import inspect
from qa.ingest.kinds import Kind
from qa.ingest.limits import DEFAULT_LIMITS, MIB, Limits
from tests import files


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_what_a_container_is() -> None:
    assert inspect(files.word(None, "text"), "a", DEFAULT_LIMITS) is Kind.DOCX
    assert inspect(files.workbook(a=[[1]]), "a", DEFAULT_LIMITS) is Kind.XLSX


@pytest.mark.parametrize(
    ("members", "cause"),
    [
        ({"notes.txt": b"text"}, "zip archive"),
        ({"ppt/presentation.xml": b"<p/>"}, "presentation"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<d/>"}, "OpenDocument"),
    ],
)
def test_other_archives_are_named(members: dict[str, bytes], cause: str) -> None:
    with pytest.raises(FormatError, match=cause):
        inspect(zipped(members), "a.docx", DEFAULT_LIMITS)


def test_a_bomb_is_refused_by_the_size_it_unpacks_to() -> None:
    bomb = zipped({"word/document.xml": bytes(4 * MIB)})
    with pytest.raises(TooLargeError, match="unpacks to 4 MiB, more than the 3 MiB"):
        inspect(bomb, "bomb.docx", Limits(zip_bytes=3 * MIB))


def test_a_bomb_is_refused_by_its_ratio() -> None:
    bomb = zipped({"word/document.xml": bytes(20 * MIB)})
    assert len(bomb) < 20 * MIB / 900  # deflate packs zeros about a thousand to one
    with pytest.raises(TooLargeError, match="times its size"):
        inspect(bomb, "bomb.docx", DEFAULT_LIMITS)


def test_a_bomb_is_refused_by_its_entries() -> None:
    members = {f"word/{number}.xml": b"" for number in range(101)}
    with pytest.raises(TooLargeError, match="101 members"):
        inspect(zipped(members), "bomb.docx", Limits(zip_entries=100))


def test_a_member_larger_than_it_declares_is_refused() -> None:
    honest = zipped({"word/document.xml": b"<w>" + bytes(100_000) + b"</w>"})
    declared = struct.pack("<I", 100_007)
    lying = honest.replace(declared, struct.pack("<I", 10))
    assert lying.count(struct.pack("<I", 10)) >= 2  # in the local header and in the directory
    with pytest.raises(FormatError, match="damaged"):
        inspect(lying, "lying.docx", DEFAULT_LIMITS)


ENTITIES = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><w:document>&b;</w:document>'


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("ahead", [0, MIB - 4])
def test_document_types_are_refused_wherever_they_stand(codec: str, ahead: int) -> None:
    content = f"<!--{'x' * ahead}-->{ENTITIES}".encode(codec)
    data = files.repacked(files.word(None, "text"), {"word/document.xml": content})
    with pytest.raises(FormatError, match=r"declares a document type in word/document\.xml"):
        inspect(data, "a.docx", DEFAULT_LIMITS)


def test_encrypted_members() -> None:
    data = bytearray(zipped({"word/document.xml": b"secret"}, zipfile.ZIP_STORED))
    directory = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[directory + 8] |= 1
    with pytest.raises(EncryptedError):
        inspect(bytes(data), "a.docx", DEFAULT_LIMITS)


def test_methods_of_no_office_program() -> None:
    with pytest.raises(FormatError, match="packed by a method"):
        inspect(zipped({"word/document.xml": b"x"}, zipfile.ZIP_BZIP2), "a.docx", DEFAULT_LIMITS)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_truncated_containers(share: float) -> None:
    data = files.word(None, "text")
    with pytest.raises(FormatError, match="cut short"):
        inspect(data[: int(share * len(data))], "a.docx", DEFAULT_LIMITS)
