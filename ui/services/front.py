"""The services of one server, in front of the page: who may use them, from where, and which door a
call takes.

An ASGI middleware, so that it stands before everything of Gradio's.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from qa.errors import DatelineError
from ui.render.wording import one_line
from ui.services.access import REFUSED
from ui.services.calls import (
    Doors,
    Json,
    Problem,
    bounded_body,
    parsed,
    problem_of,
    read_body,
    replayed,
)
from ui.services.gradio_calls import API_PREFIX, called_name, completed_body, is_unguarded
from ui.services.mcp_door import mcp_error, mcp_server
from ui.services.openai_door import PATH as OPENAI_PATH
from ui.services.openai_door import THERE_ARE as openai_there
from ui.services.openai_door import openai_error, openai_routes
from ui.services.origin import with_headers
from ui.services.rest_door import PATH as REST_PATH
from ui.services.rest_door import THERE_ARE as rest_there
from ui.services.rest_door import rest_error, rest_routes

# The second is where Gradio's own tools were.
MCP_PATHS = ("/mcp", f"{API_PREFIX}/mcp")
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class Services:
    """The application that answers programs. `lifespan` holds what lives as long as the server."""

    def __init__(self, doors: Doors) -> None:
        self.doors = doors
        self._sessions: StreamableHTTPSessionManager | None = None
        self._app = Starlette(
            routes=[*openai_routes(doors), *rest_routes(doors)],
            exception_handlers=dict.fromkeys(
                (HTTPException, DatelineError, Exception), self._failed
            ),
        )

    @asynccontextmanager
    async def lifespan(self, _app: Any) -> AsyncIterator[None]:
        """While the server runs, so do the sessions of MCP."""
        server = mcp_server(self.doors.pipeline, self.doors.links, self.doors.places)
        sessions = StreamableHTTPSessionManager(server, json_response=True, stateless=True)
        async with sessions.run():
            self._sessions = sessions
            yield
        self._sessions = None

    def serves(self, scope: MutableMapping[str, Any]) -> bool:
        """Whether a call is for one of the doors."""
        return _is_below(path_of(scope), OPENAI_PATH, REST_PATH, *MCP_PATHS)

    async def __call__(
        self, scope: MutableMapping[str, Any], receive: _Receive, send: _Send
    ) -> None:
        """Answer a call that `serves` says is ours."""
        request = Request(scope, receive)
        if shared := self.doors.callers.answered(request.headers):
            send = with_headers(send, shared)
            if request.method == "OPTIONS" and "access-control-request-method" in request.headers:
                await Response(status_code=204)(scope, receive, send)
                return
        if not await self.doors.access.allows(request):
            await self._refusal(request)(scope, receive, send)
            return
        if self._sessions and _is_below(path_of(scope), *MCP_PATHS):
            await self._agent(self._sessions, scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        except Exception:  # said and logged already; Starlette raises it again
            return

    async def _agent(
        self,
        sessions: StreamableHTTPSessionManager,
        scope: MutableMapping[str, Any],
        receive: _Receive,
        send: _Send,
    ) -> None:
        """A call of MCP. Its body is bounded here: the protocol's own reader takes any."""
        if scope["method"] == "POST":
            try:
                body = await bounded_body(Request(scope, receive))
                parsed(body)
            except DatelineError as error:
                await mcp_error(problem_of(error))(scope, receive, send)
                return
            receive = replayed(body, receive)
        await sessions.handle_request(scope, receive, send)

    def stranger(self, request: Request) -> Response | None:
        """What a call gets that comes from another site, or under a name that isn't ours."""
        access, ours = self.doors.access, self.serves(request.scope)
        if ours or not self.doors.has_page:
            any_name = not access.is_open
        else:
            any_name = bool(access.logins or access.dependency)
        headers = {name.lower(): value for name, value in request.headers.items()}
        said = self.doors.callers.refused(headers, any_name=any_name)
        if not said:
            return None
        if not ours:  # a person in a browser, or Gradio's client
            return PlainTextResponse(f"{one_line(said)}\n", 403)
        return self._said(request, Problem(403, "other_site", one_line(said)))

    async def refuse(self, request: Request) -> Response | None:
        """What a call for Gradio gets that may not be answered. The page asks for its own login;
        where there is only a token, it guards everything that stands beside no page.
        """
        access = self.doors.access
        guarded = access.token and not access.logins and not self.doors.has_page
        if path_of(request.scope) == f"{API_PREFIX}/startup-events":
            return None  # Gradio asks its own server whether it is there
        return self._refusal(request) if guarded and not await access.allows(request) else None

    def _refusal(self, request: Request) -> Response:
        response = self._said(request, Problem(401, "unauthorized", REFUSED))
        response.headers["www-authenticate"] = "Bearer"
        return response

    def _failed(self, request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):  # of the routes: no such path, or another method
            code = "wrong_method" if error.status_code == 405 else "not_found"
            there = openai_there if _is_below(path_of(request.scope), OPENAI_PATH) else rest_there
            said = f"{request.method} {request.url.path}: {error.detail}; {there}."
            response = self._said(request, Problem(error.status_code, code, one_line(said)))
            response.headers.update(error.headers or {})
            return response
        return self._said(request, problem_of(error))

    def _said(self, request: Request, problem: Problem) -> Response:
        ours = _is_below(path_of(request.scope), OPENAI_PATH)
        return openai_error(problem) if ours else rest_error(problem)


class Front:
    """The middleware: a call for `services` goes there, any other to the page and Gradio's API."""

    def __init__(self, app: Callable[..., Awaitable[None]], services: Services) -> None:
        self.app = app
        self.services = services

    async def __call__(
        self, scope: MutableMapping[str, Any], receive: _Receive, send: _Send
    ) -> None:
        """As ASGI calls it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif response := self.services.stranger(Request(scope)):
            await response(scope, receive, send)
        elif self.services.serves(scope):
            await self.services(scope, receive, send)
        elif response := await self.services.refuse(Request(scope, receive)):
            await response(scope, receive, send)
        elif call := called_name(str(scope["method"]), path_of(scope)):
            await self._call(call, scope, receive, send)
        elif is_unguarded(str(scope["method"]), path_of(scope)):
            await self._unguarded(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _unguarded(
        self, scope: MutableMapping[str, Any], receive: _Receive, send: _Send
    ) -> None:
        """A call that Gradio breaks off with an error where something is wrong with it."""
        held: list[MutableMapping[str, Any]] = []
        is_sent = False

        async def send_late(message: MutableMapping[str, Any]) -> None:
            """The head of the response waits for the first of its body."""
            nonlocal is_sent
            held.append(message)
            if message["type"] != "http.response.start":
                is_sent = True
                for waiting in held:
                    await send(waiting)
                held.clear()

        try:
            await self.app(scope, receive, send_late)
        except (AttributeError, LookupError, RuntimeError, TypeError, ValueError):
            if is_sent:  # the error is the last event of a stream; its end is missing
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            else:
                said = {"detail": "The upload holds no file."}
                await Json(said, status_code=400)(scope, receive, send)

    async def _call(
        self,
        call: tuple[str, str],
        scope: MutableMapping[str, Any],
        receive: _Receive,
        send: _Send,
    ) -> None:
        """A call of Gradio's API, with the body that Gradio wants."""
        try:
            body = completed_body(*call, await read_body(Request(scope, receive)))
        except DatelineError as error:
            problem = problem_of(error)
            said = {"detail": problem.message, "argument": problem.argument}
            await Json(said, status_code=problem.status)(scope, receive, send)
            return
        lengths = (b"content-length", b"transfer-encoding")
        headers = [pair for pair in scope["headers"] if pair[0] not in lengths]
        headers.append((b"content-length", str(len(body)).encode()))
        await self.app({**scope, "headers": headers}, replayed(body, receive), send)


def _is_below(path: str, *paths: str) -> bool:
    return any(path == own or path.startswith(f"{own}/") for own in paths)


def path_of(scope: MutableMapping[str, Any]) -> str:
    """The path of a call below where this application is mounted."""
    path, above = str(scope["path"]), str(scope.get("root_path", ""))
    return path.removeprefix(above) if path.startswith(f"{above}/") else path
