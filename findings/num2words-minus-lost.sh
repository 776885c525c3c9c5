#!/usr/bin/env bash
# num2words 0.5.14: numbers between -1 and 0 lose their sign.
#
# Guess, written before the run: -0.5 is "minus zero point five", as -1.5 is "minus one point five".
# What happens instead: -0.5 is "zero point five", in English, German, French and Spanish alike.
# The part before the point is spoken as a whole number of its own, and of -0 the sign is gone;
# -1.5 is right, and so is the whole number -1.
# Where a user meets it: bulletins and answers that are read aloud: a fall of the economy by 0.5
# percent, "-0.5", is announced as growth, and so is any temperature just below zero.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"${PYTHON:-python3}" -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps \
  num2words==0.5.14 docopt==0.6.2
cd "$dir"
"$dir/venv/bin/python" -I - <<'PYTHON'
import sys
from decimal import Decimal
from importlib.metadata import version

from num2words import num2words

print("num2words", version("num2words"))
WANT = {"en": "zero point five", "de": "null Komma fünf", "fr": "zéro virgule cinq"}
WANT["es"] = "cero punto cinco"
changed = []
for language, want in WANT.items():
    got = [num2words(number, lang=language) for number in (-0.5, Decimal("-0.5"), 0.5, -1.5)]
    print(f"  {language}: -0.5 {got[0]!r} (Decimal: {got[1]!r}), 0.5 {got[2]!r}, -1.5 {got[3]!r}")
    changed += [language] if got[:3] != [want] * 3 or got[3] == want else []
if changed:
    sys.exit(f"CHANGED: -0.5 is no longer read as 0.5 in {changed}.")
PYTHON
