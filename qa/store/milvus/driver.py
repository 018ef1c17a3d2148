"""The one module that imports pymilvus: connecting, making collections, and failures as errors of qa."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

_dotenv = os.environ.get("PYTHON_DOTENV_DISABLED")
os.environ["PYTHON_DOTENV_DISABLED"] = "1"  # else importing pymilvus takes over a .env of the working folder
import grpc  # noqa: E402
from pymilvus import DataType, MilvusClient, MilvusException  # noqa: E402

from qa.errors import LibraryError  # noqa: E402
from qa.store.milvus.address import TOKEN  # noqa: E402
from qa.store.milvus.schema import Field  # noqa: E402

if _dotenv is None:
    del os.environ["PYTHON_DOTENV_DISABLED"]
else:
    os.environ["PYTHON_DOTENV_DISABLED"] = _dotenv

__all__ = ["connect", "errors", "make_collection", "quieten"]

_CONNECT, _MAKE = 10.0, 120.0
"""Seconds until a call is given up."""

_AWAY: Final = ("UNAVAILABLE", "server unavailable", "Fail connecting")
_LATE: Final = ("DEADLINE_EXCEEDED", "Deadline Exceeded", "timeout")
"""How pymilvus says that nobody answers, or not in time."""


def quieten() -> None:
    """Keep pymilvus and Milvus Lite from printing a traceback of every failure, for each is raised here, too.

    Their loggers are the host program's as well: they are left alone until a library is opened, and where the program
    has given them a level of its own.
    """
    for name in ("pymilvus", "milvus_lite"):
        logger = logging.getLogger(name)
        if logger.level in (logging.NOTSET, logging.WARNING):  # as they set it themselves
            logger.setLevel(logging.CRITICAL)


def connect(subject: str, uri: str, token: str, *, here: bool) -> Any:
    """Connect to a server.

    :param subject: what errors name.
    :param uri: ``http://host:port``, or https.
    :param token: ``user:password`` or a token; empty for none.
    :param here: whether it runs in this process, where no proxy stands in between and nothing need be kept alive.
    :return: pymilvus's client.
    :raises LibraryError: when nobody answers there, or it refuses the user.
    """
    options = {"grpc.enable_http_proxy": 0, "grpc.keepalive_time_ms": 2**31 - 1} if here else {}
    with errors(subject):
        # a connection of its own: closing it closes that of nobody else
        return MilvusClient(uri, token=token, timeout=_CONNECT, dedicated=True, grpc_options=options)


def make_collection(milvus: Any, name: str, fields: Sequence[Field], *, exact: bool) -> None:
    """Make a collection, without loading it.

    :param milvus: as :func:`connect` returned it.
    :param name: its name.
    :param fields: its fields.
    :param exact: whether every vector is compared with a query; else the server chooses.
    """
    schema = milvus.create_schema(auto_id=False, enable_dynamic_field=False)
    index = milvus.prepare_index_params()
    for field in fields:
        if field.kind in ("key", "text", "bulk"):
            # what is bulk lies on disk, not in memory
            mapped = {"mmap_enabled": True} if field.kind == "bulk" else {}
            key = field.kind == "key"
            schema.add_field(field.name, DataType.VARCHAR, is_primary=key, max_length=field.size, **mapped)
        elif field.kind == "vector":
            schema.add_field(field.name, DataType.FLOAT_VECTOR, dim=field.size)
            kind = "FLAT" if exact or field.size == 2 else "AUTOINDEX"
            index.add_index(field.name, index_type=kind, metric_type="IP")
        elif field.kind == "sparse":
            schema.add_field(field.name, DataType.SPARSE_FLOAT_VECTOR)
            index.add_index(field.name, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
        else:
            schema.add_field(field.name, DataType.BOOL if field.kind == "flag" else DataType.INT64)
    milvus.create_collection(name, schema=schema, timeout=_MAKE, consistency_level="Strong")
    # waiting for the index of no rows would take half a second
    milvus.create_index(name, index, timeout=_MAKE, sync=False)


@contextmanager
def errors(subject: str) -> Iterator[None]:
    """Raise failures of calls as errors of qa.

    :param subject: what they name.
    :raises LibraryError: when a call fails.
    """
    try:
        yield
    except MilvusException as error:
        raise _as_error(subject, error.code, str(error.message)) from error
    except grpc.RpcError as error:
        raise _as_error(subject, error.code(), str(error.details())) from error


def _as_error(subject: str, code: object, text: str) -> LibraryError:
    """What failed, in the words of qa."""
    line = text.strip().splitlines()[0][:200] if text.strip() else str(code)
    plain = text.lower()
    if code == grpc.StatusCode.UNAUTHENTICATED or "auth check" in plain or "unauthenticated" in plain:
        remedy = f"Give user:password in the address or in {TOKEN}"
        return LibraryError(subject, "Milvus refuses the user name, password or token", remedy)
    if code == grpc.StatusCode.PERMISSION_DENIED or "permission deny" in plain:
        return LibraryError(subject, f"Milvus does not allow it ({line})", "Ask who runs the server")
    if code == grpc.StatusCode.UNAVAILABLE or any(word in text for word in _AWAY):
        return LibraryError(subject, "no Milvus server answers there", "Start it, or correct the address")
    if code == grpc.StatusCode.DEADLINE_EXCEEDED or any(word in text for word in _LATE):
        return LibraryError(subject, "Milvus does not answer in time", "Try again, or see the server's log")
    return LibraryError(subject, f"Milvus fails ({line})", "See the server's log")
