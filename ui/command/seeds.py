"""The seed articles, and whether there is anything else to ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import StoreNotFoundError
from qa.settings import Settings
from ui.errors import BadInputError

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog


def default_seeds() -> Path:
    """The seed articles: ./seeds, else those of the checkout, else the copy in the package.

    Raises BadInputError when there are none.
    """
    packaged = Path(str(resources.files("index"))) / "_seeds"
    for folder in (Path("seeds"), Path(__file__).parents[2] / "seeds", packaged):
        if folder.is_dir():
            return folder
    raise BadInputError("there are no seed articles here; name files or folders to index.")


def is_empty(settings: Settings) -> bool:
    """True when this home has no index yet, or one without articles."""
    try:
        with opened_catalog(settings) as catalog:
            return catalog.article_count() == 0
    except StoreNotFoundError:
        return True


@contextmanager
def opened_catalog(settings: Settings) -> Iterator[Catalog]:
    """The catalog of the home, closed afterwards. Raises StoreNotFoundError where there is none."""
    from index.catalog.catalog import Catalog

    catalog = Catalog.open(settings.home, url=settings.catalog_url)
    try:
        yield catalog
    finally:
        catalog.close()
