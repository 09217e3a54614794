"""Decisions that need no query: which codes to give out, and what is refused."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FEWEST_FOR_A_CODE = 10  # a code of their own; fewer share the code of their year group
FEWEST_SHOWN = 6  # forms, before anything is shown of them: the rule for every cohort (kernel.disclosure)
LONGEST_DAYS = 120
KEPT_DAYS = 365  # one form is kept a year after its survey closed; then counts alone


class SurveyRefused(ValueError):
    """It cannot be done as asked; the message says why, in words for the person."""


class NotOpen(Exception):
    """The survey takes no answers now."""


class TooOften(Exception):
    """More has come from one place, or by one code, than people would send."""


class CodesFor(StrEnum):
    """How finely codes are given out."""

    EVERYONE = "everyone"
    YEAR_GROUPS = "years"
    CLASSES = "classes"


@dataclass(frozen=True, slots=True, order=True)
class PlannedCode:
    """A code to make: `form` blank is the whole of a year group, or what is left of it."""

    year_group: int | None
    form: str
    invited: int | None


def codes_for_classes(on_roll: Mapping[tuple[int, str], int]) -> list[PlannedCode]:
    """A code for each class that is big enough, and one for the rest of its year group.

    Learners in no class, and classes of fewer than ten, share the code of the year group. Where these are fewer than
    ten together, the smallest classes join them until they are not, so that a code and a day never point at a few.
    """
    planned = []
    for year in sorted({year for year, _ in on_roll}):
        classes = {form: n for (of, form), n in on_roll.items() if of == year and form and n >= FEWEST_FOR_A_CODE}
        rest = sum(n for (of, _), n in on_roll.items() if of == year) - sum(classes.values())
        while 0 < rest < FEWEST_FOR_A_CODE and classes:
            smallest = min(classes, key=lambda form: (classes[form], form))
            rest += classes.pop(smallest)
        planned += [PlannedCode(year, form, n) for form, n in sorted(classes.items())]
        if rest:
            planned.append(PlannedCode(year, "", rest))
    return planned


def codes_for_years(on_roll: Mapping[tuple[int, str], int]) -> list[PlannedCode]:
    """A code for each year group with anybody in it."""
    years: Counter[int] = Counter()
    for (year, _), n in on_roll.items():
        years[year] += n
    return [PlannedCode(year, "", n) for year, n in sorted(years.items()) if n]


def check_days(opens_on: date, closes_on: date, *, on: date) -> None:
    """Refuse days that cannot be, or would leave a survey open for ever."""
    if closes_on < opens_on:
        raise SurveyRefused("The last day must be on or after the first.")
    if closes_on < on:
        raise SurveyRefused("The last day has passed already.")
    if (closes_on - opens_on).days > LONGEST_DAYS:
        raise SurveyRefused(f"A survey is open for {LONGEST_DAYS} days at most.")


def most_forms(invited: int | None) -> int:
    """How many forms one code takes: well over those asked, so that nobody is turned away, and no program let in."""
    return 2 * invited + 20 if invited is not None else 2000
