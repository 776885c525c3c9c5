"""An `Article` of what a reader extracted: identity, spans, and each field with its origin.

What a sidecar states goes first, then the format's own metadata, then what the text says.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from index.byline.published import Published, find_published, find_updated, parse_date
from index.byline.publishers import (
    is_host,
    is_listed,
    normalise_publisher,
    publisher_of_url,
    same_publisher,
)
from index.byline.title_and_author import Metadata, read_metadata
from index.errors import ArticleFormatError
from index.marking.mark_spans import mark_spans
from index.marking.paywall import is_teaser
from index.readers.encoding import refuse_binary, refuse_endless, without_mojibake
from index.readers.locked import TEASER
from index.readers.stated import Extracted, Stated
from index.text.lines import is_blank, lines_of
from index.types import Article, Span

_OUTLET_BEHIND = re.compile(r"\s+(?:\||[-–—])\s+(?P<name>[^|–—]{2,40})$")
# Where a story was shared or clicked, beyond what courlan knows.
_SHARED = frozenset(
    "smid smtyp cmp cmpid cmpr partner emc ocid icid intcmp int_source int_medium ncid soc_src "
    "soc_trk soc sref ito ns_mchannel ns_campaign ns_source ns_linkname ns_fee at_medium "
    "at_campaign at_link_id at_link_type at_link_origin at_format at_ptr_name at_bbc_team reflink "
    "wt.mc_id wt_mc src_trk sharetype shareduserid sharetoken taid traffic_source guccounter "
    "unlocked_article_code tpcc ftag ftcamp leadsource __twitter_impression feedtype amp "
    "guce_referrer guce_referrer_sig igsh yclid twclid dclid mkt_tok".split()
)
_LONGEST_QUERY = 2_000
_SAID_AS = {"published": "published_at", "updated": "updated_at"}


def article_id_of(location: str) -> str:
    """12 hex digits for a resolved POSIX path or a canonical URL."""
    return hashlib.blake2b(location.encode("utf-8")).hexdigest()[:12]


def canonical_url(url: str) -> str | None:
    """The address that names an article: without tracking, fragment, default port and the
    difference of http and https. None for the front page of a site, which is no article.
    """
    from courlan import normalize_url

    bare, _, query = url.split("#")[0].partition("?")
    try:
        address = str(normalize_url(bare))
    except (ValueError, TypeError, AttributeError):
        return None
    scheme, _, rest = address.partition("://")
    host, _, behind = rest.partition("/")
    kept = _identifying(query)
    if scheme not in ("http", "https") or not host or not (behind.strip("/") or kept):
        return None
    address = f"https://{host}/{behind}".rstrip("/")
    return f"{address}?{kept}" if kept else address


def _identifying(query: str) -> str:
    """What of a query tells one article from another, in one order: all but tracking.

    courlan throws away what has no "=" ("?4711"), and keeps how a story was shared.
    """
    from courlan.clean import clean_query

    kept = []
    for piece in query[:_LONGEST_QUERY].split("&"):
        name, _, value = piece.partition("=")
        if name and name.lower() not in _SHARED and clean_query(f"{name}=x"):
            kept.append(clean_query(piece) if value else name)
    return "&".join(sorted(filter(None, kept)))


def build_article(item: Extracted, stated: Stated, *, path: str, file_name: str) -> Article:
    """The article at `path`, of which `stated` is known. `file_name` may tell a date. Text that
    came out of another format is mended where its encoding was mistaken before.

    Raises ArticleFormatError when the text is blank or binary.
    """
    text = item.text if item.is_raw else without_mojibake(_whole_characters(item.text))
    refuse_endless(text, path)
    refuse_binary(text, path)
    if all(is_blank(character) for character in text):
        raise ArticleFormatError(f"{path}: has no text; nothing to index.")
    title = _mended(stated.title)
    marked = item.marked if text == item.text else ()  # offsets count the text as it was
    marked = marked or _printed_title(text, title)
    spans = mark_spans(text, marked)
    if item.is_mixed:  # only what stands beside the file is said of all in it
        found, published, updated = Metadata(), Published(), Published()
        if stated.published is not None:
            published = parse_date(stated.published, "metadata") or published
    else:
        found = read_metadata(text, spans)
        published = find_published(
            text, spans, file_name, stated.published, url=stated.url, locale=stated.language
        )
        updated = find_updated(text, spans, stated.updated)
    publisher, publisher_origin = _publisher(stated, found.publisher)
    stated = _byline_first(stated, found.author)
    canonical = canonical_url(stated.url) if stated.url else None
    article = Article(
        article_id=article_id_of(canonical or item.identity or path),
        path=path,
        text=text,
        content_hash=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        title=_without_outlet(title, publisher) or found.title,
        publisher=publisher,
        author=_mended(stated.author) or found.author,
        credits=found.credits,
        published_at=published.at,
        published_precision=published.precision,
        published_source=published.source,
        updated_at=updated.at,
        updated_precision=updated.precision,
        url=stated.url,
        language=stated.language,
        spans=spans,
        origins=(),
    )
    article = _with_origins(article, stated, publisher_origin)
    if TEASER in item.stated.origins or is_teaser(text, spans):
        article = replace(article, origins=(*article.origins, TEASER))
    return article


def _with_origins(article: Article, stated: Stated, publisher_origin: str) -> Article:
    said = {_SAID_AS.get(name, name): origin for name, origin in stated.origins}
    origins = []
    for name in ("title", "author", "publisher", "url", "language", "published_at", "updated_at"):
        if getattr(article, name) is None:
            continue
        if name == "publisher":
            origins.append((name, publisher_origin))
        elif name == "published_at" and article.published_source != "metadata":
            origins.append((name, article.published_source))
        elif name == "published_at":
            origins.append((name, said.get(name, "url")))
        else:
            origins.append((name, said.get(name, "text")))
    return replace(article, origins=tuple(origins))


def _publisher(stated: Stated, in_text: str | None) -> tuple[str | None, str]:
    """The publisher and where it was found: stated, by the address, or in the text."""
    if stated.publisher and not is_host(stated.publisher):
        named = _mended(stated.publisher) or ""
        return normalise_publisher(named) or None, dict(stated.origins).get("publisher", "")
    by_url = publisher_of_url(stated.url) if stated.url else None
    if by_url and (is_listed(by_url) or not in_text):
        return by_url, "url"
    return (normalise_publisher(in_text) if in_text else None), "text"


def _without_outlet(title: str | None, publisher: str | None) -> str | None:
    """A page's title often ends in " | Reuters" or " - CNN": that is no part of the headline."""
    match = _OUTLET_BEHIND.search(title or "")
    if title and match and publisher and same_publisher(match["name"], publisher):
        return title[: match.start()]
    return title


def _printed_title(text: str, title: str | None) -> tuple[Span, ...]:
    """The line near the top that is the title again: a headline, not the first sentence."""
    if not title:
        return ()
    wanted = _letters(title)
    if len(wanted) < 8:
        return ()
    for line in lines_of(text[:3_000])[:4]:
        if line.end < 3_000 and _letters(line.text) == wanted:
            return (Span(line.start, line.end, "headline"),)
    return ()


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _mended(text: str | None) -> str | None:
    return without_mojibake(_whole_characters(text)) if text else text


def _whole_characters(text: str) -> str:
    """Halves of characters (JSON may hold them) joined, or replaced when alone; no NUL."""
    if text.isascii() and "\x00" not in text:
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\x00", "")


def _byline_first(stated: Stated, in_text: str | None) -> Stated:
    """Who saved a file is less than who its text says wrote it."""
    if not in_text or dict(stated.origins).get("author") not in ("document author", "PDF author"):
        return stated
    others = tuple(origin for origin in stated.origins if origin[0] != "author")
    return replace(stated, author=None, origins=others)
