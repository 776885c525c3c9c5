#!/usr/bin/env bash
# python-docx 1.2.0, mammoth 1.13.0, docx2txt 0.9: three readers, three texts of one sentence.
#
# Guess, written before the run: the result of a field (w:fldSimple) and a word that Word has
# recognised as a place (w:smartTag) are ordinary runs in a paragraph, so all three libraries give
# "In Paris on 5 May.".
# What happens instead: only docx2txt does. mammoth leaves out the field's result, and python-docx
# both: its Paragraph.text walks runs and hyperlinks and passes by every other wrapper of runs.
# mammoth at least says so in its messages, python-docx says nothing.
# Where a user meets it: releases and wire copy written in Word: dates, page and document numbers
# come as fields, and Word 2003 to 2007 tagged places, names and dates while they were typed.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"${PYTHON:-python3}" -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps \
  python-docx==1.2.0 mammoth==1.13.0 docx2txt==0.9 cobble==0.1.4 lxml==6.1.3 \
  typing_extensions==4.16.0
cd "$dir"
"$dir/venv/bin/python" -I - <<'PYTHON'
import io
import sys
import zipfile
from importlib.metadata import version

import docx
import docx2txt
import mammoth

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def document() -> io.BytesIO:
    """A Word document of one paragraph: In Paris on 5 May."""
    tagged = f'<w:smartTag w:uri="urn:example" w:element="place">{run("Paris")}</w:smartTag>'
    dated = f'<w:fldSimple w:instr=" DATE ">{run("5 May")}</w:fldSimple>'
    line = run("In ") + tagged + run(" on ") + dated + run(".")
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{KIND}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body><w:p>{line}</w:p></w:body>'
        "</w:document>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    file.seek(0)
    return file


read = mammoth.extract_raw_text(document())
got = {
    "docx2txt": docx2txt.process(document()).strip(),
    "mammoth": read.value.strip(),
    "python-docx": docx.Document(document()).paragraphs[0].text.strip(),
}
for name, text in got.items():
    print(f"  {name} {version(name)}: {text!r}")
print("  mammoth's messages:", [message.message for message in read.messages])
want = {"docx2txt": "In Paris on 5 May.", "mammoth": "In Paris on .", "python-docx": "In  on ."}
if got != want or not read.messages:
    sys.exit(f"CHANGED: expected {want}.")
PYTHON
