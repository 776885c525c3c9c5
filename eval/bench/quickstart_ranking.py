"""LlamaIndex's quickstart on RealTimeQA: which articles it brings, stored for
`eval.measure.retrieval`.

python -m eval.bench.quickstart_ranking --bench DIR --store FOLDER --out FILE

Its index is built in FOLDER when that is empty: long passages, the same embedder, no more than the
documentation's first page (`eval.bench.quickstart`). That takes minutes to an hour, asking seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any

from eval.adapters.realtimeqa import NewsArticle, read_articles, read_questions
from eval.bench.beside_quickstart import nltk_data
from eval.metrics.ranking import first_of_each

PASSAGES = 100  # asked for, so that ten articles are among them


def build(articles: Sequence[NewsArticle], store: Path) -> None:
    """Index the articles as plain files, title first, as the quickstart would."""
    from eval.bench import quickstart

    with tempfile.TemporaryDirectory(prefix="dateline-quickstart-") as folder:
        os.environ.update(nltk_data(Path(folder)))
        pages = Path(folder) / "articles"
        pages.mkdir()
        for article in articles:
            page = f"{article.title}\n\n{article.text}\n"
            (pages / f"{article.id}.txt").write_text(page, encoding="utf-8")
        quickstart.build(pages, store)


def ranking_of(nodes: Sequence[Any]) -> list[str]:
    """The articles of retrieved nodes, best first, each once."""
    return first_of_each(PurePath(n.node.metadata["file_name"]).stem for n in nodes)


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench.quickstart_ranking",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for name in ("--bench", "--store", "--out"):
        parser.add_argument(name, type=Path, required=True)
    chosen = parser.parse_args(argv)
    questions = [q for q in read_questions(chosen.bench) if q.gold_articles]
    if not (chosen.store / "docstore.json").exists():
        build(read_articles(chosen.bench), chosen.store)
    from eval.bench import quickstart

    ask = quickstart.retriever(chosen.store, PASSAGES)
    rankings = {q.id: ranking_of(ask.retrieve(q.question)) for q in questions}
    chosen.out.write_text(json.dumps(rankings) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
