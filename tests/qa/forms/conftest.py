"""Nine invented articles about a ferry strike and a dam, and a way to ask them without a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.ingest import index_articles
from index.library import open_library
from index.settings import IndexSettings
from index.vectors.embed import HashingEmbedder
from qa.evidence.rerank import SimilarityScorer
from qa.pipeline import QAPipeline
from qa.settings import Settings
from qa.types import Answer

Ask = Callable[..., Answer]
NORVIK = Path(__file__).with_name("norvik.jsonl")


@pytest.fixture(scope="session")
def norvik_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("norvik")
    embedder = HashingEmbedder()
    index_articles([NORVIK], IndexSettings(home=home, embedder=embedder.name), embedder=embedder)
    return home


@pytest.fixture
def ask(norvik_home: Path) -> Iterator[Ask]:
    """Asks a question of the nine articles."""
    embedder = HashingEmbedder()
    settings = Settings(home=norvik_home, embedder=embedder.name)
    library = open_library(settings.index, embedder=embedder)
    pipeline = QAPipeline(settings, library, scorer=SimilarityScorer(embedder.encode))
    yield pipeline.ask
    pipeline.close()
