"""Library: a set of reports that can be added to, removed from and asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager

from embeddings.encoder import Encoder
from qa.adding import OnAdded, add_sources, keep_documents
from qa.answering import READ_PASSAGES
from qa.asking import Asking
from qa.errors import PartialError
from qa.ingest import Source
from qa.opening import load_models, open_kept
from qa.progress import OnProgress
from qa.span_reader import SpanReader
from qa.types import Document, PathSource

__all__ = ["READ_PASSAGES", "Library"]


class Library(Asking, AbstractContextManager["Library"]):
    """Reports that can be asked. Safe for threads: asking sees the reports as they are before or after a change.

    :param encoder: turns sentences into vectors.
    :param scorers: the fitted reader.
    :param reader: reads the passages in its place.
    :param store: where the reports are kept; in memory when None.
    """

    @classmethod
    def in_memory(
        cls, encoder: str | Encoder | None = None, reader: str | SpanReader | None = None
    ) -> Library:
        """An empty library that lives as long as the process.

        :param encoder: a sentence-transformers model's name or path, an encoder, or None for the bundled one.
        :param reader: a question-answering model's name or path, a reader, or None for the bundled one.
        :return: the library.
        :raises ModelError: when the encoder or the reader cannot be loaded.
        """
        models = load_models(encoder, reader)
        return cls(models.encoder, models.scorers, models.reader)

    @classmethod
    def open(
        cls,
        where: PathSource | None = None,
        encoder: str | Encoder | None = None,
        reader: str | SpanReader | None = None,
        *,
        create: bool = True,
        keep_originals: bool = True,
    ) -> Library:
        """A library that is kept, in a folder or on a Milvus server. Use it as a context manager, or close it.

        :param where: the folder, or ``milvus://host:19530/name``, or the path of a Milvus Lite file (``.db``); None for
            the folder of this user in the platform's data directory.
        :param encoder: as for :meth:`in_memory`; None for the one the library was made with.
        :param reader: the same for the reader.
        :param create: whether a folder that is missing or empty becomes a library.
        :param keep_originals: whether to keep the bytes of reports that are added, too.
        :return: the library.
        :raises LibraryError: when it cannot be opened; its child says why.
        :raises ModelError: when a model cannot be loaded, or is not the one the library was made with.
        """
        store, models = open_kept(where, encoder, reader, create=create, keeps_originals=keep_originals)
        return cls(models.encoder, models.scorers, models.reader, store)

    def __exit__(self, *failure: object) -> None:
        self.close()

    def compact(self) -> bool:
        """Put all that is searched together, without anything of removed reports, and give back their room.

        :return: False when the room could not be given back yet, as somebody was asking.
        :raises LibraryError: when it cannot be done; nothing is changed.
        """
        return self._store.compact()

    def add(
        self,
        *sources: Source,
        replace: bool = False,
        on_progress: OnProgress | None = None,
        on_added: OnAdded | None = None,
    ) -> tuple[Document, ...]:
        """Read, embed and add reports. A report whose bytes are there already is not added twice.

        Each is added whole or not at all. What is kept is kept batch by batch: an interruption loses the one at hand.

        :param sources: paths, folders, Documents, or sequences of them.
        :param replace: remove reports that were read from the same file (or, where they came without one, have the same
            name) in the step that adds the newer version.
        :param on_progress: told how far reading and embedding are.
        :param on_added: told after every batch which documents are kept, or were already.
        :return: the documents of the sources, in their order.
        :raises SourceError: when the only source cannot be read; nothing is added.
        :raises PartialError: when some of several cannot be read; the others are added.
        :raises ModelError: when the encoder fails; nothing of the batch at hand is added.
        :raises LibraryError: when they cannot be kept.
        """
        encoder = self._models.encoder
        added, failures = add_sources(
            self._store, encoder, sources, replacing=replace, on_progress=on_progress, on_added=on_added
        )
        if failures and not added and len(failures) == 1:
            raise failures[0]
        if failures:
            raise PartialError(failures, tuple(document.name for document in added))
        return added

    def add_documents(
        self,
        documents: Sequence[Document],
        on_progress: OnProgress | None = None,
        originals: Mapping[str, bytes] | None = None,
    ) -> tuple[Document, ...]:
        """Embed and add documents.

        :param documents: what was read.
        :param on_progress: told how far embedding is.
        :param originals: bytes of those that came without a file, by id, for a library that keeps them, or one in
            memory.
        :return: the documents as the library holds them: of two with the same bytes, the first.
        :raises SourceError: when the file of one was changed, and the library keeps the bytes.
        :raises ModelError: when the encoder fails.
        :raises LibraryError: when they cannot be kept.
        """
        encoder = self._models.encoder
        added, failures = keep_documents(
            self._store, encoder, documents, on_progress=on_progress, originals=originals
        )
        if failures:
            raise failures[0]
        return added

    def remove(self, document_id: str) -> None:
        """Remove a report; from then on no search reaches it.

        :param document_id: id of the document.
        :raises NotFoundError: when there is no such report.
        :raises LibraryError: when the change cannot be kept.
        """
        self._store.remove(document_id)
