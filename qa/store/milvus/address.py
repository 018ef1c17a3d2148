"""What names a library on Milvus: an address, or a path of Milvus Lite."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from qa.errors import LibraryError

__all__ = ["TOKEN", "Address", "is_milvus"]

TOKEN: Final = "REPORT_QA_MILVUS_TOKEN"  # noqa: S105 - the variable's name
"""Environment variable with ``user:password`` or a token, for those who keep it out of commands."""

_SCHEMES: Final = {"milvus": "http", "http": "http", "milvuss": "https", "https": "https"}
_PORTS: Final = {"http": 19530, "https": 443}
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_DEFAULT: Final = "report_qa"
_EXAMPLE: Final = "Write it as milvus://host:19530/name"
_ENCODE: Final = f"{_EXAMPLE}; in a password, %2F stands for /, %3F for ?, %23 for # and %40 for @"
_SUBJECT: Final = "the address of the library"
_SCHEME: Final = re.compile(r"\s*([^\s/\\:@]{2,}):(//)?")  # a single letter is a drive of Windows


def is_milvus(where: str) -> bool:
    """Whether a library of this name is kept on Milvus.

    :param where: what the user named.
    :return: True for an address, a path that ends in ``.db``, and a folder that Milvus Lite made.
    :raises LibraryError: when it is an address of another kind, which would be taken for a folder; it is not shown, for
        a password may stand in it.
    """
    if _is_address(where):
        return True
    path = Path(where)
    try:
        if path.is_dir():
            return (path / "LOCK").is_file() and (path / "collections").is_dir()
    except PermissionError:
        return False  # whoever opens it as a folder says so
    return path.suffix == ".db"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a library is.

    :param subject: what errors name; holds no password.
    :param name: what its collections begin with.
    :param uri: ``http://host:port``; None for Milvus Lite.
    :param path: of Milvus Lite; None for a server.
    :param token: ``user:password`` or a token; empty for none.
    """

    subject: str
    name: str
    uri: str | None = None
    path: Path | None = None
    token: str = field(default="", repr=False)

    @classmethod
    def of(cls, where: str, token: str | None = None) -> Address:
        """Read an address.

        :param where: ``milvus://[user:password@]host[:port][/name]``, with ``milvuss`` or ``https`` for TLS, or a path.
        :param token: goes before what the address and :data:`TOKEN` say.
        :return: the address.
        :raises LibraryError: when it is none.
        """
        if not _is_address(where):
            path = Path(where).absolute()
            return cls(where, _DEFAULT, path=path)
        try:
            parts = urlsplit(where.strip())
            host, port = parts.hostname, parts.port
        except ValueError:
            # without the cause, which quotes what may be the password
            raise LibraryError(_SUBJECT, "it is none", _ENCODE) from None
        scheme = parts.scheme.lower()
        if not host:
            raise LibraryError(_SUBJECT, "it names no Milvus server", _EXAMPLE)
        if "@" in parts.path or parts.query or parts.fragment:
            raise LibraryError(_SUBJECT, "something follows the library's name", _ENCODE)
        name = parts.path.strip("/") or _DEFAULT
        server = f"[{host}]" if ":" in host else host
        server += f":{port or _PORTS[_SCHEMES[scheme]]}"
        subject = f"{scheme}://{server}/{name}"
        if not _NAME.fullmatch(name):
            cause = f"{name!r} cannot name a library on Milvus"
            raise LibraryError(subject, cause, "Take up to 100 letters, digits and _, and no digit first")
        given = ":".join(unquote(each) for each in (parts.username, parts.password) if each)
        secret = token or given or os.environ.get(TOKEN, "")
        return cls(subject, name, uri=f"{_SCHEMES[scheme]}://{server}", token=secret)


def _is_address(where: str) -> bool:
    """Whether it is the address of a server, not a path."""
    begins = _SCHEME.match(where)
    if begins is None or not (begins[2] or begins[1].lower() in _SCHEMES):
        return False
    if begins[2] and begins[1].lower() in _SCHEMES:
        return True
    raise LibraryError(_SUBJECT, f"{begins[0]!r} begins no address that is known", _EXAMPLE)
