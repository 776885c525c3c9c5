"""RTF by striprtf: the text of a document, without its hidden and deleted parts.

Runs in the reading process.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from index.errors import ArticleFormatError
from index.readers.fields import one_line
from index.readers.stated import Extracted, Stated

# Groups that no reader of the document sees, and the raised figure of a footnote, which would be
# glued to the number before it. None holds another group.
_UNSEEN = re.compile(r"\{[^{}]{0,200}?\\(?:v|deleted)(?![a-z0-9])[^{}]{0,20000}\}")
_RAISED = re.compile(r"\{(?:\\[a-z]+-?\d*\s?)*\\super(?![a-z0-9])[^{}\\]{0,6}\}")
_TITLE = re.compile(r"\{\\title\s+(?P<title>[^{}\\]{1,300})\}")
_PICTURE = re.compile(r"\{\\pict\b[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\bin\d+ ")


def read_rtf(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The text of the document, a line a paragraph. Its title is said where it has several words:
    programs fill it in with the name of the file.
    """
    from striprtf.striprtf import rtf_to_text

    source = data.decode("cp1252", "replace")
    source = _RAISED.sub("", _UNSEEN.sub("", _PICTURE.sub("", source)))
    plain = rtf_to_text(source, encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
    text = "\n\n".join(
        " ".join(line.split(" ")).strip() for line in str(plain).splitlines() if line.strip()
    )
    if not text:
        raise ArticleFormatError("is RTF without text; are its pages pictures?")
    title = _TITLE.search(source[:20_000])
    stated = title["title"] if title and len(title["title"].split()) > 3 else None
    return [Extracted(text, Stated.of(("title", one_line(stated), "document title")))]
