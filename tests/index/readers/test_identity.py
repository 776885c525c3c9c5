"""One article under all the addresses it was shared as; two articles under two."""

from __future__ import annotations

import pytest

from index.readers import canonical_url

ADDRESS = "https://news.example.org/2022/10/04/story.html"


@pytest.mark.parametrize(
    "query",
    [
        "smid=tw-share", "partner=rss&emc=rss", "CMP=share_btn_tw", "utm_source=x&utm_medium=y",
        "fbclid=1", "smtyp=cur&smid=fb-nytimes", "ocid=socialflow", "guccounter=1", "amp",
        "at_medium=RSS&at_campaign=KARANGA", "ref=hp", "ns_mchannel=rss",
        "unlocked_article_code=1.x",
    ],
)  # fmt: skip
def test_how_it_was_shared_is_no_identity(query: str) -> None:
    assert canonical_url(f"{ADDRESS}?{query}") == canonical_url(ADDRESS) == ADDRESS


@pytest.mark.parametrize(
    "query", ["4711", "id=4711", "4711=", "p=4711", "article/4711", "story=a.b"]
)
def test_what_tells_one_from_another_stays(query: str) -> None:
    one = canonical_url(f"https://example.org/article.php?{query}")
    other = canonical_url(f"https://example.org/article.php?{query.replace('4711', '4712') + 'x'}")
    assert one and other and one != other
    assert one == canonical_url(f"http://example.org/article.php?smid=a&{query}#top")


def test_the_order_of_a_query_does_not_matter() -> None:
    assert canonical_url("https://e.org/a?id=1&page=2") == canonical_url(
        "https://e.org/a?page=2&id=1"
    )


@pytest.mark.parametrize("front", ["https://e.org", "https://e.org/", "http://e.org/?utm_source=x"])
def test_a_front_page_is_no_article(front: str) -> None:
    assert canonical_url(front) is None


@pytest.mark.parametrize("query", ["?4711", "?p=12"])
def test_the_front_page_with_a_number_is_one(query: str) -> None:
    assert canonical_url(f"https://e.org/{query}") == f"https://e.org{query}"
