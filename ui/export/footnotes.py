"""An answer as Markdown with footnotes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from qa.types import Answer, Citation
from ui.export.calm import calm, calm_title
from ui.export.cited import web_address
from ui.render.texts import ANSWER
from ui.render.told import in_order, sentence_of, text_of
from ui.render.wording import (
    date_words,
    day_words,
    headline,
    one_line,
    publisher_words,
    side_text,
    side_words,
)

_MARKER = re.compile(r" ?\[(\d{1,6})\]")


def to_markdown(answer: Answer, *, accessed: date | None = None) -> str:
    """The text, its timeline and sides, each marker a footnote: headline with its address, who and
    when, the quote. What is known of the articles stays plain text: nothing in it acts.
    """
    cited = {citation.marker for citation in answer.citations}
    day = accessed or date.today()
    notes = [f"[^{c.marker}]: {_note(c, day)}" for c in answer.citations]
    return "\n\n".join([*_told(answer, cited), *notes]) + "\n"


def _told(answer: Answer, cited: set[int]) -> Iterator[str]:
    def marked(text: str) -> str:
        return _MARKER.sub(
            lambda found: f"[^{found.group(1)}]" if int(found.group(1)) in cited else found.group(),
            calm(text),
        )

    text = [marked(paragraph) for paragraph in text_of(answer).split("\n") if paragraph.strip()]
    days = [
        f"- **{calm(day_words(entry.on, entry.precision))}** "
        + one_line(marked(sentence_of(answer, entry.text, entry.markers)))
        for entry in answer.timeline
    ]
    differ = []
    for item in answer.disagreements:
        differ.append(f"**{calm(ANSWER.differ.format(about=one_line(item.about)))}**")
        sides = []
        for side in item.sides:
            value = f"**{calm(one_line(side.value))}** " if one_line(side.value) else ""
            told = one_line(marked(sentence_of(answer, side_text(side), side.markers)))
            sides.append(f"- {value}({calm(side_words(side))}) {told}")
        differ.append("\n".join(sides))
    timeline = ["\n".join(days)] if days else []
    for parts in in_order(answer, text, timeline, differ):
        yield from parts


def _note(citation: Citation, accessed: date) -> str:
    title, address = calm_title(headline(citation)), web_address(citation.url)
    facts = [publisher_words(citation), date_words(citation.published_at) or "date unknown"]
    if author := one_line(citation.author or ""):
        facts.insert(0, author)
    where = f"[{title}]({address})" if address else f"“{title}”"
    seen = f" (accessed {date_words(accessed.isoformat())})" if address else ""
    return f"{where}, {calm(', '.join(facts))}{seen}: “{calm(one_line(citation.quote))}”"
