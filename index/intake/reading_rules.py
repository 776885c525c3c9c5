"""By which rules articles were read and cut, so that a change of rules reaches what is stored."""

from __future__ import annotations

from index.settings import IndexSettings

# Raise it when reading, cleaning, cutting or analysing changes: articles stored under other
# rules are read and cut again although their files didn't change. Passages that come out the
# same keep their vectors.
RULES = "5"


def reading_rules() -> str:
    """What `files.rules` must be for a file not to be read again."""
    return RULES


def cutting_rules(settings: IndexSettings) -> str:
    """How the passages of an article are cut; its language follows behind."""
    return f"{RULES}|{settings.chunk_tokens}|"
