"""Mail (newsletters, press releases, digests) and MHTML (web pages saved as one file), by `email`.

A digest is an article a message. Of a forwarded mail, the message inside is the article.
Attachments are left out, except messages that are attached whole. `mail_text.py` knows the lines
that are no article. Runs in the reading process.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parseaddr

from index.byline.publishers import is_listed, publisher_of_url
from index.errors import ArticleFormatError
from index.readers.databases import split_document
from index.readers.encoding import decode_markup
from index.readers.fields import one_line, read_url
from index.readers.mail_text import (
    Headers,
    digest_messages,
    forwarded,
    unflowed,
    without_page_lines,
)
from index.readers.page import read_page, text_of
from index.readers.stated import Extracted, Stated

_FEWEST_PLAIN = 200  # characters; a shorter plain part says "see this mail in your browser"
_MOST_PARTS, _DEEPEST, _MOST_MESSAGES = 1_000, 8, 1_000
_REPLIES = re.compile(
    r"^(?:\s*(?:re|fwd?|fw|wg|aw|tr|rv|i|sv|vs|doorst)\s*(?:\[\d+\])?:\s*)+", re.I
)
_ORGANISATION = re.compile(
    r"\b(?:news(?:room|letters?|desk|wire)?|press|media|office|team|service|agency|editors?|desk|"
    r"ministry|department|embassy|council|committee|association|foundation|institute|university|"
    r"communications?|times|post|gazette|daily|weekly|today|briefing|digest|alerts?|updates?|inc|"
    r"ltd|llc|gmbh|group|union|pressestelle|redaktion|presse|prensa)\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:the )?(?:news|press|media|desk|editors?|newsletters?|team|info|office|no-?reply|admin)"
    r"(?: (?:desk|team|office|room))?",
    re.IGNORECASE,
)
_ZONES = {
    "BST": "+0100", "CET": "+0100", "MEZ": "+0100", "CEST": "+0200", "MESZ": "+0200",
    "EET": "+0200", "EEST": "+0300", "MSK": "+0300", "WEST": "+0100", "WET": "+0000",
    "JST": "+0900", "SGT": "+0800", "HKT": "+0800", "AEST": "+1000", "AEDT": "+1100",
    "NZST": "+1200", "NZDT": "+1300",
}  # fmt: skip


def read_mail(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The text of a mail, or the messages of a digest, numbered from 1. The date of a mail is when
    it was sent, which is when a newsletter appears.
    """
    found = list(_articles(_parse(data), request, 0))[:_MOST_MESSAGES]
    if not found:
        raise ArticleFormatError("is a mail without text.")
    if len(found) == 1:
        return found
    return [replace(item, number=number) for number, item in enumerate(found, 1)]


def _articles(message: EmailMessage, request: Mapping[str, str], depth: int) -> Iterator[Extracted]:
    if depth > _DEEPEST:
        return
    headers = _headers(message)
    text = _text(message, request, 0).strip()
    inside = digest_messages(text)
    if inside:
        for own, body in inside:
            yield from _article(body, own)
        return
    attached = list(_attached(message))
    if text and not (attached and len(text) < _FEWEST_PLAIN):
        yield from _article(text, headers)
    for part in attached:
        yield from _articles(part, request, depth + 1)


def _article(text: str, headers: Headers) -> Iterator[Extracted]:
    subject = headers.subject or ""
    for _ in range(_DEEPEST):
        found = forwarded(text, is_named=bool(_REPLIES.match(subject)))
        if found is None:
            break
        headers, text = found
        subject = headers.subject or subject
    text = without_page_lines(text)
    if text:
        # A briefing may hold several articles, each of another day than the mail.
        yield from split_document(Extracted(text, _stated(headers, subject)))


def _stated(headers: Headers, subject: str) -> Stated:
    name, address = parseaddr(headers.sender or "")
    name = one_line(name.strip("'\" ")) or ""
    publisher = (
        publisher_of_url(f"https://{address.rpartition('@')[2]}/") if "@" in address else None
    )
    publisher = publisher if publisher and is_listed(publisher) else None
    is_generic = bool(_GENERIC.fullmatch(name)) or "@" in name
    is_organisation = bool(_ORGANISATION.search(name)) and not is_generic
    return Stated.of(
        ("title", one_line(_REPLIES.sub("", subject)), "Subject"),
        ("author", None if is_generic or is_organisation else name, "From"),
        ("publisher", publisher or (name if is_organisation else None), "From"),
        ("published", _with_zone(headers.date), "Date"),
    )


def _with_zone(date: str | None) -> str | None:
    """A date with its zone as a number: `email` takes the name of a zone that it doesn't know
    for no zone at all.
    """
    date = one_line(re.sub(r"\([^()]*\)", " ", date or ""))
    if not date:
        return None
    date = re.sub(r"(\d{4}),? (?:at|um|à) (\d{1,2}[:.h]\d\d)", r"\1 \2", date)
    return re.sub(r"\b[A-Z]{3,4}$", lambda zone: _ZONES.get(zone[0], zone[0]), date)


def _headers(message: EmailMessage) -> Headers:
    raw = {name.lower(): str(value) for name, value in reversed(list(message.raw_items()))}
    return Headers(
        subject=one_line(str(message.get("Subject", ""))),
        sender=one_line(str(message.get("From", ""))),
        date=one_line(raw.get("date")),
    )


def _text(part: EmailMessage, request: Mapping[str, str], depth: int) -> str:
    """What a reader of the mail sees, in its order: text stands above and below pictures."""
    kind = part.get_content_type()
    if depth > _DEEPEST or part.get_content_disposition() == "attachment" or part.get_filename():
        return ""
    if not part.is_multipart():
        if kind == "text/html":
            return text_of(_decoded(part, request))
        return _plain(part, request) if kind == "text/plain" else ""
    children = [child for child in part.iter_parts() if isinstance(child, EmailMessage)]
    if kind in ("message/rfc822", "multipart/digest"):
        return ""
    if kind == "multipart/alternative":
        return _better([(c.get_content_type(), _text(c, request, depth + 1)) for c in children])
    if kind == "multipart/related":
        children = children[:1]
    texts = (_text(child, request, depth + 1).strip() for child in children[:_MOST_PARTS])
    return "\n\n".join(text for text in texts if text)


def _better(choices: list[tuple[str, str]]) -> str:
    """Of a plain and a rich version, the plain one, unless it only points to the other."""
    plain = next((text for kind, text in choices if kind == "text/plain"), "").strip()
    rich = max((text for kind, text in choices if kind != "text/plain"), key=len, default="")
    is_whole = len(plain) >= _FEWEST_PLAIN and 2 * len(plain) >= len(rich)
    return plain if is_whole or not rich.strip() else rich


def _plain(part: EmailMessage, request: Mapping[str, str]) -> str:
    text = _decoded(part, request)
    if str(part.get_param("format") or "").lower() == "flowed":
        return unflowed(text, delsp=str(part.get_param("delsp") or "").lower() == "yes")
    return text


def _attached(message: EmailMessage) -> Iterator[EmailMessage]:
    """The messages inside a message, not those inside them."""
    waiting = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        if part.get_content_type() == "message/rfc822" and part is not message:
            content = part.get_payload()
            inner = content[0] if isinstance(content, list) and content else None
            if isinstance(inner, EmailMessage):
                yield inner
        elif part.is_multipart():
            waiting[:0] = [c for c in part.iter_parts() if isinstance(c, EmailMessage)]


def read_mhtml(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The article of a page saved as MHTML. Its date is when it was saved, and not used."""
    message = _parse(data)
    page = _part(message, "text/html")
    if page is None:
        raise ArticleFormatError("is MHTML without a page in it.")
    url = read_url(message.get("Snapshot-Content-Location")) or read_url(
        page.get("Content-Location")
    )
    payload = page.get_payload(decode=True)
    return read_page(
        payload if isinstance(payload, bytes) else b"",
        {**request, "url": url or "", "charset": page.get_content_charset() or ""},
    )


def _parse(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _part(message: EmailMessage, kind: str) -> EmailMessage | None:
    """The first part of the kind that is no attachment."""
    for count, part in enumerate(message.walk()):
        if count > _MOST_PARTS:
            break
        if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
            return part
    return None


def _decoded(part: EmailMessage, request: Mapping[str, str]) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    return decode_markup(data, request["name"], stated=part.get_content_charset())
