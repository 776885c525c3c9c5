"""One name for each publisher: REUTERS, www.reuters.com and "Thomson Reuters" are Reuters.

The table `publishers.txt` names some 420 outlets with their domains and other names. An outlet
that isn't in it keeps the name that it gives itself; of a web address remains the part that was
registered ("example-news.co.uk"), found with the public suffix list that tldextract bundles: no
network is used.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract

_TABLE = Path(__file__).with_name("publishers.txt")
_LONGEST_NAME = 200
_LONGEST_URL = 2_000
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
# What an outlet's name may have behind it without being another outlet.
_DESKS = frozenset(
    "business politics news world international travel health money opinion entertainment style "
    "tech technology sport sports science climate newsroom staff wire wires online digital "
    "network team desk live video agency analysis investigates español newspaper com".split()
)
# Hosts that show the articles of others: their address doesn't say who published one.
_CARRIERS = tuple(
    "google.com bing.com duckduckgo.com facebook.com fb.com twitter.com x.com t.co t.me "
    "linkedin.com reddit.com instagram.com youtube.com youtu.be tiktok.com threads.net bsky.app "
    "flipboard.com pocket.com getpocket.com feedburner.com feedly.com msn.com newsbreak.com "
    "smartnews.com apple.news bit.ly ow.ly tinyurl.com archive.org archive.ph archive.today "
    "archive.is githubusercontent.com amazonaws.com cloudfront.net scribd.com dropbox.com".split()
)
# Addresses that hold the true one: the Internet Archive, and Google's copies of pages for phones.
_WRAPPED = (
    re.compile(r"https?://web\.archive\.org/web/\d{1,14}(?:[a-z]{2}_)?/(?P<url>https?:/{1,2}.+)"),
    re.compile(r"https?://(?:www\.)?google\.[a-z.]{2,6}/amp/(?:s/)?(?P<url>.+)"),
    re.compile(r"https?://[\w-]+\.cdn\.ampproject\.org/[a-z]/(?:s/)?(?P<url>.+)"),
)


@dataclass(frozen=True)
class _Table:
    by_key: Mapping[str, str]
    by_domain: Mapping[str, str]


def normalise_publisher(name: str) -> str:
    """The name under which `name` is known; its own words, blanks tidied, when none is.

    "The Associated Press", "AP" and "apnews.com" give "Associated Press"; "CNN Politics" gives
    "CNN". A domain or URL is treated as by `publisher_of_url`.
    """
    tidy = " ".join(unicodedata.normalize("NFKC", name[:_LONGEST_NAME]).split()).strip(" .,;:|")
    known = _known(tidy)
    if known:
        return known
    if re.match(r"https?://", tidy) or _DOMAIN.fullmatch(tidy):
        return publisher_of_url(tidy if "://" in tidy else f"https://{tidy}") or tidy
    return tidy


def is_listed(name: str) -> bool:
    """True when the table has `name`, another name of the same outlet, or one of its desks."""
    return _known(name) is not None


def publisher_key(name: str) -> str:
    """What two names of one publisher have in common, to compare and to store.

    Letters and digits of the normalised name in lower case, without an article before them.
    """
    return _key(normalise_publisher(name))


def same_publisher(one: str, other: str) -> bool:
    """True when both name the same publisher; blank names name none."""
    key = publisher_key(one)
    return bool(key) and key == publisher_key(other)


def publisher_of_url(url: str) -> str | None:
    """Who publishes at `url`: a name of the table, else the registered domain.

    None when the address doesn't tell: no http(s), no public host (an IP address, "localhost"),
    or a host that carries what others publish (a search engine, a social network, a shortener).
    """
    url = url.strip()[:_LONGEST_URL]
    for pattern in _WRAPPED:
        wrapped = pattern.match(url)
        if wrapped:
            inner = wrapped["url"]
            url = inner if re.match(r"https?:/", inner) else f"https://{inner}"
            url = re.sub(r"^(https?:)/+", r"\1//", url)
            break
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    section = parts.path.strip("/").split("/")[0].lower()
    domains, labels = _table().by_domain, host.split(".")
    for first in range(max(0, len(labels) - 6), len(labels) - 1):
        domain = ".".join(labels[first:])
        name = domains.get(f"{domain}/{section}") or domains.get(domain)
        if name:
            return name
    registered = _suffixes().extract_str(host).top_domain_under_public_suffix.lower()
    if any(f".{registered}".endswith(f".{carrier}") for carrier in _CARRIERS):
        return None
    return registered or None


def _known(name: str) -> str | None:
    table = _table().by_key
    found = table.get(_key(name))
    words = name.split()
    while found is None and len(words) > 1 and words[-1].casefold().strip(".") in _DESKS:
        words.pop()
        found = table.get(_key(" ".join(words)))
    if found is None and len(name) <= 40:  # "CNNPolitics", as titles of pages have it
        joined = re.fullmatch(r"(?P<name>[A-Z]{2,6})(?P<desk>[A-Z][a-z]+)", name)
        if joined and joined["desk"].lower() in _DESKS:
            found = table.get(joined["name"].lower())
    return found


def _key(name: str) -> str:
    words = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    if len(words.split()) > 1:
        words = re.sub(r"^\s*the\s+", "", words)
    return "".join(letter for letter in words if letter.isalnum())


@cache
def _table() -> _Table:
    by_key: dict[str, str] = {}
    by_domain: dict[str, str] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, domains, others = (part.strip() for part in line.split("|"))
        for domain in domains.split():
            by_domain[domain] = name
        for other in (name, *others.split(";")):
            if _key(other):
                by_key[_key(other)] = name
    return _Table(by_key, by_domain)


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract

    # No address to fetch a newer list from, no folder to keep one in: the bundled list only.
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
