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
# "National Wire" is no desk of The National, nor "Local News" one of an outlet of that name.
_NO_NAME = frozenset("national international local metro state regional daily global".split())
# Hosts that show the articles of others: their address doesn't say who published one.
_CARRIERS = tuple(
    "google.com bing.com duckduckgo.com facebook.com fb.com twitter.com x.com t.co t.me "
    "linkedin.com reddit.com instagram.com youtube.com youtu.be tiktok.com threads.net bsky.app "
    "flipboard.com pocket.com getpocket.com feedburner.com feedly.com msn.com newsbreak.com "
    "smartnews.com apple.news bit.ly ow.ly tinyurl.com archive.org archive.ph archive.today "
    "archive.is githubusercontent.com amazonaws.com cloudfront.net scribd.com dropbox.com".split()
)
# Hosts of newsletters and blogs: who writes there has a name before theirs, or in the path
# ("harbour.substack.com"); the host published nothing.
_HOSTS = frozenset(
    "substack.com medium.com beehiiv.com ghost.io wordpress.com blogspot.com tumblr.com "
    "patreon.com mailchi.mp campaign-archive.com buttondown.email buttondown.com tinyletter.com "
    "getrevue.co convertkit.com kit.com hubspotpagebuilder.com wixsite.com squarespace.com "
    "weebly.com livejournal.com typepad.com github.io gitlab.io netlify.app vercel.app pages.dev "
    "write.as steady.page steadyhq.com".split()
)
_HOST_NAMES = frozenset(host.split(".")[0] for host in _HOSTS)
_OF_NO_WRITER = frozenset("www open on app email us1 us2 mailchi".split())
_PUB_PATH = re.compile(r"/pub/(?P<name>[\w-]{2,60})(?:/|$)")
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
    hosted = next((h for h in _HOSTS if host == h or host.endswith(f".{h}")), None)
    if hosted:
        writer = host.removesuffix(hosted).rstrip(".").rpartition(".")[2]
        path = _PUB_PATH.match(parts.path)
        if path and writer in ("", *_OF_NO_WRITER):
            writer = path["name"].lower()
        return f"{writer}.{hosted}" if writer and writer not in _OF_NO_WRITER else None
    return registered or None


def is_host(name: str) -> bool:
    """True for the name or the address of a newsletter host ("Substack", "substack.com"): it
    publishes nothing itself.
    """
    bare = name.strip().lower().removeprefix("www.")
    return bare in _HOSTS or bare in _HOST_NAMES - {"kit"} or bare in ("mailchimp", "buttondown")


def site_label(site: str) -> str:
    """The letters of a site's own name: "harbourgazette" of harbourgazette.co.uk."""
    host = next((h for h in _HOSTS if site.endswith(f".{h}")), None)
    label = site.removesuffix(f".{host}") if host else _suffixes().extract_str(site).domain
    return _key(label)


def feed_publisher(title: str | None, url: str | None) -> str | None:
    """The publisher that the title of a feed names, when its articles are at `url`: the title, or
    its part before a dash or a bar, where it is a listed outlet's or that of the site. The title of
    many a feed is that of a section ("World").
    """
    site = publisher_of_url(url) if url else None
    for name in [title or "", *re.split(r"\s*[|:»›]\s*|\s+[-–—]\s+", title or "")]:
        name = " ".join(name.split())[:_LONGEST_NAME]
        if not name or is_host(name):
            continue
        if is_listed(name) and site in (None, normalise_publisher(name)):
            return normalise_publisher(name)
        if site and "." in site and len(_key(name)) > 3:
            label = site_label(site)
            if _key(name) in (label, f"the{label}") or label == f"the{_key(name)}":
                return name
            if any(site.endswith(f".{host}") for host in _HOSTS):
                return name  # of a newsletter: its feed is the writer's own
    return None


def _known(name: str) -> str | None:
    table = _table().by_key
    found = table.get(_key(name))
    words = name.split()
    while found is None and len(words) > 1 and words[-1].casefold().strip(".") in _DESKS:
        words.pop()
        if words[-1].casefold() in _NO_NAME:
            return None
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
