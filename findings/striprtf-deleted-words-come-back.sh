#!/usr/bin/env bash
# striprtf 0.0.35: words that were struck out, or are hidden, are part of the text.
#
# Guess, written before the run: the text is what a reader of the document sees: words marked
# \deleted (a tracked deletion) and \v (hidden) are left out, inserted ones are there.
# What happens instead: both stand in the text, beside what has replaced them and with no sign:
# "Pay rises by five four percent". Footnotes, comments, headers and text boxes, which a reader
# does see, are the ones left out.
# Where a user meets it: RTF from newsrooms and archives with changes tracked: the figure that the
# desk has corrected is found, and quoted, as if it had been printed.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"${PYTHON:-python3}" -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps striprtf==0.0.35
cd "$dir"
"$dir/venv/bin/python" -I - <<'PYTHON'
import sys
from importlib.metadata import version

from striprtf.striprtf import rtf_to_text

print("striprtf", version("striprtf"))
START = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\*\revtbl{Unknown;}{Desk;}}\pard "
CASES = {
    r"Pay rises by {\deleted\revauthdel1 five }{\revised\revauth1 four }percent.":
        "Pay rises by five four percent.",
    r"Pay rises by \deleted five \deleted0 four percent.": "Pay rises by five four percent.",
    r"The mayor said no.{\v  Embargo: Friday.}": "The mayor said no. Embargo: Friday.",
    r"The mayor said no.{\footnote  In a letter.}": "The mayor said no.",
    r"The mayor said no.{\*\annotation  Check.}": "The mayor said no.",
}  # fmt: skip
changed = []
for body, want in CASES.items():
    got = rtf_to_text(START + body + r"\par}").strip()
    print(f"  {body}\n    -> {got!r}")
    changed += [body] if got != want else []
if changed:
    sys.exit(f"CHANGED: other text is now given for {changed}.")
PYTHON
