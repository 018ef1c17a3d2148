"""What names a library on Milvus, and that no password is ever shown."""

import re
from pathlib import Path
from traceback import format_exception

import pytest

from qa.errors import LibraryError
from qa.opening import open_store
from qa.store.milvus.address import TOKEN, Address, is_milvus


@pytest.fixture(autouse=True)
def no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN, raising=False)


@pytest.mark.parametrize(
    ("where", "uri", "name", "subject", "token"),
    [
        ("milvus://db", "http://db:19530", "report_qa", "milvus://db:19530/report_qa", ""),
        ("milvus://db:1/a", "http://db:1", "a", "milvus://db:1/a", ""),
        ("MILVUS://u:p@db/a/", "http://db:19530", "a", "milvus://db:19530/a", "u:p"),
        ("milvuss://u:p%40%3A@db/_a1", "https://db:443", "_a1", "milvuss://db:443/_a1", "u:p@:"),
        ("https://key@db.example:9/a", "https://db.example:9", "a", "https://db.example:9/a", "key"),
        ("http://[::1]:2/a", "http://[::1]:2", "a", "http://[::1]:2/a", ""),
    ],
)
def test_an_address_names_a_server(where: str, uri: str, name: str, subject: str, token: str) -> None:
    assert is_milvus(where)
    address = Address.of(where)
    assert (address.uri, address.name, address.subject, address.token) == (uri, name, subject, token)
    assert address.path is None
    assert not token or token not in repr(address) + address.subject


def test_a_token_is_taken_from_the_call_the_address_or_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(TOKEN, "from:environment")
    addresses = [Address.of("milvus://db/a"), Address.of("milvus://u:p@db/a")]
    addresses.append(Address.of("milvus://u:p@db/a", "given"))
    assert [each.token for each in addresses] == ["from:environment", "u:p", "given"]


@pytest.mark.parametrize(
    "where",
    ["milvus://", "milvus:///a", "milvus://db:no/a", "milvus://db/a-b", "milvus://db/1", "milvus://db/a/b"],
)
def test_what_is_no_address_is_refused(where: str) -> None:
    with pytest.raises(LibraryError) as caught:
        Address.of(where)
    assert caught.value.remedy


def test_a_refusal_keeps_the_password_to_itself() -> None:
    for where in ("milvus://u:secret@db/a-b", "milvus://u:secret@:1/a", "milvus://u:secret@db:99999/a"):
        with pytest.raises(LibraryError) as caught:
            Address.of(where)
        assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "where",
    [
        "milvsu://root:S3cret@host/x",
        "ftp://root:S3cret@host/x",
        " Milvsu+x://S3cret@host",
        "milvus:root:S3cret@host/x",
        "milvus:/root:S3cret@host/x",
        "https:root:S3cret@host",
        "my_milvus://root:S3cret@host",
    ],
)
def test_an_address_of_another_kind_is_no_folder(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for call in (is_milvus, Address.of, open_store):
        with pytest.raises(LibraryError) as caught:
            call(where)
        assert "S3cret" not in str(caught.value)
        assert "root" not in str(caught.value)
        assert "milvus://host:19530/name" in caught.value.remedy
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "where", ["C:\\reports", "C:/reports", "c:reports", "C://reports", "./a://b", "報告:2024", "reports:2024"]
)
def test_a_path_is_no_address(where: str) -> None:
    assert not is_milvus(where)
    assert Address.of(where).uri is None


@pytest.mark.parametrize(
    "where",
    [
        "milvus://root:S3c/ret@host/x",
        "milvus://root:12/S3cret@host/x",
        "milvus://root:12#S3cret@host/x",
        "milvus://root:12?S3cret@host/x",
        "milvus://root:S3c?ret@host/x",
        "milvus://S3cret]@host/x",
        "milvus://S3cret\u2100@host/x",
        "milvus://host/x?token=S3cret",
    ],
)
def test_a_password_that_is_not_encoded_is_not_shown(where: str) -> None:
    with pytest.raises(LibraryError) as caught:
        Address.of(where)
    told = "".join(format_exception(caught.value))
    assert not {"S3c", "ret@", "root"} & set(re.findall("S3c|ret@|root", str(caught.value)))
    assert "S3c" not in told.split("qa.errors.LibraryError")[-1]
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_path_is_of_milvus_lite_by_its_ending_or_its_content(tmp_path: Path) -> None:
    assert is_milvus(str(tmp_path / "new.db"))
    assert not is_milvus(str(tmp_path / "new"))
    (tmp_path / "folder.db").mkdir()
    assert not is_milvus(str(tmp_path / "folder.db"))
    made = tmp_path / "made"
    (made / "collections").mkdir(parents=True)
    assert not is_milvus(str(made))
    (made / "LOCK").touch()
    assert is_milvus(str(made))
    address = Address.of(str(made))
    assert (address.path, address.name, address.uri) == (made, "report_qa", None)
