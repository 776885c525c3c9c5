"""What kind of file a file is, by how it begins. The name only breaks ties (Markdown, CSV)."""

from __future__ import annotations

import json
import re
from typing import Literal

from index.readers.tables import is_table

Kind = Literal[
    "text",
    "markdown",
    "page",
    "pdf",
    "docx",
    "odt",
    "rtf",
    "ris",
    "bibtex",
    "notes",
    "wiki",
    "epub",
    "json",
    "json lines",
    "table",
    "feed",
    "news xml",
    "mail",
    "mhtml",
    "mbox",
    "warc",
    "zip",
    "gzip",
]

# The suffixes that are taken from a folder; `.gz` may stand behind any of them.
SUFFIXES: dict[str, tuple[str, ...]] = {
    "text": (".txt", ".text"),
    "markdown": (".md", ".markdown"),
    "page": (".html", ".htm", ".xhtml", ".shtml"),
    "pdf": (".pdf",),
    "docx": (".docx", ".docm"),
    "odt": (".odt", ".ott"),
    "rtf": (".rtf",),
    "ris": (".ris", ".enw", ".refman"),
    "bibtex": (".bib", ".bibtex"),
    "notes": (".enex",),
    "json": (".json", ".jsonld"),
    "json lines": (".jsonl", ".ndjson", ".jl"),
    "table": (".csv", ".tsv", ".tab"),
    "feed": (".rss", ".atom", ".xml", ".rdf"),
    "epub": (".epub",),
    "mail": (".eml",),
    "mhtml": (".mht", ".mhtml"),
    "mbox": (".mbox",),
    "warc": (".warc", ".wet"),
    "zip": (".zip",),
    "gzip": (".gz",),
}
_BY_SUFFIX = {suffix: kind for kind, suffixes in SUFFIXES.items() for suffix in suffixes}

_NOT_READ = (
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstandard"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"PAR1", "Parquet"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_TAR = re.compile(rb".{257}ustar", re.DOTALL)
_RIS = re.compile(rb"TY  ?- ?[A-Z]{3,8}\b|%0 [A-Z][a-z]+ ?[A-Z]?[a-z]*\r?\n%")
_BIBTEX = re.compile(
    rb"(?:%[^\n]*\n|\s)*@(?:article|misc|online|book|inproceedings|techreport|electronic|www|"
    rb"newspaper|string|comment|preamble|incollection|periodical|thesis|unpublished)\s*[{(]",
    re.IGNORECASE,
)
_PDF = re.compile(rb"(?:\A|[\r\n])%PDF-\d")
_HTML = re.compile(
    rb"(?:\s|<!--.*?-->|<\?xml[^>]*\?>|<!doctype[^>]{0,300}>)*<(?:html|head|body|title|meta|link|script)\b"
    rb"|\s*(?:<!--.*?-->\s*)*<!doctype\s+html",
    re.IGNORECASE | re.DOTALL,
)
_XML_ROOT = re.compile(
    rb"(?:\s|<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*<(?:[\w.-]+:)?([A-Za-z][\w.-]*)",
    re.DOTALL,
)
_KIND_OF_ROOT: dict[str, Kind] = {
    "html": "page", "rss": "feed", "feed": "feed", "rdf": "feed",
    "nitf": "news xml", "newsitem": "news xml", "newsmessage": "news xml",
    "packageitem": "news xml", "en-export": "notes", "mediawiki": "wiki",
}  # fmt: skip
_ROOTS = re.compile(
    rb"<(?:rss|feed|rdf:RDF|nitf|newsItem|newsMessage|packageItem|en-export|mediawiki)[\s>]"
)
_HEADER = re.compile(
    rb"^(mime-version|message-id|received|return-path|from|to|subject|date|content-type|list-id):",
    re.IGNORECASE | re.MULTILINE,
)
_RELATED = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_ENVELOPE = re.compile(rb"From \S+ .{0,80}\d{4}\r?\n[\w-]+:|From - .{0,80}\r?\n")
_FRAGMENT = re.compile(
    rb"<(p|div|article|section|h[1-6]|blockquote)(?:\s[^<>]{0,300})?>[^<>]{0,4000}(?:<[^<>]{1,500}>"
    rb"[^<>]{0,4000}){0,40}?</\1>",
    re.IGNORECASE,
)
_MARKUP = re.compile(rb"<(?:p|div|br|article|span|h[1-6]|a)\b", re.IGNORECASE)


def kind_of(head: bytes, file_name: str) -> tuple[Kind | None, str]:
    """The kind of a file that begins with `head`, or None and what it is instead.

    `head` is the first SOURCE.HEAD_BYTES of it, or all.
    """
    suffix = suffix_of(file_name)
    by_name = _BY_SUFFIX.get(suffix)
    plain = as_ascii(head)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return "zip", ""
    if head.startswith(b"\x1f\x8b"):
        return "gzip", ""
    if _PDF.search(head[:1024]):
        return "pdf", ""
    for signature, what in _NOT_READ:
        if head.startswith(signature):
            return None, what
    if _TAR.match(head):
        return None, "a tar archive (unpack it, or pack the files as ZIP)"
    if plain.startswith(b"{\\rtf"):
        return "rtf", ""
    if _HTML.match(plain):
        return "page", ""
    if plain.startswith(b"WARC/"):
        return "warc", ""
    if plain.startswith(b"<?xml") or _ROOTS.match(plain) or suffix == ".xml":
        return _kind_of_xml(plain)
    if _ENVELOPE.match(plain):
        return "mbox", ""
    if by_name in ("mail", "mhtml") or len(set(_HEADER.findall(plain[:4_096]))) >= 3:
        kind = "mhtml" if by_name == "mhtml" or _RELATED.search(plain) else "mail"
        return kind, ""  # type: ignore[return-value]
    if (by_name == "page" and _MARKUP.search(plain)) or _FRAGMENT.match(plain):
        return "page", ""
    if _RIS.match(plain):
        return "ris", ""
    if (by_name == "bibtex" and b"@" in plain) or _BIBTEX.match(plain):
        return "bibtex", ""
    if _is_json(plain):
        return ("json lines" if by_name == "json lines" or _is_lines(plain) else "json"), ""
    if by_name == "table" or is_table(plain):
        return "table", ""
    if by_name in ("json", "json lines"):
        return None, "no JSON, in spite of its name"
    return "markdown" if by_name == "markdown" else "text", ""


def _kind_of_xml(plain: bytes) -> tuple[Kind | None, str]:
    root = _XML_ROOT.match(plain)
    name = root[1].decode("ascii") if root else ""
    kind = _KIND_OF_ROOT.get(name.lower())
    return kind, f"XML (its root is <{name[:40]}>)" if name else "XML"


def suffix_of(file_name: str) -> str:
    """The suffix in lower case, with the dot; that before ".gz" where there is one."""
    name = file_name.lower().rsplit("/", 1)[-1]
    stem, dot, suffix = name.rpartition(".")
    return dot + suffix if stem and dot else ""


def as_ascii(head: bytes) -> bytes:
    """`head` without a byte order mark and leading blanks; UTF-16 and UTF-32 as if one byte."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        head = head[2:].replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\x0b\x0c")


def _is_json(plain: bytes) -> bool:
    """An object with a quoted first name, or a list that begins with an object."""
    return bool(re.match(rb"\{\s*[\"}]|\[\s*[{\]]", plain))


def _is_lines(plain: bytes) -> bool:
    """Is the first line a whole object, with another behind it?"""
    first, newline, rest = plain.partition(b"\n")
    if not newline:
        # A first line longer than the head: one object on one line is JSON either way.
        return False
    if not rest.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False
