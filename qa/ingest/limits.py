"""What a source may cost. Everything over a limit is refused with TooLargeError, before it is expanded."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEFAULT_LIMITS", "MIB", "Limits"]

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one file.

    :param file_bytes: size of the file.
    :param characters: length of the text that comes out.
    :param zip_entries: members of a docx or xlsx.
    :param zip_bytes: size of all members of a docx or xlsx when unpacked.
    :param zip_ratio: how many times larger the unpacked members may be than the file; only asked of what
        unpacks to more than ``zip_free_bytes``, since small XML packs very well.
    :param zip_free_bytes: unpacked size up to which the ratio does not matter.
    :param pdf_pages: pages of a PDF.
    :param seconds: time one file may take in the child process.
    :param child_bytes: address space of the child process.
    """

    file_bytes: int = 64 * MIB
    characters: int = 20_000_000
    zip_entries: int = 10_000
    zip_bytes: int = 256 * MIB
    zip_ratio: int = 150
    zip_free_bytes: int = 16 * MIB
    pdf_pages: int = 5_000
    seconds: int = 120
    child_bytes: int = 1024 * MIB


DEFAULT_LIMITS = Limits()
