"""What the lines of a page around an article look like: menus, links, counters, disclaimers.

The patterns describe news pages in general. They are held to one rule: a sentence of an article
must not match, so each wants the whole line, and a line that might be either is left alone.
Lines longer than `LONGEST_LINE` are never matched, which also bounds the work of a pattern.
"""

from __future__ import annotations

import re

LONGEST_LINE = 600


def whole_line(*alternatives: str) -> re.Pattern[str]:
    """One pattern of several, for `fullmatch`, whatever the case."""
    return re.compile(rf"(?:{'|'.join(alternatives)})", re.IGNORECASE)


# ISO 639-1 codes of languages that news sites come in, and the country codes used in their stead.
_LANGUAGE_CODES = frozenset(
    "ar az be bg bn bs ca cn cs cy cz da de dk ee el en es et eu fa fi fr ga ge gr he hi hr hu hy "
    "id il in ir is it ja jp ka kk ko kr lt lv me mk mn ms nl no pl ps pt ro rs ru se sk sl sq sr "
    "sv sw ta th tr ua uk ur us uz vi zh eng rus ukr укр рус анг қаз".split()
)
_LANGUAGE_NAMES = frozenset(
    "english русский українська deutsch français español italiano português polski türkçe "
    "العربية فارسی 中文 日本語 한국어 қазақша беларуская čeština magyar română nederlands svenska "
    "русская english ukrainian russian german french spanish arabic chinese".split()
)
_SHARE_WORDS = frozenset(
    "share tweet pin email e-mail mail print facebook twitter x whatsapp telegram viber linkedin "
    "pinterest reddit instagram youtube tiktok messenger vk ok flipboard copy link save bookmark "
    "comment comments like listen follow subscribe this article story on via with and".split()
)
_SHARE_ANCHORS = frozenset(
    "share tweet facebook twitter whatsapp telegram linkedin pinterest reddit print flipboard "
    "viber messenger".split()
)

_LABEL_ALONE = whole_line(
    r"(?:categori[sz]ed in|categor(?:y|ies)|tags?|tagged(?: in| with)?|filed under|topics?|"
    r"keywords|labels|sections?|posted in)\s*:?",
)
_LABELLED = whole_line(
    r"(?:categori[sz]ed in|categor(?:y|ies)|tags?|tagged(?: in| with)?|filed under|topics|"
    r"keywords|labels|posted in)\s*:\s*\S.{0,200}",
)
_RELATED_ALONE = whole_line(
    r"(?:related|recommended|popular|trending|similar|further|suggested|latest|more|top)"
    r"(?: (?:articles?|stories|story|news|posts?|reading|content|links|coverage|topics?|videos?))"
    r"\s*:?",
    r"(?:related|see also|read also|also read|read next|more on this(?: story| topic)?|"
    r"you may also like|you might also like|don[’']t miss|most (?:read|popular|viewed)|"
    r"recommended(?: for you)?|what to read next|(?:go|dig) deeper|learn more|read more|"
    r"latest (?:\w+ ){0,2}news|more to (?:read|explore|know))\s*:?",
)
_RELATED_LABELLED = whole_line(
    r"(?:read also|also read|read more(?: on this)?|read next|see also|see more|related|"
    r"related (?:articles?|stories|story|news|reading)|more on this(?: story| topic)?|must read|"
    r"more from [^:]{2,40}|you may also like|don[’']t miss|recommended|watch also|also watch)"
    r"\s*(?::|>>+|»|→)\s*\S.{0,250}",
    r"more(?: (?:coverage|news|info|information))?\s*:\s*\S[^.]{0,200}",
)
_READ_MORE = whole_line(
    r"(?:read|see|show|load|view|continue|find out|learn|discover) (?:more|all|less|reading)"
    r"(?: (?:here|stories|articles|news|comments|below))?\s*(?:>+|»|→|\.{1,3}|…)?",
    r"(?:click|tap) here(?: (?:to|for) .{1,80})?",
    r"(?:back to top|go to top|scroll to top|skip to (?:main )?content|menu|search|home)",
)
_PREV_NEXT = re.compile(
    r"(?:[«‹←<]+\s*)?(?:PREV(?:IOUS)?|NEXT)(?:[\s:»›→«‹←>-]+\S.{0,300})?"
    r"|(?:[«‹←<]+\s*)?(?i:prev(?:ious)?|next) (?i:article|post|story|page)\b"
    r"(?:\s*[:»›→«‹←>-].{0,300})?"
)
_DISCLAIMER = whole_line(
    r".{0,300}\bnot (?:be )?(?:held )?(?:responsible|liable) for (?:the |any )?"
    r"(?:\w+ ){0,3}content\b.{0,200}",
    r"(?:this|the) (?:article|story|post|content|material|text|page) (?:was|is|has been) "
    r"(?:automatically |machine[- ]|auto[- ]?)?(?:added|generated|uploaded|posted|submitted|"
    r"imported|aggregated) (?:by|from|using|with|automatically) .{0,200}",
    r"disclaimer\s*:.{0,500}",
    r"\(?(?:except for the headline, )?this story has not been edited by .{1,60} staff\b.{0,200}",
    r"(?:the )?(?:views|opinions)(?:,? (?:thoughts|views|and|or|opinions))* expressed "
    r"(?:in|here|by|on) .{0,80}\b(?:are|do not|belong|those)\b.{0,200}",
    r"all (?:data|quotes|prices) (?:is|are) (?:provided|delayed) .{0,160}",
)
_CALL_VERB = (
    r"(?:subscribe|sign up|follow us|join us|join our|register|download|support us|donate|get our|"
    r"get the latest|stay (?:up to date|informed|tuned)|log in|sign in|like us|find us|contact us|"
    r"become a (?:member|subscriber))\b"
)
_CALL = whole_line(
    rf"{_CALL_VERB}.{{0,160}}\b(?:newsletters?|(?:our|your|the) (?:channels?|app|account|inbox)|"
    r"telegram|whatsapp|twitter|facebook|instagram|youtube|google news|inbox|notifications?|"
    r"e-?mail alerts?)\b.{0,80}",
    rf"{_CALL_VERB}[^.,]{{0,50}}\b(?:here|now|today|free|to (?:continue|read|comment))\b"
    r"[^.,]{0,30}[.!]?",
    r"follow [\w .’'-]{2,60} on (?:x|twitter|facebook|instagram|telegram|threads|mastodon|bluesky)"
    r"\b.{0,80}",
    r"(?:subscribe|sign up|log in|sign in|register|follow us|join us|newsletters?|donate)"
    r"(?: now| here| today| free)?\s*[.!:]?",
)
_COOKIES = whole_line(
    r"(?:we|our partners and we|(?:this|our) (?:web)?site) uses? (?:\w+ )?cookies\b.{0,400}",
    r"by (?:continuing|using|clicking|accepting) .{0,120}\b(?:cookies|privacy policy|terms of "
    r"(?:use|service))\b.{0,200}",
    r"(?:accept|reject|manage|allow)(?: all)? cookies|cookies? (?:policy|settings|notice)|"
    r"privacy policy|terms (?:of (?:use|service)|and conditions)",
)
_COPYRIGHT = whole_line(
    r"(?:©|(?:\(c\)|copyright)\s*(?:©|\(c\)|copyright|(?:19|20)\d\d)|copyright by\b).{0,300}",
    r".{0,200}\ball rights reserved\b\.?.{0,160}",
)
_COUNTERS = whole_line(
    r"[\d.,]+\s*[km]?\s*(?:comments?|shares?|views?|likes?|reads|replies|retweets)",
    r"(?:comments?|shares?|views?|likes?)\s*(?:\(\s*\d+\s*\)|:\s*\d+)",
    r"(?:leave|add|post|write) a (?:comment|reply)",
    r"(?:view|show|see) (?:all )?comments(?: \(\d+\))?",
    r"no comments(?: yet)?|comments? (?:are )?(?:closed|off|disabled)\.?",
    r"(?:reading time\s*:?\s*)?\d+[ -]?min(?:ute)?s?(?: read)?|reading time\s*:?.{0,20}",
)
_ADVERTISEMENT = whole_line(
    r"[-–—\s]*(?:advertisements?|advertising|ad|sponsored(?: content)?|promoted(?: content)?|"
    r"paid content|реклама)[-–—\s]*(?:(?:continue reading|scroll|story continues) .{0,40})?",
    r"(?:story|article) continues (?:below|after) (?:the )?(?:this )?(?:ad|advertisement|video|"
    r"photo|gallery)s?\.?",
    r"(?:scroll|keep scrolling) (?:down )?(?:to|for) .{0,40}",
)
# "Here is an interactive map of the front:" points at something that a text file doesn't hold.
_POINTER = whole_line(
    r"(?:here (?:is|are)|here[’']s|below (?:is|are)|see|watch|view|check out|(?:take a )?look at) "
    r"(?:\S+ ){0,6}?(?:maps?|videos?|photos?|pictures?|images?|graphics?|infographics?|charts?|"
    r"galler(?:y|ies)|slideshows?|tweets?|posts?|footage|animation)\b[^.!?]{0,160}:",
)
_ONLY_MARKS = re.compile(r"[\W_]{1,80}")
_WHOLE_LINE = whole_line(
    *(
        pattern.pattern
        for pattern in (
            *(_LABEL_ALONE, _LABELLED, _RELATED_ALONE, _RELATED_LABELLED, _READ_MORE, _DISCLAIMER),
            *(_CALL, _COOKIES, _COPYRIGHT, _COUNTERS, _ADVERTISEMENT, _POINTER),
        )
    )
)


def is_boilerplate(line: str) -> bool:
    """True when the line belongs to the page around an article, wherever it stands."""
    if len(line) > LONGEST_LINE:
        return False
    if _ONLY_MARKS.fullmatch(line) and not any(_is_symbol(character) for character in line):
        return True
    return (
        bool(_WHOLE_LINE.fullmatch(line) or _PREV_NEXT.fullmatch(line))
        or _is_language_bar(line)
        or _is_share_bar(line)
    )


def starts_list_of_links(line: str) -> bool:
    """True for a label ("Related:", "Tags:") whose short lines below belong to it."""
    return bool(_LABEL_ALONE.fullmatch(line) or _RELATED_ALONE.fullmatch(line))


def _is_symbol(character: str) -> bool:
    """An emoji or a sign that says something by itself, unlike a dash, star or bullet."""
    return ord(character) >= 0x1F000


def _words(line: str) -> list[str]:
    return [word.casefold() for word in re.split(r"[\s|/·•,»>–—-]+", line) if word]


def _is_language_bar(line: str) -> bool:
    words = _words(line) if len(line) <= 120 else []
    return len(words) > 1 and (
        all(word in _LANGUAGE_CODES for word in words)
        or all(word in _LANGUAGE_NAMES for word in words)
    )


def _is_share_bar(line: str) -> bool:
    words = [word.strip(":") for word in _words(line)] if len(line) <= 120 else []
    return (
        0 < len(words) <= 14
        and all(word in _SHARE_WORDS for word in words)
        and any(word in _SHARE_ANCHORS for word in words)
    )
