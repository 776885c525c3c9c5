"""Are copies of a story found, and nothing else? On pairs of RealTimeQA 2022 labelled by hand.

    python -m eval.measure.copies --bench DIR [--quick] [--errors]

`eval/measure/labels/copies.jsonl` holds 202 pairs of article ids, sampled over the whole range of
overlap (most where it is hard), each with a label and one word for the reason. A pair counts as
found when the catalog has both articles in one cluster. The set has few stories of one agency in
several papers, so copies are also made of 300 of its articles: retitled, trimmed, rewritten.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from eval.adapters.realtimeqa import NewsArticle, read_articles
from eval.metrics.estimate import wilson
from index.catalog.connection import WritingConnection
from index.catalog.copies import Copies
from index.copies.clusters import Clusters
from index.database.migrations import MIGRATIONS
from index.database.session import Session
from index.database.sqlite import SqliteSession
from index.marking.mark_spans import mark_spans
from index.text.packed import pack
from index.text.split import split_article
from index.types import Article

LABELS = Path(__file__).parent / "labels" / "copies.jsonl"
MADE_OF = 300
_SEED = 20221124
_CHUNK_WORDS = 150  # about what the embedder's 200 word pieces hold


@dataclass(frozen=True)
class LabelledPair:
    """Two articles of the set. `label` is copy, updated or different; `half` tune or test."""

    first: str
    second: str
    label: str
    reason: str
    half: str

    @property
    def is_copy(self) -> bool:
        """Whether the two count as one source."""
        return self.label != "different"


@dataclass(frozen=True)
class Clustered:
    """The cluster of each article that has copies, by article id; `seconds` is CPU time."""

    clusters: dict[str, str]
    seconds: float

    def together(self, first: str, second: str) -> bool:
        """Whether both are in one cluster."""
        return first in self.clusters and self.clusters[first] == self.clusters.get(second)


def read_labels(path: Path = LABELS) -> tuple[LabelledPair, ...]:
    """The labelled pairs, in the order of the file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(LabelledPair(**json.loads(line)) for line in lines)


def cluster(articles: Sequence[NewsArticle]) -> Clustered:
    """Find the copies among the articles, in a catalog in memory that holds nothing else: no
    vectors, no keyword index.
    """
    session = SqliteSession(sqlite3.connect(":memory:", isolation_level=None))
    for migrate in MIGRATIONS:
        migrate(session)
    session.begin()
    for article in articles:
        _store(session, article)
    clusters = Clusters(cast(WritingConnection, _InMemory(session)))
    started = time.process_time()
    clusters.rebuild()
    seconds = time.process_time() - started
    found = Copies(_InMemory(session).rows).clusters()
    session.close()
    return Clustered(found, seconds)


def made_copies(articles: Sequence[NewsArticle]) -> dict[str, list[NewsArticle]]:
    """Copies of a fixed sample, as other papers print them, by kind; a copy's id is that of its
    original, "-", and the kind. The headline is that of the article before it in the sample.
    """
    long = [a for a in articles if len(a.text.split()) >= 200 and a.title]
    originals = random.Random(_SEED).sample(long, min(MADE_OF, len(long)))
    kinds: dict[str, list[NewsArticle]] = {"original": originals}
    for before, article in zip([originals[-1], *originals], originals, strict=False):
        paragraphs = [p for p in article.text.split("\n") if p.strip()]
        half = paragraphs[: max(1, len(paragraphs) // 2)]
        made = {
            # An outlet's own headline is about the story, so it keeps the first half of its words.
            "retitled": (_own_title(article, before), article.text.replace("'", "’").upper()),
            "trimmed": (article.title, "\n\n".join(half)),
            "rewritten": (article.title, "\n\n".join([_opening(before), *paragraphs[1:]])),
        }
        for kind, (title, text) in made.items():
            copy = replace(article, id=f"{article.id}-{kind}", title=title, text=text)
            kinds.setdefault(kind, []).append(copy)
    return kinds


def report(pairs: Sequence[LabelledPair], found: Clustered) -> str:
    """Precision and recall with 95 % intervals, and what the errors are."""
    right = sum(p.is_copy and found.together(p.first, p.second) for p in pairs)
    said = sum(found.together(p.first, p.second) for p in pairs)
    there = sum(p.is_copy for p in pairs)
    lines = [f"{len(pairs)} pairs, {there} of them copies or updates of one another"]
    for name, of in (("precision", said), ("recall", there)):
        if of:
            low, high = wilson(right, of)
            lines.append(f"{name:10} {right / of:6.1%}  ({right} of {of}; {low:.1%} to {high:.1%})")
    for label in ("copy", "updated"):
        of_label = [p for p in pairs if p.label == label]
        hits = sum(found.together(p.first, p.second) for p in of_label)
        lines.append(f"  {label:8} {hits} of {len(of_label)} found")
    missed = Counter(p.reason for p in pairs if p.is_copy and not found.together(p.first, p.second))
    wrong = Counter(p.reason for p in pairs if not p.is_copy and found.together(p.first, p.second))
    for name, counts in (("missed", missed), ("wrongly joined", wrong)):
        if counts:
            said_why = ", ".join(f"{n} {reason}" for reason, n in counts.most_common())
            lines.append(f"  {name}: {said_why}")
    return "\n".join(lines)


def report_made(kinds: dict[str, list[NewsArticle]], found: Clustered) -> str:
    """Of the made copies, how many are with their original, and how many with another's."""
    lines = [f"Copies made of {len(kinds['original'])} articles"]
    for kind, copies in kinds.items():
        if kind == "original":
            continue
        hits = sum(found.together(copy.id, copy.id.partition("-")[0]) for copy in copies)
        lines.append(f"  {kind:10} {hits / len(copies):6.1%} found ({hits} of {len(copies)})")
    stories: dict[str, set[str]] = {}
    for key, name in found.clusters.items():
        stories.setdefault(name, set()).add(key.partition("-")[0])
    mixed = sum(len(ids) > 1 for ids in stories.values())
    lines.append(f"  {mixed} of {len(stories)} clusters hold more than one story")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures of both halves, of all clusters and of the made copies; with --errors,
    the pairs that are judged wrong.
    """
    parser = argparse.ArgumentParser(prog="python -m eval.measure.copies", description=__doc__)
    parser.add_argument("--bench", type=Path, required=True, help="folder of the published sets")
    parser.add_argument(
        "--quick", action="store_true", help="only the articles of the pairs, and no made copies"
    )
    parser.add_argument("--errors", action="store_true", help="list what is judged wrong (ids)")
    chosen = parser.parse_args(argv)
    articles, labels = read_articles(chosen.bench), read_labels()
    if chosen.quick:
        named = {key for pair in labels for key in (pair.first, pair.second)}
        articles = tuple(a for a in articles if a.id in named)
    found = cluster(articles)
    for half in ("test", "tune"):
        print(f"{half} half: {report([p for p in labels if p.half == half], found)}")
    sizes = Counter(found.clusters.values())
    print(
        f"{len(articles):,} articles: {len(sizes)} clusters of {sum(sizes.values())} articles, "
        f"the largest of {max(sizes.values(), default=0)}; {found.seconds:.1f} s of CPU"
    )
    if not chosen.quick:
        kinds = made_copies(articles)
        print(report_made(kinds, cluster([a for made in kinds.values() for a in made])))
    if chosen.errors:
        for pair in labels:
            if pair.is_copy != found.together(pair.first, pair.second):
                said = f"{pair.label} ({pair.reason}, {pair.half})"
                print(f"{pair.first} {pair.second}: {said}")
    return 0


class _InMemory:
    """A connection as `Clusters` uses it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.run_many = session.run_many
        self.rows_of_each = session.rows_of_each

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._session.rows(sql, values)

    def run(self, sql: str, *values: Any) -> None:
        self._session.run(sql, values)


def _store(session: Session, news: NewsArticle) -> None:
    """The article as indexing would store it, as far as copies need it."""
    article = Article(news.id, "", news.text, "", language="en", spans=mark_spans(news.text))
    passages = split_article(
        article,
        lambda text: len(text.split()),
        chunk_tokens=_CHUNK_WORDS,
        max_tokens=_CHUNK_WORDS,
    )
    version = session.insert(
        "INSERT INTO articles (state, article_id, title, published_at, published_precision, path, "
        "content_hash, fingerprint, cut, credits, published_source, updated_precision, origins, "
        "publishers) VALUES ('done', ?, ?, ?, 'day', '', '', '', '', '', '', '', '', '')",
        (news.id, news.title, news.published),
        "version",
    )
    session.run("INSERT INTO contents VALUES (?, ?, '', '', '')", (version, pack(news.text)))
    session.run_many(
        "INSERT INTO passages (version, passage_id, ordinal, start_char, end_char, kind, "
        "sentences) VALUES (?, ?, ?, ?, ?, ?, '')",
        [(version, p.passage_id, p.ordinal, p.start_char, p.end_char, p.kind) for p in passages],
    )


def _own_title(article: NewsArticle, other: NewsArticle) -> str:
    words, others = article.title.split(), other.title.split()
    return " ".join([*words[: max(2, len(words) // 2)], *others[:3]])


def _opening(article: NewsArticle) -> str:
    return next((p for p in article.text.split("\n") if p.strip()), "")


if __name__ == "__main__":
    sys.exit(main())
