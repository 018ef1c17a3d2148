"""Where the page is listened for, and that nobody opens it to others by accident."""

import socket
from ipaddress import ip_network
from pathlib import Path

import pytest
from argon2 import PasswordHasher

import qa.accounts
from qa.accounts import Accounts
from qa.errors import AccessError, QAError
from ui.serving.reach import Options, bound, hosts_of, proxies_of, require_users, root_of


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Accounts:
    monkeypatch.setattr(qa.accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return Accounts.open(tmp_path / "users.json")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.7.2", "nas", "0"])  # noqa: S104
def test_others_have_to_log_in(accounts: Accounts, host: str) -> None:
    options = Options(host)
    with pytest.raises(AccessError, match=r"nobody would have to log in.*report-qa user add"):
        require_users(options, None)
    with pytest.raises(AccessError, match=r"it names no user.*report-qa user add NAME --users"):
        require_users(options, accounts)
    accounts.add("bo", "battery staple")
    require_users(options, accounts)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_at_ones_own_machine_nobody_has_to_unless_users_are_named(accounts: Accounts, host: str) -> None:
    require_users(Options(host), None)
    with pytest.raises(AccessError, match="so nobody could log in"):
        require_users(Options(host), accounts)


def test_a_broken_file_of_users_lets_nobody_in(accounts: Accounts) -> None:
    accounts.path.write_text("{", encoding="utf-8")
    with pytest.raises(QAError, match="it is no file of users"):
        require_users(Options(), accounts)


@pytest.mark.parametrize(
    ("given", "root"),
    [("", ""), ("/", ""), ("/reports", "/reports"), ("/reports/", "/reports"), ("/a/b-c", "/a/b-c")],
)
def test_the_path_everything_is_served_below(given: str, root: str) -> None:
    assert root_of(Options(root_path=given)) == root


@pytest.mark.parametrize(
    "given",
    [
        "reports",
        "//evil.example",
        "/a//b",
        "/a/../b",
        "/..",
        "/a b",
        "/a?b",
        "https://a/b",
        "/报告",
        "/a%2fb",
        "/.",
    ],
)
def test_what_is_no_path_is_refused(given: str) -> None:
    with pytest.raises(QAError, match="it is no path that can be served below"):
        root_of(Options(root_path=given))


def test_the_names_the_page_is_reached_by() -> None:
    alone = hosts_of(Options())
    assert (alone.names, alone.addresses, alone.proxied) == (frozenset(), False, False)
    team = hosts_of(Options("192.168.7.2", hosts=("NAS",)))
    assert {"nas", "192.168.7.2"} <= team.names
    assert (team.addresses, team.proxied) == (True, False)
    assert "[::]" in hosts_of(Options("::")).names
    proxied = hosts_of(Options(root_path="/", hosts=("reports.example.org",)))
    assert (proxied.names, proxied.addresses, proxied.proxied) == ({"reports.example.org"}, False, True)
    for name in ("https://reports.example.org", "reports.example.org/x", "", "a b"):
        with pytest.raises(QAError, match="it is no name of a machine"):
            hosts_of(Options(hosts=(name,)))


def test_the_first_free_port_is_taken() -> None:
    with bound(Options()) as one, bound(Options()) as other:
        assert 7860 <= one.getsockname()[1] < other.getsockname()[1] < 7960
        assert one.getsockname()[0] == "127.0.0.1"


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6")
def test_the_newer_kind_of_addresses() -> None:
    for host in ("::1", "[::1]"):
        with bound(Options(host)) as listening:
            assert listening.getsockname()[0] == "::1"


def test_a_taken_port_is_an_error_with_a_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(QAError, match=f"port {port}: is in use.*--port"):
            bound(Options(port=port))


def test_a_name_that_nobody_has_is_an_error_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(QAError, match=r"--host nas: there is no such address\. Give one of this machine's"):
        bound(Options("nas"))


def test_proxies_that_are_believed() -> None:
    assert proxies_of(Options()) == ()
    options = Options(proxies=("172.17.0.1", "10.1.2.3/8", "fd00::1"))
    assert proxies_of(options) == (
        ip_network("172.17.0.1/32"),
        ip_network("10.0.0.0/8"),
        ip_network("fd00::1/128"),
    )
    assert hosts_of(options).proxied
    with pytest.raises(QAError, match=r"--proxy nginx: it is no address of a machine or a network"):
        proxies_of(Options(proxies=("172.17.0.1", "nginx")))
