"""Exports as newspaper databases and programs for readers write them, made here. Each text holds
`STORIES`, in their order.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """One article, and what the database says of it."""

    title: str
    outlet: str
    day: str
    american: str
    british: str
    weekday: str
    author: str
    body: tuple[str, ...]


STORIES = (
    Story(
        "Salt marsh at Hollin to be flooded again",
        "The Marsh Courier",
        "2021-11-09",
        "November 9, 2021",
        "9 November 2021",
        "Tuesday",
        "Greta Holm",
        (
            "The dyke at Hollin will be opened in May, the county said, and 340 hectares of salt "
            "marsh will be left to the tide.",
            "Farmers who lose pasture are to be paid 2.3 million euros over six years.",
            '"We have waited for this since 1994," said the warden, Ida Falk.',
        ),
    ),
    Story(
        "Tram line to the hospital opens a year late",
        "Evening Post of Brandal",
        "2021-12-02",
        "December 2, 2021",
        "2 December 2021",
        "Thursday",
        "Simon Rask",
        (
            "The tram to the hospital of Brandal ran for the first time on Thursday, a year later "
            "than planned.",
            "It cost 96 million euros, a fifth more than the council had agreed to in 2018.",
        ),
    ),
)


def nexis_uni() -> str:
    """Nexis Uni's plain lines, as its RTF and DOCX hold them, below a list of what was found."""
    cover = (
        "User Name: = A. Reader\nDate and Time: = Monday, 5. June 2023 11:20 CEST\n"
        "Job Number: = 198112233\nDocuments (2)\n"
    )
    for number, story in enumerate(STORIES, 1):
        cover += f"{number}. {story.title}\nClient/Matter: -None-\nSearch Terms: marsh or tram\n"
        cover += "Search Type: NOT Natural Language\n"
    parts = [cover]
    for story in STORIES:
        body = "\n\n".join(story.body)
        parts.append(
            f"Page 1 of 2\n\n{story.title}\n\n{story.outlet}\n\n{story.american} {story.weekday} "
            f"9:15 AM GMT\n\nCopyright 2021 Marsh Media AS All Rights Reserved\n\n"
            f"Section: LOCAL; Pg. 4\n\nLength: 71 words\n\nByline: By {story.author.upper()}\n\n"
            f"Highlight: What the county decided.\n\nBody\n\n\n{body}\n\n\nGraphic\n\n \n"
            "A photo of the place.\n\n\nClassification\n\n\nLanguage: ENGLISH\n\n"
            "Publication-Type: Newspaper\n\nSubject: RIVERS (90%); TRAMS (72%)\n\n"
            f"Load-Date: {story.american}\n\n\nEnd of Document\n\n"
        )
    return "\n".join(parts)


def lexis_academic() -> str:
    """The old form: outlet and date in the middle, labels in capitals, lines of 75 characters."""
    import textwrap

    parts = []
    for number, story in enumerate(STORIES, 1):
        body = "\n\n".join(textwrap.fill("  " + text, 72) for text in story.body)
        parts.append(
            f"\n\n\n                               {number} of 2 DOCUMENTS\n\n\n"
            f"                              {story.outlet}\n\n"
            f"                           {story.american} {story.weekday}\n"
            f"                              Final Edition\n\n{story.title}\n\n"
            f"BYLINE: {story.author}, Staff Writer\n\nSECTION: Metro; Pg. B4\n\n"
            f"LENGTH: 71 words\n\nDATELINE: HOLLIN \n\n{body}\n\n"
            f"LOAD-DATE: November 30, 2022\n\nLANGUAGE: ENGLISH\n\nGRAPHIC: PHOTO: the dyke\n\n"
            f"PUBLICATION-TYPE: Newspaper\n\n\n               Copyright 2021 {story.outlet}\n"
            "                              All Rights Reserved\n"
        )
    return "".join(parts)


def factiva_coded() -> str:
    """Factiva with its index codes."""
    parts = []
    for number, story in enumerate(STORIES):
        first, *rest = story.body
        body = "\n\n".join(rest)
        parts.append(
            f"SE   Local\nHD   {story.title}\nBY   By {story.author}\nWC   71 words\n"
            f"PD   {story.british}\nET   09:15\nSN   {story.outlet}\nSC   MARSHC\nPG   4\n"
            f"LA   English\nCY   Copyright 2021. Marsh Media AS.\nLP   \n{first}\nTD   \n{body}\n"
            f"NS   genv : Environment\nRE   norw : Norway\nPUB  Marsh Media AS\n"
            f"AN   Document MARSHC0020211109ehb9000{number}x\n\n"
        )
    return "".join(parts) + "Search Summary\nText: marsh or tram\n© 2023 Factiva, Inc.\n"


def factiva_plain() -> str:
    """Factiva without codes: only the order tells what a line is."""
    parts = []
    for number, story in enumerate(STORIES):
        body = "\n".join(story.body)
        parts.append(
            f"Local News\n{story.title}\n{story.author}\n71 words\n{story.british}\n09:15\n"
            f"{story.outlet}\nMARSHC\n4\nEnglish\nCopyright 2021. Marsh Media AS. All rights "
            f"reserved.\n{body}\nDocument MARSHC0020211109ehb9000{number}x\n\n"
        )
    return "".join(parts)


def proquest() -> str:
    """ProQuest, with an abstract that is printed again as the text."""
    parts = []
    for story in STORIES:
        body = "\n\n".join(story.body)
        parts.append(
            f"____________________________________________________________\n\n{story.title}\n\n"
            f"Author: {', '.join(reversed(story.author.split()))}\n\n"
            f"Publication info: {story.outlet} ; Brandal. {story.british}.\n\n"
            f"https://www.proquest.com/newspapers/x/docview/1/se-2\n\nAbstract: {story.body[0]}\n\n"
            f"Full text: {body}\n\nSubject: Trams; Marshes\n\nTitle: {story.title}\n\n"
            f"Publication title: {story.outlet}; Brandal\n\nFirst page: 4\n\n"
            f"Publication year: 2021\n\nPublication date: {story.american}\n\n"
            "Publisher: Marsh Media AS\n\nPlace of publication: Brandal\n\n"
            "Source type: Newspaper\n\n"
            "Language of publication: English\n\nDocument type: News\n\n"
            "ProQuest document ID: 1\n\nLast updated: 2023-01-02\n\nDatabase: Newsstream\n\n"
        )
    return "".join(parts)


def ebsco() -> str:
    """EBSCOhost: each label with its value on the next line, dates as Americans write them."""
    parts = []
    for number, story in enumerate(STORIES, 1):
        year, month, day = story.day.split("-")
        given, family = story.author.split()
        body = "\n\n".join(story.body)
        parts.append(
            f"Record: {number}\nTitle:\n      {story.title}\nAuthors:\n      {family}, {given}\n"
            f"Source:\n      {story.outlet}. {month}/{day}/{year}, p4-4. 1p.\n"
            "Document Type:\n      Article\nSubject Terms:\n      TRAMS\n"
            f"Full Text Word Count:\n      71\nAccession Number:\n      2W61{number}\n"
            f"Database:\n      Newspaper Source Plus\n\nFull Text:\n{body}\n\n"
            f"Copyright of {story.outlet} is the property of Marsh Media and its content may not "
            "be copied or emailed to multiple sites.\n\n"
        )
    return "".join(parts)


def newsbank() -> str:
    """NewsBank: date and outlet under the headline, several labels on one line."""
    parts = []
    for number, story in enumerate(STORIES):
        body = "\n\n".join(story.body)
        parts.append(
            f"{story.title}\n{story.american} | {story.outlet} (Brandal, NO)\n"
            f"Author: {story.author} | Section: Local | 71 Words\nPage: A4\n\n{body}\n\n"
            f"Copyright, 2021, {story.outlet}\n\nOpenURL Link\nRecord Number: 18A{number}\n\n\n"
        )
    return "".join(parts)


def pressreader() -> str:
    """PressReader's fields, then the text."""
    parts = []
    for story in STORIES:
        body = "\n".join(story.body)
        parts.append(
            f"Article Name:{story.title}\nPublication:{story.outlet}\nSection:Local\n"
            f"Author:By {story.author}\nDate:{story.british}\nStart Page:4\nEnd Page:4\n\n"
            f"{body}\n\n"
        )
    return "".join(parts)


def gale() -> str:
    """Gale: the owner of a newspaper stands beside it."""
    parts = []
    for number, story in enumerate(STORIES):
        body = "\n\n".join(story.body)
        parts.append(
            f"Title: {story.title}\nAuthor(s): {story.author}\nDate: {story.american}\n"
            f"From: {story.outlet}(Vol. 12, Issue 3)\nPublisher: Marsh Media AS\n"
            f"Document Type: Article\nLength: 71 words\n\nFull Text:\n"
            f"COPYRIGHT 2021 Marsh Media AS\n"
            f"{body}\n\nSource Citation (MLA 9th Edition)\nHolm, Greta. Gale OneFile, 2021.\n"
            f"Gale Document Number: GALE|A68{number}\n\n"
        )
    return "".join(parts)


def europresse() -> str:
    """Europresse as text."""
    parts = []
    for story in STORIES:
        body = "\n".join(story.body)
        digits = story.day.replace("-", "")
        parts.append(
            f"{story.outlet}\nLocal, {story.weekday} {story.american} 71 words, p. 4\n\n"
            f"{story.title}\n{story.author}\n\n{body}\n\n© 2021 {story.outlet}. All rights "
            f"reserved.\nnews·{digits}·MC·0021\n\n"
        )
    return "".join(parts)


DATABASES = {
    "Nexis Uni": nexis_uni, "Lexis Academic": lexis_academic, "Factiva with codes": factiva_coded,
    "Factiva": factiva_plain, "ProQuest": proquest, "EBSCO": ebsco, "NewsBank": newsbank,
    "PressReader": pressreader, "Gale": gale, "Europresse": europresse,
}  # fmt: skip


def as_rtf(text: str) -> bytes:
    """The lines as paragraphs of RTF."""

    def escaped(line: str) -> str:
        line = line.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in line)

    lines = "\\par\n".join(map(escaped, text.splitlines()))
    return ("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\info{\\author A. Reader}}\\f0 "
            + lines + "\\par}").encode("ascii")  # fmt: skip


def as_html(text: str) -> bytes:
    """The lines as paragraphs of a page; a code with its value is a row of a table."""
    import html
    import re

    lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.splitlines() if line.strip())
    row = r"<table><tr><td><b>\1</b></td><td>\2</td></tr></table>"
    lines = re.sub(r"<p>([A-Z]{2,3})   ?(.*)</p>", row, lines)
    head = "<!DOCTYPE html><html><head><title>Export</title></head>"
    return f"{head}<body>{lines}</body></html>".encode()


def as_docx(text: str) -> bytes:
    """The lines as paragraphs of a Word document."""
    import io

    from docx import Document

    document = Document()
    document.core_properties.author = "A. Reader"
    document.core_properties.title = "Files"
    for line in text.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_odt(text: str) -> bytes:
    """The lines as paragraphs of an OpenDocument text."""
    import html
    import io
    import zipfile

    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "style", "table")
    )
    import re

    def spaced(line: str) -> str:
        return re.sub("  +", lambda m: f'<text:s text:c="{len(m[0])}"/>', html.escape(line))

    lines = "".join(f"<text:p>{spaced(line)}</text:p>" for line in text.splitlines())
    content = (
        f'<?xml version="1.0"?><office:document-content{names}><office:body><office:text>{lines}'
        "</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return out.getvalue()
