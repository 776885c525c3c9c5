"""The tables of the catalog, step by step: what a new one begins with, and how an older one
becomes current. Append a step; never edit one that was released.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from index.database.session import Session
from index.errors import StoreMismatchError
from index.text.packed import pack
from index.text.terms import analyse

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    version INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'done')),
    article_id TEXT NOT NULL,
    path TEXT NOT NULL,
    text TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    title TEXT, publisher TEXT, author TEXT,
    credits TEXT NOT NULL,                 -- JSON list
    published_at TEXT,
    published_precision TEXT NOT NULL,
    published_source TEXT NOT NULL,
    url TEXT, language TEXT,
    spans TEXT NOT NULL,                   -- JSON list of [start, end, kind]
    first_day TEXT, last_day TEXT,         -- the days that published_at may mean
    publishers TEXT NOT NULL,              -- JSON list: publisher and credits, case-folded
    words TEXT NOT NULL,                   -- JSON: word -> [total, capital inside, inside]
    file_bytes INTEGER NOT NULL,           -- with the next two: is the file unchanged?
    file_modified_ns INTEGER NOT NULL,
    rules TEXT NOT NULL
);
CREATE UNIQUE INDEX one_version_per_state ON articles (article_id, state);
CREATE INDEX articles_by_path ON articles (path);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES articles (version) ON DELETE CASCADE,
    passage_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    sentences TEXT NOT NULL,               -- JSON list of [start, end]
    kind TEXT NOT NULL,
    vector BLOB NOT NULL,                  -- float32, little-endian, unit length
    UNIQUE (version, ordinal)
);
CREATE INDEX passages_by_id ON passages (passage_id);
CREATE TABLE stale_vectors (passage_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE words (
    word TEXT PRIMARY KEY, total INTEGER NOT NULL,
    capital_inside INTEGER NOT NULL, inside INTEGER NOT NULL
) WITHOUT ROWID;
"""

# A file may hold many articles, and an article stand in several files. Text and what is as long
# leave `articles`: SQLite reads a row from its beginning, so a list of titles read every text.
_FILES_AND_VERSIONS = """
DROP INDEX one_version_per_state;
DROP INDEX articles_by_path;
DROP INDEX passages_by_id;
ALTER TABLE passages RENAME TO old_passages;
ALTER TABLE articles RENAME TO old_articles;
CREATE TABLE files (
    file_id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,             -- or the address of a feed
    bytes INTEGER NOT NULL,                -- with the next: is the file unchanged?
    modified_ns INTEGER NOT NULL,
    content_hash TEXT NOT NULL,            -- of its bytes, '' when never computed
    rules TEXT NOT NULL                    -- it was read under; '' until it is read to its end
);
CREATE TABLE members (                     -- which articles a file holds
    file_id INTEGER NOT NULL REFERENCES files (file_id) ON DELETE CASCADE,
    article_id TEXT NOT NULL,
    path TEXT NOT NULL,
    fingerprint TEXT NOT NULL,             -- of text and metadata as this file has them
    gone INTEGER NOT NULL DEFAULT 0,       -- 1: the file no longer holds it
    PRIMARY KEY (file_id, article_id)
) WITHOUT ROWID;
CREATE INDEX members_by_article ON members (article_id);
CREATE TABLE articles (
    version INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'done')),
    article_id TEXT NOT NULL,
    path TEXT NOT NULL,
    file_id INTEGER REFERENCES files (file_id) ON DELETE SET NULL,
    content_hash TEXT NOT NULL,            -- of the text
    fingerprint TEXT NOT NULL,
    cut TEXT NOT NULL,                     -- rules and settings that its passages were cut by
    title TEXT, publisher TEXT, author TEXT,
    credits TEXT NOT NULL,                 -- JSON list
    published_at TEXT,
    published_precision TEXT NOT NULL,
    published_source TEXT NOT NULL,
    updated_at TEXT,
    updated_precision TEXT NOT NULL,
    url TEXT, language TEXT,
    origins TEXT NOT NULL,                 -- JSON list of [field, where it came from]
    first_day TEXT, last_day TEXT,         -- the days that published_at may mean
    publishers TEXT NOT NULL,              -- JSON list: publisher and credits, case-folded
    cluster TEXT                           -- articles of one cluster are copies of one report
);
CREATE UNIQUE INDEX one_version_per_state ON articles (article_id, state);
CREATE INDEX articles_by_path ON articles (path);
CREATE INDEX articles_by_file ON articles (file_id);
CREATE INDEX articles_by_cluster ON articles (cluster) WHERE cluster IS NOT NULL;
CREATE TABLE contents (
    version INTEGER PRIMARY KEY REFERENCES articles (version) ON DELETE CASCADE,
    text TEXT NOT NULL,
    spans TEXT NOT NULL,                   -- JSON list of [start, end, kind]
    words TEXT NOT NULL                    -- JSON: word -> [total, capital inside, inside]
);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES articles (version) ON DELETE CASCADE,
    passage_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    kind TEXT NOT NULL,
    cluster TEXT,                          -- passages of one cluster say the same
    sentences TEXT NOT NULL,               -- JSON list of [start, end]
    fast_vector BLOB,                      -- of the static model, int8, of any length
    vector BLOB,                           -- float32, little-endian, unit length; NULL: to come
    UNIQUE (version, ordinal)
);
CREATE INDEX passages_by_id ON passages (passage_id);
CREATE INDEX passages_by_cluster ON passages (cluster) WHERE cluster IS NOT NULL;
CREATE TABLE old_versions (                -- earlier texts of an article, newest last
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    path TEXT NOT NULL,
    title TEXT, published_at TEXT, updated_at TEXT,
    replaced_at TEXT NOT NULL,             -- ISO, UTC
    text TEXT NOT NULL,
    UNIQUE (article_id, content_hash)
);
INSERT INTO files (path, bytes, modified_ns, content_hash, rules)
    SELECT path, max(file_bytes), max(file_modified_ns), '', min(rules)
    FROM old_articles WHERE state = 'done' GROUP BY path;
INSERT INTO members (file_id, article_id, path, fingerprint)
    SELECT file_id, article_id, path, '' FROM old_articles JOIN files USING (path)
    WHERE state = 'done';
INSERT INTO articles SELECT version, state, article_id, path,
    (SELECT file_id FROM files WHERE files.path = old_articles.path), content_hash, '',
    rules || '|' || coalesce((SELECT value FROM meta WHERE key = 'chunk_tokens'), '') || '|'
    || coalesce(language, (SELECT value FROM meta WHERE key = 'language'), ''),
    title, publisher, author, credits, published_at, published_precision, published_source,
    NULL, 'unknown', url, language, '[]', first_day, last_day, publishers, NULL FROM old_articles;
INSERT INTO contents SELECT version, text, spans, words FROM old_articles;
INSERT INTO passages SELECT row, version, passage_id, ordinal, start_char, end_char, kind, NULL,
    sentences, NULL, vector FROM old_passages;
DROP TABLE old_passages;
DROP TABLE old_articles;
"""

# What finds copies (`index/copies/clusters.py`): a sample of each passage's shingles, and of each
# finished article how many there are and a digest of the whole.
_COPIES = """
CREATE TABLE prints (
    hash INTEGER NOT NULL,
    row INTEGER NOT NULL REFERENCES passages (row) ON DELETE CASCADE,
    PRIMARY KEY (hash, row)
) WITHOUT ROWID;
CREATE INDEX prints_by_row ON prints (row);
CREATE TABLE prose (
    version INTEGER PRIMARY KEY REFERENCES articles (version) ON DELETE CASCADE,
    prints INTEGER NOT NULL,
    digest BLOB NOT NULL,
    rules TEXT NOT NULL                    -- of shingles and judgement
);
"""

# What MiniLM makes of the beginning of an article; and which passages it has yet to read.
_BEGINNINGS = """
CREATE TABLE beginnings (
    version INTEGER PRIMARY KEY REFERENCES articles (version) ON DELETE CASCADE,
    vector BLOB NOT NULL                   -- float16, little-endian, unit length
);
CREATE INDEX passages_without_vector ON passages (version) WHERE vector IS NULL;
CREATE INDEX passages_without_fast_vector ON passages (version) WHERE fast_vector IS NULL;
"""

# Without the keyword index. A derived index reads what went away by generation.
_PACKED = """
CREATE TABLE packed (                      -- `index/text/packed.py`
    version INTEGER PRIMARY KEY REFERENCES articles (version) ON DELETE CASCADE,
    text BLOB NOT NULL,                    -- packed
    spans TEXT NOT NULL,                   -- JSON list of [start, end, kind]
    words BLOB NOT NULL,                   -- packed JSON: word -> [total, capital inside, inside]
    terms BLOB NOT NULL                    -- packed: a line a passage, blank-separated
);
CREATE TABLE gone (                        -- versions that were removed or replaced
    version INTEGER PRIMARY KEY,
    generation INTEGER NOT NULL            -- of the catalog, from which on it is gone
);
CREATE INDEX gone_by_generation ON gone (generation);
"""


def run_each(session: Session, statements: str) -> None:
    """Statement by statement: SQLite's own way would end the transaction."""
    for statement in statements.split(";\n"):
        if statement.strip():
            session.run(statement)


def _first(session: Session) -> None:
    run_each(session, _FIRST)
    # The keyword index of the first releases; `_keywords_apart` takes it away.
    kind = "VIRTUAL TABLE keyword USING fts5" if has_fts5(session) else "TABLE keyword "
    options = ", tokenize = \"ascii tokenchars '_.'\"" if "fts5" in kind else ""
    session.run(f"CREATE {kind}(body, about{options})")


def has_fts5(session: Session) -> bool:
    """Whether this SQLite can read the keyword index of the first releases."""
    try:
        session.run("CREATE VIRTUAL TABLE temp.trial USING fts5(words)")
        session.run("DROP TABLE temp.trial")
    except sqlite3.OperationalError:
        return False
    return True


def _files_and_versions(session: Session) -> None:
    run_each(session, _FILES_AND_VERSIONS)


def _copies(session: Session) -> None:
    run_each(session, _COPIES)


def _beginnings(session: Session) -> None:
    run_each(session, _BEGINNINGS)


def _coverage(session: Session) -> None:
    """What is asked with every question: how many articles, of whom, from when to when."""
    session.run(
        "CREATE INDEX articles_by_day ON articles "
        "(state, first_day, published_at, last_day, publisher)"
    )


def _keywords_apart(session: Session) -> None:
    """The keyword index leaves the catalog (`index/keywords/`); the terms that it is made of stay,
    beside the text, and what is long is packed.
    """
    run_each(session, _PACKED)
    for (version,) in session.rows("SELECT version FROM articles ORDER BY version"):
        ((text, spans, words),) = session.rows(
            "SELECT text, spans, words FROM contents WHERE version = ?", (version,)
        )
        passages = session.rows(
            "SELECT start_char, end_char, body FROM passages LEFT JOIN keyword ON "
            "keyword.rowid = row WHERE version = ? ORDER BY ordinal",
            (version,),
        )
        terms = [
            " ".join(analyse(text[start:end])) if body is None else body
            for start, end, body in passages
        ]
        session.run(
            "INSERT INTO packed VALUES (?, ?, ?, ?, ?)",
            (
                version,
                pack(text),
                spans,
                pack(words),
                pack("".join(f"{of_one}\n" for of_one in terms)),
            ),
        )
    session.run("DROP TABLE contents")
    session.run("ALTER TABLE packed RENAME TO contents")
    session.run("DROP TABLE keyword")


# Step n brings a catalog of schema version n to n + 1. PostgreSQL begins at POSTGRES_BEGINS; every
# step after that is written for both.
MIGRATIONS: list[Callable[[Session], None]] = [
    _first,
    _files_and_versions,
    _copies,
    _beginnings,
    _coverage,
    _keywords_apart,
]

KEYWORDS_APART = 6  # from this schema on the catalog holds no keyword index


def check_version(name: str, version: int) -> None:
    """Raise StoreMismatchError for a catalog of a newer Dateline."""
    if version > len(MIGRATIONS):
        raise StoreMismatchError(
            f"{name}: made by a newer Dateline (schema {version}; this one knows "
            f"{len(MIGRATIONS)}); update Dateline, or choose another index with --home."
        )
