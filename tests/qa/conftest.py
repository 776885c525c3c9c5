"""A pipeline over the seed articles, without a model."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.ingest import index_articles
from index.library import open_library
from index.settings import IndexSettings
from index.vectors.embed import HashingEmbedder
from qa.evidence.rerank import PassageScorer, SimilarityScorer
from qa.pipeline import QAPipeline
from qa.readers.extractive import Reader
from qa.settings import Settings

SEEDS = Path(__file__).parents[2] / "seeds"
MakePipeline = Callable[..., QAPipeline]


@pytest.fixture(scope="session")
def undated_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed articles without the table beside them: nothing says when they were published."""
    folder, home = tmp_path_factory.mktemp("undated"), tmp_path_factory.mktemp("undated-home")
    for article in SEEDS.glob("*.txt"):
        shutil.copy(article, folder)
    embedder = HashingEmbedder()
    index_articles([folder], IndexSettings(home=home, embedder=embedder.name), embedder=embedder)
    return home


@pytest.fixture
def make_pipeline(seed_settings: IndexSettings) -> Iterator[MakePipeline]:
    """A function that makes a pipeline over the seeds, or over another home."""
    made: list[QAPipeline] = []

    def make(
        scorer: PassageScorer | None = None,
        reader: Reader | None = None,
        home: Path = seed_settings.home,
        **values: object,
    ) -> QAPipeline:
        embedder = HashingEmbedder()
        settings = Settings(home=home, embedder=embedder.name, **values)  # type: ignore[arg-type]
        library = open_library(settings.index, embedder=embedder)
        made.append(
            QAPipeline(
                settings,
                library,
                scorer=scorer or SimilarityScorer(embedder.encode),
                reader=reader,
            )
        )
        return made[-1]

    yield make
    for pipeline in made:
        pipeline.close()
