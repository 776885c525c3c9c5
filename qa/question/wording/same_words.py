"""Words that news uses for the same thing: a question in one is answered by another."""

from __future__ import annotations

from functools import lru_cache

from index.text.terms import analyse, terms_of

# One line a thing. English first; a language is added by a table of its own.
_SAME = """
dead deaths death die died dies dying killed kill kills killing toll fatalities fatality fatal
injured hurt wounded injuries wounds
cost costs costing price prices expense expenses
loss losses lose lost loses
strength magnitude
quake earthquake tremor quakes
fire blaze wildfire fires
theft stolen steal stole thieves robbery heist
strike strikes striking walkout walkouts stoppage
arrest arrested arrests detained detention custody
resign resigned resigns resignation quit quits stepped
win won wins winner victory
raise wage wages salary
ill sick illness infected infections
margin lead
promise promised promises pledge pledged pledges vow vowed
homes houses housing
jobs job posts employ employs employed employing
insurance insured insure insures
survivors survivor
chief head boss leader
start started starts began begin begins beginning
end ended ends finished over
buy bought acquisition acquire acquired takeover
fine fined penalty
release released releases free freed
factory plant
house houses home homes housing
bus buses
vote voted votes election elected elections poll polls
late delay delayed delays
aboard board onboard
charge charged charges
colonel col
lieutenant lt
captain capt
sergeant sgt
governor gov
senator sen
professor prof
detective det
"""


def terms_for(word: str) -> frozenset[str]:
    """The terms of a word and of those that news uses for it."""
    own = frozenset(terms_of([word]))
    same = _same_terms()
    return own.union(*(same.get(term, frozenset()) for term in own))


@lru_cache(maxsize=1)
def _same_terms() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in _SAME.strip().splitlines():
        terms = frozenset(analyse(line))
        for term in terms:
            table[term] = table.get(term, frozenset()) | terms
    return table
