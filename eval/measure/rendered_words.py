"""Does the index hold the words that a browser shows?

`python -m eval.measure.rendered_words` makes pages of invented news in twenty layouts (in
`made_pages/`), lets a headless Chromium render each, and compares `innerText` of the article's
main node with the text that is indexed, word by word: words lost and words added, per thousand
shown. Beside it, what trafilatura alone gives. A browser shows what a reader is not meant to take
for text (furniture, deletions, marks of notes, `aria-hidden`): the pages say which elements, and
they are taken out before. Folded parts are opened.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import shutil
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.measure.made_pages.frame import MadePage
from eval.measure.made_pages.layouts import made_pages
from index.readers.page import read_page

_WORD = re.compile(r"[^\W_]+")
_SHOWN = """([main, gone]) => {
  for (const what of gone) document.querySelectorAll(what).forEach(e => e.remove());
  document.querySelectorAll('details').forEach(e => e.open = true);
  return [...document.querySelectorAll(main)].map(e => e.innerText).join('\\n\\n');
}"""


@dataclass(frozen=True)
class Compared:
    """How many words a page shows, and which were lost and added in a text of it."""

    shown: int
    lost: tuple[str, ...]
    added: tuple[str, ...]


def words_of(text: str) -> list[str]:
    """Words and figures in the form in which they are compared: a raised ² is a 2."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "").replace("\u200b", "")
    return _WORD.findall(plain.casefold())


def compare(shown: str, text: str) -> Compared:
    """The words of `text` against those that a browser shows, in their order."""
    there, here = words_of(shown), words_of(text)
    lost: list[str] = []
    added: list[str] = []
    matcher = difflib.SequenceMatcher(None, there, here, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind != "equal":
            lost += there[start:end]
            added += here[other_start:other_end]
    return Compared(len(there), tuple(lost), tuple(added))


def indexed_text(page: MadePage) -> str:
    """What Dateline's reader takes of the page."""
    (article,) = read_page(page.html.encode(), {"name": page.layout})
    return article.text


def trafilatura_text(page: MadePage) -> str:
    """What trafilatura gives by itself."""
    from trafilatura import extract

    return extract(page.html, include_comments=False) or ""


class Renderer:
    """A headless Chromium, of the system or of Playwright."""

    def __init__(self, path: str | None = None) -> None:
        from playwright.sync_api import sync_playwright

        names = ("chromium", "chromium-browser", "google-chrome")
        path = path or next(filter(None, map(shutil.which, names)), None)
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        self._page: Any = self._browser.new_page(java_script_enabled=True)
        self._page.route("**/*", lambda route: route.abort())  # a page calls nobody

    def shown(self, page: MadePage) -> str:
        """`innerText` of the page's main node, without what is no text in it."""
        self._page.set_content(page.html, wait_until="domcontentloaded")
        return str(self._page.evaluate(_SHOWN, [page.main, list(page.gone)]))

    def close(self) -> None:
        """End the browser."""
        self._browser.close()
        self._playwright.stop()


def rate(found: Iterable[Compared]) -> tuple[float, float]:
    """Words lost and words added, per thousand shown."""
    rows = list(found)
    whole = max(1, sum(row.shown for row in rows))
    lost = sum(len(row.lost) for row in rows)
    added = sum(len(row.added) for row in rows)
    return 1000 * lost / whole, 1000 * added / whole


def report(rows: Sequence[tuple[str, Compared, Compared]]) -> str:
    """A line for each layout and one for all: pages, words, then lost and added of each."""
    out = [f"{'layout':14}{'pages':>6}{'words':>8}   {'indexed: lost':>14}{'added':>8}"
           f"   {'trafilatura: lost':>18}{'added':>8}   per thousand"]  # fmt: skip
    for name in [*dict.fromkeys(row[0] for row in rows), "all"]:
        own = [row for row in rows if name in (row[0], "all")]
        lost, added = rate(row[1] for row in own)
        other_lost, other_added = rate(row[2] for row in own)
        words = sum(row[1].shown for row in own)
        out.append(
            f"{name:14}{len(own):>6}{words:>8}   {lost:>14.2f}{added:>8.2f}"
            f"   {other_lost:>18.2f}{other_added:>8.2f}"
        )
    return "\n".join(out) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Render the pages and print the report."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.measure.rendered_words",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--each", type=int, default=12, help="pages of each layout (default: 12)")
    parser.add_argument("--seed", type=int, default=20221004, help="of the pages")
    parser.add_argument("--chromium", help="the browser's program (default: the system's)")
    parser.add_argument("--misses", action="store_true", help="also say which words, by layout")
    parser.add_argument("--out", type=Path, help="also write the figures to this JSON file")
    chosen = parser.parse_args(argv)
    renderer = Renderer(chosen.chromium)
    rows = []
    try:
        for page in made_pages(chosen.each, chosen.seed):
            shown = renderer.shown(page)
            rows.append(
                (
                    page.layout,
                    compare(shown, indexed_text(page)),
                    compare(shown, trafilatura_text(page)),
                )
            )
    finally:
        renderer.close()
    if chosen.misses:
        for name in dict.fromkeys(row[0] for row in rows):
            lost = Counter(word for row in rows if row[0] == name for word in row[1].lost)
            added = Counter(word for row in rows if row[0] == name for word in row[1].added)
            if lost or added:
                print(
                    f"{name}: lost {dict(lost.most_common(20))}, added "
                    f"{dict(added.most_common(20))}"
                )
    print(report(rows), end="")
    if chosen.out:
        ours = rate(row[1] for row in rows)
        figures = {"pages": len(rows), "lost": ours[0], "added": ours[1]}
        chosen.out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
