"""One call of a language model, bounded: a deadline that covers its retries, a bound on what
the model may send, and one kind of error, in words that hold no key.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from qa.errors import ReaderUnavailableError
from qa.settings import Settings

logger = logging.getLogger(__name__)

Message = tuple[str, str]
"""(role, text); role is "system", "user" or "assistant"."""

_OUTPUT_CHARS = 8_000  # for servers that ignore the bound on tokens
_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Address:
    """A model server. `shown` is host and port, fit for messages."""

    url: str
    host: str
    shown: str
    remote: bool


def served(
    connect: Callable[[], Any],
    settings: Settings,
    address: Address,
    model: str,
    hint: str,
    *,
    secret: str,
) -> Callable[[Sequence[Message]], Iterator[str]]:
    """The `stream` of a served model: retried until its first text, ended by one deadline.

    `connect` makes the LlamaIndex LLM at the first call; `hint` says what to do when nothing
    answers; `secret` is the key that no message may hold.
    """
    client = Once(connect)

    def stream(messages: Sequence[Message]) -> Iterator[str]:
        deadline = time.monotonic() + settings.llm_timeout_seconds
        for attempt in range(settings.llm_retries + 1):
            wait = min(0.25 * 2**attempt, 4.0)
            try:
                yield from bounded(lambda: chat(client.get(), messages), deadline)
                return
            except Exception as error:
                last = attempt == settings.llm_retries or time.monotonic() + wait >= deadline
                if last or not _is_transient(error):
                    text = _explain(error, model, address, hint, settings)
                    # The cause shows in a trace; one that holds the key must not.
                    leaks = bool(secret) and secret in f"{error}{error!r}{error.__cause__!r}"
                    raise ReaderUnavailableError(text) from (None if leaks else error)
                logger.info("%s: %s; trying again", address.shown, type(error).__name__)
            time.sleep(wait)

    return stream


class _NoReplyError(Exception):
    """The server answered, but not with a reply of a model."""


def chat(llm: Any, messages: Sequence[Message]) -> Generator[str, None, None]:
    """The reply's pieces as they come, thoughts left out. `llm` is a LlamaIndex LLM."""
    from llama_index.core.llms import ChatMessage, MessageRole

    chunks = 0
    chat = [ChatMessage(role=MessageRole(role), content=text) for role, text in messages]
    for chunk in llm.stream_chat(chat):
        chunks += 1
        yield chunk.delta or ""
    if not chunks:
        raise _NoReplyError("empty reply")


def bounded(produce: Callable[[], Generator[str, None, None]], deadline: float) -> Iterator[str]:
    """The pieces of `produce`, which runs in a thread of its own so that no server can hold the
    caller past the deadline (time.monotonic seconds). TimeoutError when nothing came by then;
    once something came, a failure or the deadline only ends the pieces.
    """
    pieces: queue.SimpleQueue[str | BaseException | None] = queue.SimpleQueue()
    stopped = threading.Event()

    def run() -> None:
        chars = chunks = 0
        try:
            with closing(produce()) as source:
                for piece in source:
                    chars, chunks = chars + len(piece), chunks + 1
                    if piece:
                        pieces.put(piece[:_OUTPUT_CHARS])
                    if stopped.is_set() or chars > _OUTPUT_CHARS or chunks > _OUTPUT_CHARS:
                        break
            pieces.put(None)
        except BaseException as error:
            pieces.put(error)

    threading.Thread(target=run, name="dateline-llm", daemon=True).start()
    begun = False
    try:
        while True:
            try:
                piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                piece = TimeoutError("deadline")
            if piece is None:
                return
            if isinstance(piece, BaseException):
                if not begun:
                    raise piece
                logger.warning(
                    "the model broke off: %s; what it wrote is kept", type(piece).__name__
                )
                return
            begun = True
            yield piece
    finally:
        stopped.set()


class Once:
    """A value made at its first use, once, whatever the number of threads."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make, self._lock, self._value = make, threading.Lock(), None

    def get(self) -> Any:
        """The value; whatever making it raises, it raises again the next time."""
        with self._lock:
            if self._value is None:
                self._value = self._make()
            return self._value


# --- errors ---------------------------------------------------------------------------------


def _is_transient(error: Exception) -> bool:
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status > 0:
        return status in _TRANSIENT
    return _is_refused(error)


def _is_refused(error: Exception) -> bool:
    names = ("APIConnectionError", "ConnectError", "RemoteProtocolError")
    return isinstance(error, ConnectionError) or type(error).__name__ in names


def _explain(error: Exception, model: str, address: Address, hint: str, settings: Settings) -> str:
    """What went wrong and what to do, in our words: a server's own text may echo a key."""
    where = f"The model server at {address.shown}"
    status = getattr(error, "status_code", None)
    if isinstance(error, ImportError):
        return (
            f"{settings.llm} needs a LlamaIndex adapter ({error.name or error} is missing): "
            "pip install llama-index-llms-openai-like llama-index-llms-ollama"
        )
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return (
            f"{where} did not answer within {settings.llm_timeout_seconds:g} s: choose a smaller "
            "model or raise llm_timeout_seconds."
        )
    if status in (401, 403):
        return f"{where} refused the key (HTTP {status}): check OPENAI_API_KEY."
    if status == 404:
        return f"{where} does not know the model {model!r} (HTTP 404): check llm and llm_base_url."
    if status == 429:
        return f"{where} is over its limit (HTTP 429): try again later or use another model."
    if isinstance(status, int) and status >= 500:
        return f"{where} failed (HTTP {status}), {settings.llm_retries + 1} times: see its log."
    if isinstance(status, int) and status >= 300:
        return f"{where} refused the request (HTTP {status}): check llm_base_url, or lower top_k."
    if _is_refused(error):
        return f"No model server answers at {address.shown}: {hint}."
    return (
        f"{where} sent a reply that can't be read ({type(error).__name__}): check that "
        f"llm_base_url is the address of the server that {settings.llm.partition(':')[0]}: means."
    )
