"""xlsx to text. Runs in the child process."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl

from qa.ingest.extracted import Extracted, Lines
from qa.ingest.kinds import Kind
from qa.ingest.limits import Limits

__all__ = ["displayed", "extract"]

_PERCENT = re.compile(r"0(?:\.(0+))?%")


def _number(value: int | float, number_format: str) -> str:
    percent = _PERCENT.fullmatch(number_format)
    if percent:
        return f"{value:.{len(percent.group(1) or '')}%}"
    # Fifteen significant digits are what a spreadsheet keeps: 0.1 + 0.2 is 0.3 there.
    text = format(Decimal(f"{value:.15g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def displayed(value: object, number_format: str = "General") -> str:
    """Write a cell's value as a reader of the sheet would.

    :param value: the value openpyxl gives; None for an empty cell.
    :param number_format: the cell's format; only percentages are followed.
    :return: dates and times in ISO 8601, numbers in decimals without padding, text in one line.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _number(value, number_format)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, (date, time, timedelta)):
        return str(value)
    return " ".join(str(value).split())


def extract(data: bytes, name: str, limits: Limits) -> Extracted:
    """Take the cells of an xlsx, formulas as the values they last had.

    :param data: the whole file, checked by :func:`qa.ingest.archive.inspect`.
    :param name: the file, for messages.
    :param limits: upper bounds.
    :return: for each sheet its name, then one row a line, cells separated by tabs.
    :raises TooLargeError: when it holds too many characters.
    """
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    lines = Lines(name, limits.characters)
    for sheet in book.worksheets:
        # The size a sheet declares may be wrong or hostile; the rows themselves are asked.
        sheet.reset_dimensions()
        rows = (
            "\t".join(displayed(cell.value, getattr(cell, "number_format", "General")) for cell in row)
            for row in sheet.iter_rows(min_row=1, min_col=1)
        )
        filled = (row.rstrip("\t") for row in rows if row.strip())
        first = next(filled, None)
        if first is None:
            continue
        lines.add(sheet.title)
        lines.add(first)
        for row in filled:
            lines.add(row)
    book.close()
    return Extracted(lines.text(), Kind.XLSX)
