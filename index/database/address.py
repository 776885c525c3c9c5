"""The address of a PostgreSQL catalog, checked before anything repeats a part of it."""

from __future__ import annotations

import re

from index.errors import SettingsError

# user:password@ as it has to be written. An address that is another is not shown: what stands
# behind a / or # of a password would be taken for its host, and libpq repeats what it can't read.
_WRITTEN = r"(?:[^\s/?#@%\[\]]|%[0-9A-Fa-f]{2})*"
_ADDRESS = re.compile(
    rf"postgres(?:ql)?://(?:{_WRITTEN}@)?(?:\[[0-9A-Fa-f:.]+\])?{_WRITTEN}(?:/{_WRITTEN})?"
    r"(?:\?(?:[^\s#@%]|%[0-9A-Fa-f]{2})*)?"
)


def check_address(url: str) -> None:
    """Raises SettingsError for what is no address, without a word of it: it may hold a password."""
    if not _ADDRESS.fullmatch(url):
        raise SettingsError(
            "catalog_url: not an address like postgresql://user:password@host:5432/database"
            "?schema=name. Write other characters than letters and digits of a user or password "
            "in percent, as %2F for /."
        )
