"""One name for each publisher of a collection: its names and the site of its articles join them.

An article may state "The Harbour Gazette", another "Harbour Gazette", and a third only an address
on harbourgazette.com. The first two have the same key (`byline/publishers.py`); the third is joined
to them because articles on that site state that name. Only what the collection holds counts: that
a name looks like an address proves nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from index.byline.publishers import is_listed, publisher_key, site_label

SITE = "site:"  # before the site of an article among its `publishers`; no key of a name has a colon
# A site is its paper's where the name is in the address, or two articles and most of them say so.
_LEAST_NAMED, _MOST_OF = 2, 0.8


@dataclass(frozen=True)
class PublisherNames:
    """How each spelling in the catalog is shown, and which spellings one shown name stands for."""

    shown: Mapping[str, str] = field(default_factory=dict)
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, publisher: str | None) -> str | None:
        """The one name of what a catalog row says."""
        return self.shown.get(publisher, publisher) if publisher else publisher

    def all_of(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names that a person gives, with every spelling of the same publishers."""
        found = dict.fromkeys(names)
        for name in list(found):
            found |= dict.fromkeys(self.spellings.get(publisher_key(name), ()))
        return tuple(found)


def join_names(stated: Iterable[tuple[str, str | None, int]]) -> PublisherNames:
    """From (publisher as it is spelled, a site of its articles or None, number of articles)."""
    counts, on_site = Counter[str](), defaultdict[str, Counter[str]](Counter)
    for spelled, site, number in stated:
        counts[spelled] += number
        if site:
            on_site[site][spelled] += number
    groups = defaultdict[str, list[str]](list)  # a key, and the spellings that have it
    for spelled in counts:
        groups[publisher_key(spelled)].append(spelled)
    for site, names in on_site.items():
        if site in names and (name := _name_of_site(site, names)):
            groups[publisher_key(name)] += groups.pop(publisher_key(site), [])
    shown: dict[str, str] = {}
    spellings: dict[str, tuple[str, ...]] = {}
    for key, group in groups.items():
        if len(group) < 2:
            continue
        best = max(group, key=lambda name: (name not in on_site, counts[name], len(name), name))
        shown |= dict.fromkeys(group, best)
        spellings |= dict.fromkeys({key, *map(publisher_key, group)}, tuple(sorted(group)))
    return PublisherNames(shown, spellings)


def _name_of_site(site: str, names: Mapping[str, int]) -> str | None:
    """The name that the articles of a site state, where it is plainly the site's own."""
    by_key = Counter[str]()
    spelled: dict[str, str] = {}
    for name, number in names.items():
        if name != site and not is_listed(name):  # a listed outlet has its own site
            by_key[publisher_key(name)] += number
            spelled.setdefault(publisher_key(name), name)
    if not by_key:
        return None
    key, number = by_key.most_common(1)[0]
    label = site_label(site)
    alike = len(key) > 3 and len(label) > 3 and (key in label or label in key)
    sure = number >= _LEAST_NAMED and number >= _MOST_OF * sum(by_key.values())
    return spelled[key] if alike or sure else None
