"""PDF: the text layer, its lines joined to paragraphs again. Runs in the reading process.

The dates in a PDF are those of the file, not of the article, and are not used. What is printed at
the same place of most pages (running heads, page numbers) is left out.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from index.errors import ArticleFormatError
from index.readers.fields import one_line
from index.readers.stated import Extracted, Stated

MOST_PAGES = 500
_FEWEST_LETTERS_A_PAGE = 20  # fewer on average: a scan with a stamp
_LONGEST_HEAD = 80  # characters; a longer line is prose
_FILE_TITLE = re.compile(
    r"^microsoft|^untitled|\.(?:docx?|indd|qxd|pdf|pmd|html?|rtf)$|^[\w-]*\d{4,}$", re.IGNORECASE
)
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_STOP = re.compile(r"[.!?…:][\"'”’)»\]]*$")
_PARTED = re.compile(r"[^\W\d_]-$")
_ITEM = re.compile(r"\s*(?:[•▪●–—*-]\s|\(?\d{1,2}[.)]\s)")


def read_pdf(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The article in a PDF. Raises ArticleFormatError for a scan and for an encrypted file."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ArticleFormatError("is encrypted with a password; save it without.")
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise ArticleFormatError(f"has {count:,} pages, over {MOST_PAGES}; split it.")
        pages = [page.extract_text().splitlines() for page in reader.pages]
        stated = _read_info(reader)
    except PyPdfError as error:
        raise ArticleFormatError(
            f"is a damaged PDF ({' '.join(str(error).split())[:120]})."
        ) from error
    letters = sum(character.isalpha() for page in pages for line in page for character in line)
    if letters < _FEWEST_LETTERS_A_PAGE * max(1, count):
        raise ArticleFormatError(
            "is a PDF without a text layer (a scan?); run text recognition on it first, "
            "for example with ocrmypdf."
        )
    return [Extracted(join_lines(_without_running_heads(pages)), stated)]


def _read_info(reader: Any) -> Stated:
    """Title and author, unless they are the name of a file or of an account."""
    info = reader.metadata or {}
    title, author = one_line(_plain(info.get("/Title"))), one_line(_plain(info.get("/Author")))
    title = None if title and _FILE_TITLE.search(title) else title
    author = author if author and " " in author and len(author) < 200 else None
    return Stated.of(("title", title, "PDF title"), ("author", author, "PDF author"))


def _plain(value: object) -> str | None:
    return str(value) if isinstance(value, str) else None


def _without_running_heads(pages: Sequence[list[str]]) -> list[list[str]]:
    """The pages without the first and last lines that most of them share, numbers aside."""

    def shape(line: str) -> str:
        return re.sub(r"\d+", "0", " ".join(line.split()))

    ends = [page[:2] + page[-2:] for page in pages]
    seen = Counter(name for lines in ends for name in {shape(line) for line in lines})
    common = {
        name
        for name, count in seen.items()
        if count >= 3 and count * 2 > len(pages) and len(name) <= _LONGEST_HEAD
    }
    kept = []
    for page in pages:
        last = len(page) - 2
        kept.append(
            [
                line
                for number, line in enumerate(page)
                if not (
                    (number < 2 or number >= last)
                    and (shape(line) in common or _PAGE_NUMBER.fullmatch(line.strip()))
                )
            ]
        )
    return kept


def join_lines(pages: Sequence[Sequence[str]]) -> str:
    """Paragraphs, with a blank line between them, of lines that were broken to fit a page.

    A line that is full goes on in the next; a word parted by a hyphen is whole again.
    """
    lines = [" ".join(line.split()) for page in pages for line in page]
    lengths = sorted(len(line) for line in lines if line)
    full = lengths[int(len(lengths) * 0.8)] if lengths else 0
    paragraphs: list[list[str]] = []
    last = ""  # the line before, when it may go on
    for line in lines:
        goes_on = bool(last and line) and not _ITEM.match(line)
        if goes_on and len(last) < 0.7 * full:
            # A short line ends a paragraph or is a heading, unless the sentence plainly runs on.
            goes_on = line[0].islower() and not _STOP.search(last)
        if goes_on and (last[-1] == "\u00ad" or (_PARTED.search(last) and line[0].islower())):
            paragraphs[-1][-1] = last[:-1]
            paragraphs[-1].append(line)
        elif goes_on:
            paragraphs[-1] += [" ", line]
        elif line:
            paragraphs.append([line])
        last = line
    return "\n\n".join("".join(paragraph) for paragraph in paragraphs)
