"""Evernote's export (ENEX): each note that was clipped from a page is an article.

`created` is when it was clipped and `author` who did, so neither is said of the article. Runs in
the reading process.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from index.errors import ArticleFormatError
from index.readers.fields import one_line, read_url
from index.readers.markup import first, local_name, parse_xml, words
from index.readers.page import text_of
from index.readers.stated import Extracted, Stated

MOST_NOTES = 20_000
_FILES = re.compile(rb"<resource>.*?</resource>", re.DOTALL)
_PROLOGUE = re.compile(r"^\s*(?:<\?xml[^>]*\?>|<!DOCTYPE[^>]*>|\s)+")


def read_enex(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The notes of the file, numbered from 1; pictures and attachments are left out."""
    root = parse_xml(_FILES.sub(b"", data))
    notes = [note for note in root.iter() if local_name(note) == "note"][:MOST_NOTES]
    if not notes:
        raise ArticleFormatError("is an Evernote export without a note.")
    found = []
    for number, note in enumerate(notes, 1):
        content = first(note, "content")
        text = (
            text_of(_PROLOGUE.sub("", "".join(content.itertext()))) if content is not None else ""
        )
        stated = Stated.of(
            ("title", one_line(words(first(note, "title"))), "title"),
            ("url", read_url(words(first(note, "source-url"))), "source-url"),
        )
        refused = "" if text.strip() else "a note without text (a picture, or a file?)"
        found.append(
            Extracted(text, stated, number=number if len(notes) > 1 else None, refused=refused)
        )
    return found
