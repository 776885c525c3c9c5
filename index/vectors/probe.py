"""Opens the vector store and compares it with the catalog, in a process that may crash.

Run by `index/doctor.py`, which holds the write lock: `python -m index.vectors.probe OUT_FILE`, with
the settings as JSON on standard input.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path

from index.catalog.catalog import Catalog
from index.errors import StoreError
from index.settings import IndexSettings
from index.vectors.store import ChromaWriter

# Chroma scales vectors to unit length again, which moves the last bits.
TOLERANCE = 1e-4


def compare(settings: IndexSettings) -> dict[str, list[str]] | str:
    """Passage ids whose vector is missing, extra or different in the vector store; or why it
    can't be read.
    """
    catalog = Catalog.open(settings.home, url=settings.catalog_url)
    expected = {row[0]: row[2] for block in catalog.vectors() for row in block}
    collection = catalog.meta()["collection"]
    catalog.close()
    try:
        with closing(ChromaWriter(settings.home, settings, collection)) as vectors:
            return _compare(expected, vectors)
    except StoreError as error:
        return str(error.__cause__ or error)


def _compare(expected: dict[str, bytes], vectors: ChromaWriter) -> dict[str, list[str]]:
    import numpy as np

    different, extra, seen = [], [], set()
    for ids, matrix in vectors.rows():
        for passage_id, vector in zip(ids, matrix, strict=True):
            seen.add(passage_id)
            if passage_id not in expected:
                extra.append(passage_id)
            elif not np.allclose(
                np.frombuffer(expected[passage_id], dtype="<f4"), vector, atol=TOLERANCE
            ):
                different.append(passage_id)
    if seen:
        vectors.check_search()
    return {"missing": sorted(set(expected) - seen), "extra": extra, "different": different}


if __name__ == "__main__":
    values = json.loads(sys.stdin.read())
    result = compare(IndexSettings(**{**values, "home": Path(values["home"])}))
    Path(sys.argv[1]).write_text(json.dumps(result), encoding="utf-8")
