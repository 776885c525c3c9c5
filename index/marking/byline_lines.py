"""Lines that say who wrote an article, when and for whom: bylines, dates, credits, outlets.

Like `boilerplate.py`, each pattern wants a whole line and leaves alone what may be a sentence.
"""

from __future__ import annotations

import re

from index.marking.boilerplate import LONGEST_LINE, whole_line
from index.text.month_names import FOREIGN_MONTH

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    rf"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|{FOREIGN_MONTH})\.?"
)
_ZONE = (
    r"(?:\s?\(?(?:Z\b|(?-i:[A-Z]{2,5})\s?[+-]\d{1,2}(?::?\d{2})?\b|(?-i:[A-Z]{2,5})\b|"
    r"[+-]\d{2}:?\d{2}|"
    r"(?:US )?(?:eastern|central|mountain|pacific)(?: (?:standard|daylight))? time)"
    r"\)?)"
)
_CLOCK = (
    r"(?:(?:T|[\s,]*(?:[|•·–—-]\s+)?)(?:(?:at|um|kl\.?|à)\s+)?"
    r"(?:\d{1,2}[:.h]\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:\s?[ap]\.?m\b\.?)?"
    r"|\d{1,2}\s?[ap]\.?m\b\.?|\d{4}(?=\s?(?:GMT|UTC|BST|hrs)\b))"
    rf"(?:\s?(?:uhr|hrs))?{_ZONE}?)"
)
DATE = re.compile(
    rf"(?:\b\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?\s+(?:of\s+|de\s+)?{_MONTH},?\s+(?:del?\s+)?"
    r"(?:19|20)\d\d\b"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
    rf"|\b\d{{1,2}}-{_MONTH}-(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d(?:-\d{2}-|/\d{2}/|\.\d{2}\.)\d{2}(?!\d)"
    r"|\b\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b"
    rf"|(?<![^\W_])(?<!\d[.]\s){_MONTH},?\s+(?:19|20)\d\d\b){_CLOCK}?",
    re.IGNORECASE,
)
# "3:14 PM EST, Mon November 7, 2022": the time first.
_CLOCK_BEFORE = (
    r"(?:\b\d{1,2}[:.]\d{2}\s?[ap]\.?m\.?(?:\s?[A-Z]{2,4}\b)?,?\s+(?:on\s+)?"
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?)"
)
# A label or a time of day: the line is about the article, no heading of a chronicle.
STATED_TIME = re.compile(r"\d{1,2}[:.]\d{2}\s?(?:[ap]\.?m|[A-Z]{2,4}\b)|[a-z]ed\b", re.IGNORECASE)
STAMP = re.compile(rf"{_CLOCK_BEFORE}?{DATE.pattern}", re.IGNORECASE)
_WEEKDAY_NAME = (
    r"(?i:(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:r|rs)?|fri|sat(?:ur)?|sun)(?:day)?|"
    r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|lundi|mardi|mercredi|jeudi|"
    r"vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    r"(?:man|tirs|ons|tors|fre|lør|søn)dag)\b"
)
_WEEKDAY = rf"(?:{_WEEKDAY_NAME}\.?,?\s+)?"
PUBLISHED_LABEL = re.compile(
    r"(?:(?:first |originally )?(?:published|posted|issued|released)(?: online)?|publication date|"
    r"date(?: (?:published|of publication|posted))?|created|publié|veröffentlicht|publicado|"
    r"pubblicato|publisert|опубліковано|опубликовано)\s*(?:\d{1,2} \w+ ago\s*)?"
    r"(?:on|at|le|am|el|il)?\s*:?\s*",
    re.IGNORECASE,
)
UPDATED_LABEL = re.compile(
    r"(?:(?:last )?(?:updated?|modified|edited|revised)|mis à jour|aktualisiert|actualizado|"
    r"aggiornato|oppdatert|stand|оновлено|обновлено)\s*(?:on|at|le|am|el|il)?\s*:?\s*",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    rf"(?:(?:{PUBLISHED_LABEL.pattern}|{UPDATED_LABEL.pattern})?{_WEEKDAY}{STAMP.pattern}"
    rf"(?:,?\s+{_WEEKDAY_NAME})?\s*(?:[|•·,;/–—-]\s*)?)"
    rf"(?:(?:{PUBLISHED_LABEL.pattern}|{UPDATED_LABEL.pattern})?{_WEEKDAY}{STAMP.pattern}"
    r"\s*(?:[|•·,;/–—-]\s*)?)?",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\s*[|•·,;]\s*|\s+[–—/-]+\s+|\s*\n\s*")
_BEFORE_DATE = re.compile(rf"(?:^|[|•·,;/–—(-])\s*(?:{_WEEKDAY_NAME}\.?,?\s*)?$")
_BEHIND_DATE = re.compile(rf"\s*(?:,?\s*{_WEEKDAY_NAME})?\s*(?:$|[|•·,;/–—)-]|by\s)", re.IGNORECASE)
_WEEKDAY_ALONE = re.compile(rf"(?:^|,?\s*){_WEEKDAY_NAME}\.?,?\s*")
_PLACE_IN_PAPER = re.compile(
    r"(?:pg?s?\.?|page|section|sec\.?)\s*[A-Z]?-?\d{0,3}[A-Z]?|[A-Z]\d{1,3}|"
    r"(?:\w+ )?edition|\d+ words|\d+ min(?:ute)?s? read|updated|[A-Z]{3,}",
    re.IGNORECASE,
)
AUTHOR_LABEL = re.compile(
    r"(?:(?:article|story|news|text)\s+)?(?:authors?|writers?|reporters?|journalists?|"
    r"correspondents?|byline|автор|autor|auteur)\s*:\s*"
    r"|(?:written|words|story|posted|text)\s+by\s*:?\s*",
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

OUTLET_LINE = re.compile(
    r"(?:[^\W\d_][\w .,/&’'-]{0,40}?\s)?(?P<name>[A-Z][\w&]{1,20}"
    r"(?: (?:Business|Politics|Travel|Sports?|News|Press|TODAY))?)\s*[—–-]{1,2}"
)
_LONGEST_OUTLET = 200  # characters; the patterns take the square of a longer word's time
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

_WORK = (
    r"(?:report(?:ing|ed)|writ(?:ing|ten)|edit(?:ing|ed)|compil(?:ing|ed)|translat(?:ion|ed|ing)|"
    r"contribut(?:ing|ions?|ed)|produc(?:ed|tion)|photograph(?:s|y|ed)?|illustrations?|graphics?|"
    r"research(?:ed)?|fact[- ]check(?:ed|ing)|adapted)"
)
# What follows must be names alone: "Written by Bobbie Gentry in 1969, it …" is a sentence.
_CREDIT_OF_NAMES = whole_line(
    rf"(?:additional |further |with (?:additional )?)?{_WORK}(?:(?:,? and |, | & ){_WORK})*"
    r"(?:\s+(?:in|from) [\w ,]{2,40})?(?:\s+by\b|\s*:)\s*(?P<names>\S.{1,560})",
    r"(?:with |from |based on )?(?:agency |agencies |wire |staff )?(?:inputs?|feeds?|"
    r"contributions?|additional reporting|reporting|files|information)(?: \w+)? (?:from|by)\s+"
    r"(?P<names_2>.{2,160})",
    r"(?:originally |first )(?:appeared|published|posted) (?:in|on|by|at) (?P<names_3>.{2,160})",
    r"(?:source|sources|via|publisher|publication)\s*:\s*(?P<names_4>\S.{0,120})",
)
_CREDIT = whole_line(
    r"(?:from|by) (?:[A-Z][\w&.’' -]{1,60} (?:and|&) )?(?:staff|wire|agency|news services?)"
    r"(?: and (?:staff|wire|agency))?(?: (?:reports?|dispatches|services|staff|writers?))?",
    r"[^!?]{2,200}\bcontributed (?:to|reporting (?:to|for)) this (?:report|story|article|post)\.?",
    r"this (?:article|story|report|piece) (?:was )?(?:originally |first )"
    r"(?:appeared|published|posted) (?:in|on|by|at) [^!?]{2,160}",
    r"this (?:article|story|report) (?:was|is|has been) (?:translated|syndicated|republished|"
    r"reprinted) [^!?]{2,200}",
)
_BRACKETED_CREDIT = whole_line(
    rf"[(\[]\s*(?:additional |further |with (?:additional )?)?(?:{_WORK}|(?:agency )?inputs?|files|"
    r"source)\b[^!?]{0,40}?(?:\bby\b|\bfrom\b|:).{2,300}[)\]]\.?"
)
PHOTO_CREDIT = re.compile(
    r"(?:(?:file |stock |cover |lead )?(?:photo|photos|picture|image|images|video|illustration|"
    r"graphic|credit)(?: (?:credit|courtesy|source|by|of))?\s*:\s*\S[^!?]{0,240}"
    r"|[(\[]?(?:photo|photograph|image|picture|video|illustration)s? (?:by|courtesy(?: of)?|via) "
    r"[^!?]{2,120}[)\]]?|(?:getty images|afp via getty images|shutterstock|istock)(?:/\S.{0,40})?)",
    re.IGNORECASE,
)
_MOST_CAPTION_WORDS = 16
_SMALL_WORDS = frozenset(
    "and in the of for by from at with on & to via additional reporting reported writing written "
    "editing edited also agencies agency staff wire inputs de la le du van von der den bin al el "
    "twitter special contributor correspondent reporters".split()
)


def is_names_only(words: str) -> bool:
    """True when each word is a name, a number, a handle, or one that joins names."""
    tokens = [token.strip(".,;:()[]|-–—\"'’") for token in words.split()]
    return all(
        not token or not token[0].islower() or token.lower() in _SMALL_WORDS or "@" in token
        for token in tokens
    )


def is_credit(line: str) -> bool:
    """True for a line that says who worked on the article, or where it or its picture is from."""
    if len(line) > LONGEST_LINE:
        return False
    named = _CREDIT_OF_NAMES.fullmatch(line)
    if named and is_names_only(next(group for group in named.groups() if group)):
        return True
    if _CREDIT.fullmatch(line) or _BRACKETED_CREDIT.fullmatch(line):
        return True
    caption = PHOTO_CREDIT.fullmatch(line) and not line.endswith(".")
    return bool(caption) and len(line.split()) <= _MOST_CAPTION_WORDS


def is_date_line(line: str) -> bool:
    """True for a line that holds a full date and nothing else but its label and time."""
    return len(line) <= 160 and bool(_DATE_LINE.fullmatch(line))


def is_dated_line(line: str) -> bool:
    """True for names, outlets and pages with a full date among them, each a part by itself: "Jane
    Doe | March 14, 2022", "The Example Times (London), March 14, 2022 Monday, Pg. 3".
    """
    names = parts_beside_date(line)
    return 0 < len(names) <= 6 and all(map(_is_name_or_place, names))


def parts_beside_date(line: str) -> list[str]:
    """What stands beside the one full date of a line, cut at its separators; nothing where the
    date is no part by itself.
    """
    stamp = STAMP.search(line) if len(line) <= 160 else None
    if stamp is None:
        return []
    before, after = line[: stamp.start()], line[stamp.end() :]
    labelled = PUBLISHED_LABEL.match(before)
    before = before[labelled.end() :] if labelled else before
    if not _BEFORE_DATE.search(before) or not _BEHIND_DATE.match(after):
        return []
    halves = (_WEEKDAY_ALONE.sub("", before), _WEEKDAY_ALONE.sub("", after, count=1))
    parts = [part for half in halves for part in _BREAK.split(half)]
    bare = [re.sub(r"\s*\([^()]{1,40}\)$", "", part.strip()).strip(" ()") for part in parts]
    return [part for part in bare if part]


def _is_name_or_place(part: str) -> bool:
    part = re.sub(r"^(?:[Bb]y|[A-Z]{4,}:)\s+|\s*\([^()]{1,40}\)?$", "", part)
    words = part.split()
    if _PLACE_IN_PAPER.fullmatch(part) or (is_outlet(part) and part[0].isupper()):
        return len(words) <= 6
    return bool(NAME_LIST.fullmatch(part)) and len(words) <= 8


def is_name_and_outlet(line: str) -> bool:
    """True for "Jane Doe, BBC News": a person, then the outlet."""
    parts = [part for part in _BREAK.split(line) if part]
    return (
        len(line) <= 100
        and len(parts) == 2
        and bool(NAME_LIST.fullmatch(parts[0]))
        and 2 <= len(parts[0].split()) <= 8
        and not is_outlet(parts[0])
        and is_outlet(parts[1])
    )


def is_byline(line: str) -> bool:
    """True for a line that names the author ("Author: …", "By …"), gives a date under a label, or
    holds the outlet of a dateline alone ("London CNN —").
    """
    if len(line) > 200:
        return False
    label = AUTHOR_LABEL.match(line)
    if label:
        names = line[label.end() :]
        return bool(names) and len(names.split()) <= 14 and is_names_only(names)
    by = BY_NAMES.fullmatch(line)
    if by:
        return is_names_only(by["rest"] or by["at"] or "")
    outlet = OUTLET_LINE.fullmatch(line)
    if ("@" in line and EMAIL.fullmatch(line)) or (outlet and is_known_outlet(outlet["name"])):
        return True
    return is_date_line(line) and not DATE.match(line) and not re.match(_WEEKDAY_NAME, line)


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


_DESKS = "business|politics|travel|sports?|news|press|today|tv|world"
_AGENCY_LINE = re.compile(rf"(?P<name>[^\W_][\w/&-]{{1,20}})(?: (?:{_DESKS}))?", re.IGNORECASE)
# "The Harbour Gazette", "Larvik Daily News": names, the last of them what a paper is called.
_PAPER = re.compile(
    r"(?:[A-Z][\w’'&.-]{0,30} ){1,4}(?:Times|Post|Press|Tribune|Herald|Journal|Guardian|Gazette|"
    r"Observer|Telegraph|Chronicle|Examiner|Courier|Sentinel|Bulletin|News|Independent|Monitor|Star|"
    r"Mirror|Mail|Express|Globe|Ledger|Dispatch|Standard|Record|Argus|Register|Inquirer|Enquirer|"
    r"Agency|Radio|TV|Broadcasting|Magazine|Review)"
)


def is_agency_line(line: str) -> bool:
    """True for an agency or broadcaster alone, or its desk: "Reuters", "CNN Business"."""
    found = _AGENCY_LINE.fullmatch(line)
    return bool(found) and is_known_outlet(line)


def is_paper(line: str) -> bool:
    """True for a line that is a newspaper's name and no more."""
    return bool(_PAPER.fullmatch(line))


def is_known_outlet(name: str) -> bool:
    """True for an agency or broadcaster known by name, or a desk of it ("CNN Business")."""
    words = name.strip(" .,()").casefold().removeprefix("the ").split()
    return 0 < len(words) <= 3 and (
        words[0] in _AGENCIES or " ".join(words[:2]) in ("associated press", "usa today")
    )


def is_outlet(name: str, *, acronyms: bool = True) -> bool:
    """True when `name` reads as a newspaper, broadcaster or agency rather than a person.

    `acronyms`: whether capitals alone ("DPR") will do, though no agency is known by them.
    """
    if len(name) > _LONGEST_OUTLET:
        return False
    words = name.strip(" .,()").split()
    if not words or len(words) > 6 or ("@" in name and EMAIL.search(name)):
        return False
    capitals = acronyms and len(words) == 1 and words[0].isupper() and 2 <= len(words[0]) <= 6
    return is_known_outlet(name) or capitals or bool(_OUTLET_WORDS.search(name))
