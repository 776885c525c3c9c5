"""mbox: the mails of a mailbox file, one after the other (`mail.py` reads each)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.readers.source import Source
from index.types import Refusal

_ENVELOPE = re.compile(rb"From \S+ .*\d{4}|From - ")


def mbox_members(source: Source) -> Iterator[Source | Refusal]:
    """Each mail; behind the name stands `#` and its number from 1."""
    source.stream.seek(0)
    number, size = 0, 0
    lines: list[bytes] = []
    blank = True
    while True:
        line = source.stream.readline(source.limit_bytes)
        if not line or (blank and _ENVELOPE.match(line)):
            name = f"{source.name}#{number}"
            if size > source.limit_bytes:
                yield Refusal(name, f"a mail of over {source.limit_bytes:,} bytes")
            elif lines:
                yield source.part(name, "mail.eml", b"".join(lines))
            if not line:
                return
            number, size, lines = number + 1, 0, []
            continue
        blank = not line.strip()
        size += len(line)
        if size <= source.limit_bytes:
            lines.append(re.sub(rb"^>(>*From )", rb"\1", line))
