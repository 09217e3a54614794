"""What a survey's forms come to, as plain counts; nothing here is hidden yet."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from waymark.surveys.questionnaire import Questionnaire

WHOLE = 0  # stands for every year group together
OVERALL = "all"


@dataclass(slots=True)
class Tally:
    """Forms by year group (`WHOLE`: asked without one), and how often each item was given each answer there."""

    forms: Counter[int] = field(default_factory=Counter)
    given: Counter[tuple[int, str, str]] = field(default_factory=Counter)  # year group, item, answer

    def add_forms(self, year: int | None, count: int) -> None:
        self.forms[year or WHOLE] += count

    def add_answers(self, year: int | None, item: str, choice: str, count: int) -> None:
        self.given[year or WHOLE, item, choice] += count


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those who answered gave a positive answer. Of more than one item: answers, not people."""

    positive: int
    answered: int


def unit_of_theme(theme: str) -> str:
    return f"theme:{theme}"


def unit_of_benchmark(code: str) -> str:
    return f"benchmark:{code}"


def parts_of(asked: Questionnaire) -> dict[str, tuple[str, ...]]:
    """What each unit that is more than one item is the sum of: themes of items, everything of themes."""
    themes = {unit_of_theme(s.theme): tuple(item.code for item in s.items) for s in asked.sections}
    return {**themes, OVERALL: tuple(themes)}


def benchmark_parts(asked: Questionnaire) -> dict[str, tuple[str, ...]]:
    """The items that tell of each benchmark; told of the whole school alone."""
    return {
        unit_of_benchmark(code): tuple(item.code for item in asked.items if code in item.benchmarks)
        for code in asked.benchmarks
    }


def years_in(tally: Tally) -> tuple[int, ...]:
    """The year groups that are figures of their own: none where all the forms are of one, which is the whole."""
    years = sorted(tally.forms)
    return tuple(years) if len(years) > 1 else ()


def shares(asked: Questionnaire, tally: Tally) -> dict[tuple[int, str], Share]:
    """Every figure there is: by year group and for the whole, by item, theme, everything, and (whole) benchmark."""
    found: dict[tuple[int, str], Share] = {}
    years = years_in(tally)
    sources: Mapping[int, Iterable[int]] = {WHOLE: tuple(tally.forms), **{year: (year,) for year in years}}
    for place, of in sources.items():
        for item in asked.items:
            counts = {c.name: sum(tally.given[year, item.code, c.name] for year in of) for c in asked.scale}
            positive = sum(counts[name] for name in asked.positive)
            found[place, item.code] = Share(positive, sum(counts.values()))
        groups = {**parts_of(asked), **(benchmark_parts(asked) if place == WHOLE else {})}
        for unit, parts in groups.items():
            told = [found[place, part] for part in parts]
            found[place, unit] = Share(sum(s.positive for s in told), sum(s.answered for s in told))
    return found
