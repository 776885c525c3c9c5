"""The parts of an answer beside its text: its form, a timeline, the sides of a disagreement. Pure.

Each is HTML on one line, so that it can stand in the answer's one Markdown block.
"""

from __future__ import annotations

import re
from itertools import groupby

from qa.types import Answer, Disagreement, TimelineEntry
from ui.render.markers import Markers
from ui.render.markup import fact, inert
from ui.render.texts import ANSWER, FORMS
from ui.render.told import label_of
from ui.render.wording import cut, day_words, one_line, publisher_words, side_text, side_words

_VALUE_CHARS = 120
_DAY = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)


def form_html(answer: Answer) -> str:
    """A small word for the form of the answer, with what it means; "" for a fact looked up."""
    word, means = FORMS.get(answer.form, ("", ""))
    if not word:
        return ""
    return (  # the explanation is a title for the pointer and hidden text for a screen reader
        f'<div class="dl-form"><span title="{inert(means)}">{inert(word)}'
        f'<span class="dl-hidden">: {inert(means)}</span></span></div>'
    )


def timeline_html(answer: Answer, markers: Markers) -> str:
    """A list of days, each with its sentences, their markers and outlets; "" without a timeline."""
    days = groupby(answer.timeline, key=lambda entry: day_words(entry.on, entry.precision))
    listed = "".join(_day(words, list(entries), answer, markers) for words, entries in days)
    return f'<ol class="dl-timeline">{listed}</ol>' if listed else ""


def disagreements_html(answer: Answer, markers: Markers) -> str:
    """What reports differ about, side by side."""
    return "".join(_disagreement(item, answer, markers) for item in answer.disagreements)


def _day(words: str, entries: list[TimelineEntry], answer: Answer, markers: Markers) -> str:
    on = entries[0].on
    iso = f' datetime="{on}"' if _DAY.fullmatch(on) else ""
    events = " ".join(_event(entry, answer, markers) for entry in entries)
    return f'<li><time{iso}>{inert(words)}</time> <div class="dl-events">{events}</div></li>'


def _event(entry: TimelineEntry, answer: Answer, markers: Markers) -> str:
    label = label_of(answer, entry.text, entry.markers)
    sentence = markers.sentence(label, entry.text, entry.markers)
    cited = (c for c in answer.citations if c.marker in entry.markers)
    outlets = "".join(fact(words) for words in dict.fromkeys(map(publisher_words, cited)))
    named = f' <span class="dl-outlets">{outlets}</span>' if outlets else ""
    return f'<div class="dl-event" dir="auto">{sentence}{named}</div>'


def _disagreement(item: Disagreement, answer: Answer, markers: Markers) -> str:
    sides = []
    for side in item.sides:
        value = cut(one_line(side.value), _VALUE_CHARS)
        named = f'<div class="dl-value" dir="auto">{inert(value)}</div>' if value else ""
        sentence = markers.sentence(
            label_of(answer, side_text(side), side.markers), side_text(side), side.markers
        )
        sides.append(
            f'<li class="dl-side">{named}<div class="dl-card-facts">{fact(side_words(side))}</div>'
            f'<div class="dl-side-text" dir="auto">{sentence}</div></li>'
        )
    about = inert(ANSWER.differ.format(about=one_line(item.about)))
    return (
        f'<div class="dl-differ"><h3 dir="auto">{about}</h3>'
        f'<ul class="dl-sides">{"".join(sides)}</ul></div>'
    )
