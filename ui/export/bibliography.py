"""The cited articles for reference managers: BibTeX, RIS and CSL JSON. Pure.

Each has headline, outlet, authors, day, address, the day of access, and the quotes as its note.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from qa.types import Answer
from ui.export.cited import CitedArticle, cited_articles

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Braces are counted by BibTeX even behind a backslash: they are written as words.
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "&%$#_"},
}  # fmt: skip
_SPECIAL = re.compile("[" + re.escape("".join(_LATEX)) + "]")


def to_bibtex(answer: Answer, *, accessed: date | None = None) -> str:
    """An entry for each cited article, as UTF-8; "" for an answer that cites none."""
    return _joined(_bibtex(article, accessed or date.today()) for article in cited_articles(answer))


def to_ris(answer: Answer, *, accessed: date | None = None) -> str:
    """The same as RIS; newspaper articles (NEWS)."""
    return _joined(_ris(article, accessed or date.today()) for article in cited_articles(answer))


def to_csl_json(answer: Answer, *, accessed: date | None = None) -> str:
    """The same as a JSON list of CSL items."""
    day = accessed or date.today()
    items = [_csl(article, day) for article in cited_articles(answer)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _bibtex(article: CitedArticle, accessed: date) -> str:
    year, month, day = (*article.date, 0, 0, 0)[:3]
    authors = " and ".join(
        f"{{{_latex(name)}}}" if re.search(r"\band\b|,", name) else _latex(name)
        for name in article.authors
    )
    fields = {
        "title": f"{{{_latex(article.title)}}}",
        "author": authors,
        "journal": _latex(article.publisher),
        "year": str(year or ""),
        "day": str(day or ""),
        "url": article.url.replace("%", r"\%").replace("#", r"\#"),
        "urldate": accessed.isoformat() if article.url else "",
        "note": _latex(article.note),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if 1 <= month <= 12:
        lines.append(f"  month = {_MONTHS[month - 1]}")
    kind = "article" if article.publisher else "misc"
    outlet = re.sub(r"[^a-z]", "", article.publisher.lower())[:20]
    key = f"{outlet or 'article'}{year or ''}-{article.article_id[:12]}"
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _ris(article: CitedArticle, accessed: date) -> str:
    year, month, day = (*article.date, 0, 0, 0)[:3]
    rows = [("TY", "NEWS"), ("ID", article.article_id), ("TI", article.title)]
    rows += [("AU", name) for name in article.authors]
    if article.publisher:
        rows.append(("T2", article.publisher))
    if year:
        when = f"{year:04}/{month or '':0>2}/{day or '':0>2}/".replace("/00", "/")
        rows += [("PY", f"{year:04}"), ("DA", when)]
    if article.url:
        rows += [("UR", article.url), ("Y2", f"{accessed:%Y/%m/%d}/")]
    rows += [("N1", f"[{marker}] “{words}”") for marker, words in article.quotes]
    return "".join(f"{tag}  - {value}\n" for tag, value in rows) + "ER  - \n"


def _csl(article: CitedArticle, accessed: date) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": article.article_id,
        "type": "article-newspaper",
        "title": article.title,
        "note": article.note,
    }
    if article.publisher:
        item["container-title"] = article.publisher
    if article.authors:
        item["author"] = [{"literal": name} for name in article.authors]
    if article.date:
        item["issued"] = {"date-parts": [list(article.date)]}
    if article.url:
        item["URL"] = article.url
        item["accessed"] = {"date-parts": [[accessed.year, accessed.month, accessed.day]]}
    return item


def _latex(text: str) -> str:
    return _SPECIAL.sub(lambda found: _LATEX[found.group()], text)


def _joined(entries: Iterable[str]) -> str:
    return "\n".join(entries)
