"""A GGUF model in this process, through xllamacpp, as a LlamaIndex LLM.

Imported only when such a model is used: it needs LlamaIndex and xllamacpp.
"""

from __future__ import annotations

import os
import queue
import secrets
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
    MessageRole,
)
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms import CustomLLM


class GGUFModel(CustomLLM):  # type: ignore[misc]  # untyped base
    """One model file; answers one request at a time (the others wait in its queue)."""

    model_path: str
    context_tokens: int
    output_tokens: int
    _server: Any = PrivateAttr(default=None)

    @classmethod
    def load(cls, path: Path, *, context_tokens: int, output_tokens: int) -> GGUFModel:
        """Read the file into memory. Raises RuntimeError when llama.cpp can't."""
        model = cls(
            model_path=str(path), context_tokens=context_tokens, output_tokens=output_tokens
        )
        model._server = _open_server(path, context_tokens)
        return model

    @property
    def metadata(self) -> LLMMetadata:
        """What LlamaIndex asks of every LLM."""
        return LLMMetadata(
            context_window=self.context_tokens,
            num_output=self.output_tokens,
            is_chat_model=True,
            model_name=Path(self.model_path).stem,
        )

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        """Pieces as the model writes them. Leaving the generator stops the model."""
        request = {
            "messages": [{"role": m.role.value, "content": m.content or ""} for m in messages],
            "max_tokens": self.output_tokens,
            "temperature": 0,
            "stream": True,
        }
        return self._stream(request)

    def _stream(self, request: dict[str, Any]) -> ChatResponseGen:
        # llama.cpp calls back from inside one long call, so that call gets a thread.
        chunks: queue.SimpleQueue[dict[str, Any] | Exception | None] = queue.SimpleQueue()
        stopped = threading.Event()

        def receive(chunk: Any) -> bool:
            chunks.put(chunk)
            return stopped.is_set()

        def run() -> None:
            try:
                self._server.handle_chat_completions(request, receive)
                chunks.put(None)
            except Exception as error:
                chunks.put(error)

        threading.Thread(target=run, name="dateline-gguf", daemon=True).start()
        text = ""
        try:
            while (chunk := chunks.get()) is not None:
                if isinstance(chunk, Exception):
                    raise chunk
                delta = _delta(chunk)
                text += delta
                message = ChatMessage(role=MessageRole.ASSISTANT, content=text)
                yield ChatResponse(message=message, delta=delta, raw=None)
        finally:
            stopped.set()

    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        """The whole reply."""
        last = ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=""))
        for last in self.stream_chat(messages, **kwargs):  # noqa: B007
            pass
        return last

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        """A completion is a chat of one user message."""
        reply = self.chat([ChatMessage(role=MessageRole.USER, content=prompt)], **kwargs)
        return CompletionResponse(text=reply.message.content or "")

    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponseGen:
        """As `complete`, piece by piece."""
        messages = [ChatMessage(role=MessageRole.USER, content=prompt)]
        for chunk in self.stream_chat(messages, **kwargs):
            yield CompletionResponse(text=chunk.message.content or "", delta=chunk.delta)


def _open_server(path: Path, context_tokens: int) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx = context_tokens
    params.n_parallel = 1
    params.cpuparams.n_threads = max(1, min(8, os.cpu_count() or 1))
    params.verbosity = -1
    params.cache_ram_mib = 0  # the default keeps up to 8 GB of old prompts
    # xllamacpp also opens a port on loopback. Nobody else is to use it or read prompts there.
    params.api_keys = [secrets.token_hex(16)]
    params.ui = False
    params.endpoint_slots = False
    return xllamacpp.Server(params)


def _delta(chunk: dict[str, Any]) -> str:
    """The text of one chunk. Raises RuntimeError with llama.cpp's message for an error."""
    if "error" in chunk:
        raise RuntimeError(str(chunk["error"].get("message", chunk["error"])))
    choices = chunk.get("choices") or [{}]
    return (choices[0].get("delta") or {}).get("content") or ""
