"""ninjs, the JSON of news agencies: versions 1 (`body_text`, `headline`), 2 and 3 (`bodies`,
`headlines`; 3 writes names like `firstCreated`).

An item may be withheld, embargoed or canceled, as in NewsML-G2 (`item_status.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from index.readers.fields import folded, read_fields
from index.readers.item_status import status_of
from index.readers.stated import Extracted, Stated

_SIGNS = frozenset(
    "pubstatus versioncreated firstcreated contentcreated bodytext bodyxhtml bodyhtml bodies "
    "headlines representationtype usageterms altids renditions associations $standard standard "
    "copyrightholder".split()
)
_DEEPEST = 4
_BODIES = ("html", "xhtml", "text", "plain")


def is_ninjs(record: Mapping[str, object]) -> bool:
    """An item has a `uri`, and names that nothing else has."""
    names = {folded(str(name)) for name in record}
    return "uri" in names and not names.isdisjoint(_SIGNS)


def items_of(record: Mapping[str, object], depth: int = 0) -> list[Mapping[str, object]]:
    """The item, or those that it holds when it has no text of its own (a package)."""
    text, _ = read_item(record)
    held = record.get("associations")
    inside = list(held.values()) if isinstance(held, Mapping) else held
    if text is not None or not isinstance(inside, list) or depth >= _DEEPEST:
        return [record]
    found = [
        item
        for part in inside[:1_000]
        if isinstance(part, Mapping)
        for item in items_of(part, depth + 1)
        if read_item(item)[0] is not None
    ]
    return found or [record]


def read_item(record: Mapping[str, object]) -> tuple[str | None, Stated]:
    """The text of an item, its longest body, and what it states."""
    table = {folded(str(name)): value for name, value in record.items()}
    bodies = _roles(table.get("bodies"), "body")
    bodies |= {
        name.removeprefix("body"): value
        for name, value in table.items()
        if name.startswith("body") and isinstance(value, str) and value.strip()
    }
    plain = {name: value for name, value in record.items() if not _is_text(str(name))}
    headlines = _roles(table.get("headlines"), "headline")
    if headlines:
        plain["headline"] = headlines.get("main") or next(iter(headlines.values()))
    captions = _roles(table.get("descriptions"), "description") or {
        name: value
        for name, value in table.items()
        if name.startswith("description") and isinstance(value, str)
    }
    if captions and not bodies:
        plain["summary"] = max(captions.values(), key=len)
    summary, stated = read_fields(plain)
    text = next((bodies[name] for name in _BODIES if bodies.get(name)), None)
    if bodies and text is None:
        text = max(bodies.values(), key=len)
    return (text if text is not None else summary), stated


def with_status(item: Extracted, record: Mapping[str, object]) -> Extracted:
    """The item under the name that its agency gives it, refused when it may not be used now."""
    table = {folded(str(name)): value for name, value in record.items()}
    uri = table.get("uri")
    item = replace(item, identity=uri[:1_000] if isinstance(uri, str) else "")
    status = status_of(str(table.get("pubstatus") or ""), str(table.get("embargoed") or ""))
    if not status.reason:
        return item
    return replace(
        item, refused=status.reason, withdrawn=status.is_withdrawn, waits=status.is_waiting
    )


def _is_text(name: str) -> bool:
    return folded(name).startswith(("body", "bodies", "headlines", "description"))


def _roles(value: object, name: str) -> dict[str, str]:
    """Role -> value, of ninjs 2 and 3."""
    found: dict[str, str] = {}
    for part in value[:50] if isinstance(value, list) else ():
        words = part.get("value") if isinstance(part, Mapping) else None
        if isinstance(words, str) and words.strip():
            kind = str(part.get("contenttype") or part.get("contentType") or "")
            role = str(part.get("role") or "").lower()
            if name == "body" and "html" in kind:
                role = "html" if "html" not in found else role
            found.setdefault(role or name, words)
    return found
