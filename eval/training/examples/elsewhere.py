"""Finds news for questions that were asked of something else: a student learns from a teacher.

    python -m eval.training.examples.elsewhere --data DIR --bench DIR --home HOME --out FILE

Questions of real searches (Natural Questions, TyDi QA) and those of RealTimeQA that are not kept
for scoring, each with news passages that the keyword search finds. Whether a passage answers nobody
says: mostly not, and it looks as if. That is what is read in use when a collection lacks the
answer.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.adapters.realtimeqa import read_articles, read_questions
from eval.measure.news_home import open_news
from eval.training.examples.data import read_rows
from eval.training.examples.mine import window_text
from qa.evidence.retrieve import search_keywords
from qa.question.query import prepare
from qa.settings import Settings

SETS = {"nq_qed": "train", "tydiqa_goldp_en": "train", "nq_open_oracle": None}
RANKED = 12  # passages found a question
EACH, EACH_OF_NEWS = 3, 16  # kept of them


def asked(data: Path, bench: Path) -> Iterator[tuple[str, int]]:
    """Questions with the number of passages to keep for each."""
    for name, split in SETS.items():
        for r in read_rows(data, f"qa/{name}"):
            if split is None or r["split"] == split:
                yield r["question"], EACH
    questions = read_questions(bench)
    held = {(q.asked, q.answers) for q in questions if q.gold_articles}
    for q in questions:
        if (q.asked, q.answers) not in held:
            yield q.question, EACH_OF_NEWS


def find(data: Path, bench: Path, settings: Settings) -> Iterator[dict[str, Any]]:
    """Rows `question, title, text`."""
    news = open_news(read_articles(bench), settings)
    library, rng = news.library, random.Random(7)
    spelling = library.catalog.vocabulary()
    for question, most in asked(data, bench):
        ranked = search_keywords(prepare(question, spelling), library, max(RANKED, 2 * most), None)
        ids = [passage_id for passage_id, _ in ranked]
        for passage in library.catalog.passages(rng.sample(ids, min(most, len(ids)))):
            article = library.catalog.article(passage.article_id)
            if article is None or passage.kind != "body":
                continue
            passages = library.catalog.passages_of(passage.article_id)
            title, text = window_text(passage, article, passages)
            yield {"question": question, "title": title, "text": text}
    news.close()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("--data", "--bench", "--home", "--out"):
        parser.add_argument(name, type=Path, required=True)
    args = parser.parse_args()
    count = 0
    with gzip.open(args.out, "wt", encoding="utf-8") as lines:
        for row in find(args.data, args.bench, Settings(home=args.home)):
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    print(f"{count} pairs in {args.out}")


if __name__ == "__main__":
    main()
