"""The language that the command speaks."""

from __future__ import annotations

import locale
import re
from collections.abc import Mapping
from typing import Final

__all__ = ["language_of"]

_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_TRADITIONAL: Final = frozenset({"tw", "hk", "mo", "hant", "taiwan", "hong", "macao", "macau", "traditional"})
"""Where traditional characters are read: territories and the script, as POSIX and Windows name them."""

_SIMPLIFIED: Final = frozenset({"hans", "simplified"})
"""A script says more than a territory does."""


def language_of(environ: Mapping[str, str]) -> str:
    """The language of messages, after POSIX: ``LC_ALL``, then ``LC_MESSAGES``, then ``LANG``.

    :param environ: the environment variables.
    :return: ``zh-TW`` for a ``zh`` locale of Taiwan, Hong Kong or Macao, ``zh-CN`` for any other one, ``en``
        otherwise. Where none of the three is set (Windows), the locale of the system decides.
    """
    set_to = next((environ[variable] for variable in _VARIABLES if environ.get(variable)), None)
    name = ((locale.getlocale()[0] or "") if set_to is None else set_to).lower()
    if not name.startswith(("zh", "chinese")):
        return "en"
    words = frozenset(re.findall("[a-z]+", name.partition(".")[0]))
    return "zh-TW" if words & _TRADITIONAL and not words & _SIMPLIFIED else "zh-CN"
