"""How programs' calls are carried out: what they sent is read within limits, and only so many run at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from qa.errors import BusyError, QAError, TooLargeError
from ui.program_requests import ProgramRequest
from ui.programs import Operation
from ui.site import Person, Site

__all__ = ["RETRY_SECONDS", "Calls", "Gate", "most_bytes", "read_body"]

RETRY_SECONDS: Final = 5
"""After how many seconds one may come again who was turned away."""

_LOG: Final = logging.getLogger("report_qa.calls")
_AGAIN: Final = "Try again in a few seconds"
_PARALLEL_QUESTIONS: Final = 4
_PARALLEL_CHANGES: Final = 2
_MOST_WAITING: Final = 32
_PATIENCE: Final = 30.0
_KIB: Final = 1024
_SMALL: Final = 1024 * _KIB
_LONGEST_ESCAPE: Final = 2
"""How many times larger JSON may be than the file it carries: base64 takes 4/3, an escaped Chinese character twice its
bytes."""

_Result = TypeVar("_Result")


class Gate:
    """Lets so many through at once; the others wait, but not for long, and not too many of them.

    :param at_once: how many may be within.
    :param waiting: how many may wait.
    :param seconds: how long one waits.
    """

    def __init__(self, at_once: int, waiting: int = _MOST_WAITING, seconds: float = _PATIENCE) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._most_waiting = waiting
        self._seconds = seconds
        self._waiting = 0

    async def run(self, act: Callable[[], _Result]) -> _Result:
        """Do something in a thread of its own, once it is its turn.

        :param act: what to do.
        :return: what it returned.
        :raises BusyError: when too many wait, or it was not its turn in time.
        """
        if self._slots.locked() and self._waiting >= self._most_waiting:
            raise BusyError("report-qa", "too many calls wait for their turn", _AGAIN)
        self._waiting += 1
        try:
            await asyncio.wait_for(self._slots.acquire(), self._seconds)
        except TimeoutError as error:
            raise BusyError("report-qa", "the calls before it take too long", _AGAIN) from error
        finally:
            self._waiting -= 1
        try:
            return await run_in_threadpool(act)
        finally:
            self._slots.release()


class Calls:
    """Carries out what programs call, over plain HTTP and as tools, which share what there is of the machine.

    :param site: what is served.
    :param patience: how many seconds a call waits for a library that is still being opened.
    """

    def __init__(self, site: Site, patience: float = _PATIENCE) -> None:
        self.site = site
        self._patience = patience
        self._asking = Gate(_PARALLEL_QUESTIONS)
        self._changing = Gate(_PARALLEL_CHANGES)

    async def call(self, operation: Operation, person: Person, request: ProgramRequest | None) -> Any:
        """Carry out an operation.

        :param operation: what to do.
        :param person: who calls.
        :param request: what was sent, checked.
        :return: plain JSON types.
        :raises BusyError: when too much is asked for at once, or the library is still being opened.
        :raises QAError: as the operation does.
        """
        return await self.change_or_ask(operation, lambda: operation.call(self.site, person, request))

    async def change_or_ask(self, operation: Operation, act: Callable[[], _Result]) -> _Result:
        """Do what an operation does in its turn, once the library is open.

        :param operation: what is done.
        :param act: does it.
        :return: what it returned.
        :raises BusyError: as for :meth:`call`.
        :raises QAError: as what is done does, and in place of a fault, which is for whoever runs the program to read.
        """
        # as a value, so that no fault is told to the client or ends its connection
        outcome: Any = (await asyncio.gather(self._turn(operation, act), return_exceptions=True))[0]
        if not isinstance(outcome, BaseException):
            return cast("_Result", outcome)
        if isinstance(outcome, QAError) or not isinstance(outcome, Exception):
            raise outcome
        _LOG.error("%s failed", operation.name, exc_info=outcome)
        raise QAError("report-qa", "stopped by a fault of its own", "The terminal says more") from outcome

    async def _turn(self, operation: Operation, act: Callable[[], _Result]) -> _Result:
        await self._opened()
        if operation.asks:
            return await self._asking.run(act)
        if operation.edits:
            return await self._changing.run(act)
        return await run_in_threadpool(act)

    async def _opened(self) -> None:
        """Wait for the library without holding up those who need not."""
        deadline = asyncio.get_running_loop().time() + self._patience
        while not self.site.loading.done:
            if asyncio.get_running_loop().time() >= deadline:
                raise BusyError("library", "it is still being opened", _AGAIN)
            await asyncio.sleep(0.1)


def most_bytes(site: Site, operation: Operation) -> int:
    """How much may be sent to an operation.

    :param site: what is served.
    :param operation: the operation.
    :return: bytes of its JSON.
    """
    return _SMALL + (_LONGEST_ESCAPE * site.max_file_bytes if operation.name == "add" else 0)


async def read_body(request: Request, most: int) -> bytes:
    """All that was sent, refused as soon as it is too much.

    :param request: the request.
    :param most: how many bytes are taken.
    :return: its body.
    :raises TooLargeError: when it is longer.
    """
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > most:
            cause = f"it is larger than the {most // _KIB:,} KiB that are taken"
            raise TooLargeError("request", cause, "Send less at a time")
    return bytes(data)
