"""Examples from questions that were written for news articles, with the near misses beside them.

    python -m eval.training.examples.written --articles FILE --rows FILE … --home HOME --out FILE

Public sets ask about Wikipedia. These questions are asked as people ask about news, mostly not in
its words, and of twelve a writer gives for an article five are near misses: a detail differs, and
no sentence answers. FILE of articles is an export as Dateline indexes it, a JSON object a
line with `url`, whose last part is the article's key, and besides `sentences`, offsets in its
`text`. A row has

    a     the key of its article            q     the question         k   its kind
    s     numbers of the sentences that answer, empty for a near miss
    span  the words that answer, or null    near  for a near miss: the sentences that tempt
    also  sentences that answer as well: lists of numbers, or "KEY:NUMBER" of another article

`HOME` gets an index of the articles. What is written are windows as the product reads them: those
that answer, those that tempt, and what the product finds for the question besides. Articles whose
key begins with one of `--held` are kept apart, `part` "held".
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.asking.homes import build_home, has_index
from eval.training.examples.heldout import HeldOut
from index.library import Library, open_library
from index.types import Article, Passage
from qa.evidence.retrieve import retrieve
from qa.evidence.windows import plain_title, window_of, with_title
from qa.question.query import prepare
from qa.settings import Settings

FOUND = 6  # passages kept of what is found besides
_RANKED, _CANDIDATES = 14, 100
_ELSEWHERE = re.compile(r"(?P<key>\w+):(?P<number>\d+)")

Span = tuple[int, int]


@dataclass(frozen=True)
class WrittenWindow:
    """A question with one window. `spans` lie in `passage`, empty where it holds no answer; with
    `whole` they are sentences, and the answer is somewhere in them. `sentences` are the window's,
    `marked` those of them that answer, or that tempt.
    `source` is "gold", "tempting" or "found".
    """

    question_id: str
    kind: str
    part: str
    question: str
    title: str
    passage: str
    sentences: tuple[Span, ...]
    marked: tuple[Span, ...]
    spans: tuple[Span, ...]
    whole: bool
    source: str


@dataclass(frozen=True)
class _Row:
    question_id: str
    key: str
    asked: dict[str, Any]
    answers: dict[str, list[Span]]  # the answering sentences of each article


def _key(url: str) -> str:
    return url.rpartition("/")[2]


class _Shelf:
    """The articles by their keys, and the index of them."""

    def __init__(self, export: Path, settings: Settings) -> None:
        if not has_index(settings.home):
            build_home([export], settings)
        articles = [json.loads(line) for line in export.read_text("utf-8").splitlines()]
        self.library: Library = open_library(settings.index)
        self.sentences = {_key(a["url"]): [(s, e) for s, e in a["sentences"]] for a in articles}
        self.ids = {_key(a.url or ""): a.article_id for a in self.library.catalog.articles()}
        self.keys = {article_id: key for key, article_id in self.ids.items()}
        self.spelling = self.library.catalog.vocabulary()

    def at(self, key: str, numbers: Sequence[int]) -> list[Span]:
        """The sentences with these numbers; unknown ones are left out."""
        known = self.sentences[key]
        return [known[n] for n in numbers if 0 <= n < len(known)]

    def article(self, article_id: str) -> Article:
        """An article of the index."""
        article = self.library.catalog.article(article_id)
        assert article is not None
        return article

    def passages_of(self, article_id: str) -> Sequence[Passage]:
        """Its passages, in order."""
        return self.library.catalog.passages_of(article_id)


def cut(
    export: Path, rows: Sequence[Path], settings: Settings, held: Sequence[str] = ()
) -> Iterator[WrittenWindow]:
    """The windows of all rows, those of one question one behind the other, likeliest first.

    Raises ValueError for a row of an article that the export lacks.
    """
    shelf = _Shelf(export, settings)
    for row in [row for path in rows for row in _rows(path, shelf)]:  # all are checked first
        seen: set[str] = set()
        wanted = shelf.at(row.key, row.asked["s"] or row.asked.get("near") or [])
        passages = shelf.passages_of(shelf.ids[row.key])
        part = "held" if row.key.startswith(tuple(held)) else "train"
        for passage in passages:
            if passage.kind == "body" and _meets(wanted, passage.sentences):
                seen.add(passage.passage_id)
                source = "gold" if row.asked["s"] else "tempting"
                yield _window(shelf, row, passage, passages, (part, source))
        found = retrieve(
            prepare(row.asked["q"], shelf.spelling),
            shelf.library,
            limit=_RANKED,
            candidates=_CANDIDATES,
            article_ids=None,
            preferred=(),
        )
        others = [s.passage for s in found if s.passage.passage_id not in seen]
        for passage in [p for p in others if p.kind == "body"][:FOUND]:
            passages = shelf.passages_of(passage.article_id)
            yield _window(shelf, row, passage, passages, (part, "found"))


def _meets(wanted: Sequence[Span], sentences: Sequence[Span]) -> bool:
    return any(s < b and e > a for s, e in wanted for a, b in sentences)


def _window(
    shelf: _Shelf,
    row: _Row,
    passage: Passage,
    passages: Sequence[Passage],
    labels: tuple[str, str],
) -> WrittenWindow:
    article = shelf.article(passage.article_id)
    text, local, own = window_of(passage, article, passages)
    behind = local[0][0]  # the headline is given apart
    text, local = text[behind:], [(s - behind, e - behind) for s, e in local]
    answers = row.answers.get(shelf.keys[article.article_id], [])
    words = re.escape(row.asked.get("span") or "").replace(r"\ ", r"\s+")
    tempting = shelf.at(row.key, row.asked.get("near") or []) if labels[1] == "tempting" else []
    exact, somewhere, marked = list[Span](), list[Span](), list[Span]()
    for (start, end), sentence in zip(local, own, strict=True):
        if _meets([sentence], [*answers, *tempting]):
            marked.append((start, end))
        if _meets([sentence], answers):
            found = re.search(words, text[start:end]) if words else None
            if found:
                exact.append((start + found.start(), start + found.end()))
            else:
                somewhere.append((start, end))
    return WrittenWindow(
        question_id=row.question_id,
        kind=row.asked["k"],
        part=labels[0],
        question=row.asked["q"],
        title=plain_title(article.title or ""),
        passage=text,
        sentences=tuple(local),
        marked=tuple(marked),
        spans=tuple(exact or somewhere),
        whole=bool(somewhere and not exact),
        source=labels[1],
    )


def read_written(path: Path) -> list[WrittenWindow]:
    """The windows of a file that this command wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        for name in ("sentences", "marked", "spans"):
            row[name] = tuple((s, e) for s, e in row[name])
    return [WrittenWindow(**row) for row in rows]


def kept_apart(windows: Sequence[WrittenWindow], *, every: bool = False) -> list[HeldOut]:
    """The held-out windows that answer or tempt, as the product reads them, of kind "written"; with
    `every` what was found besides too.
    """
    out = []
    for w in windows:
        if w.part == "held" and (every or w.source != "found"):
            before = len(with_title(w.title, ""))
            sentences, spans = (
                tuple((s + before, e + before) for s, e in some) for some in (w.sentences, w.spans)
            )
            text = with_title(w.title, w.passage)
            out.append(HeldOut("written", w.question, text, sentences, spans))
    return out


def _rows(path: Path, shelf: _Shelf) -> Iterator[_Row]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        asked = json.loads(line)
        key = asked["a"]
        if key not in shelf.ids or key not in shelf.sentences:
            raise ValueError(f"{path}, line {number + 1}: no article {key!r} in the export")
        answers: dict[str, list[Span]] = {key: shelf.at(key, asked["s"])}
        for other in asked.get("also") or []:
            elsewhere = _ELSEWHERE.match(other) if isinstance(other, str) else None
            if elsewhere and elsewhere["key"] in shelf.sentences:
                held = answers.setdefault(elsewhere["key"], [])
                held += shelf.at(elsewhere["key"], [int(elsewhere["number"])])
            elif not isinstance(other, str):
                answers[key] += shelf.at(key, other if isinstance(other, list) else [other])
        yield _Row(f"{path.stem}-{number}", key, asked, answers)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("--articles", "--home", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--rows", type=Path, nargs="+", required=True)
    parser.add_argument("--embedder", help="for a new index")
    parser.add_argument("--held", nargs="*", default=[], help="beginnings of keys kept apart")
    args = parser.parse_args()
    settings = Settings(home=args.home, embedder=args.embedder or "bundled")
    counts: Counter[tuple[str, str]] = Counter()
    with gzip.open(args.out, "wt", encoding="utf-8") as lines:
        for window in cut(args.articles, args.rows, settings, args.held):
            counts[window.part, window.source] += 1
            lines.write(json.dumps(asdict(window), ensure_ascii=False) + "\n")
    print(f"{dict(counts)} in {args.out}")


if __name__ == "__main__":
    main()
