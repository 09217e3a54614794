"""What may be shown of figures that leave their school.

Cohorts under six are not shown at all, nor are counts of one to five, nor anything by which they could be worked out
from what is released with them: complements, a group taken from everyone, a year group from the whole cohort, a school
from its hub. A nought is not small: where nobody has missed something, no part of them has. Figures released on
different days are different releases: give the later one what the earlier one hid (`before`), so that what was hidden
of a cohort then is hidden now, and no count of the one stands in for a hidden count of the other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from waymark.kernel.entitlement import Entitlement
from waymark.kernel.facts import Institution
from waymark.kernel.figures import WHOLE_COHORT, FigureKey, Tally, units
from waymark.kernel.scale import Scale
from waymark.kernel.suppression import Steps, Sum, Suppression, Table
from waymark.kernel.vocabulary import Answer

SMALL = range(1, 6)
HIDDEN, NOT_APPLICABLE, LOW, ZERO = "c", "z", "~", "0"

_FAMILIES = (("sex:F", "sex:M"), ("sen:any", "sen:none"), ("pp:yes", "pp:no"), ("lac:yes",), ("eal:yes",))
_DEARNESS = {"institution": 1, "hub": 4, "trust": 4, "la": 8, "all": 16}
_N = "n"


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it may leave: None stands for a hidden count or band. With `n` hidden everything is.

    A band may be told where the count it is made of may not: it says only between which numbers that count lies.
    """

    n: int | None
    answers: Mapping[Answer, int | None]
    band: str | None

    @property
    def met(self) -> int | None:
        return self.answers.get(Answer.MET)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A figure of the same cohort as it was released before: what was shown of it, and what it really was."""

    shown: Shown
    tally: Tally


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Whose figure it is: `whom` tells apart the populations that entitlements count (setting, and HE or not)."""

    level: str
    unit: str
    group: str
    whom: tuple[str, ...]
    years: tuple[int, ...]


# One count: what is counted ("n" or an answer), where, and, for what is left of a total when its released parts are
# taken away, the name of those parts.
_Count = tuple[str, _Place, str]


def release(
    figures: Mapping[FigureKey, Tally],
    *,
    entitlements: Iterable[Entitlement],
    institutions: Iterable[Institution],
    scale: Scale,
    answers: Collection[Answer] = tuple(Answer),
    only: Collection[str] | None = None,
    before: Mapping[FigureKey, Earlier] | None = None,
) -> dict[FigureKey, Shown]:
    """What may be shown of these figures when they are released together, with n and these answers of each.

    `institutions` are those that any figure counts: the world knows which school is in which hub. With `only`, the
    figures of these entitlements are told, as they would be among all the others. `before` is what an earlier release
    said of the same cohorts: a count it hid stays hidden, and the band of a hidden count that only a few moved is not
    told afresh. Whoever saw both knows that nobody who had met it has it no longer, and may know that the roll has not
    changed: what is hidden stays open to them too.
    """
    dues = {due.code: due for due in entitlements}
    told = dues.keys() if only is None else set(only)
    earlier = {key: one for key, one in (before or {}).items() if key in figures}
    drawing = _Drawing(figures, dues, tuple(institutions), tuple(answers), earlier)
    hidden: dict[str, set[_Count]] = drawing.hidden(told)
    shown = {}
    for key, tally in figures.items():
        if key.entitlement not in told:
            continue
        place = _place(key, dues[key.entitlement])
        if (_N, place, "") in hidden[_N]:
            shown[key] = Shown(None, dict.fromkeys(answers), None)
            continue
        counts = {a: None if (a, place, "") in hidden[key.entitlement] else tally.answers[a] for a in answers}
        is_told = counts.get(Answer.MET) is not None or (
            drawing.may_tell_band(key.entitlement, place, tally, scale)
            and not _gives_away(earlier.get(key), tally, scale)
        )
        shown[key] = Shown(tally.n, counts, tally.band(scale) if is_told else None)
    return shown


def _gives_away(before: Earlier | None, tally: Tally, scale: Scale) -> bool:
    """Whether a band would tell nearly how many have met it, because it was another before those few had."""
    if before is None or before.shown.band is None:
        return False
    return before.shown.band != tally.band(scale) and abs(tally.met - before.tally.met) in SMALL


def is_score_safe(contributing: Iterable[Shown]) -> bool:
    """Whether a score may be shown: it is made of bands, so only where every band it is made of may be."""
    return all(figure.band is not None for figure in contributing)


def in_symbols(part: int | None, of: int | None) -> str:
    """A share as published: whole percent, or a symbol.

    `z` nobody to count, `c` hidden, `0` none, `~` some but less than half a percent. Only everyone is 100%.
    """
    if of == 0:
        return NOT_APPLICABLE
    if part is None or of is None:
        return HIDDEN
    if part == 0:
        return ZERO
    if 200 * part < of:
        return LOW
    return f"{100 if part == of else min((200 * part + of) // (2 * of), 99)}%"


class _Drawing:
    """Draws the tables of counts that a release amounts to, with every sum the world can do on them."""

    def __init__(
        self,
        figures: Mapping[FigureKey, Tally],
        dues: Mapping[str, Entitlement],
        institutions: tuple[Institution, ...],
        answers: tuple[Answer, ...],
        before: Mapping[FigureKey, Earlier],
    ) -> None:
        self._answers = answers
        # What an earlier release hid: under "n" of people, under the code of each entitlement of its answers.
        self._still: dict[str, set[_Count]] = {}
        self._earlier: dict[_Place, dict[str, Earlier]] = {}
        for key, one in before.items():
            place = _place(key, dues[key.entitlement])
            self._earlier.setdefault(place, {})[key.entitlement] = one
            if one.shown.n is None:
                self._still.setdefault(_N, set()).add((_N, place, ""))
            gone = {(a, place, "") for a in answers if one.shown.answers.get(a) is None}
            self._still.setdefault(key.entitlement, set()).update(gone)
        self._tallies: dict[_Place, dict[str, Tally]] = {}
        for key, tally in figures.items():
            # The one year group of a cohort and the whole of it are one place: one figure.
            self._tallies.setdefault(_place(key, dues[key.entitlement]), {})[key.entitlement] = tally
        self._n = {place: next(iter(tallies.values())).n for place, tallies in self._tallies.items()}
        self._members = {
            (level, unit): {i.institution_id for i in institutions if (level, unit) in units(i)}
            for level, unit in {(place.level, place.unit) for place in self._tallies}
        }
        # By entitlement, the other worlds that what is shown leaves open; None where none was found.
        self._other_worlds: dict[str, list[Steps[_Count]] | None] = {}

    def may_tell_band(self, code: str, place: _Place, tally: Tally, scale: Scale) -> bool:
        """Whether the band of a hidden count may be told: it covers as many numbers as there are small ones, or more,
        and every other world that protects somebody has the same band here."""
        worlds = self._other_worlds.get(code)
        if worlds is None or Answer.MET not in self._answers:
            return False
        band = tally.band(scale)
        if sum(scale.band(met, tally.n).name == band for met in range(tally.n + 1)) < len(SMALL):
            return False
        count, met = (Answer.MET, place, ""), tally.answers[Answer.MET]
        return all(scale.band(met + world.get(count, 0), tally.n).name == band for world in worlds)

    def hidden(self, told: Collection[str]) -> dict[str, set[_Count]]:
        """Every count not to show: under "n" of people, under the code of each entitlement told of its answers."""
        table = self._people()
        people = Suppression(table)
        people.hidden |= self._still.get(_N, set())
        ways = _make_safe(people, [cell for cell, n in table.values.items() if n in SMALL])
        gone = {place for what, place, rest in people.hidden if not rest}
        hidden = {_N: {(_N, place, "") for place in gone}}
        for code in sorted({code for tallies in self._tallies.values() for code in tallies if code in told}):
            hidden[code] = self._hidden_answers(code, gone, ways)
        return hidden

    def _hidden_answers(self, code: str, gone: set[_Place], ways: Iterable[Steps[_Count]]) -> set[_Count]:
        """The answers not to show of one entitlement, once it is settled of whom nothing is shown.

        Where no way is found all its answers are hidden: then everyone might as well have given the same answer.
        """
        table = self._replies(code)
        replies = Suppression(table)
        shown = set(table.prices)
        replies.hidden |= {cell for cell in shown if cell[1] in gone} | (self._still.get(code, set()) & shown)
        safe: set[_Count] = set()
        worlds: list[Steps[_Count]] = []
        self._other_worlds[code] = None
        for way in ways:
            start = {cell: step for cell, step in way.items() if cell in table.values}
            if start:
                found = replies.complete([start])
                if found is None:
                    return shown
                safe |= found.keys()
                worlds.append(found)
        for cell in [cell for cell in table.values if cell not in table.fixed]:
            if table.values[cell] in SMALL and cell not in safe:
                found = replies.vary(cell)
                if found is None:
                    return shown
                safe |= found.keys()
                worlds.append(found)
        self._other_worlds[code] = worlds
        return replies.hidden & shown

    def _people(self) -> Table[_Count]:
        """How many there are, whatever they answered."""
        values: dict[_Count, int] = {(_N, place, ""): n for place, n in self._n.items()}
        prices = {cell: _price(cell, n) for cell, n in values.items()}
        sums: list[Sum[_Count]] = []
        for place in self._tallies:
            for parts in self._partitions(place):
                released = [part for part in parts if part in self._tallies]
                self._add_sum(
                    values, sums, (_N, place, ""), [(_N, part, "") for part in released], self._rest(place, released)
                )
        # Whom an earlier release counted and who are as many now are known, though they be hidden now.
        known = {
            (_N, place, "")
            for place, told in self._earlier.items()
            if any(one.shown.n == self._n[place] for one in told.values())
        }
        return Table(values, sums, prices, frozenset(known))

    def _replies(self, code: str) -> Table[_Count]:
        """How many gave each answer to one entitlement; how many there are is fixed."""
        tallies = {place: answered[code] for place, answered in self._tallies.items() if code in answered}
        fixed: dict[_Count, int] = {(_N, place, ""): tally.n for place, tally in tallies.items()}
        values: dict[_Count, int] = {
            (a, place, ""): tally.answers[a] for place, tally in tallies.items() for a in self._answers
        }
        prices = {cell: _price(cell, value) for cell, value in values.items()}
        values |= fixed
        sums: list[Sum[_Count]] = []
        other = "" if set(self._answers) == set(Answer) else "other answers"
        for place in tallies:
            self._add_sum(values, sums, (_N, place, ""), [(a, place, "") for a in self._answers], other)
            for parts in self._partitions(place):
                released = [part for part in parts if part in tallies]
                for a in self._answers:
                    self._add_sum(
                        values, sums, (a, place, ""), [(a, part, "") for part in released], self._rest(place, released)
                    )
        return Table(values, sums, prices, frozenset(fixed), *self._since_then(code, tallies))

    def _since_then(self, code: str, tallies: Mapping[_Place, Tally]) -> tuple[dict[_Count, int], dict[_Count, int]]:
        """What each answer is at least and at most, for whoever knows that one who has met it has not unmet it.

        Only where it was told before: of what was hidden then, other worlds have another past too.
        """
        least: dict[_Count, int] = {}
        most: dict[_Count, int] = {}
        for place, tally in tallies.items():
            earlier = self._earlier.get(place, {}).get(code)
            if earlier is None or earlier.tally.n != tally.n:
                continue
            met, not_yet = (earlier.shown.answers.get(answer) for answer in (Answer.MET, Answer.NOT_YET))
            if met is not None and met <= tally.met:
                least[Answer.MET, place, ""] = met
            if not_yet is not None and not_yet >= tally.answers[Answer.NOT_YET]:
                most[Answer.NOT_YET, place, ""] = not_yet
        return least, most

    def _rest(self, place: _Place, parts: list[_Place]) -> str:
        """A name for those of a place who are in none of these parts of it; blank when there are none."""
        if self._n[place] == sum(self._n[part] for part in parts):
            return ""
        return " ".join(f"{part.level} {part.unit} {part.group} {part.years} {part.whom}" for part in parts)

    def _partitions(self, place: _Place) -> Iterable[list[_Place]]:
        """The ways in which others' figures add up to this one, or to a part of it."""
        if place.group == "all":
            for family in _FAMILIES:
                yield [replace(place, group=group) for group in family]
        if len(place.years) > 1:
            yield [replace(place, years=(year,)) for year in place.years]
        if _HE not in place.whom:
            yield [replace(place, whom=(*place.whom, _HE))]
        if place.level != "institution":
            inside = sorted(self._members[place.level, place.unit])
            yield [replace(place, level="institution", unit=unit) for unit in inside]
        if place.level == "all":
            for level in ("hub", "trust", "la"):
                others = sorted(unit for at, unit in self._members if at == level)
                yield [replace(place, level=level, unit=unit) for unit in others]

    @staticmethod
    def _add_sum(
        values: dict[_Count, int], sums: list[Sum[_Count]], total: _Count, parts: list[_Count], rest: str
    ) -> None:
        """Write down a sum, with what is left over of the total as a part that is never shown."""
        if not parts:
            return
        if rest:
            left_over = (total[0], total[1], rest)
            values[left_over] = values[total] - sum(values[part] for part in parts)
            parts = [*parts, left_over]
        sums.append(Sum(total, tuple(parts)))


def _make_safe(table: Suppression[_Count], secret: Iterable[_Count]) -> list[Steps[_Count]]:
    """Make every secret cell able to vary; the ways in which they can. Hides all that is tied to one that cannot.

    With all that hangs together hidden, twice as many of everybody would look the same.
    """
    ways: list[Steps[_Count]] = []
    for cell in secret:
        if not any(cell in way for way in ways):
            way = table.vary(cell)
            if way is None:
                table.hidden |= table.neighbourhood(cell)
            else:
                ways.append(way)
    return ways


_HE = "considering_he"


def _place(key: FigureKey, due: Entitlement) -> _Place:
    whom = (*sorted(due.settings), *([_HE] if due.only_considering_he else []))
    years = due.cohort if key.year_group == WHOLE_COHORT else (key.year_group,)
    return _Place(key.level, key.unit, key.group, whom, years)


def _price(cell: _Count, value: int) -> int:
    """Dear: wider levels, everyone rather than a group, the whole cohort rather than a year, and how many there are."""
    what, place, _ = cell
    weight = _DEARNESS[place.level] * (4 if place.group == "all" else 1) * (3 if len(place.years) > 1 else 1)
    return 10 * weight * (2 if what == _N else 1) + (5 if value == 0 else 0)
