"""What each school of the demonstration did in each year, and who was there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import yaml

from waymark.demo.lives import YEARS_KEPT, Life, Roll, Spell
from waymark.demo.school_years import day_of, in_school
from waymark.kernel.academic_year import academic_year

_PATTERN = yaml.safe_load(Path(__file__).with_name("programme.yaml").read_text())
_BANK_ALL = ("purpose_shared", "outcomes_set", "two_way", "reflection", "met_staff_and_learners")
_AT_WORK = ("task_set", "employer_feedback")
_COSTS = {False: (0, 0, 40, 120, 250, 480), True: (0, 0, 0, 40, 60, 60)}  # pounds an activity, and a day of meetings


@dataclass
class Event:
    """One activity as a school's records tell it: its facts, whom it was for, and each learner's mark."""

    reference: str
    title: str
    kinds: tuple[str, ...]
    benchmarks: tuple[str, ...]
    held_on: date
    years: tuple[int, ...]
    facts: dict[str, Any]
    marks: dict[str, str] = field(default_factory=dict)  # UPN -> attended, absent, excused
    register_taken: bool = True
    one_to_one: bool = False


class Programme:
    """Draws one school's activities; the same seed, school and day give the same records."""

    def __init__(self, roll: Roll, *, seed: int, today: date) -> None:
        self.roll, self.school, self.today = roll, roll.school, today
        self.this_year = today.year if today.month >= 9 else today.year - 1
        self.chance = Random(f"waymark {seed} {roll.school.slug}")

    @property
    def first_year(self) -> int:
        """The first academic year there are records of."""
        return max(self.this_year - YEARS_KEPT, self.school.opened)

    def events(self, year: int) -> Iterator[Event]:
        """The activities of one academic year: those up to today happened, the later ones are planned."""
        for number, line in enumerate(_PATTERN):
            years = tuple(y for y in line["years"] if self.school.years[0] <= y <= self.school.years[1])
            if years and self._manages(line, year):
                yield from self._held(line, number, year, years)

    def _manages(self, line: dict[str, Any], year: int) -> bool:
        age = self.this_year - year
        strength = self.school.strength + self.school.improving * (1 - age / 7) - self.school.improving
        if year == 2020 and line["kinds"] == ["workplace"]:
            return False  # nobody went to a workplace that year
        return self.chance.random() < min(1.0, 0.6 + (strength - line["strong"]) * 2)

    def _held(self, line: dict[str, Any], number: int, year: int, years: tuple[int, ...]) -> Iterator[Event]:
        for subject in line.get("subjects", [line.get("subject", "")]):
            months, days = map(int, line["day"].split("-"))
            held_on = _school_day(day_of(year, (months, days)) + timedelta(days=self.chance.randrange(-3, 6)))
            reference = f"{year}-{number + 1:02d}{subject[:2].upper()}"
            facts = self._facts(line, year) | {"subject": subject.lower()}
            event = Event(
                reference,
                line["title"] if not subject or len(line.get("subjects", [])) < 2 else f"Careers in {subject}",
                tuple(line["kinds"]),
                tuple(line["benchmarks"]),
                held_on,
                years,
                facts,
            )
            if line.get("one_to_one"):
                yield from self._one_to_one(event)
            else:
                self._mark(event, [pair for pair in self.roll.in_year(year) if pair[1].year_group in years])
                yield event

    def _facts(self, line: dict[str, Any], year: int) -> dict[str, Any]:
        careful = self.school.strength + self.chance.uniform(-0.05, 0.25)
        ticks = {name: self.chance.random() < 0.4 + careful * 0.65 for name in _BANK_ALL}
        ticks |= {
            name: "workplace" in line["kinds"] and self.chance.random() < 0.3 + careful * 0.7 for name in _AT_WORK
        }
        ticks["pal_content"] = bool(line.get("pal")) and self.chance.random() < 0.4 + careful * 0.6
        return ticks | {
            "provider_name": line.get("provider", ""),
            "provider_kind": line.get("provider_kind", ""),
            "sector": line.get("sector", ""),
            "self_employed": line.get("self_employed", False),
            "stem": line.get("stem", False),
            "minutes": line["minutes"],
            "mode": "virtual" if year == 2020 else "in_person",
            "adviser_level": line.get("adviser_level"),
            "cost": 0 if line["kinds"] == ["curriculum"] else self.chance.choice(_COSTS[bool(line.get("one_to_one"))]),
        }

    def _one_to_one(self, event: Event) -> Iterator[Event]:
        """Meetings over many weeks, a day's being one activity; a school short of time stops early."""
        year = academic_year(event.held_on)
        waiting = [pair for pair in self.roll.in_year(year) if pair[1].year_group in event.years]
        reached = min(1.0, self.school.strength + 0.08) ** 2
        waiting = waiting[: round(len(waiting) * reached)]
        weekly = (event.held_on + timedelta(weeks=week) for week in range(45))
        days = cycle([day for day in weekly if in_school(day) and academic_year(day) == year])
        for number, day in zip(range(0, len(waiting), 12), days, strict=False):
            meeting = Event(
                f"{event.reference}-{number // 12 + 1:02d}",
                event.title,
                event.kinds,
                event.benchmarks,
                day,
                event.years,
                event.facts,
                one_to_one=True,
            )
            self._mark(meeting, waiting[number : number + 12], only_these=True)
            yield meeting

    def _mark(self, event: Event, invited: list[tuple[Life, Spell]], *, only_these: bool = False) -> None:
        event.register_taken = event.held_on <= self.today and (
            only_these or self.chance.random() < self.school.keeps_records
        )
        for life, spell in invited:
            last = spell.to_on or date(spell.year + 1, 8, 31)
            if not spell.from_on <= event.held_on <= last:
                continue
            away = (0.3 if life.often_absent else 0.045) * (1.6 - 1.5 * self.school.strength**2)  # some are caught up
            if not event.register_taken:
                event.marks[life.upn] = "planned"
            elif self.chance.random() < away:
                event.marks[life.upn] = "excused" if self.chance.random() < 0.2 else "absent"
            else:
                event.marks[life.upn] = "attended"


def _school_day(day: date) -> date:
    """The day, or the next on which learners are in."""
    return day if in_school(day) else _school_day(day + timedelta(days=1))
