"""What pages state about their article, in the forms of JSON-LD that publishing systems write."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from index.types import Article
from tests.index.readers.test_page import PARAGRAPHS, page

ReadOne = Callable[[str, bytes], Article]

ORGANISATION = {"@type": "NewsMediaOrganization", "@id": "#org", "name": "The Valley Post"}
PERSON = {"@type": "Person", "@id": "#jo", "name": "Jo Moe"}
STORY = {
    "@type": "NewsArticle",
    "headline": "Talks go on in Istanbul",
    "datePublished": "2022-10-04T07:30:00Z",
    "author": {"@id": "#jo"},
    "publisher": {"@id": "#org"},
}

LISTED = {**STORY, "author": [{"@id": "#jo"}], "publisher": [{"@id": "#org"}]}
WHOLE = {**STORY, "publisher": ORGANISATION, "author": PERSON}
SITE = {"@type": "WebSite", "name": "Another and a much longer name", "publisher": ORGANISATION}


def with_data(*blocks: object, kind: str = "application/ld+json", more: str = "") -> bytes:
    scripts = "".join(f"<script type='{kind}'>{json.dumps(block)}</script>" for block in blocks)
    return page(scripts + more).encode()


@pytest.mark.parametrize(
    "blocks",
    [
        ({"@graph": [STORY, ORGANISATION, PERSON]},),
        ({"@graph": [STORY]}, ORGANISATION, [PERSON]),
        ({"@graph": [LISTED, PERSON, SITE]},),
        ({"@type": "WebPage", "name": "A page", "mainEntity": WHOLE},),
        ({**STORY, "@type": "schema:NewsArticle"}, ORGANISATION, PERSON),
    ],
)
@pytest.mark.parametrize(
    "kind", ["application/ld+json", "application/ld+json; charset=utf-8", "Application/LD+JSON"]
)
def test_references_are_followed(read_one: ReadOne, blocks: tuple[object, ...], kind: str) -> None:
    article = read_one("a.html", with_data(*blocks, kind=kind))
    assert (article.publisher, article.author) == ("The Valley Post", "Jo Moe")
    assert article.published_at == "2022-10-04T07:30:00+00:00"
    assert article.title == "Talks go on in Istanbul"


def test_entities_and_tags_in_strings_are_undone(read_one: ReadOne) -> None:
    story = {**STORY, "headline": "Xi &amp;amp; Moe&#8217;s <em>talks</em>",
             "author": {"name": "Zo&eacute; Moe"}, "publisher": {"name": (
                 "Post &amp; "
                 "Mail"
             )}}  # fmt: skip
    article = read_one("a.html", with_data(story))
    assert (article.title, article.author, article.publisher) == (
        "Xi & Moe’s talks",
        "Zoé Moe",
        "Post & Mail",
    )


def test_the_site_of_a_story_publishes_it_where_it_names_nobody(read_one: ReadOne) -> None:
    story = {key: value for key, value in STORY.items() if key not in ("publisher", "author")}
    site = {"@type": "WebSite", "@id": "#site", "name": "The Valley Post"}
    article = read_one(
        "a.html", with_data({"@graph": [{**story, "isPartOf": {"@id": "#site"}}, site]})
    )
    assert article.publisher == "The Valley Post"


def test_of_several_articles_the_one_of_the_page_counts(read_one: ReadOne) -> None:
    other = {
        "@type": "NewsArticle", "headline": "Another story", "url": "https://e.org/b",
        "author": {"name": "Lena Aasen"}, "datePublished": "2019-01-01",
    }  # fmt: skip
    own = {"@type": "NewsArticle", "headline": "Talks go on in Istanbul", "url": "https://e.org/a"}
    link = "<link rel='canonical' href='https://e.org/a'>"
    article = read_one("a.html", with_data([other], own, more=link))
    assert (article.title, article.published_at) == ("Talks go on in Istanbul", None)
    assert article.author != "Lena Aasen"


@pytest.mark.parametrize(
    "data", ["{", "[" * 500, '{"@graph": [[[[[[[[[[1]]]]]]]]]]}', '{"@type": 3, "@id": {}}', "null"]
)
def test_broken_data_states_nothing(read_one: ReadOne, data: str) -> None:
    source = page(f"<script type='application/ld+json'>{data}</script>")
    assert read_one("a.html", source.encode()).title is not None


def test_a_record_that_names_itself_ends(read_one: ReadOne) -> None:
    loop = {
        "@graph": [
            {**STORY, "publisher": {"@id": "#a"}},
            {"@id": "#a", "publisher": {"@id": "#a"}, "x": 1},
        ]
    }
    assert read_one("a.html", with_data(loop)).published_at is not None


def test_a_text_that_stands_only_in_the_data_is_read(read_one: ReadOne) -> None:
    body = " ".join(PARAGRAPHS * 3)
    script = (
        f"<script type='application/ld+json'>{json.dumps({**STORY, 'articleBody': body})}</script>"
    )
    source = (
        f"<!DOCTYPE html><html><head>{script}</head><body><div id='app'>Loading the "
        f"page</div></body></html>"
    )
    assert read_one("a.html", source.encode()).text == body
