"""Connections on which nothing is asked are closed: uvicorn would keep them open, and there are only so many."""

from __future__ import annotations

import asyncio
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["PatientProtocol"]

_HEADER_SECONDS: Final = 20.0


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that waits so long, and no longer, until the first line and the headers of a request are there."""

    header_seconds: float = _HEADER_SECONDS
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._rest()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what was sent; wait for the rest of a request whose headers have begun."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            if self._late is None:
                self._wait()
        else:
            self._rest()

    def _wait(self) -> None:
        self._late = self.loop.call_later(self.header_seconds, self._give_up)

    def _rest(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        self._late = None
        if not self.transport.is_closing():
            self.transport.close()
