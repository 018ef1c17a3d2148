"""What the library holds, as the page shows it: read again only when it has changed."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING

from qa.report_info import ReportInfo

if TYPE_CHECKING:
    from ui.loading import Loading

__all__ = ["Shelf"]


class Shelf:
    """The reports of a library. Safe for threads; many pages share one.

    :param loading: the library.
    """

    def __init__(self, loading: Loading) -> None:
        self._loading = loading
        self._lock = Lock()
        self._revision: str | None = None
        self._reports: dict[str, ReportInfo] = {}

    @property
    def revision(self) -> str:
        """Differs after a report was added or removed; waits for the library.

        :raises QAError: when it could not be opened, or cannot be read.
        """
        return self._loading.wait().library.revision

    def reports(self) -> tuple[ReportInfo, ...]:
        """What the library holds, in the order of addition; waits for it.

        :return: what is known of each report.
        :raises QAError: when it could not be opened, or cannot be read.
        """
        return tuple(self._now().values())

    def names(self, ids: Iterable[str]) -> dict[str, str]:
        """What reports are called.

        :param ids: of the reports.
        :return: the names by id, without those that are gone.
        :raises QAError: when the library could not be opened, or cannot be read.
        """
        reports = self._now()
        return {each: reports[each].name for each in ids if each in reports}

    def _now(self) -> dict[str, ReportInfo]:
        library = self._loading.wait().library
        # asked before the reports: what changes in between is read again the next time
        revision = library.revision
        with self._lock:
            if revision != self._revision:
                self._reports = {report.id: report for report in library.reports()}
                self._revision = revision
            return self._reports
