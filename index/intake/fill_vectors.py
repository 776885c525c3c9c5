"""MiniLM's vectors of passages that have only fast ones so far; and fast ones of older passages.

Both go block by block, while questions are answered by fast vectors, and go on after a kill where
they were: the catalog knows what is missing. A vector stands in the vector store before the
catalog says that it is there, as everywhere.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from index.catalog.catalog import Catalog
from index.intake.write_session import IndexWriter
from index.settings import IndexSettings
from index.vectors.fast import FastEncoder
from index.vectors.minilm import BundledEmbedder
from index.vectors.static_model import SHA256

logger = logging.getLogger(__name__)

# Most passages that are read by MiniLM at once at the end of a run when `vectors` is "auto": two
# to five minutes on two cores. Beyond, they would take longer than a person waits.
AUTO_PASSAGES = 5_000

BLOCK_PASSAGES = 512  # between two commits: some ten seconds


def fill_wanted(settings: IndexSettings, missing: int) -> bool:
    """Whether a run that leaves `missing` passages without MiniLM's vector fills them in."""
    if settings.vectors == "auto":
        return 0 < missing <= AUTO_PASSAGES
    return settings.vectors == "full" and missing > 0


def fill(writer: IndexWriter, embedder: BundledEmbedder, said: Callable[[int, int], None]) -> int:
    """Give every passage MiniLM's vector; gives how many got one. `said` is told (done, of all)
    after each block.
    """
    rows = writer.catalog.vectors
    missing, done = rows.count_missing(), 0
    while block := rows.missing(BLOCK_PASSAGES):
        texts = list(dict.fromkeys(text for _, _, text in block))  # a text that recurs: once
        vectors = embedder.encode_beginnings(texts, embedder.max_tokens)
        found = {t: v.astype("<f4").tobytes() for t, v in zip(texts, vectors, strict=True)}
        writer.fill([(row, passage_id, found[text]) for row, passage_id, text in block])
        done += len(block)
        said(done, missing)
    if done:
        rows.filled()
    return done


def complete_fast_vectors(writer: IndexWriter, catalog: Catalog, encoder: FastEncoder) -> int:
    """Fast vectors for articles that have none, or those of another static model: an index of an
    earlier Dateline. Gives the number of articles.
    """
    rows = writer.catalog.vectors
    made_by = writer.catalog.meta().get("fast_model")
    if made_by not in (None, SHA256):
        rows.forget_fast()
    done = 0
    for article_id in rows.articles_without_fast():
        article = catalog.article(article_id)
        if article is None:  # replaced since
            continue
        passages = catalog.passages_of(article_id)
        (vector,) = encoder.beginnings([(article, passages)])
        fast = encoder.passages([passage.text for passage in passages])
        pairs = [(p.passage_id, v) for p, v in zip(passages, fast, strict=True)]
        rows.set_fast(article_id, vector, pairs)
        done += 1
    if made_by != SHA256:
        writer.catalog.set_meta(fast_model=SHA256)
    if done:
        logger.info("made fast vectors for %d articles", done)
    return done
