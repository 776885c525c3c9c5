"""Small whole documents of every format, made here, for the tests and the fuzzing.

Each holds `PARAGRAPHS` under `TITLE`.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable

from tests.index.readers import exported

TITLE = "Talks go on in Istanbul"
PARAGRAPHS = (
    "The minister said on Monday that the talks would go on for another week at the least.",
    "Nobody was surprised by it: the decision had been expected since the weekend, he said.",
    "The next meeting will be held in Geneva, officials said, and may take longer than this one.",
)
URL = "https://www.reuters.com/world/talks"
_HTML = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def page(head: str = "", before: str = "") -> bytes:
    """A web page with a menu and a footer around the article."""
    return (
        f"{before}<!DOCTYPE html><html lang='en-GB'><head><title>{TITLE}</title>{head}</head>"
        "<body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{TITLE}</h1>{_HTML}</article><footer>Cookie settings</footer></body></html>"
    ).encode()


def pdf(*pages: tuple[str, ...], info: str = "") -> bytes:
    """A PDF with these lines on its pages."""
    pages = pages or ((TITLE, "", *PARAGRAPHS),)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(
            f"1 0 0 1 50 {750 - 14 * n} Tm ({line}) Tj\n" for n, line in enumerate(lines) if line
        )
        stream = f"BT /F1 10 Tf\n{shown}ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    objects.append(f"<< {info} >>")
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    last = (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
        f"startxref\n{len(out)}\n%%EOF\n"
    )
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    return out + (head + table + last).encode()


def docx() -> bytes:
    """A Word document with a title, a heading and a table."""
    from docx import Document

    document = Document()
    document.core_properties.author = "Jane Doe"
    document.core_properties.title = "Template of the house"
    document.add_heading(TITLE, 0)
    document.add_paragraph(PARAGRAPHS[0])
    document.add_heading("What happens next", 1)
    for text in PARAGRAPHS[1:]:
        document.add_paragraph(text)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Votes", "212"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rss() -> bytes:
    """A feed: one entry with its text, one with a summary, one with a headline alone."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>World news</title>
<link>https://www.reuters.com/</link><language>en-us</language>
<item><title>{TITLE}</title><link>{URL}</link><dc:creator>Jane Doe</dc:creator>
<pubDate>Tue, 04 Oct 2022 09:30:00 +0200</pubDate><description>Short.</description>
<content:encoded><![CDATA[{_HTML}<script>bad()</script>]]></content:encoded></item>
<item><title>Second</title><guid>https://www.reuters.com/world/second</guid>
<description>&lt;p&gt;A summary &amp;amp; no more than that.&lt;/p&gt;</description></item>
<item><title>A headline alone</title><link>https://www.reuters.com/world/third</link></item>
</channel></rss>""".encode()


def atom() -> bytes:
    """An Atom feed whose entry was only updated at a stated time."""
    return f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>News</title>
<id>tag:example.org,2022:feed</id><updated>2022-10-05T10:00:00Z</updated>
<entry><title type="html">Talks &amp;amp; more</title><link href="https://example.org/a/b"/>
<id>tag:example.org,2022:1</id><updated>2022-10-05T10:00:00Z</updated>
<author><name>Jane Doe</name></author><author><name>John Roe</name></author>
<content type="html">{_HTML.replace("<", "&lt;")}</content></entry></feed>""".encode()


def nitf() -> bytes:
    """NITF, as agencies deliver it."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<nitf><head><docdata><date.issue norm="20221004T093000+0200"/></docdata>
<pubdata name="REUTERS" date.publication="20221004"/></head><body xml:lang="en">
<body.head><hedline><hl1>{TITLE}</hl1></hedline><byline>By <person>Jane Doe</person></byline>
</body.head><body.content>{_HTML}</body.content></body></nitf>""".encode()


def newsml() -> bytes:
    """NewsML-G2 with its text as NITF inside."""
    return f"""<?xml version="1.0"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"
 guid="urn:newsml:1" version="2"><itemMeta><provider literal="AFP"/>
<versionCreated>2022-10-05T08:00:00Z</versionCreated>
<firstCreated>2022-10-04T07:30:00Z</firstCreated></itemMeta><contentMeta>
<creator literal="Jane Doe"/><language tag="en"/><headline>{TITLE}</headline></contentMeta>
<contentSet><inlineXML contenttype="application/nitf+xml"><nitf xmlns=""><body><body.content>
{_HTML}</body.content></body></nitf></inlineXML></contentSet></newsItem>""".encode()


def mail() -> bytes:
    """A newsletter with a short plain part beside the true one."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = "Reuters Newsletters <news@newslink.reuters.com>"
    message["To"] = "reader@example.org"
    message["Subject"] = TITLE
    message["Date"] = "Tue, 04 Oct 2022 09:30:00 +0200"
    message["Message-ID"] = "<1@reuters.com>"
    message.set_content("See this mail in your browser.")
    message.add_alternative(f"<html><body>{_HTML}</body></html>", subtype="html")
    message.add_attachment(b"secret attachment", maintype="text", subtype="plain", filename="a.txt")
    return bytes(message)


def mbox() -> bytes:
    """Two mails in one mailbox."""
    envelope = b"From news@reuters.com Tue Oct  4 09:30:00 2022\n"
    return b"\n".join([envelope + mail(), envelope + mail()])


def mhtml() -> bytes:
    """A page that Chromium saved as one file, some weeks later."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = URL
    message["Subject"] = TITLE
    message["Date"] = "Mon, 31 Oct 2022 10:00:00 +0100"
    message.set_content(page().decode(), subtype="html", cte="quoted-printable")
    message.add_related(b"\x89PNG", maintype="image", subtype="png")
    return bytes(message)


def epub() -> bytes:
    """A magazine for readers: a cover, an article, contents."""
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<container><rootfiles>"
        '<rootfile full-path="OPS/package.opf"/></rootfiles></container>',
        "OPS/package.opf": '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        "<dc:title>The Week, October</dc:title><dc:publisher>The Week</dc:publisher>"
        "<dc:language>en</dc:language><dc:date>2022-10-07</dc:date></metadata><manifest>"
        '<item id="c" href="cover.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="a" href="text/a%20b.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="c"/><itemref idref="n"/><itemref idref="a"/></spine>'
        "</package>",
        "OPS/cover.xhtml": "<html><body><img/>The Week</body></html>",
        "OPS/nav.xhtml": f"<html><body>{_HTML * 2}</body></html>",
        "OPS/text/a b.xhtml": f"<html><body><h1>{TITLE}</h1>{_HTML * 2}</body></html>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def warc(compressed: bool = True) -> bytes:
    """A crawl: the page, a page that was gone, a picture, robots.txt."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=compressed)
    for url, status, kind, data in [
        ("https://www.reuters.com/robots.txt", "200 OK", "text/plain", b"User-agent: *"),
        (URL, "200 OK", "text/html; charset=utf-8", page()),
        ("https://www.reuters.com/gone", "404 Not Found", "text/html", page()),
        ("https://www.reuters.com/a.png", "200 OK", "image/png", b"\x89PNG"),
        (URL + "-2", "200 OK", "text/html", gzip.compress(page())),
    ]:
        headers = [("Content-Type", kind)]
        if data[:2] == b"\x1f\x8b":
            headers.append(("Content-Encoding", "gzip"))
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(data),
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": "2026-01-01T00:00:00Z"},
        )  # fmt: skip
        writer.write_record(record)
    return out.getvalue()


def record() -> dict[str, object]:
    """One article as a JSON object."""
    return {"title": TITLE, "text": "\n\n".join(PARAGRAPHS), "url": URL, "date": "2022-10-04"}


def zipped() -> bytes:
    """An archive of two."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", page())
        archive.writestr("b.json", json.dumps(record()))
    return out.getvalue()


def enex() -> bytes:
    """A note of Evernote."""
    return (
        f"<?xml version='1.0'?><en-export><note><title>{TITLE}</title><content><![CDATA[<en-note>"
        f"{_HTML}</en-note>]]></content><note-attributes><source-url>{URL}</source-url>"
        "</note-attributes></note></en-export>"
    ).encode()


def wiki() -> bytes:
    """A page of Wikinews."""
    return (
        "<mediawiki><siteinfo><sitename>Wikinews</sitename><base>https://e.org/wiki/Main</base>"
        f"</siteinfo><page><title>{TITLE}</title><ns>0</ns><revision><text>"
        f"{{{{date|October 4, 2022}}}}\n[[a|b]] {PARAGRAPHS[0]}\n== Sources ==\n* x</text>"
        "</revision></page></mediawiki>"
    ).encode()


def telegram() -> dict[str, object]:
    """A channel with two messages."""
    messages = [
        {"id": n, "type": "message", "date": "2022-10-04T09:30:00", "text": [text, {"text": "!"}]}
        for n, text in enumerate(PARAGRAPHS[:2])
    ]
    return {"name": "World", "type": "public_channel", "id": 1, "messages": messages}


def ris() -> bytes:
    """A record of a reference manager."""
    return f"TY  - NEWS\nTI  - {TITLE}\nDA  - 2022/10/04\nAB  - {PARAGRAPHS[0]}\nER  -\n".encode()


def clipping() -> bytes:
    """A page clipped to Markdown."""
    return f"---\nsource: {URL}\n---\n# {TITLE}\n\n==A== [[b|c]] {PARAGRAPHS[0]} ^b\n".encode()


def _encoded(make: Callable[[], str]) -> Callable[[], bytes]:
    return lambda: make().encode()


def _json(value: object) -> Callable[[], bytes]:
    return lambda: json.dumps(value).encode()


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "a.txt": lambda: "\n\n".join((TITLE, *PARAGRAPHS)).encode(),
    "a.md": lambda: f"---\ntitle: {TITLE}\n---\n{PARAGRAPHS[0]}\n".encode(),
    "a.html": page,
    "a.pdf": pdf,
    "a.docx": docx,
    "a.json": lambda: json.dumps(record()).encode(),
    "list.json": lambda: json.dumps({"articles": [record(), record()]}).encode(),
    "a.jsonl": lambda: b"\n".join([json.dumps(record()).encode()] * 2),
    "a.csv": lambda: f'title,text\n{TITLE},"{PARAGRAPHS[0]}"\n'.encode(),
    "a.rss": rss,
    "a.atom": atom,
    "nitf.xml": nitf,
    "newsml.xml": newsml,
    "a.eml": mail,
    "a.mbox": mbox,
    "a.mhtml": mhtml,
    "a.epub": epub,
    "a.warc.gz": warc,
    "a.warc": lambda: warc(compressed=False),
    "a.zip": zipped,
    "a.html.gz": lambda: gzip.compress(page()),
    "a.rtf": lambda: exported.as_rtf("\n".join((TITLE, *PARAGRAPHS))),
    "a.odt": lambda: exported.as_odt("\n".join((TITLE, *PARAGRAPHS))),
    "a.ris": ris,
    "a.bib": lambda: f"@misc{{a, title={{{TITLE}}}, abstract={{{PARAGRAPHS[0]}}}}}\n".encode(),
    "a.enex": enex,
    "wiki.xml": wiki,
    "result.json": _json(telegram()),
    "ninjs.json": _json({"uri": "urn:1", "headline": TITLE, "body_text": _HTML}),
    "columns.json": _json({"title": {"0": TITLE}, "text": {"0": _HTML}}),
    "readwise.csv": lambda: f'Highlight,Book Title\n"{PARAGRAPHS[0]}",{TITLE}\n'.encode(),
}

# These hold the two articles of `exported.py`, or need their name to be told.
EXPORTS: dict[str, Callable[[], bytes]] = {
    "clipping.md": clipping,
    **{f"{name}.txt": _encoded(make) for name, make in exported.DATABASES.items()},
    "Nexis.docx": lambda: exported.as_docx(exported.nexis_uni()),
    "Factiva.html": lambda: exported.as_html(exported.factiva_plain()),
}
