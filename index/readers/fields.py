"""Names that exports give the fields of an article, and how their values are read.

One mapping serves JSON, CSV, sidecars, JSON-LD and the `meta` tags of pages. Names are compared
without case, blanks, "_", "-", ":" and "."; so "og:site_name", "siteName" and "Site-Name" are one.
docs/formats.md lists them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import urlsplit

from index.byline.stated_dates import day_first_in, parse_date
from index.readers.field_names import FIELD_NAMES
from index.readers.stated import Stated

_TEXT_INSIDE = ("text", "value", "rendered", "content", "body", "html", "#text", "$")
_NAME_INSIDE = (
    "name", "main", "rendered", "headline", "title", "value", "display_name", "original", "$",
    "@value", "#text", "literal",
)  # fmt: skip
# What stands where a text would: a program couldn't fetch it, or its owner sells it apart.
_NO_TEXT = re.compile(
    r"\s*(?:wallabag can't retrieve contents for this article|ONLY AVAILABLE IN [\w ]{1,40}PLANS?|"
    r"(?:nan|null|none|n/a|undefined|\[removed\])\s*$)",
    re.IGNORECASE,
)
# What only a list of things to read says: its dates are those of saving, its `source` a program.
_SAVED = frozenset(
    "isarchived isstarred savedat dateadded timeadded hashedurl readingprogress highlightedat "
    "highlights readwiseurl savedusing itemtype accessdate".split()
)
# Zotero's and ProQuest's tables: names of people stand there as catalogues have them.
_CATALOGUES = frozenset(("itemtype", "storeid"))
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_DEEPEST = 4
_DATE_INSIDE = ("$date", "$numberLong", "@value", "value", "rendered", "raw", "iso", "$")
_MOST_NAMES, _LONGEST_VALUE, _LONGEST_URL = 40, 500, 2_000
_GIVEN = ("firstname", "firstName", "first_name", "given")
_FAMILY = ("lastname", "lastName", "last_name", "family")
_INVERTED = re.compile(r"[^,;]{2,40}, [^,;]{2,40}(?:; ?[^,;]{2,40}, [^,;]{2,40})+")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]{1,100}\|)?(?P<name>[^\[\]|]{1,100})\]\]")
_KEPT_AT = re.compile(
    r"https?://(?:read\.|www\.)?(?:readwise\.io|omnivore\.app|app\.raindrop\.io|instapaper\.com/read|"
    r"getpocket\.com/read|zotero\.org|evernote\.com)(?:/|$)",
    re.IGNORECASE,
)
_COMPACT_DATE = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)(?=$|T)")
_COMPACT_TIME = re.compile(r"(?:19|20)\d\d[01]\d[0-3]\d[0-2]\d[0-5]\d(?:[0-5]\d)?")
_UNIX_SECONDS = range(300_000_000, 4_102_444_800)  # 1979 to 2100


def folded(name: str) -> str:
    """The form in which names of fields are compared."""
    return re.sub(r"[\s_:.\-]+", "", name).lower()


_FIELDS_OF: dict[str, list[tuple[str, int]]] = {}
for _field, _names in FIELD_NAMES.items():
    for _rank, _name in enumerate(_names):
        _FIELDS_OF.setdefault(folded(_name), []).append((_field, _rank))


def known_field(name: str) -> str | None:
    """The field that `name` stands for: "text", "title", "published" …"""
    found = _FIELDS_OF.get(folded(name[:100]))
    return found[0][0] if found else None


def read_fields(record: Mapping[str, object]) -> tuple[str | None, Stated]:
    """The text of an article and what `record` states about it. A field of an unusable value
    is as good as missing. The summary is the text where there is none.
    """
    by_field: dict[str, list[tuple[int, str, object]]] = {}
    names = {folded(str(name)[:100]) for name in record}
    saved = not names.isdisjoint(_SAVED)
    for name, value in record.items():
        key = folded(str(name)[:100])
        if value in (None, "", [], {}):
            continue
        if key == "source" and read_url(value) and "url" not in names:
            by_field.setdefault("url", []).append((-1, str(name), value))
            continue
        for field, rank in _FIELDS_OF.get(key, ()):
            if saved and (field == "updated" or key in ("source", "sourceid")):
                continue
            if field == "author" and isinstance(value, str) and names & _CATALOGUES:
                value = natural_names(value)
            if key.endswith("gmt") and isinstance(value, str) and "T" in value:
                value = f"{value.rstrip('Z')}+00:00"
            by_field.setdefault(field, []).append((rank, str(name), value))
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
    for name in ("published", "updated"):
        values.update(_with_habit(name, values.get(name), by_field.get("language", ())))
    if values.get("updated") == values.get("published"):
        values.pop("updated", None)  # one name gave both
        origins = [pair for pair in origins if pair[0] != "updated"]
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
    if not isinstance(value, str) or not value.strip() or _NO_TEXT.match(value):
        return None
    return value


def _read_title(value: object) -> str | None:
    """A title on one line, without the markup of a page."""
    title = one_line(value)
    if title and "<" in title:
        title = " ".join(_TAGS.sub("", title).split())
    return undo_entities(title) if title else title


def undo_entities(text: str) -> str:
    """`text` with "&#8211;" as a dash. What only looks like an entity ("AT&T;") stays."""
    for _ in range(2):  # "&amp;#8211;" was written by two programs
        if "&" not in text or not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return text


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
            if item.get("creatorType") not in (None, "author", "contributor", "reporter"):
                continue
            parts = [
                next((one_line(item[key]) for key in keys if item.get(key)), None)
                for keys in (_GIVEN, _FAMILY)
            ]
            item = " ".join(part for part in parts if part) or item
        name = one_line(item)
        if name and _INVERTED.fullmatch(name):
            name = natural_names(name)
        if name:
            name = re.sub(r"^by\s+", "", undo_entities(name), flags=re.IGNORECASE)
            name = _WIKI_LINK.sub(r"\g<name>", name).replace("; ", ", ")
            name = re.sub(r",?\s+and\s+", ", ", name)
        # Some pages give the address of the author's page in place of the name.
        if name and "://" not in name and name not in names:
            names.append(name)
    return ", ".join(names)[:_LONGEST_VALUE] or None


def natural_names(value: str) -> str:
    """Names as they are said, of names as catalogues have them: "Aasen, Lena; Brandt, Paul"."""
    names = []
    for name in value[:_LONGEST_VALUE].split(";"):
        family, comma, given = name.partition(",")
        names.append(" ".join((f"{given} {family}" if comma else name).split()))
    return ", ".join(name for name in names if name)


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
        parts = value.get("date-parts")
        if isinstance(parts, list) and parts and isinstance(parts[0], list):
            return _of_parts(parts[0])
    for _ in range(2):  # of MongoDB: {"$date": {"$numberLong": "1664875800000"}}
        if isinstance(value, Mapping):
            value = next((value[key] for key in _DATE_INSIDE if value.get(key)), None)
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, str) and re.fullmatch(r"\d{9,19}(?:\.\d{1,9})?", value.strip()):
        value = value.strip() if _COMPACT_TIME.fullmatch(value.strip()) else float(value)
    if isinstance(value, int) and _COMPACT_TIME.fullmatch(str(value)):
        return str(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        for seconds in (value, value / 1e3, value / 1e6, value / 1e9):
            if _UNIX_SECONDS.start <= seconds < _UNIX_SECONDS.stop:
                return datetime.fromtimestamp(int(seconds), UTC)
        value = str(value) if isinstance(value, int) else ""
    if isinstance(value, str):
        value = " ".join(value[:200].split())
        return _COMPACT_DATE.sub(r"\1-\2-\3", value) or None
    return value if isinstance(value, date) else None


def _read_address(value: object) -> str | None:
    """The address of an article, not of the program that keeps it for a reader."""
    url = read_url(value)
    return None if url and _KEPT_AT.match(url) else url


def _of_parts(parts: list[object]) -> str | None:
    """ISO of [2022, 3, 14], as CSL writes dates."""
    numbers = [int(str(part)) for part in parts[:3] if re.fullmatch(r"\d{1,4}", str(part))]
    return "-".join(f"{number:02}" for number in numbers) or None


def _with_habit(
    name: str, value: object, languages: Iterable[tuple[int, str, object]]
) -> dict[str, object]:
    """The date of a record whose language names a country ("en-US"): there "03/04/2022" has one
    reading. Elsewhere nothing.
    """
    if not isinstance(value, str) or not re.search(r"\d{1,2}/\d{1,2}/\d{4}", value):
        return {}
    habits = (day_first_in(one_line(stated)) for _, _, stated in languages)
    habit = next((found for found in habits if found is not None), None)
    found = parse_date(value, "metadata", day_first=habit) if habit is not None else None
    return {name: found.at} if found and found.precision == "day" else {}


def _read_publisher(value: object) -> str | None:
    name = _WIKI_LINK.sub(r"\g<name>", _read_title(value) or "") or None
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
    "title": _read_title,
    "url": _read_address,
    "published": _read_date,
    "updated": _read_date,
    "author": _read_authors,
    "publisher": _read_publisher,
    "language": _read_language,
}
