"""Mail (newsletters) and MHTML (web pages that a browser saved as one file), by `email`.

Runs in the reading process. Attachments are left out.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import parseaddr

from index.byline.publishers import is_listed, publisher_of_url
from index.errors import ArticleFormatError
from index.readers.encoding import decode_markup
from index.readers.fields import one_line, read_url
from index.readers.page import read_page, text_of
from index.readers.stated import Extracted, Stated

_FEWEST_PLAIN = 200  # characters; a shorter plain part says "see this mail in your browser"
_MOST_PARTS = 1_000


def read_mail(data: bytes, request: Mapping[str, str]) -> list[Extracted]:
    """The text of a mail. Its date is when it was sent, which is when a newsletter appears."""
    message = _parse(data)
    plain, rich = _part(message, "text/plain"), _part(message, "text/html")
    text = _decoded(plain, request).strip() if plain is not None else ""
    if rich is not None and len(text) < _FEWEST_PLAIN:
        text = text_of(_decoded(rich, request)) or text
    if not text:
        raise ArticleFormatError("is a mail without text.")
    name, address = parseaddr(str(message.get("From", "")))
    publisher = publisher_of_url(f"https://{address.rpartition('@')[2]}/") if address else None
    stated = Stated.of(
        ("title", one_line(str(message.get("Subject", ""))), "Subject"),
        ("author", one_line(name), "From"),
        ("publisher", publisher if publisher and is_listed(publisher) else None, "From"),
        ("published", one_line(str(message.get("Date", ""))), "Date"),
    )
    return [Extracted(text, stated)]


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
