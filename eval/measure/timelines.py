"""Are the days of a topic's timeline those that journalists chose?

python -m eval.measure.timelines --bench DIR [--topic T] [--shown N] [--out FILE]

Date F1 as in news-tls (Ghalandari and Ifrim 2020, arXiv:2005.10107): as many days are chosen as the
reference has, within its first and last day; a day is right when it is one of the reference's. The
figure is the mean over the reference timelines. Beside it, publication count: the days on which
most articles came out. `--shown` prints the first days of each timeline with their sentences.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eval.adapters.timelines import SETS, Timeline, Topic, read_topics
from eval.measure.command import table
from eval.provenance import provenance
from index.types import Article
from qa.evidence.important_days import DatedArticle, ImportantDay, choose_days, dated_articles


@dataclass(frozen=True)
class Compared:
    """One reference timeline: date F1 of the days chosen, and of the days with most articles.
    `verbatim`: how many of the chosen days' sentences are an article's own words.
    """

    topic: Topic
    timeline: Timeline
    chosen: tuple[ImportantDay, ...]
    date_f1: float
    baseline_f1: float
    seconds: float

    @property
    def verbatim(self) -> int:
        """Sentences that stand in their article, word by word, and aren't empty."""
        return sum(bool(day.text.strip()) and day.text in day.article.text for day in self.chosen)


def compare(topic: Topic, timeline: Timeline, read: Sequence[DatedArticle]) -> Compared:
    """Choose as many days as the timeline has, and compare. `read` are the topic's articles."""
    n, first, last = len(timeline.days), min(timeline.days), max(timeline.days)
    started = time.perf_counter()
    chosen = choose_days(read, n, first=first, last=last)
    seconds = time.perf_counter() - started
    most = most_published(topic.articles, n, first, last)
    return Compared(
        topic,
        timeline,
        tuple(chosen),
        date_f1([day.on for day in chosen], timeline.days),
        date_f1(most, timeline.days),
        seconds,
    )


def most_published(articles: Sequence[Article], n: int, first: date, last: date) -> list[date]:
    """The `n` days on which most articles came out; of as many, the earlier."""
    days = [date.fromisoformat(a.published_at[:10]) for a in articles if a.published_at]
    counts = Counter(day for day in days if first <= day <= last)
    return sorted(counts, key=lambda day: (-counts[day], day))[:n]


def date_f1(chosen: Sequence[date], reference: frozenset[date]) -> float:
    """Harmonic mean of precision and recall of the days."""
    right = len(set(chosen) & reference)
    return 2 * right / (len(set(chosen)) + len(reference)) if right else 0.0


def rows_of(found: Sequence[Compared]) -> list[list[str]]:
    """Each topic's mean over its timelines, and each set's over all of its timelines."""
    rows = []
    for dataset in SETS:
        of_set = [c for c in found if c.topic.dataset == dataset]
        for name in dict.fromkeys(c.topic.name for c in of_set):
            rows.append(_row(name, [c for c in of_set if c.topic.name == name]))
        if of_set:
            rows.append(_row(f"{dataset}, all", of_set))
    return rows


def _row(name: str, found: Sequence[Compared]) -> list[str]:
    means = [sum(values) / len(found) for values in (
        [c.date_f1 for c in found], [c.baseline_f1 for c in found], [c.seconds for c in found],
    )]  # fmt: skip
    days = sum(len(c.chosen) for c in found)
    return [
        name, str(len(found)), *(f"{mean:.3f}".removeprefix("0") for mean in means[:2]),
        f"{sum(c.verbatim for c in found)} of {days}", f"{means[2]:.1f}",
    ]  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.measure.timelines",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--bench", type=Path, required=True, help="folder of the published sets")
    parser.add_argument("--topic", help="one topic, by a part of its name")
    parser.add_argument("--shown", type=int, default=0, help="days of each timeline to print")
    parser.add_argument("--out", type=Path, help="also write every figure to this JSON file")
    chosen = parser.parse_args(argv)
    topics = [t for t in read_topics(chosen.bench) if (chosen.topic or "") in t.name]
    if not topics:
        raise SystemExit(f"--topic {chosen.topic}: no topic of that name")
    found, read_seconds = [], 0.0
    for topic in topics:
        started = time.perf_counter()
        read = dated_articles(topic.articles)
        read_seconds += time.perf_counter() - started
        for timeline in topic.timelines:
            found.append(compare(topic, timeline, read))
            for day in found[-1].chosen[: chosen.shown]:
                right = "+" if day.on in timeline.days else " "
                print(f"{right} {day.on} {day.score:5.2f} {day.text}")
    head = ["date F1", "timelines", "Dateline", "publication count", "verbatim", "seconds"]
    print(table(head, rows_of(found)), end="")
    n = sum(len(topic.articles) for topic in topics)
    print(f"{n} articles read for the days they name in {read_seconds:.0f} s")
    if chosen.out:
        figures = [
            {"topic": c.topic.name, "source": c.timeline.source, "days": len(c.timeline.days),
             "date_f1": c.date_f1, "publication_count": c.baseline_f1, "seconds": c.seconds}
            for c in found
        ]  # fmt: skip
        document = {"figures": figures, "run": provenance({})}
        chosen.out.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
