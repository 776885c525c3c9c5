"""Where a JSON file keeps its articles: a list somewhere in it, an object a key, a column a field.

What is sent along for all (the title and authors of a JSON Feed, the name of a Telegram channel)
is said of each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.readers.fields import known_field, one_line, read_fields
from index.readers.ninjs import is_ninjs, items_of
from index.readers.telegram import is_telegram, telegram_records

# Where exports and interfaces keep their list, when the file is one table.
LISTS = frozenset(
    "articles items data results docs documents stories news entries records hits value rows "
    "posts hits.hits response.docs response.results response.articles data.articles "
    "articles.results data.posts messages data.items feed.items".split()
)
_DEEPEST = 5
_MOST_TRIED = 20
_MOST_KEYS = 200  # of one object, where its list may stand


@dataclass(frozen=True)
class Records:
    """The records of a file. Where they `are_named`, each has an `id` of its own within `scope`
    (empty: within the file).
    """

    items: list[object]
    are_one: bool = False
    are_named: bool = False
    scope: str = ""


def records_of(table: object) -> Records | None:
    """The records in a whole file; None when nothing in it looks like one."""
    if isinstance(table, list):
        return Records([item for record in table for item in items_within(record)])
    if not isinstance(table, Mapping):
        return None
    if is_telegram(table):
        return Records(list(telegram_records(table)), are_named=True, scope="telegram")
    if "jsonfeed.org" in str(table.get("version", "")) and isinstance(table.get("items"), list):
        return _json_feed(table)
    if is_ninjs(table):
        items = items_of(table)
        return Records(list(items), are_one=len(items) == 1)
    found = _largest(table)
    # A description beside a list is of the list.
    if read_fields({k: v for k, v in table.items() if known_field(str(k)) != "summary"})[0]:
        columns = _columns(table)
        return Records(columns) if columns else Records([table], are_one=True)
    columns = _columns(table)
    if columns:
        return Records(columns)
    if found:
        return Records([item for record in found for item in items_within(record)])
    return Records([_within(table)], are_one=True)


def items_within(record: object) -> list[object]:
    """The record, or the items that a package of ninjs holds."""
    if isinstance(record, Mapping) and is_ninjs(record):
        return list(items_of(record))
    return [record]


def _json_feed(feed: Mapping[str, object]) -> Records:
    """Items, with what the feed says of all: its authors and language, and who it is."""
    authors = feed.get("authors") or feed.get("author")
    common = {
        "authors": authors,
        "language": feed.get("language"),
        "feed_title": one_line(feed.get("title")),
    }
    items: list[object] = []
    listed = feed.get("items")
    for item in listed if isinstance(listed, list) else ():
        if isinstance(item, Mapping):
            record: dict[str, object] = {**item}
            if not record.get("authors") and not record.get("author") and authors:
                record["authors"] = common["authors"]
            record.setdefault("language", common["language"])
            if not (record.get("url") or record.get("external_url")) and common["feed_title"]:
                record.setdefault("publisher", common["feed_title"])
            items.append(record)
    scope = str(feed.get("feed_url") or feed.get("home_page_url") or "")[:500]
    return Records(items, are_named=True, scope=scope)


def _largest(table: Mapping[str, object]) -> list[object]:
    """The list, or the keyed objects, with articles in them; the nearest to the top, and of two
    the one under a usual name, or the longer.
    """
    level: list[tuple[str, object]] = [("", table)]
    for _ in range(_DEEPEST):
        candidates = []
        below: list[tuple[str, object]] = []
        for place, value in level:
            for records in _candidates(value):
                candidates.append((place in LISTS, len(records), records))
            if isinstance(value, Mapping):
                for key, inner in list(value.items())[:_MOST_KEYS]:
                    if isinstance(inner, list | Mapping):
                        below.append((f"{place}.{key}".lstrip("."), inner))
            elif isinstance(value, list) and len(value) <= 3:
                below += [(place, inner) for inner in value if isinstance(inner, Mapping)]
        if candidates:
            return max(candidates, key=lambda found: found[:2])[2]
        level = below[:2_000]
    return []


def _within(table: Mapping[str, object]) -> Mapping[str, object]:
    """The article that an answer holds beside its status; the answer itself when it holds none."""
    level: list[Mapping[str, object]] = [table]
    for _ in range(_DEEPEST):
        found = [one for one in level if read_fields(one)[0] or _is_record(one)]
        if found:
            return found[0]
        level = [
            inner
            for one in level
            for inner in list(one.values())[:_MOST_KEYS]
            if isinstance(inner, Mapping)
        ][:_MOST_KEYS]
    return table


def _candidates(value: object) -> Iterator[list[object]]:
    if isinstance(value, list):
        records = value
    elif isinstance(value, Mapping) and len(value) > 1:
        records = [inner for inner in value.values() if isinstance(inner, Mapping)]
        if len(records) < len(value):
            return
    else:
        return
    objects = [item for item in records[:_MOST_TRIED] if isinstance(item, Mapping)]
    if any(_is_record(item) for item in objects):
        yield records


def _is_record(item: Mapping[str, object]) -> bool:
    """An object with a text, a headline, or a wrapper around them."""
    text, stated = read_fields(item)
    if text is not None or (stated.title is not None and stated.url is not None) or is_ninjs(item):
        return True
    inside = [value for value in item.values() if isinstance(value, Mapping)][:12]
    return any(read_fields(value)[0] is not None for value in inside)


def _columns(table: Mapping[str, object]) -> list[object]:
    """Rows of {"title": {"0": …}, "text": {"0": …}} (pandas), of {"title": […], "text": […]}, and
    of {"columns": […], "data": [[…]]}.
    """
    names, data = table.get("columns"), table.get("data")
    if (
        isinstance(names, list)
        and isinstance(data, list)
        and all(isinstance(r, list) for r in data)
    ):
        return [dict(zip(map(str, names), row, strict=False)) for row in data]
    columns = {
        str(name): column
        for name, column in table.items()
        if isinstance(column, list | Mapping) and known_field(str(name))
    }
    if len(columns) < 2 or len({type(column) for column in columns.values()}) != 1:
        return []
    longest = max(columns.values(), key=len)
    keys: list[object] = (
        list(longest) if isinstance(longest, Mapping) else list(range(len(longest)))
    )
    rows: list[object] = []
    for key in keys:
        row = {name: _at(column, key) for name, column in columns.items()}
        rows.append(row)
    if not any(
        isinstance(row, Mapping) and known and isinstance(value, str) and " " in value
        for row in rows[:_MOST_TRIED]
        for name, value in (row.items() if isinstance(row, Mapping) else ())
        if (known := known_field(str(name)) in ("text", "summary"))
    ):
        return []
    return rows


def _at(column: object, key: object) -> object:
    if isinstance(column, Mapping):
        return column.get(key)
    if isinstance(column, list) and isinstance(key, int) and key < len(column):
        return column[key]
    return None
