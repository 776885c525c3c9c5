"""Follow-ups that ask the last question again in another way: why, who else, and in March, shorter.

Each function takes what was typed without its "and", and the self-contained question before it; it
returns the new question, or None where the follow-up is of another kind.
"""

from __future__ import annotations

import re
from datetime import date

from index.byline.publishers import publisher_key
from qa.question.at_any_time import without_order
from qa.question.form_rules import ARTICLES
from qa.question.period import asked_period, with_period, without_period
from qa.question.query import FUNCTION_WORDS, Spelling, name_runs, words_of
from qa.question.sources import named_outlets

IN_SHORT = "In short: "
WHERE_SAID = "Which article says it: "
WHAT_NEXT = "What happened next: "

WH = r"(?:who|whom|whose|what|which|when|where|why|how(?:\s+(?:many|much|long|often|far|old))?)"
AUX = (
    r"(?:did|does|do|was|were|is|are|has|have|had|will|would|can|could|should|may|might|didn[’']t|"
    r"doesn[’']t|wasn[’']t|isn[’']t)"
)
_FROM = r"(?:in|on|at|to|from|by|for|with|of|since|until)"
_SAY = (
    r"(?:say|said|think|claim|want|call|tell|argue|promise|deny|demand|propose|report|write|answer|"
    r"reply|respond|believe|announce|warn|predict|suggest|mean|ask)"
)
_BARE = re.compile(
    r"^(?P<wh>why(?: not|(?: so| is that| was that| exactly))?|how come|what for|"
    r"where(?: exactly)?|when(?: exactly)?|since when|how(?: so| exactly)?|by whom|with whom|"
    r"how (?:much|many|long))\W*$",
    re.I,
)
_ELSE = re.compile(
    r"^(?:(?P<wh>who|what|where|which ones?)\s+else|any(?:one|body|thing) else|others?)"
    r"(?P<rest>\b.*)$",
    re.I,
)
_OBJECT = re.compile(
    rf"^\W*(?:{_FROM}\s+)?{WH}(?:\s+(?!{AUX}\b)[\w’'-]+){{0,3}}?\s+"
    rf"(?P<aux>{AUX})\s+(?P<rest>.+?)\W*$",
    re.I,
)
_YES_NO = re.compile(rf"^\W*(?P<aux>{AUX})\s+(?P<rest>.+?)\W*$", re.I)
_WHO_DID = re.compile(rf"^\W*who(?!\s+{AUX}\b|\s+else\b)\s+(?P<rest>\w.+?|\w+)\W*$", re.I)
_SUBJECT = re.compile(
    r"(?:(?:[Tt]he|[Aa]n?)\s+[\w’'-]+|(?:[^\W\d_a-z][\w’'-]*\s)*[^\W\d_a-z][\w’'-]*)\s+(?=\w)"
)
_CLEFT = re.compile(r"^(?:When|Why|Where|How) was it that\s+(?P<clause>.+?)\W*$")
_CHANGED = re.compile(
    r"^(?:was|were|has|have|had|did|is)\b.*\b(?:that|it|this|they|those|(?:the|that|"
    r"this) (?:figure|number|count|estimate|toll|report))\b.*\b(?:chang\w+|correct\w+|revis\w+|"
    r"updat\w+|retract\w+|amend\w+)\b|^(?:how )?(?:did|has|have) (?:that|it|this|they) (?:chang|"
    r"evolv)\w+|^(?:does|do|is|are|did) (?:that|it|this|those|these|"
    r"they)(?: \w+)? (?:still (?:stand|hold|true|right|correct|valid|the case|so)|hold(?: up)?|"
    r"stand)\W*$",
    re.I,
)
_AT_LAST = re.compile(
    r"^(?:(?P<first>at first|originally|initially|in the beginning|first)|"
    r"(?P<now>now|today|currently|at present)|finally|in the end|at last|eventually|"
    r"ultimately)\W*$",
    re.I,
)
_WHICH_ONES = re.compile(
    r"^(?:which(?: (?:ones?|of them))?(?: (?:is|are|was|were) (?:it|they|that|those))?|"
    r"(?:what|who) (?:is|are|was|were) (?:it|they|those)|(?:list|name|show)(?: me)? them)\W*$",
    re.I,
)
_HOW_MANY = re.compile(r"^\W*how many (?P<what>.+)$", re.I | re.S)
_SOURCE = r"(?:article|source|story|report|paper|outlet|newspaper|publisher)s?"
_WHICH_ARTICLE = re.compile(
    rf"^(?:(?:in|from|by) (?:which|what) {_SOURCE}(?: (?:is|was|does|did|do) (?:it|that|this|they|"
    rf"you)(?: (?:say|stand|written|reported|said|find|read|get|from|come from)*)?"
    rf"(?: (?:that|so|this|it))?)?|(?:which|what) {_SOURCE}(?: (?:is|was|says?|said|"
    r"reports?|reported|wrote|mentions?)(?: (?:that|this|so|it|from))*)?|"
    r"where (?:does|did|do) (?:it|that|they|you) (?:say|find|read|get|come from|have)"
    r"(?: (?:so|that|it|this))?(?: from)?|"
    r"(?:who|which paper|which outlet) (?:says|said|reports|reported|wrote) (?:so|that|this|it)|"
    r"according to (?:whom|who|what)|(?:the |what(?:'s|’s| is) (?:the|your) |your )?sources?|"
    r"says who|where is (?:it|that|this) from|who reported it)\W*$",
    re.I,
)
_TEXT = r"(?:the |that |this )?(?:article|story|report|piece|text|one)"
# "Who published that article?", "What's its date?": of the article that the answer is from.
_IT = rf"(?:{_TEXT}|it|that|this)"
_MAKING = re.compile(
    r"^(?:and |but |so )?(?:(?:who|whose|(?:which|what) (?:outlet|paper|newspaper|agency|publisher|"
    rf"site|website|journalist|reporter)) (?:(?:wrote|authored|edited|filed) {_TEXT}|(?:published|"
    rf"printed|ran|carried|put out) {_IT}|(?:is|was|are) (?:the )?(?:author|publisher|editor|"
    rf"journalist|reporter|writer)(?: of {_IT})?|(?:article|report|story) (?:is|was) {_IT})|"
    rf"(?:when|on (?:which|what) (?:day|date)|how long ago) (?:was|were|did) {_IT} (?:published|"
    r"written|posted|printed|appear|come out)|"
    r"what(?:[’']s| is| was) (?:the |its )?(?:publication )?"
    rf"(?:date|headline|title|author|publisher|byline)(?: of {_IT})?|how old is {_TEXT})\W*$",
    re.I,
)
# What is published too, besides an article: "it" is the decree that was asked about.
_PUBLISHED_TOO = re.compile(
    r"\b(?:decrees?|books?|laws?|bills?|stud(?:y|ies)|letters?|statements?|polls?|surveys?|lists?|"
    r"songs?|films?|videos?|memos?|memoirs?|data|figures|results|plans?|reports?|documents?|papers?|"
    r"photos?|pictures?|tweets?|posts?|novels?|poems?|treat(?:y|ies)|agreements?|orders?)\b",
    re.I,
)
_SHORTER = re.compile(
    r"^(?:(?:can you |could you |please )*(?:make|put|say|give) (?:it|that|"
    r"me)? ?)?(?:a )?(?:(?:even |much |a bit |still )?shorter|in short|briefly|more briefly|"
    r"in (?:one|a|two|a few) (?:sentences?|words?|lines?)|(?:be )?(?:more |a bit |too )?(?:brief|"
    r"briefer|concise|long)|tl;?dr|short(?:er)? (?:version|answer|please)|the gist|"
    r"(?:please )?(?:summari[sz]e|shorten) (?:it|that|this))(?:,? please)?\W*$",
    re.I,
)
_AFTER_THAT = r"(?:next|then|after (?:that|this|it)|afterwards?|later|since(?: then)?|from there)"
_NEXT = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|well)\W+)*(?:(?:what )?(?:then|next)|then what|and|so|"
    rf"{_AFTER_THAT}|what (?:(?:has|have|had|did|was|were) )?(?:(?:they|he|she|it|we) )?"
    rf"(?:happen(?:ed)?|came?|do|done|said)?\s*{_AFTER_THAT}|what followed|"
    r"what came of (?:it|that|this)|how (?:did|does|has) (?:it|that|this|things?|the story) "
    r"(?:go|gone|carry|continued?)(?: on)?)\W*$",
    re.I,
)
_MORE = re.compile(
    r"^(?:(?:tell me |say )?more(?: about (?:it|that|this))?|(?:more |any )?details?|go on|"
    r"continue|explain(?: (?:it|that))?|longer|elaborate)(?:,? please)?\W*$",
    re.I,
)
_SPEECH = re.compile(
    rf"^(?P<before>\W*{WH}(?:\s+else)?\s+(?:did|does|do|has|have|had)\s+)(?P<who>.+?)"
    rf"(?P<after>\s+{_SAY}\b.*)$",
    re.I,
)


def split_prefix(standing: str) -> tuple[str, str]:
    """What a rewriting has put before a question (`IN_SHORT`, `WHERE_SAID`, `WHAT_NEXT` or ""),
    and the question.
    """
    for prefix in (IN_SHORT, WHERE_SAID, WHAT_NEXT):
        if standing.startswith(prefix):
            return prefix, standing[len(prefix) :]
    return "", standing


def bare_question(rest: str, standing: str, doer: str, topic: str) -> str | None:
    """As "Why?", "When?", "Since when?". `doer`: who it was, where the question asked who."""
    bare = _BARE.match(rest)
    if bare is None:
        return None
    wh = re.sub(r"\s+(?:exactly|so|is that|was that)$", "", bare["wh"].strip(), flags=re.I)
    negated = wh.lower() == "why not"
    wh = "Why" if wh.lower().startswith(("why", "how come", "what for")) else wh.capitalize()
    own = standing.partition(" (")[0]
    if re.match(rf"\W*how (?:many|much)\s+{AUX}\b", own, re.I):
        return f"{wh} ({topic})?" if topic else None
    clause = _YES_NO.match(own) or _OBJECT.match(own)
    if clause:
        denied = " not" if negated and " not " not in f" {clause['rest']} " else ""
        return f"{wh} {_with_not(clause['aux'], clause['rest'], denied)}?"
    if cleft := _CLEFT.match(own):
        return f"{wh} was it that {cleft['clause']}?"
    if (did := _WHO_DID.match(own)) and doer:
        return f"{wh} was it that {doer} {did['rest']}?"
    return f"{wh} ({topic})?" if topic else None


def _with_not(aux: str, rest: str, denied: str) -> str:
    if not denied:
        return f"{aux.lower()} {rest}"
    there = re.match(r"there\s+(?:any\s+)?", rest, re.I)
    if there:  # "Were there any children inside?": "Why were there no children inside?"
        return f"{aux.lower()} there no {rest[there.end() :]}"
    subject = _SUBJECT.match(rest)
    if subject is None:
        return f"{aux.lower()} {rest}"
    return f"{aux.lower()} {subject[0].strip()} not {rest[subject.end() :]}"


def somebody_else(rest: str, standing: str, topic: str) -> str | None:
    """As "Who else?", "Anything else?"."""
    other = _ELSE.match(rest)
    if other is None or len(words_of(other["rest"])) > 2:
        return None
    wh = (other["wh"] or "who").capitalize()
    head = re.match(r"^\W*(?:who|what|where|which(?:\s+\w+)?)\b(?:\s+else\b)?", standing, re.I)
    return f"{wh} else{standing[head.end() :]}" if head else f"{wh} else ({topic})?"


def changed_later(rest: str, topic: str) -> str | None:
    """As "Was that corrected?"."""
    return f"How did it change: {topic}?" if topic and _CHANGED.match(rest) else None


def about_the_answer(rest: str, standing: str, topic: str) -> str | None:
    """What asks nothing new: in which article, shorter, more."""
    own = split_prefix(standing)[1]
    of_article = re.search(rf"\b{_TEXT}\b", rest, re.I) or not _PUBLISHED_TOO.search(own)
    if _WHICH_ARTICLE.match(rest) or (_MAKING.match(rest) and of_article):
        return f"{WHERE_SAID}{own}"
    if _SHORTER.match(rest):
        return f"{IN_SHORT}{own}"
    if _MORE.match(rest):
        return own if re.match(r"\W*(?:summ|.*\bsummary\b)", own, re.I) else f"Summarise: {topic}"
    return None


def asks_making(question: str) -> bool:
    """Whether a question is about the article that the last answer was taken from: "Who published
    it?".
    """
    return _MAKING.match(question.strip()) is not None


def at_last(rest: str, standing: str, day: date) -> str | None:
    """As "And finally?", "And at first?": the same question of its last or its first answer, of
    whatever day.
    """
    asked = _AT_LAST.match(rest)
    if asked is None:
        return None
    words = "at first" if asked["first"] else "now" if asked["now"] else "in the end"
    own = split_prefix(standing)[1]
    own = without_period(own, asked_period(own, day))
    return f"{without_order(own).rstrip(' ?.!')} {words}?"


def which_ones(rest: str, standing: str) -> str | None:
    """As "Which ones?" after a count: what was counted."""
    counted = _HOW_MANY.match(split_prefix(standing)[1])
    if counted is None or not _WHICH_ONES.match(rest):
        return None
    return f"Which {counted['what']}"


def what_next(question: str, standing: str) -> str | None:
    """As "And then?", "And?": what came after the last answer."""
    asked = _NEXT.match(question) and words_of(question)
    return f"{WHAT_NEXT}{split_prefix(standing)[1]}" if asked else None


def other_period(rest: str, standing: str, day: date) -> str | None:
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


_ASKS_FOR_ARTICLES = re.compile(
    rf"\W*(?:how many|which|what|list|show)\s+(?:[\w’'-]+\s+){{0,3}}?{ARTICLES}\b", re.I
)


def other_outlet(
    rest: str, standing: str, spelling: Spelling, publishers: tuple[str, ...]
) -> str | None:
    """As "And CNN?": the same question asked of another outlet."""
    words = re.sub(r"^(?:according to|from|in|by|of|for)\s+", "", rest.strip(" ?.!"), flags=re.I)
    named = named_outlets(words, publishers, spelling) if words else ()
    bare = re.sub(r"^the\s+", "", words, flags=re.I)
    if len(named) != 1 or not (
        publisher_key(bare) == publisher_key(named[0])
        or (len(words_of(bare)) == 1 and bare.lower() in named[0].lower())
    ):
        return None
    name = named[0]
    for known in named_outlets(standing, publishers, spelling):
        for called in (known, known.split()[-1]):
            found = re.search(rf"\b{re.escape(called)}\b", standing, re.I)
            if found:
                before = standing[: found.start()]
                if not known.lower().startswith("the ") and name.lower().startswith("the "):
                    before = re.sub(r"\bthe\s+$", "", before, flags=re.I)
                return f"{before}{name}{standing[found.end() :]}"
    joint = "from" if _ASKS_FOR_ARTICLES.match(standing) else "according to"
    return f"{standing.rstrip(' ?.!')} {joint} {name}?"


def other_name(rest: str, standing: str, spelling: Spelling) -> str | None:
    """As "And Lavrov?", "And in Kyiv?": the name put in place of the last question's; None when it
    isn't clear in place of which.
    """
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
    if not preposition and (speech := _SPEECH.match(asked)):
        return f"{speech['before']}{name}{speech['after']}"
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
    return asked[:start] + name + asked[end:]


def other_subject(phrase: str, standing: str) -> str | None:
    """As "And the union?", asked of what somebody said or did: the same of somebody else."""
    own = standing.partition(" (")[0]
    if speech := _SPEECH.match(own):
        return f"{speech['before']}{phrase}{speech['after']}"
    clause = re.match(
        r"^(?P<before>.*?\b(?:did|does|do|will|would|has|have|had|is|are|was|were)\s+)"
        r"(?P<who>(?:the|a|an|his|her|its|their)\s+(?:[\w’'-]+\s+)??[\w’'-]+(?:\s+of\s+"
        r"[\w’' -]+?)?)(?P<after>\s+[a-z].*)$",
        own,
        re.I,
    )
    return f"{clause['before']}{phrase}{clause['after']}" if clause else None
