"""What of a text is quoted: where a quotation is open, and what stands outside of it."""

from __future__ import annotations

import re

LONGEST_OPEN = 5_000  # characters of one paragraph; what is open for longer was never closed


def without_end_of_speech(text: str, span: tuple[int, int]) -> str:
    """The sentence with the end of a quotation that began before it as if it were quoted whole."""
    said = text[span[0] : span[1]]
    opened = opened_before(text, span[0])
    return f"{opened}{said}" if opened else said


def opened_before(text: str, at: int) -> str:
    """The mark of a quotation of the same paragraph that is open here; "" for none, and for one
    that is never closed: what follows it is the article's own again.
    """
    paragraph = text[max(text.rfind("\n", 0, at), at - LONGEST_OPEN, 0) : at]
    curly = paragraph.count("“") > paragraph.count("”")
    if not curly and not paragraph.count('"') % 2:
        return ""
    end = text.find("\n", at)
    rest = text[at : end if end >= 0 else len(text)]
    mark = re.search("[“”]" if curly else '"', rest)
    if mark is None:  # speech of several paragraphs: each but the last is left open
        goes_on = text[at + len(rest) :].lstrip()[:1] == ("“" if curly else '"')
        return ("“" if curly else '"') if goes_on else ""
    if curly:
        return "“" if mark.group() == "”" else ""
    opens = (not mark.start() or rest[mark.start() - 1] in " (—–") and rest[mark.end() :][
        :1
    ].strip()
    return "" if opens else '"'


def is_speech(text: str, span: tuple[int, int]) -> bool:
    """Whether a sentence lies in quotation marks from its first word to its last."""
    said = text[span[0] : span[1]].strip().rstrip(".,")  # some write the full stop behind the mark
    return bool(opened_before(text, span[0])) or (said[:1] in '“"' and said[-1:] in '”"')


def unquoted(text: str) -> str:
    """The text without what is quoted in it, to the end where a quotation goes on behind it."""
    closed = re.sub(r"“[^”]*”|\"[^\"]*\"", " ", text)
    return re.sub(r"[“\"].*", " ", closed, flags=re.S)
