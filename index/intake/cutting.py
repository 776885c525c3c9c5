"""An article made ready to be stored: cut into passages, its terms found, its text packed.

All of it comes from the article and the settings alone, so any process can do it (`workers.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.catalog.insert import Stored, stored_form
from index.settings import IndexSettings
from index.text.split import split_article
from index.types import Article, Passage
from index.vectors.embed import load_embedder
from index.vectors.embedder import Embedder
from index.vectors.fast import fast_encoder
from index.vectors.minilm import WINDOW, BundledEmbedder, load_tokenizer, model_folder
from index.vectors.pieces import Pieces

# Embedders that a worker can count the word pieces of without loading their weights.
CUTS_LIGHTLY = ("bundled", "hashing")


@dataclass(frozen=True)
class Cut:
    """`fast_vectors` are those of `FastEncoder.passages`, and `beginning` is one of its
    `beginnings`, or None where they are made later.
    """

    passages: tuple[Passage, ...]
    stored: Stored
    fast_vectors: tuple[bytes, ...] | None = None
    beginning: bytes | None = None

    def of(self, article: Article) -> Cut:
        """The same for an article that got another id since."""
        if not self.passages or self.passages[0].article_id == article.article_id:
            return self
        passages = tuple(
            replace(
                passage,
                article_id=article.article_id,
                passage_id=f"{article.article_id}:{passage.passage_id.split(':', 1)[1]}",
            )
            for passage in self.passages
        )
        return replace(self, passages=passages)


@dataclass(frozen=True)
class Cutter:
    """How articles are cut: `count_tokens` and `max_tokens` are the embedder's. `pieces` finds the
    word pieces of a text once for all, `fast` makes fast vectors of such, and `begin` the vector of
    an article's beginning.
    """

    settings: IndexSettings
    count_tokens: Callable[[str], int]
    max_tokens: int
    pieces: Callable[[str], Pieces] | None = None
    fast: Callable[[Sequence[Sequence[int]]], list[bytes]] | None = None
    begin: Callable[[Article, Sequence[Passage]], bytes] | None = None

    def cut(self, article: Article) -> Cut:
        """Raises whatever goes wrong, and ValueError when passages don't match the text."""
        pieces = None if self.pieces is None else self.pieces(article.text)
        passages = tuple(
            split_article(
                article,
                self.count_tokens,
                count_span=None if pieces is None else pieces.count,
                chunk_tokens=self.settings.chunk_tokens,
                max_tokens=self.max_tokens,
                language=self.settings.language,
            )
        )
        if any(article.text[p.start_char : p.end_char] != p.text for p in passages):
            raise ValueError("its passages don't match its text")
        fast = None
        if pieces is not None and self.fast is not None:
            fast = tuple(self.fast([pieces.ids(p.start_char, p.end_char) for p in passages]))
        begin = None if self.begin is None else self.begin(article, passages)
        return Cut(passages, stored_form(article, passages), fast, begin)


def cutter_of(settings: IndexSettings, embedder: Embedder) -> Cutter:
    """The cutter of the process that writes."""
    pieces = embedder.pieces if isinstance(embedder, BundledEmbedder) else None
    return Cutter(settings, embedder.count_tokens, embedder.max_tokens, pieces)


@lru_cache(maxsize=1)
def light_cutter(settings: IndexSettings) -> Cutter:
    """The cutter of a worker, for one of CUTS_LIGHTLY: it needs the embedder's tokenizer alone.
    Raises ModelUnavailableError.
    """
    if settings.embedder == "hashing":
        from index.vectors.embed import HashingEmbedder

        return cutter_of(settings, HashingEmbedder())
    from index.vectors.static_model import StaticModel

    tokenizer = load_tokenizer(model_folder() / "tokenizer.json")
    static = StaticModel()
    return Cutter(
        settings,
        lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids),
        WINDOW - 2,
        lambda text: Pieces(tokenizer, text),
        lambda pieces: [row.tobytes() for row in static.encode_ids(pieces)],
    )


@lru_cache(maxsize=1)
def full_cutter(settings: IndexSettings) -> Cutter:
    """The same for a worker that has a machine to itself: it reads the beginnings too."""
    cutter = light_cutter(settings)
    encoder = fast_encoder(load_embedder(settings.embedder))
    if encoder is None:
        return cutter

    def begin(article: Article, passages: Sequence[Passage]) -> bytes:
        (vector,) = encoder.beginnings([(article, passages)])
        return vector

    return replace(cutter, begin=begin)
