#!/usr/bin/env bash
# pysubs2 1.8.1: what stands between two cues of a WebVTT file is added to the words of the first.
#
# Guess, written before the run: a NOTE (a comment by the format's definition) and the name of a
# cue, the line above its times, are no words that anyone says; plaintext has the words only.
# What happens instead: all lines from one line of times to the next are taken as the cue's text.
# Only a last line that is a number is taken away. So "Welcome." becomes "Welcome.\n\nNOTE checked
# by the desk\n\nintro". webvtt-py 0.6.0 reads the same file as its definition says.
# Where a user meets it: transcripts of broadcasts and podcasts made from WebVTT captions: remarks
# of the editors and names of chapters are searched, and quoted, as if a speaker had said them.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"${PYTHON:-python3}" -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps \
  pysubs2==1.8.1 webvtt-py==0.6.0
cd "$dir"
"$dir/venv/bin/python" -I - <<'PYTHON'
import sys
from importlib.metadata import version

import pysubs2
import webvtt

CAPTIONS = """WEBVTT

1
00:01.000 --> 00:03.000
Welcome.

NOTE checked by the desk

intro
00:03.000 --> 00:05.000
Is it over?

3
00:05.000 --> 00:06.000
No.
"""
one = [line.plaintext for line in pysubs2.SSAFile.from_string(CAPTIONS, format_="vtt")]
other = [caption.text for caption in webvtt.from_string(CAPTIONS)]
print("pysubs2", version("pysubs2"), one)
print("webvtt-py", version("webvtt-py"), other)
if one != ["Welcome.\n\nNOTE checked by the desk\n\nintro", "Is it over?", "No."]:
    sys.exit("CHANGED: pysubs2 no longer adds notes and names to the words of a cue.")
if other != ["Welcome.", "Is it over?", "No."]:
    sys.exit("CHANGED: webvtt-py no longer gives the spoken words alone.")
PYTHON
