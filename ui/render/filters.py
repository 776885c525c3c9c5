"""Which articles are asked: dates and publishers that the reader chose, shown as chips beside what
was read from the question itself. Pure but for `read_from`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qa.errors import QuestionError
from qa.question.asked import check_filter
from ui.render.markup import inert
from ui.render.texts import FILTERS
from ui.render.wording import date_words, one_line

if TYPE_CHECKING:
    pass

MOST_PUBLISHERS = 20  # asked at once
MOST_OFFERED = 1_000
NAME_CHARS = 200  # of a publisher
DATE_CHARS = 10


@dataclass(frozen=True)
class Filters:
    """As `qa.query` takes them: ISO dates, `after` inclusive, `before` exclusive; "" is open."""

    after: str = ""
    before: str = ""
    publishers: tuple[str, ...] = ()

    @property
    def arguments(self) -> dict[str, Any]:
        """For `QAPipeline.stream`; empty without filters."""
        chosen = {"after": self.after, "before": self.before, "publishers": list(self.publishers)}
        return {name: value for name, value in chosen.items() if value}

    def without(self, name: str) -> Filters:
        """Without one of them: "after", "before", or "publisher.N", the Nth (from 0)."""
        kind, _, number = name.partition(".")
        if kind == "after":
            return replace(self, after="")
        if kind == "before":
            return replace(self, before="")
        kept = [p for n, p in enumerate(self.publishers) if str(n) != number]
        return replace(self, publishers=tuple(kept)) if kind == "publisher" else self


NO_FILTERS = Filters()


def filters_of(after: Any, before: Any, publishers: Any) -> Filters:
    """Filters from what a form sent, bounded; whatever isn't text is left out."""
    names = publishers if isinstance(publishers, list) else []
    kept = [one_line(name)[:NAME_CHARS] for name in names if isinstance(name, str)]
    return Filters(
        _date(after), _date(before), tuple(dict.fromkeys(filter(None, kept)))[:MOST_PUBLISHERS]
    )


def problem_with(filters: Filters) -> str:
    """What is wrong with the dates, in a sentence; "" when all is well."""
    try:
        check_filter(filters.after, filters.before, filters.publishers)
    except QuestionError as error:
        return str(error)
    return ""


def chips_html(filters: Filters, hints: Sequence[str] = (), problem: str = "") -> str:
    """The chips: each filter with a way to drop it; then what the last question said (`hints` of
    `EvidenceFound`), which counted for that question only, with a way to keep it.
    """
    chips = [
        _chip(f"{FILTERS.since} {date_words(filters.after)}", "after") if filters.after else "",
        _chip(f"{FILTERS.until} {date_words(filters.before)}", "before") if filters.before else "",
        *[_chip(name, f"publisher.{n}") for n, name in enumerate(filters.publishers)],
    ]
    if problem:
        chips.append(f'<span class="dl-chip-problem" role="alert">{inert(problem)}</span>')
    if hints:
        read = inert(f"{FILTERS.read} {'; '.join(map(one_line, hints))}")
        chips.append(
            f'<span class="dl-chip dl-chip-read"><bdi>{read}</bdi>'
            f'<a class="dl-do" role="button" href="#do=pin">{inert(FILTERS.keep)}</a></span>'
        )
    shown = "".join(chips)
    return f'<div class="dl-chips" role="group" aria-label="{inert(FILTERS.title)}">{shown}</div>'


def _chip(words: str, name: str) -> str:
    return (
        f'<span class="dl-chip"><bdi>{inert(one_line(words))}</bdi>'
        f'<a class="dl-do" role="button" href="#do=drop.{name}" '
        f'aria-label="{inert(f"{FILTERS.drop} {one_line(words)}")}">&#215;</a></span>'
    )


def _date(value: Any) -> str:
    return one_line(value)[: DATE_CHARS + 1] if isinstance(value, str) else ""
