"""What was looked for in a text and need not be looked for again, and forgetting it: no text outlives its report."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

__all__ = ["forget_texts", "remembers"]

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")
_forgets: list[Callable[[], None]] = []


def remembers(size: int) -> Callable[[Callable[_Arguments, _Result]], Callable[_Arguments, _Result]]:
    """Keep the last results of a function of texts, until :func:`forget_texts`.

    :param size: how many.
    :return: decorates the function.
    """

    def decorate(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
        cached = lru_cache(maxsize=size)(function)
        _forgets.append(cached.cache_clear)
        return cast("Callable[_Arguments, _Result]", cached)

    return decorate


def forget_texts() -> None:
    """Forget all results; called when a report was removed."""
    for forget in _forgets:
        forget()
