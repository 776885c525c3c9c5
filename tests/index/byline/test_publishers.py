"""One name for each publisher, whatever it is called; nothing is fetched to find it."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.byline.publishers import (
    is_listed,
    normalise_publisher,
    publisher_key,
    publisher_of_url,
    same_publisher,
)


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
