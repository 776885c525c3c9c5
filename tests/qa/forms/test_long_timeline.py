"""A timeline of many articles: the days that they keep coming back to."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from index.ingest import index_articles
from index.library import open_library
from index.settings import IndexSettings
from index.vectors.embed import HashingEmbedder
from qa.evidence.rerank import SimilarityScorer
from qa.forms.timeline import MANY, MOST_ENTRIES
from qa.pipeline import QAPipeline
from qa.settings import Settings

COLLAPSE = date(2023, 3, 3)


def _articles() -> list[dict[str, str]]:
    told = "The Halm dam broke before dawn on Friday and flooded the lower town, police said."
    found = [{"title": "Halm dam breaks", "published_at": COLLAPSE.isoformat(), "text": told}]
    for number in range(MANY + 6):
        day = COLLAPSE + timedelta(days=9 + 11 * number)
        text = (
            f"Inspector number {number} wrote a letter on the Halm dam to office {number * 7}. "
            f"Crews counted {number + 3} pumps. The Halm dam broke on March 3, 2023."
        )
        title = f"Halm dam: letter {number}"
        found.append({"title": title, "published_at": day.isoformat(), "text": text})
    return found


def test_the_day_that_everybody_names_is_told(tmp_path: Path) -> None:
    lines = (json.dumps({"publisher": "Courier", **article}) for article in _articles())
    (tmp_path / "halm.jsonl").write_text("\n".join(lines), encoding="utf-8")
    embedder = HashingEmbedder()
    settings = Settings(home=tmp_path / "home", embedder=embedder.name)
    index = IndexSettings(home=settings.home, embedder=embedder.name)
    index_articles([tmp_path / "halm.jsonl"], index, embedder=embedder)
    library = open_library(settings.index, embedder=embedder)
    pipeline = QAPipeline(settings, library, scorer=SimilarityScorer(embedder.encode))
    answer = pipeline.ask("Timeline of the Halm dam")
    pipeline.close()
    days = [entry.on for entry in answer.timeline]
    assert days == sorted(days) and len(days) == MOST_ENTRIES
    assert COLLAPSE.isoformat() in days
