"""An address is checked before a word of it is repeated: it may hold a password."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.database.postgres import PostgresDatabase
from index.errors import SettingsError
from index.vectors.chroma.client import address_of
from qa.settings import Settings


@pytest.mark.parametrize(
    "password", ["HID/DEN", "HID#DEN", "HID?DEN", "HIDDEN%zz", "HID@DEN", "HID DEN", "HID[DEN"]
)
def test_a_password_in_other_characters_is_not_repeated(password: str) -> None:
    with pytest.raises(SettingsError, match="percent") as raised:
        PostgresDatabase(Path("home"), f"postgresql://bob:{password}@127.0.0.1:1/news")
    assert "HID" not in str(raised.value) and "DEN" not in str(raised.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://dateline@/postgres?host=/tmp/socket&schema=news",
        "postgresql:///news",
        "postgresql://bob:p%40ss@[::1]:5432/news?options=-c%20statement_timeout%3D5000",
        "postgres://one,two:5432/news",
    ],
)
def test_addresses_of_libpq_are_taken(url: str) -> None:
    database = PostgresDatabase(Path("home"), url)
    assert "p%40ss" not in database.name
    if "options" in url:  # libpq reads no + as a blank
        assert "-c%20statement_timeout" in database._address()[0]


def test_a_chroma_address_keeps_its_password_too() -> None:
    for password in ("HID/DEN", "HID[DEN"):
        with pytest.raises(SettingsError) as raised:
            address_of(f"http://bob:{password}@h:1")
        assert "HID" not in str(raised.value)
    with pytest.raises(SettingsError, match="chroma_url") as raised:
        Settings(chroma_url="bob:HIDDEN@127.0.0.1:8000")
    assert "HIDDEN" not in str(raised.value)
