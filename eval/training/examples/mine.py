"""Mines news passages for the questions of RealTimeQA with Dateline's own retriever.

    python -m eval.training.examples.mine --bench DIR --home HOME --out FILE

`HOME` is an index of its articles, made when it is empty; keywords are enough, so any embedder
will do (`--embedder hashing` is quick). A passage answers by weak label: it is of an article that
the question was written from or that a web search brought, holds the answer string, and shares
most with the question. Passages that rank high and lack the answer are the negatives.

Questions with `gold_articles` are left out, and so is any other question of their week with the
same answer: they are kept for scoring (`python -m eval.measure.retrieval`, `python -m
eval.measure.answers`).
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.adapters.realtimeqa import read_articles, read_questions
from eval.measure.news_home import open_news
from index.library import Library
from index.text.terms import analyse
from index.types import Article, Passage
from qa.evidence.retrieve import search_keywords
from qa.evidence.windows import plain_title, window_of
from qa.question.query import Query, prepare
from qa.settings import Settings

RANKED = 60  # passages looked at for negatives
NEGATIVES, POSITIVES = 16, 3  # kept a question
LEAST_SHARED = 0.34  # of a question's terms, in a passage that is said to answer it
_VAGUE = re.compile(r"(?:true|false|yes|no|(?:all|none|both) of .*|\d)$", re.I)


def mine(bench: Path, settings: Settings) -> Iterator[dict[str, Any]]:
    """Rows `question, answers`, `positives: [[title, text, [[start, end], …]], …]` and
    `negatives: [[title, text], …]`.
    """
    news = open_news(read_articles(bench), settings)
    library = news.library
    ids = {bench_id: index_id for index_id, bench_id in news.bench_ids.items()}
    questions = read_questions(bench)
    held = {(q.asked, q.answers) for q in questions if q.gold_articles}
    spelling = library.catalog.vocabulary()
    for q in questions:
        answers = [a for a in q.answers if not _VAGUE.match(a.strip())]
        if not answers or (q.asked, q.answers) in held:
            continue
        query = prepare(q.question, spelling)
        sources = [ids[key] for key in q.retrieved if key in ids]
        positives = _positives(library, query, sources, answers)
        negatives = _negatives(library, query, answers)
        if positives or (negatives and not q.retrieved):
            yield {
                "question": q.question,
                "answers": answers,
                "positives": positives,
                "negatives": negatives,
            }
    news.close()


def _positives(
    library: Library, query: Query, sources: Sequence[str], answers: Sequence[str]
) -> list[tuple[str, str, list[tuple[int, int]]]]:
    wanted = set(analyse(" ".join(query.content_words)))
    found = []
    for article_id in sources:
        article = library.catalog.article(article_id)
        passages = library.catalog.passages_of(article_id)
        for passage in passages if article else ():
            if passage.kind != "body" or not answer_spans(passage.text, answers):
                continue
            assert article is not None
            title, text = window_text(passage, article, passages)
            shared = len(wanted & set(analyse(text))) / max(1, len(wanted))
            if shared >= LEAST_SHARED:
                found.append((shared, title, text, answer_spans(text, answers)))
    found.sort(key=lambda row: -row[0])
    return [row[1:] for row in found[:POSITIVES]]


def _negatives(library: Library, query: Query, answers: Sequence[str]) -> list[tuple[str, str]]:
    ranking = search_keywords(query, library, RANKED, None)
    texts: list[tuple[str, str]] = []
    for passage in library.catalog.passages([passage_id for passage_id, _ in ranking]):
        article = library.catalog.article(passage.article_id)
        if article is None or passage.kind != "body":
            continue
        passages = library.catalog.passages_of(passage.article_id)
        title, text = window_text(passage, article, passages)
        if not any(_folded(a) in _folded(text) for a in answers):
            texts.append((title, text))
    return list(dict.fromkeys(texts))[:NEGATIVES]


def window_text(passage: Passage, article: Article, passages: Sequence[Passage]) -> tuple[str, str]:
    """Headline and text of what the scorer reads."""
    text, sentences, _ = window_of(passage, article, passages)
    return plain_title(article.title or ""), text[sentences[0][0] :]


def answer_spans(text: str, answers: Sequence[str]) -> list[tuple[int, int]]:
    """Where one of the answers stands in a text as whole words, whatever the case."""
    patterns = "|".join(re.escape(a.strip()) for a in answers)
    return [m.span() for m in re.finditer(rf"(?<!\w)(?:{patterns})(?!\w)", text, re.I)]


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--embedder", help="for a new index")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    settings = Settings(home=args.home, embedder=args.embedder or "bundled")
    with gzip.open(args.out, "wt", encoding="utf-8") as file:
        for row in mine(args.bench, settings):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
