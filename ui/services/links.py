"""Addresses that a reader can follow: an article on the page, at the quoted words. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from index.types import Article
from qa.types import Citation
from ui.export.cited import web_address
from ui.render.article_page import QUOTE_ID
from ui.render.markup import words_link

_HOST = re.compile(r"[\w.:\-\[\]]{1,255}", re.ASCII)


@dataclass(frozen=True)
class Links:
    """`base` is the address of the server without a slash behind it, "" where there is none (a
    program on this machine's own pipes); `has_page`: whether the page is served there.
    """

    base: str = ""
    has_page: bool = False

    def to_quote(self, citation: Citation) -> str:
        """To the quoted words."""
        return self._to(citation, citation.start_char, citation.end_char)

    def to_article(self, article: Article) -> str:
        """To an article."""
        return self._to(article, 0, 0)

    def _to(self, item: Citation | Article, start: int, end: int) -> str:
        """On the page; else at the publisher's; else what this server says of it."""
        if self.base and self.has_page:
            return f"{self.base}/{words_link(item.article_id, start, end)}"
        if address := web_address(item.url):
            return address
        safe = quote(item.article_id, safe="")
        if not self.base:
            return f"dateline:article/{safe}"
        words = f"?start={start}&end={end}#{QUOTE_ID}" if end else ""
        return f"{self.base}/api/articles/{safe}{words}"


def base_address(
    scheme: str, headers: Mapping[str, str], path_above: str, root_path: str = ""
) -> str:
    """The address under which the caller sees the server, without a slash behind it.

    `headers` (names in small letters) are those of the request; a proxy in front names itself in
    x-forwarded-host and -proto. `root_path` as for `ui.server.launch`; else `path_above`, the path
    that this server is mounted under, stands behind the host.
    """
    if root_path.startswith(("http://", "https://")):
        return root_path.rstrip("/")
    forwarded = headers.get("x-forwarded-host", "").split(",")[0].strip()
    host = forwarded or headers.get("host", "")
    if not _HOST.fullmatch(host):
        return ""
    said = headers.get("x-forwarded-proto", "").split(",")[0].strip()
    scheme = said if said in ("http", "https") else scheme
    return f"{scheme}://{host}{(root_path or path_above).rstrip('/')}"
