"""What the services share in handling a call: its body, its address, its answer as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from ui.errors import ArgumentError
from ui.services.access import Access, Places
from ui.services.links import Links, base_address

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline

MOST_BODY_BYTES = 4_000_000  # a chat client sends the whole conversation each time


@dataclass(frozen=True)
class Doors:
    """What answers programs: a pipeline, who may ask it, and where the server is.

    `has_page`: whether the page is served beside it; `root_path` as for `ui.server.launch`.
    """

    pipeline: QAPipeline
    access: Access = field(default_factory=Access)
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
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > MOST_BODY_BYTES:
            raise ArgumentError(f"The body has more than {MOST_BODY_BYTES:,} bytes.")
        pieces.append(piece)
    return json_object(b"".join(pieces))


def json_object(data: bytes) -> Mapping[str, Any]:
    """`data` as a JSON object. Raises ArgumentError."""
    try:
        body = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ArgumentError(f"The body is no JSON ({type(error).__name__}).") from error
    if not isinstance(body, dict):
        raise ArgumentError('The body should be a JSON object, {"question": "…"} for one.')
    return body
