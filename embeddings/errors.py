"""Errors of embeddings, which knows nothing of qa: qa turns them into its own."""

from __future__ import annotations

__all__ = ["EmbeddingsError", "EncoderError", "IndexFileError"]


class EmbeddingsError(Exception):
    """What embeddings fails at.

    :param subject: the name or path of the model or file.
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


class EncoderError(EmbeddingsError):
    """An encoder that cannot be loaded, or that does not return vectors."""


class IndexFileError(EmbeddingsError):
    """A file of vectors that cannot be written or read."""
