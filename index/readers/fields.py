"""Names that exports give the fields of an article, and how their values are read.

One mapping serves JSON, CSV, sidecars, JSON-LD and the `meta` tags of pages. Names are compared
without case, blanks, "_", "-", ":" and "."; so "og:site_name", "siteName" and "Site-Name" are one.
docs/formats.md lists them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from index.readers.stated import Stated

# The first name of a list that has a value wins. "created_at", "timestamp", "crawled" and the like
# are left out: in an export they are the time of the scrape.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "article_body", "maintext", "body", "full_text", "content", "article_text",
        "article", "content_text", "body_text", "text_content", "raw_text", "cleaned_text",
        "content_html", "body_html", "html", "story", "plain_text",
    ),
    "summary": (
        "description", "summary", "abstract", "lead", "snippet", "excerpt", "dek", "standfirst",
    ),
    "title": (
        "headline", "title", "og_title", "article_title", "web_title", "name", "heading",
        "dc_title",
    ),
    "url": (
        "canonical_url", "canonical", "url", "link", "web_url", "article_url", "source_url",
        "og_url", "permalink", "external_url", "href", "uri", "main_entity_of_page", "id", "guid",
    ),
    "published": (
        "date_published", "published_at", "published", "publication_date", "publish_date",
        "date_publish", "article_published_time", "published_time", "published_date", "pub_date",
        "published_on", "first_published", "first_publication_date", "web_publication_date",
        "versioncreated", "date_created", "issued", "dcterms_issued", "dc_date",
        "parsely_pub_date", "sailthru_date", "date",
    ),
    "updated": (
        "date_modified", "updated_at", "updated", "modified", "modified_at", "last_modified",
        "article_modified_time", "modified_time", "og_updated_time", "last_updated", "date_modify",
        "date_updated", "updated_date", "dcterms_modified",
    ),
    "author": (
        "authors", "author", "byline", "by", "creator", "creators", "dc_creator", "article_author",
        "writer", "parsely_author", "sailthru_author", "contributors",
    ),
    "publisher": (
        "publisher", "og_site_name", "publication", "site_name", "sitename", "outlet",
        "news_outlet", "newspaper", "source_name", "source", "provider", "source_domain", "domain",
        "site", "hostname", "news_site", "publisher_name", "media_name", "article_publisher",
    ),
    "language": ("language", "lang", "in_language", "locale", "og_locale", "language_code"),
}  # fmt: skip
_TEXT_INSIDE = ("text", "value", "content", "body", "html", "$")
_NAME_INSIDE = ("name", "headline", "title", "value", "$", "@value")
_DEEPEST = 4
_MOST_NAMES, _LONGEST_VALUE, _LONGEST_URL = 40, 500, 2_000
_COMPACT_DATE = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)(?=$|T)")
_UNIX_SECONDS = range(300_000_000, 4_102_444_800)  # 1979 to 2100


def folded(name: str) -> str:
    """The form in which names of fields are compared."""
    return re.sub(r"[\s_:.\-]+", "", name).lower()


_FIELD_OF = {
    folded(name): (field, rank)
    for field, names in FIELD_NAMES.items()
    for rank, name in enumerate(names)
}


def known_field(name: str) -> str | None:
    """The field that `name` stands for: "text", "title", "published" …"""
    found = _FIELD_OF.get(folded(name[:100]))
    return found[0] if found else None


def read_fields(record: Mapping[str, object]) -> tuple[str | None, Stated]:
    """The text of an article and what `record` states about it. A field of an unusable value
    is as good as missing. The summary is the text where there is none.
    """
    by_field: dict[str, list[tuple[int, str, object]]] = {}
    for name, value in record.items():
        found = _FIELD_OF.get(folded(str(name)[:100]))
        if found and value not in (None, "", [], {}):
            by_field.setdefault(found[0], []).append((found[1], str(name), value))
    for candidates in by_field.values():
        candidates.sort(key=lambda item: item[0])

    values: dict[str, object] = {}
    origins = []
    for field, read in _READ.items():
        for _, name, value in by_field.get(field, ()):
            usable = read(value)
            if usable is not None:
                values[field] = usable
                origins.append((field, name[:100]))
                break
    text = values.pop("text", None)
    summary = values.pop("summary", None)
    stated = Stated(
        **values,  # type: ignore[arg-type]
        origins=tuple(pair for pair in origins if pair[0] not in ("text", "summary")),
    )
    body = text if text is not None else summary
    return body if isinstance(body, str) else None, stated


def _read_text(value: object, depth: int = 0) -> str | None:
    """A text, or paragraphs in a list, or what holds one ({"text": …})."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in _TEXT_INSIDE if key in value), None)
    if isinstance(value, list) and depth < _DEEPEST:
        parts = [_read_text(part, depth + 1) for part in value]
        value = "\n\n".join(part for part in parts if part)
    return value if isinstance(value, str) and value.strip() else None


def one_line(value: object) -> str | None:
    """A name or title: text on one line, or what holds one ({"name": …}, [{"name": …}])."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = next((value[key] for key in _NAME_INSIDE if value.get(key)), None)
    if not isinstance(value, str):
        return None
    return " ".join(value[: 2 * _LONGEST_VALUE].split())[:_LONGEST_VALUE] or None


def _read_authors(value: object) -> str | None:
    items = value if isinstance(value, list) else [value]
    names: list[str] = []
    for item in items[:_MOST_NAMES]:
        if isinstance(item, Mapping) and not item.get("name"):
            first, last = one_line(item.get("firstname")), one_line(item.get("lastname"))
            item = " ".join(part for part in (first, last) if part)
        name = one_line(item)
        if name:
            name = re.sub(r"^by\s+", "", name, flags=re.IGNORECASE)
        # Some pages give the address of the author's page in place of the name.
        if name and "://" not in name and name not in names:
            names.append(name)
    return ", ".join(names)[:_LONGEST_VALUE] or None


def read_url(value: object) -> str | None:
    """A web address with a host, without its fragment."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = value.get("@id") or value.get("url") or value.get("href")
    if not isinstance(value, str) or not value.lower().startswith(("http://", "https://")):
        return None
    value = value.strip().split("#")[0]
    try:
        host = urlsplit(value).hostname
    except ValueError:
        return None
    if not host or len(value) > _LONGEST_URL or re.search(r"[\s<>\"]", value):
        return None
    return value


def _read_date(value: object) -> object:
    """A date as it is given; Unix time, in seconds or milliseconds, becomes a datetime in UTC."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = value.get("$date") or value.get("@value") or value.get("value")
    if isinstance(value, str) and re.fullmatch(r"\d{9,13}(?:\.\d{1,6})?", value.strip()):
        value = float(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        for seconds in (value, value / 1000):
            if _UNIX_SECONDS.start <= seconds < _UNIX_SECONDS.stop:
                return datetime.fromtimestamp(int(seconds), UTC)
        value = str(value) if isinstance(value, int) else ""
    if isinstance(value, str):
        value = " ".join(value[:200].split())
        return _COMPACT_DATE.sub(r"\1-\2-\3", value) or None
    return value if isinstance(value, date) else None


def _read_publisher(value: object) -> str | None:
    name = one_line(value)
    if name is None and isinstance(value, Mapping):
        name = one_line(value.get("domain")) or one_line(value.get("uri"))
    return None if name and ("@" in name or len(name) > 120) else name


def _read_language(value: object) -> str | None:
    """ISO 639-1, from "en", "en-US" or "en_GB"."""
    name = one_line(value)
    code = re.fullmatch(r"([A-Za-z]{2})(?:[-_][\w-]*)?", name or "")
    return code[1].lower() if code else None


_READ = {
    "text": _read_text,
    "summary": _read_text,
    "title": one_line,
    "url": read_url,
    "published": _read_date,
    "updated": _read_date,
    "author": _read_authors,
    "publisher": _read_publisher,
    "language": _read_language,
}


def first_stated(parts: Iterable[Stated]) -> Stated:
    """The values of the first part that has each."""
    result = Stated()
    for part in parts:
        result = result.over(part)
    return result
