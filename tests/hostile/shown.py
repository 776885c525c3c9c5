"""Every way in which an article or an answer is shown, and what must hold of each.

The functions give the HTML that they looked at, for a browser to open (`browser.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from html.parser import HTMLParser
from typing import Any

from markdown_it import MarkdownIt

from index.catalog.rows import CatalogEntry
from index.types import Article
from qa.types import Answer
from tests.ui.seen import assert_only_ours
from ui.export import to_bibtex, to_csl_json, to_markdown, to_rich_text, to_ris
from ui.page import export as saved
from ui.page.conversation import Conversation, Exchange
from ui.render import chat
from ui.render.article import Quote, article_html
from ui.render.article_page import article_page
from ui.render.shelf import shelf_html
from ui.render.terminal import answer_text, article_facts, article_text
from ui.services.chat_reply import completion
from ui.services.links import Links
from ui.services.mcp_door import for_agents

DAY = date(2026, 11, 28)
LINKS = Links("http://news.example", has_page=True)
_ACTIVE = set(
    "script img image iframe frame object embed link base form video audio source track picture "
    "input textarea select template noscript math foreignobject portal animate set".split()
)
_MARKER = re.compile(r"\[(\d{1,6})\]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


class _Active(HTMLParser):
    """What in a piece of HTML could do something."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ACTIVE:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("src", "srcset", "srcdoc", "action", "formaction"):
                self.found.append(f"{tag} {name}")
            elif name in ("href", "xlink:href") and not _leads_somewhere_known(value or ""):
                self.found.append(f"{tag} {name}={value}")


def _leads_somewhere_known(address: str) -> bool:
    return bool(re.match(r"https?://|#|dateline:article/", address, re.IGNORECASE))


def assert_still(html: str) -> None:
    """Nothing in it loads, runs or sends; links lead to pages of the web or of our own."""
    assert _Active(html).found == []


def as_rendered(markdown: str) -> str:
    """Markdown as a client makes HTML of it that lets HTML through."""
    return str(_MARKDOWN.render(markdown))


def assert_plain(text: str) -> None:
    """Nothing in it steers a terminal or turns the direction of what follows."""
    assert not (found := _CONTROLS.search(text)), repr(found)


def look_at_article(article: Article) -> list[str]:
    """An article in the panel, as a page of its own and on the terminal; nothing about it acts."""
    length = len(article.text)
    position = 0
    for span in article.spans:
        assert position <= span.start_char < span.end_char <= length
        position = span.end_char
    html = article_html(article, Quote(length // 3, length // 2, (length // 3, length // 3 + 4)))
    assert_only_ours(html)
    entry = CatalogEntry(
        article.article_id, article.title, article.publisher, article.author, article.published_at,
        article.published_precision, article.published_source, article.updated_at,
        article.language, article.url, article.path, copies=0, passages=1, versions=0,
    )  # fmt: skip
    shelf = shelf_html([entry])
    assert_only_ours(shelf)
    assert_plain(article_text(article))
    assert_plain(article_facts(article))
    page = article_page(article, length // 3, length // 2)
    assert_still(page)
    return [html, shelf, page]


def look_at_answer(answer: Answer, articles: Mapping[str, Article]) -> list[str]:
    """An answer on the page, in a notebook, on the terminal, saved, taken along, for chat clients
    and agents: nothing acts, and every marker leads to words of an article.
    """
    assert_markers(answer, articles)
    page = chat.answer_html(answer, (answer.question,))
    _assert_links(assert_only_ours(page).links(), answer)
    asked = chat.question_html(answer.question)
    assert_only_ours(asked)
    notebook, rich = answer._repr_html_(), to_rich_text(answer)
    conversation = Conversation((Exchange(answer.question, page, answer, (), "k", True),))
    whole = saved.to_html(conversation)
    content = completion(answer, LINKS, name="x", created=1)["choices"][0]["message"]["content"]
    written = [to_markdown(answer, accessed=DAY), saved.to_markdown(conversation), content]
    assert all(map(_still_markdown, written))
    for html in (notebook, rich, whole):
        assert_still(html)
    assert_plain(answer_text(answer, hints=(answer.question,)))
    assert_plain(to_bibtex(answer, accessed=DAY))
    for line in to_ris(answer, accessed=DAY).splitlines():
        assert not line or re.match(r"[A-Z][A-Z0-9]  - ", line), line
    json.loads(to_csl_json(answer, accessed=DAY))
    agents = json.dumps(for_agents(answer, LINKS), ensure_ascii=True)
    assert Answer.from_dict(json.loads(json.dumps(answer.to_dict()))) == answer and agents
    return [page, asked, notebook, rich, whole, *map(as_rendered, written)]


def _still_markdown(text: str) -> bool:
    tokens = [t for token in _MARKDOWN.parse(text) for t in (token, *(token.children or ()))]
    acting = {"image", "html_inline", "html_block", "fence", "code_block", "code_inline"}
    assert not acting & {token.type for token in tokens}
    for token in tokens:
        if token.type == "link_open":
            assert _leads_somewhere_known(str(token.attrs["href"])), token.attrs
    return True


def assert_markers(answer: Answer, articles: Mapping[str, Article]) -> None:
    """Markers of the text and of citations are the same, from 1 in order; quotes are verbatim."""
    numbers = list(dict.fromkeys(int(n) for n in _MARKER.findall(answer.text)))
    cited = [citation.marker for citation in answer.citations]
    assert numbers == cited == list(range(1, len(cited) + 1)), (numbers, cited)
    others: list[Any] = [*answer.statements, *answer.timeline]
    others += [side for item in answer.disagreements for side in item.sides]
    for item in others:
        assert set(item.markers) <= set(cited), item
    assert answer.short_answer is None or answer.short_answer.marker in cited
    assert answer.status != "answered" or all(s.markers for s in answer.statements)
    for citation in (*answer.citations, *answer.related):
        article = articles[citation.article_id]
        assert article.text[citation.start_char : citation.end_char] == citation.quote


def _assert_links(links: Iterable[str], answer: Answer) -> None:
    """Each marker and card leads to words that are cited."""
    words = {(c.article_id, c.start_char, c.end_char) for c in (*answer.citations, *answer.related)}
    for link in links:
        if link.startswith("#words="):
            name, start, end = link.removeprefix("#words=").split(".")[:3]
            assert (name, int(start), int(end)) in words, link
