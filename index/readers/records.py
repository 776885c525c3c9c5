"""One record of an export, a row or a JSON object, as an article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from index.errors import ArticleFormatError
from index.readers import guard
from index.readers.fields import read_fields, undo_entities
from index.readers.ninjs import is_ninjs, read_item, with_status
from index.readers.stated import Extracted, Stated
from index.types import Refusal, Span

_WRAPPERS = (
    "_source",
    "data",
    "fields",
    "article",
    "doc",
    "document",
    "attributes",
    "yoast_head_json",
)
_TAG = re.compile(
    r"</(?:p|div|span|a|b|i|em|strong|h[1-6]|li|ul|blockquote|figure)>|<(?:p|br) ?/?>"
    r"|<(?:p|div|span|figure|h[1-6]|a) [^<>]{1,300}>",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\s*<(?:p|div|h[1-6]|article|section|figure|ul)\b[^<>]{0,300}>", re.IGNORECASE
)
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
# NewsAPI shows 200 characters, and says how many more there are.
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+\d{1,7} chars\]\s*$")
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*(?=\s)")
_UNPUBLISHED = frozenset("draft future private pending trash auto-draft scheduled".split())


def read_record(record: object, name: str, number: int | None) -> Extracted | Refusal:
    """One record as an article, or why it is none."""
    if not isinstance(record, Mapping):
        return Refusal(name, "not a JSON object")
    if is_ninjs(record):
        text, stated = read_item(record)
    else:
        text, stated = _fields_of(record)
    if text is None:
        keys = ", ".join(str(key)[:30] for key in list(record)[:12])
        return Refusal(name, f"no text in it (its fields: {keys})")
    status = record.get("status")
    if "slug" in record and isinstance(status, str) and status.lower() in _UNPUBLISHED:
        return Refusal(name, f"not published (its status: {status[:20]})")
    try:
        text = without_markup(text, name)
    except ArticleFormatError as error:
        return Refusal(name, str(error).removeprefix(f"{name}: ").rstrip("."))
    item = Extracted(text, stated, _cut_short(text), number=number)
    return with_status(item, record) if is_ninjs(record) else item


def _fields_of(record: Mapping[str, object]) -> tuple[str | None, Stated]:
    """Text and statements of a record, or of the part of it that is the article."""
    text, stated = read_fields(record)
    embedded = record.get("_embedded")  # WordPress: the author's name stands beside the post
    if isinstance(embedded, Mapping) and stated.author is None:
        stated = stated.over(read_fields({"author": embedded.get("author")})[1])
    lead, abstract = record.get("lead_paragraph"), record.get("abstract")
    if text == lead and isinstance(lead, str) and isinstance(abstract, str) and abstract.strip():
        # The New York Times gives no more than these two; the one is not in the other.
        text = lead if abstract.strip() in lead else f"{abstract.strip()}\n\n{lead}"
    if text is not None and stated.title is not None:
        return text, stated
    for key in _WRAPPERS:
        inner = record.get(key)
        if not isinstance(inner, Mapping):
            continue
        words, within = read_fields(inner)
        if text is None and words is not None:
            return words, within.over(stated)
        stated = stated.over(within)
    return text, stated


def without_markup(text: str, name: str) -> str:
    """What a value of a record shows: HTML becomes its words, entities characters."""
    tags = len(_TAG.findall(text[:200_000]))
    if tags >= 2 or _OPENING.match(text):
        return guard.extract("fragment", text.encode("utf-8", "replace"), name)[0].text
    return undo_entities(_BREAK.sub("\n", text) if tags else text)


def _cut_short(text: str) -> tuple[Span, ...]:
    """The note that a text goes on elsewhere, with the sentence that it cuts off."""
    note = _CUT.search(text[-400:])
    if not note:
        return ()
    start = len(text[:-400]) + note.start()
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, start)]
    start = ends[-1] if ends else start
    return (Span(start, len(text), "boilerplate"),)


def named(item: Extracted | Refusal, identity: str) -> Extracted | Refusal:
    """The article under the name that its source gives it, where it has no address."""
    if isinstance(item, Refusal) or item.identity or not identity:
        return item
    return replace(item, identity=identity)
