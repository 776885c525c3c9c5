"""PDF: the words in the order of a reader, whatever was drawn first and however small."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

from index.types import Article

ReadOne = Callable[[str, bytes], Article]
Placed = tuple[float, float, float, str]  # from the left, from the bottom, size, words

LEFT = (
    "The harbour master of Norvik said that",
    "forty ships were waiting for a pilot, and",
    "some of them since the summer began. He",
    "would not say who pays for the delay.",
)
RIGHT = (
    "In the valley the river rose above the",
    "mark of 1954 on Tuesday night. The dam",
    "held, the water board told reporters, but",
    "two of its gates can no longer be shut.",
)


def placed_pdf(*pages: Sequence[Placed]) -> bytes:
    """A PDF with words at their places; byte 1 of a text is the ligature fi."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding 4 0 R >>",
        "<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /fi] >>",
    ]
    for number, page in enumerate(pages):
        stream = "\n".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET" for x, y, size, words in page
        )
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    last = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + (f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{last}").encode()


def column(lines: Sequence[str], x: float, y: float = 700, size: float = 10) -> list[Placed]:
    """Lines below one another."""
    return [(x, y - 14 * n, size, line) for n, line in enumerate(lines)]


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_columns_are_read_one_after_the_other_whatever_was_drawn_first(read_one: ReadOne) -> None:
    left, right = column(LEFT, 50), column(RIGHT, 320)
    orders = {
        "by row": [one for pair in zip(left, right, strict=True) for one in pair],
        "right first": right + left,
        "shifted": left + [(x, y - 6, size, words) for x, y, size, words in right],
    }
    head = (50.0, 740.0, 18.0, "A headline that stands across both of the columns here")
    foot = (
        50.0,
        600.0,
        10.0,
        "Below both columns stands a line that goes across all of the page, too.",
    )
    for name, drawn in orders.items():
        text = one_line(read_one(f"{name}.pdf", placed_pdf([foot, *drawn, head])).text)
        places = [
            text.find(part) for part in (head[3], LEFT[0], LEFT[3], RIGHT[0], RIGHT[3], foot[3])
        ]
        assert places == sorted(places) and places[0] == 0, (name, text)


def test_cells_of_a_table_stay_in_their_row(read_one: ReadOne) -> None:
    rows = [("Party", "Seats"), ("Harbour List", "14"), ("Greens", "9"), ("Labour", "12")]
    cells = [
        (50 + 150 * n, 500 - 14 * r, 10, cell)
        for r, row in enumerate(rows)
        for n, cell in enumerate(row)
    ]
    text = read_one("a.pdf", placed_pdf([*column(LEFT, 50), *cells])).text
    assert "Greens\t9" in text and "Labour\t12" in text


def test_raised_and_lowered_figures_stay_in_their_line(read_one: ReadOne) -> None:
    page: list[Placed] = [
        (50, 700, 11, "The flood in the valley killed 12"), (211.5, 704, 7, "3"),
        (216, 700, 11, "people, and much CO"), (322, 698, 7, "2"), (329, 700, 11, "was set free."),
        (50, 686, 11, "The lake has 84 km"), (146, 690, 7, "2"), (151, 686, 11, (
            "of water, the board "
            "told"
        )),
        *column(LEFT, 50, 672, 11),
        (50, 560, 7, "3"), (55, 557, 8, "The ministry counts those found until Monday."),
    ]  # fmt: skip
    text = read_one("a.pdf", placed_pdf(page)).text
    flat = one_line(text)
    assert "killed 12 people, and much CO2 was set free." in flat
    assert "84 km² of water" in flat
    assert "123" not in text and "\n3\n" not in text
    assert text.rstrip().endswith("The ministry counts those found until Monday.")


def test_ligatures_are_letters_and_offsets_fit(read_one: ReadOne) -> None:
    lines = (
        "The \\001rst o\\001cer of the \\001sh market said",
        "that the \\001re was out on Monday.",
        *LEFT,
    )
    article = read_one("a.pdf", placed_pdf(column(lines, 50)))
    start = article.text.index("fish market")
    assert "The first ofi" in article.text and article.text[start : start + 4] == "fish"


def test_heads_of_left_and_right_pages_and_folios_are_left_out(read_one: ReadOne) -> None:
    pages = []
    for number in range(1, 5):
        head = "2022 Harbour Gazette" if number % 2 else "Norvik and the valley"
        pages.append(
            [
                (50.0, 760.0, 8.0, head),
                *column(["zero one two three four".split()[number] * 8, *LEFT, *RIGHT], 50),
                *column(
                    ["five six seven eight nine".split()[number] * 8, "an end"[number:]], 50, 540
                ),
                (300.0, 30.0, 8.0, f"- {number} -"),
            ]
        )
    text = read_one("a.pdf", placed_pdf(*pages)).text
    assert "Gazette" not in text and "Norvik and the valley" not in text
    assert "- 2 -" not in text and text.count("harbour master") == 4


def test_words_parted_at_the_end_of_a_line_are_whole(read_one: ReadOne) -> None:
    lines = (
        "The well-known mayor said that the par-", "liament would vote on the self-",
        "made law, and a Franco-", (
            "German plan would wait until "
            "2021-"
        ), "22, as the papers had it before.", *RIGHT,
    )  # fmt: skip
    text = one_line(read_one("a.pdf", placed_pdf(column(lines, 50))).text)
    for whole in (
        "parliament would",
        "self-made law",
        "Franco-German plan",
        "2021-22,",
        "well-known",
    ):
        assert whole in text


def test_columns_of_unequal_lines_pair_up_nowhere(read_one: ReadOne) -> None:
    three = [column(LEFT, 40, size=8), column(RIGHT, 230, size=8), column(LEFT[::-1], 420, size=8)]
    drawn = [line for group in zip_longest(*three) for line in group if line]
    text = one_line(read_one("a.pdf", placed_pdf(drawn)).text)
    assert text.index(LEFT[3]) < text.index(RIGHT[0]) < text.index(RIGHT[3]) < text.rindex(LEFT[0])


def test_an_indented_line_begins_a_paragraph(read_one: ReadOne) -> None:
    lines = column((*LEFT[:3], "would say who paid for it all of that week.", *RIGHT), 50)
    lines[4] = (62.0, *lines[4][1:])
    text = read_one("a.pdf", placed_pdf([(30.0, 760.0, 8.0, "A head"), *lines])).text
    assert "of that week.\n\nIn the valley the river rose above the mark" in text


def _drawn(page: str, stream: str) -> bytes:
    """A PDF of one page with these entries and this content."""
    plain = placed_pdf([])
    head = b"/MediaBox [0 0 612 792]"
    start, end = plain.index(b"<< /Length 0 >>"), plain.index(b"endstream")
    content = f"<< /Length {len(stream)} >>\nstream\n{stream}\n".encode()
    return (plain[:start] + content + plain[end:]).replace(head, head + page.encode())


def test_what_is_cropped_off_a_page_is_no_part_of_the_article(read_one: ReadOne) -> None:
    lines = "\n".join(
        f"BT /F1 12 Tf 72 {700 - 16 * n} Td ({line}) Tj ET" for n, line in enumerate(LEFT)
    )
    slug = "BT /F1 12 Tf 72 20 Td (SLUG PAGE 3 PROOF) Tj ET"
    article = read_one("a.pdf", _drawn("/CropBox [0 100 612 792]", f"{lines}\n{slug}"))
    assert "forty ships" in article.text and "PROOF" not in article.text


def test_a_credit_that_runs_up_the_page_is_read_forwards_and_last(read_one: ReadOne) -> None:
    lines = "\n".join(
        f"BT /F1 12 Tf 72 {700 - 16 * n} Td ({line}) Tj ET" for n, line in enumerate(LEFT)
    )
    turned = "BT /F1 8 Tf 0 1 -1 0 560 300 Tm (Photo: The Courier) Tj ET"
    article = read_one("a.pdf", _drawn("", f"{lines}\n{turned}"))
    assert article.text.rstrip().endswith("Photo: The Courier")
    assert "would not say who pays for the delay." in article.text
