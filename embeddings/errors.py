"""Errors of embeddings, which knows nothing of qa: qa turns them into its own."""

from __future__ import annotations

__all__ = ["EncoderError"]


class EncoderError(Exception):
    """An encoder that cannot be loaded, or that does not return vectors.

    :param subject: the model's name or path.
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
