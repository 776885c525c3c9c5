"""Keyword search beside FTS5, in one run: `python -m eval.bench.keywords --bench DIR --home HOME`.

The index of RealTimeQA's articles in HOME (`eval.measure.retrieval` builds it) is searched for the
questions with gold articles: by the product, and by SQLite's FTS5 on the same terms, built for this
run. `--times N` makes the index N times as large first (in a temporary folder, by copies of its
articles under other names): 5 is some 600,000 passages.

Printed are: how long each takes to be built from the stored terms, and its bytes; milliseconds by
the clock and of the processor (which is what counts on a busy machine) for 400 hits, and for the
whole retrieval, dense search included; and, of the plain index, how well the articles are ranked,
each list alone and fused with dense search.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from eval.adapters.realtimeqa import NewsQuestion, read_articles, read_questions
from eval.bench.enlarged import enlarge
from eval.bench.fts import FtsSearch
from eval.measure.command import shown, table
from eval.measure.news_home import NewsHome, open_news
from eval.metrics.estimate import quantiles
from eval.metrics.ranking import Figure, first_of_each, mean, score_rankings
from index.database.sqlite import CATALOG_FILE
from index.keywords.stamps import folders
from index.keywords.writer import KeywordWriter
from index.library import Library, open_library
from index.types import ArticleFilter
from qa.evidence.retrieve import (
    SEARCHES,
    Search,
    fuse,
    retrieve,
    search_dense,
    search_keywords,
    terms_to_search,
)
from qa.question.query import Query, prepare
from qa.settings import load_settings

HITS = 400  # what a question asks of the keyword search
DEPTH = 100  # passages of each list, as many as `candidates`
MEASURES = ("Hit@1", "Hit@4", "Hit@10", "MRR@10")


def timed(queries: Sequence[Query], ask: Callable[[Query], object]) -> list[str]:
    """Median and 95th percentile in ms by the clock, and the median of the processor."""
    for query in queries[:3]:
        ask(query)
    clock, cpu = [], []
    for query in queries:
        began, began_cpu = time.perf_counter(), time.process_time()
        ask(query)
        clock.append(time.perf_counter() - began)
        cpu.append(time.process_time() - began_cpu)
    half, most = quantiles(clock)
    return [f"{1000 * half:.1f}", f"{1000 * most:.1f}", f"{1000 * median(cpu):.1f}"]


def speed(library: Library, fts: FtsSearch, queries: Sequence[Query]) -> dict[str, list[str]]:
    """Milliseconds of the search alone and of the whole retrieval, by the name of the engine."""

    def whole(keyword: Search) -> Callable[[Query], object]:
        searches: Mapping[str, Search] = {**SEARCHES, "keyword": keyword}
        return lambda query: retrieve(
            query, library, limit=DEPTH, candidates=DEPTH, searches=searches
        )

    for query in queries:  # its vector is kept: the encoder isn't what is measured here
        library.nearest(query.text, 1)
    return {
        "FTS5": timed(queries, lambda q: fts.search(terms_to_search(q), HITS))
        + timed(queries, whole(fts.rank)),
        "product": timed(queries, lambda q: library.catalog.search(terms_to_search(q), HITS))
        + timed(queries, whole(search_keywords)),
    }


def ranking(
    news: NewsHome, fts: FtsSearch, questions: Sequence[NewsQuestion], *, as_asked: bool
) -> dict[str, dict[str, Figure]]:
    """Measures by list; `as_asked`: later articles than the question are left out."""
    library, found = news.library, dict[str, dict[str, list[str]]]()
    spelling = library.catalog.vocabulary()
    for question in questions:
        query = prepare(question.question, spelling)
        there = None
        if as_asked:
            there = library.catalog.article_ids(ArticleFilter(until=question.asked))
        dense = search_dense(query, library, DEPTH, there)
        old, new = (rank(query, library, DEPTH, there) for rank in (fts.rank, search_keywords))
        for name, ranked in {
            "FTS5": old,
            "product": new,
            "FTS5 + dense": fuse({"dense": dense, "keyword": old}),
            "product + dense": fuse({"dense": dense, "keyword": new}),
        }.items():
            owners = [news.bench_ids.get(key.partition(":")[0]) for key, _ in ranked]
            found.setdefault(name, {})[question.id] = first_of_each(owners)
    gold = {q.id: set(q.gold_articles) for q in questions}
    clusters = [q.gold_articles[0] for q in questions]
    figures = {}
    for name, rankings in found.items():
        values = score_rankings(rankings, gold)
        figures[name] = {m: mean([values[m][q.id] for q in questions], clusters) for m in MEASURES}
    return figures


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.keywords", description=__doc__)
    parser.add_argument("--bench", type=Path, required=True, help="with realtimeqa-2022/")
    parser.add_argument("--home", type=Path, required=True, help="the index of its articles")
    parser.add_argument("--times", type=int, default=1, help="make it so many times as large")
    parser.add_argument("--questions", type=int, default=60, help="how many are timed")
    chosen = parser.parse_args(argv)
    if chosen.times < 1 or chosen.questions < 1:
        parser.error("--times and --questions are at least 1")
    questions = [q for q in read_questions(chosen.bench) if q.gold_articles]
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        home = chosen.home
        if chosen.times > 1:
            home = Path(folder) / "home"
            home.mkdir()
            enlarge(chosen.home, home, chosen.times)
        library = open_library(load_settings({"home": home}).index)
        fts = FtsSearch(home / CATALOG_FILE, Path(folder) / "fts.sqlite")
        began = time.perf_counter()
        writer = KeywordWriter(home, fts.rows)
        writer.rebuild()
        writer.close()
        built = time.perf_counter() - began
        spelling = library.catalog.vocabulary()
        queries = [prepare(q.question, spelling) for q in questions[: chosen.questions]]
        times = speed(library, fts, queries)
        sizes = {
            "FTS5": (fts.seconds, (Path(folder) / "fts.sqlite").stat().st_size),
            "product": (built, sum(p.stat().st_size for p in folders(home)[0].iterdir())),
        }
        print(f"{library.catalog.passage_count():,} passages, {len(queries)} questions")
        rows = [
            [name, f"{sizes[name][0]:.1f}", f"{sizes[name][1] / 1e6:.0f}", *times[name]]
            for name in sizes
        ]
        head = ["", "built, s", "MB", "ms p50", "p95", "CPU", "retrieval p50", "p95", "CPU"]
        print(table(head, rows), end="", flush=True)
        library.close()
        if chosen.times == 1:
            news = open_news(read_articles(chosen.bench), load_settings({"home": home}))
            for as_asked in (False, True):
                figures = ranking(news, fts, questions, as_asked=as_asked)
                rows = [[n, *(shown(f[m]) for m in MEASURES)] for n, f in figures.items()]
                print("as asked" if as_asked else "of all articles")
                print(table(["", *MEASURES], rows), end="", flush=True)
            news.close()
        fts.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
