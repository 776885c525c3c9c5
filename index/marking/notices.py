"""Lines in which a publication speaks of itself: newsletters, subscriptions, forms, privacy.

Such a line is often several sentences, and one that says something else makes it an article's own:
"Tests are free. Sign up here." stays. So a line is cut into sentences, and each must be a notice or
something that only leads up to one ("Want more?", "The Short List:"). What readers are told to do
in a story ("Register at vermont.gov") names no newsletter and no form of the page.
"""

from __future__ import annotations

import re

from index.marking.boilerplate import LONGEST_LINE, whole_line

_DATELINE = re.compile(r"[\w ,.]{0,30}\([A-Z][\w ]{1,20}\)\s+(?=[A-Z])")
_BULLETS = "►▶▸»•*–—- (\u00a0"
_CUT = re.compile(
    r"(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!^\d\.)(?<!\b[A-Z]\.)(?<=[.!?:])[\"'”’)]*\s+|(?<=\S[?:])(?=[A-Z])"
    r"|(?<![,:])\s+(?=(?:Sign up|SIGN UP|Subscribe)\b)"
)
_MAIL_NOUN = (
    r"(?:newsletters?|inbox|e-?mail alerts?|text (?:group|alerts?|updates?|messages?)|podcasts?|"
    r"(?:telegram|whatsapp|war|our) channel|(?:digital|print) subscri(?:ber|ption)|"
    r"facebook (?:group|page)|news alerts?|app store|google play|texting campaign)"
)
# Each notice below has one of these; looking for them first spares most lines the long pattern.
_CUES = (
    *"newsletter inbox subscri podcast journalis commission puzzle crossword transcript".split(),
    *("alerts", "channel", "your phone", "sign up", "supporting our", "grant from", "news quiz"),
    *("editorial input", "content partner", "produced independently", "recommendations are"),
    *("purchases ", "prices were", "shopping needs", "views expressed", "opinions expressed"),
    *("more opinion", "this form", "see a form", "form below", "share your", "send your", " here"),
    *("story continues", "article continues", "relevant is this", "video player", "the player"),
    *("the audio", "you have shared", "you have provided", "you have given", "you agree"),
    *("you consent", "your data", "latest deals", "news and offers", "texting", "text updates"),
)
# Words that belong to the notice behind or before them.
_LEADS_UP = whole_line(
    r"(?:\S+\s+){0,11}\S+\?",
    r"(?:\S+\s+){0,9}\S+:",
    r"(?:want more|more to explore|we can do that|find out more|just for subscribers)[.!]?",
    r"if your day doesn[’']t start until .{20,160}",
    r"(?:a version of )?this (?:story|page|article|column|file|live blog|blog)\b.{5,200}",
    r"this is a recap of .{5,140}",
    r"[^.]{0,60}\bpossible with(?:out)? (?:the )?support (?:from|of) our readers\.?",
    r"we[’']re committed to .{5,160}",
    r"(?:subscribe to|get the facts|from our) .{2,160}",
    r"(?:sign up|subscribe)(?: today| now)? at [\w.]+\.(?:com|org|net)\S*",
    r"(?:explore|get|stay|look out for) .{3,120}\b(?:news|updates|deals|tips|roundup)\b.{0,90}",
    r"(?:a |the )?(?:free )?(?:daily|weekly) (?:e-?mail|newsletter) .{5,160}",
    r"(?:the|our) .{2,40} is a .{2,60}\b(?:roundup|newsletter|briefing)\.?",
)
_NOTICE = whole_line(
    # Newsletters, and other ways to get the publication.
    r"(?:(?:to|for|want|please|and|just|you can(?: also)?|don[’']t|never|stay)\b.{0,100}?\b)?"
    r"(?:sign up|subscribe|join|get|download|listen to|check out|follow)\b.{0,140}\b"
    rf"{_MAIL_NOUN}\b.{{0,140}}",
    r"(?:sign up|subscribe|register|join us)\b(?: (?:for free|right))?,? (?:here|now|today)\b"
    r".{0,160}",
    r"(?:sign up|subscribe)\s*[.!]?|subscribe & save",
    r"you can (?:also )?(?:get|find|listen to|sign up|subscribe|follow)\b.{0,140}\b(?:inbox|"
    r"newsletter|our podcasts?|print edition)\b.{0,60}",
    r"you can (?:also )?(?:read|sign up|subscribe)\b.{0,100}\bhere\b(?: to .{0,80}|[.,]?)",
    r"you can (?:also )?get .{2,60}\bdelivered .{2,40}",
    r"(?:to )?(?:get|have) (?:it|this|these|them|updates?|the latest) .{0,60}\binbox\b.{0,80}",
    r".{0,80}\b(?:delivered|straight|directly|right|sent) (?:right |straight )?(?:to|in|into) your "
    r"(?:inbox|phone)\b.{0,60}",
    r"(?:this|an? (?:earlier )?version of this) (?:story|article|column|piece) "
    r"(?:first |originally )?(?:appeared|appears|ran|is part of|was published)\b.{0,60}\b"
    rf"{_MAIL_NOUN}\b.{{0,160}}",
    r"would you like to receive .{2,60} newsletters?\s*\?",
    r"the .{2,40} newsletter provides you with .{2,120}",
    r"the .{2,30} is free, but several stories .{2,60}",
    # Subscriptions and support.
    r"(?:please )?(?:consider |help )?support(?:ing)? (?:\w+ ){0,3}journalis(?:m|ts)\b.{0,160}",
    r"(?:thank you for|thanks for) (?:supporting our|subscribing)\b.{0,100}",
    r"(?:a|your) (?:digital )?subscription (?:helps|makes|supports)\b.{0,120}",
    r"(?:consider|become|already) (?:supporting|subscribing|a (?:digital )?subscriber)\b.{0,140}",
    r"(?:these|this) (?:articles?|stories|story|content) (?:are|is) (?:only )?(?:available )?"
    r"(?:to|for) .{0,40}subscribers.{0,60}",
    r"not a subscriber(?: yet)?\?",
    r"subscribe to [\w.]+\.(?:com|org|net) (?:today|now)\.?",
    # Who paid, who sells, who thinks so.
    r".{0,120}\b(?:is|are) (?:supported|made possible) (?:in part )?by a grant from .{2,140}",
    r".{0,120}\bdoes not provide editorial input\.?",
    r".{2,60} is a .{2,40} content partner\b.{0,120}",
    r"(?:its|this) content is produced independently of .{2,60}",
    r".{0,40}\brecommendations are independently chosen by .{2,80}",
    r"purchases (?:you make|made) through our links may .{2,80}",
    r"we may (?:earn|receive) (?:a )?commissions?\b.{0,120}",
    r"prices were accurate at the time .{2,120}",
    r"the product experts at .{2,60} have all your shopping needs covered\.?",
    r"(?:the )?(?:views|opinions|views and opinions) expressed (?:here|in this|by)\b.{0,160}",
    r"(?:view|read) more opinions?(?: articles)? (?:on|at|from) .{2,40}",
    # Forms, players and widgets of the page.
    r"(?:tell us|share|send|submit) (?:us )?(?:your|what|how) .{0,140}\b(?:with us|form|below|"
    r"with USA TODAY|inclusion in|comments)\b.{0,160}",
    r"send your (?:questions|tips|story ideas|comments)\b.{0,60}",
    r"(?:if you )?(?:don[’']t|do not|can[’']t) see (?:a|the|this) form\b.{0,140}",
    r"(?:if you are on mobile|mobile users)\b.{0,80}\bclick here\.?",
    r"(?:for|to (?:see|view|read|get)) (?:the )?(?:latest|more|full|breaking)\b.{0,80}\b(?:click|"
    r"follow|tap|read|go) (?:here|on)\b.{0,20}",
    r"follow (?:here|along) for .{0,40}\b(?:news|updates)\b.{0,160}",
    r"(?:read|see) the (?:(?:full|whole|original) )?(?:story|article|report|review) here\.?",
    r"find the latest .{2,60} here\.?",
    r"follow .{2,40} on (?:facebook|twitter|instagram|tiktok)\b.{0,120}",
    r"check (?:out )?your local (?:forecast|weather) here\s*[>.]*",
    r"play the .{2,40}\b(?:crossword|puzzle|quiz)\b.{0,40}",
    r"take .{2,20} weekly news quiz .{0,60}",
    r"\(?(?:this )?(?:story|article) continues (?:below|after)\b.{0,60}",
    r"(?:\d\. )?how relevant is this ad to you\?",
    r"video player was slow to load.{0,240}",
    r"hit play on the player .{5,140}",
    r"this transcript was automatically generated.{0,140}",
    r"there may be some differences between the audio and the text\.?",
    # Privacy.
    r"we will use the (?:details|information|data) you have (?:shared|provided|given) .{5,360}",
    r"you (?:agree|consent) to the (?:processing|storage|use)\b.{5,260}",
    r"you can find out more .{2,120}\bin our (?:privacy|cookie) policy\.?",
    r"if you wish to object to the use of your data.{0,80}",
    r"[‘'“\"]?we[’'”\"] includes .{2,80}\bas detailed here\.?",
    r"(?:contact me with news and offers from|receive e-?mail from us on behalf of) .{2,240}",
)


def is_notice(line: str) -> bool:
    """True for a line that is only about the publication itself, wherever it stands."""
    if len(line) > LONGEST_LINE or line[:1] in '"“':
        return False
    folded = line.casefold()
    if not any(cue in folded for cue in _CUES):
        return False
    called = False
    for piece in sentences_of(line):
        if is_call(piece):
            called = True
        elif not _LEADS_UP.fullmatch(piece):
            return False
    return called


def sentences_of(line: str) -> list[str]:
    """The sentences of a notice, a label with its colon being one, without bullet and brackets."""
    bare = line.strip(_BULLETS + ")")
    dateline = _DATELINE.match(bare)
    bare = bare[dateline.end() :] if dateline else bare
    return [piece for piece in (part.strip(" ()") for part in _CUT.split(bare)) if piece]


def is_call(sentence: str) -> bool:
    """True for one sentence that is a notice by itself."""
    return bool(_NOTICE.fullmatch(sentence))
