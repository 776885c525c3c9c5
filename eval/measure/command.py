"""What the measuring commands share: their options, their tables, their JSON and rows."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from eval.asking.chosen import SEED, sampled
from eval.measure.news_home import SEARCHES
from eval.metrics.estimate import quantiles
from eval.metrics.ranking import Figure
from eval.provenance import provenance
from qa.evidence.rerank import EvidenceScorer, PassageScorer, load_scorer
from qa.settings import Settings, load_settings

T = TypeVar("T")


def command(name: str, description: str | None) -> argparse.ArgumentParser:
    """A parser with what every measuring command takes; `name` is its module below `eval`."""
    parser = argparse.ArgumentParser(
        prog=f"python -m eval.{name}",
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--bench", type=Path, required=True, help="folder of the published sets")
    parser.add_argument("--questions", type=int, help="a random sample of so many (default: all)")
    parser.add_argument("--seed", type=int, default=SEED, help="of the sample")
    parser.add_argument("--out", type=Path, help="also write every figure to this JSON file")
    parser.add_argument("--rows", type=Path, help="also write one JSON line a question")
    return parser


def add_chain(parser: argparse.ArgumentParser) -> None:
    """The options of commands that ask an index: where it is, and what to switch off."""
    parser.add_argument("--home", type=Path, required=True, help="index; built when it is empty")
    parser.add_argument("--embedder", help="for a new index (an index there keeps its own)")
    parser.add_argument("--vectors", help="for a new index: auto, fast or full")
    parser.add_argument("--searches", choices=SEARCHES, default="both", help="an ablation")
    parser.add_argument("--reranker", help='"none", or a CrossEncoder by name')
    parser.add_argument("--top-k", type=int, help="passages read for an answer")
    parser.add_argument("--candidates", type=int, help="passages that each search offers")
    parser.add_argument("--refuse-below", type=float, help="refuse under this probability")


def add_as_asked(parser: argparse.ArgumentParser) -> None:
    """The option of commands whose questions have a day."""
    parser.add_argument(
        "--as-asked",
        action="store_true",
        help="ask each question as of the day on which it was asked (`as_of`)",
    )


def chain_settings(chosen: argparse.Namespace) -> Settings:
    """The product's settings with the options of `add_chain`; no file and no environment."""
    names = ("home", "embedder", "vectors", "reranker", "top_k", "candidates", "refuse_below")
    flags = {name: getattr(chosen, name) for name in names}
    return load_settings(flags, environ={}, folder=chosen.home / "no settings file")


def chain_scorer(settings: Settings, encode: Any) -> PassageScorer:
    """The scorer of the settings. An index without real vectors ("hashing") still gets the
    bundled embedder for the scorer's own comparisons, so that only the dense search is lost.
    """
    if settings.embedder == "hashing":
        from index.vectors.embed import load_embedder

        encode = load_embedder("bundled").encode
    return load_scorer(settings.reranker, encode)


def warm(scorer: PassageScorer) -> None:
    """Run the scorer once, so that loading is in no figure."""
    text = "They met in Istanbul on March 29."
    scorer.read("Where did they meet?", [(text, [(0, len(text))])])
    if isinstance(scorer, EvidenceScorer):
        scorer.support([("They met.", text)])


def sample(items: Sequence[T], chosen: argparse.Namespace) -> list[T]:
    """`--questions` of the items at random, in their order; all without that option."""
    if chosen.questions is None or chosen.questions >= len(items):
        return list(items)
    if chosen.questions < 1:
        raise SystemExit(f"--questions {chosen.questions}: use at least 1")
    return sampled(items, chosen.questions, chosen.seed)


class Counter:
    """Says on stderr how many of `total` are done, every ten seconds at most."""

    def __init__(self, total: int, what: str = "questions") -> None:
        self._total, self._what = total, what
        self._done = 0
        self._said = self._began = time.monotonic()

    def step(self, more: int = 1) -> None:
        """So many more are done."""
        self._done += more
        now = time.monotonic()
        if now - self._said >= 10:
            self._said = now
            left = (now - self._began) / self._done * (self._total - self._done)
            line = f"{self._done} of {self._total} {self._what}, {left:.0f} s left"
            print(line, file=sys.stderr, flush=True)


# --- what is printed ------------------------------------------------------------------------


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Aligned columns: the first to the left, the others to the right."""
    lines = [list(head), *map(list, rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "".join(
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        + "\n"
        for line in lines
    )


def shown(figure: Figure, digits: int = 3) -> str:
    """`.720 (.661-.779)`"""
    values = (f"{v:.{digits}f}" for v in (figure.value, figure.low, figure.high))
    value, low, high = (v.removeprefix("0") for v in values)
    return f"{value} ({low}-{high})"


def milliseconds(seconds: Sequence[float]) -> tuple[str, str]:
    """Median and 95th percentile, in whole milliseconds."""
    median, tail = quantiles(seconds)
    return f"{1000 * median:.0f}", f"{1000 * tail:.0f}"


def write(
    chosen: argparse.Namespace,
    figures: Mapping[str, Any],
    rows: Iterable[Mapping[str, Any]],
    settings: Settings | None = None,
) -> None:
    """Write `--out` and `--rows` where they were asked for. Paths of this machine stay out."""
    if chosen.out:
        options = {
            key: value
            for key, value in vars(chosen).items()
            if value is not None and not isinstance(value, Path)
        }
        run = {"options": options, **provenance(vars(settings) if settings else {})}
        document = json.dumps({"figures": figures, "run": run}, indent=2, default=_plain)
        chosen.out.parent.mkdir(parents=True, exist_ok=True)
        chosen.out.write_text(document + "\n", encoding="utf-8")
    if chosen.rows:
        chosen.rows.parent.mkdir(parents=True, exist_ok=True)
        with chosen.rows.open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here")
