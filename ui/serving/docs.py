"""``/docs``: the OpenAPI document as a page, without a script and without anything from another host. Pure."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any, Final

from ui.markup import verbatim

__all__ = ["render_docs"]

_STYLE: Final = files("ui.serving").joinpath("docs.css").read_text(encoding="utf-8")
_JSON: Final = "application/json"

_HTTPX: Final = """import httpx

with httpx.Client(base_url={base}{auth}, timeout=120) as client:
    told = client.post("api/ask", json={{"question": "瀾江二橋總投資多少？"}})
    told.raise_for_status()
    answer = told.json()
    print(answer["text"] if answer["answered"] else "The reports do not say.")"""
_GRADIO: Final = """from gradio_client import Client

client = Client({base}{auth})
answer = client.predict("瀾江二橋總投資多少？", api_name="/ask")
print(answer["text"] if answer["answered"] else "The reports do not say.")"""
_MCP: Final = """import asyncio

import httpx
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client


async def main():
    async with (
        httpx.AsyncClient({auth}timeout=120) as http,
        streamable_http_client({address}, http_client=http) as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        told = await session.call_tool("ask", {{"question": "瀾江二橋總投資多少？"}})
        print(told.structuredContent["text"])


asyncio.run(main())"""
_NAME: Final = "NAME"
_PASSWORD: Final = "PASSWORD"  # noqa: S105 - stands for one


def _code(text: str) -> str:
    return f"<code>{verbatim(text)}</code>"


def _block(text: str) -> str:
    return f'<pre tabindex="0">{verbatim(text)}</pre>'


def _prose(text: str) -> str:
    """Text whose parts in back quotes are code."""
    parts = text.split("`")
    return "".join(_code(part) if number % 2 else verbatim(part) for number, part in enumerate(parts))


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="table" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _type(schema: Mapping[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return f'<a href="#{verbatim(name)}">{verbatim(name)}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    told = " or ".join(f"list of {_type(schema['items'])}" if each == "array" else each for each in kinds)
    bounds = [str(schema[each]) for each in ("minimum", "maximum") if each in schema]
    return f"{told}, {' to '.join(bounds)}" if bounds else told


def _fields(schema: Mapping[str, Any], *, requests: bool) -> str:
    """The fields of an object."""
    rows = []
    for name, field in schema["properties"].items():
        needed = "refused" if name in schema.get("required", ()) else _code(json.dumps(field.get("default")))
        told = [
            _code(name),
            _type(field),
            *([needed] if requests else []),
            _prose(field.get("description", "")),
        ]
        rows.append(told)
    heads = ["field", "type", *(["if left out"] if requests else []), "what it is"]
    return f"<p>{_prose(schema.get('description', ''))}</p>{_table(heads, rows)}"


def _curl(base: str, path: str, method: str, example: object, *, logged_in: bool) -> str:
    words = ["curl", *(["--user", f"{_NAME}:{_PASSWORD}"] if logged_in else [])]
    if method == "post":
        body = json.dumps(example, ensure_ascii=False)
        words += ["--header", f"Content-Type: {_JSON}", "--data", body]
    return " ".join(map(shlex.quote, [*words, base + path]))


def _operation(
    path: str, method: str, operation: Mapping[str, Any], document: Mapping[str, Any], base: str
) -> str:
    schemas, logged_in = document["components"]["schemas"], "security" in document
    parts = [
        f'<h2 id="{operation["operationId"]}">{_code(f"{method.upper()} {path}")}</h2>',
        f"<p>{_prose(operation['description'])}</p>",
    ]
    example = None
    if "requestBody" in operation:
        content = operation["requestBody"]["content"]
        example = content[_JSON]["example"]
        name = str(content[_JSON]["schema"]["$ref"]).rpartition("/")[2]
        parts.append(f"<h3>What is sent</h3>{_fields(schemas[name], requests=True)}")
    result = operation["responses"]["200"]["content"][_JSON]["schema"]
    parts.append(f"<h3>What comes back</h3><p>{_type(result)}, or an <a href='#errors'>error</a>.</p>")
    parts.append(_block(_curl(base, path, method, example, logged_in=logged_in)))
    if "parameters" in operation:
        words = ["curl", *(["--user", f"{_NAME}:{_PASSWORD}"] if logged_in else [])]
        words += ["--header", "Content-Type: application/octet-stream", "--data-binary", "@minutes.pdf"]
        sent = " ".join(map(shlex.quote, [*words, f"{base}{path}?name=minutes.pdf"]))
        parts.append(f"<p>A file can be sent as it is, too, with its name in the address:</p>{_block(sent)}")
    return "".join(parts)


def _errors(document: Mapping[str, Any]) -> str:
    responses = document["components"]["responses"]
    rows: dict[str, str] = {}
    for item in document["paths"].values():
        for operation in item.values():
            for status, response in operation["responses"].items():
                if "$ref" in response:
                    name = str(response["$ref"]).rpartition("/")[2]
                    rows[status] = _prose(responses[name]["description"])
    table = _table(("status", "when"), ([_code(status), rows[status]] for status in sorted(rows)))
    return f'<h2 id="errors">Errors</h2><p>Every error has the same JSON: {_type({"$ref": "/Error"})}.</p>{table}'


def _examples(base: str, *, logged_in: bool, mcp: bool) -> str:
    """From Python, and with tools."""
    pair = f"({_NAME!r}, {_PASSWORD!r})".replace("'", '"')
    auth = f", auth={pair}" if logged_in else ""
    address = json.dumps(f"{base}/")
    parts = [
        '<h2 id="python">From Python</h2><p>Plain HTTP:</p>',
        _block(_HTTPX.format(base=address, auth=auth)),
        "<p>With Gradio's client, whose endpoints have the same names, arguments and results:</p>",
        _block(_GRADIO.format(base=address, auth=auth)),
    ]
    if mcp:
        where = f"{base}/mcp"
        said = {"mcpServers": {"report-qa": {"type": "http", "url": where}}}
        if logged_in:
            said["mcpServers"]["report-qa"] |= {"headers": {"Authorization": "Basic BASE64 OF NAME:PASSWORD"}}  # type: ignore[dict-item]
        parts += [
            '<h2 id="mcp">As tools (MCP)</h2>',
            f"<p>The same operations are tools of the Model Context Protocol, at {_code(where)} (streamable HTTP). "
            "Most clients are told so in a file:</p>",
            _block(json.dumps(said, indent=2)),
            "<p>And from Python:</p>",
            _block(_MCP.format(address=json.dumps(where), auth=f"auth={pair}, " if logged_in else "")),
        ]
    return "".join(parts)


def render_docs(document: Mapping[str, Any], base: str, *, mcp: bool = False) -> str:
    """The page.

    :param document: the OpenAPI document, from :func:`ui.serving.openapi.describe`.
    :param base: the address that programs call, as whoever asks reaches it, without a slash at its end.
    :param mcp: whether the operations are offered as tools, too.
    :return: HTML.
    """
    logged_in = "security" in document
    names = [operation["operationId"] for item in document["paths"].values() for operation in item.values()]
    chapters = [*names, "errors", "types", "python", *(["mcp"] if mcp else [])]
    links = "".join(f'<li><a href="#{each}">{each}</a></li>' for each in chapters)
    operations = "".join(
        _operation(path, method, operation, document, base)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    )
    types = "".join(
        f'<h3 id="{verbatim(name)}">{verbatim(name)}</h3>{_fields(schema, requests=False)}'
        for name, schema in document["components"]["schemas"].items()
        if not name.endswith("Request")
    )
    login = (
        "<p>Programs send name and password with every request (HTTP Basic), or log in once as the page does.</p>"
        if logged_in
        else ""
    )
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>report-qa for programs</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>report-qa for programs</h1><p>{_prose(document['info']['description'])}</p>"
        f"<p>Version {_code(document['info']['version'])}. The address is {_code(base + '/')}. For generators of "
        f'clients there is the same as <a href="{verbatim(base)}/openapi.json">OpenAPI</a>. '
        f'<a href="{verbatim(base)}/">The page for people</a>.</p>{login}'
        f'<nav aria-label="Contents"><ul>{links}</ul></nav>'
        f"{operations}{_errors(document)}"
        f'<h2 id="types">Types</h2>{types}{_examples(base, logged_in=logged_in, mcp=mcp)}</main></body></html>'
    )
