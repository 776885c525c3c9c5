"""MediaWiki's XML export, such as Wikinews': the articles of a wiki, their markup undone.

mwparserfromhell undoes the markup. Of a page with several versions the last counts. Its date is
the one that the text states ({{date|…}}); that of the version is an update. Runs in the reading
process.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from index.errors import ArticleFormatError
from index.readers.databases.days import day_in
from index.readers.fields import one_line, read_fields, read_url
from index.readers.markup import first, local_name, parse_xml, words
from index.readers.stated import Extracted, Stated

MOST_PAGES = 20_000
_MOST_CHARACTERS = 400_000  # of the markup of a page
_DATE = re.compile(r"\{\{\s*(?:date|datum|fecha)\s*\|\s*(?:1=)?\s*([^{}|]{4,40})", re.IGNORECASE)
_BYLINE = re.compile(r"\{\{\s*byline\s*\|([^{}]{0,200})", re.IGNORECASE)
# Below the article: what it is made of, and where else to read.
_BELOW = re.compile(
    r"^=+\s*(?:sources?|references|external links?|related (?:news|stories|articles)|see also|"
    r"sister links?|quellen|sources? externes|fuentes|notes)\s*=+\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_REDIRECT = re.compile(r"\s*#(?:redirect|weiterleitung|redirection|redirección)", re.IGNORECASE)
_FILE_LINK = re.compile(r"\[\[(?:file|image|datei|bild|fichier|archivo|category|kategorie):", re.I)


def read_mediawiki(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The pages of the article namespace, numbered from 1; redirects are passed over."""
    root = parse_xml(data)
    site = words(first(root, "siteinfo", "sitename"))
    base = words(first(root, "siteinfo", "base")) or ""
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang")
    pages = [page for page in root.iter() if local_name(page) == "page"][:MOST_PAGES]
    chosen = [page for page in pages if words(first(page, "ns")) in ("0", None)]
    chosen = [page for page in chosen if first(page, "redirect") is None]
    if not chosen:
        raise ArticleFormatError("is a MediaWiki export without an article (namespace 0).")
    alone = len(chosen) == 1
    return [
        _article(page, None if alone else number, site, base, language)
        for number, page in enumerate(chosen, 1)
    ]


def _article(
    page: Any, number: int | None, site: str | None, base: str, language: str | None
) -> Extracted:
    title = words(first(page, "title"))
    versions = [element for element in page if local_name(element) == "revision"]
    element = first(versions[-1], "text") if versions else None
    source = "".join(element.itertext()) if element is not None else ""
    dated = _DATE.search(source[:20_000])
    byline = _BYLINE.search(source[:20_000])
    changed = words(first(versions[-1], "timestamp")) if versions else None
    address = f"{base.rpartition('/')[0]}/{quote((title or '').replace(' ', '_'))}"
    stated = Stated.of(
        ("title", one_line(title), "title"),
        ("author", _people(byline[1]) if byline else None, "byline"),
        ("publisher", one_line(site), "sitename"),
        ("url", read_url(address) if base and title else None, "base"),
        ("published", day_in(dated[1]) if dated else None, "date"),
        ("updated", changed, "timestamp"),
        ("language", read_fields({"language": language})[1].language, "xml:lang"),
    )
    if len(source) > _MOST_CHARACTERS:
        reason = f"a page of over {_MOST_CHARACTERS:,} characters"
        return Extracted("", stated, number=number, refused=reason)
    text = "" if _REDIRECT.match(source) else plain_text(source)
    reason = "" if text else "no text in it (a redirect, or templates alone)"
    return Extracted(text, stated, number=number, refused=reason)


def plain_text(source: str) -> str:
    """The paragraphs of a page without its markup, files, tables and lists of sources."""
    import mwparserfromhell

    below = _BELOW.search(source)
    code = mwparserfromhell.parse(source[: below.start()] if below else source)
    for tag in code.filter_tags(recursive=True, matches=lambda n: str(n.tag) in ("ref", "table")):
        _remove(code, tag)
    for link in code.filter_wikilinks(recursive=True):
        if _FILE_LINK.match(str(link)):
            _remove(code, link)
    plain = code.strip_code(normalize=True, collapse=True)
    lines = (" ".join(line.split()).lstrip("*#:; ") for line in str(plain).splitlines())
    return "\n\n".join(line for line in lines if line)


def _remove(code: Any, node: Any) -> None:
    try:
        code.remove(node)
    except ValueError:
        pass  # it stood inside of another that is gone


def _people(value: str) -> str | None:
    names = [part.partition("=")[2] or part for part in value.split("|")]
    return ", ".join(" ".join(name.strip(" []").split()) for name in names if name.strip()) or None
