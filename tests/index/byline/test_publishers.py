"""One name for each publisher, whatever it is called; nothing is fetched to find it."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.byline.publishers import (
    feed_publisher,
    is_host,
    is_listed,
    normalise_publisher,
    publisher_key,
    publisher_of_url,
    same_publisher,
)
from index.catalog.publisher_names import join_names


@pytest.mark.parametrize(
    ("names", "publisher"),
    [
        ("Reuters|REUTERS|reuters|reuters.com|www.reuters.com|Thomson Reuters", "Reuters"),
        ("https://www.reuters.com/world/|Reuters.|  Reuters\u00a0", "Reuters"),
        ("AP|The Associated Press|ASSOCIATED PRESS|apnews.com|AP News", "Associated Press"),
        ("CNN|cnn.com|edition.cnn.com|CNN Politics|CNNPolitics|CNN Business|CNN Wire", "CNN"),
        ("USA TODAY|USA Today|usatoday.com|USA TODAY Sports|Usatoday", "USA TODAY"),
        ("BBC|BBC News|bbc.co.uk|news.bbc.co.uk|bbc.com", "BBC News"),
        ("AFP|Agence France-Presse|Agence France Presse", "AFP"),
        ("El Pais|El País", "El País"),
        # an outlet with a desk's name of its own
        ("Sky Sports|skysports.com", "Sky Sports"),
        # what is no name by itself keeps what stands behind it
        ("National Wire|  National  Wire ", "National Wire"),
        # not in the table: its own words
        ("The Example Times|  The  Example Times ", "The Example Times"),
        ("example-news.co.uk|www.example-news.co.uk", "example-news.co.uk"),
    ],
)
def test_names_of_one_publisher(names: str, publisher: str) -> None:
    for name in names.split("|"):
        assert normalise_publisher(name) == publisher, name
        assert same_publisher(name, publisher)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Guardian", "guardian.ng"),
        ("The Independent", "independent.ie"),
        ("The Sun", "Baltimore Sun"),
        ("ABC News", "abc.net.au"),
        ("The Times", "New York Times"),
        ("BBC Sport", "BBC News"),
        ("herald.example.org", "herald.example.net"),
        ("", ""),
        (" ", "..."),
    ],
)
def test_different_publishers(one: str, other: str) -> None:
    assert not same_publisher(one, other)


def test_an_article_before_the_name_and_its_capitals_do_not_matter() -> None:
    assert same_publisher("THE EXAMPLE TIMES", "Example Times")
    assert same_publisher("Mail & Guardian", "mail and guardian")


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://edition.cnn.com/2022/01/18/a/index.html", "CNN"),
        ("http://money.cnn.com:80/a", "CNN"),
        ("https://www.usatoday.com/story/news/2022/01/18/a/1/", "USA TODAY"),
        ("https://www.bbc.co.uk/sport/football/1", "BBC Sport"),
        ("https://www.bbc.co.uk/news/1", "BBC News"),
        ("https://timesofindia.indiatimes.com/a", "Times of India"),
        ("https://www.daily.example.co.uk/a", "example.co.uk"),
        ("https://someone.blogspot.com/a", "someone.blogspot.com"),
        ("https://web.archive.org/web/20221004120000/https://www.cnn.com/a", "CNN"),
        ("https://www-cnn-com.cdn.ampproject.org/c/s/www.cnn.com/a", "CNN"),
        # what stands before "@" is no host
        ("https://reuters.com@evil.example.org/", "example.org"),
        ("https://reuters.com.example.org/", "example.org"),
        # these carry what others publish, or say nothing
        ("https://www.facebook.com/cnn", None),
        ("https://news.google.com/articles/1", None),
        ("https://t.co/abc", None),
        ("http://127.0.0.1/a", None),
        ("http://[::1]/a", None),
        ("http://localhost:8000/a", None),
        ("http://[", None),
        ("file:///home/cnn.com/a.html", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_publisher_of_url(url: str, publisher: str | None) -> None:
    assert publisher_of_url(url) == publisher


def test_no_network_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    from index.byline.publishers import _suffixes

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    _suffixes.cache_clear()
    assert publisher_of_url("https://a.example.co.uk/") == "example.co.uk"


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://lakeletter.substack.com/p/1", "lakeletter.substack.com"),
        ("https://open.substack.com/pub/lakeletter/p/1?r=2", "lakeletter.substack.com"),
        ("https://substack.com/@someone/p/1", None),
        ("https://medium.com/@someone/1", None),
        ("https://lake.ghost.io/1", "lake.ghost.io"),
        ("https://lake.wordpress.com/1", "lake.wordpress.com"),
        ("https://mailchi.mp/lake/1", None),
        ("https://us2.campaign-archive.com/?u=1", None),
        ("https://buttondown.email/lake/1", None),
    ],
)
def test_a_host_of_newsletters_is_no_publisher(url: str, publisher: str | None) -> None:
    assert publisher_of_url(url) == publisher


def test_names_of_hosts() -> None:
    assert is_host("Substack") and is_host("www.medium.com") and is_host("Mailchimp")
    assert not is_host("Lake Herald") and not is_host("lakeletter.substack.com")


@pytest.mark.parametrize(
    ("title", "url", "publisher"),
    [
        ("The Lake Herald", "https://www.lakeherald.com/1", "The Lake Herald"),
        ("Lake Herald - Latest news", "https://lakeherald.co.uk/1", "Lake Herald"),
        ("World", "https://lakeherald.com/1", None),
        ("CNN.com - Top stories", "https://edition.cnn.com/1", "CNN"),
        ("The Lake Letter", "https://lakeletter.substack.com/p/1", "The Lake Letter"),
        ("Reuters", "https://lakeherald.com/1", None),  # a feed of what others carry
        ("", "https://lakeherald.com/1", None),
    ],
)
def test_the_title_of_a_feed(title: str, url: str, publisher: str | None) -> None:
    assert feed_publisher(title, url) == publisher


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        # the name is in the address
        ([("The Lake Herald", "lakeherald.com", 1), ("lakeherald.com", "lakeherald.com", 5)],
         "The Lake Herald"),
        # two articles of the site say so
        ([("Daily Ledger", "dl-news.com", 2), ("dl-news.com", "dl-news.com", 5)], "Daily Ledger"),
        # one that it carries, or several, or one that has a site of its own
        ([("Daily Ledger", "dl-news.com", 1), ("dl-news.com", "dl-news.com", 5)], "dl-news.com"),
        ([("A Post", "x-y.com", 2), ("B Post", "x-y.com", 2), ("x-y.com", "x-y.com", 1)],
         "x-y.com"),
        ([("Reuters", "x-y.com", 9), ("x-y.com", "x-y.com", 5)], "x-y.com"),
    ],
)  # fmt: skip
def test_a_site_joins_what_only_has_its_address(
    stated: list[tuple[str, str, int]], shown: str
) -> None:
    names = join_names(stated)
    site = stated[-1][0]
    assert names.of(site) == shown
    assert (site in names.all_of([shown])) and names.of("Other") == "Other"


def test_known_names() -> None:
    assert is_listed("CNNPolitics") and is_listed("The Hill")
    assert not is_listed("Example Times") and not is_listed("")


@given(st.text(max_size=300))
def test_normalising_twice_changes_nothing(name: str) -> None:
    once = normalise_publisher(name)
    assert normalise_publisher(once) == once
    assert publisher_key(once) == publisher_key(name)


@given(st.text(max_size=300) | st.from_regex(r"https?://[^ ]{0,60}", fullmatch=True))
def test_any_address_is_read_without_an_error(url: str) -> None:
    found = publisher_of_url(url)
    assert found is None or (found and found == found.strip())
