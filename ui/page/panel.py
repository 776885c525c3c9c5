"""What the panel beside the conversation shows when the page asks for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from qa.errors import DatelineError
from qa.question.asked import check_filter
from ui.render.article import Quote, article_html, panel_message_html
from ui.render.markup import SHELF_WORDS
from ui.render.shelf import ShelfFilter, read_filter, shelf_html
from ui.render.texts import ARTICLE

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline

_NOTHING = Quote(0, 0)
_MOST_OTHERS = 50
_COPIES_LOOKED_UP = 50
_PLACE = r"\.(\d{1,9})\.(\d{1,9})"
_WORDS = re.compile(rf"([\w-]{{1,64}}){_PLACE}(?:{_PLACE})?", re.ASCII)


def open_panel(pipeline: QAPipeline, asked: Mapping[str, Any], *, can_remove: bool = False) -> str:
    """The panel's HTML for what the page sent, of which nothing is taken on trust.

    `words` is "ARTICLE.START.END", as the links of an answer carry it, with ".START.END" of the
    words that answer behind it where they are known; or `SHELF_WORDS`, the list of articles,
    which `filter` narrows. `others` are the other quotes of the same answer, in the same form.
    `asked` numbers the request; the answer repeats it. `can_remove`: an article may be removed.
    """
    number = asked.get("asked")
    known = number if isinstance(number, int) and 0 <= number < 10**9 else 0
    return f'<div data-asked="{int(known)}">{_asked_for(pipeline, asked, can_remove)}</div>'


def article_panel(pipeline: QAPipeline, article_id: str) -> str:
    """The panel with an article that may be removed, from its beginning."""
    try:
        return _article(pipeline, article_id, _NOTHING, [], can_remove=True)
    except DatelineError as error:
        return panel_message_html(str(error))


def _asked_for(pipeline: QAPipeline, asked: Mapping[str, Any], can_remove: bool) -> str:
    words = asked.get("words")
    others = asked.get("others")
    try:
        if words == SHELF_WORDS:
            return _shelf(pipeline, read_filter(asked.get("filter")))
        found = _read(words)
        if found:
            quotes = others if isinstance(others, list) else []
            return _article(pipeline, *found, quotes, can_remove=can_remove)
    except DatelineError as error:
        return panel_message_html(str(error))
    return panel_message_html(ARTICLE.gone)


def _shelf(pipeline: QAPipeline, chosen: ShelfFilter) -> str:
    catalog = pipeline.library.catalog
    everything = catalog.entries(sort="date")
    if chosen.is_open:
        return shelf_html(everything, chosen=chosen)
    publishers = [chosen.publisher] if chosen.publisher else None
    where = check_filter(chosen.since or None, chosen.before or None, publishers)
    language = chosen.language or None
    shown = catalog.entries(where, language=language, words=chosen.words, sort="date")
    return shelf_html(everything, shown, chosen)


def _article(
    pipeline: QAPipeline, article_id: str, opened: Quote, others: list[Any], *, can_remove: bool
) -> str:
    catalog = pipeline.library.catalog
    article = catalog.article(article_id)
    if article is None:
        return panel_message_html(ARTICLE.gone)
    read = [_read(words) for words in others[:_MOST_OTHERS]]
    quotes = [found[1] for found in read if found and found[0] == article_id]
    copies = catalog.copies.of_article(article_id)[:_COPIES_LOOKED_UP]
    printed = [copy for copy in map(catalog.article, copies) if copy is not None]
    outlets = dict.fromkeys(copy.publisher or copy.title or copy.article_id for copy in printed)
    return article_html(article, opened, quotes, list(outlets), can_remove=can_remove)


def _read(words: Any) -> tuple[str, Quote] | None:
    """(article id, quote) of a link's words; None when they are something else."""
    match = _WORDS.fullmatch(words) if isinstance(words, str) else None
    if not match:
        return None
    start, end, first, last = (int(n) if n else -1 for n in match.groups()[1:])
    strong = (first, last) if start <= first < last <= end else None
    return match.group(1), Quote(start, end, strong)
