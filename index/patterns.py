"""What the lines around an article look like: one predicate a kind, for a single line.

The patterns describe news pages in general. They are held to one rule: a sentence of an article
must not match, so each wants the whole line, and a line that might be either is left alone.
Lines longer than `LONGEST_LINE` are never matched, which also bounds the work of a pattern.
"""

from __future__ import annotations

import re

LONGEST_LINE = 600


def _full(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(alternatives)})", re.IGNORECASE)


# --- boilerplate ----------------------------------------------------------------------------

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

_LABEL_ALONE = _full(
    r"(?:categori[sz]ed in|categor(?:y|ies)|tags?|tagged(?: in| with)?|filed under|topics?|"
    r"keywords|labels|sections?|posted in)\s*:?",
)
_LABELLED = _full(
    r"(?:categori[sz]ed in|categor(?:y|ies)|tags?|tagged(?: in| with)?|filed under|topics|"
    r"keywords|labels|posted in)\s*:\s*\S.{0,200}",
)
_RELATED_ALONE = _full(
    r"(?:related|recommended|popular|trending|similar|further|suggested|latest|more|top)"
    r"(?: (?:articles?|stories|story|news|posts?|reading|content|links|coverage|topics?|videos?))"
    r"\s*:?",
    r"(?:related|see also|read also|also read|read next|up next|more on this(?: story| topic)?|"
    r"you may also like|you might also like|don[’']t miss|most (?:read|popular|viewed)|"
    r"recommended(?: for you)?|what to read next)\s*:?",
)
_RELATED_LABELLED = _full(
    r"(?:read also|also read|read more(?: on this)?|read next|see also|see more|related|"
    r"related (?:articles?|stories|story|news|reading)|more on this(?: story| topic)?|must read|"
    r"more from [^:]{2,40}|you may also like|don[’']t miss|recommended|watch also|also watch)"
    r"\s*(?::|>>+|»|→)\s*\S.{0,250}",
)
_READ_MORE = _full(
    r"(?:read|see|show|load|view|continue|find out|learn|discover) (?:more|all|less|reading)"
    r"(?: (?:here|stories|articles|news|comments|below))?\s*(?:>+|»|→|\.{3}|…)?",
    r"(?:click|tap) here(?: (?:to|for) .{1,80})?",
    r"(?:back to top|go to top|scroll to top|skip to (?:main )?content|menu|search|home)",
)
_PREV_NEXT = re.compile(
    r"(?:[«‹←<]+\s*)?(?:PREV(?:IOUS)?|NEXT)(?:[\s:»›→«‹←>-]+\S.{0,300})?"
    r"|(?:[«‹←<]+\s*)?(?i:prev(?:ious)?|next) (?i:article|post|story|page)\b(?:\s*[:»›→«‹←>-].{0,300})?"
)
_DISCLAIMER = _full(
    r".{0,300}\bnot (?:be )?(?:held )?(?:responsible|liable) for (?:the |any )?"
    r"(?:\w+ ){0,3}content\b.{0,200}",
    r"(?:this|the) (?:article|story|post|content|material|text|page) (?:was|is|has been) "
    r"(?:automatically |machine[- ]|auto[- ]?)?(?:added|generated|uploaded|posted|submitted|imported|"
    r"aggregated) (?:by|from|using|with|automatically) .{0,200}",
    r"disclaimer\s*:.{0,500}",
    r"\(?(?:except for the headline, )?this story has not been edited by .{1,60} staff\b.{0,200}",
    r"(?:the )?(?:views|opinions)(?:,? (?:thoughts|views|and|or|opinions))* expressed (?:in|here|by|on) "
    r".{0,80}\b(?:are|do not|belong|those)\b.{0,200}",
    r"all (?:data|quotes|prices) (?:is|are) (?:provided|delayed) .{0,160}",
)
_CALL = _full(
    r"(?:subscribe|sign up|follow us|join us|join our|register|download|support us|donate|get our|"
    r"get the latest|stay (?:up to date|informed|tuned)|log in|sign in|like us|find us|contact us|"
    r"become a (?:member|subscriber))\b.{0,160}\b(?:newsletters?|channels?|app|account|telegram|"
    r"whatsapp|twitter|facebook|instagram|youtube|google news|inbox|e-?mail|notifications?|"
    r"here|to continue|to read|to comment|free|today|now)\b.{0,80}",
    r"follow [\w .’'-]{2,60} on (?:x|twitter|facebook|instagram|telegram|threads|mastodon|bluesky)"
    r"\b.{0,80}",
    r"(?:subscribe|sign up|log in|sign in|register|follow us|join us|newsletters?|donate)"
    r"(?: now| here| today| free)?\s*[.!:]?",
)
_COOKIES = _full(
    r"(?:we|our partners and we|this (?:web)?site|our (?:web)?site) uses? (?:\w+ )?cookies\b.{0,400}",
    r"by (?:continuing|using|clicking|accepting) .{0,120}\b(?:cookies|privacy policy|terms of "
    r"(?:use|service))\b.{0,200}",
    r"(?:accept|reject|manage|allow)(?: all)? cookies|cookies? (?:policy|settings|notice)|"
    r"privacy policy|terms (?:of (?:use|service)|and conditions)",
)
_COPYRIGHT = _full(
    r"(?:©|\(c\)|copyright (?:©|\(c\)|(?:19|20)\d\d|by\b)).{0,300}",
    r".{0,200}\ball rights reserved\b\.?.{0,160}",
)
_COUNTERS = _full(
    r"[\d.,]+\s*[km]?\s*(?:comments?|shares?|views?|likes?|reads|replies|retweets)",
    r"(?:comments?|shares?|views?|likes?)\s*(?:\(\s*\d+\s*\)|:\s*\d+)",
    r"(?:leave|add|post|write) a (?:comment|reply)|(?:view|show|see) (?:all )?comments(?: \(\d+\))?",
    r"no comments(?: yet)?|comments? (?:are )?(?:closed|off|disabled)\.?",
    r"(?:reading time\s*:?\s*)?\d+[ -]?min(?:ute)?s?(?: read)?|reading time\s*:?.{0,20}",
)
_ADVERTISEMENT = _full(
    r"[-–—\s]*(?:advertisements?|advertising|ad|sponsored(?: content)?|promoted(?: content)?|"
    r"paid content|реклама)[-–—\s]*(?:(?:continue reading|scroll|story continues) .{0,40})?",
    r"(?:story|article) continues (?:below|after) (?:the )?(?:this )?(?:ad|advertisement|video|"
    r"photo|gallery)s?\.?",
    r"(?:scroll|keep scrolling) (?:down )?(?:to|for) .{0,40}",
)
# "Here is an interactive map of the front:" points at something that a text file doesn't hold.
_POINTER = _full(
    r"(?:here (?:is|are)|here[’']s|below (?:is|are)|see|watch|view|check out|take a look at|look at)"
    r" (?:\S+ ){0,6}?(?:maps?|videos?|photos?|pictures?|images?|graphics?|infographics?|charts?|"
    r"galler(?:y|ies)|slideshows?|tweets?|posts?|footage|animation)\b[^.!?]{0,160}:",
)
_ONLY_MARKS = re.compile(r"[\W_]{1,80}")
_WHOLE_LINE = (
    _LABEL_ALONE,
    _LABELLED,
    _RELATED_ALONE,
    _RELATED_LABELLED,
    _READ_MORE,
    _PREV_NEXT,
    _DISCLAIMER,
    _CALL,
    _COOKIES,
    _COPYRIGHT,
    _COUNTERS,
    _ADVERTISEMENT,
    _POINTER,
)


def is_boilerplate(line: str) -> bool:
    """True when the line belongs to the page around an article, wherever it stands."""
    if len(line) > LONGEST_LINE:
        return False
    if _ONLY_MARKS.fullmatch(line) and not any(_is_symbol(character) for character in line):
        return True
    return (
        any(pattern.fullmatch(line) for pattern in _WHOLE_LINE)
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


# --- bylines, dates, credits ----------------------------------------------------------------

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_CLOCK = r"(?:[T\s,]*(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?(?:\s?(?:Z|[A-Z]{2,4}\b|[+-]\d{2}:?\d{2}))?)"
DATE = re.compile(
    rf"(?:\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?:19|20)\d\d\b"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d-\d{2}-\d{2}(?!\d)"
    r"|\b\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b"
    rf"|\b{_MONTH},?\s+(?:19|20)\d\d\b){_CLOCK}?",
    re.IGNORECASE,
)
_WEEKDAY = r"(?:(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
PUBLISHED_LABEL = re.compile(
    r"(?:first )?(?:published|posted|publication date|date(?: published)?|created|issued)"
    r"\s*(?:on|at)?\s*:?\s*",
    re.IGNORECASE,
)
UPDATED_LABEL = re.compile(
    r"(?:last )?(?:updated|modified|edited|revised)\s*(?:on|at)?\s*:?\s*", re.IGNORECASE
)
_DATE_LINE = re.compile(
    rf"(?:(?:{PUBLISHED_LABEL.pattern}|{UPDATED_LABEL.pattern})?{_WEEKDAY}{DATE.pattern}"
    r"\s*(?:[|•·,;/–—-]\s*)?){1,2}",
    re.IGNORECASE,
)
AUTHOR_LABEL = re.compile(
    r"(?:(?:article|story|news|text)\s+)?(?:authors?|writers?|reporters?|journalists?|"
    r"correspondents?|byline|автор|autor|auteur)\s*:\s*|(?:written|words|story|posted|text)\s+by\s*:?\s*",
    re.IGNORECASE,
)
_NAME_WORD = r"(?:[^\W\d_a-zа-яё][\w’'.-]*|al-\w+|d[aeiu]|del|della|van|von|der|den|bin|ibn|la|le)"
_NAMES = rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,3}}"
_NAME_LIST = rf"{_NAMES}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+&\s+){_NAMES}){{0,5}}"
NAME_LIST = re.compile(_NAME_LIST)
BY_NAMES = re.compile(
    rf"(?:[Bb][Yy]|BY)\s*:?\s+(?P<names>{_NAME_LIST})"
    r"(?:\s*[|•·,/–—-]\s*(?P<rest>[^.!?]{1,100})|\s+(?P<at>(?:for|in|at)\s+[^.!?]{1,60}))?"
)
SIGNATURE = re.compile(rf"[–—-]{{1,2}}\s*(?P<names>{_NAMES})")
TITLE_LABEL = re.compile(r"(?:title|headline)\s*:\s*(?=\S)", re.IGNORECASE)
PUBLISHER_LABEL = re.compile(r"(?:publisher|publication|source|via)\s*:\s*", re.IGNORECASE)

_WORK = (
    r"(?:report(?:ing|ed)|writ(?:ing|ten)|edit(?:ing|ed)|compil(?:ing|ed)|translat(?:ion|ed|ing)|"
    r"contribut(?:ing|ions?|ed)|produc(?:ed|tion)|photograph(?:s|y|ed)?|illustrations?|graphics?|"
    r"research(?:ed)?|fact[- ]check(?:ed|ing)|adapted)"
)
_CREDIT = _full(
    rf"[(\[]?\s*(?:additional |further |with (?:additional )?)?{_WORK}"
    rf"(?:(?:,? and |, | & ){_WORK})*(?:\s+(?:in|from) [\w ,]{{2,40}})?(?:\s+by\b|\s*:)\s*\S"
    r"[^!?]{1,300}?[)\]]?\.?",
    r"[(\[]?\s*(?:with|from|based on)? ?(?:agency |agencies |wire |staff )?(?:inputs?|feeds?|"
    r"contributions?|additional reporting|reporting|files|information)(?: \w+)? (?:from|by)\s+"
    r"[^.!?]{2,160}[)\]]?\.?",
    r"(?:from|by) (?:[A-Z][\w&.’' -]{1,60} (?:and|&) )?(?:staff|wire|agency|news services?)"
    r"(?: and (?:staff|wire|agency))?(?: (?:reports?|dispatches|services|staff|writers?))?",
    r"[^!?]{2,200}\bcontributed (?:to|reporting (?:to|for)) this (?:report|story|article|post)\.?"
    r"[)\]]?",
    r"(?:this (?:article|story|report|piece) )?(?:was )?(?:originally |first )(?:appeared|published|"
    r"posted) (?:in|on|by|at) [^!?]{2,160}",
    r"(?:this (?:article|story|report) (?:was|is|has been) )(?:translated|syndicated|republished|"
    r"reprinted) [^!?]{2,200}",
    r"(?:source|sources|via|publisher|publication)\s*:\s*\S.{0,120}",
)
PHOTO_CREDIT = re.compile(
    r"(?:(?:file |stock |cover |lead )?(?:photo|photos|picture|image|images|video|illustration|"
    r"graphic|credit)(?: (?:credit|courtesy|source|by|of))?\s*:\s*\S[^!?]{0,240}"
    r"|[(\[]?(?:photo|photograph|image|picture|video|illustration)s? (?:by|courtesy(?: of)?|via) "
    r"[^!?]{2,120}[)\]]?|(?:getty images|afp via getty images|shutterstock|istock)(?:/\S.{0,40})?)",
    re.IGNORECASE,
)


def is_credit(line: str) -> bool:
    """True for a line that says who worked on the article, or where it or its picture is from."""
    return len(line) <= LONGEST_LINE and bool(
        _CREDIT.fullmatch(line) or (PHOTO_CREDIT.fullmatch(line) and not line.endswith("."))
    )


def is_date_line(line: str) -> bool:
    """True for a line that holds a full date and nothing else but its label and time."""
    return len(line) <= 160 and bool(_DATE_LINE.fullmatch(line))


def is_byline(line: str) -> bool:
    """True for a line that names the author by a label or by "By", or that is a date line."""
    if len(line) > 200:
        return False
    label = AUTHOR_LABEL.match(line)
    if label:
        return label.end() < len(line) and len(line.split()) <= 20
    return bool(BY_NAMES.fullmatch(line) or is_date_line(line))


def is_author_label(line: str) -> bool:
    """True for "Author:" alone: the next line holds the name."""
    label = AUTHOR_LABEL.fullmatch(line)
    return bool(label) and len(line) <= 60


# --- outlets ---------------------------------------------------------------------------------

# News agencies and outlets whose name alone doesn't say what they are.
_AGENCIES = frozenset(
    "reuters ap afp cnn bbc xinhua tass ians pti ani dpa bloomberg upi ansa efe kyodo yonhap "
    "interfax ukrinform anadolu aa ria itar-tass rfe/rl npr pbs abc cbs nbc fox msnbc cnbc wsj "
    "axios politico vox aljazeera euronews dw unian meduza tvn wion ndtv zdf ard rt suspilne "
    "usatoday".split()
)
_OUTLET_WORDS = re.compile(
    r"\b(?:news(?:papers?|wire|week|room)?|times|post|press|agency|agence|today|daily|media|tv|"
    r"television|radio|tribune|herald|journal|guardian|gazette|observer|telegraph|chronicle|"
    r"republic|examiner|courier|sentinel|bulletin|network|broadcasting|magazine|review|independent|"
    r"economist|atlantic|wire|monitor|star|mirror|sun|globe|mail|express|pravda|staff|desk|team|"
    r"editors?|al jazeera|deutsche welle|cnn business|cnn politics)\b",
    re.IGNORECASE,
)


def is_outlet(name: str) -> bool:
    """True when `name` reads as a newspaper, broadcaster or agency rather than a person."""
    words = name.strip(" .,()").split()
    if not words or len(words) > 6:
        return False
    known = name.strip(" .,()").casefold() in _AGENCIES or words[0].casefold() in _AGENCIES
    capitals = len(words) == 1 and words[0].isupper() and 2 <= len(words[0]) <= 6
    return known or capitals or bool(_OUTLET_WORDS.search(name))
