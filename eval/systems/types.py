"""What a system is, and what it gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol, runtime_checkable

from eval.questions.question_set import Question
from index.errors import DatelineError


class SystemSetupError(DatelineError):
    """A system can't be set up: an unknown name, a missing model or package."""


@dataclass(frozen=True)
class Text:
    """Words of a document, which goes by its file name without the ending."""

    words: str
    document: str = ""


@dataclass(frozen=True)
class SystemAnswer:
    """What a system said to one question.

    cited: the words that it shows for it; read: those that it was written from. None: the system
    doesn't say. short: the fewest words that answer, "" when it has none; None: it never gives any.
    Tokens are those that a language model read and wrote, 0 without one.
    """

    text: str
    refused: bool = False
    cited: tuple[Text, ...] | None = None
    read: tuple[Text, ...] | None = None
    short: str | None = None
    prompt_tokens: int = 0
    answer_tokens: int = 0


class System(Protocol):
    """Answers questions about one collection of articles.

    `ask` may look at a question's text, history and filters, never at what counts as right. What it
    raises makes the question one that could not be scored.
    """

    name: str

    def ask(self, question: Question) -> SystemAnswer:
        """The answer, as a user would get it."""
        ...


@runtime_checkable
class Ranks(Protocol):
    """A system that can also say which documents it would look at."""

    def rank(self, question: Question) -> Sequence[str]:
        """Documents, best first, each once; not timed."""
        ...


def document_of(path: str) -> str:
    """A document's name, by the path of its article or file."""
    return PurePath(path).stem
