"""Which activity and which learner the cells of a row name, by what the school has on record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from waymark.intake.reading import Unreadable, uk_date
from waymark.intake.reading.cells import clean, is_formula, opened
from waymark.kernel.upn import is_temporary, normalised, without_upns
from waymark.ledger.rules.names import name_key
from waymark.ledger.sources.attendance.columns import bare


@dataclass(frozen=True, slots=True)
class KnownActivity:
    """An activity as an attendance file may name it."""

    key: int
    names: tuple[str, ...]  # its reference and its public id
    title: str
    held_on: date
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A learner as an attendance file may name them."""

    key: int
    upns: tuple[str, ...]
    references: tuple[str, ...]
    names: tuple[str, ...]  # compared as `name_key`
    born_on: date | None

    @property
    def has_a_upn(self) -> bool:
        """Whether there is one that lasts: a temporary one may be another tomorrow."""
        return any(upn and not is_temporary(upn) for upn in self.upns)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why cells name nothing we can use: what leaves their row out."""

    code: str
    column: str
    expected: str
    suggestion: str
    received: str


_BLANK_ACTIVITY = Fault(
    "ACTIVITY_BLANK", "activity", "the activity", "Fill in its reference, or its title and date.", "a blank"
)
_UNKNOWN_ACTIVITY = Fault(
    "ACTIVITY_UNKNOWN",
    "activity",
    "an activity of your school",
    "Bring in your activities first, and use the same reference, or the same title and date.",
    "no activity we know",
)
_TWO_ACTIVITIES = Fault(
    "ACTIVITY_AMBIGUOUS",
    "activity",
    "one activity",
    "Give its date, or its reference.",
    "what several activities are called",
)
_CANCELLED = Fault(
    "ACTIVITY_CANCELLED",
    "activity",
    "an activity that took place",
    "Check which activity this was.",
    "a cancelled activity",
)
_NOT_YET = Fault(
    "ACTIVITY_NOT_YET", "activity", "an activity that has taken place", "Check its date.", "an activity still to come"
)
_BLANK_LEARNER = Fault(
    "LEARNER_BLANK", "upn", "a learner", "Fill in the UPN, or the name and date of birth.", "a blank"
)
_UNKNOWN_LEARNER = Fault(
    "LEARNER_UNKNOWN", "upn", "a learner of your school", "Bring in your learners first, or check it.", "nobody we know"
)
_TWO_LEARNERS = Fault(
    "LEARNER_AMBIGUOUS", "upn", "one learner", "Add the UPN or the date of birth.", "what several learners are called"
)
_FORMULA = "Take the sign at the start of the cell away."


@dataclass
class Known:
    """The school's activities and learners, found by any of the ways a file may name them, as at `on`."""

    on: date
    activities: Iterable[KnownActivity]
    people: Iterable[KnownPerson]
    _named: dict[str, KnownActivity] = field(default_factory=dict)
    _titled: dict[str, list[KnownActivity]] = field(default_factory=lambda: defaultdict(list))
    _numbered: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _called: dict[str, list[KnownPerson]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for activity in self.activities:
            self._named.update((bare(name), activity) for name in activity.names if name)
            self._titled[name_key(activity.title)].append(activity)
        for person in self.people:
            for number in {bare(number) for number in (*person.upns, *person.references) if number}:
                self._numbered[number].add(person.key)
            for name in set(person.names):
                self._called[name].append(person)

    def says_what(self, other: "Known") -> bool:
        """Whether files read against either say the same."""
        return (self.on, self.activities, self.people) == (other.on, other.activities, other.people)

    def activity(self, cells: Mapping[str, str]) -> int | Fault:
        """The key of the activity the cells name: by reference, else by title, with the date where it is given."""
        said = {name: clean(cell) for name, cell in cells.items()}
        for name, cell in said.items():
            if is_formula(cell):
                return Fault("FORMULA", name, "plain text", _FORMULA, "a formula")
        if not said.get("activity") and not said.get("title"):
            return _BLANK_ACTIVITY
        day = _day(said.get("date", ""))
        if isinstance(day, Fault):
            return day
        named = self._named.get(bare(opened(said.get("activity", ""))))
        if named is not None:
            return self._fit(named)
        title = said.get("title") or said.get("activity", "")
        titled = [one for one in self._titled.get(name_key(opened(title)), ()) if day is None or one.held_on == day]
        if not titled:
            return _UNKNOWN_ACTIVITY
        return self._fit(titled[0]) if len(titled) == 1 else _TWO_ACTIVITIES

    def learner(self, cells: Mapping[str, str]) -> int | Fault:
        """The key of the learner the cells name: by UPN, else by number, else by name, with the date of birth.

        A UPN that nobody here has is somebody else's: the name alone then finds only learners without a lasting one.
        """
        said = {name: clean(cell) for name, cell in cells.items()}
        for name, cell in said.items():
            if is_formula(cell):
                return Fault("FORMULA", name, "plain text", _FORMULA, "a formula")
        for number in ("upn", "reference"):
            found = self._numbered.get(bare(opened(said.get(number, ""))), set())
            if len(found) == 1:
                return next(iter(found))
        name = name_key(*(said.get(part, "") for part in ("given_name", "family_name", "name")))
        if not name:
            is_blank = not said.get("upn") and not said.get("reference")
            return _BLANK_LEARNER if is_blank else _UNKNOWN_LEARNER
        born = _day(said.get("born_on", ""), column="born_on")
        if isinstance(born, Fault):
            return born
        called = [one for one in self._called.get(name, ()) if born is None or one.born_on in (None, born)]
        if self._is_a_strangers(said.get("upn", "")):
            called = [one for one in called if not one.has_a_upn or born == one.born_on]
        if not called:
            return _UNKNOWN_LEARNER
        return called[0].key if len(called) == 1 else _TWO_LEARNERS

    def _is_a_strangers(self, cell: str) -> bool:
        number = normalised(opened(cell))
        return without_upns(number) != number and bare(number) not in self._numbered

    def _fit(self, activity: KnownActivity) -> int | Fault:
        if activity.is_cancelled:
            return _CANCELLED
        return _NOT_YET if activity.held_on > self.on else activity.key


def _day(cell: str, *, column: str = "date") -> date | Fault | None:
    if not cell:
        return None
    try:
        return uk_date(cell)
    except Unreadable as unreadable:
        return Fault("DATE_INVALID", column, unreadable.expected, unreadable.suggestion, "something that is not a date")
