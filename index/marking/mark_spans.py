"""Marks what isn't the article's own prose: boilerplate, headlines, bylines and credits.

`mark_spans` never changes the text; no passage enters a span it returns. The page around an
article is recognised line by line (`byline_lines.py`) and by where a line stands: above the first
sentence, between paragraphs, or below the last. When a line might be a sentence, it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.marking import boilerplate, byline_lines, captions, contacts, links, paywall
from index.marking.clock_lines import clock_lines
from index.marking.line_shapes import (
    MOST_TITLE_CHARS,
    folded,
    has_longer,
    is_name_line,
    is_of_the_page,
    is_section,
    is_sentence,
    is_subheading,
)
from index.text.lines import Line, lines_of, trim
from index.text.wrapping import joined_lines
from index.types import Span, SpanKind

_INNER_STOP = re.compile(r"[a-z]{3,}[.!?]\s+[A-Z]")
_DASHED = re.compile(r"[–—-]{1,2}\s*(?P<inner>[^–—\s-].*?)\s*[–—-]{1,2}")
_BULLET = re.compile(r"\s*(?:[-–—*•▪◦‣●■►♦]|\(?\d{1,3}[.)])\s")

_MOST_LINKS = 60  # under "Related:"
_MOST_LINES_BELOW = 8  # among the last lines stands who wrote the article
_MOST_LINES_ABOVE = 25  # a headline stands near the top, under a menu at most


def mark_spans(text: str, marked: Sequence[Span] = ()) -> tuple[Span, ...]:
    """The boilerplate, headline, byline and credit spans of `text`, sorted, not overlapping.

    `marked` are spans already known (sorted), such as Markdown markup; they are kept. Everything
    outside the result is prose. A text without a single sentence is all prose.
    """
    lines = joined_lines(text, lines_of(text, marked))
    titles = [text[s.start_char : s.end_char] for s in marked if s.kind == "headline"]
    page = _Page(lines, title=titles[0] if titles else None)
    page.mark_posts(clock_lines(text))
    page.mark_patterns()
    page.mark_foot()
    page.mark_head()
    page.mark_repeated_title()
    page.mark_subheadings()
    found = [*marked, *page.spans()]
    return tuple(sorted(found, key=lambda span: span.start_char))


class _Page:
    """The lines of one text while they are being marked."""

    def __init__(self, lines: list[Line], *, title: str | None) -> None:
        self.lines = lines
        self.kinds: list[SpanKind | None] = [None] * len(lines)
        self.ends: dict[int, int] = {}  # the line whose end closes the span of a byline of several
        self.parts: dict[int, list[Span]] = {}  # a line that is marked in parts
        self.title = title
        self.title_is_marked = title is not None

    def spans(self) -> list[Span]:
        found: list[Span] = []
        covered = -1
        for number, (line, kind) in enumerate(zip(self.lines, self.kinds, strict=True)):
            if kind is None or number <= covered:
                continue
            if number in self.parts:
                found.extend(self.parts[number])
                continue
            covered = self.ends.get(number, number)
            found.append(Span(line.start, self.lines[covered].end, kind))
        return found

    def _free(self, number: int) -> bool:
        return 0 <= number < len(self.lines) and self.kinds[number] is None

    def _is_prose(self, number: int) -> bool:
        return self._free(number) and is_sentence(self.lines[number].text)

    def mark_posts(self, clocks: Sequence[tuple[int, int]]) -> None:
        """The times of the posts of a live page, and what stands over a post."""
        starts = {start for start, _ in clocks}
        for number, line in enumerate(self.lines):
            if line.start not in starts:
                continue
            self.kinds[number] = "byline"
            below = number + 1
            if below + 1 < len(self.lines) and is_subheading(self.lines[below].text):
                self.kinds[below] = "headline"

    def mark_patterns(self) -> None:
        """Lines that say by themselves what they are, and the lines under their labels."""
        lines = self.lines
        texts = [line.text for line in lines]
        linked = links.link_lines(texts) | paywall.walled(texts)
        for number, line in enumerate(lines):
            if not self._free(number):
                continue
            text = line.text
            if byline_lines.is_author_label(text) and self._is_value(number + 1):
                self.kinds[number] = self.kinds[number + 1] = "byline"
                self.ends[number] = number + 1
                self._mark_copies(number + 1)
            elif boilerplate.is_boilerplate(text) or byline_lines.is_author_label(text):
                self.kinds[number] = "boilerplate"
                if boilerplate.starts_list_of_links(text):
                    self._mark_links(number + 1)
            elif number in linked or is_of_the_page(text):
                self.kinds[number] = "boilerplate"
            elif (credit := captions.credit_start(text)) is not None:
                self._mark_caption(number, credit)
            elif byline_lines.is_byline(text):
                self.kinds[number] = "byline"
            elif byline_lines.is_credit(text):
                self.kinds[number] = "credit"
            elif byline_lines.SIGNATURE.fullmatch(text) and number > 0:
                self.kinds[number] = "byline"

    def _mark_caption(self, number: int, credit: int) -> None:
        """The caption of a picture, and from `credit` on who took it."""
        line = self.lines[number]
        self.kinds[number] = "boilerplate"
        behind = line.start + credit
        caption = [Span(line.start, behind, "boilerplate")] if credit else []
        self.parts[number] = [*caption, Span(behind, line.end, "credit")]

    def mark_foot(self) -> None:
        """Below the article: who wrote it and how to reach them, then links to the end."""
        foot = None
        for number in range(max(1, len(self.lines) - _MOST_LINES_BELOW), len(self.lines)):
            kind = self.kinds[number]
            if kind in (None, "boilerplate") and contacts.is_contact(self.lines[number].text):
                self.kinds[number] = "boilerplate"
                foot = number
            elif kind == "credit" and number not in self.parts:
                foot = number
        if foot is not None:
            below = [n for n in range(foot + 1, len(self.lines)) if self._free(n)]
            if all(self._is_link(n) and len(self.lines[n].text.split()) > 3 for n in below):
                self._mark(below)

    def _is_value(self, number: int) -> bool:
        return (
            self._free(number)
            and not is_sentence(self.lines[number].text)
            and len(self.lines[number].text.split()) <= 10
        )

    def _mark_copies(self, number: int) -> None:
        """The name under "Author:" is often printed twice."""
        copy = number + 1
        while copy < len(self.lines) and self.lines[copy].text == self.lines[number].text:
            self.kinds[copy] = "boilerplate"
            copy += 1

    def _mark_links(self, number: int) -> None:
        """Under "Related:" or "Tags:", the short lines up to the next sentence, if they end the
        text or are a single link.
        """
        end = number
        while end - number < _MOST_LINKS and self._free(end) and self._is_link(end):
            end += 1
        if end >= len(self.lines) or end == number + 1:
            self._mark(range(number, end))

    def _mark(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self.kinds[number] = "boilerplate"

    def _is_link(self, number: int) -> bool:
        text = self.lines[number].text
        return not (
            boilerplate.starts_list_of_links(text)
            or is_sentence(text)
            or byline_lines.is_credit(text)
            or byline_lines.is_byline(text)
            or ";" in text
        )

    def mark_head(self) -> None:
        """Above the first sentence: the headline, its copies, section words, names, decks."""
        lines = self.lines
        first = self._first_sentence()
        if first is None:
            return
        head = [n for n in range(first) if self._free(n)][:_MOST_LINES_ABOVE]
        for place, number in enumerate(head):
            text = lines[number].text
            label = byline_lines.TITLE_LABEL.match(text)
            after = lines[number + 1].text
            if byline_lines.is_date_line(text) or self._says_who_and_when(number, head[place:]):
                self.kinds[number] = "byline"
            elif label:
                self.kinds[number] = "headline"
                value = lines[number].start + label.end()
                self.parts[number] = [
                    Span(lines[number].start, value, "boilerplate"),
                    Span(value, lines[number].end, "headline"),
                ]
                self.title = self.title or text[label.end() :]
            elif is_name_line(text, after) or (
                byline_lines.is_outlet(text) and self._may_be_outlet(number, head[place + 1 :])
            ):
                self.kinds[number] = "byline"
            elif is_section(text) and self.title is None and has_longer(lines, head[place + 1 :]):
                self.kinds[number] = "boilerplate"
            elif not _BULLET.match(text) or self.title is None:
                self.kinds[number] = "headline"
                self.title = self.title or text

    def _says_who_and_when(self, number: int, head: list[int]) -> bool:
        """A name with the date or the outlet, under the headline or above a longer one."""
        text = self.lines[number].text
        if self.title is None and not has_longer(self.lines, head[1:]):
            return False
        if byline_lines.is_dated_line(text):
            return self.title is not None or len(text.split()) <= 12
        return self.title is not None and byline_lines.is_name_and_outlet(text)

    def _may_be_outlet(self, number: int, below: list[int]) -> bool:
        """A short line among those that say who wrote it and when, or the name of the paper above
        the headline; on top of all only an agency that everybody knows.
        """
        text = self.lines[number].text
        if len(text) > 40:
            return False
        if number == 0:
            return byline_lines.is_agency_line(text) and has_longer(self.lines, below)
        if self.title is None or byline_lines.is_known_outlet(text):
            return True
        if self.kinds[number - 1] == "byline":
            return True
        following = self.lines[number + 1].text
        is_who_or_when = self.kinds[number + 1] == "byline" or byline_lines.is_date_line(following)
        return is_who_or_when and byline_lines.is_paper(text)

    def _first_sentence(self) -> int | None:
        """The number of the line where the article's prose begins, or None.

        A question on top of a text may be its headline, as may a line that is printed twice.
        """
        free = [n for n in range(len(self.lines)) if self._free(n)]
        for place, number in enumerate(free):
            text = self.lines[number].text
            if not is_sentence(text) or byline_lines.is_date_line(text):
                continue  # "March 14, 2022, 6:02 p.m." ends in a stop as well
            if place >= _MOST_LINES_ABOVE:
                return number
            later = free[place + 1 :]
            asks = place == 0 and self.title is None and text[-1] in "?!" and len(text) <= 120
            asks = asks and not _INNER_STOP.search(text)
            copied = len(text) <= MOST_TITLE_CHARS and any(
                self.lines[n].text == text for n in later[:1]
            )
            if (asks or copied) and any(
                is_sentence(self.lines[n].text) and self.lines[n].text != text for n in later
            ):
                continue
            return number
        return None

    def mark_repeated_title(self) -> None:
        """Later copies of the headline, alone or with a caption behind."""
        if not self.title or len(self.title.split()) < 3:
            return
        title = folded(self.title)
        seen = self.title_is_marked
        for number, line in enumerate(self.lines):
            if self.kinds[number] not in (None, "headline") or number in self.parts:
                continue
            text = folded(line.text)
            if text == title:
                if seen:
                    self.kinds[number] = "boilerplate"
                seen = True
            elif text.startswith(title) and len(text) > len(title):
                self._mark_title_with_more(number)

    def _mark_title_with_more(self, number: int) -> None:
        """The headline again with a line of its own: "Headline Photo: … (Getty Images)"."""
        line = self.lines[number]
        assert self.title is not None
        rest_start, rest_end = trim(line.text, len(self.title), len(line.text))
        rest = line.text[rest_start:rest_end]
        if line.text[len(self.title)].isalnum():
            return
        if byline_lines.is_credit(rest):
            kind: SpanKind = "credit"
        elif byline_lines.is_byline(rest):
            kind = "byline"
        elif rest[:1] in "|–—-:" and len(rest.split()) <= 6:
            kind = "boilerplate"
        else:
            return
        self.kinds[number] = kind
        middle = line.start + rest_start
        self.parts[number] = [
            Span(line.start, middle, "boilerplate"),
            Span(middle, line.end, kind),
        ]

    def mark_subheadings(self) -> None:
        """Between paragraphs: a short line without a stop, a sentence before and after it."""
        for number, line in enumerate(self.lines):
            if not self._free(number) or len(line.text) > boilerplate.LONGEST_LINE:
                continue
            dashed = _DASHED.fullmatch(line.text)
            inner = dashed["inner"] if dashed else line.text
            if not is_subheading(inner) or (not dashed and _BULLET.match(line.text)):
                continue
            if dashed or (self._prose_near(number, -1) and self._prose_near(number, +1)):
                self.kinds[number] = "headline"
            if dashed and self.kinds[number]:
                start = line.start + dashed.start("inner")
                end = line.start + dashed.end("inner")
                self.parts[number] = [
                    Span(line.start, start, "boilerplate"),
                    Span(start, end, "headline"),
                    Span(end, line.end, "boilerplate"),
                ]

    def _prose_near(self, number: int, step: int) -> bool:
        """Is the nearest line that is prose, or a heading, a sentence?"""
        number += step
        while 0 <= number < len(self.lines):
            if self.kinds[number] in ("headline", None):
                return self.kinds[number] is None and is_sentence(self.lines[number].text)
            number += step
        return False
