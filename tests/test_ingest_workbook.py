"""Cells as a reader of the sheet sees them."""

import datetime

import pytest

from qa.ingest.workbook import displayed


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (None, "General", ""),
        (12, "General", "12"),
        (12.0, "General", "12"),
        (1200.50, "#,##0.00", "1200.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1e21, "General", "1000000000000000000000"),
        (1e-7, "General", "0.0000001"),
        (-3.25, "General", "-3.25"),
        (0.123, "0%", "12%"),
        (0.1234, "0.0%", "12.3%"),
        (True, "General", "TRUE"),
        (datetime.datetime(2023, 5, 1), "yyyy-mm-dd", "2023-05-01"),
        (datetime.datetime(2023, 5, 1, 9, 30), "General", "2023-05-01 09:30:00"),
        (datetime.time(9, 30), "General", "09:30:00"),
        (" 一\n二\t三 ", "General", "一 二 三"),
        ("#N/A", "General", "#N/A"),
    ],
)
def test_values(value: object, number_format: str, shown: str) -> None:
    assert displayed(value, number_format) == shown
