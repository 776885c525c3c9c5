"""What the services share in handling a call: its body, its address, its answer as JSON, and what
went wrong with it, as a status and words that may be shown to whoever called.

Each service says that in the form of its protocol. What nobody foresaw is logged and not shown.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from qa.errors import DatelineError, QuestionError, ReaderUnavailableError
from ui.errors import ArgumentError, BadInputError, BusyError, UnknownIdError
from ui.render.texts import ANSWER
from ui.render.wording import one_line
from ui.services.access import Access, Places
from ui.services.links import Links, base_address
from ui.services.origin import Callers

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline

MOST_BODY_BYTES = 4_000_000  # a chat client sends the whole conversation each time
MOST_DEPTH = 64  # of lists and objects in one another; no call of ours needs ten
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Doors:
    """What answers programs: a pipeline, who may ask it and from where, and where the server is.

    `has_page`: whether the page is served beside it; `root_path` as for `ui.server.launch`.
    """

    pipeline: QAPipeline
    access: Access = field(default_factory=Access)
    callers: Callers = field(default_factory=Callers)
    has_page: bool = True
    root_path: str = ""
    places: Places = field(default_factory=Places)

    def links(self, request: Request) -> Links:
        """Addresses as the caller of this request sees them."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        above = str(request.scope.get("root_path", ""))
        base = base_address(request.url.scheme, headers, above, self.root_path)
        return Links(base, self.has_page)


class Json(Response):
    """A response of JSON; halves of characters, which UTF-8 can't hold, become question marks."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The bytes."""
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode("utf-8", "replace")


async def read_body(request: Request) -> Mapping[str, Any]:
    """The JSON object of a request. Raises ArgumentError for anything else, or a large one."""
    body = parsed(await bounded_body(request))
    if not isinstance(body, dict):
        raise ArgumentError('The body should be a JSON object, {"question": "…"} for one.')
    return body


async def bounded_body(request: Request) -> bytes:
    """The body of a request. Raises ArgumentError for a large one, before all of it is read."""
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > MOST_BODY_BYTES:
            raise ArgumentError(f"The body has more than {MOST_BODY_BYTES:,} bytes.")
        pieces.append(piece)
    return b"".join(pieces)


def replayed(body: bytes, receive: _Receive) -> _Receive:
    """`receive` of ASGI for a body that is read already."""
    pieces = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def replay() -> MutableMapping[str, Any]:
        return next(pieces, None) or await receive()

    return replay


def parsed(data: bytes) -> Any:
    """`data` read as JSON. Raises ArgumentError for what is none, or nested deeply."""
    try:
        value = json.loads(data)
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        raise ArgumentError(f"The body is no JSON ({type(error).__name__}).") from error
    level = [value]
    for _ in range(MOST_DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
    if level:
        raise _too_deep()
    return value


def _inside(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _too_deep() -> ArgumentError:
    return ArgumentError(f"The body is nested deeper than {MOST_DEPTH} levels; send it flatter.")


@dataclass(frozen=True)
class Problem:
    """`status` is HTTP's; `code` a short name of the kind; `argument` the one that is wrong."""

    status: int
    code: str
    message: str
    argument: str | None = None


def problem_of(error: BaseException) -> Problem:
    """What to say of an error."""
    message = one_line(str(error))
    if isinstance(error, ArgumentError):
        return Problem(400, "invalid_argument", message, error.argument or None)
    if isinstance(error, (QuestionError, BadInputError)):
        return Problem(400, "invalid_argument", message)
    if isinstance(error, UnknownIdError):
        return Problem(404, error.code, message)
    if isinstance(error, BusyError):
        return Problem(429, "busy", message)
    if isinstance(error, ReaderUnavailableError):
        return Problem(503, "model_unavailable", message)
    if isinstance(error, DatelineError):
        return Problem(503, "index_unavailable", message)
    log.error("a call to a service failed", exc_info=error)
    return Problem(500, "internal_error", ANSWER.failed)
