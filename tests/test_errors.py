"""The drawn error tree is the class tree, and every error survives the way out of another process."""

import copy
import inspect
import pickle
import re

import pytest

from qa import errors
from qa.errors import FormatError, NotFoundError, PartialError, QAError, SourceError

_LEAVES = [error for error in vars(errors).values() if inspect.isclass(error) and error is not PartialError]


def _drawn(docstring: str) -> dict[str, str]:
    """Child -> parent as drawn with box characters, four columns a level."""
    parents: dict[str, str] = {}
    path: list[str] = []
    for line in docstring.splitlines():
        match = re.match(r" {4}((?:│ {3}| {4})*(?:[├└]── )?)([A-Z]\w*Error)\b", line)
        if match:
            depth = len(match[1]) // 4
            path = [*path[:depth], match[2]]
            parents[match[2]] = path[-2] if depth else "Exception"
    return parents


def test_the_drawn_tree_is_the_class_tree() -> None:
    assert errors.__doc__ is not None
    classes = {
        name: value.__bases__[0].__name__ for name, value in vars(errors).items() if inspect.isclass(value)
    }
    assert _drawn(errors.__doc__) == classes
    assert set(errors.__all__) == set(classes)


def test_the_reader_of_the_drawing_sees_levels() -> None:
    drawing = "::\n\n    QAError      root\n    ├── AError   a\n    │   └── BError  b\n    └── CError   c\n"
    assert _drawn(drawing) == {
        "QAError": "Exception",
        "AError": "QAError",
        "BError": "AError",
        "CError": "QAError",
    }


@pytest.mark.parametrize("kind", _LEAVES)
def test_message_names_subject_cause_and_remedy(kind: type[QAError]) -> None:
    error = kind("a.pdf", "it ends in the middle of an object", "Fetch it again")
    assert str(error) == "a.pdf: it ends in the middle of an object. Fetch it again"


@pytest.mark.parametrize("kind", _LEAVES)
def test_error_survives_pickling_and_copying(kind: type[QAError]) -> None:
    error = kind("报告.txt", "no such file", "Check the path")
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301
        assert type(twin) is kind
        assert (twin.subject, twin.cause, twin.remedy) == ("报告.txt", "no such file", "Check the path")


def test_partial_error_names_what_failed_and_what_was_added() -> None:
    failures = (
        FormatError("b.pdf", "truncated", "Fetch it again"),
        NotFoundError("c.txt", "no such file", "Look"),
    )
    error = pickle.loads(pickle.dumps(PartialError(failures, ("a.txt",))))  # noqa: S301
    assert error.subject == "b.pdf, c.txt"
    assert "2 could not be read while 1 were added" in str(error)
    assert "b.pdf: truncated. Fetch it again; c.txt: no such file. Look" in str(error)
    assert error.added == ("a.txt",)
    assert [type(failure) for failure in error.failures] == [FormatError, NotFoundError]


def test_partial_error_of_a_large_folder_stays_short() -> None:
    failures = tuple(SourceError(f"{number:03}.txt", "empty", "Leave it out") for number in range(200))
    error = PartialError(failures, ())
    assert "009.txt" in str(error)
    assert "010.txt" not in str(error)
    assert "and 190 more" in str(error)
