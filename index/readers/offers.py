"""Offers among the paragraphs of a page: subscribe, log in, buy, to read on.

They stand in the article's own element and read like it; an offer begins with a line that can be
nothing else, and goes on to the end of its element, or of the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from index.readers.blocks import Block

_BEGINS = re.compile(
    r"(?:(?:please )?(?:subscribe|sign (?:in|up)|log ?in|register|join|create an? (?:free "
    r")?account)"
    r"(?: now| today| for free)? (?:to|and) (?:continue|keep|read|unlock|get (?:full|unlimited)|"
    r"access|view)|"
    r"this (?:article|story|content|post|page) is (?:only )?(?:available |reserved |"
    r"exclusive(?:ly)? )?"
    r"(?:for|to) (?:our )?(?:paying |registered |premium )?(?:subscribers|members|readers)|"
    r"(?:to|want to) (?:(?:continue|keep|go on|finish) reading|read (?:on|more|the "
    r"(?:full|whole|rest))|"
    r"unlock)(?: (?:of )?(?:this|the) (?:article|story|text))?[,:?]? (?:please |you "
    r"(?:need to|must) )?"
    r"(?:subscribe|sign (?:in|up)|log ?in|register|create an|become a|start your|choose)\b|"
    r"already (?:a |an |have a )?(?:\w+ )?(?:subscriber|subscribed|subscription|member|account)|"
    r"you(?:[’']ve| have) (?:reached|read|used) (?:your|all|the)\b.{0,40}\b(?:free|limit|articles)|"
    r"(?:unlock|get) (?:this|unlimited|full) (?:article|story|access)|"
    r"(?:continue|keep) reading (?:with|for|by)|"
    r"(?:the rest of )?this (?:article|story) (?:continues )?(?:is )?behind (?:a|the|our) paywall|"
    r"(?:start|begin) your (?:free )?(?:trial|subscription))",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\b(?:subscri\w+|log ?in|sign ?(?:in|up)|unlimited access|cancel any ?time|free trial|"
    r"per (?:week|month|year)|a (?:week|month)|e-?paper|your account|members?)\b",
    re.IGNORECASE,
)
_CONTAINER = re.compile(
    r"(?:^|[\s_-])(?:pay-?wall|reg-?wall|subscri\w*|offers?|piano|tp|meter\w*|barrier|gate|gated|"
    r"premium|login|upsell|cta|register)(?=$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST = 300
_MOST_BLOCKS = 25


def without_offers(blocks: Sequence[Block]) -> list[Block]:
    """The blocks that are no offer. At least one block stands before an offer."""
    result: list[Block] = []
    offering: Any = None
    count = 0
    for block in blocks:
        if offering is not None:
            if count < _MOST_BLOCKS and _goes_on(block, offering):
                count += 1
                continue
            offering = None
        if result and len(block.text) <= _LONGEST and _BEGINS.match(block.text):
            offering, count = block, 1
            result = _before_offer(result, block)
            continue
        result.append(block)
    return result


def _container(block: Block) -> Any:
    """The element of an offer: one whose name says so, or the one around its first line."""
    for element in [block.element, *list(block.element.iterancestors())[:5]]:
        said = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag not in ("article", "body", "main") and _CONTAINER.search(said):
            return element
    return None


def _before_offer(blocks: list[Block], offer: Block) -> list[Block]:
    """Lines in the offer's element before the one that gave it away, if they speak of it too."""
    container = _container(offer)
    kept = list(blocks)
    while container is not None and len(kept) > 1:
        last = kept[-1]
        if not _is_inside(last, container) or not _SPEAKS.search(last.text):
            break
        kept.pop()
    return kept


def _goes_on(block: Block, offer: Block) -> bool:
    container = _container(offer)
    if container is not None and _is_inside(block, container):
        return len(block.text) <= _LONGEST // 2 or bool(_SPEAKS.search(block.text))
    if len(block.text) > _LONGEST:
        return False
    return block.element.getparent() is offer.element.getparent() and bool(
        _SPEAKS.search(block.text) or _BEGINS.match(block.text)
    )


def _is_inside(block: Block, container: Any) -> bool:
    element = block.element
    while element is not None:
        if element is container:
            return True
        element = element.getparent()
    return False
