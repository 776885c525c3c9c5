"""Exports of databases that are saved as HTML (Factiva, Nexis, Europresse, ProQuest …).

All that the page shows is taken, in lines, and cut as the same export in plain text is
(`databases/`): a search for the main text would drop the heads of the articles. Runs in the
reading process.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from index.readers.databases import looks_like_export, split
from index.readers.encoding import decode_markup
from index.readers.page import text_of
from index.readers.stated import Extracted


def read_database_page(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The articles of an export; none when the page is none."""
    if not looks_like_export(data):
        return []
    source = decode_markup(data, request["name"], stated=request.get("charset"))
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
    return split(text_of(source))
