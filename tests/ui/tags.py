"""What a piece of HTML holds: its tags, attributes and links."""

from __future__ import annotations

from html.parser import HTMLParser


class Tags(HTMLParser):
    """Feed it HTML; then it knows what stands there."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]
