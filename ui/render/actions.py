"""What a reader can do with an answer, as links "#do=NAME.WHAT" that `assets/actions.js` hands on.

Pure. The names are those of the events that `ui/page/asking.py` listens to.
"""

from __future__ import annotations

from collections.abc import Sequence

from ui.render.markup import inert
from ui.render.texts import ADDING, ASKING
from ui.render.wording import one_line


def foot_html(key: str) -> str:
    """The line below an answer: rating and link where it is kept under `key`; then what can be
    done with the last question, which the style shows below the last answer only.
    """
    kept = ""
    if key:
        kept = (
            action(ASKING.good, "rate", f"{key}.up")
            + action(ASKING.bad, "rate", f"{key}.down")
            + action(ASKING.link, "link", key)
            + action(ASKING.copy, "take", f"{key}.copy")
            + _cite(key)
        )
    last = "".join(
        action(words, name)
        for words, name in (
            (ASKING.retry, "retry"),
            (ASKING.edit, "edit"),
            (ASKING.undo, "undo"),
        )
    )
    return f'<div class="dl-foot">{kept}<span class="dl-foot-last">{last}</span></div>'


def _cite(key: str) -> str:
    """References of the cited articles, in a fold of their own."""
    links = "".join(action(words, "take", f"{key}.{kind}") for kind, words in ASKING.cite_as)
    return f'<details class="dl-cite"><summary>{inert(ASKING.cite)}</summary>{links}</details>'


def tools_html(*, with_adding: bool) -> str:
    """The line below the question box."""
    adding = action(ADDING.open, "adding") if with_adding else ""
    links = "".join(
        action(words, name, what)
        for words, name, what in (
            (ASKING.filters, "filters", ""),
            (ASKING.past, "past", ""),
            (ASKING.save_text, "save", "md"),
            (ASKING.save_page, "save", "html"),
        )
    )
    return f'<div class="dl-tools">{links}{adding}<span class="dl-said" role="status"></span></div>'


def suggestions_html(questions: Sequence[str]) -> str:
    """Questions to go on with; the link names its number, so that the words stay on the server."""
    if not questions:
        return ""
    links = "".join(action(one_line(q), "suggest", str(n)) for n, q in enumerate(questions))
    return (
        f'<div class="dl-next" role="group" aria-label="{inert(ASKING.next)}">'
        f"<span>{inert(ASKING.next)}</span>{links}</div>"
    )


def action(words: str, name: str, what: str = "") -> str:
    """A link that does something. `name` and `what` are ours: letters, digits and dots."""
    dot = "." if what else ""
    return (
        f'<a class="dl-do" role="button" href="#do={name}{dot}{what}"><bdi>{inert(words)}</bdi></a>'
    )
