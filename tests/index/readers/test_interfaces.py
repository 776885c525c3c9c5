"""The interfaces of news sites and agencies, and JSON as programs write it: every article is read,
with the title, date and names that it has there.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from index.types import Article, Refusal
from tests.index.readers.conftest import Read

ReadOne = Callable[[str, bytes], Article]
TEXT = (
    "The dyke at Hollin will be opened in May, the county said. Farmers who lose pasture are to be "
    "paid 2.3 million euros over six years."
)
TITLE, DAY, URL = "Salt marsh to be flooded", "2021-11-09", "https://www.marshcourier.no/a/dyke"
HTML = "<p>" + TEXT.replace(". Farmers", ".</p>\n<p>Farmers") + "</p>"


def dumped(value: object) -> bytes:
    return json.dumps(value).encode()


APIS: dict[str, object] = {
    "WordPress": [{
        "id": 7, "date": "2021-11-09T09:00:00", "date_gmt": "2021-11-09T08:00:00", "link": URL,
        "modified_gmt": "2021-11-09T08:00:00", "slug": "dyke", "status": "publish",
        "title": {"rendered": "Salt marsh to be <em>flooded</em>"}, "author": 3,
        "content": {"rendered": HTML}, "excerpt": {"rendered": "<p>Short.</p>"},
        "_embedded": {"author": [{"id": 3, "name": "Greta Holm"}]},
    }],
    "Ghost": {"posts": [{
        "id": "6", "slug": "dyke", "title": TITLE, "html": HTML, "url": URL, "status": "published",
        "published_at": "2021-11-09T08:00:00.000+00:00", "custom_excerpt": None,
        "created_at": "2021-11-08T08:00:00Z", "primary_author": {"name": "Greta Holm"},
    }], "meta": {"pagination": {"page": 1}}},
    "Ghost's export": {"db": [{"meta": {"version": "5"}, "data": {"posts": [{
        "id": "6", "slug": "dyke", "title": TITLE, "html": HTML, "canonical_url": URL,
        "status": "published", "published_at": "2021-11-09T08:00:00.000Z", "author": "Greta Holm",
    }], "tags": [{"name": "News", "slug": "news"}]}}]},
    "Guardian": {"response": {"status": "ok", "total": 1, "results": [{
        "id": "world/2021/nov/09/dyke", "webTitle": TITLE, "webUrl": URL,
        "webPublicationDate": "2021-11-09T08:00:00Z", "sectionName": "World",
        "fields": {"headline": TITLE, "byline": "Greta Holm", "body": HTML, "trailText": "Short."},
    }]}},
    "Guardian, one article": {"response": {"status": "ok", "content": {
        "webTitle": TITLE, "webUrl": URL, "webPublicationDate": "2021-11-09T08:00:00Z",
        "fields": {"byline": "Greta Holm", "bodyText": TEXT},
    }}},
    "Event Registry": {"articles": {"page": 1, "results": [{
        "uri": "7123", "lang": "eng", "date": "2021-11-09", "time": "08:00:00", "title": TITLE,
        "dateTime": "2021-11-09T08:00:00Z", "dateTimePub": "2021-11-09T08:00:00Z", "body": TEXT,
        "url": URL, "source": {"uri": "marshcourier.no", "title": "Marsh Courier"},
        "authors": [{"uri": "g@x", "name": "Greta Holm", "type": "author"}],
    }]}},
    "Media Cloud": {"stories": [{
        "stories_id": 12345678901234567890, "title": TITLE, "url": URL, "language": "en",
        "publish_date": "2021-11-09", "indexed_date": "2023-06-05", "media_name": "Marsh Courier",
        "text": TEXT, "author": "Greta Holm",
    }]},
    "newsdata": {"status": "success", "results": [{
        "article_id": "a", "title": TITLE, "link": URL, "creator": ["Greta Holm"],
        "content": "ONLY AVAILABLE IN PAID PLANS", "description": TEXT,
        "pubDate": "2021-11-09 08:00:00", "source_id": "marsh courier",
    }]},
    "by key": {
        "x1": {"title": TITLE, "text": TEXT, "url": URL, "date": DAY, "author": "Greta Holm"},
        "x2": {"title": "No text", "url": URL + "2"},
    },
    "by column": {"title": [TITLE], "text": [TEXT], "url": [URL], "date": [DAY],
                  "author": ["Greta Holm"]},
    "pandas, split": {"columns": ["title", "text", "url", "date", "author"], "index": [0],
                      "data": [[TITLE, TEXT, URL, DAY, "Greta Holm"]]},
}  # fmt: skip


@pytest.mark.parametrize("api", APIS)
def test_interfaces_give_their_articles(read: Read, api: str) -> None:
    items = read("answer.json", dumped(APIS[api]))
    (article,) = [item for item in items if isinstance(item, Article)]
    assert article.text.replace("\n\n", " ") == TEXT
    assert (article.title, article.author, article.url) == (TITLE, "Greta Holm", URL)
    assert (article.published_at or "")[:10] == DAY


def test_what_is_cut_short_is_not_quoted_to_its_end(read_one: ReadOne) -> None:
    text = TEXT + " The county says that it has wai… [+1834 chars]"
    article = read_one("a.json", dumped({"title": TITLE, "content": text, "url": URL}))
    (span,) = [span for span in article.spans if span.kind == "boilerplate"]
    assert article.text[: span.start_char].rstrip() == TEXT and span.end_char == len(article.text)


def test_a_draft_is_not_published(read: Read) -> None:
    draft = {"title": TITLE, "html": HTML, "slug": "dyke", "status": "draft"}
    published = {**draft, "status": "published"}
    items = read("posts.json", dumped({"posts": [draft, published]}))
    assert [type(item) for item in items] == [Refusal, Article]


NUMBERS = [2**63, 2**64 + 1, 10**40, 1.5, -(2**70)]


@pytest.mark.parametrize("number", NUMBERS)
def test_no_number_ends_the_reading(read: Read, number: float) -> None:
    records = [{"id": n if n != 1 else number, "text": f"{TEXT} {n}"} for n in range(3)]
    assert len(read("a.json", dumped(records))) == 3
    assert len(read("b.json", dumped({"articles": records}))) == 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_json_as_programs_write_it(read: Read, encoding: str) -> None:
    text = json.dumps([{"text": TEXT, "score": float("nan")}, {"text": TEXT + " Again."}])
    items = read("a.json", text.encode(encoding))
    assert [item.text for item in items if isinstance(item, Article)] == [TEXT, TEXT + " Again."]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p>", "One."),
        ("<div class='x'><p>One.</p><p>Two.</p></div>", "One.\n\nTwo."),
        ("Fish &amp; chips, 9&nbsp;euros &#8211; or more.", "Fish & chips, 9\xa0euros – or more."),
        ("One is < two, and AT&T said so.", "One is < two, and AT&T said so."),
    ],
)  # fmt: skip
def test_fragments_of_a_page_become_text(read_one: ReadOne, markup: str, text: str) -> None:
    assert read_one("a.jsonl", dumped({"title": "A title", "text": markup})).text == text


NINJS = {
    "1": {"headline": TITLE, "body_xhtml": HTML, "byline": "By Greta Holm", "source": "NTB",
          "versioncreated": "2021-11-10T08:00:00Z", "firstcreated": "2021-11-09T08:00:00Z"},
    "2": {"headlines": [{"role": "short", "value": "Marsh"}, {"role": "main", "value": TITLE}],
          "bodies": [{"role": "x", "contenttype": "text/html", "value": HTML}],
          "by": "By Greta Holm",
          "versioncreated": "2021-11-10T08:00:00Z", "contentcreated": "2021-11-09T08:00:00Z",
          "infosources": [{"name": "NTB"}]},
    "3": {"headlines": [{"role": "main", "value": TITLE}], "by": "Greta Holm",
          "pubStatus": "usable",
          "bodies": [{"contentType": "text/plain", "value": TEXT}],
          "infoSources": [{"name": "NTB"}],
          "versionCreated": "2021-11-10T08:00:00Z", "firstCreated": "2021-11-09T08:00:00Z"},
}  # fmt: skip


@pytest.mark.parametrize("version", NINJS)
def test_versions_of_ninjs_say_the_same(read_one: ReadOne, version: str) -> None:
    item = {"uri": "urn:newsml:e.org:1", "type": "text", "language": "en", **NINJS[version]}
    article = read_one("item.json", dumped(item))
    assert article.text.replace("\n\n", " ") == TEXT
    assert (article.title, article.author, article.publisher) == (TITLE, "Greta Holm", "NTB")
    assert (article.published_at or "")[:10] == DAY
    assert (article.updated_at or "")[:10] == "2021-11-10"
    (again,) = map(read_one, ["other.json"], [dumped([item])])
    assert again.article_id == article.article_id


def test_a_package_gives_its_items(read: Read) -> None:
    held = {"a": {"uri": "urn:1", "body_text": TEXT}, "b": {"uri": "urn:2", "type": "picture"}}
    package = {"uri": "urn:0", "type": "composite", "associations": held}
    assert [item.text for item in read("p.json", dumped(package)) if isinstance(item, Article)] == [
        TEXT
    ]
