"""Web pages: the article without the page around it, and who published it when."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from index.errors import ArticleFormatError
from index.types import Article

ReadOne = Callable[[str, bytes], Article]

PARAGRAPHS = (
    "The minister said on Monday that the talks would go on for another week at the least.",
    "Nobody was surprised by it: the decision had been expected since the weekend, he said.",
    "The next meeting will be held in Geneva, officials said, and may take longer than this one.",
)
LINKED_DATA = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Another name", "url": "https://example.org/"},
        {
            "@type": ["NewsArticle"],
            "headline": "Talks go on in Istanbul",
            "datePublished": "2022-10-04T07:30:00Z",
            "dateModified": "2022-10-05T08:00:00Z",
            "author": [{"@type": "Person", "name": "Jane Doe"}, {"name": "John Roe"}],
            "publisher": {"@type": "Organization", "name": "The Example Times"},
            "mainEntityOfPage": {"@id": "https://example.org/world/talks?utm_source=feed"},
        },
    ],
}


def page(head: str = "", paragraphs: tuple[str, ...] = PARAGRAPHS, before: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"{before}<!DOCTYPE html><html lang='en-GB'><head><title>Talks go on</title>{head}</head>"
        "<body><nav><a href='/'>Home</a> <a href='/world'>World</a></nav><article>"
        f"<h1>Talks go on in Istanbul</h1>{body}</article>"
        "<div class='related'><a href='/x'>Read more: ten things</a></div>"
        "<footer>Cookie settings. All rights reserved.</footer></body></html>"
    )


def test_the_article_is_taken_and_the_page_left(read_one: ReadOne) -> None:
    article = read_one("page.html", page().encode())
    for text in PARAGRAPHS:
        assert text in article.text
    for around in ("Home", "Cookie settings", "<p>"):
        assert around not in article.text
    headline = next(span for span in article.spans if span.kind == "headline")
    assert article.text[headline.start_char : headline.end_char] == "Talks go on in Istanbul"


def test_linked_data_says_who_and_when(read_one: ReadOne) -> None:
    script = f'<script type="application/ld+json">{json.dumps(LINKED_DATA)}</script>'
    article = read_one("page.html", page(script).encode())
    assert article.title == "Talks go on in Istanbul"
    assert (article.author, article.publisher) == ("Jane Doe, John Roe", "The Example Times")
    assert article.published_at == "2022-10-04T07:30:00+00:00"
    assert article.updated_at == "2022-10-05T08:00:00+00:00"
    assert (article.published_source, article.language) == ("metadata", "en")
    origins = dict(article.origins)
    assert origins["published_at"] == "JSON-LD datePublished"
    assert origins["publisher"] == "JSON-LD publisher"


def test_meta_tags_say_it_too(read_one: ReadOne) -> None:
    head = (
        '<meta property="og:title" content="Talks go on in Istanbul | Reuters">'
        '<meta property="og:site_name" content="REUTERS">'
        '<meta name="author" content="Jane Doe"><meta name="author" content="John Roe">'
        '<meta property="article:published_time" content="2022-10-04T09:30:00+02:00">'
        '<link rel="canonical" href="https://www.reuters.com/world/talks/">'
    )
    article = read_one("page.html", page(head).encode())
    assert article.title == "Talks go on in Istanbul"
    assert (article.author, article.publisher) == ("Jane Doe, John Roe", "Reuters")
    assert article.published_at == "2022-10-04T09:30:00+02:00"
    assert article.url == "https://www.reuters.com/world/talks/"


def test_an_address_names_an_article_whatever_file_holds_it(read_one: ReadOne) -> None:
    link = '<link rel="canonical" href="{}">'
    addresses = [
        "https://example.org/world/talks",
        "http://example.org/world/talks/?utm_source=feed#top",
    ]
    one, other = (
        read_one(f"{number}.html", page(link.format(address)).encode())
        for number, address in enumerate(addresses)
    )
    assert one.article_id == other.article_id and one.path != other.path
    front = [
        read_one(f"front-{n}.html", page(link.format("https://example.org/")).encode())
        for n in range(2)
    ]
    assert front[0].article_id != front[1].article_id, "a front page names no article"


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- saved from url=(0033)https://example.org/world/talks -->",
        "<!--\n Page saved with SingleFile \n url: https://example.org/world/talks \n "
        "saved date: Mon Oct 31 2022 10:00:00 GMT+0100\n-->",
    ],
)
def test_a_saved_page_tells_its_address_but_not_when_it_was_published(
    read_one: ReadOne, comment: str
) -> None:
    article = read_one("saved.html", page(before=comment).encode())
    assert article.url == "https://example.org/world/talks"
    assert (article.published_at, article.published_source) == (None, "unknown")


@pytest.mark.parametrize(
    ("charset", "encoding", "said"),
    [
        ("windows-1251", "cp1251", "Переговоры продолжатся, заявил министр в понедельник днём."),
        ("iso-8859-1", "cp1252", "Le président a déclaré que l’été serait long, dit-on à Noël."),
        (
            "Shift_JIS",
            "cp932",
            "大臣は月曜日、協議はもう一週間続くと述べた。驚いた人はいなかった。",
        ),
        ("iso-2022-jp", "iso2022_jp", "大臣は月曜日、協議はもう一週間続くと述べた。"),
        ("latin1", "utf-8", "A page that was stored again as UTF-8 keeps its old “declaration”."),
    ],
)
def test_the_declared_encoding_is_honoured(
    read_one: ReadOne, charset: str, encoding: str, said: str
) -> None:
    source = page(f'<meta charset="{charset}">', (said * 3, *(PARAGRAPHS)))
    assert said in read_one("page.html", source.encode(encoding, "ignore")).text


def test_text_that_was_decoded_wrongly_before_is_mended(read_one: ReadOne) -> None:
    said = "The café said “no” on Monday and would not say more."
    wrong = said.encode().decode("cp1252", "replace")
    article = read_one("page.html", page(paragraphs=(wrong, *PARAGRAPHS)).encode())
    assert "The café said" in article.text


def test_a_page_without_an_article_is_refused(read_one: ReadOne) -> None:
    with pytest.raises(ArticleFormatError, match="no article text"):
        read_one("empty.html", b"<!DOCTYPE html><html><body></body></html>")


def test_a_document_reaches_nothing_outside(
    read_one: ReadOne, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("other") / "secret.txt"
    secret.write_text("the secret word is xyzzy")
    source = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e SYSTEM "file://{secret}">]>'
        + page('<link rel="stylesheet" href="http://127.0.0.1:9/x.css"><base href="file:///">')[15:]
    ).replace("Nobody", "&e; Nobody")
    assert "xyzzy" not in read_one("page.xhtml", source.encode()).text
