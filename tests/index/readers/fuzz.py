"""Fuzzing with coverage of the parsers that the reading process runs, by atheris:

    python -m tests.index.readers.fuzz page -max_total_time=60

Needs `pip install atheris`; what follows the kind goes to libFuzzer. A parser may raise anything
(`child.py` makes a refusal of it). A crash, ten seconds or 2 GiB end the run and keep the input.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from index.readers.child import parsers
from tests.index.readers.documents import DOCUMENTS, EXPORTS

SEEDS = {
    "page": "a.html", "fragment": "a.html", "pdf": "a.pdf", "docx": "a.docx", "epub": "a.epub",
    "feed": "a.rss", "news xml": "newsml.xml", "mail": "a.eml", "mhtml": "a.mhtml",
    "rtf": "a.rtf", "odt": "a.odt", "ris": "a.ris", "bibtex": "a.bib", "notes": "a.enex",
    "wiki": "wiki.xml", "clipping": "clipping.md",
}  # fmt: skip


def main(kind: str, options: list[str]) -> None:
    """Runs until something breaks or the time is over."""
    import atheris

    with atheris.instrument_imports(include=["index.readers", "lxml", "feedparser"]):
        parse = parsers()[kind]
    request = {"kind": kind, "name": "fuzz", "url": "", "charset": ""}

    def once(data: bytes) -> None:
        try:
            parse(data, request)
        except Exception:  # what it may raise is the reading process's business
            return

    with tempfile.TemporaryDirectory() as corpus:
        (Path(corpus) / "seed").write_bytes({**DOCUMENTS, **EXPORTS}[SEEDS[kind]]())
        limits = ["-timeout=10", "-rss_limit_mb=2048", "-max_len=20000"]
        atheris.Setup([sys.argv[0], *limits, *options, corpus], once)
        atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in SEEDS:
        raise SystemExit(f"usage: python -m tests.index.readers.fuzz {{{','.join(SEEDS)}}} …")
    main(sys.argv[1], sys.argv[2:])
