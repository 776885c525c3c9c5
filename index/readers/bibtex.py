"""BibTeX and BibLaTeX by pybtex: an article is a record with an abstract.

Runs in the reading process.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from index.errors import ArticleFormatError
from index.readers.databases.days import day_in
from index.readers.databases.names import language_code, outlet_of
from index.readers.encoding import decode
from index.readers.fields import read_fields, read_url
from index.readers.stated import Extracted, Stated

MOST_RECORDS = 20_000
_LONGEST_MACROS, _LONGEST_RECORD = 20_000, 500_000
_RECORD = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
_NO_RECORD = ("@string", "@comment", "@preamble")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_TEXT_FIELDS = ("abstract", "text", "annote", "annotation")
_OUTLETS = ("journaltitle", "journal", "newspaper", "maintitle", "booktitle", "howpublished",
            "organization", "publisher")  # fmt: skip


def read_bibtex(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The records of the file, numbered from 1. Each is parsed alone: a broken one doesn't take
    the others along.
    """
    from pybtex.errors import set_strict_mode

    set_strict_mode(False)
    text = decode(data, request["name"])
    starts = [found.start() for found in _RECORD.finditer(text)][: MOST_RECORDS + 1]
    pieces = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    macros = "".join(p for p in pieces if p[:7].lower() == "@string")[:_LONGEST_MACROS]
    records = [p for p in pieces if not p[:9].lower().startswith(_NO_RECORD)]
    if not records:
        raise ArticleFormatError("is BibTeX without a record.")
    alone = len(records) == 1
    return [
        _record(macros, piece, None if alone else number)
        for number, piece in enumerate(records[:MOST_RECORDS], 1)
    ]


def _record(macros: str, piece: str, number: int | None) -> Extracted:
    from pybtex.database.input.bibtex import Parser

    if len(piece) > _LONGEST_RECORD:
        return Extracted("", number=number, refused="a record that never ends")
    parser = Parser(encoding="utf-8", macros={month: month for month in _MONTHS})
    try:
        entries = list(parser.parse_string(macros + piece).entries.values())
    except Exception as error:  # whatever the library makes of it
        what = " ".join(str(error).split())[:100]
        return Extracted("", number=number, refused=f"not BibTeX ({what})")
    if not entries:
        start = " ".join(piece[:40].split())
        return Extracted("", number=number, refused=f"not a whole record of BibTeX ({start})")
    return _article(entries[0], number)


def _article(entry: Any, number: int | None) -> Extracted:
    fields = {str(name).lower(): _plain(value) for name, value in entry.fields.items()}
    names = [_name(person) for person in entry.persons.get("author", [])]
    outlet = next((fields[name] for name in _OUTLETS if fields.get(name)), "")
    language = fields.get("langid") or fields.get("language")
    stated = Stated.of(
        ("title", fields.get("title"), "title"),
        ("author", ", ".join(name for name in names if name), "author"),
        ("publisher", outlet_of(outlet), "journal"),
        ("published", _date(fields), "date"),
        ("url", read_url(fields.get("url")), "url"),
        ("language", language_code(language) or read_fields({"language": language})[1].language,
         "langid"),
    )  # fmt: skip
    text = max((fields.get(name, "") for name in _TEXT_FIELDS), key=len)
    if not text.strip():
        shown = ", ".join(list(fields)[:12])
        reason = f"no text in it, no abstract (its fields: {shown})"
        return Extracted("", stated, number=number, refused=reason)
    return Extracted(text, stated, number=number)


def _plain(value: object) -> str:
    """A value without its braces; accents in LaTeX's spelling become letters."""
    text = str(value)
    if "\\" in text:
        import latexcodec  # noqa: F401  (registers the codec)

        try:
            text = text.encode("utf-8").decode("ulatex+utf-8")
        except (UnicodeError, ValueError):
            pass
    text = re.sub(r"(?<!\\)[{}]", "", text)
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text)).strip()


def _name(person: Any) -> str:
    parts = [*person.first_names, *person.middle_names, *person.prelast_names, *person.last_names,
             *person.lineage_names]  # fmt: skip
    return " ".join(_plain(part) for part in parts)


def _date(fields: Mapping[str, str]) -> str | None:
    """BibLaTeX's `date`, else BibTeX's year, month and day. `urldate` is when it was looked up."""
    if fields.get("date"):
        return day_in(fields["date"]) or fields["date"][:10]
    year, month = fields.get("year", ""), fields.get("month", "").lower()
    if not re.fullmatch(r"(?:19|20)\d\d", year):
        return day_in(year)
    if re.fullmatch(r"\d{1,2}", month):
        number = int(month)
    else:
        number = next((n for n, name in enumerate(_MONTHS, 1) if month.startswith(name)), 0)
    if not 1 <= number <= 12:
        return year
    day = re.search(r"\d{1,2}", fields.get("day", "") or (month.lstrip("0123456789") and month))
    if day and 1 <= int(day[0]) <= 31 and not month.isdigit():
        return f"{year}-{number:02}-{int(day[0]):02}"
    if fields.get("day", "").isdigit():
        return f"{year}-{number:02}-{int(fields['day']):02}"
    return f"{year}-{number:02}"
