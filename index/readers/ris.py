"""RIS and EndNote's tagged files (`.enw`), as reference managers and ProQuest write them.

Read line by line, as lines are all there is to it. The text of an article is its abstract, or
notes where they hold the full text. Runs in the reading process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from index.errors import ArticleFormatError
from index.readers.databases.days import day_in
from index.readers.databases.names import language_code, natural, outlet_of
from index.readers.encoding import decode
from index.readers.fields import read_fields, read_url
from index.readers.page import text_of
from index.readers.stated import Extracted, Stated

MOST_RECORDS = 20_000
_RIS = re.compile(r"(?P<tag>[A-Z][A-Z0-9])  ?- ?(?P<value>.*)")
_ENW = re.compile(r"%(?P<tag>[A-Z0-9@!&$+<>?~^#*(){}|\[\]])\s(?P<value>.*)")
# EndNote's tags as RIS has them.
_SAME = {
    "0": "TY", "T": "TI", "A": "AU", "J": "JF", "B": "T2", "D": "PY", "8": "DA", "X": "AB",
    "U": "UR", "G": "LA", "Z": "N1", "I": "PB", "P": "SP",
}  # fmt: skip
_TEXT_TAGS = ("N2", "AB", "N1", "RN", "AV")
_MARKUP = re.compile(r"</?(?:p|div|br|b|i|em|strong|span)\b[^<>]{0,200}>", re.IGNORECASE)


def read_ris(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The records of the file, numbered from 1."""
    text = decode(data, request["name"])
    records = []
    for record in _records(text):
        records.append(record)
        if len(records) == MOST_RECORDS:
            break
    if not records:
        raise ArticleFormatError("is RIS without a record.")
    alone = len(records) == 1
    return [_article(record, None if alone else number) for number, record in enumerate(records, 1)]


def _records(text: str) -> Iterator[dict[str, list[str]]]:
    """Tag -> values. A line without a tag goes on with the value above it."""
    record: dict[str, list[str]] = {}
    tag = ""
    for line in text.splitlines():
        line = line.strip("\ufeff")
        found = _RIS.fullmatch(line) or _ENW.fullmatch(line)
        if found is None:
            if tag and tag in record:
                record[tag][-1] += "\n" + line.strip()
            continue
        tag = _SAME.get(found["tag"], found["tag"])
        if tag == "TY" and record:
            yield record
            record = {}
        if tag == "ER":
            if record:
                yield record
            record, tag = {}, ""
            continue
        record.setdefault(tag, []).append(found["value"].strip())
    if record:
        yield record


def _article(record: Mapping[str, list[str]], number: int | None) -> Extracted:
    def value(*tags: str) -> str | None:
        return next((v for tag in tags for v in record.get(tag, ()) if v.strip()), None)

    names = [natural(name) for tag in ("AU", "A1") for name in record.get(tag, ()) if name]
    stated = Stated.of(
        ("title", _line(value("TI", "T1", "CT")), "TI"),
        ("author", ", ".join(dict.fromkeys(names)), "AU"),
        ("publisher", outlet_of(value("JF", "T2", "JO", "JA", "BT", "T3") or ""), "T2"),
        ("publisher", outlet_of(value("PB") or ""), "PB"),
        ("published", _day(value("DA")) or _day(value("Y1")) or _day(value("PY")), "DA"),
        ("url", next((u for tag in ("UR", "L1", "LK") for v in record.get(tag, ())
                      if (u := read_url(v)) and "proquest.com" not in u), None), "UR"),
        ("language", _language(value("LA")), "LA"),
    )  # fmt: skip
    text = max((t for tag in _TEXT_TAGS[:2] for t in record.get(tag, ())), key=len, default="")
    notes = max(record.get("N1", [""]), key=len)
    if len(notes) > max(len(text), 300):  # a full text; a short note is the reader's own
        text = notes
    if len(_MARKUP.findall(text[:20_000])) > 1:
        text = text_of(text)
    if not text.strip():
        tags = ", ".join(list(record)[:12])
        reason = f"no text in it, neither abstract (AB, N2) nor notes (its tags: {tags})"
        return Extracted("", stated, number=number, refused=reason)
    return Extracted(text.strip(), stated, number=number)


def _line(value: str | None) -> str | None:
    return " ".join(value.split()) if value else None


def _day(value: str | None) -> str | None:
    """A date as RIS writes it, 2022/03/14/Monday or 2022/03//, or as people do."""
    if not value:
        return None
    parts = re.match(r"((?:19|20)\d\d)(?:/(\d{1,2})?)?(?:/(\d{1,2})?)?(?:/.*)?$", value.strip())
    if not parts:
        return day_in(value)
    year, month, day = parts.groups()
    if not month:
        return str(year)
    return f"{year}-{int(month):02}-{int(day):02}" if day else f"{year}-{int(month):02}"


def _language(value: str | None) -> str | None:
    return language_code(value) or read_fields({"language": value})[1].language
