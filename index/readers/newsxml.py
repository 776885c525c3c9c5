"""The agencies' own formats, of the IPTC: NITF and NewsML-G2. Runs in the reading process.

NITF states when a document was issued (`date.issue`); NewsML-G2 when its first version was created
(`firstCreated`) and when this one was (`versionCreated`), which is an update when they differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from lxml import etree

from index.errors import ArticleFormatError
from index.readers.fields import one_line, read_fields, read_url
from index.readers.item_status import status_of
from index.readers.markup import attribute, first, local_name, parse_xml, words
from index.readers.page import text_of
from index.readers.shown import drop
from index.readers.stated import Extracted, Stated

MOST_ITEMS = 5_000
_AS_HTML = {
    "body.content": "div", "inlineXML": "div", "html": "div", "body": "div", "hl2": "h3",
    "bq": "blockquote", "block": "div", "media": "figure", "media-caption": "figcaption",
    "nitf-table": "div", "note": "div", "tagline": "p", "num": "span",
}  # fmt: skip
_NOT_TEXT = (
    "head", "media-metadata", "media-reference", "media-object", "media-producer",
    "custom-table", "nitf-table-metadata", "nitf-col", "nitf-colgroup",
)  # fmt: skip


def read_news_xml(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The article of a document, or the articles of a message, numbered from 1."""
    root = parse_xml(data)
    if local_name(root) == "nitf":
        return [Extracted(_nitf_text(root), _nitf(root))]
    items = [root] if local_name(root) == "newsItem" else []
    items = items or [e for e in root.iter() if local_name(e) == "newsItem"][:MOST_ITEMS]
    if not items:
        raise ArticleFormatError("is NewsML-G2 without a news item.")
    found = []
    for number, element in enumerate(items, 1):
        item = _read_item(element, number if len(items) > 1 else None)
        if item.text or item.refused:
            found.append(item)
    if not found:
        raise ArticleFormatError("is NewsML-G2 without text (pictures, or links to it?).")
    return found


def _read_item(element: Any, number: int | None) -> Extracted:
    """The item under its guid, refused when its agency doesn't let it be used now."""
    meta = first(element, "itemMeta")
    pub_status = attribute(first(meta, "pubStatus"), "qcode") or ""
    status = status_of(pub_status, words(first(meta, "embargoed")) or "")
    return Extracted(
        _item_text(element),
        _item(element),
        number=number,
        identity=(element.get("guid") or "")[:1_000],
        refused=status.reason,
        withdrawn=status.is_withdrawn,
        waits=status.is_waiting,
    )


def _nitf(root: Any) -> Stated:
    pubdata = first(root, "pubdata")
    byline = words(first(root, "byline", "person")) or words(first(root, "byline"))
    language = attribute(first(root, "body"), "{http://www.w3.org/XML/1998/namespace}lang")
    return Stated.of(
        ("title", words(first(root, "hedline", "hl1")) or words(first(root, "title")), "hl1"),
        ("author", read_fields({"byline": byline})[1].author if byline else None, "byline"),
        ("publisher", one_line(attribute(pubdata, "name")), "pubdata name"),
        ("publisher", words(first(root, "distributor")), "distributor"),
        ("published", _date(first(root, "docdata", "date.issue"), "norm"), "date.issue"),
        ("published", _date(pubdata, "date.publication"), "date.publication"),
        ("url", read_url(attribute(pubdata, "ex-ref")), "pubdata ex-ref"),
        ("language", read_fields({"language": language})[1].language, "xml:lang"),
    )


def _date(element: Any, name: str) -> object:
    """A date as NITF writes it, 20221004T093000+0200."""
    return read_fields({"date": attribute(element, name)})[1].published


def _nitf_text(root: Any) -> str:
    content = first(root, "body.content")
    text = _paragraphs(content) if content is not None else ""
    if not text:
        raise ArticleFormatError("is NITF without text in its body.content.")
    return text


def _item(item: Any) -> Stated:
    meta, content = first(item, "itemMeta"), first(item, "contentMeta")
    version = words(first(meta, "versionCreated"))
    dates = (
        ("firstCreated", words(first(meta, "firstCreated"))),
        ("contentCreated", words(first(content, "contentCreated"))),
        ("versionCreated", version if item.get("version", "1") == "1" else None),
    )
    origin, published = next(((n, d) for n, d in dates if d), ("", None))
    names = [
        words(first(element, "name")) or element.get("literal")
        for element in (content.iter() if content is not None else ())
        if local_name(element) == "creator"
    ]
    provider = first(meta, "provider")
    language = attribute(first(content, "language"), "tag")
    return Stated.of(
        ("title", words(first(content, "headline")) or words(first(meta, "title")), "headline"),
        ("author", words(first(content, "by")), "by"),
        ("author", ", ".join(name for name in names if name), "creator"),
        ("publisher", words(first(provider, "name")), "provider"),
        ("publisher", attribute(provider, "literal"), "provider"),
        ("publisher", _coded(attribute(provider, "qcode")), "provider"),
        ("published", published, origin),
        ("updated", version if version != published else None, "versionCreated"),
        ("url", read_url(item.get("guid")), "guid"),
        ("language", read_fields({"language": language})[1].language, "language"),
    )


def _coded(qcode: str | None) -> str | None:
    """The agency in "nprov:AFP": the code of a provider is its short name."""
    scheme, _, code = (qcode or "").rpartition(":")
    return code if scheme.startswith("nprov") and code.isalpha() else None


def _item_text(item: Any) -> str:
    content = first(item, "contentSet")
    if content is None:
        return ""
    for element in content.iter():
        name = local_name(element)
        if name == "inlineXML":
            body = first(element, "body.content")
            if body is not None:
                return _paragraphs(body)
            return _paragraphs(element)
        if name == "inlineData":
            kind = element.get("contenttype", "")
            text = "".join(element.itertext())
            return text_of(text) if "html" in kind else text.strip()
    return ""


def _paragraphs(content: Any) -> str:
    """The text of an element of NITF or XHTML, by the names that HTML has for its elements."""
    content = deepcopy(content)
    for element in list(content.iter()):
        name = local_name(element)
        if name in _NOT_TEXT and element.getparent() is not None:
            drop(content, [element])
        elif name:
            element.tag = _AS_HTML.get(name, name)
    return text_of(etree.tostring(content, encoding="unicode", method="html", with_tail=False))
