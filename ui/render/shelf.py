"""The shelf: the articles of the index in the panel, filtered, each a link that opens it. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from index.catalog.rows import CatalogEntry
from ui.render.articles_chart import chart_html, timeline
from ui.render.markup import CLOSE_BUTTON, OPEN_PREFIX, fact, inert
from ui.render.texts import SHELF
from ui.render.wording import counted, date_words, headline, one_line, publisher_words

PAGE_ARTICLES = 100
MOST_OPTIONS = 500  # publishers to choose from, the most frequent ones
_VALUE_CHARS = 200
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True)
class ShelfFilter:
    """What is listed; "" leaves a field open. `since` and `until` are ISO days, both inclusive.
    `page` counts from 0.
    """

    publisher: str = ""
    language: str = ""
    since: str = ""
    until: str = ""
    words: str = ""
    page: int = 0

    @property
    def before(self) -> str:
        """The day after `until`; "" when that is open or the last day there is."""
        try:
            return (date.fromisoformat(self.until) + timedelta(days=1)).isoformat()
        except (ValueError, OverflowError):
            return ""

    @property
    def is_open(self) -> bool:
        """True when every article is listed."""
        return not any((self.publisher, self.language, self.since, self.until, self.words))


def read_filter(asked: Any) -> ShelfFilter:
    """The filter that the page sent, of which nothing is taken on trust: what isn't a short text,
    a day of the calendar or a page number is left open.
    """
    sent = asked if isinstance(asked, dict) else {}

    def text(name: str) -> str:
        value = sent.get(name)
        return one_line(value[:_VALUE_CHARS]) if isinstance(value, str) else ""

    page = sent.get("page")
    is_page = isinstance(page, int) and 0 <= page < 10**6
    return ShelfFilter(
        text("publisher"),
        text("language"),
        _day(text("since")),
        _day(text("until")),
        text("words"),
        page if is_page and isinstance(page, int) else 0,
    )


def shelf_html(
    everything: Sequence[CatalogEntry],
    shown: Sequence[CatalogEntry] | None = None,
    chosen: ShelfFilter | None = None,
) -> str:
    """Filters, chart and one page of the articles `shown` (all by default), newest first as they
    come. `everything` is what can be chosen from.
    """
    chosen = chosen or ShelfFilter()
    shown = everything if shown is None else shown
    title = counted(len(shown), "article")
    if not chosen.is_open:
        title = SHELF.some.format(shown=title, all=len(everything))
    start = PAGE_ARTICLES * min(chosen.page, max(0, len(shown) - 1) // PAGE_ARTICLES)
    rows = "".join(map(_row, shown[start : start + PAGE_ARTICLES]))
    listed = f'<ul class="dl-shelf">{rows}</ul>' if rows else f"<p>{inert(SHELF.none)}</p>"
    return (
        '<div class="dl-article"><div class="dl-panel-head">'
        f'<h2 id="dl-panel-title" tabindex="-1">{inert(title)}</h2>{CLOSE_BUTTON}</div>'
        f"{_filters(everything, chosen)}{chart_html(timeline(shown))}{listed}"
        f"{_pages(start, len(shown))}</div>"
    )


def _row(entry: CatalogEntry) -> str:
    facts = [publisher_words(entry), date_words(entry.published_at) or SHELF.undated]
    if entry.published_source == "inferred":
        facts[1] = SHELF.inferred.format(date=facts[1])
    if entry.language:
        facts.append(one_line(entry.language))
    if entry.copies:
        facts.append(SHELF.copies.format(times=counted(entry.copies, "time")))
    if entry.is_teaser:
        facts.append(SHELF.teaser)
    return (
        f'<li><a class="dl-open" role="button" href="{OPEN_PREFIX}{inert(entry.article_id)}.0.0">'
        f'<span dir="auto">{inert(headline(entry))}</span></a>'
        f'<p class="dl-facts">{"".join(map(fact, facts))}</p></li>'
    )


def _filters(everything: Sequence[CatalogEntry], chosen: ShelfFilter) -> str:
    publishers = _options(
        (entry.publisher for entry in everything), SHELF.every_publisher, chosen.publisher
    )
    languages = _options(
        (entry.language for entry in everything), SHELF.every_language, chosen.language
    )
    fields = [
        _field("publisher", SHELF.publisher, publishers),
        _field("language", SHELF.language, languages),
        _input("since", SHELF.since, "date", chosen.since),
        _input("until", SHELF.until, "date", chosen.until),
        _input("words", SHELF.words, "search", chosen.words),
    ]
    if not chosen.is_open:
        fields.append(f'<button id="dl-shelf-clear" type="button">{inert(SHELF.clear)}</button>')
    return (
        f'<div class="dl-filters" role="search" aria-label="{inert(SHELF.filters)}">'
        f"{''.join(fields)}</div>"
    )


def _options(values: Iterable[str | None], every: str, chosen: str) -> str:
    """The options of a choice, in order of the alphabet, with how often each occurs."""
    common = Counter(filter(None, map(one_line, (v or "" for v in values))))
    names = {name for name, _ in common.most_common(MOST_OPTIONS)} | ({chosen} if chosen else set())
    options = [f'<option value="">{inert(every)}</option>']
    for name in sorted(names, key=str.casefold):
        mark = " selected" if name == chosen else ""
        label = inert(f"{name} ({common[name]:,})")
        options.append(f'<option value="{inert(name)}"{mark}>{label}</option>')
    return "".join(options)


def _field(name: str, label: str, options: str) -> str:
    return f'<label>{inert(label)} <select id="dl-shelf-{name}">{options}</select></label>'


def _input(name: str, label: str, kind: str, value: str) -> str:
    return (
        f'<label>{inert(label)} <input id="dl-shelf-{name}" type="{kind}" value="{inert(value)}" '
        f'maxlength="{_VALUE_CHARS}" autocomplete="off"></label>'
    )


def _pages(start: int, count: int) -> str:
    """From page to page, where one is not enough."""
    if count <= PAGE_ARTICLES:
        return ""
    last = min(start + PAGE_ARTICLES, count)
    place = SHELF.page.format(first=start + 1, last=last, all=count)
    page = start // PAGE_ARTICLES
    steps = [
        ("dl-page-previous", page - 1, SHELF.page_previous, start == 0),
        ("dl-page-next", page + 1, SHELF.page_next, last == count),
    ]
    buttons = "".join(
        f'<button id="{name}" type="button" data-page="{number}"{" disabled" if ends else ""}>'
        f"{inert(label)}</button>"
        for name, number, label, ends in steps
    )
    return f'<div class="dl-pages">{buttons}<span>{inert(place)}</span></div>'


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if _DAY.fullmatch(text) else ""
    except ValueError:
        return ""
