#!/usr/bin/env bash
# ir-measures 0.4.3: RR@10 of a ranking is higher than RR of the same ranking.
#
# Guess, written before the run: two documents tie, so RR and RR@10 of a list of two are the same
# number, whatever rule breaks the tie: ten places hold the whole list.
# What happens instead: RR is 0.5 and RR@10 is 1.0, in one call on one list. RR is handed to
# trec_eval, which puts equal scores in descending order of the document's name; RR@10, which
# trec_eval lacks, to another implementation, which puts them in ascending order. Success@1 and
# RR@1 disagree in the same way: no relevant document at rank 1, and yet its reciprocal rank is 1.
# Where a user meets it: wherever scores tie, as with keyword counts, rounded or int8 scores, or
# copies of one wire story, in a table that has a measure with and without a cut-off.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"${PYTHON:-python3}" -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps \
  ir-measures==0.4.3 pytrec-eval-terrier==0.5.11 numpy==2.4.6 scipy==1.17.1
cd "$dir"
"$dir/venv/bin/python" -I - <<'PYTHON'
import sys
from importlib.metadata import version

import ir_measures
from ir_measures import RR, Qrel, ScoredDoc, Success

print("ir-measures", version("ir-measures"))
judged = [Qrel("q", "a", 1), Qrel("q", "b", 0)]
asked = [RR, RR @ 10, Success @ 1, RR @ 1]
seen = []
for names in ("ab", "ba"):
    ranking = [ScoredDoc("q", name, 1.0) for name in names]
    scores = ir_measures.calc_aggregate(asked, judged, ranking)
    seen.append([scores[measure] for measure in asked])
    print(f"a relevant, b not, equal scores, given as {names}:",
          ", ".join(f"{measure} {scores[measure]}" for measure in asked))
distinct = [ScoredDoc("q", "b", 2.0), ScoredDoc("q", "a", 1.0)]
scores = ir_measures.calc_aggregate(asked, judged, distinct)
print("b above a, no tie:", ", ".join(f"{measure} {scores[measure]}" for measure in asked))
if seen != [[0.5, 1.0, 0.0, 1.0]] * 2 or [scores[m] for m in asked] != [0.5, 0.5, 0.0, 0.0]:
    sys.exit("CHANGED: RR and RR@10 no longer break the tie in opposite ways.")
PYTHON
