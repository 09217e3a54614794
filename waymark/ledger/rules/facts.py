"""What is said of an activity, and whether it can be recorded so."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from waymark.kernel.academic_year import academic_year
from waymark.kernel.sectors import SECTORS
from waymark.kernel.vocabulary import ADVISER_LEVELS, Kind, Mode, ProviderKind

MOST_MINUTES = 100_000
MOST_COST = Decimal("9999999.99")
_BENCHMARK = re.compile(r"[a-z]{2,4}\d?")


class ActivityRefused(ValueError):
    """The activity cannot be recorded as said; `faults` says why, in words, by the name of the fact."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFacts:
    """All that a school says of an activity, but for whom it was and who came. Names are those of the model."""

    title: str
    held_on: date
    kinds: tuple[str, ...]
    minutes: int = 0
    mode: str = Mode.IN_PERSON.value
    benchmarks: tuple[str, ...] = ()
    provider_name: str = ""
    provider_kind: str = ""
    sector: str = ""
    self_employed: bool = False
    stem: bool = False
    subject: str = ""
    adviser_level: int | None = None
    purpose_shared: bool = False
    outcomes_set: bool = False
    two_way: bool = False
    reflection: bool = False
    task_set: bool = False
    employer_feedback: bool = False
    met_staff_and_learners: bool = False
    pal_content: bool = False
    cost: Decimal | None = None
    led_by: str = ""
    notes: str = ""
    school_reference: str = ""


FACT_NAMES: tuple[str, ...] = tuple(field.name for field in fields(ActivityFacts) if field.name != "kinds")


def tidied(facts: ActivityFacts) -> ActivityFacts:
    """The facts as they are stored: no spare blanks, a subject in lower case, kinds in their usual order and once."""
    said = set(facts.kinds)
    known = [kind.value for kind in Kind if kind.value in said]
    words = ("title", "provider_name", "led_by", "notes", "school_reference")
    return replace(
        facts,
        **{name: getattr(facts, name).strip() for name in words},
        kinds=(*known, *sorted(said.difference(known))),
        benchmarks=tuple(sorted(set(facts.benchmarks))),
        subject=" ".join(facts.subject.split()).lower(),
        sector=facts.sector.strip().upper(),
    )


def faults_of(facts: ActivityFacts) -> dict[str, str]:
    """What keeps tidied facts from being recorded, in words, by the name of the fact; empty when nothing does."""
    found = {
        "title": _title(facts.title),
        "kinds": _kinds(facts.kinds),
        "mode": "" if facts.mode in set(Mode) else "Say how learners took part.",
        "minutes": "" if 0 <= facts.minutes <= MOST_MINUTES else f"Minutes must be from 0 to {MOST_MINUTES:,}.",
        "provider_kind": _provider_kind(facts),
        "adviser_level": _adviser_level(facts),
        "sector": "" if not facts.sector or facts.sector in SECTORS else "Choose a sector from the list.",
        "benchmarks": "" if all(map(_BENCHMARK.fullmatch, facts.benchmarks)) else "Choose benchmarks from the list.",
        "cost": "" if facts.cost is None or 0 <= facts.cost <= MOST_COST else "The cost must be 0 pounds or more.",
        "provider_name": _at_most(facts.provider_name, 200, "The provider's name"),
        "subject": _at_most(facts.subject, 60, "The subject"),
        "led_by": _at_most(facts.led_by, 150, "The name of who led it"),
        "school_reference": _at_most(facts.school_reference, 60, "The reference"),
    }
    return {name: words for name, words in found.items() if words}


def fit(facts: ActivityFacts) -> ActivityFacts:
    """The facts tidied; raises `ActivityRefused` when they cannot be recorded."""
    tidy = tidied(facts)
    if faults := faults_of(tidy):
        raise ActivityRefused(faults)
    return tidy


def changes_between(was: ActivityFacts, now: ActivityFacts) -> dict[str, list[Any]]:
    """What differs, by name: what was and what is now, as JSON can hold it."""
    names = ("kinds", *FACT_NAMES)
    return {
        name: [plain(getattr(was, name)), plain(getattr(now, name))]
        for name in names
        if getattr(was, name) != getattr(now, name)
    }


def plain(value: Any) -> Any:
    """A fact as JSON holds it: a date in ISO, an amount as text."""
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, date | Decimal) else value


def same_day_next_year(held_on: date) -> date:
    """The same weekday, 52 weeks on; 53 where 52 would still fall in the same academic year."""
    later = held_on + timedelta(weeks=52)
    return later if academic_year(later) > academic_year(held_on) else later + timedelta(weeks=1)


def _title(title: str) -> str:
    return _at_most(title, 200, "The title") if title else "Give the activity a title."


def _kinds(kinds: Iterable[str]) -> str:
    if not kinds:
        return "Choose at least one kind of activity."
    return "" if set(kinds) <= set(Kind) else "Choose kinds from the list."


def _provider_kind(facts: ActivityFacts) -> str:
    if facts.provider_kind:
        return "" if facts.provider_kind in set(ProviderKind) else "Choose a kind of provider from the list."
    return "Say what kind of provider it was." if Kind.PROVIDER in facts.kinds else ""


def _adviser_level(facts: ActivityFacts) -> str:
    if facts.adviser_level is None:
        return "Say the adviser's level of qualification." if Kind.GUIDANCE in facts.kinds else ""
    return "" if facts.adviser_level in ADVISER_LEVELS else "The adviser's level must be from 0 to 8."


def _at_most(words: str, most: int, called: str) -> str:
    return "" if len(words) <= most else f"{called} must be {most} characters or fewer."
