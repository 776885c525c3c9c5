"""Any system behind an OpenAI-compatible chat endpoint, with whatever articles it was given.

It gets the question (and what was said before) and nothing else: finding is its own affair. The key
comes from OPENAI_API_KEY and goes nowhere but to the server.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from eval.questions.question_set import Question
from eval.systems.refusals import says_refusal
from eval.systems.types import SystemAnswer, SystemSetupError

ANSWER_CHARS = 20_000  # more is cut: a reply is somebody else's text


class Endpoint:
    """A chat endpoint by its base address (`http://host:port/v1`) and the name of its model.

    Raises SystemSetupError for an address that can't be used.
    """

    def __init__(self, base_url: str, model: str, *, timeout_seconds: float = 120.0) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SystemSetupError(
                f"openai:{base_url}: no address; use openai:http://host:port/v1."
            )
        if parts.username or parts.password or parts.query:
            raise SystemSetupError(
                f"openai: leave passwords and parameters out of the address of {parts.hostname}; a "
                "key belongs in the environment (OPENAI_API_KEY)."
            )
        self.name = f"openai:{parts.hostname}" + (f":{parts.port}" if parts.port else "")
        self._base_url, self._model = base_url, model
        self._timeout_seconds = timeout_seconds
        self._key = os.environ.get("OPENAI_API_KEY", "").strip() or "no key was given"
        self._client: Any = None

    def ask(self, question: Question) -> SystemAnswer:
        """The reply's text; tokens as the server counts them. What it cites can't be told."""
        said = [{"role": role, "content": text} for role, text in question.history]
        messages = [*said, {"role": "user", "content": question.question}]
        try:
            reply = self._connect().chat.completions.create(model=self._model, messages=messages)
        except Exception as error:
            if self._key in str(error):  # a server may echo it, and errors are kept in files
                raise RuntimeError(f"{self.name}: {type(error).__name__}") from None
            raise
        if not reply.choices:
            raise ValueError(f"{self.name} sent a reply without choices")
        text = (reply.choices[0].message.content or "")[:ANSWER_CHARS]
        usage = reply.usage
        return SystemAnswer(
            text,
            refused=says_refusal(text),
            prompt_tokens=usage.prompt_tokens if usage else 0,
            answer_tokens=usage.completion_tokens if usage else 0,
        )

    def _connect(self) -> Any:
        if self._client is None:
            import httpx
            from openai import OpenAI

            self._client = OpenAI(
                base_url=self._base_url,
                api_key=self._key,
                timeout=self._timeout_seconds,
                max_retries=1,
                http_client=httpx.Client(timeout=self._timeout_seconds, follow_redirects=False),
            )
        return self._client
