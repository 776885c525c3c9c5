"""Opens the vector store and compares it with the catalog, in a process that may crash.

Run by `doctor.py`, which holds the write lock: `python -m index.probe SETTINGS_JSON OUT_FILE`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from index.catalog import Catalog
from index.errors import StoreError
from index.settings import IndexSettings
from index.store import ChromaWriter

# Chroma scales vectors to unit length again, which moves the last bits.
TOLERANCE = 1e-4


def compare(settings: IndexSettings) -> dict[str, list[str]]:
    """Passage ids whose vector is missing, extra or different in the vector store."""
    import numpy as np

    catalog = Catalog.open(settings.home)
    expected = {row[0]: row[2] for block in catalog.vectors() for row in block}
    vectors = ChromaWriter(settings.home, settings, catalog.meta()["collection"])
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
    vectors.close()
    catalog.close()
    return {"missing": sorted(set(expected) - seen), "extra": extra, "different": different}


if __name__ == "__main__":
    values = json.loads(sys.argv[1])
    try:
        result = compare(IndexSettings(**{**values, "home": Path(values["home"])}))
    except StoreError as error:
        sys.exit(str(error.__cause__ or error))
    Path(sys.argv[2]).write_text(json.dumps(result), encoding="utf-8")
