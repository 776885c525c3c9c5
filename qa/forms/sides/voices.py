"""Who speaks where in an article: stretches of one to three sentences that are one's own words, and
whether two of them say otherwise.

News sets the other side beside the one: in the next sentence, with a figure of its own, as a
denial, or behind a line that says how little they agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.text.terms import analyse, fold
from index.types import Article
from qa.answer.asserted import asserted_by
from qa.answer.draft import DraftStatement, Quote
from qa.answer.same_figure import figures_apart
from qa.answer.telling import Told, statement_of
from qa.answer.wording import plain
from qa.evidence.context import MAX_QUOTE_SENTENCES, article_sentences
from qa.forms.chain import Chain
from qa.question.query import FUNCTION_WORDS, words_of
from qa.types import AssertedBy

# Whose view a sentence gives without a verb of saying: "The council makes it nine".
_HOLDS = re.compile(
    r"^\W*(?:(?:but|and|yet|so|meanwhile|however|by contrast|on the other hand),?\s+)?"
    r"(?P<who>(?!(?:what|how|why|when|where|who|on|in|at|for|as|since|after|before|that|this|"
    r"there|nobody|nothing|with|by|to|from|it|he|she|they|we|you|i|papers?|if|while)\b)"
    r"(?:(?:the|its|their|his|her|some|many|other|both|most|our)\s+)?(?:[\w’'.&()-]+\s+){0,7}?"
    r"[\w’'.&()-]+?)(?P<more>,[^,;“”\"]{2,80},)?\s+"
    r"(?:(?:has|have|had|also|only|still|now|later)\s+)?"
    r"(?:makes?|made|puts?|comes? to|came to|points? to|pointed to|counts?|counted|arrives? at|"
    r"insist\w*|maintain\w*|believ\w+|has another|have another|tells?|sees?|saw|blam\w+|"
    r"complain\w*|wants?|disagree\w*|differs?|contradict\w*|disput\w+|contest\w*|argu\w+|holds?|"
    r"speaks? of|spoke of|points? out|showed|produced|gives?|gave|lists?|answer\w*|says?|said|told|"
    r"would not|will not|rul(?:es|ed)|rates?|calculat\w+|conclud\w+|found|finds|describ\w+|"
    r"remember\w*|recall\w*|contend\w*|alleg\w+|estimat\w+|reckon\w*|claim\w*|report(?:s|ed)|"
    r"was more (?:careful|cautious))\b",
    re.I,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|which)$", re.I)
# "The district's health officer, Mirela Stanc, was more careful": who is named there.
_NAME_BESIDE = re.compile(
    r"^,\s*(?:(?:Dr|Mr|Mrs|Ms|Sir)\.?\s)?(?P<name>[^\W\d_a-z][\w’'-]+(?:\s[^\W\d_a-z][\w’'-]+){1,2}),$"
)
# "The government's account is that rebels opened fire."
_ACCOUNT = re.compile(
    r"^\W*(?:[^,;“”\"]{2,60},\s+)?(?P<who>(?:(?:the|its|their)\s+)?(?:[\w’'&-]+\s+){0,4}?[\w’'&-]+?)"
    r"(?:[’']s|[’'])\s+(?:own\s+)?(?:account|version|story|explanation|view|position|figures?|"
    r"counts?|estimates?|numbers?|tally|theory|line|claim)\s+(?:is|was|has|had|puts?|comes?|gives?|"
    r"stands?|stood)\b",
    re.I,
)
# Who speaks for the one that the sentence before names.
_SPEAKS_FOR = re.compile(
    r"^(?:an?|the|its|their|his|her)\s+(?:[\w’'-]+\s+){0,2}?(?:spokes\w+|lawyer|official|"
    r"representative|counsel|secretary)\b",
    re.I,
)
# "The provisional result: 16 seats", what a document says for itself.
_LABEL = re.compile(r"^\W*(?P<who>(?:[\w’'-]+\s+){0,3}[^\W\d][\w’'-]+):\s+\S")
# A line that says that what follows, or what stands before, is not agreed on.
_ANNOUNCES = (
    r"depends? on (?:whom|who)|"
    r"(?:nor|not|never|hardly|cannot|can[’']t|n[’']t)\b.{0,24}\bagree|"
    r"disagree\w*|disput\w+|contest(?:ed|s)|at odds|matter of opinion|"
    r"(?:tells?|told|sees?|saw|puts?|remembers?|describe[sd]?) (?:it|this|that|things|the matter|"
    r"events) (?:\w+ )?(?:differently|otherwise)|(?:the )?other way (?:a?round|about)|"
    r"another (?:version|story|account|view|explanation)|"
    r"contradict\w*|not of one mind|divided|differ(?:s|ed|ently)?|more (?:careful|cautious) than|"
    r"on the contrary|by contrast|is mistaken|versions|trade blame"
)
ANNOUNCED = re.compile(rf"\b(?:{_ANNOUNCES})\b", re.I)
DISPUTED = re.compile(
    rf"\b(?:{_ANNOUNCES}|no such|to blame|den(?:y|ies|ied)|rebut\w*|reject(?:s|ed)|refut\w+|untrue|"
    r"insist(?:s|ed)?)\b",
    re.I,
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied)|rebut\w*|reject(?:s|ed)|refut\w+|disput(?:es|ed)|contradict(?:s|ed)|"
    r"untrue|no such|disagree[sd]|not so|never)\b",
    re.I,
)
_MERELY = 9  # words: "Lumarra denied it." says nothing of what it says instead


@dataclass(frozen=True)
class Voice:
    """What one says in adjacent sentences of an article, from `first` to `last` of its body's.
    `name` is "" where the article itself speaks; `called` has what else it is called there.
    """

    article: Article
    spans: tuple[tuple[int, int], ...]
    first: int
    last: int
    name: str
    by: AssertedBy | None
    called: str = ""

    @property
    def start_char(self) -> int:
        """Where it begins in the article."""
        return self.spans[self.first][0]

    @property
    def end_char(self) -> int:
        """Where it ends."""
        return self.spans[self.last][1]

    @property
    def text(self) -> str:
        """Its words."""
        return self.article.text[self.start_char : self.end_char]

    @property
    def key(self) -> str:
        """The last word of the speaker's name, folded: "Ms Strachan" is Una Strachan."""
        return key_of(self.name)

    def overlaps(self, other: Voice) -> bool:
        """Whether both have a sentence in common."""
        same = self.article.article_id == other.article.article_id
        return same and self.first <= other.last and other.first <= self.last


def key_of(name: str) -> str:
    """The last word of a speaker's name, folded; "" for words of grammar alone."""
    words = [word for word in words_of(name) if word.lower() not in FUNCTION_WORDS]
    return fold(words[-1]) if words else ""


def voices_of(article: Article, chain: Chain) -> list[Voice]:
    """Everything that an article's body says, by who says it, in order."""
    spans = tuple(article_sentences(chain.passages_of(article.article_id)))
    alone = [_voice(article, spans, place) for place in range(len(spans))]
    found: list[Voice] = []
    for voice in alone:
        before = found[-1] if found else None
        if before is not None and _goes_on(before, voice):
            by = before.by if before.by is not None and before.name else voice.by
            called = f"{before.called} {voice.name}"
            found[-1] = replace(before, last=voice.last, by=by, called=called)
        else:
            found.append(voice)
    return found


def _voice(article: Article, spans: tuple[tuple[int, int], ...], place: int) -> Voice:
    by = asserted_by(article, spans, spans[place])
    name = by.name if by is not None else ""
    if by is None:
        start, end = spans[place]
        text = article.text[start : min(end, start + 200)]
        held = _HOLDS.match(text) or _LABEL.match(text) or _ACCOUNT.match(text)
        passive = held is not None and _PASSIVE.search(held["who"]) is not None
        if held and not passive and key_of(held["who"]):
            beside = _NAME_BESIDE.match(held.groupdict().get("more") or "")
            name = plain(beside["name"] if beside else held["who"])
    return Voice(article, spans, place, place, name, by)


def _goes_on(before: Voice, voice: Voice) -> bool:
    """Whether a sentence goes on with what the one before it says: of the same speaker, or what
    somebody who merely denied it, or "tells it differently", says instead.
    """
    if voice.last - before.first + 1 > MAX_QUOTE_SENTENCES:
        return False
    text = before.article.text
    if text[before.end_char : voice.start_char].count("\n") > 0:
        return False
    if before.name and voice.name and before.key == voice.key:
        return True
    if before.name and _SPEAKS_FOR.match(voice.name):
        return True
    mere = len(before.text.split()) <= _MERELY and DISPUTED.search(before.text) is not None
    if not mere or not before.name:
        return False
    return bool(voice.name) or text[voice.start_char] in '“"'


def same_paragraph(one: Voice, other: Voice) -> bool:
    """Whether no line ends between two voices of one article."""
    if one.article is not other.article:
        return False
    first, later = sorted((one, other), key=lambda v: v.start_char)
    return "\n" not in one.article.text[first.end_char : later.start_char]


def says_otherwise(one: Voice, other: Voice, *, unnamed: bool = False) -> float:
    """How plainly two voices are at odds, 0 (not at all) to about 2: figures that count alike and
    don't agree, a denial, a line that says so. `unnamed`: the article itself may be one of them.
    """
    if one.overlaps(other) or one.key == other.key:
        return 0.0
    if not unnamed and not (one.name and other.name):
        return 0.0
    found = 0.0
    if figures_apart(one.text, other.text) is not None:
        found += 1.0
    later = max(one, other, key=lambda v: v.start_char)
    if one.article.article_id == other.article.article_id:
        near = abs(one.first - other.first)
        before = _line_before(min(one, other, key=lambda v: v.start_char))
        if _DENIES.search(unquoted(later.text)) or (later.by and later.by.how == "denied"):
            found += 0.7
        elif DISPUTED.search(unquoted(later.text)):
            found += 0.5
        if DISPUTED.search(before):
            found += 0.7
        if found and near <= 2:
            found += 0.2
    return found


def is_announced(one: Voice, other: Voice, words: re.Pattern[str] = ANNOUNCED) -> bool:
    """Whether the line before two voices, or the later of them itself, says that they are at odds,
    in one of the `words` for it.
    """
    first, later = sorted((one, other), key=lambda v: v.start_char)
    before = _line_before(first)
    return any(words.search(unquoted(text)) for text in (before, later.text))


def _line_before(voice: Voice) -> str:
    """The sentence right before it, and its own first one: what may announce a dispute."""
    first = voice.article.text[slice(*voice.spans[voice.first])]
    if not voice.first:
        return first
    return voice.article.text[slice(*voice.spans[voice.first - 1])]


_MOST_CHARS = 2_000  # of a voice that are read for a denial: sentences are shorter


def unquoted(text: str) -> str:
    """A text without what it quotes."""
    return re.sub(r"“[^”]*”|\"[^\"]*\"", " ", text[:_MOST_CHARS])


_SETTLES = re.compile(
    r"\b(?:accepted|conceded|admitted|acknowledged|withdrew|took back|apologi[sz]ed|agreed with) "
    r"(?:the|this|that|its|his|her|their|for|to)\b[^.]{0,60}?\b(?:correction|figure|number|"
    r"estimate|mistake|error|accusation|claim|count|version)s?\b",
    re.I,
)


def is_settled(voice: Voice) -> bool:
    """Whether the article says right behind a voice that the other side has given in."""
    after = voice.spans[voice.last + 1 : voice.last + 2]
    return any(_SETTLES.search(voice.article.text[start:end]) for start, end in after)


def denies(voice: Voice) -> bool:
    """Whether a voice denies something rather than says it."""
    return (voice.by is not None and voice.by.how == "denied") or merely_denies(voice)


def merely_denies(voice: Voice) -> bool:
    """Whether somebody denies and says no more."""
    return len(voice.text.split()) <= _MERELY and _DENIES.search(voice.text) is not None


def statement_of_voice(voice: Voice, chain: Chain, *, before: str = "") -> DraftStatement:
    """What a voice says as a statement that can be read alone; who speaks is said where its words
    don't.
    """
    article, passages = voice.article, chain.passages_of(voice.article.article_id)
    if voice.first == voice.last:
        told = Told(article, voice.start_char, voice.end_char, 1.0)
        draft = statement_of(told, passages, before=before)
    else:
        opening = Told(article, *voice.spans[voice.first], 1.0)
        first = statement_of(opening, passages)
        whole = statement_of(Told(article, voice.start_char, voice.end_char, 1.0), passages)
        beside = first.quotes[1:]
        text = whole.text
        if beside and voice.name and fold(voice.key) not in fold(text):
            text = f"{plain(voice.name)}: {text}"
        quotes = (Quote(article.article_id, voice.start_char, voice.end_char, 1.0), *beside)
        draft = DraftStatement(f"{before}{text}", quotes, 1.0, whole.asserted_by)
    by = voice.by or (AssertedBy(voice.name, "said") if voice.name else None)
    return replace(draft, asserted_by=by)


def has_terms(side: str, text: str) -> float:
    """Which share of a side's words a text has, 0 to 1."""
    wanted = [w for w in words_of(side) if w.lower() not in FUNCTION_WORDS]
    held = set(analyse(text))
    having = [bool(set(analyse(word)) & held) for word in wanted]
    return sum(having) / len(having) if having else 0.0
