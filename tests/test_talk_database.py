"""The file of conversations under hardship: several processes, damage, newer versions, disks full or read-only."""

import os
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from qa.errors import BusyError, ConversationError, QAError, StorageError
from qa.talk import database
from qa.talk.schema import MIGRATIONS
from qa.talk.store import Conversations
from qa.talk.types import Conversation, Settings
from tests.talks import turn

ROOT = Path(__file__).resolve().parents[1]
NOBODY = 65534
POSIX = pytest.mark.skipif(os.name != "posix", reason="permissions and mounts as POSIX has them")


def begun(talks: Conversations, *typed: str) -> Conversation:
    made = talks.start("", "")
    for question in typed:
        made = talks.append("", "", made, turn(question))
    return made


def made_file(path: Path, *typed: str) -> Conversation:
    with Conversations.open(path) as talks:
        return begun(talks, *(typed or ("一？", "二？")))


def process(code: str, *arguments: object) -> subprocess.Popen[str]:
    script = (
        "import sys\nfrom qa.talk.store import Conversations\nfrom tests.talks import turn\n"
        + textwrap.dedent(code)
    )
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)


def refused(act: Callable[[], object], kind: type[QAError] = ConversationError) -> QAError:
    with pytest.raises(kind) as caught:
        act()
    assert caught.value.remedy
    return caught.value


def test_processes_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "t"
    made = made_file(path, "0")
    code = """
    with Conversations.open(sys.argv[1]) as talks:
        known = talks.load("", sys.argv[2])
        for number in range(15):
            known = talks.append("", "", known, turn(f"{sys.argv[3]}{number}"))
    """
    running = [process(code, path, made.id, name) for name in "ab"]
    assert [each.wait(60) for each in running] == [0, 0]
    with Conversations.open(path) as talks:
        typed = [each.typed for each in talks.load("", made.id).turns]
    assert sorted(typed) == sorted(["0", *(f"{name}{number}" for name in "ab" for number in range(15))])
    for name in "ab":
        assert [each for each in typed if each[0] == name] == [f"{name}{number}" for number in range(15)]


def test_processes_may_make_the_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "t"
    code = """
    with Conversations.open(sys.argv[1]) as talks:
        talks.append("", "", talks.start("", ""), turn(sys.argv[2]))
    """
    running = [process(code, path, name) for name in "abcd"]
    assert [each.wait(60) for each in running] == [0] * 4
    with Conversations.open(path) as talks:
        assert sorted(heading.title for heading in talks.headings("", "")) == list("abcd")


def test_what_was_kept_survives_a_process_that_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "t"
    code = """
    talks = Conversations.open(sys.argv[1])
    made = talks.append("", "", talks.start("", ""), turn("一？"))
    with talks._database.writing() as connection:
        connection.execute("DELETE FROM turns")
        print("half", flush=True)
        sys.stdin.read()
    """
    with process(code, path) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "half\n"
        running.kill()
    with Conversations.open(path) as talks:
        (heading,) = talks.headings("", "")
        assert [each.typed for each in talks.load("", heading.id).turns] == ["一？"]


def test_a_process_that_does_not_let_go_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t"
    made = made_file(path)
    short = database._SETTINGS.replace("busy_timeout = 10000", "busy_timeout = 50")
    assert short != database._SETTINGS
    monkeypatch.setattr(database, "_SETTINGS", short)
    with Conversations.open(path) as talks, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        error = refused(lambda: talks.append("", "", made, turn()), BusyError)
        assert error.subject == str(path)
        assert talks.load("", made.id) == made  # reading goes on
        other.execute("ROLLBACK")
        assert len(talks.append("", "", made, turn()).turns) == 3


def test_a_newer_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "t"
    made_file(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = path.read_bytes()
    error = refused(lambda: Conversations.open(path))
    assert error.remedy == "Update report-qa; nothing was changed"
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "t"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE x (y)")
    before = path.read_bytes()
    assert refused(lambda: Conversations.open(path)).cause == "it is a database of another program"
    assert [each.name for each in tmp_path.iterdir()] == ["t"]
    assert path.read_bytes() == before


def test_an_older_file_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = made_file(tmp_path / "t")
    more = (
        *MIGRATIONS,
        "ALTER TABLE settings ADD COLUMN colour TEXT;\nCREATE TABLE extra (\n    x -- a; b\n);\n",
    )
    monkeypatch.setattr("qa.talk.schema.MIGRATIONS", more)
    with Conversations.open(tmp_path / "t") as talks:
        assert talks.load("", made.id) == made
    with closing(sqlite3.connect(tmp_path / "t")) as connection:
        assert connection.execute("SELECT colour FROM settings").fetchall() == []
        assert connection.execute("SELECT x FROM extra").fetchall() == []
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = made_file(tmp_path / "t")
    with monkeypatch.context() as patch:
        patch.setattr("qa.talk.schema.MIGRATIONS", (*MIGRATIONS, "DROP TABLE turns;\nDROP TABLE nothing;\n"))
        refused(lambda: Conversations.open(tmp_path / "t"))
    with Conversations.open(tmp_path / "t") as talks:
        assert talks.load("", made.id) == made


@pytest.mark.parametrize("data", [b"not a database, but a text of some length" * 50, b"\0" * 5000])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "t"
    path.write_bytes(data)
    assert "move it away" in refused(lambda: Conversations.open(path)).remedy
    assert path.read_bytes() == data


def test_a_damaged_file_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "t"
    made = made_file(path, *map(str, range(50)))
    data = bytearray(path.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    path.write_bytes(data)

    def use() -> None:
        with Conversations.open(path) as talks:
            talks.load("", made.id)

    assert refused(use).subject == str(path)
    assert path.read_bytes() == data


def test_a_damaged_turn_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "t"
    made = made_file(path, "一？", "二？", "三？", "四？")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE turns SET data = substr(data, 1, 50) WHERE number = 1")
        connection.execute("UPDATE turns SET data = 'text', rating = 9 WHERE number = 2")
        connection.commit()
    with Conversations.open(path) as talks:
        one, *damaged, four = talks.load("", made.id).turns
        assert (one, four) == (made.turns[0], made.turns[3])
        assert [(each.typed, each.rating) for each in damaged] == [
            ("二?", 0),
            ("三?", 0),
        ]  # as they are searched
        for number, each in enumerate(damaged, start=1):
            assert isinstance(each.outcome, ConversationError)
            assert each.outcome.cause.startswith(f"what is kept of question {number} is damaged")
        assert len(talks.append("", "", talks.load("", made.id), turn("五？")).turns) == 5


def test_names_that_are_no_files_are_refused(tmp_path: Path) -> None:
    assert refused(lambda: Conversations.open(tmp_path)).cause == "it is a folder"
    assert "UTF-8" in refused(lambda: Conversations.open(tmp_path / "\ud800")).cause
    (tmp_path / "file").write_text("x")
    refused(lambda: Conversations.open(tmp_path / "file" / "t"), StorageError)
    with Conversations.open(tmp_path / "a?b#c%20 d") as talks:  # signs of URIs
        begun(talks, "一？")
    assert {each.name for each in tmp_path.iterdir()} == {"file", "a?b#c%20 d"}


@contextmanager
def as_reader(folder: Path) -> Iterator[None]:
    """Without permission to write to a folder; root is nobody meanwhile, whom permissions bind."""
    paths = [folder, *folder.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        for path in filter(Path.exists, paths):
            path.chmod(0o755 if path.is_dir() else 0o644)


def refuses_changes(talks: Conversations, made: Conversation) -> None:
    for act in (
        lambda: talks.append("", "", made, turn()),
        lambda: talks.replace_last("", "", made, turn()),
        lambda: talks.rename("", made.id, "x"),
        lambda: talks.delete("", made.id),
        lambda: talks.set_settings("", Settings(keep_ratings=True)),
    ):
        refused(act, StorageError)
    assert talks.load("", made.id) == made


@POSIX
def test_a_file_that_may_not_be_written_can_be_read(place: Path) -> None:
    made = made_file(place / "t")
    with as_reader(place), Conversations.open(place / "t") as talks:
        refuses_changes(talks, made)
        refused(lambda: Conversations.open(place / "new"), StorageError)


@POSIX
def test_a_file_that_its_owner_has_open_can_be_read_by_who_may_not_write(place: Path) -> None:
    with Conversations.open(place / "t") as owner:
        made = begun(owner, "一？", "二？")
        with as_reader(place), Conversations.open(place / "t") as talks:
            refuses_changes(talks, made)


@POSIX
def test_what_its_owner_adds_meanwhile_is_seen(place: Path) -> None:
    made = made_file(place / "t")
    with as_reader(place):
        talks = Conversations.open(place / "t")
        assert talks.load("", made.id) == made
    with Conversations.open(place / "t") as owner:
        grown = owner.append("", "", made, turn("三？"))
    assert talks.load("", made.id) == grown
    assert len(talks.append("", "", grown, turn("四？")).turns) == 4  # and it may be written now
    talks.close()


@POSIX
def test_a_file_that_may_not_be_read_is_told(place: Path) -> None:
    made_file(place / "t")
    with as_reader(place):
        if os.geteuid() == NOBODY:
            os.seteuid(0)
            (place / "t").chmod(0)
            os.seteuid(NOBODY)
        else:
            (place / "t").chmod(0)
        assert refused(lambda: Conversations.open(place / "t"), StorageError).subject == str(place / "t")


def test_a_read_only_disk_can_be_read(disk: Path) -> None:
    made = made_file(disk / "t")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with Conversations.open(disk / "t") as talks:
        refuses_changes(talks, made)


def test_a_full_disk_loses_nothing(disk: Path) -> None:
    with Conversations.open(disk / "t") as talks:
        made = begun(talks, "0")
        error, number = None, 0
        while error is None and number < 5000:
            number += 1
            try:
                made = talks.append("", "", made, turn(f"{number} {os.urandom(400).hex()}"))
            except StorageError as caught:
                error = caught
        assert error is not None
        assert "full" in error.cause
        assert len(made.turns) > 20
        assert talks.load("", made.id).turns == made.turns
    with Conversations.open(disk / "t") as talks:
        assert talks.load("", made.id) == made
    subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
    with Conversations.open(disk / "t") as talks:
        grown = talks.append("", "", made, turn("还有？"))
        assert grown.turns == (*made.turns, turn("还有？"))


def test_a_full_disk_has_no_room_for_a_new_file(disk: Path) -> None:
    (disk / "filler").write_bytes(b"x" * ((1 << 20) - 4096))
    error = refused(lambda: Conversations.open(disk / "t"), StorageError)
    assert error.subject == str(disk / "t")
