"""Plain text and Markdown.

The text is the decoded source, unchanged: line ends stay as they are. Only a byte order mark is
not part of it, so offset 0 is the first character that was written. Markdown stays Markdown; its
front matter and markup lines are marked as spans (`markdown.py`). A clipping, which a program
took from a page, is read as the page is: its text is what a reader sees
(`clippings.py`). An export of a database is cut into its articles (`databases/`).
"""

from __future__ import annotations

from index.errors import ArticleFormatError
from index.readers import guard
from index.readers.databases import is_mixed, split, split_document
from index.readers.encoding import decode, refuse_endless
from index.readers.markdown import clipping_in, mark_markup, read_front_matter
from index.readers.stated import Extracted
from index.text.lines import is_blank


def read_texts(data: bytes, path: str) -> list[Extracted]:
    """The articles in a text file: several when it is the export of a database.

    Raises ArticleFormatError as `read_text` does.
    """
    text = _decoded(data, path)
    found = split(text, is_raw=True)
    if found:
        return found
    refuse_endless(text, path)
    return split_document(Extracted(text, is_raw=True))


def read_text(data: bytes, path: str, *, markdown: bool = False) -> Extracted:
    """The text in `data`, and what its front matter states.

    Raises ArticleFormatError when `data` is blank, binary, or in no encoding that can be told.
    """
    text = _decoded(data, path)
    refuse_endless(text, path)
    if not markdown:
        return Extracted(text, is_raw=True)
    front = read_front_matter(text)
    if clipping_in(text, front) is not None:
        return guard.extract("clipping", data, path)[0]
    mixed = not front.end_char and is_mixed(text)
    return Extracted(text, front.stated, mark_markup(text, front), is_raw=True, is_mixed=mixed)


def _decoded(data: bytes, path: str) -> str:
    text = decode(data, path)
    if all(is_blank(character) for character in text):
        raise ArticleFormatError(f"{path}: is empty; nothing to index.")
    return text
