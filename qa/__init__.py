"""report-qa: ask reports a question, get the sentence that answers it, quoted to the letter.

The names are loaded when they are first used: importing the package, as every reader of formats does in its child
process, must not cost the seconds that the model libraries take.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.api import ask
    from qa.errors import QAError
    from qa.library import Library
    from qa.moving import copy_library, reindex
    from qa.report_info import ReportInfo
    from qa.types import Answer, Candidate, Document, Passage, Proof, Quote

__all__ = [
    "Answer",
    "Candidate",
    "Document",
    "Library",
    "Passage",
    "Proof",
    "QAError",
    "Quote",
    "ReportInfo",
    "ask",
    "copy_library",
    "reindex",
]

_HOMES = {
    "Answer": "qa.types",
    "Candidate": "qa.types",
    "Document": "qa.types",
    "Library": "qa.library",
    "Passage": "qa.types",
    "Proof": "qa.types",
    "QAError": "qa.errors",
    "Quote": "qa.types",
    "ReportInfo": "qa.report_info",
    "ask": "qa.api",
    "copy_library": "qa.moving",
    "reindex": "qa.moving",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
