"""The operations as tools of the Model Context Protocol (revision 2025-06-18), over streamable HTTP. Imports mcp.

Gradio can serve tools, too, but hands back what Python prints of a result, which is no JSON, and calls its own server
without saying who asks, which fails wherever somebody has to log in.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, Final

from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.requests import Request
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from qa.errors import QAError, QuestionError
from qa.plain_json import json_of
from ui.program_requests import checked, schema_of_request
from ui.program_schema import standalone
from ui.programs import OPERATIONS, Operation
from ui.serving.asking import error_response, person_in, person_of, refuse
from ui.serving.calling import Calls, most_bytes

__all__ = ["PATHS", "tool_routes"]

PATHS: Final = ("/mcp", "/gradio_api/mcp/", "/gradio_api/mcp")
"""Where they are: the first is documented, and the others are where Gradio's clients look."""

_NAMED: Final = {operation.name: operation for operation in OPERATIONS}
_NOTHING: Final = {"type": "object", "properties": {}, "additionalProperties": False}


def _tool(operation: Operation) -> types.Tool:
    return types.Tool(
        name=operation.name,
        description=operation.about,
        inputSchema=_NOTHING if operation.request is None else schema_of_request(operation.request),
        outputSchema=standalone(operation.result),
        annotations=types.ToolAnnotations(
            readOnlyHint=not operation.edits,
            destructiveHint=operation.name == "remove",
            idempotentHint=True,
            openWorldHint=False,
        ),
    )


def _server(calls: Calls) -> Server[Any, Any]:
    server: Server[Any, Any] = Server("report-qa", version("report-qa"))
    tools = [_tool(operation) for operation in OPERATIONS]

    async def list_tools() -> list[types.Tool]:
        return tools

    async def call_tool(name: str, arguments: dict[str, Any]) -> types.CallToolResult:
        try:
            result = await _called(calls, server.request_context.request, name, arguments)
        except QAError as error:
            return types.CallToolResult(
                content=[types.TextContent(type="text", text=str(error))], isError=True
            )
        structured = result if isinstance(result, dict) else {"result": result}
        text = types.TextContent(type="text", text=json_of(result, indent=None))
        return types.CallToolResult(content=[text], structuredContent=structured)

    server.list_tools()(list_tools)  # type: ignore[no-untyped-call]
    # what is sent is checked by the operation, which says what is wrong in the same words everywhere
    server.call_tool(validate_input=False)(call_tool)
    return server


async def _called(calls: Calls, request: object, name: str, arguments: dict[str, Any]) -> Any:
    """Carry it out for whoever sent the request."""
    if not isinstance(request, Request):
        raise QuestionError("request", "it did not come over HTTP", "Use the streamable HTTP transport")
    operation = _NAMED.get(name)
    if operation is None:
        raise QuestionError(name[:100], "there is no such tool", f"Call one of {', '.join(_NAMED)}")
    person = person_of(request)
    if operation.request is not None:
        return await calls.call(operation, person, checked(operation.request, arguments))
    if arguments:
        raise QuestionError(min(arguments)[:100], "nothing of that name can be given", "Leave it out")
    return await calls.call(operation, person, None)


class _Endpoint:
    """ASGI application: one message of a client in, one answer out, without anything kept between them."""

    def __init__(self, calls: Calls) -> None:
        self._server = _server(calls)
        self._most = max(most_bytes(calls.site, operation) for operation in OPERATIONS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            person_of(Request(scope))
        except QAError as error:
            await refuse(error, scope, receive, send)
            return
        if scope["method"] != "POST":
            # there is no stream to listen to, and no session to end: the protocol says 405 to both
            nothing = QuestionError(
                scope["method"], "there is nothing to get here", "Use an MCP client, see /docs"
            )
            response = error_response(nothing, person_in(scope), scope, status=405)
            response.headers["allow"] = "POST"
            await response(scope, receive, send)
            return
        manager = StreamableHTTPSessionManager(
            self._server, json_response=True, stateless=True, max_request_body_size=self._most
        )
        async with manager.run():
            await manager.handle_request(scope, receive, send)


def tool_routes(calls: Calls) -> list[BaseRoute]:
    """Where MCP clients connect to.

    :param calls: carries out what they call.
    :return: the routes.
    """
    endpoint = _Endpoint(calls)
    return [Route(path, endpoint) for path in PATHS]
