"""Articles over time by publisher: counted, then drawn as a small chart with its table. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.catalog.rows import CatalogEntry
from ui.render.markup import OPEN_PREFIX, SHELF_WORDS, inert
from ui.render.texts import CHART
from ui.render.wording import counted, date_words, one_line, publisher_words

MOST_NAMES = 5  # publishers with a colour of their own; the rest are one
MOST_PERIODS = 60
_MOST_DAYS, _MOST_MONTHS = 31, 36  # a longer stretch is drawn by months, then by years
_WIDTH, _HEIGHT, _FOOT = 480, 110, 18  # of the drawing; the foot has the first and last period
_FEWEST_DRAWN, _SMALL_HEIGHT = 3, 44  # articles of a small picture, which has no table; pixels
_LABEL_CHARS = 40
_ISO_DAY = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)


@dataclass(frozen=True)
class Timeline:
    """`counts[p][n]`: how many articles of `names[n]` appeared in `periods[p]` (ISO: days, months
    or years, without gaps). `left_out` have no date, none so precise, or one long before the rest.
    """

    periods: tuple[str, ...]
    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    left_out: int

    @property
    def totals(self) -> tuple[int, ...]:
        """Articles of each period."""
        return tuple(map(sum, self.counts))


def timeline(entries: Sequence[CatalogEntry]) -> Timeline:
    """Articles counted by period and publisher; without any when none shows its date."""
    dated = [(found, e) for e in entries if (found := _first_day(e.published_at))]
    if not dated:
        return Timeline((), (), (), len(entries))
    first, last = min(day for (day, _), _ in dated), max(day for (day, _), _ in dated)
    months = 12 * (last.year - first.year) + last.month - first.month
    size = 10 if (last - first).days < _MOST_DAYS else 7 if months < _MOST_MONTHS else 4
    precise = [(day, e) for (day, precision), e in dated if precision >= size]
    if not precise:  # years alone, all alike
        size, precise = 4, [(day, e) for (day, _), e in dated]
    periods = _periods(min(d for d, _ in precise), max(d for d, _ in precise), size)
    common = Counter(publisher_words(e) for _, e in precise).most_common()
    names = [name for name, _ in common[:MOST_NAMES]]
    if len(common) > MOST_NAMES:
        names.append(CHART.others)
    place = {name: n for n, name in enumerate(names)}
    rows = {period: [0] * len(names) for period in periods}
    shown = 0
    for day, entry in precise:
        row = rows.get(day.isoformat()[:size])
        if row is not None:
            row[place.get(publisher_words(entry), len(names) - 1)] += 1
            shown += 1
    counts = tuple(tuple(rows[period]) for period in periods)
    return Timeline(tuple(periods), tuple(names), counts, len(entries) - shown)


def chart_html(line: Timeline) -> str:
    """The chart, a sentence in its place for who can't see it, its legend and its table."""
    if not line.periods:
        return ""
    left = CHART.left_out.format(articles=counted(line.left_out, "article"))
    note = f'<p class="dl-facts">{inert(left)}</p>' if line.left_out else ""
    return (
        f'<figure class="dl-chart"><figcaption>{inert(CHART.title)}</figcaption>'
        f'<svg role="img" viewBox="0 0 {_WIDTH} {_HEIGHT + _FOOT}" '
        f'aria-label="{inert(_said(line))}">'
        f"{_bars(line, max(line.totals))}{_foot(line)}</svg>{_legend(line)}{note}"
        f"<details><summary>{inert(CHART.as_table)}</summary>{_table(line)}</details></figure>"
    )


def picture_html(line: Timeline) -> str:
    """A small picture of a collection that opens its shelf; "" for too little to see anything.

    It scales by shares of its width: the chat lets no view box through, nor a label of the
    drawing, so that what it says in words stands beside it.
    """
    if len(line.periods) < 2 or sum(line.totals) < _FEWEST_DRAWN:
        return ""
    most, step = max(line.totals), 100 / len(line.periods)
    width, bars = min(0.85 * step, 8.0), []
    for p, row in enumerate(line.counts):
        y = float(_SMALL_HEIGHT)
        for n, count in enumerate(row):
            height = count / most * _SMALL_HEIGHT
            y -= height
            if count:
                bars.append(
                    f'<rect class="dl-series-{n}" x="{(p + 0.5) * step - width / 2:.2f}%" '
                    f'y="{y:.1f}" width="{width:.2f}%" height="{height:.1f}"></rect>'
                )
    ends = "".join(f"<span>{inert(date_words(line.periods[end]))}</span>" for end in (0, -1))
    return (
        f'<a class="dl-open dl-picture" role="button" href="{OPEN_PREFIX}{SHELF_WORDS}">'
        f'<span class="dl-hidden">{inert(CHART.title)}: {inert(_said(line))}</span>'
        f'<svg width="100%" height="{_SMALL_HEIGHT}">{"".join(bars)}</svg>'
        f'<span class="dl-ends">{ends}</span>{_legend(line)}</a>'
    )


def _said(line: Timeline) -> str:
    """What the drawing says, in words."""
    most = max(line.totals)
    return CHART.said.format(
        articles=counted(sum(line.totals), "article"),
        first=date_words(line.periods[0]),
        last=date_words(line.periods[-1]),
        busiest=date_words(line.periods[line.totals.index(most)]),
        most=f"{most:,}",
    )


def _legend(line: Timeline) -> str:
    """Which colour is whose."""
    rows = "".join(
        f'<span class="dl-key"><span class="dl-swatch dl-series-{n}"></span>'
        f"<bdi>{inert(_short(name))}</bdi></span>"
        for n, name in enumerate(line.names)
    )
    return f'<span class="dl-legend">{rows}</span>'


def _bars(line: Timeline, most: int) -> str:
    step = _WIDTH / len(line.periods)
    width = max(1.0, min(step - 1.0, 40.0))
    bars = []
    for p, row in enumerate(line.counts):
        x, y = p * step + (step - width) / 2, float(_HEIGHT)
        for n, count in enumerate(row):
            height = count / most * (_HEIGHT - 4)
            y -= height
            if count:
                bars.append(
                    f'<rect class="dl-series-{n}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" '
                    f'height="{height:.1f}"></rect>'
                )
    line_y = _HEIGHT + 0.5
    return "".join(bars) + f'<line x1="0" y1="{line_y}" x2="{_WIDTH}" y2="{line_y}"></line>'


def _foot(line: Timeline) -> str:
    y = _HEIGHT + _FOOT - 4
    first = f'<text x="0" y="{y}">{inert(date_words(line.periods[0]))}</text>'
    if len(line.periods) == 1:
        return first
    last = inert(date_words(line.periods[-1]))
    return f'{first}<text class="dl-end" x="{_WIDTH}" y="{y}">{last}</text>'


def _table(line: Timeline) -> str:
    names = "".join(f'<th scope="col"><bdi>{inert(_short(n))}</bdi></th>' for n in line.names)
    rows = "".join(
        f'<tr><th scope="row">{inert(date_words(period))}</th>'
        + "".join(f"<td>{count:,}</td>" for count in row)
        + "</tr>"
        for period, row in zip(line.periods, line.counts, strict=True)
        if any(row)
    )
    return (
        f'<div class="dl-table" tabindex="0" role="group" aria-label="{inert(CHART.title)}"><table>'
        f'<thead><tr><th scope="col">{inert(CHART.period)}</th>{names}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _short(name: str) -> str:
    name = one_line(name)
    return name if len(name) <= _LABEL_CHARS else name[: _LABEL_CHARS - 1] + "…"


def _first_day(published_at: str | None) -> tuple[date, int] | None:
    """(first possible day, characters of the ISO date that are known); None for what is no date."""
    words = (published_at or "")[:10]
    if not _ISO_DAY.fullmatch(words):
        return None
    try:
        return date.fromisoformat(words + {4: "-01-01", 7: "-01"}.get(len(words), "")), len(words)
    except ValueError:
        return None


def _periods(first: date, last: date, size: int) -> list[str]:
    """Every day, month or year from `first` to `last`; of too many, the last ones."""
    if size == 10:
        count = (last - first).days + 1
        return [(first + timedelta(days=n)).isoformat() for n in range(count)][-MOST_PERIODS:]
    if size == 4:
        return [f"{year:04}" for year in range(first.year, last.year + 1)][-MOST_PERIODS:]
    months = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return [f"{m // 12:04}-{m % 12 + 1:02}" for m in months][-MOST_PERIODS:]
