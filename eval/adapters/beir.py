"""A BEIR folder (Thakur and others 2021, arXiv:2104.08663): `corpus.jsonl`, `queries.jsonl` and
`qrels/SPLIT.tsv`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eval.adapters.published import ONE, Document, PublishedSet, as_question, file_id
from eval.adapters.rows import AdapterError, Row, find, open_text, read_all, text


@dataclass(frozen=True)
class BeirSet:
    """Documents (id -> title, text), queries (id -> text), and the documents right for each query,
    with how right they are (above 0). Queries without a right document are left out.
    """

    documents: dict[str, tuple[str, str]]
    queries: dict[str, str]
    right: dict[str, dict[str, int]]


def read_beir(folder: Path, split: str = "test") -> BeirSet:
    """A folder's set. Raises AdapterError, also where something unknown is judged."""
    documents = dict(read_all(find(folder, "corpus"), _document, "_id, title and text"))
    queries = dict(read_all(find(folder, "queries"), _query, "_id and text"))
    path = folder / "qrels" / f"{split}.tsv"
    right: dict[str, dict[str, int]] = {}
    lines = open_text(path).splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip() or (number == 1 and not line.rsplit("\t", 1)[-1].strip().isdigit()):
            continue  # the header
        where = f"{path}, line {number}"
        try:
            query, document, score = line.split("\t")
            value = int(score)
        except ValueError as error:
            raise AdapterError(
                f"{where}: {error}; expected query-id, corpus-id and score, between tabs."
            ) from error
        if query not in queries or document not in documents:
            raise AdapterError(f"{where}: {query} or {document} is in neither file.")
        if value > 0:
            right.setdefault(query, {})[document] = value
    return BeirSet(documents, {q: queries[q] for q in right}, right)


def beir_set(folder: Path) -> PublishedSet:
    """All test queries asked of all documents: nothing says what an answer must hold, so only the
    ranking of documents is scored. Raises AdapterError.
    """
    read = read_beir(folder)
    ids = {key: f"{number:07}-{file_id(key)}" for number, key in enumerate(read.documents)}
    documents = tuple(
        Document(ids[key], words, title) for key, (title, words) in read.documents.items()
    )
    questions = tuple(
        as_question(
            key,
            words,
            kind="query",
            gold={ids[document]: grade for document, grade in read.right[key].items()},
        )
        for key, words in read.queries.items()
    )
    return PublishedSet(f"BEIR {folder.name}", questions, {ONE: documents})


def _document(row: Row) -> tuple[str, tuple[str, str]]:
    return text(row, "_id"), (text({"title": "", **row}, "title"), text(row, "text"))


def _query(row: Row) -> tuple[str, str]:
    return text(row, "_id"), text(row, "text")
