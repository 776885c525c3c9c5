#!/usr/bin/env bash
# htmldate 1.11.0: a page dated "2023-03" was published on whatever day of the month it is today.
#
# Guess, written before the run: a month without a day is no date by which an article was
# published: find_date gives None for it.
# What happens instead: in article:published_time and in <time datetime> "2023-03" becomes
# 2023-03-28 when it is read on the 28th of any month, and 2023-03-02 when read on the 2nd: what
# the parser does not find it takes from the clock. The same month in JSON-LD is the 1st of March;
# "March 2023" in words, which says just as much, is the 1st of January.
# Where a user meets it: magazines, journals and archives that date by the month. Each run gives
# other dates, so one page crawled twice looks like a new one, and no test on one day notices.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"${PYTHON:-python3}" -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps \
  htmldate==1.11.0 charset-normalizer==3.5.3 dateparser==1.5.0 lxml==6.1.3 \
  python-dateutil==4.0.0 pytz==2026.6 regex==2026.11.19 tzdata==2026.6 tzlocal==5.4.5 \
  urllib3==2.8.0
cd "$dir"
"$dir/venv/bin/python" -I - <<'PYTHON'
import datetime
import sys
from importlib.metadata import version

from htmldate import find_date

print("htmldate", version("htmldate"), "read on", datetime.date.today())
WAYS = {
    "meta": '<head><meta property="article:published_time" content="2023-03"></head><body>x</body>',
    "time": '<body><time datetime="2023-03">March 2023</time></body>',
    "JSON-LD": '<head><script type="application/ld+json">{"@type":"NewsArticle","datePublished":'
    '"2023-03"}</script></head><body>x</body>',
    "words": '<body><p class="date">March 2023</p></body>',
}
before = datetime.date.today()
got = {way: find_date(f"<html>{page}</html>", original_date=True) for way, page in WAYS.items()}
for way, found in got.items():
    print(f"  {way}: {found}")
first = {"JSON-LD": "2023-03-01", "words": "2023-01-01"}
days = {before.day, datetime.date.today().day}  # two, if it has just struck midnight
wanted = [first | {w: f"2023-03-{day:02}" for w in ("meta", "time")} for day in days]
if got not in wanted:
    sys.exit(f"CHANGED: expected {wanted[0]}.")
PYTHON
