"""Whether the publication date and the publisher of an article are right.

`python -m eval.measure.metadata --bench DIR` reads the articles of RealTimeQA 2022 in three ways:

- with metadata: through the JSON reader, date and address included. Gold are the day that the set
  gives and the outlet whose site the address is on (three outlets, written down here).
- by address: the same without the date, so that it must come from the address.
- bare text: title and text of the 100 articles of `labels/bare_dates.jsonl`, labelled by hand: the
  finest date that a careful reader gets from the words, the calendar and who was in office, without
  remembering the events. "Right" is a date, however coarse, that agrees with label and set; "wrong"
  one that disagrees with either; the rest is unknown, and "missed" of it is what the label knows.

Rules are tuned on other articles (`--others N --misses`), never on the hundred.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from eval.adapters.realtimeqa import NewsArticle, read_articles
from eval.adapters.rows import AdapterError
from index import readers
from index.byline.published import Published, find_published
from index.byline.publishers import same_publisher
from index.byline.title_and_author import read_metadata
from index.marking.mark_spans import mark_spans
from index.settings import IndexSettings
from index.types import Article, Refusal

LABELS = Path(__file__).with_name("labels") / "bare_dates.jsonl"
SEED = 20261124
# The day up to which dates are inferred; later days leave more years in doubt.
TODAY = date(2026, 11, 24)
OUTLETS = {
    "www.usatoday.com": "USA TODAY",
    "www.cnn.com": "CNN",
    "e.newsletters.cnn.com": "CNN",
    "www.theweek.co.uk": "The Week",
}


@dataclass(frozen=True)
class Label:
    """What a careful reader gets from the words of an article; `date` is ISO or None."""

    id: str
    date: str | None
    reason: str


def load_labels(path: Path = LABELS) -> dict[str, Label]:
    """The labels by article id. Raises ValueError for a row of another shape."""
    labels: dict[str, Label] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            label = Label(row["id"], row["date"], row["reason"])
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path}, line {number}: not id, date and reason") from error
        labels[label.id] = label
    return labels


def judge_date(found: str | None, published: str, labelled: str | None) -> str:
    """Whether a date is "right", "wrong", "unknown" or "missed", beside set and label.

    A date without a label to compare is judged by the set alone.
    """
    if found is None:
        return "missed" if labelled else "unknown"
    day = found[:10]
    agrees = labelled is None or labelled.startswith(day) or day.startswith(labelled)
    return "right" if agrees and published.startswith(day) else "wrong"


def bare_date(article: NewsArticle) -> Published:
    """The date that title and text alone give."""
    text = f"{article.title}\n\n{article.text}"
    return find_published(text, mark_spans(text), "article.txt", today=TODAY)


def bare_publisher(article: NewsArticle) -> str | None:
    """The publisher that title and text alone give."""
    text = f"{article.title}\n\n{article.text}"
    return read_metadata(text, mark_spans(text)).publisher


def read_exported(articles: Iterable[NewsArticle], *, dated: bool) -> Iterator[Article | None]:
    """The articles as the JSON lines reader gives them; None for one that it refuses."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "articles.jsonl")
        with path.open("w", encoding="utf-8") as file:
            for article in articles:
                row = {"url": article.url, "title": article.title, "text": article.text}
                if dated:
                    row["published"] = article.published
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        settings = IndexSettings(home=Path(folder))
        for item in readers.read_articles(path, settings=settings):
            yield None if isinstance(item, Refusal) else item


def judge_exported(articles: Sequence[NewsArticle], *, dated: bool) -> tuple[Counter[str], ...]:
    """How many dates and how many publishers are right, wrong or unknown."""
    dates, publishers = Counter[str](), Counter[str]()
    for gold, read in zip(articles, read_exported(articles, dated=dated), strict=True):
        if read is None:
            dates["refused"] += 1
            publishers["refused"] += 1
            continue
        dates[judge_date(read.published_at, gold.published, None)] += 1
        publishers[_judge_publisher(read.publisher, gold)] += 1
    return dates, publishers


def _judge_publisher(found: str | None, gold: NewsArticle) -> str:
    outlet = OUTLETS.get(urlsplit(gold.url).hostname or "")
    if outlet is None:
        return "no gold"
    if found is None:
        return "unknown"
    return "right" if same_publisher(found, outlet) else "wrong"


def judge_bare(
    articles: Iterable[NewsArticle], labels: Mapping[str, Label]
) -> Iterator[tuple[NewsArticle, Published, str]]:
    """Each article with its date from the words alone and the verdict."""
    for article in articles:
        found = bare_date(article)
        label = labels.get(article.id)
        verdict = judge_date(found.at, article.published, label.date if label else None)
        yield article, found, verdict


def share(counts: Mapping[str, int], *names: str) -> str:
    """Those names together: "right 97.0 % (97 of 100)". What has no gold isn't counted."""
    total = sum(count for name, count in counts.items() if name != "no gold")
    part = sum(counts.get(name, 0) for name in names)
    rate = 100 * part / total if total else 0.0
    return f"{' or '.join(names)} {rate:.1f} % ({part} of {total})"


def _print_bare(
    title: str, judged: Sequence[tuple[NewsArticle, Published, str]], misses: bool
) -> None:
    counts = Counter(verdict for _, _, verdict in judged)
    print(f"{title}: {share(counts, 'right', 'unknown', 'missed')}; {share(counts, 'wrong')}")
    found = Counter(
        f"{published.precision} ({published.source})"
        for _, published, verdict in judged
        if verdict == "right"
    )
    print(f"  right {counts['right']}: {dict(found)}; missed {counts['missed']}")
    for article, published, verdict in judged if misses else ():
        if verdict in ("wrong", "missed"):
            print(f"  {article.id} {verdict}: {published.at} beside {article.published}")


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.measure.metadata",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--bench", type=Path, required=True, help="folder of the published sets")
    parser.add_argument("--articles", type=int, help="with metadata: a sample (default: all)")
    parser.add_argument("--others", type=int, help="bare text of so many unlabelled articles only")
    parser.add_argument("--misses", action="store_true", help="list them (with --others)")
    chosen = parser.parse_args(argv)
    if chosen.misses and chosen.others is None:
        parser.error("--misses goes with --others: nobody tunes on the labelled articles")
    try:
        articles, labels = read_articles(chosen.bench), load_labels()
    except (OSError, ValueError, AdapterError) as error:
        parser.error(str(error))
    pick = random.Random(SEED)
    if chosen.others is not None:
        rest = [article for article in articles if article.id not in labels]
        sample = pick.sample(rest, min(chosen.others, len(rest)))
        _print_bare("bare text, unlabelled", list(judge_bare(sample, labels)), chosen.misses)
        return 0
    labelled = [article for article in articles if article.id in labels]
    if len(labelled) < len(labels):
        parser.error(f"{len(labels) - len(labelled)} labelled articles are not in {chosen.bench}")
    count = min(chosen.articles or len(articles), len(articles))
    sample = pick.sample(list(articles), count)
    for title, dated in (("with metadata", True), ("by address", False)):
        dates, publishers = judge_exported(sample, dated=dated)
        print(f"{title}: date {share(dates, 'right')}; publisher {share(publishers, 'right')}")
    _print_bare("bare text, labelled", list(judge_bare(labelled, labels)), False)
    publishers = Counter(_judge_publisher(bare_publisher(a), a) for a in labelled)
    # "wrong" is mostly a wire service or a sister paper, whose story the site printed.
    print(
        f"  publisher: the site's outlet {share(publishers, 'right')}, {share(publishers, 'wrong')}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
