"""Reference managers, reading lists and note programs: what they export is read, each article with
its own title, date and names, and never with those of saving it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pytest

from index.types import Article, Refusal
from tests.index.readers.conftest import Items, Read

ReadOne = Callable[[str, bytes], Article]
TEXT = (
    "The dyke at Hollin will be opened in May, the county said. Farmers who lose pasture are to be "
    "paid 2.3 million euros over six years."
)
TITLE, DAY, URL = "Salt marsh to be flooded", "2021-11-09", "https://www.marshcourier.no/a/dyke"
HTML = "<p>" + TEXT.replace(". Farmers", ".</p>\n<p>Farmers") + "</p>"


def dumped(value: object) -> bytes:
    return json.dumps(value).encode()


RIS = f"""TY  - NEWS
T1  - {TITLE}
A1  - Holm, Greta
A1  - Rask, Simon
JF  - The Marsh Courier
Y1  - {DAY.replace("-", "/")}/
N2  - {TEXT}
UR  - {URL}
ER  -
"""
ENW = f"""%0 Newspaper Article
%T {TITLE}
%A Holm, Greta
%A Rask, Simon
%B The Marsh Courier
%8 November 9, 2021
%X {TEXT}
%U {URL}
"""
BIBTEX = f"""@article{{holm_2021,
  title = {{Salt marsh to be {{flooded}}}},
  author = {{Holm, Greta and Rask, Simon}},
  journal = {{The Marsh Courier}},
  date = {{{DAY}}}, urldate = {{2023-06-05}},
  url = {{{URL}}},
  abstract = {{{TEXT}}},
}}
"""
ZOTERO = {
    "key": "AB", "version": 3, "data": {
        "itemType": "newspaperArticle", "title": TITLE, "abstractNote": TEXT, "url": URL,
        "creators": [
            {"creatorType": "author", "firstName": "Greta", "lastName": "Holm"},
            {"creatorType": "editor", "firstName": "Ada", "lastName": "Vik"},
            {"creatorType": "author", "firstName": "Simon", "lastName": "Rask"},
        ],
        "publicationTitle": "The Marsh Courier", "date": DAY, "dateAdded": "2023-06-05T10:00:00Z",
        "dateModified": "2023-06-05T10:00:00Z", "accessDate": "2023-06-05",
    },
}  # fmt: skip
CSL = {
    "id": "holm", "type": "article-newspaper", "title": TITLE, "abstract": TEXT, "URL": URL,
    "container-title": "The Marsh Courier", "accessed": {"date-parts": [["2023", 6, 5]]},
    "author": [{"family": "Holm", "given": "Greta"}, {"family": "Rask", "given": "Simon"}],
    "issued": {"date-parts": [["2021", 11, 9]]},
}  # fmt: skip
REFERENCES: dict[str, tuple[str, bytes]] = {
    "RIS": ("a.ris", RIS.encode()),
    "RIS, saved as text": ("a.txt", RIS.replace("\n", "\r\n").encode("utf-8-sig")),
    "EndNote": ("a.enw", ENW.encode()),
    "BibTeX": ("a.bib", BIBTEX.encode()),
    "BibTeX, saved as text": ("a.txt", BIBTEX.encode()),
    "Zotero's JSON": ("a.json", dumped([ZOTERO])),
    "CSL-JSON": ("a.json", dumped([CSL])),
    "Better BibTeX's JSON": ("a.json", dumped({"config": {"id": "x"}, "items": [ZOTERO["data"]]})),
}


@pytest.mark.parametrize("program", REFERENCES)
def test_references_say_what_the_catalogue_says(read_one: ReadOne, program: str) -> None:
    article = read_one(*REFERENCES[program])
    assert (article.title, article.text) == (TITLE, TEXT)
    assert (article.author, article.publisher) == ("Greta Holm, Simon Rask", "The Marsh Courier")
    assert (article.published_at, article.url, article.updated_at) == (DAY, URL, None)


def test_records_without_text_are_refused_with_their_fields(read: Read) -> None:
    bare = RIS.replace(f"N2  - {TEXT}\n", "").replace(TITLE, "Another")
    whole, refused = read("a.ris", (RIS + bare).encode())
    assert isinstance(whole, Article) and isinstance(refused, Refusal)
    assert "its tags: TY, T1, A1" in refused.reason
    (csv,) = read("pocket.csv", f"title,url,time_added,tags\n{TITLE},{URL},1636450000,x\n".encode())
    assert isinstance(csv, Refusal)
    assert csv.reason == "no text in it (its fields: title, url, time_added, tags)"


def test_a_broken_record_leaves_the_others(read: Read) -> None:
    second = BIBTEX.replace("holm_2021", "rask_2022").replace(TEXT, "Trams run again in Brandal.")
    items = read("a.bib", ("@article{broken, title = {x\n\n" + BIBTEX + second).encode())
    texts = [item.text for item in items if isinstance(item, Article)]
    assert "Trams run again in Brandal." in texts


READING_LISTS: dict[str, dict[str, object]] = {
    "Wallabag": {
        "is_archived": 0, "title": TITLE, "url": URL, "content": HTML, "created_at": "2023-06-05",
        "updated_at": "2023-06-05T09:12:05+02:00", "published_at": DAY,
        "published_by": ["Greta Holm"],
        "domain_name": "www.marshcourier.no",
    },
    "Omnivore": {
        "title": TITLE, "originalArticleUrl": URL, "url": "https://omnivore.app/me/x",
        "content": HTML, "savedAt": "2023-06-05T10:00:00Z", "updatedAt": "2023-06-05T10:00:00Z",
        "publishedAt": f"{DAY}T00:00:00Z", "author": "Greta Holm", "siteName": "marshcourier.no",
    },
    "Readwise Reader": {
        "url": "https://read.readwise.io/read/01", "source_url": URL, "title": TITLE,
        "author": "Greta Holm", "source": "Reader RSS", "site_name": "marshcourier.no",
        "created_at": "2023-06-05", "updated_at": "2023-06-05", "saved_at": "2023-06-05",
        "published_date": 1636416000000, "html_content": HTML, "reading_progress": 0.1,
    },
}  # fmt: skip


@pytest.mark.parametrize("program", READING_LISTS)
def test_the_time_of_saving_is_not_said(read_one: ReadOne, program: str) -> None:
    article = read_one("list.json", dumped([READING_LISTS[program]]))
    assert article.text.replace("\n\n", " ") == TEXT
    assert (article.title, article.author, article.url) == (TITLE, "Greta Holm", URL)
    assert article.publisher == "marshcourier.no"
    assert ((article.published_at or "")[:10], article.updated_at) == (DAY, None)


def test_highlights_of_one_article_are_one(read: Read) -> None:
    head = "Highlight,Book Title,Book Author,Highlighted at\n"
    rows = "".join(f'"{part}.",{TITLE},Greta Holm,2023-06-05\n' for part in TEXT[:-1].split(". "))
    other = '"Trams run again.",Tram line,Simon Rask,2023-06-05\n'
    first, second = read("readwise-data.csv", (head + rows + other).encode())
    assert isinstance(first, Article) and isinstance(second, Article)
    assert (first.text, first.title, first.author) == (
        TEXT.replace(". F", ".\n\nF"), TITLE, "Greta Holm",
    )  # fmt: skip
    assert (second.text, first.published_at) == ("Trams run again.", None)


def test_a_note_is_its_page_and_not_whoever_clipped_it(read: Read) -> None:
    note = (
        "<note><title>{}</title><created>20230605T101400Z</created><note-attributes>"
        "<author>A. Reader"
        "</author><source-url>{}</source-url></note-attributes><content><![CDATA[<?xml version="
        '"1.0"?><!DOCTYPE en-note SYSTEM "http://xml.evernote.com/pub/enml2.dtd"><en-note>{}'
        "<en-media"
        ' type="image/png"/></en-note>]]></content><resource><data encoding="base64">AAAA</data>'
        "</resource></note>"
    )
    notes = note.format(TITLE, URL, HTML) + note.format("A picture", URL + "2", "")
    enex = f"<?xml version='1.0'?><!DOCTYPE en-export SYSTEM 'x'><en-export>{notes}</en-export>"
    first, second = read("My Notes.enex", enex.encode())
    assert isinstance(first, Article) and isinstance(second, Refusal)
    assert (first.text.replace("\n\n", " "), first.title, first.url) == (TEXT, TITLE, URL)
    assert (first.author, first.published_at) == (None, None)
    assert "without text" in second.reason


def test_a_telegram_channel_publishes_its_messages(read: Read) -> None:
    messages = [
        {"id": 1, "type": "service", "date": "2021-11-01T08:00:00", "action": "create_channel"},
        {"id": 2, "type": "message", "date": "2021-11-09T09:15:00", "date_unixtime": "1636445700",
         "text": ["The dyke at ", {"type": "bold", "text": "Hollin"}, " will be opened in May."]},
        {"id": 3, "type": "message", "date": "2021-11-10T09:15:00", "photo": "x.jpg", "text": ""},
        {"id": 4, "type": "message", "date": "2021-11-10T09:15:00", "text": "Trams run again."},
    ]  # fmt: skip
    channel = {"name": "Marsh News", "type": "public_channel", "id": 77, "messages": messages}
    first, second = read("result.json", dumped(channel))
    assert isinstance(first, Article) and isinstance(second, Article)
    assert first.text == "The dyke at Hollin will be opened in May."
    assert (first.publisher, first.published_at) == ("Marsh News", "2021-11-09T08:15:00+00:00")
    del messages[1]
    (again,) = read("result.json", dumped(channel))
    assert isinstance(again, Article) and again.article_id == second.article_id


def test_telegram_as_pages(read: Read) -> None:
    message = (
        '<div class="message default clearfix" id="message{}"><div class="body">'
        '<div class="pull_right date details" title="09.11.2021 09:15:00 UTC+01:00">09:15</div>'
        "{}</div></div>"
    )
    page = (
        "<!DOCTYPE html><html><head><title>Exported Data</title></head><body>"
        "<div class='page_header'>"
        "<div class='text bold'>Marsh News</div></div><div class='history'>"
        "<div class='message service' id='message1'>9 November 2021</div>"
        + message.format(2, '<div class="text">The dyke at <b>Hollin</b> will be opened.</div>')
        + message.format(3, '<div class="media_wrap">Photo</div>')
    )
    (article,) = read("messages.html", page.encode())
    assert isinstance(article, Article)
    assert article.text == "The dyke at Hollin will be opened."
    assert (article.publisher, article.published_at) == ("Marsh News", "2021-11-09T09:15:00+01:00")


def test_what_wordpress_exports_as_a_feed(read: Read) -> None:
    entry = (
        "<item><title>{0}</title><link>https://m.no/{0}</link><content:encoded><![CDATA[{1}]]>"
        "</content:encoded><wp:status>{2}</wp:status><wp:post_type>{3}</wp:post_type></item>"
    )
    feed = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://'
        'wordpress.org/export/1.2/"><channel><title>Marsh</title>'
        + entry.format("salt", HTML, "publish", "post")
        + entry.format("draft", HTML, "draft", "post")
        + entry.format("picture", "x", "inherit", "attachment")
        + "</channel></rss>"
    )
    first, second = read("wordpress.xml", feed.encode())
    assert isinstance(first, Article) and isinstance(second, Refusal)
    assert first.title == "salt" and "draft" in second.reason


def test_a_note_that_lists_its_properties(read_one: ReadOne) -> None:
    note = (
        f"# {TITLE}\n\n![cover](https://x/y.png)\n\n## Metadata\n- Author: [[Greta Holm]]\n- Full "
        f"Title: {TITLE}\n- Category: #articles\n- URL: {URL}\n\n## Highlights\n- The dyke will be "
        "opened. ([View Highlight](https://read.readwise.io/read/1))\n"
    )
    article = read_one("note.md", note.encode())
    assert article.text == f"{TITLE}\n\nThe dyke will be opened."
    assert (article.author, article.url) == ("Greta Holm", URL)


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a"])
def test_a_file_may_be_a_fragment_of_a_page(read_one: ReadOne, name: str) -> None:
    article = read_one(name, f"<h1>{TITLE}</h1>\n{HTML}".encode())
    assert "<" not in article.text and TEXT[:40] in article.text


def test_wikinews_is_read_without_its_markup(read: Read) -> None:
    text = (
        "{{date|November 9, 2021}}\n[[File:Dyke.jpg|thumb|The dyke.]]\nThe dyke at "
        "[[w:Hollin|Hollin]] "
        "will be '''opened''' in May.&lt;ref&gt;A source&lt;/ref&gt;\n\nFarmers are to be paid 2.3 "
        "million euros.\n\n== Sources ==\n*{{source|url=x}}\n[[Category:Norway]]"
    )
    page = (
        "<page><title>{}</title><ns>{}</ns><revision><timestamp>2021-11-10T08:00:00Z</timestamp>"
        "<text>{}</text></revision></page>"
    )
    pages = page.format(TITLE, 0, text) + page.format("Talk", 1, "chat") + page.format("B", 0, "")
    data = (
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="en">'
        "<siteinfo><sitename>"
        "Wikinews</sitename><base>https://en.wikinews.org/wiki/Main_Page</base></siteinfo>"
        f"{pages}</mediawiki>"
    )
    first, second = read("wikinews.xml", data.encode())
    assert isinstance(first, Article) and isinstance(second, Refusal)
    assert first.text == (
        "The dyke at Hollin will be opened in May.\n\nFarmers are to be paid 2.3 million euros."
    )
    assert (first.title, first.publisher, first.published_at) == (TITLE, "Wikinews", DAY)
    assert first.url == "https://en.wikinews.org/wiki/Salt_marsh_to_be_flooded"
    assert (first.updated_at or "").startswith("2021-11-10")


CLIPPING = f"""---
title: "{TITLE}"
source: "{URL}"
author:
  - "[[Greta Holm]]"
  - "[[people/Simon Rask|Simon Rask]]"
published: {DAY}
created: 2023-06-05
tags: [clippings]
---
# {TITLE}

The ==dyke at **Hollin**== will be [opened](https://x.y/z) in May, the ~~city~~ county said.[^1] ^b7

> [!note]+ Behind the news
> Farmers are to be paid *2.3 million* euros.

- ![[map.png]] The [[warden]] is Ida Falk. %%check this%%

[^1]: A letter.
"""


def test_a_clipping_reads_as_its_page(read_one: ReadOne) -> None:
    article = read_one("note.md", CLIPPING.encode())
    assert article.text == (
        f"{TITLE}\n\nThe dyke at Hollin will be opened in May, the county said.\n\n"
        "Behind the news Farmers are to be paid 2.3 million euros.\n\nThe warden is Ida Falk."
    )
    assert (article.title, article.author) == (TITLE, "Greta Holm, Simon Rask")
    assert (article.url, article.published_at) == (URL, DAY)


def test_markdown_of_ones_own_stays_as_it_is(read_one: ReadOne) -> None:
    own = CLIPPING.replace(f'source: "{URL}"\n', "")
    assert read_one("note.md", own.encode()).text == own


def packed(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, data)
    return out.getvalue()


def test_exports_are_read_inside_of_an_archive(read: Read) -> None:
    items: Items = read("all.zip", packed("refs/a.ris", RIS.encode()))
    assert [item.text for item in items if isinstance(item, Article)] == [TEXT]
