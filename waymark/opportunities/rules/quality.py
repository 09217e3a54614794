"""How good what a provider says of its courses is: what is missing, old, impossible, broken or said twice."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from waymark.kernel.distance import miles_apart
from waymark.opportunities.rules.addresses import is_website
from waymark.opportunities.rules.facts import RunFacts

OLD_AFTER = timedelta(days=365)
FAR_MILES = 100
_ENGLAND = (49.8, 55.9, -6.5, 1.9)  # degrees: south, north, west, east


class Fault(StrEnum):
    """One thing to mend; the value is how a page names it."""

    PAST = "It has begun"
    PLACE_UNKNOWN = "Its venue has no place on the map"
    PLACE_FAR = "Its venue is far from your own address"
    LINK_BROKEN = "Its web address cannot be one"
    TWICE = "It is listed twice"
    OLD = "Nobody has looked at it for a year"
    TEXTS_MISSING = "It leaves texts blank"
    NO_LINK = "It has no web page"


# What a fault takes off the score of a run, of 100 in all.
COSTS: Mapping[Fault, int] = {
    Fault.PAST: 40,
    Fault.PLACE_UNKNOWN: 40,
    Fault.PLACE_FAR: 30,
    Fault.LINK_BROKEN: 20,
    Fault.TWICE: 20,
    Fault.OLD: 20,
    Fault.TEXTS_MISSING: 20,
    Fault.NO_LINK: 10,
}
_TEXT_WORDS = ("entry requirements", "what is taught", "how", "what to bring", "how it is assessed", "what comes next")


@dataclass(frozen=True)
class Held:
    """A run as it stands, with what its facts do not say: when it was last changed, and where its venue lies."""

    key: int
    facts: RunFacts
    changed_on: date
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Judged:
    """What is to mend in a run, and its score of 100."""

    key: int
    faults: tuple[Fault, ...]
    missing: tuple[str, ...] = ()

    @property
    def score(self) -> int:
        """100 less what each fault costs; blank texts cost by how many they are."""
        cost = sum(COSTS[fault] for fault in self.faults if fault is not Fault.TEXTS_MISSING)
        cost += COSTS[Fault.TEXTS_MISSING] * len(self.missing) // len(_TEXT_WORDS)
        return max(0, 100 - cost)


def judged(runs: Sequence[Held], *, on: date, home: tuple[float, float] | None) -> list[Judged]:
    """Each run with what is to mend in it. `home` is where the provider itself is, None where that is not known."""
    times = Counter(held.facts for held in runs)
    return [_judged(held, on, home, times[held.facts] > 1) for held in runs]


def score_of(runs: Iterable[Judged]) -> int | None:
    """A provider's score: the mean of its runs', to the nearest whole; None where it has none."""
    scores = [run.score for run in runs]
    return (2 * sum(scores) + len(scores)) // (2 * len(scores)) if scores else None


def _judged(held: Held, on: date, home: tuple[float, float] | None, is_twice: bool) -> Judged:
    facts = held.facts
    missing = tuple(word for word, text in zip(_TEXT_WORDS, facts.course.texts[1:], strict=True) if not text)
    found = {
        Fault.PAST: facts.starts_on is not None and facts.starts_on < on,
        Fault.LINK_BROKEN: bool(facts.website) and not is_website(facts.website),
        Fault.TWICE: is_twice,
        Fault.OLD: held.changed_on + OLD_AFTER <= on,
        Fault.TEXTS_MISSING: bool(missing),
        Fault.NO_LINK: not facts.website,
    }
    if facts.venue is not None:
        place = _place(held)
        found[Fault.PLACE_UNKNOWN] = place is None
        found[Fault.PLACE_FAR] = bool(place and home and miles_apart(*place, *home) > FAR_MILES)
    return Judged(held.key, tuple(fault for fault in Fault if found.get(fault)), missing)


def _place(held: Held) -> tuple[float, float] | None:
    """Where a venue is; None where it is unknown, in the sea at 0, 0 or anywhere else that England is not."""
    if held.latitude is None or held.longitude is None:
        return None
    south, north, west, east = _ENGLAND
    is_possible = south <= held.latitude <= north and west <= held.longitude <= east
    return (held.latitude, held.longitude) if is_possible else None
