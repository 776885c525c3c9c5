"""What a page states about its article: JSON-LD (schema.org), then `meta` tags, then other tags.

Only a stated date counts. In JSON-LD, a reference by `@id` is followed to the record that it names;
of several articles on a page only the page's own is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from typing import Any

from index.readers.fields import known_field, read_fields, read_url
from index.readers.stated import Stated

Record = Mapping[str, object]

_ARTICLE_TYPES = re.compile(r"(?:^|[/:])(?:\w*Article|\w*BlogPosting|Report|WebPage)$")
_SITE_TYPES = re.compile(r"(?:^|[/:])(?:WebSite|Periodical|Newspaper|NewsMediaOrganization)$")
_MOST_LD_CHARS, _MOST_META, _MOST_RECORDS = 1_000_000, 300, 2_000
_DEEPEST = 6
_META_PRIORITY = ("article:", "og:", "dc", "parsely")
_MARKUP = re.compile(r"</?(?:em|i|b|strong|span|br|sup|sub|mark|q)\b[^<>]{0,200}>", re.IGNORECASE)
_BY_REFERENCE = ("publisher", "author", "creator", "sourceOrganization", "provider", "isPartOf")
_OF_THE_PAGE = ("@id", "id", "name", "isPartOf")


def read_page_metadata(tree: Any) -> tuple[Stated, str]:
    """What the page states in JSON-LD, `meta`, `link`, `time` and `html` tags, and the text of
    the article where JSON-LD holds it.
    """
    metas = _metas(tree)
    canonical = next(
        (read_url(href) for href in tree.xpath("//link[@rel='canonical']/@href")), None
    )
    known = _Graph(tree)
    stated, body = Stated(), ""
    for record in known.articles(canonical, metas):
        text, values = read_fields({k: v for k, v in record.items() if k not in _OF_THE_PAGE})
        stated = stated.over(_named(values, "JSON-LD"))
        if not body and "articleBody" in record and text:
            body = text
    specific = {k: v for k, v in metas.items() if k.lower().startswith(_META_PRIORITY)}
    for group in (specific, metas):
        stated = stated.over(_named(read_fields(group)[1], "meta"))
    stated = stated.over(Stated.of(("publisher", known.site_name(), "JSON-LD WebSite")))
    return stated.over(_by_tags(tree, canonical)), body


def _named(stated: Stated, where: str) -> Stated:
    return replace(stated, origins=tuple((f, f"{where} {name}") for f, name in stated.origins))


def _metas(tree: Any) -> dict[str, object]:
    found: dict[str, object] = {}
    for tag in tree.xpath("//meta[@content]")[:_MOST_META]:
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = plain((tag.get("content") or "").strip())
        field = known_field(name) if name else None
        # "title" and "description" tags are of the page; text never stands in a tag.
        if not name or not field or field in ("text", "summary") or not content:
            continue
        if name.lower() in ("id", "name", "source", "content", "body"):
            continue
        if field == "author" and name in found:
            present = found[name]
            found[name] = [*(present if isinstance(present, list) else [present]), content]
        else:
            found.setdefault(name, content[:2_000])
    return found


def _by_tags(tree: Any, canonical: str | None) -> Stated:
    times = tree.xpath(
        "//*[@itemprop='datePublished']/@datetime | //time[@pubdate]/@datetime"
        " | //*[@itemprop='datePublished']/@content"
    )
    language = next(iter(tree.xpath("/html/@lang | /html/@xml:lang")), None)
    published = " ".join(str(times[0]).split())[:100] if times else None
    return Stated.of(
        ("url", canonical, "link canonical"),
        ("published", published, "time datePublished"),
        ("language", read_fields({"language": language})[1].language, "html lang"),
    )


def plain(text: str) -> str:
    """A string of JSON-LD or of a tag without the entities and tags that generators leave in."""
    for _ in range(2):
        if "&" not in text:
            break
        text = unescape(text)
    return _MARKUP.sub("", text) if "<" in text else text


class _Graph:
    """The records of all JSON-LD on a page, and which of them each `@id` names."""

    def __init__(self, tree: Any) -> None:
        self._records: list[Record] = []
        for block in tree.xpath("//script[@type]")[:500]:
            kind = block.get("type").split(";")[0].strip().lower()
            if kind == "application/ld+json" and len(self._records) < _MOST_RECORDS:
                self._read(block.text or "")
        self._by_id: dict[str, Record] = {}
        for record in self._records:
            name = record.get("@id")
            if isinstance(name, str) and len(record) > len(self._by_id.get(name, {"@id": name})):
                self._by_id[name] = record

    def _read(self, content: str) -> None:
        content = content.strip().strip(";")
        if len(content) > _MOST_LD_CHARS:
            return
        try:
            value = json.loads(re.sub((
                r"^\s*<!--|-->\s*$|//\s*<?!?\[CDATA\[|"
                r"//\s*\]\]>?"
            ), "", content),
                               strict=False)  # fmt: skip
            self._gather(value, 0)
        except (ValueError, RecursionError):
            return

    def _gather(self, value: object, depth: int) -> None:
        """Every record, those inside others too: a publisher is often stated once, in full."""
        if depth > _DEEPEST or len(self._records) >= _MOST_RECORDS:
            return
        if isinstance(value, list):
            for item in value[:200]:
                self._gather(item, depth + 1)
        elif isinstance(value, Mapping):
            self._records.append(value)
            for name, inner in list(value.items())[:100]:
                if isinstance(inner, Mapping | list) and name not in ("comment", "review"):
                    self._gather(inner, depth + 1)

    def articles(self, canonical: str | None, metas: Mapping[str, object]) -> Iterator[Record]:
        """The page's article with what it refers to, then its other records that agree with it."""
        found = [r for r in self._records if any(map(_ARTICLE_TYPES.search, _types(r)))]
        found = [r for r in found if len(r) > 2 or "headline" in r]
        own = sorted(found, key=lambda r: (_is_web_page(r), not self._is_of(r, canonical, metas)))
        if not own:
            return
        main = own[0]
        yield self._whole(main)
        for record in own[1:]:
            same = plain(str(record.get("headline"))) == plain(str(main.get("headline")))
            if _is_web_page(record) or ("headline" in record and same):
                yield self._whole(record)

    def _is_of(self, record: Record, canonical: str | None, metas: Mapping[str, object]) -> bool:
        """Is it the page's article, by its address or headline?"""
        if "headline" not in record:
            return False
        address = read_url(record.get("url")) or read_url(record.get("mainEntityOfPage"))
        if canonical and address:
            return address.rstrip("/") == canonical.rstrip("/")
        title = str(metas.get("og:title") or "")
        return bool(title) and title.startswith(plain(str(record["headline"])))

    def _whole(self, record: Record) -> dict[str, object]:
        whole = {str(name): _unescaped(value, 0) for name, value in record.items()}
        for name in _BY_REFERENCE:
            if name in record:
                whole[name] = self._followed(record[name])
        if "publisher" not in whole or not _has_name(whole["publisher"]):
            whole.pop("publisher", None)
            part = whole.get("isPartOf")
            part = part[0] if isinstance(part, list) and part else part
            if isinstance(part, Mapping) and any(map(_SITE_TYPES.search, _types(part))):
                whole["publisher"] = part
        return whole

    def _followed(self, value: object) -> object:
        if isinstance(value, list):
            return [self._followed(item) for item in value[:50]]
        if isinstance(value, Mapping):
            name = value.get("@id")
            if isinstance(name, str) and not value.get("name"):
                value = self._by_id.get(name, value)
            return _unescaped(value, 0)
        return plain(value) if isinstance(value, str) else value

    def site_name(self) -> object:
        """The name of the web site or newspaper, where the article names no publisher."""
        for record in self._records:
            if any(map(_SITE_TYPES.search, _types(record))) and isinstance(record.get("name"), str):
                return plain(str(record["name"]))[:200]
        return None


def _has_name(value: object) -> bool:
    value = value[0] if isinstance(value, list) and value else value
    return bool(value.get("name")) if isinstance(value, Mapping) else bool(value)


def _unescaped(value: object, depth: int) -> object:
    if isinstance(value, str):
        return plain(value)
    if depth > _DEEPEST:
        return value
    if isinstance(value, list):
        return [_unescaped(item, depth + 1) for item in value[:200]]
    if isinstance(value, Mapping):
        return {name: _unescaped(item, depth + 1) for name, item in value.items()}
    return value


def _is_web_page(record: Record) -> bool:
    return any("WebPage" in name for name in _types(record))


def _types(record: Record) -> list[str]:
    kind = record.get("@type")
    return [str(name) for name in (kind if isinstance(kind, list) else [kind])[:10]]
