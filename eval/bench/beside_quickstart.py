"""Time, memory and quality beside LlamaIndex's quickstart, in one run on one machine.

`make bench`, or `python -m eval.bench.beside_quickstart [--repeat 3] [--json FILE]`. Every
measurement is a
process of its own, Dateline and quickstart taking turns (A B A B), so that a busy minute meets
both; shown are medians. Peak memory is the process's largest resident set as the kernel counts
it. The first run of Dateline on a machine also converts the embedder, once; that is done before
the clock starts. This program itself imports nothing large: a child's peak counts from its
parent's.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FIRST_QUESTION = "When did the negotiators last meet face to face?"
WARM_QUESTIONS = 40
TASKS = (
    ("index", "Index the five articles"),
    ("cold", "First question, cold start"),
    ("warm", "Warm question, median"),
)


@dataclass(frozen=True)
class Run:
    """One process: wall seconds (warm: the median of its questions) and peak memory in MB."""

    system: str
    task: str
    seconds: float
    peak_mb: float


@dataclass(frozen=True)
class Bench:
    """All processes of a bench, and the quality figures beside each other."""

    runs: tuple[Run, ...]
    quality: dict[str, Any]

    def median(self, system: str, task: str, field: str) -> float:
        """Median of `seconds` or `peak_mb` over the repetitions."""
        chosen = [r for r in self.runs if (r.system, r.task) == (system, task)]
        return float(statistics.median(getattr(r, field) for r in chosen))


def run_process(
    command: Sequence[str], stdin: str = "", environment: Mapping[str, str] | None = None
) -> tuple[str, float, float]:
    """(stdout, wall seconds, peak resident MB) of a process.

    Raises RuntimeError with the end of its stderr when it fails. `dateline ask` may end with 3.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, \
            tempfile.TemporaryFile() as err:  # fmt: skip
        given.write(stdin.encode())
        given.seek(0)
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=given,
            stdout=out,
            stderr=err,
            cwd=_root(),
            env={**_environment(), **(environment or {})},
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode not in (0, 3):
            tail = err.read().decode(errors="replace")[-2000:]
            raise RuntimeError(f"{' '.join(command[:6])} ended with {process.returncode}:\n{tail}")
        unit = 2**20 if sys.platform == "darwin" else 2**10  # bytes on macOS, KiB on Linux
        return out.read().decode(), seconds, usage.ru_maxrss / unit


def bench(repeat: int, say: Callable[[str], None]) -> Bench:
    """Measure everything `repeat` times, taking turns; `say` gets a line of progress each."""
    from eval.asking.chosen import seeds_folder
    from eval.questions.question_set import load_questions

    seeds = str(seeds_folder())
    answerable = [q for q in load_questions() if q.expected_status == "answered" and not q.history]
    questions = json.dumps([q.question for q in answerable[:: len(answerable) // WARM_QUESTIONS]])
    python, runs = sys.executable, []
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        say("warming the disk cache and the converted embedder (not timed)")
        run_process([python, "-m", "ui.cli", "index", seeds, "--home", f"{folder}/first"])
        nltk = nltk_data(Path(folder))
        run_process(
            [python, "-m", "eval.bench.quickstart", "index", seeds, f"{folder}/quick"], "", nltk
        )
        for turn in range(repeat):
            ours, theirs = f"{folder}/home-{turn}", f"{folder}/quick-{turn}"
            commands = {
                ("dateline", "index"): ["ui.cli", "index", seeds, "--home", ours],
                ("quickstart", "index"): ["eval.bench.quickstart", "index", seeds, theirs],
                ("dateline", "cold"): ["ui.cli", "ask", FIRST_QUESTION, "--json", "--home", ours],
                ("quickstart", "cold"): ["eval.bench.quickstart", "cold", theirs, FIRST_QUESTION],
                ("dateline", "warm"): ["eval.bench.beside_quickstart", "--warm", ours],
                ("quickstart", "warm"): ["eval.bench.quickstart", "warm", theirs],
            }
            for (system, task), command in commands.items():
                out, seconds, peak = run_process([python, "-m", *command], questions, nltk)
                if task == "warm":
                    seconds = statistics.median(json.loads(out))
                runs.append(Run(system, task, seconds, peak))
                say(f"{turn + 1}/{repeat} {system:10} {task:5} {seconds:8.3f} s {peak:6.0f} MB")
        say("quality of Dateline and of the nearest sentence on the same questions")
        out, _, _ = run_process([python, "-m", "eval.bench.beside_quickstart", "--quality"])
    return Bench(tuple(runs), json.loads(out))


def table(result: Bench) -> str:
    """The comparison as plain text; a ratio above 1 means that Dateline needs less."""
    head = f"{'':30}{'Dateline':>12}{'quickstart':>12}{'ratio':>8}"
    lines = ["Dateline answers and cites; the quickstart retrieves only.", head]
    for task, label in TASKS:
        ours, theirs = (result.median(s, task, "seconds") for s in ("dateline", "quickstart"))
        scale, unit = (1000.0, "ms") if task == "warm" else (1.0, "s")
        lines.append(
            f"{label:30}{_number(ours * scale):>9} {unit:<2}{_number(theirs * scale):>9} {unit:<2}"
            f"{theirs / ours:8.2f}"
        )
    for task, _ in TASKS:
        ours, theirs = (result.median(s, task, "peak_mb") for s in ("dateline", "quickstart"))
        lines.append(
            f"{'Peak memory, ' + task:30}{ours:>9.0f} MB{theirs:>9.0f} MB{theirs / ours:8.2f}"
        )
    lines += [
        "",
        f"{'Quality on the seed set':30}{'correct+cited':>14}{'accuracy':>10}{'cited':>8}",
    ]
    for name, row in result.quality["systems"].items():
        lines.append(
            f"{name:30}{row['correct_and_cited']:>13.1%}{row['answer_accuracy']:>11.1%}"
            f"{row['evidence_cited']:>9.1%}"
        )
    lines.append(
        "Similarity of the nearest sentence alone tells answerable questions from others with an "
        f"area under the ROC curve of {result.quality['similarity_auc']:.2f} (0.50 is chance)."
    )
    return "\n".join(lines) + "\n"


def warm(home: Path) -> list[float]:
    """Seconds of each question of stdin (a JSON list), asked of an opened pipeline."""
    from eval.bench.quickstart import timed
    from qa.pipeline import build_pipeline
    from qa.settings import load_settings

    pipeline = build_pipeline(load_settings({"home": home}))
    try:
        return timed(json.load(sys.stdin), pipeline.ask)
    finally:
        pipeline.close()


def quality() -> dict[str, Any]:
    """Dateline and the nearest 1 and 3 sentences on the whole seed set, judged alike."""
    from eval.asking.chosen import seeds_folder
    from eval.measure.baseline import nearest_sentences
    from eval.metrics.estimate import estimate
    from eval.metrics.figures import METRICS
    from eval.questions.question_set import load_questions
    from eval.run import evaluate
    from index.readers import read_file
    from index.vectors.embed import load_embedder
    from qa.settings import load_settings

    names = ("correct_and_cited", "answer_accuracy", "evidence_cited")
    settings = load_settings()
    report = evaluate(settings)
    systems = {"Dateline": {name: report.value(name) for name in names}}
    articles = [read_file(p, settings=settings.index) for p in sorted(seeds_folder().glob("*.txt"))]
    embedder = load_embedder(settings.embedder)
    auc = None
    for sentences in (1, 3):
        found = nearest_sentences(load_questions(), articles, embedder, sentences)
        systems[f"nearest {sentences} sentence{'s' * (sentences > 1)}"] = {
            m.name: estimate(m, found.judgements).value for m in METRICS if m.name in names
        }
        auc = found.auc
    return {"systems": systems, "similarity_auc": auc}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the bench and print its table; --warm and --quality are its own child processes."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench.beside_quickstart", description=__doc__
    )
    parser.add_argument("--repeat", type=int, default=3, help="repetitions (default 3)")
    parser.add_argument("--json", type=Path, help="also write every measurement to this file")
    parser.add_argument("--warm", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--quality", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.repeat < 1:
        parser.error(f"--repeat {chosen.repeat}: use at least 1")
    if chosen.warm or chosen.quality:
        print(json.dumps(warm(chosen.warm) if chosen.warm else quality()))
        return 0
    result = bench(chosen.repeat, lambda line: print(line, file=sys.stderr, flush=True))
    print(table(result), end="")
    if chosen.json:
        chosen.json.write_text(json.dumps(asdict(result), indent=2) + "\n", encoding="utf-8")
    return 0


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def _environment() -> dict[str, str]:
    """No model hub, no user's settings: the same for both systems."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DATELINE_")}
    return {**kept, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


def nltk_data(folder: Path) -> dict[str, str]:
    """The environment in which the quickstart's splitter finds its word lists.

    NLTK refuses the hard links that some installers make, so it gets a plain copy of the files
    that come with LlamaIndex.
    """
    spec = importlib.util.find_spec("llama_index")
    for place in (spec.submodule_search_locations or []) if spec else []:
        source = Path(place) / "core" / "_static" / "nltk_cache"
        if source.is_dir():
            shutil.copytree(source, folder / "nltk")
            return {"NLTK_DATA": str(folder / "nltk")}
    return {}


def _root() -> Path:
    return Path(__file__).resolve().parents[2]


if __name__ == "__main__":
    sys.exit(main())
