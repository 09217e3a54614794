"""Titles of activities for those who may see no learner: what people typed may name one."""

import re
from collections.abc import Iterable
from typing import Protocol

from waymark.access.scope import acting, everything
from waymark.ledger.models import Audience, Expected, Learner
from waymark.ledger.models.activities import Kind
from waymark.places.models import Organisation

_WORD = re.compile(r"[^\W\d_]+")
_NAMES = ("given_name", "preferred_name", "family_name")


class Titled(Protocol):
    """An activity by key, with what people called it and what it is."""

    @property
    def key(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def kinds(self) -> tuple[str, ...]: ...


def discreet_titles(school: Organisation, entries: Iterable[Titled]) -> dict[int, str]:
    """The title of each entry, or what kind of thing it is where its title names a learner, by key.

    A title names one when it has the given and the family name of anybody the school ever had on roll; and, where the
    list was made of names, any single name of anybody on it.
    """
    of_these = {each.key: each for each in entries}
    with acting(everything("names left out of titles")):  # to leave a name out one has to know it
        people = _names(Learner.objects.filter(organisation=school))
        listed = Expected.objects.filter(activity__in=of_these).exclude(
            activity__in=Audience.objects.filter(activity__in=of_these).values("activity_id")
        )
        singled: dict[int, set[str]] = {}
        for key, *names in listed.values_list("activity_id", *(f"learner__{name}" for name in _NAMES)):
            singled.setdefault(key, set()).update(word for name in names for word in _words(name))
    return {
        key: _kind_of(each) if _names_somebody(each.title, people, singled.get(key, set())) else each.title
        for key, each in of_these.items()
    }


def _names(learners) -> dict[str, set[str]]:
    """Given and preferred names by each word of the family name."""
    found: dict[str, set[str]] = {}
    for given, preferred, family in learners.values_list(*_NAMES):
        for word in _words(family):
            found.setdefault(word, set()).update(_words(given), _words(preferred))
    return found


def _names_somebody(title: str, people: dict[str, set[str]], singled: set[str]) -> bool:
    words = _words(title)
    return bool(words & singled) or any(people[word] & (words - {word}) for word in words & people.keys())


def _words(said: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(said)}


def _kind_of(entry: Titled) -> str:
    return Kind(entry.kinds[0]).label if entry.kinds else Kind.OTHER.label
