"""How long does a question take, where, and in how much memory? On two cores, of a given index.

python -m eval.bench.latency --bench DIR --home HOME [--questions 200] [--cores 2] [--times 8]

Asks RealTimeQA's questions of the index as it is, whatever it holds: one after another, models
loaded. `--times N` makes it N times as large first, by copies of its articles under other names, in
a temporary folder; all sizes are then asked the same questions in one run, each in a process of its
own. The process is held to `--cores` cores (on Linux), and its peak memory is that of the whole
run, loading included. A busy machine shows: the load beside the figures says how busy.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from eval.adapters.realtimeqa import read_questions
from eval.asking.asking import Outcome, WatchedPipeline, put, stage_rows, stage_seconds
from eval.asking.homes import as_built
from eval.bench.enlarged import enlarge
from eval.measure.command import (
    Counter,
    add_chain,
    chain_scorer,
    chain_settings,
    command,
    sample,
    table,
    write,
)
from eval.measure.news_home import only
from eval.metrics.estimate import quantiles
from index.catalog.catalog import Catalog
from index.library import open_library


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = command("bench.latency", __doc__)
    add_chain(parser)
    parser.add_argument("--cores", type=int, default=2, help="cores to run on (default 2)")
    parser.add_argument("--times", type=int, default=1, help="also of so many times as many")
    parser.set_defaults(questions=200)
    chosen = parser.parse_args(argv)
    if chosen.times < 1:
        parser.error("--times is at least 1")
    if chosen.times > 1:
        return _larger_too(chosen, sys.argv[1:] if argv is None else list(argv))
    cores = hold_to(chosen.cores)
    questions = sample(read_questions(chosen.bench), chosen)
    settings = as_built(chain_settings(chosen))
    began = time.perf_counter()
    library = only(open_library(settings.index), chosen.searches)
    scorer = chain_scorer(settings, library.embedder.encode)
    pipeline = WatchedPipeline(settings, library, scorer)
    outcomes: list[Outcome] = []
    try:
        first = put(pipeline, questions[0].question)
        cold = time.perf_counter() - began
        load = os.getloadavg()[0]
        counter = Counter(len(questions))
        began = time.perf_counter()
        for question in questions:
            outcomes.append(put(pipeline, question.question))
            counter.step()
        spent = time.perf_counter() - began
        articles, passages = library.catalog.article_count(), library.catalog.passage_count()
    finally:
        library.close()
    failed = [o.error for o in (first, *outcomes) if o.error]
    if failed:
        print(f"{len(failed)} questions raised, the first: {failed[0]}", file=sys.stderr)
    rate, peak = len(questions) / spent, peak_megabytes()
    print(
        f"{len(questions)} questions of {articles} articles in {passages} passages; embedder "
        f"{settings.embedder}, searches {chosen.searches}, reranker {settings.reranker}, "
        f"{settings.top_k} passages read; {cores} cores, load before {load:.1f}, after "
        f"{os.getloadavg()[0]:.1f}"
    )
    print(table(["ms", "p50", "p95"], stage_rows(outcomes)))
    print(
        f"{rate:.2f} questions a second; opening, loading and the first answer {cold:.1f} s; "
        f"peak memory {peak:.0f} MB"
    )
    seconds = {stage: quantiles(values) for stage, values in stage_seconds(outcomes).items()}
    figures = {
        "articles": articles,
        "passages": passages,
        "cores": cores,
        "load": load,
        "seconds p50, p95": seconds,
        "questions a second": rate,
        "first answer seconds": cold,
        "peak MB": peak,
    }
    rows = (
        {"id": q.id, "question": q.question, "seconds": o.answer.seconds if o.answer else None}
        for q, o in zip(questions, outcomes, strict=True)
    )
    write(chosen, figures, rows, settings)
    return 0


def _larger_too(chosen: argparse.Namespace, argv: Sequence[str]) -> int:
    """The same bench of the index as it is, and made larger."""
    plain, at = [], 0
    while at < len(argv):
        step = 2 if argv[at] in ("--times", "--home") else 1
        if step == 1 and not argv[at].startswith(("--times=", "--home=")):
            plain.append(argv[at])
        at += step
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        large = Path(folder) / "home"
        large.mkdir()
        began = time.perf_counter()
        enlarge(chosen.home, large, chosen.times)
        Catalog.open(large).close()
        print(
            f"made {chosen.times} times as large in {time.perf_counter() - began:.0f} s", flush=True
        )
        for home in (chosen.home, large):
            command = [sys.executable, "-m", "eval.bench.latency", *plain, "--home", str(home)]
            code = subprocess.run(command, check=False).returncode
            if code:
                return code
        size = sum(path.stat().st_size for path in large.rglob("*") if path.is_file())
        print(f"disk of the larger: {size / 1e6:.0f} MB")
    return 0


def hold_to(cores: int) -> int:
    """Keep this process on so many cores, where the system can; gives how many it may use."""
    if not hasattr(os, "sched_setaffinity"):
        return os.cpu_count() or 1
    allowed = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, allowed[: max(1, cores)])
    return len(os.sched_getaffinity(0))


def peak_megabytes() -> float:
    """The largest resident set of this process so far."""
    unit = 2**20 if sys.platform == "darwin" else 2**10  # bytes on macOS, KiB on Linux
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    sys.exit(main())
