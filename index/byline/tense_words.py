"""The words by which English news says whether a time is past or to come.

Patterns for `tense.py`. One pattern finds the groups of verbs of a clause; the name of the group
that matched says what it stands for.
"""

from __future__ import annotations

import re

_ADVERB = (
    r"(?:(?:also|now|not|never|already|still|since|just|soon|only|again|reportedly|[a-z]{3,}ly)\s+)"
)
_IRREGULAR = (
    r"said|told|took|met|won|began|came|went|held|made|gave|left|fell|rose|shot|saw|found|became|"
    r"wrote|ran|led|lost|sent|spoke|got|struck|brought|bought|built|broke|chose|drew|drove|fought|"
    r"flew|grew|kept|knew|paid|sold|sought|stood|swore|taught|thought|threw|woke|wore|hit|cut|"
    r"quit|beat|died|hung|sat|slid|sank|sprang|stole|stuck|swept|understood|withdrew|overcame|"
    r"fled|felt|heard|caught|dealt|fed|forgot|froze|hid|laid|lent|meant|rode|rang|sang|shook|"
    r"slept|spent|swam|tore|upheld|overthrew|undertook|underwent|overtook|oversaw|foresaw"
)
_PARTICIPLE = (
    rf"(?:{_IRREGULAR}|gone|seen|been|done|taken|given|written|spoken|chosen|driven|flown|grown|"
    r"known|shown|broken|stolen|sworn|thrown|shut|set|put|become|begun|run|come|risen|fallen|"
    r"[a-z]{2,}ed)"
)
# Whose infinitive is still to come: what one has agreed to do isn't done.
_COMMITTED = (
    r"(?:(?:agre|plann?|intend|hop|want|wish|need|prepar|aim|expect|schedul|promis|vow|pledg|decid|"
    r"vot|resolv|threaten|offer|opt|ask|urg|order|warn|instruct|direct|command|invit|summon|call|"
    r"request|requir|advis|encourag|allow|permitt?|authori[sz]|approv|arrang|propos|demand|"
    r"committ?|consent|volunteer|appli|oblig|book|convinc|persuad|remind|appeal)ed|"
    r"swore|told|chose|sought|undertook|chosen|sworn)"
)
COMMITTED = re.compile(rf"\b{_COMMITTED}\b", re.IGNORECASE)
# What begins by a timetable: the present of these verbs names a day to come.
_TIMETABLE = (
    r"(?:opens|reopens|begins|starts|resumes|expires|goes on sale|go on sale|goes into effect|"
    r"go into effect|takes effect|take effect|takes place|take place|kicks off|kick off|convenes|"
    r"gets under way|get under way|airs|premieres|comes into force)"
    r"(?!\s+(?:higher|lower|up|down|flat|fire))"
)
# The same of several ("polls open", "talks resume"): behind a noun with an s, a pair, a list.
_TIMETABLE_OF_MANY = (
    r"(?:open|reopen|begin|start|resume|expire|convene)(?!\s+(?:higher|lower|up|down|flat|fire))"
)
_SUMMONED = (
    r"(?:called|summoned|invited|convened|scheduled|booked|set|planned|announced|proposed|"
    r"requested|demanded|arranged|organi[sz]ed|postponed|delayed|rescheduled|promised|moved|"
    r"ordered|urged|asked|told|offered|put)"
)
_BE_TO_COME = (
    r"(?:set|due(?!\s+to\s+(?:\w+ing|the|an?|its?|his|her|their|this|that|poor|bad|heavy)\b)|scheduled|slated|expected|likely|unlikely|poised|planned|supposed|invited|asked|"
    r"urged|ordered|told|required|advised|called|summoned|allowed|obliged|forecast|predicted|"
    r"projected|tipped|hoping|planning|preparing|ready|able|free|about|bound|welcome|eager|"
    r"determined|under orders|on track|on course|going)"
)
GROUPS = re.compile(
    # What might have been, and what was still to come then: neither past nor future by now.
    r"\b(?P<unreal>(?:would|could|should|might|may|must|ought to|can(?:not|['’]t))(?:n['’]t| not)?"
    r"(?: \w+ly)? have\b|can be (?:seen|heard)\b"
    rf"|(?:was|were|wasn['’]t|weren['’]t|had been|have been|has been)\s+{_ADVERB}*"
    rf"(?:to\b(?!\s+(?:blame|be found))|going to|{_BE_TO_COME}\b"
    r"(?!\s+(?:by|up|out|off|down|over|on|about)\b))"
    rf"|had\s+{_ADVERB}*(?:until|till|hoped|planned|intended|expected|agreed|promised|vowed|"
    r"scheduled)\b|would(?:n['’]t| not)|could(?:n['’]t| not)?|used to|if|unless)"
    # To come.
    rf"|\b(?P<future>(?:will|shall|won['’]t|would|must|should|may|might|can|cannot|can['’]t)\s+"
    rf"{_ADVERB}*(?:be\s+{_ADVERB}*)?(?:\w+)?"
    rf"|(?:is|are|am|(?:s?he|it|that|there|who|they|we|you|i)['’](?:s|re|m)|remains?)\s+{_ADVERB}*(?:to\b|{_BE_TO_COME}\b)"
    r"|(?:plan|intend|hope|expect|want|need|aim|prepare|promise|vow|pledge|threaten|agree|wish|"
    r"seek|propose|offer|invite|ask|urge|order|call|require|demand|request|warn)s?\s+"
    r"(?:(?:\w+\s+){0,6}to|for)\b|(?:expect|predict|await)s?\s+(?!to\b)"
    r"|(?:planning|hoping|preparing|intending|going|aiming|seeking)\s+(?:to|for)\b"
    r"|(?:have|has)\s+(?:until|till|to)\b|(?:scheduled|slated|planned|set|booked|billed)\s+"
    r"(?:for|on|to|in|at)\b|due\s+(?:for|on|in|at|back|out)\b|due\s+to\s+(?:be|begin|start|open|end|meet|"
    r"vote|speak|play|arrive|leave|take|hold|appear|return|give|face|run|finish|publish|testify)\b|"
    r"(?:expected|poised|likely)\s+to\b|ahead of|upcoming|forthcoming"
    r"|(?:is|are)\s+(?:\w+\s+)?(?:meeting|visiting|holding|hosting|travelling|traveling|opening|"
    r"launching|closing|facing|flying|returning|heading|playing|starting)\b"
    r"|(?:(?:has|have)\s+(?:a|an|another|its|their|his|her|two|three)\s+(?:\w+\s+){0,2}"
    r"(?:meeting|hearing|game|match|date|appointment|deadline|concert|vote|trial|call|session)))"
    r"|['’]ll\s+\w+"
    # The perfect names no day: what stands behind it is of something else.
    rf"|\b(?P<called>(?:has|have|['’]ve)\s+{_ADVERB}*(?:been\s+)?{_SUMMONED}\b"
    rf"(?=\s+(?:\S+\s+){{0,9}}(?:to|for|an?|the|another)\s+))"
    rf"|\b(?P<committed>(?:has|have|['’]ve)\s+{_ADVERB}*(?:been\s+)?{_COMMITTED}\b"
    r"(?=\s+(?:[^,;:]{0,80}\s)?to\s+[a-z]+))"
    rf"|\b(?P<perfect>(?:has|have|hasn['’]t|haven['’]t|['’]ve)\s+{_ADVERB}*{_PARTICIPLE}\b)"
    # Past.
    rf"|\b(?P<past>(?:was|were|wasn['’]t|weren['’]t|had|did|didn['’]t)(?:\s+{_ADVERB}*{_PARTICIPLE})?"
    rf"|{_IRREGULAR})\b|\b(?P<regular>killed|put|set|[a-z]{{3,}}ed)\b"
    # By a timetable.
    rf"|\b(?P<timetable>{_TIMETABLE})(?=\s|$)"
    rf"|(?<=[a-z]s\s)(?P<timetable_2>(?-i:{_TIMETABLE_OF_MANY}))(?=\s|$)",
    re.IGNORECASE,
)
# Verbs that are nouns as well: "the plan to close the mine".
NOUNS = re.compile(
    r"(?:plan|hope|want|need|aim|promise|vow|pledge|wish|offer|order|call|demand|request|wait|look|"
    r"offer|vote)s?\b", re.IGNORECASE,
)  # fmt: skip
_DETERMINER = (
    r"(?:\b(?:the|an?|his|her|its|their|our|my|this|that|any|no|each|every|new|fresh|another)|"
    r"['’]s)"
)
# "the peace plan to …"; of several ("plans") only with nothing between: "the airline plans to".
OF_NOUN = re.compile(rf"{_DETERMINER}\s+(?:[\w-]+\s+){{0,2}}$", re.IGNORECASE)
OF_NOUNS = re.compile(rf"{_DETERMINER}\s+$", re.IGNORECASE)
PRONOUN_LAST = re.compile(r"\b(?:he|she|it|they|we|you|i|who|which|also|now)\s+$", re.IGNORECASE)
NOT_PAST = frozenset(
    "need indeed speed feed seed weed bleed breed exceed proceed succeed hundred sacred naked "
    "wicked kindred shed embed hatred aged beloved united limited alleged supposed "
    "unprecedented".split()
)
REPORTS = (
    r"(?:said|told|announced|tweeted|posted|reported|wrote|added|confirmed|declared|testified|"
    r"argued|warned|stated|revealed|claimed|ruled|voted|published|released|signed|filed|died)"
)
# "he said on": the verb of reporting with a few words behind it, none of which looks ahead.
REPORTED = re.compile(
    rf"(?<!has )(?<!have )(?<!been )\b{REPORTS}\b"
    r"(?:\s+(?!(?:will|would|to|for|should|must|may|can|could|plans?|an?|until|by)\b)[\w'’.-]+){0,4}?\s*$"
)
_EVENTS = (
    r"(?:meetings?|talks|summit|hearing|vote|strike|rally|protests?|march|elections?|concert|"
    r"conference|briefing|session|referendum|match|game|trial|ceremony|funeral|launch|tour|visit|"
    r"debate|ballot|walkout|auction|parade|festival|deadline|release|premiere|run-?off|election|"
    r"inauguration|verdict|sentencing|questioning|negotiations|exercises?|drills?|curfew|lockdown|"
    r"ceasefire|truce|holiday|festival|demonstrations?|procession|shutdown|closure|opening)"
)
EVENT = re.compile(
    rf"\b{_EVENTS}\b(?:\s+(?:in|at|with|of|over|about|on)\s+[^,;]{{1,40}})?\s*$", re.IGNORECASE
)
# "sold tickets for the concert on Saturday": the day is the concert's, on either side.
FOR_EVENT = re.compile(
    rf"\b(?:for|of|about|over|to|against|on|into|before)\s+(?:[\w’'-]+\s+){{0,4}}{_EVENTS}"
    r"\s*(?:\bon)?\s*$",
    re.IGNORECASE,
)
SETS_UP = re.compile(
    r"\b(?:announc|call|schedul|propos|conven|plann?|promis|demand|request|organi[sz]|prepar|"
    r"invit|summon|postpon|delay|mov|reschedul|cancel|cancell|arrang|book|advertis|set|want|need|"
    r"fac|discuss|criticis|criticiz|condemn|oppos|support|back|welcom|mention|await|fear|defend|"
    r"promot|confirm|threaten|approv|reject|debat|question|permitt?|allow|authoris|authoriz|bann|"
    r"consider|negotiat|boycott|predict|forbid|prohibit|block)(?:ed|es?|s|ing)?\b"
    r"|\bset\b|\bforbade\b",
    re.IGNORECASE,
)
# A day between the verb and the time: the verb has its day already.
OTHER_DAY = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?!['’]s)|\b(?:yesterday|tomorrow|today)\b"
)
# A timetable names the weekday; behind a date it tells of the past as well ("1991: a ceasefire
# takes effect in April").
_NOT_YET = r"(?<!will )(?<!would )(?<!to )(?<!may )(?<!must )(?<!should )(?<!can )(?<!shall )"
BY_TIMETABLE = re.compile(rf"{_NOT_YET}\b{_TIMETABLE}|(?<=[a-z]s\s){_TIMETABLE_OF_MANY}")
# "Biden to visit Kyiv", "Nurses to strike": names, or one word, before the infinitive.
HEADLINE = re.compile(
    r"^\W*(?:\w+|(?:[A-Z][\w.’'-]*|and|of|the|,)(?:\s+(?:[A-Z][\w.’'-]*|and|of|the)){1,6})\s+to\s"
)
AHEAD = re.compile(r"ahead of|upcoming|forthcoming", re.IGNORECASE)
INFINITIVE = re.compile(r"\bto\s+(?:\w+ly\s+)?(?!the\b|an?\b|his\b|her\b|its\b|their\b)[a-z]{2,}\b")
# "gathered to protest": what for, in the same past; "tried to flee", "managed to win".
DEADLINE = re.compile(
    r"\b(?:by|until|till|before|no later than)\s+(?:\w+\s+on\s+)?$", re.IGNORECASE
)
GIVES_TIME = re.compile(r"\b(?:given|got|extended|granted)\b", re.IGNORECASE)
ORDERS = re.compile(
    r"\b(?:ordered|told|asked|urged|instructed|directed|required|gave|given|warned|called on|set|"
    r"demanded|requested|invited|extended)\b",
    re.IGNORECASE,
)
IMPERATIVE = re.compile(
    r"^\W*(?:(?:please|then|so|and|or|but)\s+)?(?:come|join (?:us|the)|register|"
    r"visit (?:the|our|us)|sign up|bring|tune in|mark your|meet us|call (?:us|the|in)|buy your|"
    r"book (?:your|a|now)|apply|"
    r"submit|send (?:us|your)|don['’]t (?:miss|forget)|do not|let['’]s|get your|see you|stop by|"
    r"head to|save the date|take part|hand in|renew|pick up)\b",
    re.IGNORECASE,
)
IS_DAY = re.compile(
    r"\b(?:is|are|(?:it|that|this)['’]s)\s+(?:\w+ly\s+|also\s+|now\s+)?(?:on\s+)?$", re.IGNORECASE
)
CALLED_OFF = re.compile(
    r"^\s+(?:\w+\s+){0,3}(?:(?:was|were|is|are|has been|have been|had been)\s+(?:\w+ly\s+)?)?"
    r"(?:cancell?ed|postponed|called off|moved|announced|scheduled|planned|delayed|rescheduled|"
    r"in doubt|threatened|put off|expected|proposed)\b",
    re.IGNORECASE,
)
