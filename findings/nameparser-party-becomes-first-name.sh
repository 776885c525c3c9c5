#!/usr/bin/env bash
# nameparser 2.6.0: "Gov. Ann Reed, D-Mich." has the first name "D-Mich.".
#
# Guess, written before the run: what follows the comma is no given name, it has a full stop and a
# hyphen; it is kept as a suffix, as "Ph.D." is, and the name is read as without it.
# What happens instead: anything after a comma that is not in the lists of suffixes and titles is
# taken for the given name. First name "D-Mich.", last name "Ann Reed"; of "Sen. Bo Lind, R-Ky."
# the title goes into the last name too. In brackets it is no better: of "Rep. Bo Lind (D-Minn.)"
# the last name is "D-Minn.".
# Where a user meets it: names of speakers in American reports, which add party and state at the
# first mention: one person becomes several, and members of a party from one state share a first name.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"${PYTHON:-python3}" -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps nameparser==2.6.0
cd "$dir"
"$dir/venv/bin/python" -I - <<'PYTHON'
import sys
from importlib.metadata import version

from nameparser import HumanName

print("nameparser", version("nameparser"))
WANT = {  # title, first, middle, last, suffix
    "Gov. Ann Reed": ("Gov.", "Ann", "", "Reed", ""),
    "Ann Reed, Ph.D.": ("", "Ann", "", "Reed", "Ph.D."),
    "Gov. Ann Reed, D-Mich.": ("Gov.", "D-Mich.", "", "Ann Reed", ""),
    "Sen. Bo Lind, R-Ky.": ("", "R-Ky.", "", "Sen. Bo Lind", ""),
    "Rep. Bo Lind (D-Minn.)": ("Rep.", "Bo", "Lind", "D-Minn.", ""),
}
changed = []
for text, want in WANT.items():
    name = HumanName(text)
    got = (name.title, name.first, name.middle, name.last, name.suffix)
    print(f"  {text}: title {got[0]!r}, first {got[1]!r}, middle {got[2]!r}, last {got[3]!r}, "
          f"suffix {got[4]!r}")
    changed += [text] if got != want else []
if changed:
    sys.exit(f"CHANGED: other names are now read from {changed}.")
PYTHON
