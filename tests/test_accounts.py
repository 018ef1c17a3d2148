"""Who may log in: what the file holds, who gets in, and that neither a crash nor another writer loses anybody."""

import json
import os
import re
import stat
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

import qa.accounts
from qa.accounts import LONGEST_PASSWORD, Account, Accounts, Role
from qa.errors import AccessError, BusyError, QAError, StorageError
from qa.talk.store import Conversations
from qa.users_file import LONGEST_NAME, User, changing, named, read_users
from ui.loading import Loading
from ui.site import Person, Site

_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashes that take no time: what is checked here is not how strong Argon2 is."""
    monkeypatch.setattr(qa.accounts, "_HASHER", _QUICK)
    qa.accounts._nobody.cache_clear()
    yield
    qa.accounts._nobody.cache_clear()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "users.json"


@pytest.fixture
def accounts(path: Path) -> Accounts:
    return Accounts.open(path)


def test_only_who_knows_the_password_gets_in(accounts: Accounts) -> None:
    assert accounts.add("林澄", "correct horse", Role.EDITOR) == Account("林澄", Role.EDITOR)
    assert accounts.add("bo", "battery staple") == Account("bo", Role.READER)
    assert accounts.check("林澄", "correct horse") == Account("林澄", Role.EDITOR)
    assert accounts.check("bo", "battery staple") == Account("bo", Role.READER)
    for name, password in (
        ("bo", "correct horse"),
        ("Bo", "battery staple"),
        ("bo ", "battery staple"),
        ("bo", "Battery staple"),
        ("bo", "battery staple "),
        ("bo", ""),
        ("", ""),
        ("nobody", "battery staple"),
        ("bo", "x" * (LONGEST_PASSWORD + 1)),
        ("bo", "\ud800"),
        ("\ud800", "battery staple"),
    ):
        assert accounts.check(name, password) is None


def test_the_file_holds_a_salted_hash_and_no_password(accounts: Accounts, path: Path) -> None:
    accounts.add("ana", "correct horse")
    accounts.add("bo", "correct horse")
    text = path.read_text(encoding="utf-8")
    assert "correct horse" not in text
    held = json.loads(text)
    assert held["format"] == 1
    assert [(user["name"], user["role"]) for user in held["users"]] == [("ana", "reader"), ("bo", "reader")]
    one, other = (user["password"] for user in held["users"])
    assert one.startswith("$argon2id$v=19$")
    assert one != other  # the same password, another salt
    assert _QUICK.verify(one, "correct horse")


def test_the_hashes_are_argon2id_with_the_parameters_of_rfc_9106(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    qa.accounts._nobody.cache_clear()
    assert qa.accounts._nobody().startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights elsewhere")
def test_the_file_is_for_its_owner_alone_unless_its_group_was_let_in(accounts: Accounts, path: Path) -> None:
    before = os.umask(0)
    try:
        accounts.add("ana", "correct horse")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        path.chmod(0o646)
        accounts.set_role("ana", Role.EDITOR)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    finally:
        os.umask(before)
    assert sorted(each.name for each in path.parent.iterdir()) == ["users.json", "users.json.lock"]


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_link_to_the_file_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    link.symlink_to(real)
    Accounts.open(link).add("ana", "correct horse")
    assert link.is_symlink()
    assert list(read_users(real)) == ["ana"]


def test_changes_by_another_process_count_at_once(accounts: Accounts, path: Path) -> None:
    other = Accounts.open(path)
    assert accounts.role_of("bo") is None
    other.add("bo", "battery staple")
    assert accounts.role_of("bo") is Role.READER
    other.set_role("bo", Role.EDITOR)
    assert accounts.role_of("bo") is Role.EDITOR
    mark = accounts.mark_of("bo")
    other.set_password("bo", "correct horse")
    assert accounts.mark_of("bo") not in (None, mark)
    assert accounts.check("bo", "battery staple") is None
    assert accounts.check("bo", "correct horse") == Account("bo", Role.EDITOR)
    other.remove("bo")
    assert accounts.role_of("bo") is None
    assert accounts.mark_of("bo") is None
    assert accounts.check("bo", "correct horse") is None
    assert accounts.all() == ()
    path.unlink()
    assert accounts.role_of("bo") is None


def test_a_role_changes_no_mark(accounts: Accounts) -> None:
    accounts.add("bo", "battery staple")
    mark = accounts.mark_of("bo")
    accounts.set_role("bo", Role.EDITOR)
    assert accounts.mark_of("bo") == mark


def test_nobody_can_be_taken_for_another(accounts: Accounts) -> None:
    accounts.add("bo", "battery staple")
    with pytest.raises(AccessError, match=r"^bo: there is such a user already"):
        accounts.add("bo", "correct horse")
    assert accounts.check("bo", "battery staple") is not None
    accounts.add("Bo", "correct horse")
    assert [each.name for each in accounts.all()] == ["Bo", "bo"]


def test_names_and_passwords_are_the_same_from_every_keyboard(accounts: Accounts) -> None:
    accounts.add("Zoe\u0308", "pa\u0301ssword")
    assert accounts.check("Zo\u00eb", "p\u00e1ssword") == Account("Zo\u00eb", Role.READER)
    assert accounts.check("Zoe\u0308", "pa\u0301ssword") == Account("Zo\u00eb", Role.READER)
    accounts.remove("Zoe\u0308")
    assert accounts.all() == ()


@pytest.mark.parametrize("change", ["remove", "set_password", "set_role"])
def test_who_is_not_there_cannot_be_changed(accounts: Accounts, change: str) -> None:
    accounts.add("bo", "battery staple")
    arguments = {"remove": (), "set_password": ("correct horse",), "set_role": (Role.EDITOR,)}[change]
    with pytest.raises(AccessError, match=r"^li: there is no such user\. See `report-qa user list`"):
        getattr(accounts, change)("li", *arguments)
    assert accounts.check("bo", "battery staple") == Account("bo", Role.READER)


@pytest.mark.parametrize(
    ("password", "cause"),
    [
        ("short67", "too short"),
        ("", "too short"),
        ("x" * 1025, "too long"),
        ("tab\tin the middle", "no text"),
        ("half \ud800 a letter", "no text"),
    ],
)
def test_passwords_that_do_not_serve_are_refused(
    accounts: Accounts, path: Path, password: str, cause: str
) -> None:
    with pytest.raises(QAError, match=rf"^password: .*{cause}") as caught:
        accounts.add("bo", password)
    assert not password or password not in str(caught.value)
    assert not path.exists()


@pytest.mark.parametrize(
    "name", ["a", "林澄", "ana maria", "o'neill-2", "Zo\u00eb", "x" * LONGEST_NAME, "user@host"]
)
def test_names_that_serve(name: str) -> None:
    assert named(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        " a",
        "a ",
        "a  b",
        "a:b",
        "a\nb",
        "a\tb",
        "a\x00b",
        "a\x1b[2Jb",
        "a\u202eb",
        "a\u200bb",
        "a\u2028b",
        "a\u3000b",
        "a\ufeffb",
        "a\ud800b",
        "\u0301a",
        "\ue000",
        "x" * (LONGEST_NAME + 1),
    ],
)
def test_names_that_do_not_serve(accounts: Accounts, name: str) -> None:
    with pytest.raises(QAError, match="it is no name for a user") as caught:
        accounts.add(name, "correct horse")
    assert str(caught.value).isprintable()


@given(st.text(max_size=80))
def test_every_name_is_refused_or_safe(name: str) -> None:
    try:
        kept = named(name)
    except QAError:
        return
    assert kept == unicodedata.normalize("NFC", name) == named(kept)
    assert 1 <= len(kept) <= LONGEST_NAME
    assert not any(unicodedata.category(each)[0] == "C" for each in kept)
    assert not any(each.isspace() and each != " " for each in kept)
    assert ":" not in kept
    assert kept.encode("utf-8").decode("utf-8") == kept


def _serves(name: str) -> bool:
    try:
        return named(name) == name
    except QAError:
        return False


@settings(deadline=None, max_examples=30)
@given(
    st.dictionaries(
        st.text("abc林澄 \u00eb'\"\\", min_size=1, max_size=9).filter(_serves),
        st.sampled_from(list(Role)),
        max_size=6,
    )
)
def test_what_is_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, users: dict[str, Role]
) -> None:
    path = tmp_path_factory.mktemp("users") / "users.json"
    with changing(path) as held:
        held |= {name: User(name, role, f"$argon2id${name}") for name, role in users.items()}
    assert {name: user.role for name, user in read_users(path).items()} == users
    assert all(user.password == f"$argon2id${name}" for name, user in read_users(path).items())


_USER = {"name": "bo", "role": "reader", "password": "$argon2id$x"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"null",
        b"[" * 100_000,
        json.dumps({"format": 2, "users": []}).encode(),
        json.dumps({"format": 1}).encode(),
        json.dumps({"format": 1, "users": ["bo"]}).encode(),
        json.dumps({"format": 1, "users": [_USER | {"role": "owner"}]}).encode(),
        json.dumps({"format": 1, "users": [_USER | {"name": 1}]}).encode(),
        json.dumps({"format": 1, "users": [_USER | {"name": "a:b"}]}).encode(),
        json.dumps({"format": 1, "users": [_USER | {"name": "e\u0301"}]}).encode(),
        json.dumps({"format": 1, "users": [_USER | {"password": "plain text"}]}).encode(),
        json.dumps({"format": 1, "users": [_USER, _USER]}).encode(),
    ],
)
def test_a_file_that_is_none_lets_nobody_in_and_is_not_overwritten(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(QAError, match="it is no file of users as report-qa writes it") as caught:
        Accounts.open(path)
    assert "plain text" not in str(caught.value)
    with pytest.raises(QAError, match="it is no file of users"):
        Accounts(path).add("ana", "correct horse")
    assert path.read_bytes() == content


def test_a_file_that_is_broken_later_lets_nobody_in(accounts: Accounts, path: Path) -> None:
    accounts.add("bo", "battery staple")
    path.write_text("{", encoding="utf-8")
    for ask in (
        lambda: accounts.role_of("bo"),
        lambda: accounts.check("bo", "battery staple"),
        lambda: accounts.mark_of("bo"),
    ):
        with pytest.raises(QAError, match="it is no file of users"):
            ask()


def test_a_folder_is_no_file_of_users(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="the disk refuses"):
        Accounts.open(tmp_path)


def test_an_interrupted_write_leaves_the_file_as_it_was(
    accounts: Accounts, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add("bo", "battery staple")
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("qa.users_file.os.fsync", fail)
    with pytest.raises(StorageError, match="the disk is full"):
        accounts.add("ana", "correct horse")
    assert path.read_bytes() == before
    assert sorted(each.name for each in path.parent.iterdir()) == ["users.json", "users.json.lock"]
    assert accounts.check("bo", "battery staple") is not None


def test_writers_wait_for_each_other_and_lose_nobody(path: Path) -> None:
    names = [f"user{number}" for number in range(24)]

    def add(own: list[str]) -> None:
        accounts = Accounts.open(path)
        for name in own:
            accounts.add(name, "correct horse")

    threads = [threading.Thread(target=add, args=(names[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.name for each in Accounts.open(path).all()) == sorted(names)


_HOLD = """
import sys
from pathlib import Path
from qa.users_file import changing
with changing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_who_waits_too_long_is_told(accounts: Accounts, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.users_file._BUSY_SECONDS", 0.2)
    command = [sys.executable, "-c", _HOLD, str(path)]
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match="another process is changing it"):
            accounts.add("bo", "battery staple")
        process.communicate("")
    accounts.add("bo", "battery staple")


def test_a_name_that_nobody_has_takes_the_same_work(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add("bo", "battery staple")
    verified: list[str] = []
    fits = qa.accounts._fits

    def counting(hashed: str, password: str) -> bool:
        verified.append(hashed)
        return fits(hashed, password)

    monkeypatch.setattr(qa.accounts, "_fits", counting)
    for name, password in (("bo", "wrong password"), ("nobody", "wrong password"), ("bo", "x" * 2000)):
        assert accounts.check(name, password) is None
    assert len(verified) == 3
    assert {each.split("$")[3] for each in verified} == {"m=8,t=1,p=1"}  # one and the same cost


def test_a_login_moves_a_hash_to_new_parameters(
    accounts: Accounts, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add("bo", "battery staple")
    monkeypatch.setattr(qa.accounts, "_HASHER", PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    assert accounts.check("bo", "wrong password") is None
    assert "m=8,t=1,p=1" in read_users(path)["bo"].password
    assert accounts.check("bo", "battery staple") == Account("bo", Role.READER)
    assert "m=8,t=2,p=1" in read_users(path)["bo"].password
    assert accounts.check("bo", "battery staple") == Account("bo", Role.READER)


def test_a_login_needs_no_file_that_can_be_written(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add("bo", "battery staple")
    monkeypatch.setattr(qa.accounts, "_HASHER", PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("qa.users_file._write", refuse)
    assert accounts.check("bo", "battery staple") == Account("bo", Role.READER)


def test_the_users_of_this_user_are_in_their_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.folders.user_data_path", lambda *_, **__: tmp_path / "data")
    Accounts.open().add("bo", "battery staple")
    assert list(read_users(tmp_path / "data" / "users.json")) == ["bo"]


def test_who_gets_the_name_of_somebody_removed_is_somebody_else(accounts: Accounts) -> None:
    accounts.add("bo", "battery staple")
    key = accounts.key_of("bo")
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", key)
    accounts.set_role("bo", Role.EDITOR)
    accounts.set_password("bo", "correct horse")
    assert accounts.key_of("bo") == Accounts.open(accounts.path).key_of("bo") == key
    accounts.remove("bo")
    with pytest.raises(AccessError, match="there is no such user"):
        accounts.key_of("bo")
    accounts.add("bo", "battery staple")
    assert accounts.key_of("bo") not in (key, "bo")


def _written(path: Path, *ids: object) -> None:
    users = [
        {"name": f"user{number}", "role": "reader", "password": "$argon2id$"}
        | ({} if each is None else {"id": each})
        for number, each in enumerate(ids)
    ]
    path.write_text(json.dumps({"format": 1, "users": users}), encoding="utf-8")


def test_accounts_older_than_ids_keep_what_was_under_their_names(accounts: Accounts) -> None:
    _written(accounts.path, None, None)
    assert accounts.key_of("user0") == "user0"
    accounts.set_role("user0", Role.EDITOR)  # the file is written, and their conversations stay theirs
    assert accounts.key_of("user0") == "user0"
    accounts.remove("user1")
    accounts.add("user1", "battery staple")
    assert accounts.key_of("user1") != "user1"


@pytest.mark.parametrize("ids", [("same", "same"), ("user1", None), (7,), ([],)])
def test_two_people_are_never_one(path: Path, ids: tuple[object, ...]) -> None:
    _written(path, *ids)
    with pytest.raises(QAError, match="it is no file of users"):
        read_users(path)


def test_a_person_of_the_page_has_the_key_of_the_account(accounts: Accounts) -> None:
    accounts.add("bo", "battery staple")
    site = Site(Loading(lambda report: pytest.fail("not opened")), Conversations.open(), accounts)
    assert site.person("bo") == Person("bo", Role.READER, accounts.key_of("bo"))
    assert Person("bo", Role.READER).key == "bo"
    assert Person("", Role.EDITOR).key == ""
