"""The reading room: one article beside the conversation, with the quoted words marked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from index.types import Article, Span
from ui.render.actions import action
from ui.render.chat import notice_html
from ui.render.markup import (
    CLOSE_BUTTON,
    direction,
    fact,
    inert,
    language_attribute,
    source_link,
    words_link,
)
from ui.render.texts import ARTICLE
from ui.render.wording import (
    date_words,
    headline,
    listed,
    one_line,
    origin_words,
    published_words,
    publisher_words,
)

QUOTE_ID = "dl-quote"
# Back to the shelf, where the article was opened from it; else `shelf.js` leaves it hidden.
BACK_BUTTON = f'<button id="dl-back" type="button" hidden>{ARTICLE.back}</button>'
_FOLD_FROM_CHARS = 160  # shorter boilerplate is dimmed in place; longer folds away
_COPIES_NAMED = 12
_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\n.{0,20000}?\n\1[ \t]*(?:\n\s*|$)", re.DOTALL)


@dataclass(frozen=True)
class Quote:
    """Words to mark: `text[start_char:end_char]`; `strong` are those of them that answer."""

    start_char: int
    end_char: int
    strong: tuple[int, int] | None = None


def article_html(
    article: Article,
    opened: Quote,
    others: Sequence[Quote] = (),
    outlets: Sequence[str] = (),
    *,
    can_remove: bool = False,
) -> str:
    """The panel: headline, who and when, the full text with the `opened` quote marked, and less
    loudly the `others` that the same answer cites. `outlets` print the same.

    The first piece of the opened quote has the id `QUOTE_ID`. Offsets outside the text mark
    nothing. Runs of boilerplate are dimmed, long ones folded, unless marked words lie inside.
    """
    body = _Body(article, opened, others)
    way = direction(article.text)
    facts = [publisher_words(article), published_words(article)]
    if article.author:
        facts.insert(1, one_line(article.author))
    return (
        '<article class="dl-article" aria-labelledby="dl-panel-title">'
        f'<div class="dl-panel-head"><h2 dir="auto" id="dl-panel-title">'
        f"{inert(headline(article))}</h2>{CLOSE_BUTTON}{_tools(len(body.quotes))}</div>"
        f'<p class="dl-facts">{"".join(map(fact, facts))}{source_link(article.url)}</p>'
        f"{_known(article, outlets, can_remove=can_remove)}"
        f'<div class="dl-body" dir="{way}"{language_attribute(article.language)}>'
        f"{''.join(body.html())}</div></article>"
    )


def panel_message_html(message: str) -> str:
    """The panel when there is no article to show."""
    return panel_html(notice_html(message))


def panel_html(inner: str) -> str:
    """The panel with something in it that is no article."""
    head = f'<div class="dl-panel-head">{BACK_BUTTON}{CLOSE_BUTTON}</div>'
    return f'<div class="dl-article">{head}{inner}</div>'


def _tools(quotes: int) -> str:
    """From quote to quote, and search; `article.js` brings them to life."""
    between = ""
    if quotes > 1:
        between = (
            f'<div class="dl-tool" role="group" aria-label="{inert(ARTICLE.quotes)}">'
            f"{_step('dl-quote-previous', ARTICLE.quote_previous, '↑')}"
            f"{_step('dl-quote-next', ARTICLE.quote_next, '↓')}"
            '<span id="dl-quote-count" role="status"></span></div>'
        )
    find = inert(ARTICLE.find)
    return (
        f'<div class="dl-tools">{BACK_BUTTON}{between}<div class="dl-tool" role="search">'
        f'<input id="dl-find" type="search" aria-label="{find}" placeholder="{find}" '
        'maxlength="200" autocomplete="off">'
        f"{_step('dl-find-previous', ARTICLE.find_previous, '↑')}"
        f"{_step('dl-find-next', ARTICLE.find_next, '↓')}"
        '<span id="dl-find-count" role="status"></span></div></div>'
    )


def _step(name: str, label: str, sign: str) -> str:
    return f'<button id="{name}" type="button" aria-label="{inert(label)}">{sign}</button>'


def _known(article: Article, outlets: Sequence[str], *, can_remove: bool) -> str:
    """What is known of the article and how, folded away; with a way to remove it."""
    origins = dict(article.origins)
    published = date_words(article.published_at)
    how = {"inferred": ARTICLE.inferred, "filename": ARTICLE.from_file_name}
    rows = [
        (ARTICLE.title, article.title, _origin(origins.get("title"))),
        (ARTICLE.publisher, article.publisher, _origin(origins.get("publisher"))),
        (ARTICLE.author, article.author, _origin(origins.get("author"))),
        (
            ARTICLE.published,
            published,
            how.get(article.published_source) or _origin(origins.get("published_at")),
        ),
        (ARTICLE.updated, date_words(article.updated_at), _origin(origins.get("updated_at"))),
        (ARTICLE.language, article.language, _origin(origins.get("language"))),
        (ARTICLE.address, article.url, _origin(origins.get("url"))),
        (ARTICLE.file, PurePath(article.path).name, ""),
        (ARTICLE.text, ARTICLE.teaser if origins.get("text") == "teaser" else None, ""),
        (ARTICLE.copies, listed(outlets, most=_COPIES_NAMED) if outlets else None, ""),
    ]
    shown = "".join(
        f"<dt>{inert(name)}</dt><dd><bdi>{inert(one_line(value or '') or ARTICLE.unstated)}</bdi>"
        f"{f' <small>{inert(origin)}</small>' if value and origin else ''}</dd>"
        for name, value, origin in rows
        if value or name in (ARTICLE.publisher, ARTICLE.published)
    )
    remove = f"<p>{action(ARTICLE.remove, 'discard', article.article_id)}</p>" if can_remove else ""
    return (
        f'<details class="dl-known"><summary>{inert(ARTICLE.known)}</summary><dl>{shown}</dl>'
        f"{remove}</details>"
    )


def _origin(origin: str | None) -> str:
    """How a fact came to be known, in words. Fields of formats keep their names."""
    if not origin:
        return ""
    plain = {"text": ARTICLE.in_text, "url": ARTICLE.from_address}
    said = origin_words(origin)
    if said != one_line(origin):
        return said
    return plain.get(origin) or ARTICLE.stated_as.format(origin=said)


class _Body:
    """The text of an article cut where quotes and spans begin and end, all in order."""

    def __init__(self, article: Article, opened: Quote, others: Sequence[Quote]) -> None:
        self._article = article
        self._opened = opened
        self.quotes = _in_order(article, opened, others)

    def html(self) -> Iterator[str]:
        """The pieces; joined they hold every character of the text."""
        position = _front_matter_end(self._article)
        if position and not self._is_quoted(0, position):
            yield self._folded(0, position)
        else:
            position = 0
        for span in _joined(self._article):
            begin, end = max(span.start_char, position), span.end_char
            if begin >= end:
                continue
            yield from self._piece(position, begin)
            is_long = end - begin >= _FOLD_FROM_CHARS
            if span.kind == "boilerplate" and is_long and not self._is_quoted(begin, end):
                yield self._folded(begin, end)
            else:
                yield f'<span class="dl-{span.kind}">{"".join(self._piece(begin, end))}</span>'
            position = end
        yield from self._piece(position, len(self._article.text))

    def _is_quoted(self, begin: int, end: int) -> bool:
        return any(q.start_char < end and begin < q.end_char for q in self.quotes)

    def _folded(self, begin: int, end: int) -> str:
        """What is no part of the story, folded away."""
        return (
            f'<details class="dl-boilerplate"><summary>{inert(ARTICLE.folded)}</summary>'
            f"<div>{''.join(self._piece(begin, end))}</div></details>"
        )

    def _piece(self, begin: int, end: int) -> Iterator[str]:
        """`text[begin:end]` escaped, what of it lies in a quote inside <mark>."""
        at = begin
        for number, quote in enumerate(self.quotes):
            low, high = max(at, quote.start_char), min(end, quote.end_char)
            if low < high:
                yield inert(self._article.text[at:low])
                yield self._mark(number, quote, low, high)
                at = high
        yield inert(self._article.text[at:end])

    def _mark(self, number: int, quote: Quote, low: int, high: int) -> str:
        """A piece of a quote; the first carries what `article.js` finds it by."""
        text, anchor = self._article.text, ""
        if low == quote.start_char:
            words = words_link(self._article.article_id, quote.start_char, quote.end_char)
            anchor = f' tabindex="-1" data-words="{words}"'
            if quote is self._opened:
                anchor = f' id="{QUOTE_ID}"{anchor}'
        now = ' class="dl-now"' if quote is self._opened else ""
        first, last = quote.strong or (high, high)
        first, last = max(low, min(first, high)), max(low, min(last, high))
        marked = inert(text[low:high])
        if first < last:
            strong = f"<strong>{inert(text[first:last])}</strong>"
            marked = f"{inert(text[low:first])}{strong}{inert(text[last:high])}"
        return f'<mark{anchor} data-quote="{number}"{now}>{marked}</mark>'


def _in_order(article: Article, opened: Quote, others: Sequence[Quote]) -> list[Quote]:
    """The quotes in order of place. One that overlaps the opened one, or another, is left out."""
    kept: list[Quote] = []
    for quote in (opened, *others):
        inside = 0 <= quote.start_char < min(quote.end_char, len(article.text))
        if inside and all(
            quote.end_char <= k.start_char or k.end_char <= quote.start_char for k in kept
        ):
            kept.append(quote)
    return sorted(kept, key=lambda quote: quote.start_char)


def _front_matter_end(article: Article) -> int:
    """Where the metadata at the head of a Markdown file ends, which is shown above as facts; 0
    where there is none. Its values may be marked as headline and byline.
    """
    found = _FRONT_MATTER.match(article.text)
    marks = any(s.start_char == 0 and s.kind == "boilerplate" for s in article.spans)
    return found.end() if found and marks else 0


def _joined(article: Article) -> list[Span]:
    """The spans in order, neighbouring ones of boilerplate as one."""
    joined: list[Span] = []
    for span in sorted(article.spans, key=lambda s: s.start_char):
        span = Span(span.start_char, min(span.end_char, len(article.text)), span.kind)
        last = joined[-1] if joined else None
        if (
            last
            and last.kind == span.kind == "boilerplate"
            and not article.text[last.end_char : span.start_char].strip()
        ):
            joined[-1] = Span(last.start_char, max(last.end_char, span.end_char), span.kind)
        else:
            joined.append(span)
    return joined
