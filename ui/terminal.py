"""`Answer` to text for a terminal: the answer, then its quotes. Pure functions of values."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from index.types import Article
from qa.types import Answer, Citation
from ui.wording import (
    also_in_words,
    coverage_words,
    headline,
    hint_words,
    one_line,
    printable,
    published_words,
    publisher_words,
)

_BOLD, _DIM, _END = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def answer_text(
    answer: Answer,
    *,
    hints: Sequence[str] = (),
    outlets: Mapping[str, str] = MappingProxyType({}),
    width: int = 80,
    colour: bool = False,
    folder: Path | None = None,
) -> str:
    """The answer wrapped to `width` columns, its citations (or what lies nearest) below.

    `hints` are those of `EvidenceFound`; `outlets` names the articles that carry the same words
    (`qa.copies.outlets_of`). `colour` adds bold and dim. Paths inside `folder` are shown relative
    to it. Nothing of an article can steer the terminal: escapes and control characters are taken
    out.
    """
    width = max(width, 20)
    parts = [_wrapped(line, width) for line in printable(answer.text).splitlines()]
    for item in answer.disagreements:
        parts += ["", _wrapped(f"Reports differ: {one_line(item.about)}", width)]
        parts += [_wrapped(f"- {one_line(side.text)}", width, indent="  ") for side in item.sides]
    for citation in answer.citations:
        parts += ["", *_citation(citation, outlets, width, colour, folder, f"[{citation.marker}] ")]
    if answer.related:
        parts += ["", _styled("Nearest in the articles:", _BOLD, colour)]
        for citation in answer.related:
            parts += ["", *_citation(citation, outlets, width, colour, folder, "- ")]
    searched = f"{coverage_words(answer.coverage)} {hint_words(hints)}".rstrip()
    parts += ["", _styled(_wrapped(searched, width), _DIM, colour)]
    return "\n".join(parts)


def article_text(article: Article, *, colour: bool = False) -> str:
    """An article for `dateline show`: its facts, then its text, boilerplate dim."""
    facts = [
        ("id", article.article_id),
        ("title", headline(article)),
        ("publisher", publisher_words(article)),
        ("author", one_line(article.author or "")),
        ("credits", ", ".join(one_line(credit) for credit in article.credits)),
        ("published", published_words(article)),
        ("address", one_line(article.url or "")),
        ("file", one_line(article.path)),
    ]
    lines = [f"{name:<10} {value}" for name, value in facts if value]
    body, position = [], 0
    for span in article.spans:
        body.append(printable(article.text[position : span.start_char]))
        style = _DIM if span.kind == "boilerplate" else _BOLD
        body.append(
            _styled(printable(article.text[span.start_char : span.end_char]), style, colour)
        )
        position = span.end_char
    body.append(printable(article.text[position:]))
    return "\n".join([*lines, "", "".join(body).rstrip()])


def article_table(articles: Sequence[Article], *, width: int = 80) -> str:
    """One line an article: id, date, publisher, headline; cut to `width` columns."""
    lines = []
    for article in articles:
        date = one_line(article.published_at or "undated")[:10]
        publisher = _cut(publisher_words(article), 20)
        line = f"{article.article_id:<12}  {date:<10}  {publisher:<20}  {headline(article)}"
        lines.append(_cut(line, max(width, 40)))
    return "\n".join(lines)


def _citation(
    citation: Citation,
    outlets: Mapping[str, str],
    width: int,
    colour: bool,
    folder: Path | None,
    lead: str,
) -> list[str]:
    indent = " " * len(lead)
    where = one_line(_shown_path(citation.path, folder))
    place = f"{where}:{citation.start_char}-{citation.end_char}"
    facts = f"{publisher_words(citation)}, {published_words(citation)}"
    also = also_in_words(citation, outlets)
    if also:
        facts += f"; {also}"
    quote = one_line(citation.quote)
    if quote[:1] not in "“\"«„‘'":  # words that are speech already have their marks
        quote = f"“{quote}”"
    return [
        _styled(_wrapped(lead + headline(citation), width, indent=indent), _BOLD, colour),
        _wrapped(indent + facts, width, indent=indent),
        _wrapped(indent + quote, width, indent=indent),
        # A path stays whole, so that it can be copied; a terminal wraps it where it must.
        _styled(indent + place, _DIM, colour),
    ]


def _shown_path(path: str, folder: Path | None) -> str:
    if folder:
        try:
            return str(Path(path).relative_to(folder))
        except ValueError:
            return path
    return path


def _wrapped(text: str, width: int, *, indent: str = "") -> str:
    return textwrap.fill(text, width, subsequent_indent=indent, break_on_hyphens=False)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _styled(text: str, style: str, colour: bool) -> str:
    """`text` in `style`, line by line, so that a pager may cut anywhere."""
    if not colour or not text:
        return text
    return "\n".join(f"{style}{line}{_END}" for line in text.split("\n"))
