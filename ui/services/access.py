"""Who may use the services, and how many at once. Who has the token, or the login that the page
asks for; a few questions are answered at a time, some wait, others come back.

The token comes from the environment (`DATELINE_API_TOKEN`): on a command line every process of the
machine could read it.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
import inspect
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from ui.errors import BadInputError, BusyError

TOKEN_VARIABLE = "DATELINE_API_TOKEN"
FEWEST_TOKEN_CHARS = 16
ANSWERED_AT_ONCE, MOST_WAITING = 4, 64

REFUSED = f"This server asks who you are: send the token of {TOKEN_VARIABLE} as a bearer token."


@dataclass(frozen=True)
class Access:
    """`token` in "Authorization: Bearer …", one of `logins` (user and password) in "Basic …", or
    whom `dependency` knows by the request; where there is none of them, everyone may.
    """

    token: str = field(default="", repr=False)
    logins: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    dependency: Callable[[Any], Any] | None = None

    @property
    def is_open(self) -> bool:
        """Whether everyone may."""
        return not (self.token or self.logins or self.dependency)

    async def allows(self, request: Any) -> bool:
        """Whether this request (Starlette's) may be answered."""
        if self.is_open:
            return True
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and self.token and _same(given.strip(), self.token):
            return True
        if kind.lower() == "basic" and self._is_login(given.strip()):
            return True
        user = self.dependency(request) if self.dependency else None
        return bool(await user if inspect.isawaitable(user) else user)

    def _is_login(self, given: str) -> bool:
        try:
            pair = base64.b64decode(given, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return False
        # All are compared, so that the time says nothing of which one it is.
        return any([_same(pair, f"{user}:{password}") for user, password in self.logins])


class Places:
    """`async with places:` holds one of the places while a question is answered.

    Raises BusyError at once when too many wait already. For one event loop.
    """

    def __init__(self, at_once: int = ANSWERED_AT_ONCE, waiting: int = MOST_WAITING) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._room = waiting

    async def __aenter__(self) -> None:
        if self._free.locked() and self._room <= 0:
            raise BusyError("Too many questions wait here already; ask again in a minute.")
        self._room -= 1
        try:
            await self._free.acquire()
        finally:
            self._room += 1

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._free.release()


def read_token(environ: Mapping[str, str] | None = None) -> str:
    """The token of the environment, "" when there is none. Raises BadInputError for one that is
    short or can't be sent in a header.
    """
    environ = os.environ if environ is None else environ
    token = environ.get(TOKEN_VARIABLE, "").strip()
    if token and (len(token) < FEWEST_TOKEN_CHARS or not token.isascii() or " " in token):
        raise BadInputError(
            f"{TOKEN_VARIABLE} has {len(token)} characters: use {FEWEST_TOKEN_CHARS} or more, "
            "letters and digits without blanks (`openssl rand -hex 32` makes one)."
        )
    return token


def _same(given: str, known: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), known.encode("utf-8"))
