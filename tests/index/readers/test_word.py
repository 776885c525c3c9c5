"""Word documents: what Word shows, with changes tracked, controls, boxes and notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from index.types import Article
from tests.index.readers import documents

ReadOne = Callable[[str, bytes], Article]

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*parts: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(parts)}</w:p>"


def word(body: str, notes: str = "", author: str = "") -> bytes:
    """A document with this body, and with footnotes when there are any."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(documents.docx())) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "word/document.xml":
                data = f"<w:document {_W} {_MORE}><w:body>{body}</w:body></w:document>".encode()
            if notes and info.filename == "word/_rels/document.xml.rels":
                kind = (
                    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                )
                link = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/>'
                data = data.replace(b"</Relationships>", link.encode() + b"</Relationships>")
            if notes and info.filename == "[Content_Types].xml":
                part = f'<Override PartName="/word/footnotes.xml" ContentType="{_NOTES}"/>'
                data = data.replace(b"</Types>", part.encode() + b"</Types>")
            if author and info.filename == "docProps/core.xml":
                data = data.replace(b"Jane Doe", author.encode())
            new.writestr(info.filename, data)
        if notes:
            new.writestr("word/footnotes.xml", f"<w:footnotes {_W}>{notes}</w:footnotes>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        (f"<w:ins>{run('not ')}</w:ins>", "The council did not agree."),
        ("<w:del><w:r><w:delText>not </w:delText></w:r></w:del>", "The council did agree."),
        (f"<w:moveFrom>{run('not ')}</w:moveFrom>", "The council did agree."),
        (f"<w:moveTo>{run('at last ')}</w:moveTo>", "The council did at last agree."),
        ((
            f"<w:sdt><w:sdtContent>{run('soon ')}</w:sdtContent>"
            f"</w:sdt>"
        ), "The council did soon agree."),
        (
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click here ')}"
            "</w:sdtContent></w:sdt>",
            "The council did agree.",
        ),
        (run("never ", "<w:vanish/>"), "The council did agree."),
        (run("in part ", '<w:vanish w:val="0"/>'), "The council did in part agree."),
        (run("never ", "<w:strike/>"), "The council did agree."),
        (f"<w:hyperlink>{run('today ')}</w:hyperlink>", "The council did today agree."),
        (f"<w:fldSimple>{run('on May 2 ')}</w:fldSimple>", "The council did on May 2 agree."),
        ((
            f"<w:smartTag><w:ins>{run('in Bern ')}</w:ins>"
            f"</w:smartTag>"
        ), "The council did in Bern agree."),
        ("<w:r><w:instrText>PAGE </w:instrText></w:r>", "The council did agree."),
    ],
)  # fmt: skip
def test_runs_of_a_sentence(read_one: ReadOne, inside: str, shown: str) -> None:
    body = paragraph(run("The council did "), inside, run("agree."))
    assert read_one("a.docx", word(body)).text == shown


def test_blanks_of_the_document_are_kept_and_no_more(read_one: ReadOne) -> None:
    hidden = run("never", "<w:vanish/>")
    body = paragraph(run("HD   Marsh, they")) + paragraph(run("In "), hidden, run(" they met."))
    assert read_one("a.docx", word(body)).text == "HD   Marsh, they\n\nIn they met."


def test_raised_figures(read_one: ReadOne) -> None:
    mark = '<w:vertAlign w:val="superscript"/>'
    body = paragraph(
        run("It killed 12"),
        run("3", mark),
        run(" people on 84 km"),
        run("2", mark),
        run(" of land."),
    )
    assert read_one("a.docx", word(body)).text == "It killed 12 people on 84 km² of land."


def test_blocks_of_all_kinds_in_their_order(read_one: ReadOne) -> None:
    box = f"<w:txbxContent>{paragraph(run('In a box.'))}</w:txbxContent>"
    shape = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = (
        paragraph(run("First."), shape)
        + f"<w:sdt><w:sdtContent>{paragraph(run('In a control.'))}</w:sdtContent></w:sdt>"
        + f"<w:ins>{paragraph(run('Inserted whole.'))}</w:ins>"
        + paragraph(run("Begun "), properties="<w:rPr><w:del/></w:rPr>")
        + paragraph(run("and ended."))
    )
    text = read_one("a.docx", word(body)).text
    assert text.split("\n\n") == [
        "First.",
        "In a box.",
        "In a control.",
        "Inserted whole.",
        "Begun and ended.",
    ]


def test_notes_stand_behind_the_article(read_one: ReadOne) -> None:
    mark = (
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference '
        'w:id="2"/></w:r>'
    )
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{paragraph(run("---"))}</w:footnote>'
        f"<w:footnote "
        f'w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>", run(" As of Monday."))}</w:footnote>'
        f'<w:footnote w:id="3">{paragraph(run("Of a sentence that was deleted."))}</w:footnote>'
    )
    body = paragraph(run("It killed 12"), mark, run(" people.")) + paragraph(run("More."))
    text = read_one("a.docx", word(body, notes)).text
    assert text == "It killed 12 people.\n\nMore.\n\nAs of Monday."


def test_cells_of_a_row_are_parted_by_tabs(read_one: ReadOne) -> None:
    def row(*cells: str, properties: str = "") -> str:
        inside = "".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in cells)
        return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"

    table = row("Party", "Seats") + row("Greens", "9") + row("Gone", "1", properties="<w:del/>")
    text = read_one("a.docx", word(paragraph(run("Votes.")) + f"<w:tbl>{table}</w:tbl>")).text
    assert text == "Votes.\n\nParty\tSeats\nGreens\t9"


@pytest.mark.parametrize(
    "account", ["Word User", "Microsoft Office User", "Admin", "python-docx", "Windows User"]
)
def test_an_account_is_no_author(read_one: ReadOne, account: str) -> None:
    body = paragraph(run("The council agreed on Monday to build the bridge."))
    assert read_one("a.docx", word(body, author=account)).author is None


def test_a_byline_goes_before_who_saved_the_file(read_one: ReadOne) -> None:
    body = (
        paragraph(run("Bridge to be built")) + paragraph(run("By Lena Aasen"))
        + paragraph(run("The council agreed on Monday to build the bridge over the Aln."))
    )  # fmt: skip
    article = read_one("a.docx", word(body, author="Kari Moe"))
    assert (article.author, dict(article.origins)["author"]) == ("Lena Aasen", "text")
    without = read_one(
        "b.docx", word(paragraph(run("The council agreed to it on Monday.")), author="Kari Moe")
    )
    assert (without.author, dict(without.origins)["author"]) == ("Kari Moe", "document author")
