"""A follow-up in the light of the conversation: "And who took part?" made self-contained.

Rules of English, no model: an elliptic name takes the place of the other, and anything else gets
the topic of the turns before, in brackets, so that search and reader both see it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.question.query import FUNCTION_WORDS, Spelling, name_runs, name_words, words_of
from qa.types import Turn

REFUSAL = "The articles do not say"  # how the text of a refusal begins

_PERSONAL = re.compile(
    r"\b(he|she|him|his|her|hers|they|them|their|theirs|it|its|this|that|these|those|there|then)\b",
    re.I,
)
_OPENING = re.compile(
    r"^\s*(and|but|so|or|also|then|what about|how about|ok(?:ay)?)\b[\s,:]*", re.I
)
_QUESTION_HEAD = re.compile(
    r"^\s*(?:(?:in|on|at|to|from|by|for|with|of)\s+)?"
    r"(?:who|whom|whose|what|which|when|where|why|how(?:\s+(?:many|much|long|often|far))?)?\s*"
    r"(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b)?\s*",
    re.I,
)
_MAX_TOPIC_WORDS = 14


def make_standalone(question: str, history: Sequence[Turn], spelling: Spelling) -> str:
    """The question in words that need no history; unchanged when it needs none already.

    Three cases, tried in order: an elliptic swap ("And Lavrov?" after "What did Shoigu say?"
    gives "What did Lavrov say?"), a pronoun with one clear name before it, and otherwise the
    topic of the turns before, appended in brackets so that search and reader both see it.
    """
    earlier = [text for role, text in history if role == "user"]
    if not earlier or not needs_history(question, spelling):
        return question
    previous = earlier[-1]
    if len(earlier) > 1 and needs_history(previous, spelling):
        # A chain of follow-ups: the topic stands in an earlier turn.
        previous = make_standalone(previous, history[: _index_of_last_user(history)], spelling)
    opening = _OPENING.match(question)
    rest = question[opening.end() :].strip() if opening else question.strip()
    swapped = _swap_name(previous, rest, spelling)
    if swapped is not None:
        return swapped
    rest = rest[:1].upper() + rest[1:]
    topic = _topic(previous)
    answer_names = _answer_names(history, spelling)
    extra = [n for n in answer_names if n.lower() not in (previous + rest).lower()]
    if _wants_answer_names(rest) and extra:
        topic = f"{topic}; {', '.join(extra)}"
    return f"{rest.rstrip(' ?.!')} ({topic})?" if topic else rest


def needs_history(question: str, spelling: Spelling) -> bool:
    """True when the question leans on what was said before it: it opens with "and" or "what
    about", points back with a pronoun, or has hardly a word of its own.
    """
    words = words_of(question)
    content = [w for w in words if w.lower() not in FUNCTION_WORDS]
    if _OPENING.match(question) and len(content) <= 6:
        return True
    pronoun = _PERSONAL.search(question)
    if pronoun and not _antecedent_inside(question, pronoun, spelling):
        return len(content) <= 8
    return len(content) <= 1 and len(words) <= 4


def _antecedent_inside(question: str, pronoun: re.Match[str], spelling: Spelling) -> bool:
    """A name before the pronoun in the same question explains it; "that" as a conjunction
    ("did he say that Russia …") or "there is" points nowhere.
    """
    if name_words(question[: pronoun.start()], spelling):
        return True
    after = question[pronoun.end() :].strip()
    word = pronoun.group().lower()
    if word in ("that", "this", "these", "those"):
        return bool(re.match(r"[^\W\d_]+", after)) and len(after.split()) > 1
    if word in ("it", "there", "then"):
        return bool(re.match(r"(is|was|are|were|been|be|to|any)\b", after, re.I)) or bool(
            re.search(r"\b(is|was|are|were)\s*$", question[: pronoun.start()], re.I)
        )
    return False


def _index_of_last_user(history: Sequence[Turn]) -> int:
    return max(i for i, (role, _) in enumerate(history) if role == "user")


def _swap_name(previous: str, rest: str, spelling: Spelling) -> str | None:
    """Put "Lavrov?" in place of the previous question's name; None when that isn't clear."""
    phrase = rest.rstrip(" ?.!")
    preposition = re.match(r"(in|on|at|to|from|by|for|with|of|about)\s+(?:the\s+)?", phrase, re.I)
    name = (
        phrase[preposition.end() :] if preposition else re.sub(r"^the\s+", "", phrase, flags=re.I)
    )
    words = words_of(name)
    if (
        not words
        or len(words) > 4
        or not all(
            w[0].isupper() or spelling.is_name(w) or w.lower() in ("of", "the", "and")
            for w in words
        )
    ):
        return None
    runs = name_runs(previous, spelling)
    if not runs:
        return None
    start, end = runs[-1] if preposition else runs[0]
    if preposition:
        same = [
            (s, e)
            for s, e in runs
            if re.search(rf"\b{preposition.group(1)}\s+(?:the\s+)?$", previous[:s], re.I)
        ]
        if same:
            start, end = same[-1]
    return previous[:start] + name + previous[end:]


def _topic(previous: str) -> str:
    """What the previous question was about: itself without its question words."""
    topic = _QUESTION_HEAD.sub("", _OPENING.sub("", previous), count=1).strip(" ?.!")
    return " ".join(topic.split()[:_MAX_TOPIC_WORDS])


def _wants_answer_names(question: str) -> bool:
    return bool(
        re.search(r"\b(he|she|him|his|her|they|them|their|there|it|that)\b", question, re.I)
    )


def _answer_names(history: Sequence[Turn], spelling: Spelling) -> list[str]:
    """Up to three names of the last answer, in order: what "he" or "there" may point to."""
    answers = [text for role, text in history if role == "assistant"]
    if not answers or answers[-1].startswith(REFUSAL):  # what lies nearby is not what "it" means
        return []
    text = re.sub(r"\[\d+\]", " ", answers[-1])
    runs = name_runs(text, spelling)
    return list(dict.fromkeys(text[s:e] for s, e in runs))[:3]
