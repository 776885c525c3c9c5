"""Calls of Gradio's own HTTP API, looked at before they reach it.

Gradio converts nothing, wants every argument of `data` to be there and answers an unknown name
with status 500; here what is wrong is said at once, by name, and what is left out is filled in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ui.errors import ArgumentError, UnknownIdError
from ui.services.arguments import NAMES, only_known, read_asked, shown

API_PREFIX = "/gradio_api"
ARGUMENTS: Mapping[str, tuple[str, ...]] = {"ask": NAMES, "articles": ()}
_EVENT = re.compile(rf"{API_PREFIX}/call/.{{1,200}}/[^/]{{1,200}}/?")
_CALL = re.compile(rf"{API_PREFIX}/(call/v2|call|run|api)/([^/]+)/?")


def called_name(method: str, path: str) -> tuple[str, str] | None:
    """How a call of Gradio's API names its arguments ("call/v2" by name, the others in `data`), and
    what it calls; None for anything else, such as the page's own events.
    """
    found = _CALL.fullmatch(path) if method == "POST" else None
    if not found or (found.group(1) != "call/v2" and found.group(2) not in ARGUMENTS):
        return None
    return found.group(1), found.group(2)


def is_unguarded(method: str, path: str) -> bool:
    """Whether Gradio fails on such a call where its event is unknown, or its upload is no file."""
    return bool(_EVENT.fullmatch(path)) if method == "GET" else path == f"{API_PREFIX}/upload"


def completed_body(way: str, name: str, body: Mapping[str, Any]) -> bytes:
    """The body as Gradio wants it. Raises ArgumentError, or UnknownIdError for another name."""
    if name not in ARGUMENTS:
        raise UnknownIdError(f"There is no {shown(name)}; there are: {', '.join(ARGUMENTS)}.")
    names = ARGUMENTS[name]
    if way == "call/v2":
        only_known(body, names)
        given = dict(body)
    else:
        given = _by_name(name, body.get("data", []))
    if name == "ask":
        read_asked(given)
    whole = {key: given.get(key) for key in names}
    if way == "call/v2":
        return json.dumps(whole).encode()
    # Whatever else a client says belongs to its own session.
    kept = {key: body[key] for key in ("session_hash", "event_id") if key in body}
    return json.dumps({**kept, "data": list(whole.values())}).encode()


def _by_name(name: str, data: Any) -> dict[str, Any]:
    names = ARGUMENTS[name]
    if not isinstance(data, list):
        said = f"data = {shown(data)} should be a list: {', '.join(names) or 'empty'}."
        raise ArgumentError(said, "data")
    if any(value is not None for value in data[len(names) :]):
        said = f"data holds {len(data)} arguments; {name} takes {len(names)}: {', '.join(names)}."
        raise ArgumentError(said, "data")
    return dict(zip(names, data, strict=False))
