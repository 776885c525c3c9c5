"""Hostile words in each form that people bring: files of every kind, feeds, archives, odd names.

Nothing is nested deeply, unpacks to much, or is damaged on purpose: what other people's parsers do
with that is `tests/index/readers/test_fuzz.py`'s business.
"""

from __future__ import annotations

import gzip
import html
import io
import json
import warnings
import zipfile
from collections.abc import Callable, Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from tests.hostile.words import PROSE, line, words


class File(NamedTuple):
    """A file as it is given: its name, and what is in it."""

    name: str
    data: bytes


class Story(NamedTuple):
    """What any of the forms is made of."""

    title: str
    author: str
    publisher: str
    url: str
    body: str


def stories() -> st.SearchStrategy[Story]:
    """Each with a sentence of news at least, so that most are taken."""
    body = st.builds(lambda a, b, c: f"{a}\n\n{b}\n\n{c}", PROSE, words(), PROSE)
    url = st.one_of(st.just("https://news.example/a?b=1&c=2"), line())
    return st.builds(Story, line(), line(), line(), url, body)


def encoded(text: str) -> bytes:
    """As UTF-8; halves of characters as they come."""
    return text.encode("utf-8", "surrogatepass")


def _text(s: Story) -> bytes:
    return encoded(f"{s.title}\n\nBy {s.author}\n\n{s.body}\n")


def _markdown(s: Story) -> bytes:
    head = f"title: {json.dumps(s.title)}\nauthor: {json.dumps(s.author)}\ndate: 2022-05-03"
    return encoded(f"---\n{head}\nurl: {json.dumps(s.url)}\n---\n\n{s.body}\n")


def _page(s: Story, *, quietly: bool = False) -> bytes:
    shown: Callable[[str], str] = html.escape if quietly else str
    paragraphs = "".join(f"<p>{shown(part)}</p>" for part in s.body.split("\n\n"))
    return encoded(
        f"<!DOCTYPE html><html><head><title>{shown(s.title)}</title>"
        f'<meta property="og:site_name" content="{html.escape(s.publisher)}">'
        f'<meta name="author" content="{html.escape(s.author)}">'
        f'<link rel="canonical" href="{html.escape(s.url)}">'
        '<meta property="article:published_time" content="2022-05-03T10:00:00Z"></head>'
        f"<body><article><h1>{shown(s.title)}</h1>{paragraphs}</article></body></html>"
    )


def _record(s: Story) -> dict[str, str]:
    return {"title": s.title, "author": s.author, "publisher": s.publisher, "url": s.url,
            "date": "2022-05-03", "text": s.body}  # fmt: skip


def _json(s: Story) -> bytes:
    return json.dumps(_record(s)).encode()


def _lines(s: Story) -> bytes:
    return b"\n".join([_json(s), json.dumps({**_record(s), "text": s.body + " More."}).encode()])


def _table(s: Story) -> bytes:
    row = ",".join('"' + value.replace('"', '""') + '"' for value in _record(s).values())
    return encoded(",".join(_record(s)) + f"\n{row}\n")


def _mail(s: Story) -> bytes:
    def head(text: str) -> str:
        return " ".join(text.split())[:200]

    return encoded(
        f"From: {head(s.author)} <desk@news.example>\nSubject: {head(s.title)}\n"
        "Date: Tue, 03 May 2022 10:00:00 +0000\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{s.body}\n"
    )


def _plain_xml(text: str) -> str:
    return "".join(c if c in "\n\t" or c >= " " else " " for c in text).replace("]]>", "]] >")


def _escaped(text: str) -> str:
    return html.escape(_plain_xml(text))


def _rss(s: Story) -> bytes:
    item = (
        f"<item><title>{_escaped(s.title)}</title><link>{_escaped(s.url)}</link><author>{_escaped(s.author)}</author>"
        f"<pubDate>Tue, 03 May 2022 10:00:00 GMT</pubDate>"
        f"<description><![CDATA[{_plain_xml(s.body)}]]></description></item>"
    )
    head = (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{_escaped(s.publisher)}</title>'
    )
    return f"{head}{item}</channel></rss>".encode("utf-8", "replace")


def _atom(s: Story) -> bytes:
    entry = (
        f"<entry><title type='html'>{_escaped(s.title)}</title><id>urn:{len(s.body)}</id>"
        f"<link href='{_escaped(s.url)}'/><author><name>{_escaped(s.author)}</name></author>"
        "<published>2022-05-03T10:00:00Z</published>"
        f"<content type='html'>{_escaped(s.body)}</content></entry>"
    )
    head = f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>{_escaped(s.publisher)}"
    return f"{head}</title>{entry}</feed>".encode("utf-8", "replace")


def _json_feed(s: Story) -> bytes:
    item = {"id": s.title, "url": s.url, "title": s.title, "content_html": s.body,
            "date_published": "2022-05-03T10:00:00Z", "authors": [{"name": s.author}]}  # fmt: skip
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": s.publisher, "items": [item]}).encode()


FORMS: dict[str, Callable[[Story], bytes]] = {
    "a.txt": _text, "a.md": _markdown, "a.html": _page,
    "quiet.html": lambda s: _page(s, quietly=True), "a.json": _json, "a.jsonl": _lines,
    "a.csv": _table, "a.eml": _mail,
}  # fmt: skip
FEEDS: dict[str, Callable[[Story], bytes]] = {
    "a.rss": _rss,
    "a.atom": _atom,
    "feed.json": _json_feed,
}


def documents() -> st.SearchStrategy[File]:
    """One article in any form."""
    form = st.sampled_from(sorted(FORMS))
    return st.builds(lambda name, story: File(name, FORMS[name](story)), form, stories())


def feeds() -> st.SearchStrategy[File]:
    """One entry in any form of feed."""
    form = st.sampled_from(sorted(FEEDS))
    return st.builds(lambda name, story: File(name, FEEDS[name](story)), form, stories())


def names() -> st.SearchStrategy[str]:
    """File names that a file system takes, 200 bytes at most."""

    def usable(name: str) -> str:
        flat = name.replace("/", "∕").replace("\x00", "")
        short = flat.encode("utf-8", "replace")[:200].decode("utf-8", "ignore").strip()
        return short if short.strip(".") else "x"

    suffix = st.sampled_from([".txt", ".html", ".md", ".json", "", ".exe", ".txt.zip", ".date.txt"])
    return st.builds(lambda stem, end: usable(stem) + end, line(), suffix)


def members() -> st.SearchStrategy[str]:
    """Names inside an archive: they may try to leave it."""
    odd = [
        "../../out.txt",
        "/out.txt",
        "a/../../out.txt",
        "C:\\out.txt",
        "..\\..\\out.txt",
        "!/x!y#z",
    ]
    return st.one_of(st.sampled_from([*odd, "con.txt", "a/" * 30 + "x.txt"]), names(), line())


def zipped(files: Sequence[tuple[str, bytes]], link: str = "") -> bytes:
    """A ZIP of them; `link` is the name of a symbolic link to a file outside."""
    whole = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # a name may come twice
        for name, data in files:
            archive.writestr(_storable(name), data)
        if link:
            info = zipfile.ZipInfo(_storable(link))
            info.external_attr = 0o120777 << 16
            archive.writestr(info, "/etc/hostname")
    return whole.getvalue()


def _storable(name: str) -> str:
    """What `zipfile` writes: it cuts a name at its first NUL, and wants one."""
    return name.partition("\x00")[0].encode("utf-8", "replace").decode() or "x"


def archives() -> st.SearchStrategy[File]:
    """A few documents, packed; some twice, some with a link that leads out."""
    inside = st.lists(st.tuples(members(), documents()), min_size=1, max_size=3)

    def pack(files: list[tuple[str, File]], link: str, how: str) -> File:
        data = zipped([(name, file.data) for name, file in files], link)
        if how == "gz":
            return File("a.zip.gz", gzip.compress(data, mtime=0))
        return File("a.zip", zipped([("inner.zip", data)]) if how == "twice" else data)

    how = st.sampled_from(["once", "once", "twice", "gz"])
    return st.builds(pack, inside, st.one_of(st.just(""), members()), how)
