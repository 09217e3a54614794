"""What may be shown of a survey: to everybody alike, the careers leader among them, for that is what those who
answered were promised.

Nothing is shown of fewer than six forms, nor a share where one to five answered so or otherwise, nor anything by which
those could be worked out: a year group from the whole, an item from its theme or its benchmark, a theme from all.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from waymark.kernel.disclosure import SMALL
from waymark.kernel.suppression import Sum, Suppression, Table
from waymark.surveys.questionnaire import Questionnaire
from waymark.surveys.rules import FEWEST_SHOWN
from waymark.surveys.tallies import OVERALL, WHOLE, Share, Tally, benchmark_parts, parts_of, shares, years_in

# One count: "forms" of a place, or who answered a unit there "positive", "otherwise", or at all ("answered").
Cell = tuple[str, int, str]
_FORMS, _POSITIVE, _OTHERWISE, _ANSWERED = "forms", "positive", "otherwise", "answered"


@dataclass(frozen=True, slots=True)
class Shown:
    """The figures as anybody may see them: what is not here is hidden, or there is nobody to count."""

    years: tuple[int, ...]
    forms: Mapping[int, int]
    shares: Mapping[tuple[int, str], Share]

    def share(self, place: int, unit: str) -> Share | None:
        return self.shares.get((place, unit))


def released(asked: Questionnaire, tally: Tally) -> Shown:
    """What may be shown of these forms, all of it together."""
    found, years = shares(asked, tally), years_in(tally)
    forms = {WHOLE: tally.forms.total(), **{year: tally.forms[year] for year in years}}
    gone = _places_gone(forms)
    told = {place: n for place, n in forms.items() if place not in gone}
    if not told:
        return Shown(years, {}, {})
    hidden = _hidden_positive(asked, found, gone)
    visible = {key: share for key, share in found.items() if key not in hidden and share.answered >= FEWEST_SHOWN}
    return Shown(years, told, visible)


def _places_gone(forms: Mapping[int, int]) -> set[int]:
    """The places of which nothing is shown, not even how many forms: those of a few, and what gives them away."""
    values: dict[Cell, int] = {(_FORMS, place, ""): n for place, n in forms.items()}
    years = tuple((_FORMS, place, "") for place in forms if place != WHOLE)
    sums = [Sum((_FORMS, WHOLE, ""), years)] if years else []
    table = Table(values, sums, {cell: 50 if cell[1] == WHOLE else 10 + n // 10 for cell, n in values.items()})
    hiding = Suppression(table)
    _protect(hiding, [cell for cell, n in values.items() if n in SMALL])
    return {place for what, place, _ in hiding.hidden}


def _hidden_positive(
    asked: Questionnaire, found: Mapping[tuple[int, str], Share], gone: set[int]
) -> set[tuple[int, str]]:
    """The figures not to show. How many answered is taken as known to whoever looks, which makes this the safer."""
    values: dict[Cell, int] = {}
    prices: dict[Cell, int] = {}
    sums: list[Sum[Cell]] = []
    for (place, unit), share in found.items():
        positive, otherwise, answered = ((what, place, unit) for what in (_POSITIVE, _OTHERWISE, _ANSWERED))
        values |= {positive: share.positive, otherwise: share.answered - share.positive, answered: share.answered}
        if place not in gone and share.answered >= FEWEST_SHOWN:
            prices[positive] = _price(place, unit)
        sums.append(Sum(answered, (positive, otherwise)))
    sums += _sums(asked, {place for place, _ in found})
    fixed = frozenset(cell for cell in values if cell[0] == _ANSWERED)
    hiding = Suppression(Table(values, sums, prices, fixed))
    _protect(hiding, [(_POSITIVE, *key) for key, share in found.items() if _is_secret(key[0], share, gone)])
    return {(place, unit) for what, place, unit in hiding.hidden if what == _POSITIVE}


def _sums(asked: Questionnaire, places: set[int]) -> list[Sum[Cell]]:
    """Every sum that whoever looks can do: over the items of a theme and of a benchmark, and over year groups."""
    sums: list[Sum[Cell]] = []
    years, units = sorted(places - {WHOLE}), [*(item.code for item in asked.items), *parts_of(asked)]
    for place in places:
        groups = {**parts_of(asked), **(benchmark_parts(asked) if place == WHOLE else {})}
        for unit, parts in groups.items():
            sums.append(Sum((_POSITIVE, place, unit), tuple((_POSITIVE, place, part) for part in parts)))
    if years:
        sums += [Sum((_POSITIVE, WHOLE, u), tuple((_POSITIVE, year, u) for year in years)) for u in units]
    return sums


def _is_secret(place: int, share: Share, gone: set[int]) -> bool:
    few = place in gone or share.answered < FEWEST_SHOWN
    return (few and share.answered > 0) or share.positive in SMALL or share.answered - share.positive in SMALL


def _protect(hiding: Suppression[Cell], secrets: list[Cell]) -> None:
    """Make every secret able to be something else; hide all that is tied to one that cannot."""
    safe: set[Cell] = set()
    for cell in secrets:
        if cell not in safe:
            way = hiding.vary(cell)
            if way is None:
                tied = hiding.neighbourhood(cell)
                hiding.hidden |= tied
                safe |= tied
            else:
                safe |= way.keys()


def _price(place: int, unit: str) -> int:
    """Dear: the whole school, and what is made of many items."""
    wide = 20 if unit == OVERALL else 6 if unit.startswith("theme:") else 4 if unit.startswith("benchmark:") else 1
    return wide * (3 if place == WHOLE else 1)
