"""Seven years of learners at each school: who joined, moved, left and stayed on, drawn from a seed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from waymark.demo.names import BOYS, FAMILIES, GIRLS
from waymark.demo.places import COUNCIL, SCHOOLS, DemoSchool
from waymark.kernel.upn import check_letter

YEARS_KEPT = 7
_FORMS = "ABCDEFGHJKLM"


@dataclass
class Spell:
    """Days on roll in one academic year. `to_on` None: to the end of it."""

    year: int
    year_group: int
    form: str
    from_on: date
    to_on: date | None = None


@dataclass
class Life:
    """One invented person at one school."""

    upn: str
    given: str
    family: str
    born_on: date
    sex: str
    sen: str
    pupil_premium: bool
    looked_after: bool
    eal: bool
    considering_he: bool
    often_absent: bool
    spells: list[Spell] = field(default_factory=list)

    @property
    def first_day(self) -> date:
        """The first day on this school's roll."""
        return self.spells[0].from_on

    def spell_in(self, year: int) -> Spell | None:
        return next((spell for spell in self.spells if spell.year == year), None)


@dataclass
class Roll:
    """Everyone one school had on roll in the years kept."""

    school: DemoSchool
    lives: list[Life] = field(default_factory=list)

    def in_year(self, year: int) -> Iterator[tuple[Life, Spell]]:
        for life in self.lives:
            if spell := life.spell_in(year):
                yield life, spell


class Population:
    """Draws the lives of the whole hub; the same seed and year give the same people."""

    def __init__(self, *, seed: int, this_year: int, size: float = 1.0) -> None:
        self.chance = Random(f"waymark {seed}")
        self.this_year = this_year
        self.first_year = this_year - YEARS_KEPT
        self.size = size
        self.rolls = {school.slug: Roll(school) for school in SCHOOLS}
        self._numbers = 0
        self._movers: list[tuple[Life, int, date]] = []

    def draw(self) -> dict[str, Roll]:
        """Live the years one after another, school by school."""
        for year in range(self.first_year, self.this_year + 1):
            for roll in self.rolls.values():
                if roll.school.opened <= year:
                    self._carry_on(roll, year)
                    self._join_in_september(roll, year)
            self._send_leavers_to_college(year)
            self._move_mid_year(year)
        return self.rolls

    def _carry_on(self, roll: Roll, year: int) -> None:
        for life, spell in list(roll.in_year(year - 1)):
            stays = spell.to_on is None and spell.year_group < roll.school.years[1]
            if stays and spell.year_group == 11:
                stays = self.chance.random() < roll.school.stays_on
            if stays and spell.year_group == 13:
                stays = self.chance.random() < 0.12  # a third year at college
            if stays:
                form = spell.form[-1:] or "A"
                life.spells.append(Spell(year, spell.year_group + 1, f"{spell.year_group + 1}{form}", date(year, 9, 2)))

    def _join_in_september(self, roll: Roll, year: int) -> None:
        low, high = roll.school.years
        new_school = year == max(self.first_year, roll.school.opened)
        fills = range(low, high + 1) if new_school and roll.school.opened < self.first_year else [low]
        for year_group in fills:
            if low == 12 and not (new_school and year_group > 12):
                continue  # a college's first years come from the schools, below
            share = {12: 0.55, 13: 0.5, 14: 0.06}.get(year_group, 1.0) if low < 10 else 1.0 - 0.25 * (year_group - low)
            wanted = round(roll.school.cohort * self.size * share * self.chance.uniform(0.92, 1.05))
            for number in range(max(wanted, 3)):
                self._start(roll, year, year_group, number, date(year, 9, 2))

    def _start(self, roll: Roll, year: int, year_group: int, number: int, from_on: date) -> Life:
        life = self._somebody(roll.school, year, year_group)
        form = self._form(roll.school, number)
        life.spells.append(Spell(year, year_group, f"{year_group}{form}", from_on))
        roll.lives.append(life)
        if self.chance.random() < 0.004:
            twin = self._somebody(roll.school, year, year_group)
            twin.family, twin.born_on = life.family, life.born_on
            twin.spells.append(Spell(year, year_group, f"{year_group}{form}", from_on))
            roll.lives.append(twin)
        return life

    def _form(self, school: DemoSchool, number: int) -> str:
        return _FORMS[number % min(len(_FORMS), max(1, round(school.cohort * self.size / 28)))]

    def _somebody(self, school: DemoSchool, year: int, year_group: int) -> Life:
        chance = self.chance
        girls_only = "Girls" in school.name
        sex = "F" if girls_only or chance.random() < 0.49 else "M"
        special = school.setting == "specialist"
        premium = chance.random() < school.pupil_premium
        born = date(year - year_group - 5, 9, 1) + timedelta(days=chance.randrange(365))
        self._numbers += 1
        return Life(
            upn=_upn(self._numbers),
            given=chance.choice(GIRLS if sex == "F" else BOYS),
            family=chance.choice(FAMILIES),
            born_on=born,
            sex=sex,
            sen="E" if special or chance.random() < 0.03 else ("K" if chance.random() < 0.14 else "N"),
            pupil_premium=premium,
            looked_after=premium and chance.random() < 0.03,
            eal=chance.random() < 0.12,
            considering_he=chance.random() < 0.6,
            often_absent=chance.random() < (0.16 if premium else 0.06),
        )

    def _send_leavers_to_college(self, year: int) -> None:
        college = next(roll for roll in self.rolls.values() if roll.school.setting == "college")
        leavers = [
            life
            for roll in self.rolls.values()
            if roll is not college
            for life, spell in roll.in_year(year - 1)
            if spell.year_group == 11 and life.spell_in(year) is None
        ]
        for number, life in enumerate(leavers):
            if self.chance.random() < 0.62:
                self._arrive(college, life, year, 12, number, date(year, 9, 8))

    def _arrive(self, roll: Roll, life: Life, year: int, year_group: int, number: int, from_on: date) -> None:
        """The same person at another school: a record of their own there, with the same UPN."""
        there = Life(**{name: getattr(life, name) for name in Life.__dataclass_fields__ if name != "spells"})
        form = self._form(roll.school, number)
        there.spells = [Spell(year, year_group, f"{year_group}{form}", from_on)]
        roll.lives.append(there)

    def _move_mid_year(self, year: int) -> None:
        """About one learner in fifty leaves in the year; half go to another school of the hub, some come from away."""
        schools = [roll for roll in self.rolls.values() if roll.school.years == (7, 11) and roll.school.opened <= year]
        for roll in self.rolls.values():
            for life, spell in list(roll.in_year(year)):
                if spell.from_on.month != 9 or self.chance.random() > 0.02:
                    continue
                last = date(year, 9, 20) + timedelta(days=self.chance.randrange(270))
                spell.to_on = last
                there = self.chance.choice(schools)
                if spell.year_group <= 11 and there is not roll and self.chance.random() < 0.5:
                    self._arrive(there, life, year, spell.year_group, 0, last + timedelta(days=3))
        for roll in schools:
            for _ in range(round(roll.school.cohort * self.size * 0.05)):
                year_group = self.chance.randrange(7, 12)
                if year_group - 7 <= year - roll.school.opened:
                    from_on = date(year, 9, 25) + timedelta(days=self.chance.randrange(260))
                    self._start(roll, year, year_group, 0, from_on)


def _upn(number: int) -> str:
    digits = f"{COUNCIL[2]}{number:09d}"
    return check_letter(digits) + digits
