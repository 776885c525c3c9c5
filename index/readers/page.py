"""HTML: the main text of a page by trafilatura, and its metadata from where pages state it.

Metadata is read from JSON-LD (schema.org NewsArticle), then `meta` tags, then what trafilatura
finds. Only a stated date counts: one guessed from the page or from when it was saved does not.
Runs in the reading process (`child.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from lxml import etree, html
from trafilatura import bare_extraction

from index.errors import ArticleFormatError
from index.readers.encoding import decode_markup
from index.readers.fields import known_field, one_line, read_fields, read_url
from index.readers.stated import Extracted, Stated

_ARTICLE_TYPES = re.compile(r"(?:^|/)(?:\w*Article|\w*BlogPosting|Report|WebPage|LiveBlogPosting)$")
_MOST_LD_CHARS, _MOST_LD_BLOCKS, _MOST_META = 1_000_000, 20, 300
# "<!-- saved from url=(0042)https://… -->" of browsers, "url: https://…" of SingleFile.
_SAVED_FROM = re.compile(
    r"<!--.{0,80}?(?:saved from url=\(\d+\)|\burl:\s*)(https?://\S+)", re.DOTALL
)
_BLOCKS = frozenset(
    "address article aside blockquote body br center dd div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul".split()
)
_UNSEEN = frozenset("script style noscript template head title iframe object svg math".split())
_META_PRIORITY = ("article:", "og:", "dc", "parsely")


def read_page(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The article of a page. `request` may hold the url it was fetched from and its charset."""
    source = decode_markup(data, request["name"], stated=request.get("charset"))
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
    saved = _SAVED_FROM.search(source[:4_000])
    tree = html.document_fromstring(source)
    stated = read_page_metadata(tree)
    address = stated.url or request.get("url") or (saved and read_url(saved[1]))
    if stated.url is None and address:
        stated = stated.over(Stated.of(("url", address, "saved from")))
    found = bare_extraction(
        source, url=address or None, include_comments=False, with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )  # fmt: skip
    text = found.text if found is not None and not isinstance(found, dict) else None
    if not text or not text.strip():
        raise ArticleFormatError(
            "no article text found on this page; it may be an overview, or made by scripts."
        )
    return [Extracted(text, stated.over(_by_trafilatura(found)))]


def _by_trafilatura(found: Any) -> Stated:
    """Title, authors and site name that a page shows without stating them; never its date."""
    authors = ", ".join(re.split(r"\s*;\s*", found.author))[:500] if found.author else None
    return Stated.of(
        ("title", one_line(found.title), "page"),
        ("author", authors, "page"),
        ("publisher", one_line(found.sitename), "page"),
        ("language", read_fields({"language": found.language})[1].language, "page"),
    )


def read_page_metadata(tree: Any) -> Stated:
    """What the page states in JSON-LD, `meta`, `link`, `time` and `html` tags."""
    stated = Stated()
    for record in _linked_data(tree):
        _, values = read_fields({k: v for k, v in record.items() if k not in ("@id", "id", "name")})
        stated = stated.over(_named(values, "JSON-LD"))
    metas = _metas(tree)
    specific = {k: v for k, v in metas.items() if k.lower().startswith(_META_PRIORITY)}
    for group in (specific, metas):
        stated = stated.over(_named(read_fields(group)[1], "meta"))
    return stated.over(_by_tags(tree))


def _named(stated: Stated, where: str) -> Stated:
    return replace(stated, origins=tuple((f, f"{where} {name}") for f, name in stated.origins))


def _metas(tree: Any) -> dict[str, object]:
    found: dict[str, object] = {}
    for tag in tree.xpath("//meta[@content]")[:_MOST_META]:
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = (tag.get("content") or "").strip()
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


def _by_tags(tree: Any) -> Stated:
    url = next((read_url(href) for href in tree.xpath("//link[@rel='canonical']/@href")[:1]), None)
    times = tree.xpath(
        "//*[@itemprop='datePublished']/@datetime | //time[@pubdate]/@datetime"
        " | //*[@itemprop='datePublished']/@content"
    )
    language = next(iter(tree.xpath("/html/@lang | /html/@xml:lang")), None)
    published = " ".join(str(times[0]).split())[:100] if times else None
    return Stated.of(
        ("url", url, "link canonical"),
        ("published", published, "time datePublished"),
        ("language", read_fields({"language": language})[1].language, "html lang"),
    )


def _linked_data(tree: Any) -> Iterator[Mapping[str, object]]:
    """The records of JSON-LD that describe an article, the most particular type first."""
    records: list[Mapping[str, object]] = []
    for block in tree.xpath("//script[@type='application/ld+json']")[:_MOST_LD_BLOCKS]:
        content = (block.text or "").strip().strip(";")
        if len(content) > _MOST_LD_CHARS:
            continue
        try:
            records += _records(json.loads(re.sub(r"^<!--|-->$", "", content), strict=False), 0)
        except (ValueError, RecursionError):
            continue
    articles = [r for r in records if any(map(_ARTICLE_TYPES.search, _types(r)))]
    yield from sorted(articles, key=lambda r: any("WebPage" in name for name in _types(r)))


def _records(value: object, depth: int) -> list[Mapping[str, object]]:
    if depth > 3:
        return []
    if isinstance(value, list):
        return [record for item in value[:100] for record in _records(item, depth + 1)]
    if isinstance(value, Mapping):
        return [value, *_records(value.get("@graph"), depth + 1)]
    return []


def _types(record: Mapping[str, object]) -> list[str]:
    kind = record.get("@type")
    return [str(name) for name in (kind if isinstance(kind, list) else [kind])[:10]]


def read_fragment(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The text of a piece of HTML (a field of an export, an entry of a feed), all of it: blocks
    are paragraphs.
    """
    return [Extracted(text_of(data.decode("utf-8", "replace")))]


def text_of(markup: str) -> str:
    """What a piece of HTML shows, with a blank line between blocks."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = html.document_fromstring(f"<div>{markup}</div>", parser=parser)
    except (etree.ParserError, ValueError):
        return ""
    blocks: list[list[str]] = [[]]
    skipped = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCKS:
            blocks.append([])
        if tag in _UNSEEN:
            skipped += 1 if event == "start" else -1
        words = element.text if event == "start" else element.tail
        if words and not skipped:
            blocks[-1].append(words)
    lines = (" ".join("".join(block).split()) for block in blocks)
    return "\n\n".join(line for line in lines if line)
