#!/usr/bin/env bash
# pypdfium2 5.15.2, pdfplumber 0.11.10, pdfminer.six: cropped-off text is part of the page's text.
#
# Guess, written before the run: what lies outside of a page's crop box is shown by no viewer and
# printed by no printer, so the text of the page does not have it.
# What happens instead: all three give it, with no sign. pypdfium2 even says that the page is as
# small as the crop box, yet get_text_range() has the words from outside; only get_text_bounded(),
# called without bounds, leaves them out. pdfplumber states page.cropbox but does not use it.
# Where a user meets it: pages that come from a newspaper's layout system: beyond the trimmed edge
# stand the slug, "PAGE 3 PROOF 2", names of files and operators, and old versions of a line.
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

SAID, SLUG = "The talks failed.", "PAGE 3 PROOF 2"


def cropped() -> bytes:
    """A PDF of one page, its lowest 100 points cropped off; the slug is in them."""
    lines = ((SAID, 700), (SLUG, 20))
    drawn = "\n".join(f"BT /F1 12 Tf 72 {y} Td ({text}) Tj ET" for text, y in lines)
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/CropBox[0 100 612 792]"
        "/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
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


pdf = cropped()
with pdfplumber.open(io.BytesIO(pdf)) as opened:
    plumbed = opened.pages[0].extract_text()
page = pypdfium2.PdfDocument(pdf)[0]
read = page.get_textpage()
got = {
    "pypdfium2": read.get_text_range(),
    "pdfplumber": plumbed,
    "pdfminer.six": extract_text(io.BytesIO(pdf)),
}
got = {name: text.split("\n") for name, text in got.items()}
got = {name: [line.strip() for line in lines if line.strip()] for name, lines in got.items()}
for name, lines in got.items():
    print(f"  {name} {version(name)}: {lines}")
print("  pypdfium2, size of the page", page.get_size(), "text in it:", [read.get_text_bounded()])
for name, lines in got.items():
    if lines != [SAID, SLUG]:
        sys.exit(f"CHANGED: {name} no longer gives the text outside the crop box.")
if page.get_size() != (612, 692) or read.get_text_bounded() != SAID:
    sys.exit("CHANGED: pypdfium2's size or bounded text is no longer that of the crop box.")
PYTHON
