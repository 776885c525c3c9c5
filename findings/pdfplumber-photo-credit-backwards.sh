#!/usr/bin/env bash
# pdfplumber 0.11.10 and pdfminer.six: text that runs up the page comes out backwards or in pieces.
#
# Guess, written before the run: a line turned by 90 degrees is read along its own direction:
# "SIDE" stays "SIDE".
# What happens instead: pdfplumber reads turned text from the top of the page down. A line that
# runs upwards, as credits beside a photo do, has its letters and words in reverse order:
# "reiruoC / deeR nnA :otohP". One that runs downwards is right. pdfminer.six, below it, gives one
# letter a line. pypdfium2 gives the line as it is read.
# Where a user meets it: newspaper pages as PDF: names of photographers and agencies can't be found,
# and the backward words stand in the text of the article beside the picture.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"${PYTHON:-python3}" -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps \
  pdfplumber==0.11.10 pdfminer.six==20260107 pypdfium2==5.15.2 cffi==2.1.1 \
  charset-normalizer==3.5.3 cryptography==50.0.2 pillow==13.0.0 pycparser==3.12
cd "$dir"
"$dir/venv/bin/python" -I - <<'PYTHON'
import io
import sys
from importlib.metadata import version

import pdfplumber
import pypdfium2
from pdfminer.high_level import extract_text

CREDIT = "Photo: Ann Reed / Courier"


def page(matrix: str) -> bytes:
    """A PDF of one page with a line of text, and the credit under that text matrix."""
    drawn = "BT /F1 12 Tf 72 700 Td (The talks failed.) Tj ET\n"
    drawn += f"BT /F1 8 Tf {matrix} Tm ({CREDIT}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 4 0 R>>>>"
        "/Contents 5 0 R>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
    ]
    file, starts = "%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        starts.append(len(file))
        file += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\n"
    return (file + end + f"startxref\n{len(file)}\n%%EOF\n").encode("ascii")


def texts(pdf: bytes) -> dict[str, str]:
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        plumbed = opened.pages[0].extract_text()
    document = pypdfium2.PdfDocument(pdf)
    got = {
        "pdfplumber": plumbed,
        "pdfminer.six": extract_text(io.BytesIO(pdf)),
        "pypdfium2": document[0].get_textpage().get_text_range(),
    }
    return {name: " ".join(text.split()) for name, text in got.items()}


up, down = texts(page("0 1 -1 0 500 400")), texts(page("0 -1 1 0 500 600"))
for name in up:
    print(f"  {name} {version(name)}: up {up[name]!r}\n    down {down[name]!r}")
said = "The talks failed. "
if up["pdfplumber"] != said + CREDIT[::-1] or down["pdfplumber"] != said + CREDIT:
    sys.exit("CHANGED: pdfplumber no longer reverses a line that runs up the page.")
if up["pdfminer.six"] != said + " ".join("reiruoC/deeRnnA:otohP"):
    sys.exit("CHANGED: pdfminer.six no longer gives one letter a line.")
if {up["pypdfium2"], down["pypdfium2"]} != {said + CREDIT}:
    sys.exit("CHANGED: pypdfium2 no longer gives the line as it is read.")
PYTHON
