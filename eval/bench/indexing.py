"""Indexing beside the bare encoder, in one run: `python -m eval.bench.indexing --bench DIR`.

The articles of RealTimeQA go in with `dateline index --vectors fast`, a process of its own; then
the bare fp32 `SentenceTransformer.encode` reads a fixed sample of the same passages, another one.
Both are told in seconds by the clock and of the processor (on a busy machine only the second says
much); peak memory is the whole process's. `--articles N` takes every so-manieth article, `--full`
also has MiniLM read every passage (most of an hour for all 4,908).

Then, where all articles are in, what the vectors are worth: MRR@10 of articles for the questions
with gold articles, each list alone and fused with the keywords. An index that `--home` names is
kept and used again, so that full vectors are computed once.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.bench.beside_quickstart import run_process
from eval.measure.command import shown, table
from eval.metrics.ranking import Figure

SAMPLE_PASSAGES = 2_000
DEPTH = 50  # passages of each list, as many as `candidates`


@dataclass(frozen=True)
class Cost:
    """What a process took for so many passages: seconds by the clock and of the processor, and its
    largest resident set in MB.
    """

    name: str
    passages: int
    seconds: float
    cpu_seconds: float
    peak_mb: float


def index_cost(
    folder: Path, home: Path, vectors: str, options: Sequence[str] = ()
) -> tuple[Cost, dict[str, Any]]:
    """`dateline index` as a user runs it, start of the process included, and its report."""
    command = [sys.executable, "-m", "ui.cli", "index", str(folder), "--home", str(home)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out, seconds, peak = run_process([*command, "--vectors", vectors, *options, "--json"])
    report = json.loads(out)
    passages = report["passages"] or report["unread_passages"]
    return Cost(vectors, passages, seconds, _cpu_since(before), peak), report


def bare_cost(home: Path, passages: int) -> Cost:
    """The bare encoder on `passages` of the index, spread evenly; loading it isn't counted."""
    out, _, peak = run_process(
        [
            sys.executable,
            "-m",
            "eval.bench.indexing",
            "--bare",
            str(home),
            "--passages",
            str(passages),
        ]
    )
    found = json.loads(out)
    return Cost("bare", found["passages"], found["seconds"], found["cpu_seconds"], peak)


def encode_bare(home: Path, passages: int) -> dict[str, float]:
    """The child of `bare_cost`: torch, fp32, default batches."""
    from sentence_transformers import SentenceTransformer

    from index.catalog.catalog import Catalog
    from index.vectors.minilm import model_folder

    catalog = Catalog.open(home)
    ids = [row[0] for block in catalog.fast_vectors() for row in block]
    chosen = ids[:: max(1, len(ids) // passages)][:passages]
    texts = [passage.text for passage in catalog.passages(chosen)]
    catalog.close()
    model = SentenceTransformer(str(model_folder()), device="cpu")
    model.encode(texts[:8])
    clock, cpu = time.perf_counter(), time.process_time()
    model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    return {
        "passages": len(texts),
        "seconds": time.perf_counter() - clock,
        "cpu_seconds": time.process_time() - cpu,
    }


def retrieval(bench: Path, home: Path) -> dict[str, Figure]:
    """MRR@10 by list; the lists that need full vectors only where all passages have one."""
    from eval.adapters.realtimeqa import read_articles, read_questions
    from eval.measure.news_home import open_news
    from eval.metrics.ranking import first_of_each, mean, score_rankings
    from index.vectors.fast import fast_encoder
    from qa.evidence.retrieve import fuse, search_keywords
    from qa.question.query import prepare
    from qa.settings import load_settings

    questions = [q for q in read_questions(bench) if q.gold_articles]
    news = open_news(read_articles(bench), load_settings({"home": home}))
    library, embedder = news.library, news.library.embedder
    encoder = fast_encoder(embedder)
    spelling = library.catalog.vocabulary()
    lists: dict[str, dict[str, list[str]]] = {}
    for question in questions:
        query = prepare(question.question, spelling)
        vector = embedder.encode_query(query.text)
        found = {"keywords": search_keywords(query, library, DEPTH, None)}
        if encoder is not None:
            static = encoder.question(query.text)
            found["fast vectors"] = library.store.query_fast(static, vector, DEPTH)
        if library.store.is_complete():
            found["full vectors"] = library.store.query(vector, DEPTH)
            found["full vectors, beginnings"] = library.store.query_large(vector, DEPTH)
        for name in [name for name in found if name != "keywords"]:
            found[f"{name} + keywords"] = fuse({"a": found[name], "b": found["keywords"]})
        for name, ranking in found.items():
            owners = [news.bench_ids.get(key.partition(":")[0]) for key, _ in ranking]
            lists.setdefault(name, {})[question.id] = first_of_each(owners)
    news.close()
    gold = {q.id: set(q.gold_articles) for q in questions}
    clusters = [q.gold_articles[0] for q in questions]
    figures = {}
    for name, rankings in lists.items():
        values = score_rankings(rankings, gold)["MRR@10"]
        figures[name] = mean([values[q.id] for q in questions], clusters)
    return figures


def bench_index(
    bench: Path, home: Path, articles: int, passages: int, full: bool, say: Callable[[str], None]
) -> tuple[list[Cost], dict[str, Any]]:
    """Index, then the bare encoder on the same passages, then, if wanted, full vectors."""
    from eval.adapters.realtimeqa import read_articles, write_articles

    chosen = read_articles(bench)
    if articles:
        chosen = chosen[:: max(1, len(chosen) // articles)][:articles]
    costs = []
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        write_articles(chosen, Path(folder))
        say(f"indexing {len(chosen)} articles")
        fast, report = index_cost(Path(folder), home, "fast")
        say(f"the bare encoder on {passages} of {fast.passages} passages")
        costs += [fast, bare_cost(home, passages)]
        if full:
            say("full vectors of all passages")
            costs.append(index_cost(Path(folder), home, "full")[0])
    return costs, {**report, "articles": len(chosen)}


def cost_table(costs: Sequence[Cost], report: dict[str, Any]) -> str:
    """The costs, each beside the bare encoder's on as many passages."""
    bare = next(cost for cost in costs if cost.name == "bare")
    labels = {
        "fast": "index, until askable",
        "full": "then read in full",
        "bare": "bare fp32 encoder alone",
    }
    rows = []
    for cost in costs:
        scale = cost.passages / bare.passages
        rows.append(
            [
                labels[cost.name],
                f"{cost.passages:,}",
                f"{cost.seconds:.1f}",
                f"{cost.cpu_seconds:.1f}",
                f"{cost.passages / cost.seconds:.0f}",
                f"{bare.seconds * scale / cost.seconds:.1f}",
                f"{bare.cpu_seconds * scale / cost.cpu_seconds:.1f}",
                f"{cost.peak_mb:.0f}",
            ]
        )
    head = [
        "", "passages", "s", "CPU s", "passages/s", "times as fast", "by CPU", "peak MB",
    ]  # fmt: skip
    askable = report["askable_seconds"]
    rate = report["articles"] / askable if askable else 0.0
    return (
        f"{report['articles']:,} articles askable after {askable:.1f} s ({rate:.1f} a second)\n"
        + table(head, rows)
    )


def main(argv: Sequence[str] | None = None) -> int:
    """The command; --bare is its own child process."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.indexing", description=__doc__)
    parser.add_argument("--bench", type=Path, help="the folder with realtimeqa-2022/")
    parser.add_argument("--home", type=Path, help="an index to keep (default: a new one)")
    parser.add_argument("--articles", type=int, default=0, help="at most so many (default: all)")
    parser.add_argument("--passages", type=int, default=SAMPLE_PASSAGES, help="of the bare encoder")
    parser.add_argument("--full", action="store_true", help="also read every passage in full")
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.bare:
        print(json.dumps(encode_bare(chosen.bare, chosen.passages)))
        return 0
    if chosen.bench is None or chosen.passages < 1 or chosen.articles < 0:
        parser.error("give --bench DIR, --passages of at least 1 and --articles of at least 0")
    with tempfile.TemporaryDirectory(prefix="dateline-bench-home-") as temporary:
        home = chosen.home or Path(temporary)
        costs, report = bench_index(
            chosen.bench,
            home,
            chosen.articles,
            chosen.passages,
            chosen.full,
            lambda line: print(line, file=sys.stderr, flush=True),
        )
        print(cost_table(costs, report), end="")
        if not chosen.articles:
            figures = retrieval(chosen.bench, home)
            print(table(["MRR@10 of articles", ""], [[n, shown(f)] for n, f in figures.items()]))
    return 0


def _cpu_since(before: resource.struct_rusage) -> float:
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return now.ru_utime + now.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
