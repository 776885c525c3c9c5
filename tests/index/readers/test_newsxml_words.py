"""NITF and EPUB: every word once, and the date of the publication."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from index.types import Article
from tests.index.readers import documents
from tests.index.readers.conftest import Read
from tests.index.readers.documents import PARAGRAPHS

ReadOne = Callable[[str, bytes], Article]

BODY = (
    f"<p>{PARAGRAPHS[0]}</p><ol><li><p>Grain goes first.</p></li><li>Then <em>the</em> "
    f"ore.</li></ol>"
    "<table><tr><th>Port</th><th>Ships</th></tr><tr><td>Odesa</td><td>40</td></tr></table>"
    "<bq><block><p>We are ready, she said.</p></block><credit>A minister</credit></bq>"
    "<media media-type='image'><media-reference source='a.jpg'/><media-caption><p>A ship "
    "off Norvik."
    "</p></media-caption><media-producer>J. Doe</media-producer></media><pre>Egypt "
    "120\nTogo 7</pre>"
    "<hl2>What next</hl2><p>It cost 12<sup>3</sup> lives, <person>Jo Moe</person> told "
    "<org>AP</org>.</p>"
)
SHOWN = [
    PARAGRAPHS[0], "- Grain goes first.\n- Then the ore.", "Port\tShips\nOdesa\t40",
    "We are ready, she said.", "A minister", "A ship off Norvik.", "Egypt 120\nTogo 7", "What next",
    "It cost 12 lives, Jo Moe told AP.",
]  # fmt: skip


def with_body(document: bytes) -> bytes:
    """The document of the agency with this body in place of its own."""
    start, end = document.index(b"<body.content>") + 14, document.index(b"</body.content>")
    return document[:start] + BODY.encode() + document[end:]


@pytest.mark.parametrize("name", ["nitf", "newsml"])
def test_each_word_stands_once(read_one: ReadOne, name: str) -> None:
    article = read_one("a.xml", with_body(getattr(documents, name)()))
    assert article.text.split("\n\n") == SHOWN
    quotable = [article.text[s.start_char : s.end_char] for s in article.spans]
    assert "Odesa\t40" not in quotable and "Port\tShips" not in quotable


def test_a_namespace_changes_nothing(read_one: ReadOne) -> None:
    source = documents.newsml().replace(
        b'xmlns=""', b'xmlns="http://iptc.org/std/NITF/2006-10-18/"'
    )
    assert read_one("a.xml", with_body(source)).text.split("\n\n") == SHOWN


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        ((
            "<dc:date opf:event='creation'>2019-05-01</dc:date><dc:date "
            "opf:event='publication'>2022-10-04</dc:date>"
        ), "2022-10-04"),
        ((
            "<dc:date opf:event='modification'>2023-01-01</dc:date>"
            "<dc:date>2022-10-07</dc:date>"
        ), "2022-10-07"),
        ("<dc:date opf:event='creation'>2019-05-01</dc:date>", None),
    ],
)  # fmt: skip
def test_the_date_of_a_book_is_that_of_its_publication(
    read: Read, dates: str, published: str | None
) -> None:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(documents.epub())) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename.endswith(".opf"):
                data = data.replace(b"<dc:date>2022-10-07</dc:date>", dates.encode())
                data = data.replace(
                    b"<package ", b"<package xmlns:opf='http://www.idpf.org/2007/opf' "
                )
            new.writestr(info.filename, data)
    (article,) = read("a.epub", out.getvalue())
    assert isinstance(article, Article) and article.published_at == published
