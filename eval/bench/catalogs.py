"""SQLite and PostgreSQL, in one run: `python -m eval.bench.catalogs --bench DIR --catalog-url URL`.

The same articles of RealTimeQA are indexed by `dateline index --vectors fast` with each catalog,
and the same questions retrieved from both. URL names a schema that holds nothing yet. Printed are:
seconds until askable by the clock and of the client's processor, megabytes in the home and in the
database, milliseconds of a retrieval (median, 95th percentile), and whether both found the same
passages in the same order.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.adapters.realtimeqa import read_articles, read_questions, write_articles
from eval.bench.indexing import Cost, index_cost
from eval.measure.command import table
from eval.metrics.estimate import quantiles
from index.catalog.catalog import Catalog
from index.database.session import Database
from index.database.where import database_of
from index.errors import StoreNotFoundError
from index.library import open_library
from index.settings import IndexSettings
from qa.evidence.retrieve import retrieve
from qa.question.query import prepare
from qa.settings import load_settings

DEPTH = 100


@dataclass(frozen=True)
class Measured:
    """What one catalog came to. `askable` seconds, `found` by question."""

    cost: Cost
    askable: float
    home_mb: float
    database_mb: float
    milliseconds: tuple[float, float]
    found: list[list[str]]


def measure(folder: Path, home: Path, url: str, questions: Sequence[str]) -> Measured:
    """Index the articles of `folder` into a new catalog, then ask."""
    options = ["--catalog-url", url] if url else []
    cost, report = index_cost(folder, home, "fast", options)
    settings = load_settings({"home": home, "catalog_url": url}).index
    milliseconds, found = ask(settings, questions)
    database = database_of(home, url)
    return Measured(
        cost,
        report["askable_seconds"],
        sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 1e6,
        database_bytes(database) / 1e6,
        milliseconds,
        found,
    )


def ask(
    settings: IndexSettings, questions: Sequence[str]
) -> tuple[tuple[float, float], list[list[str]]]:
    """Median and 95th percentile in ms, and the passages of each question."""
    library = open_library(settings)
    queries = [prepare(text, library.catalog.vocabulary()) for text in questions]
    for query in queries:  # its vector is kept: the encoder isn't what is measured here
        library.nearest(query.text, 1)
    clock, found = [], []
    for query in queries:
        began = time.perf_counter()
        ranked = retrieve(query, library, limit=DEPTH, candidates=DEPTH)
        clock.append(time.perf_counter() - began)
        found.append([one.passage.passage_id for one in ranked])
    library.close()
    half, most = quantiles(clock)
    return (1000 * half, 1000 * most), found


def database_bytes(database: Database) -> int:
    """What the server keeps of this catalog; none for SQLite, whose file is in the home."""
    if not database.is_shared:
        return 0
    session = database.connect(write=False)
    ((total,),) = session.rows(
        "SELECT CAST(coalesce(sum(pg_total_relation_size(c.oid)), 0) AS BIGINT) FROM pg_class c "
        "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'"
    )
    session.close()
    return int(total)


def is_new(home: Path, url: str) -> bool:
    """Whether no catalog is there."""
    try:
        Catalog.open(home, url=url).close()
    except StoreNotFoundError:
        return True
    return False


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.catalogs", description=__doc__)
    parser.add_argument("--bench", type=Path, required=True, help="with realtimeqa-2022/")
    parser.add_argument("--catalog-url", required=True, help="a schema that holds nothing yet")
    parser.add_argument("--articles", type=int, default=500, help="how many are indexed")
    parser.add_argument("--questions", type=int, default=60, help="how many are timed")
    chosen = parser.parse_args(argv)
    if chosen.articles < 1 or chosen.questions < 1:
        parser.error("--articles and --questions are at least 1")
    articles = read_articles(chosen.bench)
    articles = articles[:: max(1, len(articles) // chosen.articles)][: chosen.articles]
    questions = [q.question for q in read_questions(chosen.bench)][: chosen.questions]
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as place:
        if not is_new(Path(place) / "PostgreSQL", chosen.catalog_url):
            parser.error("there is a catalog already; name another schema (?schema=NAME)")
        folder = Path(place) / "articles"
        write_articles(articles, folder)
        found = {
            name: measure(folder, Path(place) / name, url, questions)
            for name, url in (("SQLite", ""), ("PostgreSQL", chosen.catalog_url))
        }
    rows = [
        [
            name,
            f"{one.askable:.1f}",
            f"{one.cost.cpu_seconds:.1f}",
            f"{one.cost.peak_mb:.0f}",
            f"{one.home_mb:.0f}",
            f"{one.database_mb:.0f}",
            *(f"{value:.1f}" for value in one.milliseconds),
        ]
        for name, one in found.items()
    ]
    first, second = found.values()
    same = sum(a == b for a, b in zip(first.found, second.found, strict=True))
    print(f"{len(articles):,} articles, {first.cost.passages:,} passages")
    head = ["", "askable after s", "CPU s", "peak MB", "home MB", "server MB", "ms p50", "p95"]
    print(table(head, rows), end="")
    print(f"{same} of {len(questions)} questions find the same passages in the same order")
    return 0


if __name__ == "__main__":
    sys.exit(main())
