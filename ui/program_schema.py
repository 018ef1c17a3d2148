"""JSON Schemas (draft 2020-12) of what programs are given, read off its types.

What a field means is read off docstrings: those of the values in :mod:`qa`, where it is written down once, and of the
types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import NoneType
from typing import Any, Final, get_args, get_origin, get_type_hints, is_typeddict

from qa import report_info, types
from ui import program_types

__all__ = ["JSONSchema", "name_of", "schema_of", "schemas", "standalone"]

JSONSchema = dict[str, Any]

_PLAIN: Final = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
_SUFFIX: Final = "JSON"
_VALUES: Final = {
    "Answer": types.Answer,
    "Candidate": types.Candidate,
    "Proof": types.Proof,
    "Quote": types.Quote,
    "Report": report_info.ReportInfo,
}
_PARAMETER: Final = re.compile(r"^:param (\w+): (.*?)(?=^:|\Z)", re.MULTILINE | re.DOTALL)
_ROLE: Final = re.compile(r":\w+:`~?([^`]+)`")


def name_of(kind: type) -> str:
    """What a type is called in schemas.

    :param kind: one of :mod:`ui.program_types`.
    :return: its name, without the ``JSON`` at its end.
    """
    return kind.__name__.removesuffix(_SUFFIX)


def _plain(text: str) -> str:
    """A docstring's text without its markup, and with the null of JSON."""
    told = _ROLE.sub(r"`\1`", " ".join(text.split())).replace("``", "`")
    return re.sub(r"\bNone\b", "null", told)


def _meanings(kind: type) -> dict[str, str]:
    """What each field means; the type itself has the last word."""
    documented = (_VALUES.get(name_of(kind)), kind)
    texts = (re.sub(r"^[ \t]+", "", each.__doc__ or "", flags=re.MULTILINE) for each in documented if each)
    return {field: _plain(meaning) for text in texts for field, meaning in _PARAMETER.findall(text)}


def schema_of(hint: object, refs: str) -> JSONSchema:
    """The schema of a type.

    :param hint: a type of :mod:`ui.program_types`, or one made of such and of ``str``, ``int``, ``float``, ``bool``,
        ``None``, ``list`` and ``|``.
    :param refs: what a reference to one of them starts with, such as ``#/$defs/``.
    :return: its schema.
    """
    if isinstance(hint, type) and hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if isinstance(hint, type) and is_typeddict(hint):
        return {"$ref": refs + name_of(hint)}
    if get_origin(hint) is list:
        return {"type": "array", "items": schema_of(get_args(hint)[0], refs)}
    choices = [schema_of(each, refs) for each in get_args(hint)]
    if all(choice.keys() == {"type"} for choice in choices):
        return {"type": [choice["type"] for choice in choices]}
    return {"anyOf": choices}


def _object(kind: type, refs: str) -> JSONSchema:
    meanings, hints = _meanings(kind), get_type_hints(kind)
    properties = {
        name: schema_of(hint, refs) | ({"description": meanings[name]} if name in meanings else {})
        for name, hint in hints.items()
    }
    return {
        "type": "object",
        "description": _plain((kind.__doc__ or "").split("\n\n")[0]),
        "properties": properties,
        "required": list(hints),
        "additionalProperties": False,
    }


def schemas(refs: str) -> dict[str, JSONSchema]:
    """The schemas of all types.

    :param refs: what a reference to one of them starts with.
    :return: each by its name.
    """
    kinds = (getattr(program_types, name) for name in program_types.__all__)
    return {name_of(kind): _object(kind, refs) for kind in kinds}


def _referred(value: object) -> Iterator[str]:
    """The names that a schema refers to."""
    if isinstance(value, dict):
        if "$ref" in value:
            yield str(value["$ref"]).rpartition("/")[2]
        for each in value.values():
            yield from _referred(each)
    elif isinstance(value, list):
        for each in value:
            yield from _referred(each)


def standalone(hint: object) -> JSONSchema:
    """The schema of an object that brings along what it refers to.

    :param hint: a type of :mod:`ui.program_types`, or any other: what is no object becomes the ``result`` of one.
    :return: its schema, with ``$defs``.
    """
    refs = "#/$defs/"
    every = schemas(refs)
    if isinstance(hint, type) and is_typeddict(hint):
        whole = dict(every[name_of(hint)])
    else:
        whole = {
            "type": "object",
            "properties": {"result": schema_of(hint, refs)},
            "required": ["result"],
            "additionalProperties": False,
        }
    needed: dict[str, JSONSchema] = {}
    wanted = list(_referred(whole))
    while wanted:
        name = wanted.pop()
        if name not in needed:
            needed[name] = every[name]
            wanted += _referred(every[name])
    return whole | ({"$defs": {name: needed[name] for name in sorted(needed)}} if needed else {})
