"""Where each thing stands in the SQL: sorts of activity as bits, tallies as fields of whole numbers, years as bytes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from waymark.evaluation.bulk.tallies import Plan, Sort, Stretch, Tally
from waymark.kernel import academic_year as years
from waymark.kernel.vocabulary import YEAR_GROUPS

_BITS = 62  # of a whole number, the sign and one more left alone
USUAL_FIELD = 10  # nobody has a thousand encounters
USUAL_CELL_FIELD = 15  # no institution has 32,000 learners


@dataclass(frozen=True, slots=True)
class Layout:
    """A plan for one day, laid out.

    `first_year` is the earliest academic year of which anybody has an enrolment. `field` is the bits of a tally, enough
    for the encounters of the busiest learner; `cell_field` those of a count of a cell, enough for the learners on roll
    of one institution. `bit_or` is how the engine says it: `BIT_OR`, or for one-hot values the same, the sum of the
    different ones.
    """

    plan: Plan
    on: date
    first_year: int
    field: int = USUAL_FIELD
    cell_field: int = USUAL_CELL_FIELD
    bit_or: str = "BIT_OR({})"

    @property
    def this_year(self) -> int:
        return years.academic_year(self.on)

    @property
    def span(self) -> int:
        """How many academic years there are, this one and back to the first."""
        return max(self.this_year - self.first_year + 1, 1)

    @property
    def years_in_word(self) -> int:
        """A byte for each academic year, with a bit for each year group."""
        return _BITS // 8

    @property
    def year_words(self) -> int:
        return -(-self.span // self.years_in_word)

    def year_place(self, back: int) -> tuple[int, int]:
        """The word and the shift of the byte of the academic year so many years back."""
        return back // self.years_in_word, 8 * (back % self.years_in_word)

    @property
    def hit_words(self) -> int:
        return max(-(-len(self.plan.sorts) // _BITS), 1)

    def hit(self, sort: Sort) -> tuple[int, int]:
        """The word and the value of a sort's bit."""
        place = self.plan.sorts.index(sort)
        return place // _BITS, 1 << (place % _BITS)

    @property
    def numbers(self) -> tuple[Tally, ...]:
        return self.plan.measured("number")

    @property
    def sums(self) -> int:
        """How many whole numbers the tallies of numbers are packed in."""
        return -(-len(self.numbers) // self._fields_in_word)

    def field_of(self, tally: Tally) -> tuple[int, int]:
        """The sum and the shift of a tally of numbers."""
        place = self.numbers.index(tally)
        return place // self._fields_in_word, self.field * (place % self._fields_in_word)

    @property
    def _fields_in_word(self) -> int:
        return max(_BITS // self.field, 1)

    def count_place(self, count: int) -> tuple[int, int]:
        """The word and the shift of the nth count of a rule in a cell."""
        fields = max(_BITS // self.cell_field, 1)
        return count // fields, self.cell_field * (count % fields)

    def name(self, tally: Tally) -> str:
        """The column in which a tally stands once decoded."""
        return f"{tally.measure}_{self.plan.measured(tally.measure).index(tally)}"


def day(on: date) -> str:
    """A day as every engine reads it beside a date: an ISO text."""
    return f"'{on.isoformat()}'"


def added(terms: Iterable[str]) -> str:
    """The terms as one sum, 0 if there are none."""
    return " + ".join(terms) or "0"


def among(year_groups: Sequence[int]) -> str:
    """SQL that holds in these year groups."""
    first, last = year_groups[0], year_groups[-1]
    if last - first == len(year_groups) - 1:
        return f"year_group BETWEEN {first} AND {last}"
    return f"year_group IN ({', '.join(map(str, year_groups))})"


def inside(stretches: Iterable[Stretch], layout: Layout, then: int = 1) -> str:
    """SQL over `effect`'s sources: `then` where one of the stretches holds an activity and a year group, else 0."""
    terms = []
    for stretch in stretches:
        word, bit = layout.hit(stretch.sort)
        asked = f"(hits{word} & {bit}) <> 0"
        if (stretch.first, stretch.last) != (YEAR_GROUPS[0], YEAR_GROUPS[-1]):
            asked += f" AND {among(range(stretch.first, stretch.last + 1))}"
        terms.append(f"CASE WHEN {asked} THEN {then} ELSE 0 END")
    return added(terms)
