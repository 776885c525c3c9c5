"""An answer as rich text: HTML that a word processor, a mail or a notebook takes in. Pure.

Every word of an article is escaped; links lead to web addresses only; nothing loads or runs.
"""

from __future__ import annotations

import html

from qa.as_html import with_markers
from qa.types import Answer, Citation
from ui.export.cited import web_address
from ui.render.texts import ANSWER, EXPORT
from ui.render.told import in_order, sentence_of, text_of
from ui.render.wording import (
    date_words,
    day_words,
    headline,
    one_line,
    printable,
    publisher_words,
    side_text,
    side_words,
)


def to_rich_text(answer: Answer) -> str:
    """The text with raised numbers, then the sources by number with their quotes."""
    cited = {citation.marker for citation in answer.citations}
    written = text_of(answer)
    text = f"<p>{with_markers(written, cited, _text)}</p>" if written else ""
    days = "".join(
        f"<li><b>{_text(day_words(entry.on, entry.precision))}</b> "
        f"{with_markers(sentence_of(answer, entry.text, entry.markers), cited, _text)}</li>"
        for entry in answer.timeline
    )
    differ = ""
    for item in answer.disagreements:
        sides = "".join(
            f"<li><b>{_text(side.value)}</b> ({_text(side_words(side))}) "
            f"{with_markers(sentence_of(answer, side_text(side), side.markers), cited, _text)}</li>"
            for side in item.sides
        )
        about = _text(ANSWER.differ.format(about=one_line(item.about)))
        differ += f"<p><b>{about}</b></p><ul>{sides}</ul>"
    told = in_order(answer, text, f"<ul>{days}</ul>" if days else "", differ)
    sources = "".join(
        f'<li value="{citation.marker}">{source_html(citation)}</li>'
        for citation in answer.citations
    )
    listed = f"<p><b>{EXPORT.sources}</b></p><ol>{sources}</ol>" if sources else ""
    return "".join(told) + listed


def source_html(citation: Citation) -> str:
    """Headline with its address, who and when, the quote."""
    title, address = _text(headline(citation)), web_address(citation.url)
    if address:
        href = html.escape(address, quote=True)
        title = f'<a href="{href}" rel="noopener noreferrer">{title}</a>'
    facts = [publisher_words(citation), date_words(citation.published_at) or "date unknown"]
    if author := one_line(citation.author or ""):
        facts.insert(0, author)
    quoted = _text(one_line(citation.quote))
    return f"{title} ({_text(', '.join(facts))}): “{quoted}”"


def _text(text: str) -> str:
    return html.escape(printable(text), quote=True).replace("\n", "<br>")
