"""Who vouches for a sentence: who says it, reports it, alleges it, denies it, or holds it.

Rules of English news prose, on the sentence and its neighbours. Silence before a guess: where
nobody is named, the outlet itself reports, and nothing is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from index.text.turns import turn_at
from index.types import Article
from qa.answer.speech import is_speech, opened_before, unquoted, without_end_of_speech
from qa.answer.wording import plain
from qa.types import AssertedBy, How

_OPINION = r"believ(?:es?|ed)|thinks?|thought|feels?|felt|argu(?:es?|ed)|reckons?|considers?"
_ALLEGE = r"alleg(?:es?|ed)|claim(?:s|ed)?|accus(?:es?|ed)|suspects?|suspected|charg(?:es?|ed)"
_CLAIM = (
    r"(?=(?:\s+as\b|\s+(?:the|any|all|those|these|such|his|her|its|their|this|that|a|an))?(?:\s+[\w’'-]+)?"
    r"\s+(?:claims?|allegations?|accusations?|charges?|reports?|suggestions?|assertions?|criticism|"
    r"untrue|false|baseless|nonsense))"
)
_DENY = (
    r"den(?:y|ies|ied)|rebutt?(?:s|ed)?|"
    rf"(?:reject(?:s|ed)?|dismiss(?:es|ed)?|disput(?:es?|ed)){_CLAIM}"
)
_REPORT = r"report(?:s|ed)|wr(?:ites?|ote)|publish(?:es|ed)"
_SAY = (
    r"sa(?:ys?|id)|t(?:ells?|old)|add(?:s|ed)|declar(?:es?|ed)|not(?:es?|ed)|"
    r"stated|states(?= that)|"
    r"announc(?:es?|ed)|stress(?:es|ed)|warn(?:s|ed)|explain(?:s|ed)|insist(?:s|ed)|repl(?:ies|ied)|"
    r"continu(?:es|ed)|conclud(?:es|ed)|urg(?:es|ed)|call(?:s|ed)|repeat(?:s|ed)|demand(?:s|ed)|"
    r"admit(?:s|ted)|confirm(?:s|ed)|promis(?:es|ed)|acknowledg(?:es|ed)|suggest(?:s|ed)|"
    r"testif(?:ies|ied)|tweet(?:s|ed)|estimat(?:es|ed)|"
    r"put(?! (?:off|back|on|up|out|in|into|forward|down|away|under|to|an end))|"
    r"vow(?:s|ed)|predict(?:s|ed)|pledg(?:es|ed)|pegg?(?:s|ed)|wonder(?:s|ed)|hint(?:s|ed)|"
    r"jok(?:es|ed)|quip(?:s|ped)|moan(?:s|ed)|complain(?:s|ed)|lament(?:s|ed)|caution(?:s|ed)|"
    r"count(?:s|ed)(?= \w+)|tall(?:ies|ied)|document(?:s|ed)|has the names? of|"
    r"assert(?:s|ed)|assur(?:es|ed)|(?:re)?affirm(?:s|ed)|reiterat(?:es|ed)|remark(?:s|ed)|"
    r"contend(?:s|ed)|proclaim(?:s|ed)|boast(?:s|ed)(?! \d)|underlin(?:es|ed)|underscor(?:es|ed)|"
    r"denounc(?:es|ed)|condemn(?:s|ed)(?! to\b)|respond(?:s|ed)(?= that\b|,? [“\"])|"
    r"press(?:es|ed)(?= [^,;:]{1,60} to )|describ(?:es|ed)(?= [^,;:]{1,60} as )|"
    r"reject(?:s|ed)|emphasi[sz](?:es|ed)|recall(?:s|ed)|conced(?:es|ed)|claim(?:s|ed)"
)
_VERBS: tuple[tuple[How, str], ...] = (
    ("denied", _DENY),
    ("alleged", _ALLEGE),
    ("opinion", _OPINION),
    ("reported", _REPORT),
    ("said", _SAY),
)
VERBS_OF: Mapping[How, str] = dict(_VERBS)  # patterns of English, for those who show it
_VERB = re.compile(
    r"(?<![\w’'-])(?:" + "|".join(f"(?P<{how}>{verbs})" for how, verbs in _VERBS) + r")(?![\w’'-])"
)
_ACCORDING = re.compile(
    r"\b[Aa]ccording to (?:what )?"
    r"(?P<who>(?:(?!\b(?:on|in|at|which|who|that|said|told|say|says)\b)[^,.;:!?“”\"()])+)"
)
_HEDGED = re.compile(
    r"\b(?:allegedly|reportedly|is accused of|are accused of|was accused of|were accused of|"
    r"accused of|suspected of|alleged)\b",
    re.I,
)
_CUT = re.compile(r"[,;:“”\"()–—]|\s-\s")
_LEADING = re.compile(
    r"^(?:and|but|while|as|that|when|although|though|which|who|also|later|earlier|on \w+day|"
    r"however|meanwhile|has|have|had)\s+",
    re.I,
)
_TELLS_WHEN = re.compile(
    r"(?<!soon )(?<!shortly )\b(?:after|before|until|once|since|because|if|whether)\s+"
    r"(?:\S+\s+){0,6}?\S+$",
    re.I,
)
_PRONOUN = re.compile(r"^(?:he|she|they|it|i|we|one)$", re.I)
_OF_THEM = {"him": "he", "her": "she", "them": "they"}  # "according to him"
# "A former surveyor of the firm" does not speak for it.
_APART_FROM = re.compile(
    r"^(?:an?|the|its|two|three|several|some|one)\s+(?:\w+\s)?(?:former|ex-\w+|rivals?|critics?|"
    r"opponents?|victims?|neighbou?rs?|enem(?:y|ies)|competitors?)\b.*\b(?:of|at|for|from|to)\s+$",
    re.I,
)
# "It has not said whether", "half of what the union demanded": nothing is said there.
_UNSAID = re.compile(r"\b(?:not|never|nor|n[’']t)$|\b(?:of|than|from|with) what\b", re.I)
_OF_PRONOUN = re.compile(r"\s*(?:He|She)\b(?! (?:said|says|told|added)\b)")
_NAME = re.compile(
    r"[^\W\d_a-z][\w’'.-]*(?:\s+(?:(?:of|for|de|van|von|bin|al|el|da|der|and)\s+)?"
    r"[^\W\d_a-z][\w’'.-]*)*"
)
# "Russian President", "US Secretary of State": of which country is no part of a name.
_OF_COUNTRY = (
    r"(?:(?:US|U\.S\.|UK|U\.K\.|EU|UN|[A-Z]\w+(?:ian|ish|ese|an|ch|ek|eek|i|sh))\s+"
    r"(?=(?:[A-Z]\w+\s+){0,2}(?:President|Minister|Chancellor|Secretary|Senator|Ambassador)\b))?"
)
_TITLES = re.compile(
    rf"^{_OF_COUNTRY}"
    r"(?:(?:Labou?r|Prime|Foreign|Defen[cs]e|Finance|Interior|Justice|Health|Education|Energy|Chief|"
    r"Environment|Transport|Treasury|Trade|Culture|Economy|Agriculture|"
    r"Vice|Deputy|Former|Acting|The|A|An|Its|His|Her|President|Minister|Executive|Chancellor|Mayor|"
    r"Governor|Senator|Secretary|General|Judge|Police|Inspector|Professor|Dr|Mr|Mrs|Ms|Sir|Officer|"
    r"Captain|Engineer|Prosecutor|Chairman|Chairwoman|Director|Spokesman|Spokeswoman|Attorney|"
    r"Representative|Mediator|Ambassador)\.?\s+(?:of State\s+)?)+"
    r"(?=[^\W\d_a-z])(?!(?:Ministry|Staff|Office|Council|Assembly|Department|Party)\b)"
)
_WORDS = re.compile(r"[^\W\d_][\w’'.-]*")
_SUBJECTS = re.compile(
    r"\b(?:police|officials?|prosecutors?|authorities|union|company|ministry|government|court|office|"
    r"spokes\w+|witness(?:es)?|lawyers?|experts?|residents?|researchers?|scientists?|investigators?|"
    r"owner|operator|firm|agency|group|party|council|commission|committee|report|statement|critics|"
    r"supporters|opposition|activists?|leaders?|engineers?|doctors?|hospital|bank|army|military|"
    r"analysts?|economists?|mayor|minister|president|judge|family|neighbou?rs?|teachers?|association|"
    r"federation|board|department|station|paper|newspaper|sources?|people|parents|workers|drivers)$",
    re.I,
)
_SOMEBODY = re.compile(
    r"^(?:an?|the|two|three|several|some)\s+(?:\w+\s)?(?:persons?|people|officials?|sources?|diplomats?|"
    r"aides?|insiders?|wom[ae]n|m[ae]n)\s+(?:familiar|close|briefed|involved|present|informed|with)\b",
    re.I,
)
_GROUP = re.compile(r"^(?:the|its|their|his|her|several|some|many|two|three|both)\s+[a-z]", re.I)
# "Ward’s brother", "his sister": whose bare first name is a speaker’s.
_RELATIVE = re.compile(r"(?:[’']s?|\b(?:his|her|their|the|its))\s+[a-z]+(?:\s[a-z]+)?$")
# "chair of the board", "the firm’s largest owner": what stands between a name and its verb.
_DESCRIBES = re.compile(r"(?:[a-z][\w’'-]*|[\w’'. -]{2,40}[’']s?)\s+[a-z]")
_MOST_WORDS = 9
_LOOK_BACK = 4
_FURTHEST, _LOOK_ABOVE = 10, 3  # sentences up the text; and of a paragraph before
_WRITES = re.compile(
    rf"^\W*(?P<name>{_NAME.pattern}) (?:is|was|writes|works|teaches|leads|heads)\b[^\n]{{0,200}}$"
)
_COMMENT = re.compile(r"^\s*(?:opinion|comment|editorial|analysis|column|viewpoint|op-ed)\b", re.I)


def asserted_by(
    article: Article, sentences: Sequence[tuple[int, int]], span: tuple[int, int]
) -> AssertedBy | None:
    """Who vouches for the sentence at `span`, one of `sentences` (in their order); None where only
    the outlet does.

    A sentence that is speech throughout is its speaker's; "he" and "she" are who was named last.
    """
    turn = turn_at(article.text, span[0])
    if turn is not None and turn.speaker:
        return AssertedBy(plain(turn.speaker), "said")
    writer = _writer_of(article)
    own = _in_sentence(without_end_of_speech(article.text, span))
    place = bisect_left(sentences, span)
    if place == len(sentences) or sentences[place] != span:
        place = -1
    if own is not None:
        name, how = own
        if writer and name == "I":
            return AssertedBy(plain(writer), "opinion")
        if _PRONOUN.match(name) and place >= 0:
            found = _named_within(article.text[slice(*span)], name)
            found = found or _named_before(article.text, sentences, place)
            return None if found is None else AssertedBy(plain(found), how)
        return None if _PRONOUN.match(name) else AssertedBy(plain(name), how)
    if place >= 0 and is_speech(article.text, span):
        return _of_neighbours(article, sentences, place)
    return AssertedBy(plain(writer), "opinion") if writer else None


def _writer_of(article: Article) -> str:
    """Who holds the opinions of a comment: its author, or who its last line says wrote it; "" for a
    report.
    """
    if not _COMMENT.match(article.title or ""):
        return ""
    if article.author:
        return article.author
    last = article.text.rstrip().rpartition("\n")[2]
    found = _WRITES.match(last)
    return found["name"] if found else ""


def _in_sentence(text: str) -> tuple[str, How] | None:
    """The name and the way of speaking that a sentence states itself."""
    text = " ".join(text.split())  # each blank of a long run would be tried as its first
    outside = re.sub(r"“[^”]*”|\"[^\"]*\"", lambda m: "“" + "·" * (len(m[0]) - 2) + "”", text)
    according = _ACCORDING.search(outside)
    if according:
        name = _short(_OF_THEM.get(according["who"].strip().lower(), according["who"]))
        if name:
            return name, "alleged" if _HEDGED.search(outside) else "said"
    for verb in _VERB.finditer(outside):
        how: How = next(h for h, _ in _VERBS if verb[h])
        ahead = outside[: verb.start()].rstrip()
        before = _CUT.split(ahead)[-1].strip(" ·")
        if _TELLS_WHEN.search(before):
            continue  # "It was signed after Venn declared …" is not what Venn declared
        name = _subject(before) or _beside_comma(ahead)
        if not name and how == "said":
            behind = re.match(
                r"\s+(?:(?:the|its|their|a|an)\s+)?(?:[a-z]+,?\s+){0,3}?(?P<who>"
                + _NAME.pattern
                # "noted the Ukrainian head of state" names nobody
                + r")(?![\w’'-])(?!\s+(?!(?:on|in|at|to|during|after|before|as|who|from|and|when|"
                r"while|by|for|with|later|earlier|last|this|that)\b)[a-z])",
                outside[verb.end() :],
            )
            starts = not before or outside[: verb.start()].rstrip()[-1:] in ',”"’'
            name = _short(behind["who"]) if behind and starts else ""
        if name:
            if how == "said" and _HEDGED.search(outside):
                how = "alleged"
            return name, how
    return None


def _beside_comma(ahead: str) -> str:
    """The speaker where a comma stands before the verb: "the head of the union, Ingrid Solberg,
    said", and "Ingrid Solberg, the head of the union, said" with one description or two.
    """
    if not ahead.endswith(","):
        return ""
    parts = [part.strip(" ·") for part in _CUT.split(ahead[:-1])]
    if _NAME.fullmatch(parts[-1]) and (
        len(parts[-1].split()) > 1 or (len(parts) > 1 and _RELATIVE.search(parts[-2]))
    ):
        return _short(parts[-1])
    described = re.match(r"(?:the|a|an|its|his|her|their|who)\s+[a-z]", parts[-1])
    named = described and len(parts) > 1 and not _DESCRIBES.match(parts[-2])
    if named and (name := _subject(parts[-2])):
        return name
    for before, part in zip(parts[-2:-4:-1], parts[-1:-3:-1], strict=False):
        if not _DESCRIBES.match(part):
            break
        if _NAME.fullmatch(before) and len(before.split()) > 1:
            return _short(before)
    return ""


def _subject(before: str) -> str:
    """Who is meant by the words before a verb of saying; "" where they are no speaker."""
    while (cut := _LEADING.sub("", before)) != before:
        before = cut
    before = re.sub(
        r"\s+(?:has|have|had|also|[a-z]+ly|later|then|on \w+day|did|would)$", "", before
    )
    words = before.split()
    if not words or len(words) > _MOST_WORDS or _UNSAID.search(before):
        return ""
    if _PRONOUN.match(before):
        return before
    if _PRONOUN.match(words[-1]):
        return words[-1]
    names = [m for m in _NAME.finditer(before) if m.end() == len(before)]
    if names and _APART_FROM.match(before[: names[-1].start()]):
        return before
    if names and (names[-1].start() > 0 or len(names[-1][0]) > 1):
        return _short(names[-1][0])
    if (
        _SOMEBODY.match(before)
        or _SUBJECTS.search(before)
        or (_GROUP.match(before) and len(words) <= 6)
    ):
        return before
    return ""


_DAY = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|"
    r"september|october|november|december",
    re.I,
)


def _short(who: str) -> str:
    """A name without the titles before it and the words behind it; "" for a day or a month."""
    if _DAY.fullmatch(who.strip(" .,’'")):
        return ""
    who = " ".join(who.split()).strip(" .,’'")
    bare = _TITLES.sub("", re.sub(r"^(?:the|its|their|his|her|an?)\s+(?=[A-Z])", "", who))
    return (bare or who) if _WORDS.search(who) and len(who.split()) <= _MOST_WORDS else ""


def _of_neighbours(
    article: Article, sentences: Sequence[tuple[int, int]], place: int
) -> AssertedBy | None:
    """The speaker of a sentence near by: in the same paragraph the one before, behind, and those
    further up; else of the paragraph before, then of the one behind.
    """

    def is_beside(at: int) -> bool:
        first, last = sorted((at, place))
        return "\n" not in article.text[sentences[first][0] : sentences[last][0]]

    near = [place + step for step in (-1, 1, *range(-2, -_FURTHEST, -1))]
    near = [at for at in near if 0 <= at < len(sentences)]
    beside = [at for at in near if is_beside(at)]
    above = [at for at in near if at < place and at not in beside][:_LOOK_ABOVE]
    behind = [at for at in near if at > place and at not in beside]
    for at in (*beside, *above, *behind):
        own = _in_sentence(without_end_of_speech(article.text, sentences[at]))
        if own is None:
            continue
        name, how = own
        if _PRONOUN.match(name):
            found = _named_before(article.text, sentences, at)
            return None if found is None else AssertedBy(plain(found), how)
        return AssertedBy(plain(name), how)
    return None


def _named_within(sentence: str, pronoun: str) -> str | None:
    """What "it" is where the sentence names a body first: "The union has another version: it says
    …"; None elsewhere.
    """
    found = re.match(rf"(?P<head>[^“\"]{{4,200}}?)[:;–—-]\s+{re.escape(pronoun)}\b", sentence)
    if pronoun.lower() not in ("it", "they") or found is None:
        return None
    name = _NAME.search(re.sub(r"^(?:The|A|An)\s+", "", found["head"]))
    return _short(name[0]) or None if name else None


def _named_before(text: str, sentences: Sequence[tuple[int, int]], place: int) -> str | None:
    """Who "he" is in a sentence: the speaker of the nearest sentence before it, else the first
    person that it names, since news tells of its subject.
    """
    surnames = {
        short.split()[-1]
        for match in _NAME.finditer(text[: sentences[place][1]])
        if len((short := _short(match[0])).split()) in (2, 3) and " and " not in short
    }
    for at in range(place - 1, max(-1, place - 1 - _LOOK_BACK), -1):
        sentence = text[sentences[at][0] : sentences[at][1]]
        people: list[str] = []
        if _OF_PRONOUN.match(sentence) or opened_before(text, sentences[at][0]):
            continue  # "He called on Americans": those whom he names are not he
        for match in _NAME.finditer(unquoted(sentence)):
            short = _short(match[0])
            words = short.split()
            if " and " in short:
                continue
            if (len(words) in (2, 3) and words[-1] in surnames) or short in surnames:
                people.append(short)
        own = _in_sentence(sentence)
        if own is not None and own[0][:1].isupper() and not _PRONOUN.match(own[0]):
            return people[0] if people and own[0] not in people else own[0]
        if people:
            return people[0]
    return None
