"""Under which names the page is reached, and whose pages may ask for something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.serving.hosts import Hosts, from_elsewhere, is_loopback, split_host

_ALONE = Hosts()
_TEAM = Hosts(frozenset({"nas", "192.168.7.2"}), addresses=True)
_PROXIED = Hosts(frozenset({"reports.example.org", "alt.example.org:8443"}), proxied=True)


@pytest.mark.parametrize(
    ("authority", "parts"),
    [
        ("localhost", ("localhost", "")),
        ("LocalHost:7860", ("localhost", "7860")),
        ("127.0.0.1:80", ("127.0.0.1", "80")),
        ("[::1]:7860", ("[::1]", "7860")),
        ("[::1]", ("[::1]", "")),
        ("reports.example.org", ("reports.example.org", "")),
        ("", None),
        ("a b", None),
        ("a/b", None),
        ("a:b", None),
        ("a:123456", None),
        ("user@host", None),
        ("::1", None),
        ("host.", None),
        (".host", None),
        ("host\n", None),
        ("höst", None),
    ],
)
def test_a_host_header_is_a_name_and_a_port(authority: str, parts: tuple[str, str] | None) -> None:
    assert split_host(authority) == parts


@pytest.mark.parametrize(
    ("hosts", "host", "allowed"),
    [
        (_ALONE, "127.0.0.1:7860", True),
        (_ALONE, "localhost:1", True),
        (_ALONE, "[::1]", True),
        (_ALONE, "reports.example", False),
        (_ALONE, "localhost.evil.example", False),
        (_ALONE, "192.168.7.2", False),
        (_ALONE, "", False),
        (_TEAM, "192.168.7.2:7860", True),
        (_TEAM, "192.168.7.3", True),  # any number: no site has one for a name
        (_TEAM, "[fe80::1]:7860", True),
        (_TEAM, "NAS:7860", True),
        (_TEAM, "nas.evil.example", False),
        (_TEAM, "evil.example", False),
        (_PROXIED, "reports.example.org", True),
        (_PROXIED, "reports.example.org:443", True),
        (_PROXIED, "alt.example.org", True),
        (_PROXIED, "127.0.0.1:7860", True),
        (_PROXIED, "192.168.7.2", False),
        (_PROXIED, "example.org", False),
    ],
)
def test_the_page_answers_to_its_own_names_only(hosts: Hosts, host: str, allowed: bool) -> None:
    assert hosts.allows(host) is allowed


@pytest.mark.parametrize(
    ("hosts", "origin", "host", "scheme", "allowed"),
    [
        (_ALONE, "http://127.0.0.1:7860", "127.0.0.1:7860", "http", True),
        (_ALONE, "http://localhost:7860", "localhost:7860", "http", True),
        (_ALONE, "http://127.0.0.1:7861", "127.0.0.1:7860", "http", False),  # another program of this machine
        (_ALONE, "http://localhost:7860", "127.0.0.1:7860", "http", False),
        (_ALONE, "https://127.0.0.1:7860", "127.0.0.1:7860", "http", False),
        (_ALONE, "null", "127.0.0.1:7860", "http", False),
        (_ALONE, "", "127.0.0.1:7860", "http", False),
        (_ALONE, "https://evil.example", "127.0.0.1:7860", "http", False),
        (_ALONE, "http://127.0.0.1:7860.evil.example", "127.0.0.1:7860", "http", False),
        (_ALONE, "http://127.0.0.1:7860@evil.example", "127.0.0.1:7860", "http", False),
        (_ALONE, "file://", "127.0.0.1:7860", "http", False),
        (_TEAM, "http://nas:7860", "nas:7860", "http", True),
        (_TEAM, "http://nas", "nas:7860", "http", False),
        (_TEAM, "http://nas", "nas:80", "http", True),
        # the proxy passes the name on, and says that it ended TLS, or does not
        (_PROXIED, "https://reports.example.org", "reports.example.org", "https", True),
        (_PROXIED, "https://reports.example.org", "reports.example.org", "http", True),
        (_PROXIED, "http://reports.example.org", "reports.example.org", "http", True),
        (_PROXIED, "http://reports.example.org", "reports.example.org", "https", False),
        # it asks by the name of this machine
        (_PROXIED, "https://reports.example.org", "127.0.0.1:7860", "http", True),
        (_PROXIED, "https://alt.example.org:8443", "127.0.0.1:7860", "https", True),
        (_PROXIED, "https://alt.example.org", "127.0.0.1:7860", "https", False),
        (_PROXIED, "https://reports.example.org:8443", "127.0.0.1:7860", "https", False),
        (_PROXIED, "https://evil.example", "reports.example.org", "https", False),
        (_PROXIED, "https://reports.example.org.evil.example", "127.0.0.1:7860", "https", False),
    ],
)
def test_only_pages_of_ours_may_ask(hosts: Hosts, origin: str, host: str, scheme: str, allowed: bool) -> None:
    assert hosts.allows_origin(origin, host, scheme) is allowed


@given(st.text(max_size=40), st.sampled_from(["http", "https"]))
def test_no_other_origin_is_ours(tail: str, scheme: str) -> None:
    own = "127.0.0.1:7860"
    for origin in (
        tail,
        f"http://{tail}",
        f"http://{own}{tail}",
        f"http://{tail}@{own}",
        f"http://{tail}.{own}",
    ):
        assert _ALONE.allows_origin(origin, own, scheme) is (origin == f"http://{own}" and scheme == "http")


@pytest.mark.parametrize(
    ("headers", "method", "refused"),
    [
        ({}, "POST", False),  # no browser
        ({"sec-fetch-site": "same-origin"}, "POST", False),
        ({"sec-fetch-site": "none", "sec-fetch-mode": "navigate"}, "GET", False),
        ({"sec-fetch-site": "cross-site"}, "GET", True),
        ({"sec-fetch-site": "same-site"}, "GET", True),
        (
            {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
            "GET",
            True,
        ),
        (
            {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
            "GET",
            False,
        ),
        (
            {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
            "GET",
            True,
        ),
        (
            {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
            "POST",
            True,
        ),
    ],
)
def test_pages_of_other_sites_may_link_to_us_and_no_more(
    headers: dict[str, str], method: str, refused: bool
) -> None:
    assert from_elsewhere(headers, method) is refused


def test_loopback() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost", "LOCALHOST")))
    assert not any(map(is_loopback, ("192.168.7.2", "::", "nas", "localhost.example", "")))
