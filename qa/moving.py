"""Moving a library that is kept: to other models, or to another place."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Final

from embeddings.encoder import Encoder
from qa.embedding import vectors_of
from qa.errors import LibraryError
from qa.opening import load_models, open_store, record_of, subject_of
from qa.progress import OnProgress
from qa.span_reader import SpanReader
from qa.types import PathSource

__all__ = ["copy_library", "reindex"]

_REPORTS_A_BATCH: Final = 64


def reindex(
    where: PathSource | None = None,
    encoder: str | Encoder | None = None,
    reader: str | SpanReader | None = None,
    on_progress: OnProgress | None = None,
) -> bool:
    """Move a library to other models. Only another encoder needs its reports embedded again.

    It answers as before until the last step, and a call that was interrupted goes on where it ended. Whoever has it
    open then must open it again.

    :param where: the library, as for :meth:`qa.library.Library.open`.
    :param encoder: the encoder to move to; None for the one it was made with, as it is now.
    :param reader: the reader to move to; None for the one it was made with, as it is now.
    :param on_progress: told how many reports are embedded.
    :return: False when the room of the old vectors could not be given back yet, as somebody was asking.
    :raises LibraryError: when the library cannot be opened or changed.
    :raises ModelError: when a model cannot be loaded or fails.
    """
    store = open_store(where, create=False)
    try:
        recorded = store.models
        models = load_models(encoder, reader, recorded)
        record = record_of(models, encoder, reader, recorded)
        return store.reindex(record, lambda reports: vectors_of(reports, models.encoder), on_progress)
    finally:
        store.close()


def copy_library(source: PathSource, target: PathSource, on_progress: OnProgress | None = None) -> int:
    """Copy every report with its vectors and original bytes. What the target holds already is passed over.

    :param source: a library.
    :param target: where to copy to; a library is made there when there is none.
    :param on_progress: told how many reports are copied.
    :return: how many reports the source held when copying began.
    :raises LibraryError: when one of them cannot be opened, read or written; what was copied stays.
    :raises ModelError: when the target was made with other models.
    """
    if subject_of(source) == subject_of(target) or _same(source, target):
        raise LibraryError(subject_of(target), "a library cannot be copied onto itself", "Name another place")
    with closing(open_store(source, create=False)) as origin:
        with origin.view() as view:
            models, ids = view.models, [info.id for info in view.reports() if not info.damaged]
        if models is None:
            raise LibraryError(origin.subject, "the library is empty", "Add reports first")
        with closing(open_store(target)) as destination:
            destination.use_models(models)
            for start in range(0, len(ids), _REPORTS_A_BATCH):
                batch = ids[start : start + _REPORTS_A_BATCH]
                with origin.view() as view:
                    if view.models != models:
                        cause = "it was moved to other models while it was copied"
                        raise LibraryError(origin.subject, cause, "Copy it again to a new place")
                    held = view.ids()
                    # what was removed meanwhile is not copied
                    additions = [view.addition(each) for each in batch if each in held]
                destination.put(additions)
                if on_progress:
                    on_progress("copy", start + len(batch), len(ids))
    return len(ids)


def _same(source: PathSource, target: PathSource) -> bool:
    """Whether two paths are one folder."""
    first, second = Path(source), Path(target)
    return first.exists() and second.exists() and first.samefile(second)
