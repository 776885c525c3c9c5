"""An `Answer` as HTML for the conversation. Pure; `markup.py` makes words safe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from qa.types import Answer, Citation
from ui.render.actions import action
from ui.render.forms import disagreements_html, form_html, timeline_html
from ui.render.markers import Markers, label_html
from ui.render.markup import OPEN_PREFIX, SHELF_WORDS, fact, inert, lines
from ui.render.texts import ANSWER, FRAME, HINT, WHY
from ui.render.told import in_few_words, in_order, pieces
from ui.render.wording import (
    also_in_words,
    coverage_words,
    headline,
    hint_words,
    one_line,
    published_words,
    publisher_words,
)

NOBODY: Mapping[str, str] = MappingProxyType({})

_MOST_CARDS = 6  # of the most sentences that a lookup or a list has


def masthead_html(covered: str, notice: str) -> str:
    """The head of the page: its name, what it covers and, for a remote model, the notice."""
    warning = f'<p class="dl-remote" role="note" dir="auto">{inert(notice)}</p>' if notice else ""
    return (
        f"<header><h1>{inert(FRAME.name)}</h1>"
        f'<p class="dl-covered" dir="auto">{inert(covered)}</p>'
        f'<a class="dl-open dl-articles" role="button" href="{OPEN_PREFIX}{SHELF_WORDS}">'
        f"{inert(FRAME.articles)}</a></header>{warning}"
    )


def invitation_html(
    notes: Sequence[str] = (), picture: str = "", *, with_adding: bool = False
) -> str:
    """In the place of the conversation, before the first question; `notes` say what was found in
    the articles, `picture` (HTML) shows them over time. Who comes for the first time is told how
    it works (`assets/actions.js` shows it until it is put away), and how to add articles if one
    may.
    """
    strong = f"<strong>{inert(FRAME.invitation)}</strong>"
    said = " ".join(map(one_line, notes))
    found = f'<br><span class="dl-notes" dir="auto">{inert(said)}</span>' if said else ""
    adding = HINT.add if with_adding else HINT.index
    rows = "".join(f"<li>{inert(words)}</li>" for words in (HINT.quotes, HINT.silence, adding))
    hint = f'<div class="dl-hint"><ul>{rows}</ul>{action(HINT.away, "hint")}</div>'
    head = f'<div class="dl-welcome">{strong}<br>{inert(FRAME.promise)}{found}</div>'
    return f'<div class="dl-empty">{head}{picture}{hint}</div>'


def question_html(question: str) -> str:
    """The reader's own words, line breaks kept."""
    return f'<h2 class="dl-question" dir="auto">{lines(question)}</h2>'


def draft_html(text: str) -> str:
    """An answer while it is being written: its text, markers not yet active."""
    return f'<div class="dl-answer"><div class="dl-text" dir="auto">{lines(text)}</div></div>'


def waiting_html(words: str) -> str:
    """What is happening until the first words come."""
    return f'<div class="dl-waiting">{inert(words)}</div>'


def notice_html(message: str) -> str:
    """A calm message where an answer can't be given."""
    return f'<div class="dl-notice" role="alert" dir="auto">{lines(message)}</div>'


def answer_html(
    answer: Answer, hints: Sequence[str] = (), outlets: Mapping[str, str] = NOBODY
) -> str:
    """The whole answer: text with markers that open the article, then cards of its citations;
    for a refusal, cards of what lies nearest. `hints` are those of `EvidenceFound`; `outlets`
    names the articles that carry the same words (`qa.evidence.copies.outlets_of`). No blank line
    inside, so it is one Markdown block.
    """
    markers = Markers(answer)
    text = "".join(markers.sentence(piece.label, piece.text) for piece in pieces(answer))
    told = [
        f'<div class="dl-text" dir="auto">{text}</div>' if text else "",
        timeline_html(answer, markers),
        disagreements_html(answer, markers),
    ]
    parts = [form_html(answer), _short(answer, markers), *in_order(answer, *told)]
    searched = _searched(answer, hints)
    if answer.status == "not_in_articles":  # what was searched comes first where nothing was found
        parts.append(searched)
    if answer.citations:
        cards = "".join(_card(citation, answer, markers, outlets) for citation in answer.citations)
        parts.append(_sources(cards, len(answer.citations)))
    if answer.related:
        cards = "".join(_card(citation, answer, markers, outlets) for citation in answer.related)
        parts.append(_cards("dl-related", ANSWER.nearest, cards))
    if answer.status != "not_in_articles":
        parts.append(searched)
    return f'<div class="dl-answer dl-{inert(answer.status)}">{"".join(parts)}</div>'


def _searched(answer: Answer, hints: Sequence[str]) -> str:
    words = f"{coverage_words(answer.coverage)} {hint_words(hints)}".rstrip()
    if answer.reader != "extractive":
        model = one_line(answer.reader.removeprefix("llm:"))
        words += " " + ANSWER.written_by.format(model=model)
    return f'<div class="dl-coverage" dir="auto">{inert(words)}</div>'


def _short(answer: Answer, markers: Markers) -> str:
    """The short answer as a headline."""
    short = in_few_words(answer)
    if not short:
        return ""
    marker = markers.marker(short.marker) if short.marker in markers else ""
    date = f'<span class="dl-added">{inert(short.added)}</span>' if short.added else ""
    words = f"{label_html(short.label)}<bdi>{inert(short.words)}</bdi>"
    return f'<div class="dl-short" dir="auto">{words}{date}{marker}</div>'


def _sources(cards: str, number: int) -> str:
    """The cards of the citations; folded where there are so many that they would bury the text."""
    if number <= _MOST_CARDS:
        return _cards("dl-cited", ANSWER.sources, cards)
    words = inert(ANSWER.sources_folded.format(number=number))
    return (
        f'<details class="dl-folded"><summary>{words}</summary>'
        f'<div class="dl-cards dl-cited">{cards}</div></details>'
    )


def _cards(kind: str, title: str, cards: str) -> str:
    head = f'<h3 class="dl-cards-title">{inert(title)}</h3>'
    return f'<div class="dl-cards {kind}">{head}{cards}</div>'


def _card(citation: Citation, answer: Answer, markers: Markers, outlets: Mapping[str, str]) -> str:
    """A quote with who printed it and when. The tooltip of a marker shows a copy of its text."""
    cited = citation in answer.citations
    number = f'<span class="dl-card-number">{citation.marker}</span>' if cited else ""
    facts = [publisher_words(citation), published_words(citation), also_in_words(citation, outlets)]
    return (
        f'<div class="dl-card"><a class="dl-open" role="button" href="{markers.link(citation)}">'
        f'{number}<span class="dl-card-text"><span class="dl-card-headline" dir="auto">'
        f"{inert(headline(citation))}</span>"
        f'<span class="dl-card-facts">{"".join(fact(words) for words in facts if words)}</span>'
        f'<span class="dl-card-quote" dir="auto">{inert(one_line(citation.quote))}</span>'
        f"</span></a>{_why(citation, answer, cited=cited)}</div>"
    )


def _why(citation: Citation, answer: Answer, *, cited: bool) -> str:
    """The scores of a passage, folded away."""
    means = WHY.evidence_means if cited else WHY.near_means
    rows = [(WHY.evidence, means.format(score=_percent(citation.score)))]
    support = [s.support for s in answer.statements if cited and citation.marker in s.markers]
    if support:
        rows.append((WHY.support, WHY.support_means.format(score=_percent(max(support)))))
    place = WHY.place_means.format(start=citation.start_char, end=citation.end_char)
    rows.append((WHY.place, place))
    listed = "".join(f"<li><b>{inert(name)}</b> {inert(words)}</li>" for name, words in rows)
    summary = f"<summary>{inert(WHY.summary)}</summary>"
    return f'<details class="dl-why">{summary}<ul>{listed}</ul></details>'


def _percent(score: float) -> int:
    return round(100 * max(0.0, min(1.0, score)))
