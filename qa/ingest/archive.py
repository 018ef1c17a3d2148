"""Zip containers (docx, xlsx) checked before anything in them is unpacked for good."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from qa.errors import EncryptedError, FormatError, TooLargeError
from qa.ingest.kinds import Kind
from qa.ingest.limits import MIB, Limits

__all__ = ["inspect"]

_CHUNK = 1024 * 1024
_DOCTYPE = b"<!DOCTYPE"
_MAIN_PARTS = (("word/document.xml", Kind.DOCX), ("xl/workbook.xml", Kind.XLSX))
_RESAVE = "Open it in the program that wrote it and save it again"


def _refuse_sizes(members: list[zipfile.ZipInfo], packed: int, name: str, limits: Limits) -> None:
    if len(members) > limits.zip_entries:
        cause = f"packs {len(members):,} members, more than the {limits.zip_entries:,} that are read"
        raise TooLargeError(name, cause, _RESAVE)
    expanded = sum(member.file_size for member in members)
    if expanded > limits.zip_bytes:
        allowed = limits.zip_bytes / MIB
        cause = f"unpacks to {expanded / MIB:,.0f} MiB, more than the {allowed:,.0f} MiB that are read"
        raise TooLargeError(name, cause, "Take the pictures out or split it")
    if expanded > limits.zip_free_bytes and expanded > limits.zip_ratio * packed:
        cause = f"unpacks to {expanded // packed:,} times its size, as a zip bomb does"
        raise TooLargeError(name, cause, _RESAVE)


def _verify(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    """Unpack a member in pieces, so that its real size and checksum are known to be those it declares.

    zipfile never unpacks more than is declared. XML must bring no document type: OOXML forbids it (ECMA-376
    part 2) and entity bombs are made of it.
    """
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            # XML in UTF-16 is the same characters with NULs between them.
            if member.filename.endswith((".xml", ".rels")) and _DOCTYPE in (tail + chunk).replace(b"\0", b""):
                cause = f"declares a document type in {member.filename}, which no Office program writes"
                raise FormatError(name, cause, f"It may be an attack. {_RESAVE} if you trust it")
            tail = chunk[-2 * len(_DOCTYPE) :]


def _kind(names: set[str], name: str) -> Kind:
    for part, kind in _MAIN_PARTS:
        if part in names:
            return kind
    if "ppt/presentation.xml" in names:
        raise FormatError(name, "is a presentation (pptx)", "Export it as pdf")
    if "mimetype" in names and "content.xml" in names:
        raise FormatError(name, "is an OpenDocument file", "Save it as docx or xlsx")
    raise FormatError(name, "is a zip archive and no docx or xlsx", "Unpack it and give the files")


def inspect(data: bytes, name: str, limits: Limits) -> Kind:
    """Check a container and say what it is.

    :param data: the whole file.
    :param name: the file, for messages.
    :param limits: upper bounds on entries, unpacked size and ratio.
    :return: DOCX or XLSX.
    :raises FormatError: when it is damaged, cut short, another kind of archive, or brings a document type.
    :raises EncryptedError: when its members are encrypted.
    :raises TooLargeError: when it is over a limit.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse_sizes(members, len(data), name, limits)
            kind = _kind({member.filename for member in members}, name)
            for member in members:
                if member.flag_bits & 1:
                    raise EncryptedError(
                        name, "is protected by a password", "Save it again without a password"
                    )
                if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise FormatError(name, "is packed by a method that no Office program uses", _RESAVE)
                _verify(archive, member, name)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise FormatError(
            name, f"is damaged or cut short ({error})", "Fetch it again, or save it again"
        ) from error
    return kind
