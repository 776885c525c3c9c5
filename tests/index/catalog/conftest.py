"""A new catalog, and a way to put articles into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.catalog.catalog import Catalog
from index.catalog.writer import CatalogWriter, Prepared
from tests.index.catalog.prepared import Put


@pytest.fixture
def put(tmp_path: Path, catalog_url: str) -> Put:
    """Store and finish articles; gives the catalog."""
    catalog = Catalog.open(tmp_path, create=True, url=catalog_url)

    def store(*batch: Prepared) -> Catalog:
        with CatalogWriter(catalog.database) as writer:
            writer.finish(writer.add_pending(batch))
        return catalog

    return store
