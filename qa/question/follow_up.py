"""A follow-up in the light of the conversation: "And who took part?" made self-contained.

Rules of English, no model. What is built on is always what the user asked, turn by turn, never the
brackets of an earlier rewriting, so that nothing nests however long the conversation is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from index.byline.publishers import publisher_key
from qa.question.period import asked_period, with_period
from qa.question.query import FUNCTION_WORDS, Spelling, name_runs, name_words, words_of
from qa.question.sources import named_outlets
from qa.types import Turn

REFUSAL = "The articles do not say"  # how the text of a refusal begins

_PERSONAL = re.compile(
    r"\b(he|she|him|his|her|hers|they|them|their|theirs|it|its|this|that|these|those|there|then)\b",
    re.I,
)
_OPENING = re.compile(
    r"^\s*(?:(?:and|but|so|or|also|then|ok(?:ay)?|well|now|yes|no|thanks?)\b[\s,:.]*)*"
    r"(?:(?:what|how) about\b[\s,:]*)?",
    re.I,
)
_ABOUT = re.compile(r"\b(?:what|how) about\b", re.I)
_WH = r"(?:who|whom|whose|what|which|when|where|why|how(?:\s+(?:many|much|long|often|far|old))?)"
_AUX = r"(?:did|does|do|was|were|is|are|has|have|had|will|would|can|could|should|may|might)"
_QUESTION_HEAD = re.compile(
    rf"^\s*(?:(?:in|on|at|to|from|by|for|with|of)\s+)?{_WH}?\s*(?:{_AUX}\b)?\s*", re.I
)
_BARE = re.compile(
    r"^(?P<wh>why(?: (?:not|so|is that|was that))?|how come|what for|where(?: exactly)?|"
    r"when(?: exactly)?|since when|how(?: so| exactly)?|by whom|with whom|how (?:much|many|"
    r"long))\W*$",
    re.I,
)
_ELSE = re.compile(
    r"^(?:(?P<wh>who|what|where|which ones?)\s+else|any(?:one|body|thing) else|others?)"
    r"(?P<rest>\b.*)$",
    re.I,
)
_OBJECT = re.compile(
    rf"^\W*(?:(?:in|on|at|to|from|by|for|with|of)\s+)?{_WH}(?:\s+(?!{_AUX}\b)[\w’'-]+){{0,3}}?\s+"
    rf"(?P<aux>{_AUX})\s+(?P<rest>.+?)\W*$",
    re.I,
)
_CHANGED = re.compile(
    r"^(?:was|were|has|have|had|did|is)\b.*\b(?:that|it|this|they|those|(?:the|that|this) "
    r"(?:figure|number|count|estimate|toll|report))\b.*\b(?:chang\w+|correct\w+|revis\w+|updat\w+|"
    r"retract\w+|amend\w+)\b|^(?:how )?(?:did|has|have) (?:that|it|this|they) (?:chang|evolv)\w+",
    re.I,
)
_WHICH_ARTICLE = re.compile(
    r"^(?:(?:in|from|by) (?:which|what) (?:article|source|story|report|paper|outlet)s?|"
    r"(?:which|what) (?:article|source|story|report|paper|outlet)s?(?: (?:is|was|says?|said|"
    r"reports?|"
    r"reported|wrote)(?: (?:that|this|so|it|from))*)?|(?:in|from) (?:which|what) (?:article|"
    r"source|story|"
    r"report|paper|outlet)s? (?:does|do|did) (?:it|they|that|you) (?:say|find|read|get|stand)(?: "
    r"(?:that|so|"
    r"this|it))?|where (?:does|did) (?:it|that) say (?:so|"
    r"that)|"
    r"who (?:says|said|reports|reported|wrote) (?:so|that|this)|(?:the )?sources?)\W*$",
    re.I,
)
_SHORTER = re.compile(
    r"^(?:(?:make|put) (?:it|that) )?(?:shorter|in short|briefly|more briefly|in one sentence|"
    r"(?:be )?(?:more )?(?:brief|concise)|summari[sz]e (?:it|that|this))(?:,? please)?\W*$",
    re.I,
)
_MORE = re.compile(
    r"^(?:(?:tell me )?more(?: about (?:it|that|this))?|(?:more |any )?details?|go on|continue|"
    r"explain(?: (?:it|that))?)(?:,? please)?\W*$",
    re.I,
)
_NOUN_PHRASE = re.compile(
    r"\b(?:the|a|an|his|her|its|their|this|that|these|those)\s+[\w’'-]+", re.I
)
_MAX_TOPIC_WORDS = 16


def make_standalone(
    question: str,
    history: Sequence[Turn],
    spelling: Spelling,
    publishers: Iterable[str] = (),
    reference: date | None = None,
) -> str:
    """The question in words that need no history; unchanged when it needs none already.

    `publishers` are those of the collection ("And CNN?"), `reference` the day that "last week" is
    counted from. What was asked before is read turn by turn: each turn stands alone, or on the one
    before it.
    """
    known = tuple(publishers)
    day = reference or date.today()
    standing = ""
    answers = _answers(history)
    for number, asked in enumerate([text for role, text in history if role == "user"]):
        before = answers[number - 1] if 0 < number <= len(answers) else ""
        standing = _rewrite(asked, standing, before, spelling, known, day)
    return _rewrite(question, standing, answers[-1] if answers else "", spelling, known, day)


def _answers(history: Sequence[Turn]) -> list[str]:
    """What was answered to each question of the user, "" where nothing was."""
    answers: list[str] = []
    for role, text in history:
        if role == "user":
            answers.append("")
        elif answers:
            answers[-1] = text
    return answers


def _rewrite(
    question: str,
    standing: str,
    answer: str,
    spelling: Spelling,
    publishers: tuple[str, ...],
    day: date,
) -> str:
    """One turn on the self-contained question before it ("" for the first turn)."""
    if not standing:
        return question
    opening = _OPENING.match(question)
    rest = question[opening.end() :].strip() if opening else question.strip()
    about = _ABOUT.search(question[: opening.end() if opening else 0]) is not None
    for rewritten in (
        _asked_again(rest, standing),
        _other_period(rest, standing, day),
        _other_outlet(rest, standing, spelling, publishers),
        _swap_name(standing, rest, spelling),
    ):
        if rewritten is not None:
            return rewritten
    if about and rest:
        subject = rest.rstrip(" ?.!")
        if len(words_of(subject)) > 5:
            return f"{subject[:1].upper()}{subject[1:]}?"
        return f"What is said about {subject} ({topic_of(standing)})?"
    if not needs_history(question, spelling):
        return f"{rest[:1].upper()}{rest[1:]}" if rest else question
    topic = topic_of(standing)
    names = _answer_names(answer, spelling) if _wants_answer_names(rest) else []
    extra = [n for n in names if n.lower() not in (standing + rest).lower()]
    if extra:
        topic = f"{topic}; {', '.join(extra)}"
    rest = rest[:1].upper() + rest[1:]
    return f"{rest.rstrip(' ?.!')} ({topic})?" if topic else rest


def needs_history(question: str, spelling: Spelling) -> bool:
    """True when the question leans on what was said before it: it points back with a pronoun, opens
    with "and" without naming what it is about, or has hardly a word of its own.
    """
    words = words_of(question)
    content = [w for w in words if w.lower() not in FUNCTION_WORDS]
    pronoun = _PERSONAL.search(question)
    if pronoun and not _antecedent_inside(question, pronoun, spelling):
        return len(content) <= 8
    opening = _OPENING.match(question)
    if opening and opening.end() and len(content) <= 6:
        own = _NOUN_PHRASE.search(question) or name_words(question[opening.end() :], spelling)
        return len(content) < 2 or not own
    return len(content) <= 1 and len(words) <= 4


def topic_of(standing: str) -> str:
    """What a question was about: itself without its question words and without brackets."""
    flat = standing.replace("(", " ").replace(")", " ").replace(";", " ")
    topic = _QUESTION_HEAD.sub("", _OPENING.sub("", flat), count=1).strip(" ?.!")
    words = list(dict.fromkeys(word.strip(" ?.!") for word in topic.split()))
    return " ".join(word for word in words[:_MAX_TOPIC_WORDS] if word)


def _asked_again(rest: str, standing: str) -> str | None:
    """A follow-up that asks the same thing in another way: why, who else, in which article."""
    bare, topic = _BARE.match(rest), topic_of(standing)
    if bare:
        wh = bare["wh"].strip()
        wh = "Why" if wh.lower().startswith(("why", "how come", "what for")) else wh.capitalize()
        clause = _OBJECT.match(standing.split(" (")[0])
        if clause and "(" not in standing:
            return f"{wh} {clause['aux']} {clause['rest']}?"
        return f"{wh} ({topic})?"
    other = _ELSE.match(rest)
    if other and len(words_of(other["rest"])) <= 2:
        wh = (other["wh"] or "who").capitalize()
        head = re.match(r"^\W*(?:who|what|where|which(?:\s+\w+)?)\b", standing, re.I)
        return f"{wh} else{standing[head.end() :]}" if head else f"{wh} else ({topic})?"
    if _CHANGED.match(rest):
        return f"How did it change: {topic}?"
    if _WHICH_ARTICLE.match(rest):
        return standing
    if _SHORTER.match(rest):
        return (
            f"In short: {standing}"
            if re.match(r"\W*summ|.*\bsummary\b", standing, re.I)
            else standing
        )
    if _MORE.match(rest):
        return f"Summarise: {topic}"
    return None


def _other_period(rest: str, standing: str, day: date) -> str | None:
    """As "And in March?": the same question asked of another period."""
    words = rest.strip(" ?.!")
    for phrase in (words, f"in {words}", f"on {words}"):
        period = asked_period(phrase, day)
        if period is not None and not words_of(phrase.replace(period.words, " ")):
            known = asked_period(standing, day)
            if known is not None and not re.search(r"(?:19|20)\d\d", period.words):
                year = known.first or known.last
                if year is not None:
                    named = f"{period.words} {year.year}"
                    period = asked_period(named, day) or period
            return with_period(standing, known, period.words)
    return None


def _other_outlet(
    rest: str, standing: str, spelling: Spelling, publishers: tuple[str, ...]
) -> str | None:
    """As "And CNN?": the same question asked of another outlet."""
    words = re.sub(r"^(?:according to|from|in|by|of|for)\s+", "", rest.strip(" ?.!"), flags=re.I)
    words = re.sub(r"^the\s+", "", words, flags=re.I)
    key = publisher_key(words) if words else ""
    name = next((p for p in publishers if key and publisher_key(p) == key), None)
    if name is None:
        return None
    for known in named_outlets(standing, publishers, spelling):
        found = re.search(rf"\b{re.escape(known)}\b", standing, re.I)
        if found:
            return f"{standing[: found.start()]}{name}{standing[found.end() :]}"
    joint = "from" if re.match(r"\W*(?:how many|which|list)\b", standing, re.I) else "according to"
    return f"{standing.rstrip(' ?.!')} {joint} {name}?"


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


def _swap_name(standing: str, rest: str, spelling: Spelling) -> str | None:
    """Put "Lavrov?" in place of the previous question's name; None when that isn't clear."""
    phrase = rest.rstrip(" ?.!")
    preposition = re.match(r"(in|on|at|to|from|by|for|with|of|about)\s+(?:the\s+)?", phrase, re.I)
    name = (
        phrase[preposition.end() :] if preposition else re.sub(r"^the\s+", "", phrase, flags=re.I)
    )
    words = words_of(name)
    if not words or len(words) > 4 or all(w.lower() in FUNCTION_WORDS for w in words):
        return None
    if any(
        (w.lower() in FUNCTION_WORDS and w.lower() not in ("of", "the", "and"))
        or not (w[0].isupper() or spelling.is_name(w) or w.lower() in ("of", "the", "and"))
        for w in words
    ):
        return None
    asked = standing.split(" (")[0]
    runs = name_runs(asked, spelling)
    if not runs:
        return None
    start, end = runs[-1] if preposition else runs[0]
    if preposition:
        same = [
            (s, e)
            for s, e in runs
            if re.search(rf"\b{preposition.group(1)}\s+(?:the\s+)?$", asked[:s], re.I)
        ]
        if same:
            start, end = same[-1]
    return standing[:start] + name + standing[end:]


def _wants_answer_names(question: str) -> bool:
    return bool(
        re.search(r"\b(he|she|him|his|her|they|them|their|there|it|that)\b", question, re.I)
    )


def _answer_names(answer: str, spelling: Spelling) -> list[str]:
    """Up to three names of an answer, in order: what "he" or "there" may point to."""
    if not answer or answer.startswith(REFUSAL):  # what lies nearby is not what "it" means
        return []
    text = re.sub(r"\[\d+\]", " ", answer)
    runs = name_runs(text, spelling)
    return list(dict.fromkeys(text[s:e] for s, e in runs))[:3]
