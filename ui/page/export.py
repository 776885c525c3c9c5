"""A conversation as a file to keep: Markdown or a self-contained page, with numbered sources. Pure.

Everything that comes from an article or a question is escaped whole; the page may load nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import PurePath
from urllib.parse import urlsplit

from qa.types import Answer, Citation, Side, TimelineEntry
from ui.page.conversation import Conversation
from ui.render.texts import ANSWER, EXPORT
from ui.render.told import in_order, sentence_of, text_of
from ui.render.wording import (
    coverage_words,
    day_words,
    headline,
    one_line,
    printable,
    published_words,
    publisher_words,
    side_text,
    side_words,
)

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_MARKER = re.compile(r"\[(\d{1,6})\]")
_STYLE = (
    "body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 Georgia,serif;"
    "color:#1f1b16;background:#fff;overflow-wrap:anywhere}h2{font-size:1.2rem;margin-top:2.5rem}"
    ".sides{list-style:none;padding:0;display:grid;gap:1rem;"
    "grid-template-columns:repeat(auto-fit,minmax(min(14rem,100%),1fr))}"
    ".sides li{border-left:3px solid #ddd5c6;padding-left:.8rem}"
    "blockquote{margin:.3rem 0 .3rem 1rem;padding-left:.8rem;border-left:3px solid #ddd5c6}"
    "ol,p.note{font:.9rem/1.5 system-ui,sans-serif}a{color:#8c1d18}"
    "@media(prefers-color-scheme:dark){body{color:#ece6db;background:#171513}a{color:#f2a29a}}"
)


def to_markdown(conversation: Conversation) -> str:
    """The questions as headings, the answers, and below each its sources by number."""
    lines = [f"# {EXPORT.title}"]
    for question, answer in _answered(conversation):
        lines += ["", f"## {_escaped(question)}", *_told(answer)]
        if answer.citations:
            lines += ["", f"**{EXPORT.sources}**"]
        for citation in answer.citations:
            facts = f"{headline(citation)} ({publisher_words(citation)}, "
            facts += f"{published_words(citation)}). {_where(citation)}"
            lines += ["", f"\\[{citation.marker}\\] {_escaped(facts)}"]
            lines += ["", f"> {_escaped(citation.quote)}"]
        if answer.status != "answered":
            lines += ["", f"*{_escaped(coverage_words(answer.coverage))}*"]
    return "\n".join(lines) + "\n"


def to_html(conversation: Conversation) -> str:
    """As `to_markdown`, with each marker leading to its source."""
    parts = []
    for number, (question, answer) in enumerate(_answered(conversation), start=1):
        parts.append(f'<section><h2 dir="auto">{_text(question)}</h2>')
        parts.append(_told_html(answer, number))
        if answer.citations:
            sources = "".join(_source(citation, number) for citation in answer.citations)
            parts.append(f"<h3>{EXPORT.sources}</h3><ol>{sources}</ol>")
        if answer.status != "answered":
            parts.append(f'<p class="note">{_text(coverage_words(answer.coverage))}</p>')
        parts.append("</section>")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width"><meta name="referrer" '
        f'content="no-referrer"><title>{EXPORT.title}</title><style>{_STYLE}</style></head>'
        f"<body><h1>{EXPORT.title}</h1>{''.join(parts)}</body></html>\n"
    )


def _answered(conversation: Conversation) -> Iterator[tuple[str, Answer]]:
    for item in conversation.exchanges:
        if item.answer is not None:
            yield item.question, item.answer


def _told(answer: Answer) -> Iterator[str]:
    """Lines of Markdown: the text, the timeline as a list, the sides of each disagreement."""
    written = text_of(answer)
    text = ["", _escaped(written, paragraphs=True)] if written else []
    timeline = [""] if answer.timeline else []
    for entry in answer.timeline:
        day = _escaped(day_words(entry.on, entry.precision))
        timeline.append(f"- **{day}** {_escaped(sentence_of(answer, entry.text, entry.markers))}")
    differ: list[str] = []
    for item in answer.disagreements:
        about = ANSWER.differ.format(about=one_line(item.about))
        differ += ["", f"**{_escaped(about)}**", ""]
        for side in item.sides:
            value = f"**{_escaped(side.value)}** " if one_line(side.value) else ""
            told = _escaped(sentence_of(answer, side_text(side), side.markers))
            differ.append(f"- {value}{_escaped(f'({side_words(side)})')} {told}")
    for lines in in_order(answer, text, timeline, differ):
        yield from lines


def _told_html(answer: Answer, number: int) -> str:
    cited = {citation.marker for citation in answer.citations}

    def sentence(item: TimelineEntry | Side) -> str:
        text = side_text(item) if isinstance(item, Side) else item.text
        return _with_markers(sentence_of(answer, text, item.markers), number, cited)

    written = text_of(answer)
    text = f'<p dir="auto">{_with_markers(written, number, cited)}</p>' if written else ""
    days = "".join(
        f"<li><b>{_text(day_words(entry.on, entry.precision))}</b> "
        f"<bdi>{sentence(entry)}</bdi></li>"
        for entry in answer.timeline
    )
    timeline = f'<ul class="days">{days}</ul>' if days else ""
    differ = ""
    for item in answer.disagreements:
        about = _text(ANSWER.differ.format(about=one_line(item.about)))
        sides = "".join(
            f"<li><b>{_text(side.value)}</b><br>{_text(side_words(side))}"
            f'<p dir="auto">{sentence(side)}</p></li>'
            for side in item.sides
        )
        differ += f'<h3>{about}</h3><ul class="sides">{sides}</ul>'
    return "".join(in_order(answer, text, timeline, differ))


def _source(citation: Citation, number: int) -> str:
    facts = f"{publisher_words(citation)}, {published_words(citation)}"
    place = _text(_where(citation))
    if _is_web(citation.url):
        address = html.escape(one_line(citation.url or ""), quote=True)
        place = f'<a href="{address}" rel="noopener noreferrer">{place}</a>'
    return (
        f'<li id="source-{number}-{citation.marker}" value="{citation.marker}">'
        f"<bdi>{_text(headline(citation))}</bdi> ({_text(facts)}). {place}"
        f'<blockquote dir="auto">{_text(citation.quote)}</blockquote></li>'
    )


def _with_markers(text: str, number: int, cited: set[int]) -> str:
    parts, last = [], 0
    for match in _MARKER.finditer(text):
        if int(match.group(1)) in cited:
            parts.append(_text(text[last : match.start()]))
            parts.append(f'<a href="#source-{number}-{match.group(1)}">{match.group()}</a>')
            last = match.end()
    return "".join([*parts, _text(text[last:])])


def _where(citation: Citation) -> str:
    """The address of an article, or the name of its file: folders are nobody's business."""
    if _is_web(citation.url):
        return one_line(citation.url or "")
    return one_line(PurePath(citation.path).name)


def _is_web(url: str | None) -> bool:
    try:
        parts = urlsplit(one_line(url or ""))
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _text(text: str) -> str:
    return html.escape(printable(text), quote=True).replace("\n", "<br>")


def _escaped(text: str, *, paragraphs: bool = False) -> str:
    """For Markdown: every punctuation mark loses its power."""
    pieces = printable(text).split("\n") if paragraphs else [text]
    lines = [_PUNCTUATION.sub(r"\\\1", one_line(piece)) for piece in pieces]
    return "\n\n".join(line for line in lines if line)
