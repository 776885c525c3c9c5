"""Damaged and hostile files of every format: an article, a refusal or an ArticleFormatError, within
ten seconds; never another exception, never an offset that points elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import ArticleFormatError
from index.readers import read_articles
from index.types import Article, Refusal
from tests.clock import own_seconds
from tests.index.readers import documents
from tests.index.readers.conftest import SETTINGS, Items

DOCUMENTS = {**documents.DOCUMENTS, **documents.EXPORTS}
# Of work in this process: a slow machine takes 3, what takes the square of its length minutes.
# guard.SECONDS bounds the other process, and `timeout` both by the clock.
SECONDS = 6.0
# What parsers stumble over, put into valid documents.
PIECES = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"%", b"&#x110000;", b"&#0;", b"\\ud800", b'"', b"'",
    b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"{", b"}", b"[", b"]", b"[[[[[[[[", b"null", b"1e999", b"-1", b"99999999999999999999", b"NaN",
    b"\n", b"\r", b"\n\n", b"From x 2022\n", b"WARC/1.0\r\n", b"PK\x03\x04", b"\x1f\x8b", b"%PDF-",
    b"<div>" * 300, b"<p><table><tr><td>" * 40, b"<script type='application/ld+json'>", b"endobj",
    b"/Length 999999999", b"0 0 R", b"charset=utf-16", b"charset=hex", b"Content-Length: -1\r\n",
    b"Content-Type: multipart/mixed; boundary=x\n", b"\xe2\x80", b"\xf0\x9f\x98\x80", b",", b"\t",
)  # fmt: skip


@cache
def document(name: str) -> bytes:
    """A whole one, made once."""
    return DOCUMENTS[name]()


def read_hostile(folder: Path, name: str, data: bytes) -> Items:
    """Reads the file and checks what holds for any file."""
    path = folder / name
    path.write_bytes(data)
    items: Items = []
    with own_seconds() as seconds:
        try:
            for item in read_articles(path, settings=SETTINGS):
                items.append(item)
                assert seconds() < SECONDS, "an article keeps the run waiting"
        except ArticleFormatError as error:
            assert str(error).startswith(str(path)), error
        assert seconds() < SECONDS, "a file keeps the run waiting"
    for item in items:
        if isinstance(item, Refusal):
            assert item.name.startswith(str(path)) and item.reason
            continue
        position = 0
        for span in item.spans:
            assert position <= span.start_char < span.end_char <= len(item.text)
            position = span.end_char
        assert item.text.strip() and item.path.startswith(str(path))
        json.dumps(item.origins)
        for value in (item.text, item.title, item.author, item.publisher, item.url, item.language):
            (value or "").encode("utf-8")
    return items


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[str, float, bytes, float]]:
    """What to do to a document: where (as a share of its length), and with what."""
    share = st.floats(0, 1)
    kind = st.sampled_from(["insert", "replace", "cut", "repeat", "truncate", "flip"])
    piece = st.one_of(st.sampled_from(PIECES), st.binary(min_size=1, max_size=8))
    return draw(st.lists(st.tuples(kind, share, piece, share), min_size=1, max_size=6))


def changed(data: bytes, what: list[tuple[str, float, bytes, float]]) -> bytes:
    """`data` after the changes."""
    for kind, share, piece, length in what:
        at = int(share * len(data))
        end = at + int(length**3 * (len(data) - at))
        if kind == "insert":
            data = data[:at] + piece + data[at:]
        elif kind == "replace":
            data = data[:at] + piece + data[at + len(piece) :]
        elif kind == "cut":
            data = data[:at] + data[end:]
        elif kind == "repeat":
            data = data[:end] + data[at:end] * 3 + data[end:]
        elif kind == "truncate":
            data = data[:at]
        elif data:
            at = min(at, len(data) - 1)
            data = data[:at] + bytes([data[at] ^ (piece[0] or 1)]) + data[at + 1 :]
    return data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One folder for all examples."""
    yield tmp_path_factory.mktemp("fuzz").resolve()


BOUNDED = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]


@pytest.mark.parametrize("name", DOCUMENTS)
@settings(max_examples=10, deadline=None, suppress_health_check=BOUNDED)
@given(what=changes())
def test_damaged_documents(
    folder: Path, name: str, what: list[tuple[str, float, bytes, float]]
) -> None:
    items = read_hostile(folder, name, changed(document(name), what))
    assert all(isinstance(item, Article | Refusal) for item in items)


@pytest.mark.slow
@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("name", DOCUMENTS)
@settings(max_examples=400, deadline=None, suppress_health_check=BOUNDED)
@given(what=changes())
def test_damaged_documents_at_length(
    folder: Path, name: str, what: list[tuple[str, float, bytes, float]]
) -> None:
    items = read_hostile(folder, name, changed(document(name), what))
    assert all(isinstance(item, Article | Refusal) for item in items)


@settings(max_examples=60, deadline=None, suppress_health_check=BOUNDED)
@given(
    name=st.sampled_from([*DOCUMENTS, "a", "a.zip.gz", "a.unknown"]),
    data=st.one_of(
        st.binary(max_size=400), st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join)
    ),
)
def test_any_bytes_under_any_name(folder: Path, name: str, data: bytes) -> None:
    items = read_hostile(folder, name, data)
    assert all(isinstance(item, Article | Refusal) for item in items)


HOSTILE: dict[str, bytes] = {
    "deep.html": b"<!DOCTYPE html><html><body>" + b"<div>" * 200_000 + b"x",
    "wide.html": b"<!DOCTYPE html><html><body>" + b"<p>a" * 200_000,
    "links.html": b"<!DOCTYPE html><html><body>" + b"<a href=x>y</a> " * 80_000,
    "attributes.html": b"<!DOCTYPE html><html " + b"a=b " * 200_000 + b"><p>x",
    "unclosed.html": b"<!DOCTYPE html><html><body>" + b"<!-- " * 200_000,
    "comments.html": b"<!-- " * 200_000 + b"<html>",
    "doctype.html": b"<!DOCTYPE " * 100_000,
    "ld.html": b"<!DOCTYPE html><html><script type='application/ld+json'>" + b"[" * 900_000,
    "deep.json": b"[" * 1_000_000,
    "objects.json": b'{"a":' * 300_000,
    "list.json": b"[" + b"{}," * 300_000 + b"{}]",
    "numbers.json": b'{"text": ' + b"9" * 1_000_000 + b"}",
    "date.json": b'{"text": "Some text.", "date": "' + b"1 " * 400_000 + b'"}',
    "author.json": b'{"text": "Some text.", "author": "' + b"a b, " * 200_000 + b'"}',
    "title.json": b'{"text": "Some text.", "title": "' + b"x | " * 200_000 + b'"}',
    "fragment.json": b'{"text": "<p>' + b"<div><p>" * 150_000 + b'</p></p>"}',
    "quotes.csv": b'title,text\n"' + b'""' * 500_000,
    "commas.csv": b"title,text\n" + b"," * 1_500_000,
    "blank.txt": b" \n" * 900_000 + b"x",
    "line.txt": b"word " * 390_000,
    "lines.txt": b"Word word\n" * 190_000,
    "capitals.txt": b"A B C D, " * 200_000,
    "dashes.md": b"- " * 900_000,
    "heads.md": b"# x\n" * 400_000,
    "front.md": b"---\n" + b"a: &a [" * 2_000 + b"\n---\ntext",
    "entities.xml": b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><rss><channel><item><title>&a11;</title></item></channel></rss>",
    "items.xml": b"<rss><channel>" + b"<item><title>x</title></item>" * 40_000,
    "deep.xml": b"<nitf>" + b"<body>" * 200_000,
    "parts.eml": b"MIME-Version: 1.0\nFrom: a@b.c\nSubject: x\n"
    + b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 20_000,
    "headers.eml": b"From: a@b.c\nSubject: x\nDate: y\n" + b"X-A: b\n" * 200_000 + b"\ntext",
    "word.eml": b"From: " + b"a@" * 400_000 + b"\nSubject: x\nDate: y\nMIME-Version: 1.0\n\ntext",
    "envelopes.mbox": b"From a 2022\nA: b\n\n" * 2_000,
    "records.warc": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n" * 5_000,
    "length.warc": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\nHTTP",
    "objects.pdf": b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nendobj\n" * 60_000,
    "nested.pdf": b"%PDF-1.4\n1 0 obj\n" + b"[" * 500_000,
    "groups.rtf": b"{\\rtf1 " + b"{a" * 500_000,
    "super.rtf": b"{\\rtf1 " + b"{\\b\\super " * 100_000,
    "paragraphs.rtf": b"{\\rtf1 " + b"\\par a" * 250_000 + b"}",
    "tags.ris": b"TY  - NEWS\n" * 150_000,
    "value.ris": b"TY  - NEWS\nAB  - " + b"a\n" * 800_000,
    "records.bib": b"@article{a,\n" * 100_000,
    "braces.bib": b"@article{a, title={" + b"{" * 900_000,
    "notes.enex": b"<en-export>" + b"<note><content>a</content></note>" * 30_000,
    "resource.enex": b"<en-export>" + b"<resource>" * 100_000,
    "pages.xml": b"<mediawiki>" + b"<page><ns>0</ns></page>" * 40_000,
    "markup.xml": b"<mediawiki><page><ns>0</ns><revision><text>" + b"{{a|[[" * 60_000,
    "clipping.md": b"---\nsource: https://e.org/a\n---\n" + b"[[" * 300_000 + b"==" * 300_000,
    "nested.md": b"---\nsource: https://e.org/a\n---\n" + b"> " * 300_000 + b"a",
    "documents.txt": b"1 of 9 DOCUMENTS\n" * 100_000,
    "lengths.txt": b"LENGTH: 1 words\nSECTION: A\n" * 60_000,
    "ends.txt": b"Title\nLength: 1 words\nBody\nEnd of Document\n" * 40_000,
    "factiva.txt": b"Document ABCD000020220310ei3e00000\n" * 50_000,
    "codes.txt": b"HD\nBY\nPD\nLP\n" * 100_000 + b"Document ABCD000020220310ei3e00000\n",
    "records.txt": b"Record: 1\nTitle: a\nSource: b\nAccession Number: 1\n" * 30_000,
    "rules.txt": b"Publication title: a\nFull text: b\n" + b"_" * 1_500_000,
    "heads.txt": b"A title of some words\nThe Paper, March 14, 2022\nBy Jane Doe\n\n" * 20_000,
    "days.txt": b"March 14, 2022 " * 100_000,
    "names.txt": b"By Jane Doe, " * 120_000 + b"2021 2022",
    "keys.json": b'{"a": ' * 900 + b"{}" + b"}" * 900,
    "columns.json": b'{"title": {' + b",".join(b'"%d": "a"' % n for n in range(90_000))
    + b'}, "text": {"0": "a b"}}',
    "keyed.json": b"{" + b",".join(b'"%d": {"b": 1}' % n for n in range(90_000)) + b"}",
    "telegram.json": b'{"messages": [' + b",".join([b'{"text": [["a"]], "date": "1"}'] * 50_000)
    + b"]}",
    "messages.html": b'<html><body>' + b'<div class="message default"><div class="text">a' * 20_000,
    "fragment.txt": b"<p>" + b"<b>a" * 400_000,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_end_soon(folder: Path, name: str) -> None:
    assert all(
        isinstance(item, Article | Refusal) for item in read_hostile(folder, name, HOSTILE[name])
    )
