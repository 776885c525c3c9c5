"""Words of talk in the words of news: "Who came after her?" → "Who succeeded her?".

A model that reads finds the answer to a question in the words that news uses where it finds none to
the same question in the words that people type. English first: one line a thing, what is typed and
what is written.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SAID_AS = """
came after, took over from, stepped in for = succeeded
come after, take over from, step in for = succeed
comes after, takes over from = succeeds
called off, scrapped, axed, ditched = cancelled
call off, scrap, axe, ditch = cancel
put off, put back, pushed back, held off = postponed
stepped down, stood down, threw in the towel, called it quits = resigned
step down, stand down, throw in the towel, call it quits = resign
laid off, let go, sacked, fired, kicked out, given the boot = dismissed
lay off, sack, fire, kick out = dismiss
blew up, went off = exploded
blow up, go off = explode
set up, started up = founded
turned down, thrown out, threw out, knocked back, shot down = rejected
turn down, throw out, knock back = reject
brought in, rolled out = introduced
bring in, roll out = introduce
found out = discovered
find out = discover
went bust, went under, gone bust, gone under = went bankrupt
go bust, go under = go bankrupt
snapped up, bought up, swallowed up = bought
snap up, buy up, swallow up = buy
shut down, closed down = closed
shut down, close down = close
kicked off = began
kick off = begin
got hurt, were hurt, was hurt = was injured
cough up, shell out, fork out, chip in = pay
coughed up, shelled out, forked out, chipped in = paid
owned up to = admitted
own up to = admit
slammed, blasted, hit out at, lashed out at, tore into = criticised
slam, blast, hit out at, lash out at, tear into = criticise
locked up, put behind bars, put away = jailed
lock up, put behind bars, put away = jail
turned up again, turned up, surfaced = was found
turn up again, turn up = be found
got away, got off = escaped
backed, stood behind = supported
back, stand behind = support
nicked, pinched, swiped = stole
wiped out = destroyed
pulled down, knocked down, torn down = demolished
pull down, knock down, tear down = demolish
is the boss of, runs = heads
was the boss of, ran = headed
how cold was it, how hot was it, how warm was it = what was the temperature
how cold is it, how hot is it, how warm is it = what is the temperature
"""


def in_words_of_news(question: str) -> str:
    """The question with words of talk in those of news; the same where it has none."""

    def written(match: re.Match[str]) -> str:
        news = _table()[" ".join(match.group().lower().split())]
        return f"{news[:1].upper()}{news[1:]}" if match.group()[:1].isupper() else news

    return _pattern().sub(written, question)


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in _SAID_AS.strip().splitlines():
        typed, news = line.split(" = ")
        for each in typed.split(", "):
            table.setdefault(each, news)
    return table


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = sorted(_table(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.I)
