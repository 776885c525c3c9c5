"""Which paragraphs of a page are its article.

trafilatura chooses; what it writes of its choice is not used, because it loses words. Its text is
looked up among the page's own paragraphs (`blocks.py`). The smallest element that holds them is
the main node, or the `<article>` around it; there, paragraphs that trafilatura passed over are the
article's too, unless they are furniture: links, forms, calls to share.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from trafilatura import bare_extraction

from index.readers.blocks import Block, blocks_of, joined
from index.readers.shown import drop

_SURE_LETTERS = 20  # as many in a row are found in a text by chance no more
_END_LETTERS = 40
_START, _END = slice(None, _END_LETTERS), slice(-_END_LETTERS, None)
_FEWEST_LINKS = 3  # lines in one paragraph, all of them links: a menu
_MOSTLY = 0.95
_SEEN_SHARE = 0.5  # less of trafilatura's text found in the page: it came from elsewhere
_FRAME = ("nav", "aside", "footer")
_NO_LETTERS = {n: None for n in range(128) if not chr(n).isalnum()}
_FURNITURE_TAGS = frozenset("nav aside footer form dialog".split())
_FURNITURE_ROLES = frozenset(
    "navigation complementary banner contentinfo search dialog alertdialog toolbar menu menubar "
    "alert status tablist".split()
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|recommend\w*|newsletters?|subscri\w+|promos?|"
    r"advert\w*|ads?|adslot|sponsor\w*|outbrain|taboola|comments?|breadcrumbs?|tags?|taglist|"
    r"topics|nav|navbar|navigation|menu|toolbar|cookies?|consent|paywall|regwall|sidebar|footer|"
    r"popup|modal|login|signup|signin|follow|most-?(?:read|popular|viewed)|popular|trending|"
    r"more-?(?:on|from|stories|news)|read-?(?:more|also|next)|teasers?|player|tooltip|"
    r"author-?(?:bio|box|card|info)|about-?author|bio|print|skip|skip-link|rating|also|"
    r"next-?(?:article|story|up|post)|prev\w*|pagination|pager|widget-area|disqus|feedback|"
    r"poll|quiz|app-?download|donate|donation|support-us|copyright|disclaimer)(?=$|[\s_-])",
    re.IGNORECASE,
)
_SURE_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|recommend\w*|newsletters?|promos?|advert\w*|ads?|"
    r"adslot|sponsor\w*|comments?|breadcrumbs?|read-?(?:more|also|next)|more-?(?:on|from))(?=$|[\s_-])",
    re.IGNORECASE,
)
_FEW_LETTERS = 60
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|__+")
_ARTICLE_PROPERTY = ("articleBody", "reviewBody", "text")
_STOP = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]]*\s*$")
_MOST_LEVELS = 4
_MUCH_PROSE = 100  # letters


def main_text(tree: Any, url: str | None) -> str:
    """The text of the page's article; empty when there is none. `tree` holds what is shown."""
    _leave_the_frame(tree)
    found = bare_extraction(tree, url=url, include_comments=False, with_metadata=False)
    text = found.text if found is not None and not isinstance(found, dict) else None
    if not text or not text.strip():
        return ""
    body = next(iter(tree.iter("body")), tree)
    page = _Page(blocks_of(body), body, text)
    if not page.is_found:
        return text
    return joined(page.article())


def _leave_the_frame(tree: Any) -> None:
    """Menus, footers and what stands aside are no article, unless they are most of the page."""
    framed = [e for e in tree.iter(*_FRAME) if next(e.iterancestors(*_FRAME), None) is None]
    if sum(len(e.text_content()) for e in framed) * 4 < len(tree.text_content()) * 3:
        drop(tree, framed)


def letters(text: str) -> str:
    """The form in which texts are compared: letters and figures alone."""
    if text.isascii():
        return text.lower().translate(_NO_LETTERS)
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


class _Page:
    """The paragraphs of a page, and which of them trafilatura chose."""

    def __init__(self, blocks: Sequence[Block], body: Any, chosen: str) -> None:
        self.blocks, self.body = blocks, body
        self.keys = [letters(block.said) for block in blocks]
        stream = letters(chosen)
        self.lines = lines = {letters(line) for line in chosen.splitlines()}
        ends = {line[cut] for line in lines for cut in (_START, _END)}
        self.kept = [
            _is_in(key, block, stream, lines, ends)
            for block, key in zip(blocks, self.keys, strict=True)
        ]
        self.total: dict[Any, int] = defaultdict(int)
        self.chosen: dict[Any, int] = defaultdict(int)
        for block, key, kept in zip(blocks, self.keys, self.kept, strict=True):
            for element in _upwards(block.element, body):
                self.total[element] += len(key)
                self.chosen[element] += len(key) * kept
        self.is_found = self.chosen[body] >= _SEEN_SHARE * len(stream) > 0
        self._furniture: dict[Any, bool] = {}

    def article(self) -> list[Block]:
        """The paragraphs of the article, in their order."""
        main = self._main_node()
        article = _article_around(main, self.body)
        regions = [article] if article is not None else self._regions(main)
        whole = article is not None or len(regions) > 1
        inside = [self._is_below(block, regions) for block in self.blocks]
        places = [n for n, kept in enumerate(self.kept) if kept and inside[n]]
        first, last = (places[0], places[-1]) if places else (0, -1)
        taken = {key for key, kept, here in zip(self.keys, self.kept, inside, strict=True)
                 if kept and here}  # fmt: skip
        parents = {self.blocks[n].element.getparent() for n in places}
        result = []
        for number, block in enumerate(self.blocks):
            key = self.keys[number]
            if self._is_small_furniture(block, key):
                continue
            if self.kept[number]:
                ok = inside[number] or self._is_chosen_elsewhere(key, taken)
            else:
                near = first < number < last or block.element.getparent() in parents
                near |= main is not self.body and _is_sentence(block, key)
                ok = inside[number] and (whole or near) and self._is_prose(block, key, regions)
            if ok:
                result.append(block)
        return result

    def _is_chosen_elsewhere(self, key: str, taken: set[str]) -> bool:
        """Outside of the main node, only a whole line that trafilatura chose is the article's."""
        return len(key) >= _SURE_LETTERS and key in self.lines and key not in taken

    def _main_node(self) -> Any:
        node, most = self.body, self.chosen[self.body]
        while True:
            below = (c for c in node if self.chosen.get(c, 0) >= _MOSTLY * most)
            child = next(below, None)
            if child is None or not len(child) or self._is_paragraph(child):
                return node
            node = child

    def _is_paragraph(self, element: Any) -> bool:
        return element.tag in ("p", "li", "blockquote", "ul", "ol", "table", "pre")

    def _regions(self, main: Any) -> list[Any]:
        """The main node, or with it what stands beside it and is made like it: the body of an
        article is often cut in two by an advertisement.
        """
        node = main
        for _ in range(_MOST_LEVELS):
            parent = node.getparent()
            if parent is None or node is self.body:
                break
            beside = [c for c in parent if c is not node and self._is_alike(c, node)]
            beside += self._below_headline(parent, node)
            if beside:
                return [*(c for c in parent if c.tag in ("h1", "h2")), node, *beside]
            if self.total[parent] > 1.5 * self.total[node]:
                break
            node = parent
        return [main]

    def _below_headline(self, parent: Any, node: Any) -> list[Any]:
        """Prose that stands beside the node below the page's only headline."""
        headlines = list(self.body.iter("h1"))
        children = list(parent)
        if len(headlines) != 1:
            return []
        above = set(_upwards(headlines[0], self.body))
        top = next((n for n, child in enumerate(children) if child in above), -1)
        near = {*headlines[0].iterancestors()} & {*_upwards(parent, self.body)} - {self.body}
        if top < 0 and not near and headlines[0].getparent() is not self.body:
            return []
        below = children[top + 1 :]
        others = [child for child in below if child is not node]
        if not any(self._has_prose(child, _MUCH_PROSE) for child in others):
            return []
        return [child for child in others if self._has_prose(child, _SURE_LETTERS)]

    def _has_prose(self, element: Any, fewest: int) -> bool:
        if not self.total.get(element) or self._is_furniture(element):
            return False
        if any(e.tag in ("h1", "article", "footer") for e in element.iter()):
            return False
        prose = sum(
            len(key)
            for block, key in zip(self.blocks, self.keys, strict=True)
            if _is_sentence(block, key)
            if self._is_below(block, [element])
        )
        return prose >= fewest and prose * 2 > self.total[element]

    def _is_alike(self, other: Any, node: Any) -> bool:
        if other.tag != node.tag or not self.total.get(other) or self._is_furniture(other):
            return False
        names, others = (set((e.get("class") or "").split()) for e in (node, other))
        if names.isdisjoint(others) and (names or others):
            return False
        if any(e.tag in ("h1", "article", "footer") for e in other.iter()):
            return False
        return any(
            len(key) >= 40
            and _STOP.search(block.said)
            and block.linked * 3 < len(key)
            and (bool(names) or block.element.tag == "p")
            for block, key in zip(self.blocks, self.keys, strict=True)
            if self._is_below(block, [other])
        )

    def _is_below(self, block: Block, regions: Sequence[Any]) -> bool:
        return any(element in regions for element in _upwards(block.element, self.body))

    def _is_prose(self, block: Block, key: str, regions: Sequence[Any]) -> bool:
        """Of the article, though trafilatura passed it over?"""
        if not key or block.linked * 2 > len(key):
            return False
        for element in _upwards(block.element, self.body):
            if element in regions:
                return True
            if self._is_furniture(element):
                return False
        return True

    def _is_furniture(self, element: Any) -> bool:
        if element not in self._furniture:
            self._furniture[element] = self._looks_like_furniture(element)
        return self._furniture[element]

    def _is_small_furniture(self, block: Block, key: str) -> bool:
        """A link or a label in an element named for it, though trafilatura chose it."""
        is_link = block.linked * 10 > 9 * len(key)
        return any(
            _is_named_furniture(element, _SURE_FURNITURE)
            for element in _upwards(block.element, self.body)
            if self.total[element] <= (4 if is_link else 1) * _FEW_LETTERS
        )

    def _looks_like_furniture(self, element: Any) -> bool:
        if self.chosen[element] * 3 > self.total[element]:
            return False
        if element.tag in _FURNITURE_TAGS or element.get("role") in _FURNITURE_ROLES:
            return True
        if element.tag == "article":
            return True  # another one
        return _is_named_furniture(element, _FURNITURE)


def _is_named_furniture(element: Any, names: re.Pattern[str]) -> bool:
    said = f"{element.get('class') or ''} {element.get('id') or ''}"
    return said != " " and bool(names.search(_CAMEL.sub("-", said)))


def _is_in(key: str, block: Block, stream: str, lines: set[str], ends: set[str]) -> bool:
    """Was the paragraph chosen? Of a long one, its beginning or its end is enough: words in the
    middle may have been lost. A headline to another story may repeat words of this one.
    """
    if block.linked * 2 > len(key):
        return key in lines and block.text.count("\n") < _FEWEST_LINKS - 1
    if len(key) < _SURE_LETTERS:
        return bool(key) and key in lines
    if key in stream or len(key) < 2 * _END_LETTERS:
        return key in stream
    return key[:_END_LETTERS] in ends or key[-_END_LETTERS:] in ends


def _is_sentence(block: Block, key: str) -> bool:
    return (
        len(key) >= _SURE_LETTERS and block.linked * 5 < len(key) and bool(_STOP.search(block.said))
    )


def _upwards(element: Any, top: Any) -> Iterator[Any]:
    while element is not None:
        yield element
        if element is top:
            return
        element = element.getparent()


def _article_around(node: Any, body: Any) -> Any:
    """The nearest element around `node` that says it is the article, or None."""
    for element in _upwards(node, body):
        if element.tag == "article" or element.get("role") == "article":
            return element
        if element.get("itemprop") in _ARTICLE_PROPERTY and element.tag not in ("p", "span"):
            above = next(element.iterancestors("article"), None)
            return above if above is not None else element
    return None
