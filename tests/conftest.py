"""What every test runs under: no network beyond this machine."""

import ipaddress
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest


def _stays_here(host: object) -> bool:
    if host is None or host in ("", "localhost", socket.gethostname()):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(host: object) -> None:
    pytest.fail(f"a test reaches for the network: {host!r}")


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    def call(self: socket.socket, *arguments: Any) -> Any:
        address = arguments[-1]
        if self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
            _stays_here(address[0]) or _refuse(address[0])
        return method(self, *arguments)

    return call


@contextmanager
def _offline() -> Iterator[None]:
    resolve = socket.getaddrinfo

    def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        _stays_here(name) or _refuse(name)
        return resolve(host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_network_in_fixtures() -> Iterator[None]:
    """Fail whatever connects, sends or resolves beyond the loopback interface."""
    with _offline():
        yield


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """The same for each test: plugins for sockets, where installed, put the methods back after every one."""
    with _offline():
        yield


@pytest.fixture
def untaught() -> Any:
    """A small reading network and its vocabulary; torch is loaded for those who ask for it alone."""
    from tests.lessons import untaught as make

    return make()


@pytest.fixture
def network(untaught: Any) -> Any:
    return untaught[0]


@pytest.fixture
def vocabulary(untaught: Any) -> Any:
    return untaught[1]


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that other users can see into, which tmp_path is not."""
    folder = Path(mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if (
        os.name != "posix"
        or os.geteuid()
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
