"""Text made safe to stand in HTML, and the small pieces that the page is made of. Pure.

Every word of an article, question, file name or model passes through `inert`, which leaves nothing
that HTML, Markdown or LaTeX would act on; the chat puts these strings inside Markdown.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from ui.render.texts import ARTICLE
from ui.render.wording import one_line, printable

# A link to the words of an article; `panel.js` reads it and asks for the panel.
OPEN_PREFIX = "#words="
# Opens the list of all articles in the panel; no article has this id.
SHELF_WORDS = "shelf.0.0"

# Closes the panel.
CLOSE_BUTTON = (
    f'<button id="dl-close" type="button" aria-label="{ARTICLE.close_label}">'
    f"{ARTICLE.close}</button>"
)

_ACTIVE = re.compile(r"[^\w\s,;\u0080-\U0010ffff]|[_\n\r]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}", re.IGNORECASE | re.ASCII)
_DIRECTION_CHARS = 2_000  # of a text, to tell which way it is written


def inert(text: str) -> str:
    """`text` as HTML in which no character can act: ASCII punctuation and line breaks become
    numeric references, so neither tags, Markdown, LaTeX nor automatic links arise from it.
    """
    return _ACTIVE.sub(lambda match: f"&#{ord(match.group())};", printable(text))


def lines(text: str) -> str:
    """`text` made inert, its line breaks kept."""
    return inert(text).replace("&#10;", "<br>").replace("&#13;", "")


def fact(words: str) -> str:
    """One of several short facts in a row; the style puts a dot between them."""
    return f'<span class="dl-fact"><bdi>{inert(words)}</bdi></span>'


def words_link(
    article_id: str, start_char: int, end_char: int, strong: tuple[int, int] | None = None
) -> str:
    """The address that opens an article at a quote; `strong` are the words in it that answer."""
    # Ids are ours (hex), but a damaged index could hold anything.
    safe = re.sub(r"[^\w-]", "", article_id, flags=re.ASCII)
    words = f".{strong[0]}.{strong[1]}" if strong else ""
    return f"{OPEN_PREFIX}{safe}.{start_char}.{end_char}{words}"


def web_host(url: str | None) -> tuple[str, str] | None:
    """(address, host) when `url` is http or https with a host; else None."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return one_line(parts.geturl()), parts.hostname


def source_link(url: str | None) -> str:
    """A link that opens the source in a new tab and tells it nothing; "" without a web address."""
    found = web_host(url)
    if not found:
        return ""
    # Percent signs, slashes and the like are encoded as references; the browser decodes them once.
    return (
        f'<a class="dl-source" href="{inert(found[0])}" target="_blank" '
        f'rel="noopener noreferrer"><bdi>{inert(ARTICLE.open_source.format(host=found[1]))}</bdi>'
        f'<span class="dl-hidden"> {inert(ARTICLE.new_tab)}</span></a>'
    )


def direction(text: str) -> str:
    """How `text` is written: "rtl" when more letters at its beginning are written from right to
    left, else "ltr". An Arabic report that begins with "(Reuters)" is still Arabic.
    """
    kinds = [unicodedata.bidirectional(c) for c in text[:_DIRECTION_CHARS]]
    right = sum(kind in ("R", "AL") for kind in kinds)
    return "rtl" if right > kinds.count("L") else "ltr"


def language_attribute(language: str | None) -> str:
    """` lang="…"` for a well-formed language tag, else ""."""
    return f' lang="{language}"' if language and _LANGUAGE.fullmatch(language) else ""
