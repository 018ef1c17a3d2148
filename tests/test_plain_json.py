"""Values as JSON that arrives as it was sent, and passages in it."""

import json

from hypothesis import given
from hypothesis import strategies as st

from qa.plain_json import json_of, passages_to_dict
from qa.types import Candidate, Passage, Skipped

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def test_json_carries_what_no_utf_can() -> None:
    told = json_of({"path": "/data/\udcff報告\u3000"}, indent=None)
    assert told == '{"path": "/data/\\udcff報告\u3000"}'
    assert json.loads(told.encode()) == {"path": "/data/\udcff報告\u3000"}


@given(_VALUES)
def test_json_is_what_it_was_made_of_once_it_is_in_utf8(value: object) -> None:
    for indent in (None, 2):
        told = json_of(value, indent=indent).encode()
        assert json.loads(told) == json.loads(json.dumps(value))


def test_passages_are_as_in_an_answer() -> None:
    passage = Candidate(Passage("0" * 64, 1, 3, "\u3000甲"), "r.txt", None, 1.5, None, 0.25)
    told = passages_to_dict("q", [passage], [Skipped("s", "c", "r")])
    assert told == {
        "question": "q",
        "candidates": [
            {
                "passage": {"document_id": "0" * 64, "start": 1, "end": 3, "text": "\u3000甲"},
                "source": "r.txt",
                "page": None,
                "score": 1.5,
                "dense": None,
                "lexical": 0.25,
            }
        ],
        "skipped": [{"source": "s", "cause": "c", "remedy": "r"}],
    }
    assert passages_to_dict("q", ()) == {"question": "q", "candidates": [], "skipped": []}
