#!/usr/bin/env bash
# email-reply-parser 0.5.12: an unquoted article by mail ends at "On Monday, the minister wrote:".
#
# Guess, written before the run: the parser takes away quoted lines (those that begin with ">") and
# the line above them that says who wrote them. A mail without any quoted line stays whole.
# What happens instead: the words "On … wrote:" hide everything after them, however long, quoted
# or not; they need not even stand in one line ("On Tuesday … The union wrote:" counts). A line
# that begins with "From: ", or with two dashes or a dash and a letter as in a list, does the same.
# Where a user meets it: newsletters and press releases that come by mail are cleaned of replies
# with it: the report breaks off before the statement that it reports.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"${PYTHON:-python3}" -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps email-reply-parser==0.5.12
cd "$dir"
"$dir/venv/bin/python" -I - <<'PYTHON'
import sys
from importlib.metadata import version

from email_reply_parser import EmailReplyParser

print("email-reply-parser", version("email-reply-parser"))
END = "The unions answered on Tuesday."
MAILS = {
    "plain": "Talks failed.\n\nThe minister said no.\n\n" + END,
    "statement": "Talks failed.\n\nOn Monday, the minister wrote:\n\nWe will not go.\n\n" + END,
    "two lines": "Talks failed.\n\nOn Monday no one came.\n\nThe unions wrote:\n\nSad.\n\n" + END,
    "from": "Talks failed.\n\nFrom: the ministry came no word.\n\n" + END,
    "list": "Talks failed.\n\n-Pay is open.\n-Hours are open.\n\n" + END,
}
got = {}
for name, mail in MAILS.items():
    got[name] = EmailReplyParser.parse_reply(mail)
    print(f"  {name}: {mail!r}\n    -> {got[name]!r}")
want = {name: "Talks failed." for name in MAILS} | {"plain": MAILS["plain"]}
if got != want:
    sys.exit(f"CHANGED: expected {want}.")
PYTHON
