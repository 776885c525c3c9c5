"""What the tests of the readers share: reading bytes as a file, without a network."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from index.readers import read_articles
from index.settings import IndexSettings
from index.types import Article, Refusal

SETTINGS = IndexSettings(home=Path("unused"), max_file_bytes=2_000_000)

Items = list[Article | Refusal]
Read = Callable[[str, bytes], Items]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No reader may open a connection, whatever a document asks for."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a reader opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes bytes under a name and reads the file."""

    def read_bytes(name: str, data: bytes) -> Items:
        path = tmp_path / name
        path.write_bytes(data)
        return list(read_articles(path, settings=SETTINGS))

    return read_bytes


@pytest.fixture
def read_one(read: Read) -> Callable[[str, bytes], Article]:
    """The same, for a file of one article."""

    def read_bytes(name: str, data: bytes) -> Article:
        (item,) = read(name, data)
        assert isinstance(item, Article), item
        return item

    return read_bytes
