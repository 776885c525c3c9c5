"""Systems by name: what `--systems` takes, and how each is made over an opened index."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from eval.systems.dateline import Dateline
from eval.systems.endpoint import Endpoint
from eval.systems.meter import metered
from eval.systems.passages import DenseSearch, KeywordSearch, TopPassages, passages_of
from eval.systems.types import System, SystemSetupError
from index.library import Library
from qa.evidence.rerank import EvidenceScorer, PassageScorer
from qa.readers.llm import LLMHandle, load_llm
from qa.settings import Settings

ENDPOINT = "openai:"


@dataclass
class Place:
    """An opened index, and what systems over it share; loaded when one first asks for it.

    `settings` name the language model (`llm`) for the systems that need one, and the model of an
    endpoint (`endpoint_model`).
    """

    settings: Settings
    library: Library
    scorer: PassageScorer
    endpoint_model: str = "default"
    shared: dict[str, Any] = field(default_factory=dict)

    def once(self, key: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, made once for all places that share `shared`."""
        if key not in self.shared:
            self.shared[key] = make()
        return self.shared[key]

    def handle(self) -> LLMHandle:
        """The language model. Raises SystemSetupError when none is named, and as `load_llm`."""
        if not self.settings.llm:
            raise SystemSetupError(
                "a system that writes with a language model needs one: give --llm smollm2, "
                "ollama:NAME, openai:NAME or gguf:PATH."
            )
        handle: LLMHandle = self.once("llm", self._load)
        return handle

    def _load(self) -> LLMHandle:
        handle = load_llm(self.settings)
        if handle.notice:  # article text is about to leave this machine
            print(handle.notice, file=sys.stderr)
        return handle

    def count_tokens(self) -> Callable[[str], int]:
        """Counts the tokens of a text, as `meter` says."""
        from llama_index.core.utils import get_tokenizer

        encode = self.once("tokenizer", get_tokenizer)
        return lambda text: len(encode(text))


def _product(place: Place) -> System:
    settings = dataclasses.replace(place.settings, reader="extractive")
    return Dateline(settings, place.library, place.scorer)


def _product_llm(place: Place) -> System:
    from qa.readers.llm_reader import LLMReader

    handle, meter = metered(place.handle(), place.count_tokens())
    judge = place.scorer if isinstance(place.scorer, EvidenceScorer) else None
    settings = dataclasses.replace(place.settings, reader="llm")
    return Dateline(
        settings,
        place.library,
        place.scorer,
        name="product_llm",
        reader=LLMReader(handle, judge),
        meter=meter,
    )


def _llamaindex(engine: str) -> Callable[[Place], System]:
    def make(place: Place) -> System:
        from eval.bench.quickstart import embed_model
        from eval.systems import llamaindex

        handle, meter = metered(place.handle(), place.count_tokens())
        embedding = place.once("embedding", embed_model)
        articles = place.library.catalog.articles()
        # Both engines ask the same index of a home.
        key = f"quickstart {place.settings.home}"
        index = place.once(key, lambda: llamaindex.build_index(articles, embedding))
        made: System = getattr(llamaindex, engine)(index, handle, meter)
        return made

    return make


def _keyword(place: Place) -> System:
    passages = passages_of(place.library)
    return TopPassages("keyword", passages, KeywordSearch(passages))


def _dense(place: Place) -> System:
    passages = passages_of(place.library)
    return TopPassages("dense", passages, DenseSearch(passages, place.library.embedder))


# Name, what it is, how it is made.
SYSTEMS: tuple[tuple[str, str, Callable[[Place], System]], ...] = (
    ("product", "Dateline, in the articles' sentences", _product),
    ("product_llm", "Dateline, written by --llm", _product_llm),
    ("quickstart", "LlamaIndex's quickstart, written by --llm", _llamaindex("Quickstart")),
    ("citation_engine", "LlamaIndex's CitationQueryEngine, --llm", _llamaindex("CitationEngine")),
    ("keyword", "the three best passages by plain BM25", _keyword),
    ("dense", "the three nearest passages by the embedder", _dense),
)


def check_names(names: Sequence[str]) -> None:
    """Raises SystemSetupError for a name that is none, or stands twice."""
    known = [name for name, _, _ in SYSTEMS]
    for name in names:
        if name.startswith(ENDPOINT):
            Endpoint(name.removeprefix(ENDPOINT), "")
        elif name not in known:
            raise SystemSetupError(
                f"system {name!r}: use {', '.join(known)} or openai:http://host:port/v1."
            )
    if len(set(names)) != len(names) or not names:
        raise SystemSetupError(f"systems {','.join(names)!r}: name each once, and one at least.")


def make_system(name: str, place: Place) -> System:
    """The system of that name over a place. Raises SystemSetupError, ReaderUnavailableError."""
    if name.startswith(ENDPOINT):
        return Endpoint(
            name.removeprefix(ENDPOINT),
            place.endpoint_model,
            timeout_seconds=place.settings.llm_timeout_seconds,
        )
    for known, _, make in SYSTEMS:
        if known == name:
            return make(place)
    raise SystemSetupError(f"system {name!r} is not known.")
