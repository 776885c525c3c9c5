"""How English-language news names times near its publication, and the phrases that only look so.

Patterns for `relative_dates.py`. Names of days and months count when capitalised.
"""

from __future__ import annotations

import re

from index.byline.calendar_words import DAY_NUMBER, MONTH, WEEKDAY, YEAR

TIME = re.compile(
    rf"(?:\b[Oo]n\s+)?\b(?:(?P<md_weekday>{WEEKDAY}),?\s+\(?)?"
    rf"(?:(?P<month>{MONTH})\s+(?P<day>{DAY_NUMBER})"
    rf"|(?P<day_2>{DAY_NUMBER})\s+(?:of\s+)?(?P<month_2>{MONTH}))"
    rf"(?!\s*,?\s*{YEAR})(?!\s*[-–/]\s*\w)(?!,?\s+(?:to|and|or)\s+\d)"
    r"|(?:\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his(?: past| coming)?)\s+|\b[Oo]n\s+)?"
    rf"\b(?P<weekday>{WEEKDAY})\b"
    rf"|\b(?P<unit_which>(?:(?:[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate)\s+)?(?:[Ll]ast|[Nn]ext|[Tt]his))"
    r"\s+(?P<unit>week|month|year)\b"
    r"|\b(?P<word>[Yy]esterday|[Tt]omorrow|[Tt]onight|[Ll]ast night|"
    r"(?:[Ee]arlier|[Ll]ater) today|[Tt]oday|[Tt]his (?:morning|afternoon|evening))\b"
    r"|\b(?P<count>two|three|four|five|six|[2-6]) days ago\b"
    rf"|\b(?P<month_which>[Ii]n|[Ss]ince|[Ll]ast|[Nn]ext|[Tt]his|[Ii]n (?:early|late|mid-?)|"
    rf"[Ee]arly|[Ll]ate|[Ee]arlier in|[Ll]ater in|[Bb]ack in)\s+(?P<month_alone>{MONTH})"
    rf"(?!\s+{DAY_NUMBER})(?!\s*,?\s*(?:of\s+)?{YEAR})"
    r"(?:\s+(?:of\s+)?(?P<month_year>last|this|next) year\b)?"
)
SHIFTS = {"last": -1, "this": 0, "next": 1}
COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
# "that Tuesday", "Black Friday", "from Monday to Friday": not a day near the publication.
OTHER_DAY_BEFORE = re.compile(
    r"(?:\b(?:[Tt]hat|[Ee]very|[Ee]ach|[Aa]ny|[Aa]n?|[Oo]ne|[Tt]he|following|previous|preceding|"
    r"next|first|second|third|fourth|final|more|other|many|most|some|ago|through|to|"
    r"Black|Super|Good|Ash|Cyber|Bloody|Giving|Easter|Palm|Holy|Fat|Shrove|Freaky|Business)"
    r"|[-–/])\s*$",
)
OTHER_DAY_AFTER = re.compile(
    r"s\b|\s*[-–/]\s*\w|\s+(?:through|of|next|last|"
    r"Times|Telegraph|Mirror|Express|Night|Mass|World|People|Mail|Star|Sun|Herald|Service|"
    r"Prayers?|Addams)\b"
)
# Behind "on Tuesday" these go on with the sentence; behind "Tuesday" they make it the subject, or
# one day of two.
BEHIND_BARE_DAY = re.compile(r"\s+(?:to|before|after|has|is|was|says|said|told)\b")
OTHER_DAY_BEHIND = re.compile(
    rf"\s+(?:to\s+(?:{WEEKDAY}|\d)|(?:before|after)\s+(?:next|last|that|[A-Z]))"
)
ATTRIBUTE_BEFORE = re.compile(r"\b(?:in|after|since|during|following|at|from)\s+$", re.IGNORECASE)
UNTIL = re.compile(r"\b(?:until|till|by|through|for|before|to|from|than)\s+$", re.IGNORECASE)
RETURNS = re.compile(
    r"\b(?:born|every|each|annual(?:ly)?|anniversary|birthday|usually|traditionally|always)\b",
    re.IGNORECASE,
)
DURATION = re.compile(r"\b(?:the|past|a|than|previous|her|his|their|its|our|my)\s+$", re.IGNORECASE)
ANY_YEAR = re.compile(rf"(?<![\d$£€#./-]){YEAR}")
# A date with a noun behind it names an event of any year: "the January 6 committee".
NAMES_EVENT = re.compile(
    r"(?:['’]s)?\s+(?!(?:and|but|or|in|at|to|with|for|from|by|on|of|over|than|until|through|that|"
    r"after|before|when|while|where|as|if|because|following|during|who|which|"
    r"was|were|is|are|will|would|had|has)\b)[a-z]"
)
# Further away, who writes without a year rather means the other side: "will close from March 14",
# read on March 18, is no plan for next year.
FARTHEST_DAYS = 275
# Days known by their date alone, whatever the year.
KNOWN_BY_DAY = frozenset({(1, 6), (9, 11), (10, 7), (7, 4)})
# "today" is mostly "nowadays", and "Today" a programme.
SAID_TODAY = re.compile(r"\b(?:said|told|announced)\b[^,;]{0,40}$")
