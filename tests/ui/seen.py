"""What a browser would make of a piece of our HTML; tags and attributes that aren't ours fail."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# Everything that the renderers themselves write.
TAGS = set(
    "a article b bdi br button dd details div dl dt figcaption figure h1 h2 h3 header input label "
    "li line mark ol option p rect select small span strong summary svg table tbody td text th "
    "thead time tr ul".split()
)
ATTRIBUTES = set(
    "aria-label aria-labelledby autocomplete class data-asked data-page data-quote data-words "
    "datetime dir disabled height hidden href id lang maxlength placeholder rel role scope "
    "selected tabindex target title type value viewbox width x x1 x2 y y1 y2".split()
)


class Seen(HTMLParser):
    """The tags, attributes and words of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.marked = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("br", "input"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data
        if "mark" in self._open:
            self.marked += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def links(self) -> list[str]:
        return [attrs["href"] or "" for tag, attrs in self.tags if tag == "a"]


def assert_only_ours(html: str) -> Seen:
    seen = Seen(html)
    for tag, attributes in seen.tags:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES
    for link in seen.links():
        words = re.fullmatch(r"#words=[\w-]+\.\d+\.\d+(\.\d+\.\d+)?|#do=hint", link)
        assert words or link.startswith(("https://", "http://"))
    return seen
