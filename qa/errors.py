"""Errors of report-qa. Every failure a caller can meet is a child of :class:`QAError`.

::

    QAError                   anything report-qa refuses or fails at
    ├── SourceError           a source could not become a Document
    │   ├── NotFoundError     no such file or folder, or nothing readable in it
    │   ├── FormatError       not a format that is read, damaged, or not what its content claims
    │   ├── DecodingError     text that cannot be decoded without loss
    │   ├── EmptyError        nothing to read: empty file, or a scan without text
    │   ├── EncryptedError    protected by a password
    │   └── TooLargeError     over a limit on size, pages, entries or expansion
    ├── PartialError          some sources of one batch failed; the others were added
    ├── QuestionError         a question that cannot be asked
    ├── ModelError            an encoder or reader that cannot be loaded or does not fit
    ├── LibraryError          a library that cannot be opened, read or changed
    │   ├── BusyError         another process is changing it
    │   ├── DamagedError      what is stored is not what was stored
    │   └── StorageError      the disk is full, read-only or fails
    ├── ProofError            a proof that is none, or was edited
    ├── AccessError           asked by somebody who may not, or whom nobody knows
    ├── LimitError            more at once, or in a minute, than one may ask for
    ├── ConversationError     conversations that cannot be kept, read or exported
    └── IntegrityError        a quote that does not stand in its report to the letter
"""

from __future__ import annotations

__all__ = [
    "AccessError",
    "BusyError",
    "ConversationError",
    "DamagedError",
    "DecodingError",
    "EmptyError",
    "EncryptedError",
    "FormatError",
    "IntegrityError",
    "LibraryError",
    "LimitError",
    "ModelError",
    "NotFoundError",
    "PartialError",
    "ProofError",
    "QAError",
    "QuestionError",
    "SourceError",
    "StorageError",
    "TooLargeError",
]


class QAError(Exception):
    """A failure that says what it is about, why it happened and what to do.

    :param subject: what it is about: a file name, a model name, "question".
    :param cause: what went wrong, as one clause.
    :param remedy: what the reader of the message can do about it.
    """

    def __init__(self, subject: str, cause: str, remedy: str) -> None:
        super().__init__(subject, cause, remedy)
        self.subject = subject
        self.cause = cause
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.subject}: {self.cause}. {self.remedy}"


class SourceError(QAError):
    """A source could not become a Document."""


class NotFoundError(SourceError):
    """No such file or folder, or nothing in it that could be read."""


class FormatError(SourceError):
    """Not a format that is read, damaged, or not what its content claims to be."""


class DecodingError(SourceError):
    """Text that no supported codec decodes without loss."""


class EmptyError(SourceError):
    """Nothing to read: an empty file, or a scan without a text layer."""


class EncryptedError(SourceError):
    """A file protected by a password."""


class TooLargeError(SourceError):
    """Over a limit on size, pages, entries or expansion."""


class PartialError(QAError):
    """Some sources of one batch failed; the others were added.

    :param failures: one error for each source that failed, in the order of the sources.
    :param added: the names of the documents that were added all the same.
    """

    def __init__(self, failures: tuple[SourceError, ...], added: tuple[str, ...]) -> None:
        shown = "; ".join(str(failure) for failure in failures[:10])
        more = f"; and {len(failures) - 10} more" if len(failures) > 10 else ""
        super().__init__(
            ", ".join(failure.subject for failure in failures[:10]),
            f"{len(failures)} could not be read while {len(added)} were added ({shown}{more})",
            "The others can be asked; mend or leave out what is named",
        )
        self.failures = failures
        self.added = added

    def __reduce__(self) -> tuple[type[PartialError], tuple[tuple[SourceError, ...], tuple[str, ...]]]:
        return (type(self), (self.failures, self.added))


class QuestionError(QAError):
    """A question that cannot be asked."""


class ModelError(QAError):
    """An encoder or reader that cannot be loaded, or does not fit what it is used with."""


class LibraryError(QAError):
    """A library that cannot be opened, read or changed; what it holds is as it was."""


class BusyError(LibraryError):
    """Another process is changing the library."""


class DamagedError(LibraryError):
    """What is stored is not what was stored: its hash is another, or the database cannot be read."""


class StorageError(LibraryError):
    """The disk is full, read-only or fails."""


class ProofError(QAError):
    """A proof that is none, of a newer format, or was edited."""


class AccessError(QAError):
    """Asked by somebody who may not, or whom nobody knows."""


class LimitError(QAError):
    """More at once, or in a minute, than one may ask for."""


class ConversationError(QAError):
    """Conversations that cannot be kept, read or exported."""


class IntegrityError(QAError):
    """A quote that does not stand in its report to the letter."""
