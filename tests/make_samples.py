"""Make the PDF among the sample reports out of tests/work_report.txt: python tests/make_samples.py"""

from __future__ import annotations

import sys
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

SOURCE = Path(__file__).with_name("work_report.txt")
TARGET = Path(__file__).parents[1] / "qa" / "samples" / "work_report.pdf"
# One of the fonts that every PDF viewer brings for Chinese (Adobe-GB1): named in the file, not embedded.
FONT = "STSong-Light"
SIZE = 15.5


def number_page(canvas: Canvas, _: SimpleDocTemplate) -> None:
    canvas.setFont(FONT, 11)
    canvas.drawCentredString(A4[0] / 2, 42, f"— {canvas.getPageNumber()} —")


def style(**changes: float | str) -> ParagraphStyle:
    plain = {"fontName": FONT, "fontSize": SIZE, "leading": 27, "wordWrap": "CJK", "alignment": 4}
    return ParagraphStyle("report", **{**plain, **changes})


def flowables(lines: list[str]) -> list[Flowable]:
    styles = {
        "# ": style(fontSize=22, leading=36, alignment=1, spaceAfter=10),
        "~ ": style(alignment=1),
        "## ": style(fontSize=18, leading=30, spaceBefore=12, spaceAfter=4, keepWithNext=1),
        "### ": style(firstLineIndent=2 * SIZE, keepWithNext=1),
        "": style(firstLineIndent=2 * SIZE),
    }
    made: list[Flowable] = []
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        if line.startswith("| "):
            rows.append([cell.strip() for cell in line[2:].split("|")])
            continue
        if rows:
            grid = [("FONT", (0, 0), (-1, -1), FONT, 12), ("GRID", (0, 0), (-1, -1), 0.5, "black")]
            made.append(Table(rows, style=grid, colWidths=[190, 85, 85, 70], rowHeights=24))
            rows = []
        if line:
            mark = next(mark for mark in styles if line.startswith(mark))
            made.append(Paragraph(line[len(mark) :], styles[mark]))
    return made


def make(target: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    margins = {"leftMargin": 74, "rightMargin": 74, "topMargin": 80, "bottomMargin": 80}
    document = SimpleDocTemplate(
        str(target), pagesize=A4, invariant=1, title="松阙市人民政府工作报告", **margins
    )
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    document.build(flowables(lines), onFirstPage=number_page, onLaterPages=number_page)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
