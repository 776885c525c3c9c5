"""PDF: the text layer by PDFium, its lines joined to paragraphs again. Runs in the reading process.

PDFium says which character stands where; `pdf_lines.py` reads that in the order of a reader. The
dates in a PDF are those of the file, not of the article, and are not used. What is printed at the
same place of several pages (running heads, page numbers) is left out.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.errors import ArticleFormatError
from index.readers.fields import one_line
from index.readers.office import is_account
from index.readers.pdf_lines import Glyph, PdfLine, lines_of_page
from index.readers.stated import Extracted, Stated

MOST_PAGES = 500
_MOST_CHARACTERS = 2_000_000
_FEWEST_LETTERS_A_PAGE = 20  # fewer on average: a scan with a stamp
_LONGEST_HEAD = 80  # characters; a longer line is prose
_LEAST_TURN = 0.8  # of a circle of 2 pi: 45 degrees
_MARGIN = 0.1  # of the height of a page, above and below
_FILE_TITLE = re.compile(
    r"^microsoft|^untitled|\.(?:docx?|indd|qxd|pdf|pmd|html?|rtf)$|^[\w-]*\d{4,}$", re.IGNORECASE
)
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:page|p\.|seite)\s*)?\d{1,4}(?:\s*(?:of|/|von)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?…:][\"'”’)»\]]*$")
_PARTED = re.compile(r"(?P<left>[^\W\d_]+)-$")
_ITEM = re.compile(r"\s*(?:[•▪●–—*-]\s|\(?\d{1,2}[.)]\s)")
_KEEPS_HYPHEN = frozenset(
    "well self half ex so vice non all cross long short high low full part two three four five six "
    "seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety".split()
)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "\u00ad"}  # how PDFium gives a word parted at a line end


def read_pdf(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The article in a PDF. Raises ArticleFormatError for a scan and for an encrypted file."""
    from pypdfium2 import PdfDocument, PdfiumError

    start = max(0, data[:1_024].find(b"%PDF-"))
    try:
        document = PdfDocument(data[start:])
        try:
            count = len(document)
            if count > MOST_PAGES:
                raise ArticleFormatError(f"has {count:,} pages, over {MOST_PAGES}; split it.")
            pages, turned = _pages(document, count)
            stated = _read_info(document)
        finally:
            document.close()
    except PdfiumError as error:
        if "password" in str(error).lower():
            raise ArticleFormatError("is encrypted with a password; save it without.") from error
        raise ArticleFormatError(
            f"is a damaged PDF ({' '.join(str(error).split())[:120]})."
        ) from error
    letters = sum(character.isalpha() for page in pages for line in page for character in line.text)
    if letters < _FEWEST_LETTERS_A_PAGE * max(1, count):
        raise ArticleFormatError(
            "is a PDF without a text layer (a scan?); run text recognition on it first, "
            "for example with ocrmypdf."
        )
    text = "\n\n".join([join_lines(_without_running_heads(pages)), *turned])
    return [Extracted(text.strip(), stated)]


def _pages(document: Any, count: int) -> tuple[list[list[PdfLine]], list[str]]:
    """The lines of each page, and apart what runs up or down a page, such as a photo's credit."""
    pages = []
    turned = []
    left = _MOST_CHARACTERS
    for number in range(count):
        page = document[number]
        text = page.get_textpage()
        left -= text.count_chars()
        if left < 0:
            raise ArticleFormatError(f"has over {_MOST_CHARACTERS:,} characters; split it.")
        straight, aside = _parted_by_angle(list(_glyphs(text, page.get_cropbox())))
        pages.append(lines_of_page(straight, page.get_height()))
        if aside:
            turned.append(aside)
        text.close()
        page.close()
    return pages, turned


def _parted_by_angle(glyphs: Sequence[tuple[Glyph, bool]]) -> tuple[list[Glyph], str]:
    """What stands straight, and the words that don't, in the order of the file. On a page that is
    turned as a whole everything stands straight.
    """
    aside = [glyph for glyph, is_turned in glyphs if is_turned]
    if 2 * len(aside) > len(glyphs):
        return [glyph for glyph, _ in glyphs], ""
    straight = [glyph for glyph, is_turned in glyphs if not is_turned]
    words = "".join(
        " " if glyph.text == " " else glyph.text if is_turned else "\n"
        for glyph, is_turned in glyphs
    )
    lines = (" ".join(line.split()) for line in words.split("\n"))
    return straight, "\n\n".join(line for line in lines if line)


def _glyphs(text: Any, crop: tuple[float, float, float, float]) -> Iterator[tuple[Glyph, bool]]:
    """The characters of a page with their boxes, ligatures as letters, and whether they are turned.
    What lies outside the crop box (left, bottom, right, top) is on no screen and on no paper:
    proof marks and file names of a layout system. PDFium 5.15.2 gives it all the same.
    """
    from pypdfium2.raw import (
        FS_RECTF,
        FPDFText_GetCharAngle,
        FPDFText_GetLooseCharBox,
        FPDFText_GetUnicode,
    )

    left, bottom, right, top = crop
    box = FS_RECTF()
    place = ctypes.byref(box)
    page = text.raw
    for number in range(text.count_chars()):
        code = FPDFText_GetUnicode(page, number)
        if code in (0x20, 0xA0):
            yield Glyph(" ", 0, 0, 0, 0), False
            continue
        # Line ends are PDFium's own, and stand between the letters of some files.
        if code in (0, 0x0D, 0x0A) or not FPDFText_GetLooseCharBox(page, number, place):
            continue
        character = _HYPHENS.get(code) or (chr(code) if code < 0x110000 else "")
        if 0xD800 <= code < 0xE000 or not character:
            continue
        across, up = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        if not (left <= across <= right and bottom <= up <= top):
            continue
        angle = FPDFText_GetCharAngle(page, number)
        letters = _LIGATURES.get(character, character)
        glyph = Glyph(letters, box.left, box.right, box.bottom, box.top)
        yield glyph, _LEAST_TURN < angle < 2 * math.pi - _LEAST_TURN


def _read_info(document: Any) -> Stated:
    """Title and author, unless they are the name of a file or of an account."""
    info = document.get_metadata_dict(skip_empty=True)
    title, author = one_line(info.get("Title")), one_line(info.get("Author"))
    title = None if title and _FILE_TITLE.search(title) else title
    author = author if author and not is_account(author) and len(author) < 200 else None
    return Stated.of(("title", title, "PDF title"), ("author", author, "PDF author"))


def _without_running_heads(pages: Sequence[list[PdfLine]]) -> list[list[PdfLine]]:
    """The pages without page numbers, and without the lines at their ends that other pages have
    too, numbers aside: most of them, or in the margin another few (left and right pages differ).
    """

    def shape(line: PdfLine) -> str:
        return re.sub(r"\d+", "0", " ".join(line.text.split()))

    def at_end(number: int, page: list[PdfLine]) -> bool:
        return number < 2 or number >= len(page) - 2 or in_margin(page[number])

    def in_margin(line: PdfLine) -> bool:
        return not _MARGIN < line.height < 1 - _MARGIN

    ends = [[line for n, line in enumerate(page) if at_end(n, page)] for page in pages]
    seen = Counter(name for lines in ends for name in {shape(line) for line in lines})
    margins = Counter(
        name for lines in ends for name in {shape(line) for line in lines if in_margin(line)}
    )
    common = {name for name, n in seen.items() if n >= 3 and n * 2 > len(pages)}
    common |= {name for name, n in margins.items() if n >= 2 and n * 4 >= len(pages)}
    return [
        [
            line
            for number, line in enumerate(page)
            if not (
                at_end(number, page)
                and len(line.text) <= _LONGEST_HEAD
                and (shape(line) in common or _PAGE_NUMBER.fullmatch(line.text))
            )
        ]
        for page in pages
    ]


def join_lines(pages: Sequence[Sequence[PdfLine]]) -> str:
    """Paragraphs, with a blank line between them, of lines that were broken to fit a page.

    A line that is full goes on in the next; a word parted by a hyphen is whole again.
    """
    lines = [line for page in pages for line in page]
    lengths = sorted(len(line.text) for line in lines)
    full = lengths[int(len(lengths) * 0.8)] if lengths else 0
    known = {word.casefold() for line in lines for word in re.findall(r"\w+-\w+", line.text)}
    paragraphs: list[list[str]] = []
    last = ""  # the line before, when it may go on
    for line in lines:
        text = line.text
        goes_on = bool(last) and not _ITEM.match(text) and not ("\t" in text or "\t" in last)
        runs_on = bool(_PARTED.search(last)) or (text[0].islower() and not _STOP.search(last))
        if goes_on and (line.opens or len(last) < 0.7 * full):
            # A gap, a short line or another size ends a paragraph, unless the sentence runs on.
            goes_on = runs_on
        if goes_on:
            paragraphs[-1][-1:] = _bound(last, text, known)
        elif "\t" in text and "\t" in last and not line.opens:
            paragraphs[-1] += ["\n", text]
        else:
            paragraphs.append([text])
        last = text
    return "\n\n".join("".join(paragraph) for paragraph in paragraphs).replace("\u00ad", "")


def _bound(last: str, text: str, known: set[str]) -> list[str]:
    """Two lines as one: a hyphen at the end of the first parts a word, or belongs to it."""
    if last.endswith("\u00ad"):
        return [last[:-1], text]
    parted = _PARTED.search(last)
    if not parted:
        between = "" if re.search(r"\d[-–]$", last) and text[0].isdigit() else " "
        return [last, between, text]
    following = re.match(r"\w+", text)
    whole = f"{parted['left']}-{following[0] if following else ''}".casefold()
    if not text[0].islower() or whole in known or parted["left"].casefold() in _KEEPS_HYPHEN:
        return [last, text]
    return [last[:-1], text]
