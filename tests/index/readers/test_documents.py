"""PDF, DOCX, EPUB, mail and MHTML: their text, and no date that is only a file's."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from index.errors import ArticleFormatError
from index.types import Article, Refusal
from tests.index.readers import documents
from tests.index.readers.conftest import Read
from tests.index.readers.documents import DOCUMENTS, PARAGRAPHS, TITLE, URL

ReadOne = Callable[[str, bytes], Article]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_format_gives_the_words_of_the_article(read: Read, name: str) -> None:
    articles = [item for item in read(name, DOCUMENTS[name]()) if isinstance(item, Article)]
    assert articles and PARAGRAPHS[0] in articles[0].text
    for article in articles:
        for span in article.spans:
            assert 0 <= span.start_char < span.end_char <= len(article.text)
            assert PARAGRAPHS[0] not in article.text[span.start_char : span.end_char]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_content_tells_the_format_under_any_name(read: Read, name: str) -> None:
    def texts(file_name: str) -> list[str]:
        items = read(file_name, DOCUMENTS[name]())
        return [item.text for item in items if isinstance(item, Article)]

    if name != "a.md":  # Markdown looks like text; only its name tells
        assert texts(name) == texts("something.dat")


# --- PDF --------------------------------------------------------------------------------------


def test_pdf_lines_become_paragraphs_again(read_one: ReadOne) -> None:
    lines = (
        TITLE,
        "The minister said on Monday that the talks would go on for an-",
        "other week at the least. Nobody was surprised by it: the deci-",
        "sion had been expected since the weekend.",
        "The next meeting will be held in Geneva, officials said, and it",
        "may take longer than this one.",
    )
    text = read_one("a.pdf", documents.pdf(lines)).text
    assert text.split("\n\n") == [
        TITLE,
        "The minister said on Monday that the talks would go on for another week at the least. "
        "Nobody was surprised by it: the decision had been expected since the weekend.",
        "The next meeting will be held in Geneva, officials said, and it may take longer than "
        "this one.",
    ]


def test_running_heads_of_pdf_pages_are_left_out(read_one: ReadOne) -> None:
    pages = [
        ("The Example Times, 4 October", f"{PARAGRAPHS[0]} On page {n}.", f"Page {n} of 4")
        for n in range(1, 5)
    ]
    text = read_one("a.pdf", documents.pdf(*pages)).text
    assert "Example Times" not in text and "Page 1" not in text and "On page 4." in text


def test_the_dates_of_a_pdf_are_not_those_of_the_article(read_one: ReadOne) -> None:
    info = "/Title (Talks go on) /Author (Jane Doe) /CreationDate (D:20260101000000Z)"
    article = read_one("a.pdf", documents.pdf(info=info))
    assert (article.title, article.author, article.published_at) == (
        "Talks go on",
        "Jane Doe",
        None,
    )


def test_the_name_of_a_file_is_no_title(read_one: ReadOne) -> None:
    info = "/Title (Microsoft Word - draft3.docx) /Author (jdoe)"
    article = read_one("a.pdf", documents.pdf(info=info))
    assert (article.title, article.author) == (TITLE, None)


def test_a_scan_is_refused_with_what_to_do(read: Read) -> None:
    with pytest.raises(ArticleFormatError, match="text recognition"):
        read("scan.pdf", documents.pdf(("",)))


# --- DOCX -------------------------------------------------------------------------------------


def test_a_word_document_keeps_its_headings_and_tables(read_one: ReadOne) -> None:
    article = read_one("a.docx", documents.docx())
    headings = [
        article.text[span.start_char : span.end_char]
        for span in article.spans
        if span.kind == "headline"
    ]
    assert headings == [TITLE, "What happens next"]
    assert (article.title, article.author) == (TITLE, "Jane Doe")
    assert "Votes\t212" in article.text and article.published_at is None


def test_a_word_document_that_unpacks_to_far_too_much_is_refused(read: Read) -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(documents.docx())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            new.writestr(info, old.read(info))
        new.writestr("word/media/large.bin", b"\0" * 60_000_000)
    with pytest.raises(ArticleFormatError, match="bomb"):
        read("a.docx", out.getvalue())


@pytest.mark.parametrize(
    ("member", "what"),
    [("xl/workbook.xml", "Excel"), ("ppt/presentation.xml", "PowerPoint"), ("content.xml", "Open")],
)
def test_other_office_files_are_refused_by_name(read: Read, member: str, what: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(member, "<x/>")
    with pytest.raises(ArticleFormatError, match=what):
        read("a.docx", out.getvalue())


# --- EPUB, mail, MHTML ------------------------------------------------------------------------


def test_a_book_gives_an_article_a_document(read: Read) -> None:
    (article,) = read("a.epub", documents.epub())
    assert isinstance(article, Article)
    assert (article.title, article.publisher, article.language) == (TITLE, "The Week", "en")
    assert article.published_at == "2022-10-07" and article.path.endswith("a.epub#1")


def test_a_newsletter_is_dated_by_when_it_was_sent(read_one: ReadOne) -> None:
    article = read_one("a.eml", documents.mail())
    assert "browser" not in article.text and "attachment" not in article.text
    assert (article.title, article.publisher) == (TITLE, "Reuters")
    assert article.published_at == "2022-10-04T09:30:00+02:00"


def test_a_mailbox_gives_its_mails(read: Read) -> None:
    items = read("a.mbox", documents.mbox())
    paths = [item.path for item in items if isinstance(item, Article)]
    assert [path.rsplit("#")[1] for path in paths] == ["1", "2"]


def test_a_page_saved_as_one_file(read_one: ReadOne) -> None:
    article = read_one("a.mhtml", documents.mhtml())
    assert (article.url, article.publisher) == (URL, "Reuters")
    assert article.published_at is None, "when it was saved is not when it was published"


def test_a_mail_without_text_is_refused(read: Read) -> None:
    with pytest.raises(ArticleFormatError, match="without text"):
        read("a.eml", b"From: a@example.org\nSubject: x\nDate: x\nMIME-Version: 1.0\n\n")


def test_a_letter_in_plain_text_is_no_mail(read_one: ReadOne) -> None:
    text = "Dear editor,\nFrom: what I read, the talks will go on.\nSubject: to a vote.\n"
    assert read_one("letter.txt", text.encode()).text == text


def test_other_xml_is_refused_by_its_root(read: Read) -> None:
    with pytest.raises(ArticleFormatError, match="<urlset>"):
        read("a.xml", b"<?xml version='1.0'?><!-- x --><urlset><url/></urlset>")


def test_refusals_of_members_name_them(read: Read) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("scan.pdf", documents.pdf(("",)))
        archive.writestr("a.html", documents.page())
    refusal, article = read("a.zip", out.getvalue())
    assert isinstance(refusal, Refusal) and refusal.name.endswith("a.zip!scan.pdf")
    assert isinstance(article, Article)


RTF = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title Files}{\author A. Reader}}"
    rb"{\header Page 1}\f0 {\b The flood} killed 12{\super 3} people {\v not shown}"
    rb"in Caf\'e9 {\deleted gone }"
    rb"\u8220?Marsh\u8221?.\par\pard 400 were left homeless.\par{\pict\pngblip 89504e47}}"
)


def test_rtf_gives_what_its_reader_sees(read_one: ReadOne) -> None:
    article = read_one("a.rtf", RTF)
    assert article.text == (
        "The flood killed 12 people in Caf\xe9 \u201cMarsh\u201d.\n\n400 were left homeless."
    )
    assert (article.title, article.author) == (None, None)


def open_document(body: str, styles: str = "") -> bytes:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "style", "table", "meta")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content{names}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
    return out.getvalue()


def test_odt_gives_what_its_reader_sees(read_one: ReadOne) -> None:
    hidden = (
        '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:h text:outline-level="1">The flood</text:h>'
        "<text:p>It killed <text:span>12</text:span><text:note><text:note-citation>3"
        "</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note>"
        ' people<text:span text:style-name="H"> not shown</text:span>, <office:annotation><text:p>x'
        '</text:p></office:annotation>the<text:s text:c="2"/>mayor said.</text:p>'
        "<text:list><text:list-item><text:p>400 were left homeless.</text:p></text:list-item>"
        "</text:list><table:table><table:table-row><table:table-cell><text:p>Votes</text:p>"
        "</table:table-cell><table:table-cell><text:p>212</text:p></table:table-cell>"
        "</table:table-row></table:table>"
    )
    article = read_one("a.odt", open_document(body, hidden))
    assert article.text == (
        "The flood\n\nIt killed 12 people, the  mayor said.\n\n400 were left homeless.\n\n"
        "Votes\t212\n\nA note."
    )
    assert article.title == "The flood"


def test_a_sheet_is_told_from_a_text(read: Read) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(ArticleFormatError, match="OpenDocument sheet"):
        read("a.ods", out.getvalue())
