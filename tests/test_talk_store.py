"""Where conversations are kept: whose they are, what becomes of them, and what comes back."""

import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.errors import ConversationError, NotFoundError, QuestionError
from qa.opening import default_conversations, default_folder
from qa.talk import records
from qa.talk.schema import APPLICATION_ID, MIGRATIONS
from qa.talk.store import MOST_HEADINGS, MOST_TITLE, Conversations
from qa.talk.types import Conversation, Heading, Settings, Turn, Waiting
from tests.talks import answer_with, same_turn, turn, turns

ANNA, BERT = "anna", "bert"
LIBRARY = "/reports"


@pytest.fixture(params=["memory", "file"])
def talks(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Conversations]:
    with Conversations.open(None if request.param == "memory" else tmp_path / "talks.sqlite3") as opened:
        yield opened


def begun(talks: Conversations, *typed: str, person: str = ANNA, library: str = LIBRARY) -> Conversation:
    made = talks.start(person, library)
    for question in typed:
        made = talks.append(person, library, made, turn(question))
    return made


def titles(talks: Conversations, person: str = ANNA, library: str = LIBRARY, search: str = "") -> list[str]:
    return [heading.title for heading in talks.headings(person, library, search)]


def lost(talks: Conversations, identity: str, person: str = ANNA) -> NotFoundError:
    with pytest.raises(NotFoundError) as caught:
        talks.load(person, identity)
    return caught.value


def test_a_conversation_is_kept_from_its_first_question_on(talks: Conversations) -> None:
    made = talks.start(ANNA, LIBRARY)
    assert (made.title, made.turns, made.earlier) == ("", (), 0)
    assert talks.headings(ANNA, LIBRARY) == ()
    lost(talks, made.id)
    grown = talks.append(ANNA, LIBRARY, made, turn("谁主持？"))
    assert (grown.id, grown.title, grown.started_at) == (made.id, "谁主持？", made.started_at)
    assert grown.turns == (turn("谁主持？"),)
    assert talks.load(ANNA, made.id) == grown
    again = talks.append(ANNA, LIBRARY, grown, turn("大桥多长？"))
    assert [each.typed for each in again.turns] == ["谁主持？", "大桥多长？"]
    assert talks.load(ANNA, made.id) == again
    assert talks.headings(ANNA, LIBRARY) == (Heading(made.id, "谁主持？", again.changed_at, 2),)


def test_ids_are_random() -> None:
    with Conversations.open() as talks:
        ids = {talks.start(ANNA, LIBRARY).id for _ in range(100)}
    assert len(ids) == 100
    assert {len(each) for each in ids} == {22}  # 16 bytes in base 64


def test_all_of_a_turn_comes_back_from_the_file(tmp_path: Path) -> None:
    given_turn = turn(
        "那里呢？",
        question="大桥那里呢？",
        within=("a" * 64, "b" * 64),
        taken=("大桥",),
        asked_at="2026-11-24T12:00:00Z",
    )
    with Conversations.open(tmp_path / "t") as talks:
        made = talks.append(ANNA, LIBRARY, talks.start(ANNA, LIBRARY), given_turn)
    with Conversations.open(tmp_path / "t") as talks:
        assert talks.load(ANNA, made.id) == made
        assert talks.load(ANNA, made.id).turns == (given_turn,)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(turns(ratings=(0, 1, -1)), max_size=3))
def test_any_turns_come_back(talks: Conversations, kept: list[Turn]) -> None:
    talks.set_settings(ANNA, Settings(keep_ratings=True))
    made = talks.start(ANNA, LIBRARY)
    for each in kept:
        made = talks.append(ANNA, LIBRARY, made, each)
    found = talks.load(ANNA, made.id).turns if kept else ()
    assert len(found) == len(kept) == len(made.turns)
    assert all(map(same_turn, found, kept))
    assert all(map(same_turn, made.turns, kept))


def test_errors_are_kept_with_their_class(talks: Conversations) -> None:
    failed = turn("", QuestionError("question", "it is empty", "Type what you want to know"))
    made = talks.append(ANNA, LIBRARY, talks.start(ANNA, LIBRARY), failed)
    outcome = talks.load(ANNA, made.id).turns[0].outcome
    assert type(outcome) is QuestionError
    assert str(outcome) == "question: it is empty. Type what you want to know"


def test_an_answer_that_is_still_to_come_is_not_kept(talks: Conversations) -> None:
    made = talks.start(ANNA, LIBRARY)
    with pytest.raises(ConversationError, match="still to come"):
        talks.append(ANNA, LIBRARY, made, replace(turn(), outcome=Waiting(models=True)))
    assert talks.headings(ANNA, LIBRARY) == ()


def test_what_is_too_large_is_refused_and_nothing_is_changed(talks: Conversations) -> None:
    made = begun(talks, "一？")
    with pytest.raises(ConversationError, match="the most that are kept"):
        talks.append(ANNA, LIBRARY, made, turn("x" * (16 << 20)))
    assert talks.load(ANNA, made.id) == made


def test_anothers_conversation_is_as_if_it_were_not_there(talks: Conversations) -> None:
    made = begun(talks, "一？")
    talks.set_settings(BERT, Settings(keep_ratings=True))
    told = str(lost(talks, made.id, BERT))
    assert told == str(lost(talks, "nowhere")).replace("nowhere", made.id)
    for act in (
        lambda: talks.append(BERT, LIBRARY, made, turn()),
        lambda: talks.append(BERT, LIBRARY, replace(made, turns=()), turn()),
        lambda: talks.append(ANNA, "/other", made, turn()),
        lambda: talks.replace_last(BERT, LIBRARY, made, turn()),
        lambda: talks.rate(BERT, made.id, 0, 1),
        lambda: talks.rename(BERT, made.id, "mine"),
        lambda: talks.delete(BERT, made.id),
    ):
        with pytest.raises(NotFoundError) as caught:
            act()
        assert str(caught.value) == told
    assert talks.delete_all(BERT, LIBRARY) == talks.delete_all(ANNA, "/other") == talks.forget(BERT) == 0
    assert talks.load(ANNA, made.id) == made
    assert titles(talks, BERT) == titles(talks, ANNA, "/other") == []


def test_what_was_changed_last_is_first(talks: Conversations, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = begun(talks, "一？"), begun(talks, "二？")
    assert titles(talks) == ["二？", "一？"]
    monkeypatch.setattr("qa.talk.changes.now", lambda: "9999-01-01T00:00:00.000Z")
    talks.append(ANNA, LIBRARY, one, turn("三？"))
    assert titles(talks) == ["一？", "二？"]
    talks.append(ANNA, LIBRARY, two, turn("四？"))  # at the same moment: the one that was started last
    assert titles(talks) == ["二？", "一？"]


def test_headings_are_read_page_by_page(talks: Conversations) -> None:
    for number in range(MOST_HEADINGS + 3):
        begun(talks, f"第{number}个？")
    first = talks.headings(ANNA, LIBRARY)
    rest = talks.headings(ANNA, LIBRARY, skip=MOST_HEADINGS)
    assert (len(first), len(rest)) == (MOST_HEADINGS, 3)
    assert {each.title for each in (*first, *rest)} == {
        f"第{number}个？" for number in range(MOST_HEADINGS + 3)
    }
    assert talks.headings(ANNA, LIBRARY, limit=10**6) == first
    assert talks.headings(ANNA, LIBRARY, skip=1, limit=2) == first[1:3]
    assert talks.headings(ANNA, LIBRARY, skip=-1, limit=-1) == ()


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["Who chairs the BOARD?", "会议"]),
        (" \n", ["Who chairs the BOARD?", "会议"]),
        ("board", ["Who chairs the BOARD?"]),
        ("ＢＯＡＲＤ", ["Who chairs the BOARD?"]),
        ("會議", ["会议"]),
        ("大橋", ["会议"]),  # a later question
        ("主持", []),  # the first question, after it was renamed away from the title
        ("%", []),
        ("o_rd", []),
    ],
)
def test_headings_are_searched(talks: Conversations, search: str, found: list[str]) -> None:
    made = begun(talks, "谁来做？", "大桥多长？")
    begun(talks, "Who chairs the BOARD?")
    talks.rename(ANNA, made.id, "会议")
    assert titles(talks, search=search) == found


def test_the_title_is_the_first_question_on_one_line_and_not_too_long(talks: Conversations) -> None:
    assert begun(talks, "第一行\n 第二行", "其他？").title == "第一行 第二行"
    assert begun(talks, " ", "其他？").title == "其他？"
    long = begun(talks, "长" * 300).title
    assert long == "长" * (MOST_TITLE - 1) + "…"
    assert begun(talks, "\ud800x").title == "\\ud800x"


def test_renaming(talks: Conversations) -> None:
    made = begun(talks, "一？")
    talks.rename(ANNA, made.id, "  新的\n题目 ")
    assert talks.load(ANNA, made.id) == replace(made, title="新的 题目")
    for title in ("", " \n ", "x" * (MOST_TITLE + 1)):
        with pytest.raises(ConversationError, match="1 to 200 are possible"):
            talks.rename(ANNA, made.id, title)
    assert talks.append(ANNA, LIBRARY, made, turn("二？")).title == "新的 题目"
    with pytest.raises(NotFoundError):
        talks.rename(ANNA, "nowhere", "x")


def test_turns_of_two_pages_are_kept_in_order_of_arrival(talks: Conversations) -> None:
    seen = begun(talks, "一？")
    first = talks.append(ANNA, LIBRARY, seen, turn("甲？"))
    second = talks.append(ANNA, LIBRARY, seen, turn("乙？"))
    assert [each.typed for each in first.turns] == ["一？", "甲？"]
    assert [each.typed for each in second.turns] == ["一？", "甲？", "乙？"]
    assert talks.load(ANNA, seen.id) == second
    # two pages that both show it empty
    empty = talks.start(ANNA, LIBRARY)
    talks.append(ANNA, LIBRARY, empty, turn("甲？"))
    assert [each.typed for each in talks.append(ANNA, LIBRARY, empty, turn("乙？")).turns] == ["甲？", "乙？"]


def test_threads_lose_nothing(talks: Conversations) -> None:
    seen = begun(talks, "0")

    def work(name: str) -> None:
        known = seen
        for number in range(10):
            known = talks.append(ANNA, LIBRARY, known, turn(f"{name}{number}"))
            assert talks.load(ANNA, seen.id).turns[: len(known.turns)] == known.turns

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    typed = [each.typed for each in talks.load(ANNA, seen.id).turns]
    assert sorted(typed) == sorted(["0", *(f"{name}{number}" for name in "abcd" for number in range(10))])
    for name in "abcd":
        assert [each for each in typed if each[0] == name] == [f"{name}{number}" for number in range(10)]


def test_the_last_turn_is_replaced(talks: Conversations) -> None:
    made = begun(talks, "一？", "二？")
    changed = talks.replace_last(ANNA, LIBRARY, made, turn("三？"))
    assert [each.typed for each in changed.turns] == ["一？", "三？"]
    assert talks.load(ANNA, made.id) == changed
    assert talks.headings(ANNA, LIBRARY)[0].turns == 2
    assert changed.title == "一？"
    assert titles(talks, search="二") == []


def test_the_title_follows_a_first_question_that_is_replaced_unless_it_was_given(
    talks: Conversations,
) -> None:
    made = begun(talks, "一？")
    assert talks.replace_last(ANNA, LIBRARY, made, turn("二？")).title == "二？"
    other = begun(talks, "一？")
    talks.rename(ANNA, other.id, "题目")
    assert talks.replace_last(ANNA, LIBRARY, other, turn("二？")).title == "题目"
    assert talks.replace_last(ANNA, LIBRARY, talks.start(ANNA, LIBRARY), turn("三？")).title == "三？"


def test_nothing_that_another_page_added_is_replaced(talks: Conversations) -> None:
    seen = begun(talks, "一？")
    talks.append(ANNA, LIBRARY, seen, turn("别页"))
    after = talks.replace_last(ANNA, LIBRARY, seen, turn("二？"))
    assert [each.typed for each in after.turns] == ["一？", "别页", "二？"]
    # replaced in two pages: both are kept
    mine = begun(talks, "一？")
    talks.replace_last(ANNA, LIBRARY, mine, turn("甲？"))
    both = talks.replace_last(ANNA, LIBRARY, mine, turn("乙？"))
    assert [each.typed for each in both.turns] == ["甲？", "乙？"]
    assert talks.load(ANNA, mine.id) == both


def test_a_page_that_saw_an_older_turn_is_told_the_new_one(talks: Conversations) -> None:
    seen = begun(talks, "一？")
    talks.replace_last(ANNA, LIBRARY, seen, turn("甲？"))
    assert [each.typed for each in talks.append(ANNA, LIBRARY, seen, turn("二？")).turns] == ["甲？", "二？"]


def test_ratings_are_kept_of_those_only_who_want_it(talks: Conversations) -> None:
    made = begun(talks, "一？", "二？")
    assert talks.settings(ANNA) == Settings(keep_ratings=False)
    with pytest.raises(ConversationError, match="only of those who said"):
        talks.rate(ANNA, made.id, 1, 1)
    with pytest.raises(ConversationError, match="only of those who said"):
        talks.append(ANNA, LIBRARY, made, turn("三？", rating=1))
    assert talks.load(ANNA, made.id) == made
    talks.set_settings(ANNA, Settings(keep_ratings=True))
    assert (talks.settings(ANNA).keep_ratings, talks.settings(BERT).keep_ratings) == (True, False)
    rated = talks.rate(ANNA, made.id, 1, -1)
    assert [each.rating for each in rated.turns] == [0, -1]
    assert talks.load(ANNA, made.id) == rated
    # a page that has not seen it yet is told
    assert [each.rating for each in talks.append(ANNA, LIBRARY, made, turn("三？")).turns] == [0, -1, 0]
    assert [each.rating for each in talks.rate(ANNA, made.id, 1, 0).turns] == [0, 0, 0]


def test_what_is_no_rating_is_refused(talks: Conversations) -> None:
    made = begun(talks, "一？")
    talks.set_settings(ANNA, Settings(keep_ratings=True))
    for rating in (2, -2, 100):
        with pytest.raises(ConversationError, match="is no rating"):
            talks.rate(ANNA, made.id, 0, rating)
    for number in (1, -1):
        with pytest.raises(NotFoundError, match=f"question {number}"):
            talks.rate(ANNA, made.id, number, 1)
    with pytest.raises(ConversationError, match="is no rating"):
        talks.append(ANNA, LIBRARY, made, turn("二？", rating=3))
    assert talks.load(ANNA, made.id) == made


def test_ratings_are_forgotten_when_they_are_no_longer_to_be_kept(talks: Conversations) -> None:
    for person in (ANNA, BERT):
        talks.set_settings(person, Settings(keep_ratings=True))
    made, other = begun(talks, "一？"), begun(talks, "一？", person=BERT)
    rated = talks.rate(ANNA, made.id, 0, 1)
    talks.rate(BERT, other.id, 0, 1)
    talks.set_settings(ANNA, Settings(keep_ratings=False))
    assert talks.load(ANNA, made.id).turns[0].rating == 0
    assert talks.load(BERT, other.id).turns[0].rating == 1
    assert [each.rating for each in talks.append(ANNA, LIBRARY, rated, turn("二？")).turns] == [0, 0]


def test_a_long_conversation_is_loaded_from_its_end(
    talks: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("records", "changes"):
        monkeypatch.setattr(f"qa.talk.{module}.MOST_TURNS", 4)
    monkeypatch.setattr(records.loaded, "__defaults__", (4,))
    talks.set_settings(ANNA, Settings(keep_ratings=True))
    made = begun(talks, *"123456")
    assert ("".join(each.typed for each in made.turns), made.earlier) == ("3456", 2)
    assert talks.load(ANNA, made.id, most=4) == made
    whole = talks.load(ANNA, made.id, most=None)
    assert ("".join(each.typed for each in whole.turns), whole.earlier) == ("123456", 0)
    assert talks.load(ANNA, made.id, most=0) == replace(made, turns=(), earlier=6)
    assert talks.headings(ANNA, LIBRARY)[0].turns == 6
    rated = talks.rate(ANNA, made.id, made.earlier + 1, 1)
    assert [each.rating for each in rated.turns] == [0, 1, 0, 0]
    assert [each.typed for each in talks.replace_last(ANNA, LIBRARY, rated, turn("7")).turns] == list("3457")
    # from a page that shows all of it
    grown = talks.append(ANNA, LIBRARY, talks.load(ANNA, made.id, most=None), turn("8"))
    assert ("".join(each.typed for each in grown.turns), grown.earlier) == ("4578", 3)


def test_deleting(talks: Conversations) -> None:
    one, two = begun(talks, "一？"), begun(talks, "二？")
    talks.delete(ANNA, one.id)
    assert titles(talks) == ["二？"]
    lost(talks, one.id)
    # a page that still shows it does not bring it back
    for change in (talks.append, talks.replace_last):
        with pytest.raises(NotFoundError):
            change(ANNA, LIBRARY, one, turn("三？"))
    assert titles(talks) == ["二？"]
    assert talks.load(ANNA, two.id) == two


def test_deleting_all(talks: Conversations) -> None:
    begun(talks, "一？")
    begun(talks, "二？")
    other, bert = begun(talks, "三？", library="/other"), begun(talks, "四？", person=BERT)
    assert talks.delete_all(ANNA, LIBRARY) == 2
    assert titles(talks) == []
    assert talks.load(ANNA, other.id) == other
    assert talks.load(BERT, bert.id) == bert


def test_forgetting_somebody(talks: Conversations) -> None:
    begun(talks, "一？")
    begun(talks, "三？", library="/other")
    bert = begun(talks, "四？", person=BERT)
    talks.set_settings(ANNA, Settings(keep_ratings=True))
    assert talks.forget(ANNA) == 2
    assert titles(talks) == titles(talks, ANNA, "/other") == []
    assert talks.settings(ANNA) == Settings()
    assert talks.load(BERT, bert.id) == bert


def test_nothing_that_was_deleted_is_left_in_the_files(tmp_path: Path) -> None:
    path = tmp_path / "t"

    def held(data: bytes) -> bool:
        return any(data in each.read_bytes() for each in tmp_path.iterdir())

    with Conversations.open(path) as talks:
        keeper = begun(talks, "一？")
        made = begun(talks, *(f"zebra-4711 {number}" for number in range(20)))
        with closing(sqlite3.connect(path)) as connection:
            packed = [row[0] for row in connection.execute("SELECT data FROM turns WHERE conversation = 2")]
        traces = [b"zebra-4711", made.id.encode(), packed[0][20:60], packed[19][20:60]]
        assert all(map(held, traces))
        talks.delete(ANNA, made.id)
        assert not any(map(held, traces))
        assert talks.load(ANNA, keeper.id) == keeper


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "t"
    with Conversations.open(path) as talks:
        begun(talks, "一？")
        assert {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()} == {0o600}
    assert path.exists()


def test_where_conversations_are_kept_by_default() -> None:
    assert default_conversations() == default_folder().parent / "conversations.sqlite3"


def test_closing(talks: Conversations) -> None:
    made = begun(talks, "一？")
    talks.close()
    talks.close()
    for act in (lambda: talks.load(ANNA, made.id), lambda: talks.append(ANNA, LIBRARY, made, turn())):
        with pytest.raises(ConversationError, match="it was closed"):
            act()


def test_times_are_utc_and_ascend(talks: Conversations) -> None:
    made = begun(talks, "一？")
    moments = [made.started_at, made.changed_at]
    for _ in range(3):
        made = talks.append(ANNA, LIBRARY, made, turn())
        moments.append(made.changed_at)
    assert all(len(each) == 24 and each.endswith("Z") for each in moments)
    assert all(one <= other for one, other in pairwise(moments))


def test_the_tables_are_those_of_the_migrations(tmp_path: Path) -> None:
    path = tmp_path / "t"
    Conversations.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {"settings", "conversations", "turns"} <= names


def test_an_answer_without_candidates_and_one_with_odd_names(talks: Conversations) -> None:
    odd = answer_with(question="\ud800\x00", candidates=())
    made = talks.append("\ud800", "\x00lib", talks.start("\ud800", "\x00lib"), turn("\x00?", odd))
    assert talks.load("\ud800", made.id).turns == (turn("\x00?", odd),)
    assert [each.turns for each in talks.headings("\ud800", "\x00lib")] == [1]
