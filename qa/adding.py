"""Adding sources to a store: read, embedded and kept, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Final, TypeAlias

from embeddings.encoder import Encoder
from qa.embedding import embedded
from qa.errors import SourceError
from qa.ingest import Source, expand
from qa.progress import OnProgress, read_reports
from qa.report_info import ReportInfo
from qa.store.base import Store
from qa.types import Document

__all__ = ["OnAdded", "add_sources", "keep_documents"]

OnAdded: TypeAlias = Callable[[Sequence[Document]], None]
"""Told which documents of a batch are kept now."""


_READ_AT_ONCE: Final = 512
"""Files that are read before the first of them is kept, where what is kept outlives the process."""


def add_sources(
    store: Store,
    encoder: Encoder,
    sources: Sequence[Source],
    *,
    replacing: bool,
    on_progress: OnProgress | None,
    on_added: OnAdded | None,
) -> tuple[tuple[Document, ...], tuple[SourceError, ...]]:
    """Read, embed and keep reports.

    :param store: where to keep them.
    :param encoder: the encoder.
    :param sources: paths, folders, Documents, or sequences of them.
    :param replacing: whether older versions of the same files go in the step that adds the newer ones.
    :param on_progress: told how far reading and embedding are.
    :param on_added: told after every batch which documents are kept, or were already.
    :return: the documents as the store holds them, and what could not be read.
    :raises ModelError: when the encoder fails.
    :raises LibraryError: when they cannot be kept.
    """
    found = expand(*sources)
    size = _READ_AT_ONCE if store.durable else max(len(found), 1)
    added: list[Document] = []
    failures: list[SourceError] = []
    for start in range(0, len(found), size):
        told = _shifted(on_progress, start, len(found))
        result = read_reports(found[start : start + size], told)
        kept, lost = keep_documents(store, encoder, result.documents, replacing=replacing, on_progress=told)
        added += kept
        if on_added:
            on_added(kept)
        failures += (*result.failures, *lost)
    return tuple(added), tuple(failures)


def keep_documents(
    store: Store,
    encoder: Encoder,
    documents: Sequence[Document],
    *,
    replacing: bool = False,
    on_progress: OnProgress | None = None,
    originals: Mapping[str, bytes] | None = None,
) -> tuple[tuple[Document, ...], tuple[SourceError, ...]]:
    """Embed and keep documents. One whose bytes are held already is not kept twice.

    :param store: where to keep them.
    :param encoder: the encoder.
    :param documents: what was read.
    :param replacing: whether older versions go.
    :param on_progress: told how far embedding is.
    :param originals: bytes of documents that came without a file, by id; kept in memory, too.
    :return: the documents as the store holds them (of two with the same bytes, the first), without those whose original
        bytes are to be kept and cannot be had; and what kept these from being had.
    :raises ModelError: when the encoder fails.
    :raises LibraryError: when they cannot be kept.
    """
    with store.view() as view:
        infos = view.reports() if replacing else ()
        held = set(view.ids())
        given = {each.id for each in documents}
        there = {each.id: view.document(each.id) for each in documents if each.id in held}
    fresh = {each.id: each for each in reversed(documents) if each.id not in held}
    order = [fresh[each] for each in dict.fromkeys(one.id for one in documents) if each in fresh]

    def told(done: int) -> None:
        if on_progress:
            on_progress("embed", done, len(order))

    failures: list[SourceError] = []
    # A library in memory reads no bytes and keeps those it is handed; one that was told to keep none is handed none.
    handed = originals if store.keeps_originals or not store.durable else None
    batches = embedded(order, encoder, told, failures if store.keeps_originals else None, handed)
    kept = dict(there)
    # What lives in memory is added all at once or not at all: no half of it is worth keeping.
    for batch in batches if store.durable else [list(chain.from_iterable(batches))]:
        newer = {each.prepared.document.id: each.prepared.document for each in batch}
        store.put(batch, _outdated(tuple(newer.values()), given, infos) if replacing else ())
        kept |= newer
    again = [each for each in documents if each.id in held]
    if replacing and (older := _outdated(again, given, infos)):
        store.put((), older)
    return tuple(kept[each.id] for each in documents if each.id in kept), tuple(failures)


def _outdated(documents: Sequence[Document], given: set[str], held: Sequence[ReportInfo]) -> set[str]:
    """Ids of reports that newer versions stand for: read from the same file, or of the same name where none is known.

    None of those that are given themselves is one: its file was only renamed.
    """
    paths = {document.path for document in documents if document.path is not None}
    names = {document.name for document in documents if document.path is None}
    return {
        info.id
        for info in held
        if info.id not in given and (info.path in paths if info.path is not None else info.name in names)
    }


def _shifted(on_progress: OnProgress | None, before: int, total: int) -> OnProgress | None:
    """Progress of a part of the files, told as that of all; how much there is to embed is known part by part."""
    if on_progress is None:
        return None
    report = on_progress

    def told(stage: str, done: int, of: int) -> None:
        report(stage, before + done, total if stage == "read" else before + of)

    return told
