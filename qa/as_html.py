"""An answer as a notebook shows it: the text, its timeline and sides, and sources that fold out.

Pure; takes what `Answer.to_dict` gives. Every word is escaped, and nothing loads, runs or is
typeset as mathematics; links lead to web addresses only.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

_MARKER = re.compile(r"\[(\d{1,6})\]")
# Controls, but for tab and line break; controls of writing direction; halves of characters.
_UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Whose word a sentence is, where it is not the article's own.
_WHOSE = {"alleged": "alleged", "denied": "denied", "opinion": "opinion"}
_QUOTE = "margin:.2em 0 .6em 1em;padding-left:.8em;border-left:3px solid #ccc"


def answer_html(answer: Mapping[str, Any]) -> str:
    """A `<div>` without scripts, for Jupyter's `_repr_html_`."""
    cited = {citation["marker"] for citation in answer["citations"]}
    parts = [f"<p><b>{_text(answer['question'])}</b></p>"]
    if answer["timeline"]:
        days = (
            f"<li><b>{_text(item['on'])}</b> {with_markers(item['text'], cited, _text)}"
            f"{_behind(item, cited)}</li>"
            for item in answer["timeline"]
        )
        parts.append(f"<ul>{''.join(days)}</ul>")
    else:
        parts.append(f"<p>{_told(answer, cited)}</p>")
    for item in answer["disagreements"]:
        sides = (
            f"<li><b>{_text(side['value'])}</b> ({_text(', '.join(side['publishers']))}): "
            f"{with_markers(side['text'], cited, _text)}{_behind(side, cited)}</li>"
            for side in item["sides"]
        )
        parts.append(f"<p>Reports differ: {_text(item['about'])}</p><ul>{''.join(sides)}</ul>")
    parts.append(_folded("Sources", answer["citations"]))
    parts.append(_folded("Nearest in the articles", answer["related"]))
    return f'<div class="tex2jax_ignore mathjax_ignore">{"".join(parts)}</div>'


def _told(answer: Mapping[str, Any], cited: set[int]) -> str:
    """The text; an allegation, a denial or an opinion with whose it is before it."""
    text, told, at = answer["text"], [], 0
    for statement in answer["statements"]:
        by = statement["asserted_by"]
        start = text.find(statement["text"], at)
        if by and by["how"] in _WHOSE and start >= 0:
            of = f" by {by['name']}" if by["name"] else ""
            label = f"<i>{_text(_WHOSE[by['how']] + of)}:</i> "
            told += [with_markers(text[at:start], cited, _text), label]
            at = start
    return "".join([*told, with_markers(text[at:], cited, _text)])


def _behind(item: Mapping[str, Any], cited: set[int]) -> str:
    """The markers of an entry that don't stand in its text."""
    missing = [m for m in item["markers"] if m in cited and f"[{m}]" not in item["text"]]
    return "".join(f"<sup>[{marker}]</sup>" for marker in missing)


def _folded(name: str, citations: Sequence[Mapping[str, Any]]) -> str:
    rows = "".join(f'<li value="{int(c["marker"])}">{_source(c)}</li>' for c in citations)
    summary = f"<summary>{name} ({len(citations)})</summary>"
    return f"<details>{summary}<ol>{rows}</ol></details>" if rows else ""


def _source(citation: Mapping[str, Any]) -> str:
    title = _text(citation["title"] or citation["quote"][:60])
    if address := _web_address(citation["url"]):
        title = f'<a href="{address}" rel="noopener noreferrer" target="_blank">{title}</a>'
    known = [citation["publisher"] or "publisher unknown", citation["published_at"] or "undated"]
    return (
        f"{title} ({_text(', '.join(known))})"
        f'<blockquote style="{_QUOTE}">{_text(citation["quote"])}</blockquote>'
    )


def _web_address(url: str | None) -> str:
    try:
        parts = urlsplit((url or "").strip())
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return html.escape(_UNSHOWN.sub("", parts.geturl()), quote=True) if is_web else ""


def with_markers(text: str, cited: set[int], shown: Callable[[str], str]) -> str:
    """A statement as HTML: the markers of what it cites raised, the text between `shown`."""
    parts, last = [], 0
    for match in _MARKER.finditer(text):
        if int(match.group(1)) in cited:
            parts += [shown(text[last : match.start()].rstrip(" ")), f"<sup>{match.group()}</sup>"]
            last = match.end()
    return "".join([*parts, shown(text[last:])])


def _text(text: str) -> str:
    """Escaped; a dollar and a backslash stand alone, so that no notebook finds a formula."""
    escaped = html.escape(_UNSHOWN.sub("", str(text)), quote=True).replace("\n", "<br>")
    return re.sub(r"[$\\]", lambda found: f"<span>{found.group()}</span>", escaped)
