"""Feeds, agency XML and crawls: entries with their own dates, and nothing that was not stated."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.errors import ArticleFormatError
from index.readers import read_feed
from index.readers.download import download
from index.types import Article, Refusal
from tests.index.readers import documents
from tests.index.readers.conftest import SETTINGS, Read
from tests.index.readers.documents import PARAGRAPHS, TITLE, URL

ReadOne = Callable[[str, bytes], Article]


def test_rss(read: Read) -> None:
    first, second, third = read("feed.xml", documents.rss())
    assert isinstance(first, Article) and isinstance(second, Article)
    assert first.text == "\n\n".join(PARAGRAPHS)
    assert (first.title, first.author, first.publisher) == (TITLE, "Jane Doe", "Reuters")
    assert (first.url, first.language) == (URL, "en")
    assert first.published_at == "2022-10-04T09:30:00+02:00"
    assert second.text == "A summary & no more than that."
    assert second.url == "https://www.reuters.com/world/second" and second.published_at is None
    assert isinstance(third, Refusal) and "no text" in third.reason


def test_atom_tells_an_update_from_a_publication(read: Read) -> None:
    (article,) = read("feed", documents.atom())
    assert isinstance(article, Article)
    assert (article.title, article.author) == ("Talks & more", "Jane Doe, John Roe")
    assert (article.published_at, article.language) == (None, "de")
    assert article.updated_at == "2022-10-05T10:00:00+00:00"


def test_nitf(read_one: ReadOne) -> None:
    article = read_one("a.xml", documents.nitf())
    assert article.text == "\n\n".join(PARAGRAPHS)
    assert (article.title, article.author, article.publisher) == (TITLE, "Jane Doe", "Reuters")
    assert article.published_at == "2022-10-04T09:30:00+02:00"
    assert dict(article.origins)["published_at"] == "date.issue"


def test_newsml_tells_the_first_version_from_this_one(read_one: ReadOne) -> None:
    article = read_one("a.xml", documents.newsml())
    assert article.text == "\n\n".join(PARAGRAPHS)
    assert (article.title, article.author, article.publisher) == (TITLE, "Jane Doe", "AFP")
    assert article.published_at == "2022-10-04T07:30:00+00:00"
    assert article.updated_at == "2022-10-05T08:00:00+00:00"


@pytest.mark.parametrize("make", [documents.nitf, documents.newsml, documents.rss])
def test_entities_are_not_expanded(read: Read, make: Callable[[], bytes], tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("xyzzy")
    root = make().split(b"?>", 1)[1]
    kind = root.lstrip()[1:].split()[0].split(b">")[0]
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE %b [<!ENTITY s SYSTEM "file://%b">'
        b'<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    ) % (kind, str(secret).encode())
    data = bomb + root.replace(b"Nobody", b"&s; &b; Nobody")
    try:
        items = read("a.xml", data)
    except ArticleFormatError:
        return
    said = " ".join(item.text for item in items if isinstance(item, Article))
    assert "xyzzy" not in said and "lollol" not in said


def test_a_crawl_gives_its_pages(read: Read) -> None:
    items = read("crawl.warc.gz", documents.warc())
    assert [item.path.rsplit("#")[-1] for item in items if isinstance(item, Article)] == ["2", "5"]
    first = items[0]
    assert isinstance(first, Article) and len(items) == 2
    assert (first.url, first.publisher) == (URL, "Reuters")
    assert first.published_at is None, "when it was fetched is not when it was published"


# --- addresses ----------------------------------------------------------------------------------


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server on this machine: a feed, a page, a redirect to a file, something endless."""
    monkeypatch.undo()  # these tests are the ones that may connect

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302 if self.path == "/file" else 200)
            if self.path == "/file":
                self.send_header("Location", "file:///etc/passwd")
            self.end_headers()
            if self.path == "/endless":
                try:
                    while True:
                        self.wfile.write(b"x" * 65_536)
                except OSError:
                    return
            self.wfile.write(documents.rss() if self.path == "/feed" else documents.page())

        def log_message(self, *_: object) -> None:
            """Silent."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_a_feed_at_an_address(server: str) -> None:
    first, *_ = read_feed(f"{server}/feed", settings=SETTINGS)
    assert isinstance(first, Article)
    assert (first.path, first.url) == (f"{server}/feed#1", URL)


def test_a_page_at_an_address(server: str) -> None:
    (article,) = read_feed(f"{server}/page", settings=SETTINGS)
    assert isinstance(article, Article) and article.url == f"{server}/page"


def test_a_download_is_bounded(server: str) -> None:
    with pytest.raises(ArticleFormatError, match="larger than may be fetched"):
        download(f"{server}/endless", limit_bytes=1_000_000)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/a", "/etc/passwd", ""])
def test_only_web_addresses_are_fetched(url: str) -> None:
    with pytest.raises(ArticleFormatError, match="only http"):
        list(read_feed(url, settings=SETTINGS))


def test_a_redirect_leads_to_no_file(server: str) -> None:
    with pytest.raises(ArticleFormatError, match="can't be fetched"):
        list(read_feed(f"{server}/file", settings=SETTINGS))
