"""Files of any kind: an Article with the text as it was written, or a refusal that says why."""

from __future__ import annotations

import codecs
import hashlib
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ArticleFormatError
from index.readers import article_id_of, read_file
from index.readers.build import build_article
from index.readers.text import read_text
from index.settings import IndexSettings
from index.types import Article

SETTINGS = IndexSettings(home=Path("unused"), max_file_bytes=200_000)
PROSE = "The minister said on Monday that the talks would go on. Nobody was surprised.\n"


def read_bytes(folder: Path, data: bytes, name: str = "article.txt") -> Article:
    path = folder / name
    path.write_bytes(data)
    return read_file(path, settings=SETTINGS)


def kept(article: Article, *kinds: str) -> list[str]:
    return [article.text[s.start_char : s.end_char] for s in article.spans if s.kind in kinds]


# --- text as it was written -----------------------------------------------------------------


def test_line_ends_and_odd_blanks_are_kept(tmp_path: Path) -> None:
    text = "One line.\r\nTwo\u00a0lines.\rThree.\u2028Four.\n\n\tFive.\x0bSix.\r\n"
    assert read_bytes(tmp_path, text.encode()).text == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding_and_is_no_text(
    tmp_path: Path, mark: bytes, encoding: str
) -> None:
    text = "Президент сказав: «Ні». 😀\r\n" + PROSE
    assert read_bytes(tmp_path, mark + text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Президент Украины заявил в воскресенье, что переговоры закончатся. " * 8),
        ("cp1252", "Le président a déclaré que l’été serait très long, à Noël déjà. " * 8),
    ],
)
def test_older_encodings_are_found(tmp_path: Path, encoding: str, text: str) -> None:
    assert read_bytes(tmp_path, text.encode(encoding)).text == text


def test_identity_is_the_path_and_the_hash_is_of_the_text(tmp_path: Path) -> None:
    first = read_bytes(tmp_path, PROSE.encode())
    again = read_file(tmp_path / "sub" / ".." / "article.txt", settings=SETTINGS)
    assert first == again
    assert first.path == (tmp_path / "article.txt").resolve().as_posix()
    assert first.article_id == article_id_of(first.path) and len(first.article_id) == 12
    assert first.content_hash == hashlib.sha256(PROSE.encode()).hexdigest()
    assert read_bytes(tmp_path, b"Another. Text.").article_id == first.article_id


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \r\n\t\xef\xbb\xbf\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"text and\x00binary", "NUL byte at offset 8"),
        (bytes(range(1, 32)) * 40, "control characters"),
        (codecs.BOM_UTF16_LE + b"abc", "begins like utf-16-le"),
        (b"PK\x03\x04....", "ZIP"),
        (b"{\\rtf1 }", "RTF without text"),
        (b"7z\xbc\xaf\x27\x1c....", "7z"),
        (b"x" * 200_001, "over the limit of 200,000"),
    ],
)
def test_what_is_no_text_is_refused_by_name_and_cause(
    tmp_path: Path, data: bytes, why: str
) -> None:
    with pytest.raises(ArticleFormatError) as caught:
        read_bytes(tmp_path, data)
    assert why in str(caught.value) and "article.txt" in str(caught.value)


def test_a_file_at_the_limit_is_read(tmp_path: Path) -> None:
    assert len(read_bytes(tmp_path, b"x" * 200_000).text) == 200_000


def test_random_bytes_are_refused(tmp_path: Path) -> None:
    data = b"".join(hashlib.sha256(bytes([n])).digest() for n in range(60)).replace(b"\x00", b"")
    with pytest.raises(ArticleFormatError):
        read_bytes(tmp_path, data)


def test_places_that_are_no_file_are_refused_at_once(tmp_path: Path) -> None:
    """A pipe without a writer would block a plain open for ever."""
    folder, pipe, link, loop = (tmp_path / f"{name}.txt" for name in ("d", "pipe", "link", "loop"))
    folder.mkdir()
    os.mkfifo(pipe)
    link.symlink_to(tmp_path / "gone.txt")
    loop.symlink_to(loop)
    for path, why in [
        (folder, "folder"),
        (pipe, "pipe"),
        (link, "no such file"),
        (loop, "loop.txt"),
        (tmp_path / "missing.txt", "no such file"),
    ]:
        with pytest.raises(ArticleFormatError, match=why):
            read_file(path, settings=SETTINGS)


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket may be 107 characters long
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.txt")
        with pytest.raises(ArticleFormatError, match="socket"):
            read_file(Path("s.txt"), settings=SETTINGS)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(PROSE)
    path.chmod(0)
    with pytest.raises(ArticleFormatError, match="permission"):
        read_file(path, settings=SETTINGS)


def test_a_missing_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ArticleFormatError, match="no permission"):
        read_bytes(tmp_path, PROSE.encode())


def test_the_content_tells_the_format_and_not_the_name(tmp_path: Path) -> None:
    article = read_bytes(tmp_path, PROSE.encode(), name="article.docx")
    assert article.text == PROSE


def test_a_name_that_is_no_unicode_is_refused(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    try:
        path.write_text(PROSE)
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    with pytest.raises(ArticleFormatError, match="Unicode"):
        read_file(path, settings=SETTINGS)


# --- Markdown -----------------------------------------------------------------------------------

MARKDOWN = """---
title: Talks go on
authors: [Jane Doe, John Roe]
publisher: The Example Times
date: 2022-10-04T09:30:00+02:00
canonical_url: https://example.org/talks
lang: en-GB
---

# Talks go on

![A table](table.png)
<!-- internal note:
never show this -->

The minister said that **the talks** would go on. Nobody was surprised.

## What happens next

- The first point was made.
* The second was not.

> A quoted sentence stands here.

***

Another heading
---------------

It ended. [1]: not a definition

[1]: https://example.org/source
"""


def test_markdown_keeps_its_text_and_marks_its_markup(tmp_path: Path) -> None:
    article = read_bytes(tmp_path, MARKDOWN.encode(), name="a.md")
    assert article.text == MARKDOWN
    assert (article.title, article.author) == ("Talks go on", "Jane Doe, John Roe")
    assert (article.publisher, article.language) == ("The Example Times", "en")
    assert article.published_at == "2022-10-04T09:30:00+02:00"
    assert (article.published_precision, article.published_source) == ("day", "metadata")
    assert article.url == "https://example.org/talks"
    headings = ["Talks go on", "What happens next", "Another heading"]
    assert [h for h in kept(article, "headline") if h != "Talks go on"] == headings[1:]
    marked = "".join(kept(article, "boilerplate"))
    for markup in ("table.png", "internal note", "***", "-------", "[1]: https://example.org"):
        assert markup in marked
    for prose in ("**the talks**", "first point", "second was", "quoted sentence", "It ended."):
        assert prose not in marked


@pytest.mark.parametrize(
    "block",
    [
        "---\n- a list\n- not a table\n---\n",
        "---\ntitle: [unclosed\n---\n",
        "---\nno end of it: here\n",
        "---\n" + "[" * 3000 + "\n---\n",
        "---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n---\n",
    ],
)
def test_hostile_front_matter_does_no_harm(tmp_path: Path, block: str) -> None:
    article = read_bytes(tmp_path, (block + "\n" + PROSE).encode(), name="a.md")
    assert article.text == block + "\n" + PROSE
    assert "talks would go on" not in "".join(kept(article, "boilerplate"))


def test_toml_front_matter(tmp_path: Path) -> None:
    data = b'+++\ntitle = "Talks"\ndate = 2022-10-04\n+++\n' + PROSE.encode()
    article = read_bytes(tmp_path, data, name="a.md")
    assert (article.title, article.published_at) == ("Talks", "2022-10-04")


MARKDOWN_PIECES = [
    "---", "+++", "title: x", "# ", "## Head", "\n", "\r\n", "\n\n", "- ", "> ", "1. ", "```",
    "===", "***", "<!--", "-->", "![a](b)", "[1]: c", "A sentence.", "| a | b |", "|---|---|",
    " ", "\t", "<b>", "Word",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(MARKDOWN_PIECES), max_size=40).map("".join))
def test_markdown_spans_are_sorted_and_do_not_overlap(text: str) -> None:
    item = read_text((text + "\nLast.").encode(), "a.md", markdown=True)
    article = build_article(item, item.stated, path="a.md", file_name="a.md")
    position = 0
    for span in article.spans:
        assert position <= span.start_char < span.end_char <= len(article.text)
        position = span.end_char
