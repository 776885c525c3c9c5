"""Markdown: what its front matter says, and which characters are markup rather than words.

The text stays as it is. Marked are the front matter, rules, fences, comments, pictures and link
definitions, the "#" of a heading, and the bullets and ">" that open a line: what remains reads as
prose. Emphasis and links inside a sentence stay, because a quote is verbatim.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from index.marking.line_shapes import is_sentence
from index.readers.fields import folded, read_fields, read_url
from index.readers.stated import NOTHING, Stated
from index.text.lines import trim
from index.types import Span, SpanKind

_LONGEST_FRONT_MATTER = 20_000  # characters; a longer block is prose that begins with a rule
_LONGEST_MARKUP = 1_000  # characters of a line; a longer one is prose, and bounds the patterns
_FENCE = re.compile(r"\ufeff?(?P<fence>---|\+\+\+)[ \t]*\r?\n")
_HEADING = re.compile(r"[ ]{0,3}(?P<marks>#{1,6})[ \t]+(?P<words>.*?)(?P<tail>[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-{2,})[ \t]*$")
_MARKUP_LINE = re.compile(
    r"\s*(?:(?:[-*_]\s*){3,}|```.*|~~~.*|\[[^\]]+\]:\s*\S.*|(?:\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?\s*)+"
    r"|:?\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?|</?[a-zA-Z][^<>]*>)\s*$"
)
_OPENER = re.compile(r"\s*(?:(?:>|[-*+]|\d{1,3}[.)])[ \t]+|>[ \t]*)+(?=\S)")

_OF_CLIPPERS = frozenset(
    "datesaved clipped clippedat dateclipped saved savedat omnivore omnivoreurl readwise "
    "readwiseurl wallabag instapaper".split()
)
_LISTED = re.compile(r"^## Metadata[ \t]*\n(?P<list>(?:[ \t]*(?:[-*] .*)?\n)+)", re.MULTILINE)
_PROPERTY = re.compile(r"^[ \t]*[-*] ([\w ]{2,30}): *(\S.*?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class FrontMatter:
    """What the block at the top states; `end_char` is where it ends (0: there is none).

    `title_char` is where the title stands in the text, or -1. `is_clipping` when a program wrote
    it that took the text from a page on the web.
    """

    end_char: int = 0
    stated: Stated = NOTHING
    title_char: int = -1
    is_clipping: bool = False


def read_front_matter(text: str) -> FrontMatter:
    """The YAML (`---`) or TOML (`+++`) block at the top of `text`; empty when there is none.

    A block that doesn't parse, or isn't a table, is no front matter: it stays prose.
    """
    opening = _FENCE.match(text)
    if not opening:
        return FrontMatter()
    closing = re.compile(rf"^{re.escape(opening['fence'])}[ \t]*\r?$", re.MULTILINE).search(
        text, opening.end(), opening.end() + _LONGEST_FRONT_MATTER
    )
    table = _parse(text[opening.end() : closing.start()], opening["fence"]) if closing else None
    if closing is None or table is None:
        return FrontMatter()
    _, stated = read_fields({str(key): value for key, value in table.items()})
    title = stated.title
    return FrontMatter(
        end_char=closing.end(),
        stated=stated,
        title_char=text.find(title, opening.end(), closing.start()) if title else -1,
        is_clipping=bool(stated.url) and _is_of_clipper(table),
    )


def _is_of_clipper(table: dict[Any, Any]) -> bool:
    """Properties that clippers write: `source` as an address, when it was saved, their own name.
    The address alone doesn't tell: whoever writes for the web states it too.
    """
    names = {folded(str(name)) for name in table}
    tags = str(table.get("tags", ""))[:1_000].lower()
    return bool(read_url(table.get("source")) or names & _OF_CLIPPERS or "clipping" in tags)


def _parse(block: str, fence: str) -> dict[Any, Any] | None:
    import yaml

    try:
        table = tomllib.loads(block) if fence == "+++" else yaml.load(block, _loader())
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError, TypeError):
        return None
    return table if isinstance(table, dict) and table else None


def _loader() -> Any:
    """PyYAML's safe loader; the one in C, ten times as fast, where its build has it."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def clipping_in(text: str, front: FrontMatter) -> tuple[str, Stated] | None:
    """Body and properties of a page that a program took from the web; None for other Markdown."""
    if front.is_clipping:
        return text[front.end_char :], front.stated
    return None if front.end_char else _listed_properties(text)


def _listed_properties(text: str) -> tuple[str, Stated] | None:
    """Body and properties of a note of Readwise, which lists them under "## Metadata"."""
    head = _LISTED.search(text, 0, 20_000)
    if not head:
        return None
    record: dict[str, object] = dict(_PROPERTY.findall(head["list"]))
    if "Full Title" in record:
        record["title"] = record.pop("Full Title")
    _, stated = read_fields(record)
    return (text[head.end() :], stated) if stated.url else None


def mark_markup(text: str, front: FrontMatter) -> tuple[Span, ...]:
    """Front matter, markup and headings of `text` as spans, sorted, not overlapping."""
    spans = _front_matter_spans(front)
    covered = front.end_char
    comments = _comments(text, front.end_char)
    spans += [Span(start, end, "boilerplate") for start, end in comments]
    lines = _lines(text, front.end_char, comments)
    fenced = False
    for number, (start, end) in enumerate(lines):
        if start < covered:
            continue
        raw = text[start:end]
        if len(raw) > _LONGEST_MARKUP:
            continue
        if raw.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        heading = None if fenced else _HEADING.match(raw)
        below = text[slice(*lines[number + 1])] if number + 1 < len(lines) else ""
        opener = None if fenced else _OPENER.match(raw)
        if heading and heading["words"].strip():
            _add(spans, text, start, start + heading.start("words"), "boilerplate")
            _add(
                spans,
                text,
                start + heading.start("words"),
                start + heading.end("words"),
                "headline",
            )
            _add(spans, text, start + heading.end("words"), end, "boilerplate")
        elif (not fenced or raw.lstrip().startswith(("```", "~~~"))) and _MARKUP_LINE.match(raw):
            _add(spans, text, start, end, "boilerplate")
        elif not (fenced or opener or is_sentence(raw)) and raw.strip() and _UNDERLINE.match(below):
            _add(spans, text, start, end, "headline")
            covered = lines[number + 1][1]
            _add(spans, text, *lines[number + 1], "boilerplate")
        elif opener:
            _add(spans, text, start, start + opener.end(), "boilerplate")
    return tuple(sorted(spans, key=lambda span: span.start_char))


def _front_matter_spans(front: FrontMatter) -> list[Span]:
    if not front.end_char:
        return []
    if front.title_char < 0 or not front.stated.title:
        return [Span(0, front.end_char, "boilerplate")]
    title_end = front.title_char + len(front.stated.title)
    return [
        Span(0, front.title_char, "boilerplate"),
        Span(front.title_char, title_end, "headline"),
        Span(title_end, front.end_char, "boilerplate"),
    ]


def _comments(text: str, start: int) -> list[tuple[int, int]]:
    found = []
    while (opening := text.find("<!--", start)) >= 0:
        closing = text.find("-->", opening + 4)
        if closing < 0:
            break
        start = closing + 3
        found.append((opening, start))
    return found


def _lines(text: str, start: int, comments: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Start and end of each line after `start`, without its line end; those that touch a comment
    are left out.
    """
    found = []
    remaining = iter([*comments, (len(text) + 1, len(text) + 1)])
    comment = next(remaining)
    for raw in text[start:].splitlines(keepends=True):
        end = start + len(raw)
        while comment[1] <= start and comment[0] <= len(text):
            comment = next(remaining)
        if comment[0] >= end:
            found.append((start, start + len(raw.rstrip("\r\n"))))
        start = end
    return found


def _add(spans: list[Span], text: str, start: int, end: int, kind: SpanKind) -> None:
    """Append the stretch without blank ends (a headline) or as it is, when it holds anything."""
    if kind != "boilerplate":
        start, end = trim(text, start, end)
    if start < end:
        spans.append(Span(start, end, kind))
