"""The child process: reads what complex formats hold, under limits of memory and time, and answers in JSON.

One request is a line of JSON (``name``, ``size``, ``limits``, and ``kind`` for a file that is to be read or ``part``,
``width`` and ``picture`` for a page that is to be drawn) and ``size`` bytes. One answer is a line of JSON, with
``text``, ``kind`` and ``page_starts``, with ``width``, ``height`` and ``boxes``, or with ``error``, ``cause`` and
``remedy``, and ``size`` bytes: the picture. An exception that is none of report-qa's ends the process with its
traceback on stderr: the parent tells what it means.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, BinaryIO

from qa.errors import QAError, TooLargeError
from qa.ingest.extracted import Extracted
from qa.ingest.kinds import Kind
from qa.ingest.limits import MIB, Limits

__all__ = ["extract", "main"]

# Pages nest deeper than Python's default allows; each level costs memory only, and that is limited.
_RECURSION = 20_000


def _extractor(kind: Kind) -> Callable[[bytes, str, Limits], Extracted]:
    # Each library takes a tenth of a second or more to import; a file pays for its own format only.
    if kind is Kind.PDF:
        from qa.ingest import pdf  # noqa: PLC0415

        return pdf.extract
    if kind is Kind.HTML:
        from qa.ingest import webpage  # noqa: PLC0415

        return webpage.extract
    if kind is Kind.DOCX:
        from qa.ingest import word  # noqa: PLC0415

        return word.extract
    from qa.ingest import workbook  # noqa: PLC0415

    return workbook.extract


def extract(kind: Kind, data: bytes, name: str, limits: Limits) -> Extracted:
    """Read one file in this process.

    :param kind: PDF, HTML (in UTF-8) or ZIP.
    :param data: the whole file.
    :param name: the file, for messages.
    :param limits: upper bounds.
    :return: its text.
    :raises SourceError: when it cannot be read.
    """
    if kind is Kind.ZIP:
        from qa.ingest.archive import inspect  # noqa: PLC0415

        kind = inspect(data, name, limits)
    return _extractor(kind)(data, name, limits)


def _limit_memory(limit: int) -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: int) -> None:
    if sys.platform != "win32":
        # Unhandled, the alarm ends the process, in the midst of C code too and without a living parent.
        signal.alarm(seconds)


def _draw(header: dict[str, Any], data: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
    from qa.ingest import page_draw, page_parts  # noqa: PLC0415 - for those who want pictures

    part = page_parts.PagePart(**header["part"])
    page = page_draw.draw(part, data, header["name"], header["width"], limits, picture=header["picture"])
    boxes = [asdict(box) for box in page.boxes]
    return {"width": page.width, "height": page.height, "boxes": boxes}, page.png


def _answer(header: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    limits = Limits(**header["limits"])
    try:
        if "part" in header:
            return _draw(header, data, limits)
        return asdict(extract(Kind(header["kind"]), data, header["name"], limits)), b""
    except QAError as error:
        return {"error": type(error).__name__, "cause": error.cause, "remedy": error.remedy}, b""
    except MemoryError:
        cause = f"needs more than the {limits.child_bytes / MIB:,.0f} MiB of memory that one file may take"
        remedy = "Split it into smaller files"
        return {"error": TooLargeError.__name__, "cause": cause, "remedy": remedy}, b""


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    while line := requests.readline():
        header = json.loads(line)
        data = requests.read(header["size"])
        _limit_memory(header["limits"]["child_bytes"])
        _limit_time(header["limits"]["seconds"])
        told, behind = _answer(header, data)
        answer = json.dumps({**told, "size": len(behind)}, ensure_ascii=False).encode()
        _limit_time(0)
        answers.write(answer + b"\n" + behind)
        answers.flush()


def main() -> None:
    """Serve requests from stdin until it is closed."""
    sys.setrecursionlimit(_RECURSION)
    # Whatever a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _serve(sys.stdin.buffer, answers)
