"""What a person should know before article text leaves this machine."""

from __future__ import annotations

from dataclasses import replace

from qa.errors import DatelineError
from qa.settings import Settings


def remote_notice(settings: Settings) -> str:
    """What to tell the user before article text leaves this machine; "" when none does."""
    if settings.reader != "llm":
        return ""
    from qa.readers.llm import load_llm

    return load_llm(settings).notice or ""


def page_notice(settings: Settings) -> str:
    """The same for the page, where a visitor may choose a model that is not the default."""
    if not settings.llm:
        return ""
    try:
        return remote_notice(replace(settings, reader="llm"))
    except DatelineError:  # not to be had: whoever chooses it is told
        if settings.reader == "llm":
            raise
        return ""
