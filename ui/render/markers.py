"""Text whose markers open the article at the cited words. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.evidence.dated_text import ADDED
from qa.types import Answer, Citation
from ui.render.markup import inert, lines, words_link
from ui.render.texts import ANSWER
from ui.render.told import with_markers
from ui.render.wording import one_line

_MARKER = re.compile(r"\[(\d{1,6})\]")


class Markers:
    """The markers of one answer."""

    def __init__(self, answer: Answer) -> None:
        """Of the citations of `answer`."""
        self._short = answer.short_answer
        self._links = {citation.marker: self.link(citation) for citation in answer.citations}
        self._quotes = " ".join(one_line(citation.quote) for citation in answer.citations)

    def __contains__(self, number: int) -> bool:
        return number in self._links

    def link(self, citation: Citation) -> str:
        """To the quote, and in it to the words that answer."""
        short = self._short
        strong = None
        if short and short.marker == citation.marker:
            strong = (short.start_char, short.end_char)
        return words_link(citation.article_id, citation.start_char, citation.end_char, strong)

    def marker(self, number: int) -> str:
        """The marker as a link. `number` must be one of the answer's citations."""
        # The chat strips aria-label: what a screen reader says beside the number is hidden text.
        return (
            f'<a class="dl-marker dl-open" role="button" href="{self._links[number]}">'
            f'<span class="dl-unseen">{inert(ANSWER.source)} </span>{number}</a>'
        )

    def text(self, text: str) -> str:
        """`text` escaped, its markers as links; a number that cites nothing stays plain text. A
        date in brackets that none of the quotes has is Dateline's and looks so.
        """
        parts, last = [], 0
        for match in _MARKER.finditer(text):
            number = int(match.group(1))
            if number in self._links:
                # The space before a marker must not let the line break between word and marker.
                words = text[last : match.start()].rstrip(" ")
                parts += [self._with_added_dates(words), self.marker(number)]
                last = match.end()
        return "".join([*parts, lines(text[last:])])

    def sentence(self, label: str, text: str, numbers: Sequence[int] = ()) -> str:
        """`text` with who vouches for it before it, and behind it the markers that it lacks."""
        known = [number for number in numbers if number in self._links]
        return label_html(label) + self.text(with_markers(text, known))

    def _with_added_dates(self, words: str) -> str:
        parts, last = [], 0
        for match in ADDED.finditer(words):
            if match.group() not in self._quotes:
                date = f'<span class="dl-added">{lines(match.group())}</span>'
                parts += [lines(words[last : match.start()]), date]
                last = match.end()
        return "".join([*parts, lines(words[last:])])


def label_html(label: str) -> str:
    """Who vouches for what follows; "" for nobody else than the article."""
    return f'<span class="dl-asserted"><bdi>{inert(label)}</bdi></span> ' if label else ""
