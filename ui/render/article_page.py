"""An article as a page of its own, with the quoted words marked: where services are served without
the page, an address that is cited leads here. Pure; the page loads and runs nothing.
"""

from __future__ import annotations

import html

from index.types import Article
from ui.render.markup import direction, language_attribute, web_host
from ui.render.texts import ARTICLE
from ui.render.wording import headline, one_line, printable, published_words, publisher_words

QUOTE_ID = "quote"
_STYLE = (
    "body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 Georgia,serif;"
    "color:#1f1b16;background:#fff;overflow-wrap:anywhere}h1{font-size:1.4rem}"
    ".facts{font:.9rem/1.5 system-ui,sans-serif}.text{white-space:pre-wrap}"
    "mark{background:#ffe9a8;color:#1f1b16;scroll-margin:40vh}a{color:#8c1d18}"
    "@media(prefers-color-scheme:dark){body{color:#ece6db;background:#171513}a{color:#f2a29a}}"
)


def article_page(article: Article, start_char: int = 0, end_char: int = 0) -> str:
    """Headline, who and when, the whole text; `text[start_char:end_char]` is marked and has the id
    `QUOTE_ID`. Offsets outside the text mark nothing.
    """
    facts = [publisher_words(article), published_words(article)]
    if article.author:
        facts.insert(0, one_line(article.author))
    line = _text(" · ".join(facts))
    if found := web_host(article.url):
        words = _text(ARTICLE.open_source.format(host=found[1]))
        href = html.escape(found[0], quote=True)
        line += f' · <a href="{href}" rel="noopener noreferrer">{words}</a>'
    text = article.text
    body = _text(text)
    if 0 <= start_char < end_char <= len(text):
        quoted = f'<mark id="{QUOTE_ID}">{_text(text[start_char:end_char])}</mark>'
        body = _text(text[:start_char]) + quoted + _text(text[end_char:])
    title = _text(headline(article))
    language = language_attribute(article.language)
    return (
        f'<!DOCTYPE html>\n<html{language} dir="{direction(text)}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width"><meta name="referrer" '
        f'content="no-referrer"><title>{title}</title><style>{_STYLE}</style></head>'
        f'<body><h1>{title}</h1><p class="facts">{line}</p><div class="text">{body}</div>'
        "</body></html>\n"
    )


def _text(text: str) -> str:
    return html.escape(printable(text), quote=True)
