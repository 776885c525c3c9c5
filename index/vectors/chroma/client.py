"""A Chroma client: of the folder in a home, or of a server; and its errors in our words.

Chroma waits for a server without end, so a time is set here. A server that is started again (a few
seconds) is waited for; one that doesn't answer at all is named.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from index.errors import SettingsError, StoreDamagedError, StoreError
from index.settings import IndexSettings

CHROMA_FOLDER = "chroma"

CONNECT_SECONDS = 5.0
# Most that one request may take: 5,000 vectors take a server 10 s on a busy machine.
REPLY_SECONDS = 120.0
# How long a server that went away is waited for: in the midst of writing, and before that or by a
# question.
RESTART_SECONDS, QUESTION_SECONDS = 30.0, 5.0
_POLL_SECONDS = 0.25

T = TypeVar("T")


@dataclass(frozen=True)
class Address:
    """Where a server is: `url` without credentials, which are in `headers`."""

    url: str
    headers: dict[str, str] = field(default_factory=dict, repr=False)


def address_of(chroma_url: str) -> Address:
    """The address of a server: http(s)://[user:password@]host[:port][/path]. A password without a
    user is a token. Raises SettingsError.
    """
    try:
        parts = urlsplit(chroma_url)
        host, port = parts.hostname, parts.port
    except ValueError:  # what it says may hold a part of the password
        raise SettingsError(
            "chroma_url: not an address. Write other characters than letters and digits of a user "
            "or password in percent, as %2F for /."
        ) from None
    if not host or parts.query or parts.fragment:
        raise SettingsError(
            "chroma_url: use http(s)://host:port/path, with user:password@ before the host where "
            "a proxy asks for them."
        )
    port = port or (443 if parts.scheme == "https" else 80)
    shown_host = f"[{host}]" if ":" in host else host
    headers = {}
    if parts.password is not None:
        user, password = unquote(parts.username or ""), unquote(parts.password)
        coded = base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
        headers["Authorization"] = f"Basic {coded}" if user else f"Bearer {password}"
    return Address(f"{parts.scheme}://{shown_host}:{port}{parts.path.rstrip('/')}", headers)


def open_client(home: Path, settings: IndexSettings) -> Any:
    """A client of the server at `chroma_url`, else of the folder in `home`.

    Raises StoreError when the server doesn't answer, StoreDamagedError when the folder's files
    can't be read.
    """
    import chromadb
    from chromadb.config import Settings

    # _env_file: Chroma would read its settings from any .env in the working directory.
    options: Any = Settings(anonymized_telemetry=False, _env_file=None)
    if not settings.chroma_url:
        folder = home / CHROMA_FOLDER
        try:
            folder.mkdir(exist_ok=True)
            return chromadb.PersistentClient(str(folder), settings=options)
        except Exception as error:
            raise broken(settings, error) from error
    address = address_of(settings.chroma_url)
    try:
        _greet(address)
        client = chromadb.HttpClient(
            host=address.url,
            ssl=address.url.startswith("https"),
            headers=dict(address.headers),
            settings=options,
        )
    except Exception as error:
        raise StoreError(
            f"the Chroma server at {address.url} doesn't answer "
            f"({first_line(error)}); start it, or empty chroma_url for the embedded store."
        ) from error
    _bound(client)
    return client


def _greet(address: Address) -> None:
    """Ask whether the server is there, before Chroma's own client asks without end."""
    import httpx

    answer = httpx.get(
        f"{address.url}/api/v2/heartbeat", headers=address.headers, timeout=CONNECT_SECONDS
    )
    answer.raise_for_status()


def _bound(client: Any) -> None:
    """Give its requests a time. Its settings have none (1.5.9)."""
    import httpx

    session = getattr(getattr(client, "_server", None), "_session", None)
    if isinstance(session, httpx.Client):
        session.timeout = httpx.Timeout(REPLY_SECONDS, connect=CONNECT_SECONDS)


def patiently(settings: IndexSettings, seconds: float, ask: Callable[[], T]) -> T:
    """What `ask` gives; again, for so long, while a server can't be reached. What is asked may
    have been done, and is done a second time then. Raises StoreError, StoreDamagedError.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            with foreign_errors(settings):
                return ask()
        except StoreError as error:
            gone = settings.chroma_url and _is_out_of_reach(error.__cause__)
            if not gone or time.monotonic() >= end:
                raise
        time.sleep(_POLL_SECONDS)


def has_no_answer(error: BaseException | None) -> bool:
    """Whether a server was not heard of, for whatever reason."""
    import httpx

    return isinstance(error, httpx.TransportError)


def _is_out_of_reach(error: BaseException | None) -> bool:
    """No connection, or one that broke: not an answer that took too long."""
    import httpx

    return isinstance(error, httpx.NetworkError | httpx.ConnectTimeout | httpx.ProtocolError)


@contextmanager
def foreign_errors(settings: IndexSettings) -> Iterator[None]:
    """Turn whatever Chroma raises into StoreError."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        raise broken(settings, error) from error


def broken(settings: IndexSettings, reason: object) -> StoreError:
    """What to say, and to do, when the vector store fails."""
    text = first_line(reason)
    if "disk is full" in text.lower() or "no space" in text.lower():
        return StoreError(
            f"writing vectors failed ({text}); free some space and run the command again. "
            "Everything reported done is kept."
        )
    if settings.chroma_url:
        return StoreError(
            f"the Chroma server at {address_of(settings.chroma_url).url} failed ({text}). See that "
            "it runs; if it lost its data, run `dateline doctor`: it fills it again from the "
            "catalog."
        )
    return StoreDamagedError(
        f"the vector store can't be read ({text}). Run `dateline doctor`: it builds the vectors "
        "anew from the catalog; no article is lost."
    )


def first_line(error: object) -> str:
    """The first line of what an error says, bounded."""
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]
