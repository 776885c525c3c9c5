"""The lines of a mail: flowed text, digests in plain text, forwarded messages, what is no article.

format=flowed (RFC 3676) breaks a paragraph into lines that end in a blank; with delsp that blank is
not part of the text. A digest in plain text (RFC 1153) parts its messages by a line of hyphens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIGNATURE = re.compile(r"^-- ?$")
_MOST_SIGNATURE_LINES = 15
_MOST_NOTE = 400  # characters above a forwarded message; more is a text of its own
_RULE = re.compile(r"^-{20,}\s*$", re.MULTILINE)
_HEADER = re.compile(
    r"^[>*\s]*(?P<name>from|date|sent|subject|to|cc|bcc|reply-to|message|message-id|organization|"
    r"von|datum|gesendet|betreff|an|de|envoyé|objet|à|da|data|inviato|oggetto|a|fecha|enviado|asunto|"
    r"para|van|verzonden|onderwerp|aan)\s*:\*?\s*(?P<value>.*?)\s*$",
    re.IGNORECASE,
)
_SENDER, _DATE, _SUBJECT = (
    frozenset("from von de da van".split()),
    frozenset("date sent datum gesendet envoyé data inviato fecha enviado verzonden".split()),
    frozenset("subject betreff objet oggetto asunto onderwerp".split()),
)
_FORWARDED = re.compile(
    r"^[>\s]*(?:-{2,}\s*(?:forwarded message|original message|weitergeleitete nachricht|"
    r"ursprüngliche nachricht|message transféré|message d'origine|mensaje reenviado|"
    r"messaggio inoltrato|doorgestuurd bericht)\s*-{2,}|begin forwarded message:|"
    r"anfang der weitergeleiteten nachricht:|début du message réexpédié\s*:|_{20,})\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_HEADED = re.compile(
    r"^[>*\s]*(?:from|von|de|da|van)\s*:\*? .{1,200}\n[>*\s]*(?:sent|date|to|gesendet|"
    r"datum|an|envoyé|"
    r"inviato|enviado|verzonden)\s*:",
    re.IGNORECASE | re.MULTILINE,
)
_TOP = re.compile(
    r"(?:(?:click here to |please )?(?:view|read|see|open) (?:this |the |it )?(?:e-?mail|message|"
    r"newsletter|mail|issue)?\s*(?:online|in (?:your|a|the) (?:web )?browser|on the web).{0,80}|"
    r"(?:having )?trouble (?:viewing|reading).{0,120}|(?:im browser|online) (?:ansehen|"
    r"lesen).{0,40}|"
    r"is this (?:e-?mail|message) (?:not )?displaying.{0,120})",
    re.IGNORECASE,
)
_FOOT = re.compile(
    r"(?:unsubscribe\b.{0,300}|.{0,200}[|•·]\s*unsubscribe\b.{0,300}|"
    r"(?:click|tap|reply|want|wish|to|you (?:can|may)|if you|don[’']t|no longer|update|"
    r"manage|change|"
    r"view|prefer)\b.{0,160}\bunsubscribe\b.{0,300}|"
    r"you(?:[’']re| are| have)? (?:receiv|subscri|sign)\w+ .{0,60}\b(?:this|our|because|"
    r"to)\b.{0,300}|"
    r"(?:this|the) (?:e-?mail|message|newsletter) (?:was|is being|has been) sent (?:to|"
    r"by)\b.{0,300}|"
    r"(?:to )?(?:manage|update|change) (?:your )?(?:\w+ )?(?:preferences|subscriptions?|"
    r"settings)\b.{0,200}|"
    r"(?:was this |this )?(?:e-?mail )?forwarded (?:this e-?mail )?(?:to you|by a friend).{0,200}|"
    r"(?:add|make sure) .{0,80}\b(?:address book|safe sender)\b.{0,100}|"
    r"(?:copyright )?(?:©|\(c\)) ?.{0,200}|.{0,120}\ball rights reserved\b.{0,120}|"
    r"(?:privacy (?:policy|notice)|terms (?:of|and) \w+|contact us|abmelden|impressum|"
    r"newsletter abbestellen)(?:\s*[|•·]\s*.{0,200})?|"
    r"sent from my (?:iphone|ipad|galaxy|phone|mobile|android).{0,40}|"
    r"_{5,}|.{0,80} mailing list$|"
    r"this (?:e-?mail|message|communication)(?: and (?:any|its) (?:files|attachments?).{0,60})? "
    r"(?:is|are|may|contains?) .{0,60}\b(?:confidential|privileged|intended)\b.{0,600}|"
    r"if you (?:are not|have received).{0,80}\b(?:recipient|addressee|in error|by "
    r"mistake)\b.{0,600}|"
    r"(?:please )?consider the environment before printing.{0,80}|"
    r"diese (?:e-?mail|nachricht) .{0,60}vertraulich.{0,600})",
    re.IGNORECASE | re.DOTALL,
)
_ENDS = re.compile(r"\bunsubscribe\b|\bmailing list$|^_{5,}|\babmelden\b", re.IGNORECASE)
_MOST_TOP, _MOST_FOOT = 4, 14  # paragraphs


@dataclass(frozen=True)
class Headers:
    """Of a message, whether it has true headers or they are lines of a text."""

    subject: str | None = None
    sender: str | None = None
    date: str | None = None


def unflowed(text: str, *, delsp: bool) -> str:
    """The paragraphs of a format=flowed text on one line each; quotation marks stay."""
    out: list[str] = []
    flowing, depth_before = False, 0
    for line in text.splitlines():
        depth = len(line) - len(line.lstrip(">"))
        line = line[depth:].removeprefix(" ")  # a blank that was only put there as a guard
        is_signature = bool(_SIGNATURE.match(line))
        flows = line.endswith(" ") and not is_signature
        content = line[:-1] if flows and delsp else line
        if flowing and depth == depth_before and not is_signature:
            out[-1] += content
        else:
            out.append("> " * bool(depth) + content)
        flowing, depth_before = flows, depth
    return "\n".join(line.rstrip() if not _SIGNATURE.match(line) else line for line in out)


def digest_messages(text: str) -> list[tuple[Headers, str]]:
    """The messages of a digest in plain text; empty when it is none."""
    parts = _RULE.split(text)
    if len(parts) < 3:
        return []
    found = []
    for part in parts:
        headers, body = _headers_above(part.strip("\n"))
        if headers and headers.subject and (headers.sender or headers.date) and body.strip():
            found.append((headers, body.strip()))
    return found if len(found) >= 2 else []


def forwarded(text: str, *, is_named: bool) -> tuple[Headers, str] | None:
    """The headers and the text of a forwarded message; None when there is none.

    `is_named`: the subject says that this is one. A long text above it is one of its own.
    """
    mark = _FORWARDED.search(text)
    headed = _HEADED.search(text) if is_named and not mark else None  # Outlook draws a line only
    if not (mark or headed):
        return None
    place = mark or headed
    assert place is not None
    start, end = place.start(), mark.end() if mark else place.start()
    note = text[:start]
    if len(note) > _MOST_NOTE and not is_named:
        return None
    headers, body = _headers_above(text[end:].strip("\n"))
    if not headers or not (headers.sender or headers.subject) or not body.strip():
        return None
    lines = body.splitlines()
    quoted = [line for line in lines if line.strip()]
    if quoted and all(line.startswith(">") for line in quoted):
        body = "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines)
    return headers, body


def _headers_above(text: str) -> tuple[Headers | None, str]:
    """Header lines at the top of a text, and what stands below them."""
    lines = text.splitlines()
    values: dict[str, str] = {}
    number, last = 0, ""
    while number < len(lines) and not lines[number].strip(" >"):
        number += 1
    while number < len(lines):
        line = lines[number]
        found = _HEADER.match(line)
        if found:
            last = found["name"].lower()
            values.setdefault(last, found["value"].strip("* "))
        elif last and line[:1] in " \t" and line.strip():
            values[last] += " " + line.strip()
        elif not line.strip(" >") and number + 1 < len(lines) and _HEADER.match(lines[number + 1]):
            pass  # some programs put blank lines between
        else:
            break
        number += 1
    if len(values) < 2:
        return None, text

    def value(names: frozenset[str]) -> str | None:
        return next((said for name, said in values.items() if name in names and said), None)

    headers = Headers(subject=value(_SUBJECT), sender=value(_SENDER), date=value(_DATE))
    return headers, "\n".join(lines[number:])


def without_page_lines(text: str) -> str:
    """The text without what is of the mail, not of its article: "view in your browser" on top,
    who may unsubscribe below, the signature, the notice that all of it is confidential.
    """
    text = _without_signature(text)
    paragraphs = re.split(r"(\n\s*\n)", text)
    blocks, gaps = paragraphs[::2], paragraphs[1::2]
    first = 0
    for number, block in enumerate(blocks[:_MOST_TOP]):
        if _TOP.fullmatch(" ".join(block.split())):
            first = number + 1
    lowest = max(first + 1, len(blocks) - _MOST_FOOT)
    gone = {n for n in range(lowest, len(blocks)) if _is_foot(blocks[n])}
    ends = [n for n in gone if _ENDS.search(" ".join(blocks[n].split()))]
    if ends:
        gone |= {n for n in range(min(ends), len(blocks)) if len(blocks[n]) < _MOST_NOTE}
    out = ""
    for number in range(first, len(blocks)):
        if number not in gone:
            out += (gaps[number - 1] if out else "") + blocks[number]
    return out.strip() or text.strip()


def _is_foot(block: str) -> bool:
    return bool(_FOOT.fullmatch(" ".join(block.split())))


def _without_signature(text: str) -> str:
    lines = text.splitlines(keepends=True)
    for number in range(max(1, len(lines) - _MOST_SIGNATURE_LINES - 1), len(lines)):
        if _SIGNATURE.match(lines[number].rstrip("\r\n")):
            return "".join(lines[:number])
    return text
