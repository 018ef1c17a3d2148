"""Calls to Milvus, each with a time limit, and the errors of qa."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Any, Final

from qa.errors import LibraryError
from qa.store.milvus.address import Address
from qa.store.milvus.driver import connect, errors, make_collection, quieten
from qa.store.milvus.lite import Lite, acquire, release
from qa.store.milvus.schema import Field, Names

__all__ = ["MOST_ROWS", "Client", "Found", "Row"]

MOST_ROWS: Final = 16_384
"""Rows that one search or query returns at most."""

_READ, _WRITE, _LOAD = 30.0, 120.0, 600.0
"""Seconds until a call is given up."""

_UNSETTLED: Final = 50
"""Rows that Milvus Lite may search without an index: each takes up to half a millisecond, an index takes 50."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A row that a search found.

    :param score: inner product with the query.
    :param row: the fields asked for.
    """

    score: float
    row: Row


class Client:
    """A connection to a server, or to Milvus Lite in this process. Safe for threads.

    :param address: the library's.
    :raises LibraryError: when nobody answers there, or it refuses the user.
    """

    def __init__(self, address: Address) -> None:
        quieten()
        self.subject: Final = address.subject
        self.names: Final = Names(address.name)
        """Of the library's collections."""
        self.alone: Final = address.path is not None
        """Whether no other process can change what it holds."""
        self._lite: Lite | None = None if address.path is None else acquire(address.path)
        self.writing: Final[AbstractContextManager[Any]] = self._lite.writing if self._lite else RLock()
        self._waiting: Counter[str] = Counter()
        self._milvus: Any = None
        uri = f"http://127.0.0.1:{self._lite.port}" if self._lite else address.uri or ""
        try:
            self._milvus = connect(self.subject, uri, address.token, here=self.alone)
        except BaseException:
            self.close()
            raise

    def collections(self) -> list[str]:
        """Names of all collections."""
        with self._errors() as milvus:
            return [str(each) for each in milvus.list_collections(timeout=_READ)]

    def create(self, name: str, fields: Sequence[Field]) -> None:
        """Make a collection and load it.

        :param name: its name; nothing is done where it exists.
        :param fields: its fields.
        """
        with self.writing, self._errors() as milvus:
            if not milvus.has_collection(name, timeout=_READ):
                make_collection(milvus, name, fields, exact=self.alone)
            milvus.load_collection(name, timeout=_LOAD)

    def load(self, name: str) -> None:
        """Make a collection ready to be searched, also what Milvus Lite was ended before it was indexed."""
        with self.writing, self._errors() as milvus:
            milvus.load_collection(name, timeout=_LOAD)
            if self.alone:
                milvus.flush(name, timeout=_WRITE)

    def drop(self, name: str) -> None:
        """Remove a collection."""
        with self.writing, self._errors() as milvus:
            milvus.drop_collection(name, timeout=_WRITE)

    def upsert(self, name: str, rows: Sequence[Row]) -> None:
        """Write rows, in place of those with the same id. One call is kept whole or not at all."""
        if rows:
            with self.writing, self._errors() as milvus:
                milvus.upsert(name, list(rows), timeout=_WRITE)
                self._waiting[name] += len(rows)

    def delete(self, name: str, where: str) -> None:
        """Delete the rows of a filter."""
        with self.writing, self._errors() as milvus:
            milvus.delete(name, filter=where, timeout=_WRITE)

    def query(self, name: str, where: str, fields: Sequence[str], limit: int = MOST_ROWS) -> list[Row]:
        """Rows of a filter, in no order, as they are after every change that has returned."""
        with self._errors() as milvus:
            rows = milvus.query(
                name,
                filter=where,
                output_fields=list(fields),
                limit=limit,
                timeout=_READ,
                consistency_level="Strong",
            )
            return [{field: row[field] for field in fields} for row in rows]

    def count(self, name: str, where: str) -> int:
        """How many rows a filter has."""
        with self._errors() as milvus:
            rows = milvus.query(
                name, filter=where, output_fields=["count(*)"], timeout=_READ, consistency_level="Strong"
            )
            return int(rows[0]["count(*)"])

    def search(
        self,
        name: str,
        field: str,
        query: Sequence[float] | dict[int, float],
        limit: int,
        *,
        fields: Sequence[str],
        where: str = "",
        strong: bool = True,
    ) -> list[Found]:
        """Rows whose vectors have the greatest inner product with a query, best first.

        :param name: the collection.
        :param field: its vectors.
        :param query: a vector, or weights above 0 by dimension.
        :param limit: how many rows at most.
        :param fields: what to return of them.
        :param where: a filter; "" for none.
        :param strong: whether every change that has returned is seen; else those of some seconds ago may not be.
        :return: the rows.
        """
        with self._errors() as milvus:
            (hits,) = milvus.search(
                name,
                data=[query],
                anns_field=field,
                limit=limit,
                filter=where,
                output_fields=list(fields),
                search_params={"metric_type": "IP"},
                timeout=_READ,
                consistency_level="Strong" if strong else "Bounded",
            )
            rows = [{each: hit["entity"][each] for each in fields} for hit in hits]
            return [Found(float(hit["distance"]), row) for hit, row in zip(hits, rows, strict=True)]

    def settle(self, name: str) -> None:
        """Index what was written to Milvus Lite, where it is much. A server does so by itself."""
        if self.alone and self._waiting[name] > _UNSETTLED:
            with self.writing, self._errors() as milvus:
                milvus.flush(name, timeout=_WRITE)
                del self._waiting[name]

    def compact(self, name: str) -> None:
        """Ask for the room of deleted rows back; the server does it when it likes."""
        with self.writing, self._errors() as milvus:
            milvus.flush(name, timeout=_WRITE)
            milvus.compact(name, timeout=_WRITE)

    def close(self) -> None:
        """Disconnect. Closing twice does nothing."""
        milvus, self._milvus = self._milvus, None
        lite, self._lite = self._lite, None
        if milvus is not None:
            milvus.close()
        if lite is not None:
            release(lite)

    @contextmanager
    def _errors(self) -> Iterator[Any]:
        """The connection; what goes wrong with it becomes an error of qa."""
        milvus = self._milvus
        if milvus is None:
            raise LibraryError(self.subject, "it was closed", "Open it again")
        try:
            with errors(self.subject):
                yield milvus
        except ValueError as error:  # of gRPC, when it was closed during a call
            if self._milvus is not None:
                raise
            raise LibraryError(self.subject, "it was closed", "Open it again") from error
