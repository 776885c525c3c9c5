"""The articles that an answer cites, each once, with what a reference says of it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from qa.types import Answer, Citation
from ui.render.markup import web_host
from ui.render.wording import headline, one_line

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_UNSAFE = re.compile(r"[\s<>()\[\]{}\"'\\`|^]")


@dataclass(frozen=True)
class CitedArticle:
    """`date` is year, month, day as far as it is known; `quotes` are those of the answer, each with
    its marker. Every text is on one line, without control characters.
    """

    article_id: str
    title: str
    publisher: str
    authors: tuple[str, ...]
    date: tuple[int, ...]
    url: str
    quotes: tuple[tuple[int, str], ...]

    @property
    def note(self) -> str:
        """The quotes with their numbers: `[1] “…”`."""
        return " ".join(f"[{marker}] “{words}”" for marker, words in self.quotes)


def cited_articles(answer: Answer) -> list[CitedArticle]:
    """In the order of their first markers."""
    by_article: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        by_article.setdefault(citation.article_id, []).append(citation)
    return [_article(citations) for citations in by_article.values()]


def web_address(url: str | None) -> str:
    """An http or https address in which nothing can end a link or a field; "" for any other."""
    found = web_host(url)
    return _UNSAFE.sub(lambda match: quote(match.group(), safe=""), found[0]) if found else ""


def _article(citations: list[Citation]) -> CitedArticle:
    first = citations[0]
    match = _DATE.match(first.published_at or "")
    parts = match.groups() if match else ()
    length = {"year": 1, "month": 2}.get(first.published_precision, 3)
    names = [one_line(name) for name in (first.author or "").split(", ")]
    return CitedArticle(
        re.sub(r"\W", "", first.article_id, flags=re.ASCII),
        headline(first),
        one_line(first.publisher or ""),
        tuple(name for name in names if name),
        tuple(int(part) for part in parts[:length] if part),
        web_address(first.url),
        tuple((citation.marker, one_line(citation.quote)) for citation in citations),
    )
