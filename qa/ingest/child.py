"""The parent's end of the child process that reads complex formats."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from qa import errors
from qa.errors import FormatError, SourceError, TooLargeError
from qa.ingest.extracted import Extracted
from qa.ingest.kinds import Kind
from qa.ingest.limits import Limits
from qa.ingest.page_parts import Box, PageImage, PagePart

__all__ = ["Child"]

_ROOT = str(Path(__file__).resolve().parents[2])
# Not "-m": that would look for modules in the working directory first. The package's folder is added only
# where the interpreter does not find it by itself, as in a checkout that is not installed.
_PROGRAM = (
    "import sys; root = sys.argv[1]; root in sys.path or sys.path.insert(0, root); "
    "from qa.ingest.worker import main; main()"
)
_RESAVE = "Open it in the program that wrote it and save it again"
_GRACE = 5.0


class Child:
    """A child process for the files of one batch: started at the first that needs it, again after a crash.

    Use it as a context manager, from one thread.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._stderr: IO[bytes] | None = None

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and self._process is not None:
            # Interrupted between a request and its answer: what is in the pipe belongs to nobody.
            self._process.kill()
        self.close()

    def close(self) -> int:
        """End the process.

        :return: its exit status, negative the signal that ended it; 0 when there was none.
        """
        process, self._process = self._process, None
        stderr, self._stderr = self._stderr, None
        status = 0
        if process is not None:
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(BrokenPipeError):
                        stream.close()
            try:
                status = process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
                status = process.wait()
        if stderr is not None:
            stderr.close()
        return status

    def read(self, kind: Kind, data: bytes, name: str, limits: Limits) -> Extracted:
        """Have one file read.

        :param kind: PDF, HTML (in UTF-8) or ZIP.
        :param data: the whole file.
        :param name: the file, for messages.
        :param limits: upper bounds; the child keeps those of memory and time.
        :return: its text.
        :raises SourceError: what the child refused it for, or what the child died of.
        """
        answer, _ = self._ask({"kind": kind}, data, name, limits)
        return Extracted(answer["text"], Kind(answer["kind"]), tuple(answer["page_starts"]))

    def draw(
        self, part: PagePart, data: bytes, name: str, width: int, limits: Limits, *, picture: bool
    ) -> PageImage:
        """Have one page of a PDF drawn.

        :param part: the page and what is looked for on it.
        :param data: the whole file.
        :param name: the file, for messages.
        :param width: of the picture, in pixels.
        :param limits: upper bounds; the child keeps those of memory and time.
        :param picture: whether to draw it, and not only to find what is looked for.
        :return: the page.
        :raises SourceError: what the child refused it for, or what the child died of.
        """
        wanted = {"part": asdict(part), "width": width, "picture": picture}
        answer, png = self._ask(wanted, data, name, limits)
        return PageImage(png, answer["width"], answer["height"], tuple(Box(**box) for box in answer["boxes"]))

    def _ask(
        self, wanted: dict[str, Any], data: bytes, name: str, limits: Limits
    ) -> tuple[dict[str, Any], bytes]:
        """One request: the answer and the bytes behind it."""
        process = self._process or self._start()
        header = {**wanted, "name": name, "size": len(data), "limits": asdict(limits)}
        if process.stdin is None or process.stdout is None:
            raise AssertionError("the child was started without pipes")
        with suppress(BrokenPipeError):  # it died: the answer that does not come tells of what
            process.stdin.write(json.dumps(header).encode() + b"\n")
            process.stdin.write(data)
            process.stdin.flush()
        line = process.stdout.readline()
        if not line.endswith(b"\n"):
            raise self._post_mortem(name, limits)
        answer: dict[str, Any] = json.loads(line)
        behind = process.stdout.read(answer["size"])
        if len(behind) < answer["size"]:
            raise self._post_mortem(name, limits)
        if "error" in answer:
            refusal: type[SourceError] = getattr(errors, answer["error"])
            raise refusal(name, answer["cause"], answer["remedy"])
        return answer, behind

    def _start(self) -> subprocess.Popen[bytes]:
        # A file and not a pipe: nobody reads it while the child writes.
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - close() ends it with the process
        self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-P", "-c", _PROGRAM, _ROOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        return self._process

    def _post_mortem(self, name: str, limits: Limits) -> SourceError:
        """Turn the end of the child into an error about the file that ended it."""
        stderr, self._stderr = self._stderr, None
        status = self.close()
        last = _last_line(stderr) if stderr else ""
        if status == -signal.SIGALRM:
            cause = f"takes longer to read than the {limits.seconds} seconds that one file may take"
            return TooLargeError(name, cause, "Split it into smaller files")
        if status < 0:
            cause = f"is damaged or takes too much memory: its reader ended by signal {-status}"
            return FormatError(name, cause, _RESAVE)
        if last.startswith(("ModuleNotFoundError", "ImportError")):
            return SourceError(name, f"a library to read it is missing ({last})", "Install report-qa again")
        cause = (
            f"is damaged or takes too much memory: its reader stopped at it ({last or f'status {status}'})"
        )
        return FormatError(name, cause, _RESAVE)


def _last_line(stderr: IO[bytes]) -> str:
    """The last line of a traceback: the exception and its message."""
    with stderr:
        stderr.seek(0)
        lines = stderr.read().decode("utf-8", "backslashreplace").strip().splitlines()
    return lines[-1][:200] if lines else ""
