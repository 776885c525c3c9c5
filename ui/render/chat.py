"""An `Answer` as HTML for the conversation. Pure; `markup.py` makes words safe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from qa.evidence.dated_text import ADDED
from qa.types import Answer, Citation
from ui.render.markup import OPEN_PREFIX, SHELF_WORDS, fact, inert, lines, words_link
from ui.render.texts import ANSWER, FRAME, WHY
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

_MARKER = re.compile(r"\[(\d{1,6})\]")
_SHORT_CHARS = 80  # a longer short answer is no headline; the text below says it anyway


def masthead_html(covered: str, notice: str) -> str:
    """The head of the page: its name, what it covers and, for a remote model, the notice."""
    warning = f'<p class="dl-remote" role="note" dir="auto">{inert(notice)}</p>' if notice else ""
    return (
        f"<header><h1>{inert(FRAME.name)}</h1>"
        f'<p class="dl-covered" dir="auto">{inert(covered)}</p>'
        f'<a class="dl-open dl-articles" role="button" href="{OPEN_PREFIX}{SHELF_WORDS}">'
        f"{inert(FRAME.articles)}</a></header>{warning}"
    )


def invitation_html() -> str:
    """In the place of the conversation, before the first question."""
    strong = f"<strong>{inert(FRAME.invitation)}</strong>"
    return f'<div class="dl-empty">{strong}<br>{inert(FRAME.promise)}</div>'


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
    links = {citation.marker: _link(citation, answer) for citation in answer.citations}
    parts = []
    short = one_line(answer.short_answer.text) if answer.short_answer else ""
    if answer.short_answer and 0 < len(short) <= _SHORT_CHARS:
        number = answer.short_answer.marker
        marker = _marker(number, links) if number in links else ""
        words = f"<bdi>{inert(short)}</bdi>"
        parts.append(f'<div class="dl-short" dir="auto">{words}{marker}</div>')
    quotes = " ".join(one_line(citation.quote) for citation in answer.citations)
    text = _with_markers(answer.text, links, quotes)
    parts.append(f'<div class="dl-text" dir="auto">{text}</div>')
    parts.extend(_disagreements(answer, links, quotes))
    searched = _searched(answer, hints)
    if answer.status == "not_in_articles":  # what was searched comes first where nothing was found
        parts.append(searched)
    if answer.citations:
        cards = "".join(_card(citation, answer, outlets) for citation in answer.citations)
        parts.append(_cards("dl-cited", ANSWER.sources, cards))
    if answer.related:
        cards = "".join(_card(citation, answer, outlets) for citation in answer.related)
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


def _with_markers(text: str, links: Mapping[int, str], quotes: str) -> str:
    """`text` escaped, its markers as links; a number that cites nothing stays plain text. A date
    in brackets that none of the `quotes` has is Dateline's and looks so.
    """
    parts, last = [], 0
    for match in _MARKER.finditer(text):
        number = int(match.group(1))
        if number in links:
            # The space before a marker must not let the line break between word and marker.
            words = text[last : match.start()].rstrip(" ")
            parts += [_with_added_dates(words, quotes), _marker(number, links)]
            last = match.end()
    return "".join([*parts, lines(text[last:])])


def _with_added_dates(words: str, quotes: str) -> str:
    parts, last = [], 0
    for match in ADDED.finditer(words):
        if match.group() not in quotes:
            date = f'<span class="dl-added">{lines(match.group())}</span>'
            parts += [lines(words[last : match.start()]), date]
            last = match.end()
    return "".join([*parts, lines(words[last:])])


def _marker(number: int, links: Mapping[int, str]) -> str:
    # The chat strips aria-label, so what a screen reader says beside the number is hidden text.
    return (
        f'<a class="dl-marker dl-open" role="button" href="{links[number]}">'
        f'<span class="dl-unseen">{inert(ANSWER.source)} </span>{number}</a>'
    )


def _link(citation: Citation, answer: Answer) -> str:
    """To the quote, and in it to the words that answer."""
    short = answer.short_answer
    strong = None
    if short and short.marker == citation.marker:
        strong = (short.start_char, short.end_char)
    return words_link(citation.article_id, citation.start_char, citation.end_char, strong)


def _cards(kind: str, title: str, cards: str) -> str:
    head = f'<h3 class="dl-cards-title">{inert(title)}</h3>'
    return f'<div class="dl-cards {kind}">{head}{cards}</div>'


def _card(citation: Citation, answer: Answer, outlets: Mapping[str, str]) -> str:
    """A quote with who printed it and when. The tooltip of a marker shows a copy of its text."""
    cited = citation in answer.citations
    number = f'<span class="dl-card-number">{citation.marker}</span>' if cited else ""
    facts = [publisher_words(citation), published_words(citation), also_in_words(citation, outlets)]
    return (
        f'<div class="dl-card"><a class="dl-open" role="button" href="{_link(citation, answer)}">'
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


def _disagreements(answer: Answer, links: Mapping[int, str], quotes: str) -> Iterator[str]:
    for item in answer.disagreements:
        sides = "".join(
            f'<li dir="auto">{_with_markers(side.text, links, quotes)}'
            + "".join(
                _marker(m, links) for m in side.markers if m in links and f"[{m}]" not in side.text
            )
            + "</li>"
            for side in item.sides
        )
        about = inert(ANSWER.differ.format(about=one_line(item.about)))
        yield f'<div class="dl-differ"><div dir="auto">{about}</div><ul>{sides}</ul></div>'
