#!/usr/bin/env bash
# json-repair 0.64.6: of several JSON lines with the same keys only the last is left.
#
# Guess, written before the run: text that holds several JSON values comes back as a list of them,
# as {"a": 1} and {"b": 2} do; so do objects that look alike, even equal ones.
# What happens instead: an object of the same shape as the one before it takes its place. Three
# lines {"title": …, "year": …} give one object, the last, not in a list, and without a word.
# Objects of other shape in between are kept, so the result also changes its type with the input.
# Where a user meets it: a language model asked for "one JSON object a line" (facts, claims,
# citations of an answer), its output made safe with json_repair.loads: all but the last are lost.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"${PYTHON:-python3}" -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps json-repair==0.64.6
cd "$dir"
"$dir/venv/bin/python" -I - <<'PYTHON'
import json
import sys
from importlib.metadata import version

import json_repair

print("json-repair", version("json-repair"))
ONE = {"title": "Strike begins", "year": 2022}
TWO = {"title": "Strike ends", "year": 2023}
THREE = {"title": "Fares rise", "year": 2024}
NAME = {"outlet": "Courier"}
CASES = {
    "unlike": ([ONE, NAME], [ONE, NAME]),
    "alike": ([ONE, TWO, THREE], THREE),
    "equal": ([ONE, ONE], ONE),
    "alike, then unlike": ([ONE, TWO, NAME], [TWO, NAME]),
    "unlike in between": ([ONE, NAME, TWO], [ONE, NAME, TWO]),
}
changed = []
for name, (values, want) in CASES.items():
    got = json_repair.loads("\n".join(json.dumps(value) for value in values))
    print(f"  {name}: {len(values)} lines -> {got}")
    changed += [name] if got != want else []
if changed:
    sys.exit(f"CHANGED: other values are now given for {changed}.")
PYTHON
