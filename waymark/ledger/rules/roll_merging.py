"""What merging a file into the roll would do, told before it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from waymark.kernel.academic_year import academic_year, last_day
from waymark.ledger.rules.roll import (
    FACTS,
    Absence,
    Addition,
    KnownLearner,
    LearnerChange,
    LearnerRow,
    RollPlan,
    Speaks,
    Stay,
)
from waymark.ledger.rules.roll_matching import is_permanent, person_of, same_people
from waymark.ledger.rules.roll_stays import leaving, stay_changes, staying, years_before


@dataclass(frozen=True, slots=True)
class Answers:
    """What the school said of learners its file did not mention: who left and when, who is still here.

    Nobody named in neither is touched, and the question stays open.
    """

    left: Mapping[int, date]
    still_here: frozenset[int] = frozenset()


UNANSWERED = Answers({})

Mention = str | tuple[str, str, date]


def merging(
    rows: Sequence[LearnerRow],
    known: Sequence[KnownLearner],
    *,
    on: date,
    mentioned: frozenset[Mention] = frozenset(),
    speaks: Speaks = Speaks.OF_ALL,
) -> RollPlan:
    """Compare a file with the roll as at `on` and say who is new, changed, unchanged and absent.

    `mentioned`: UPNs, and names with birth dates, of lines that were refused; they are in the
    file, so nobody asks whether they have left. A file that `speaks` of some only says
    nothing of those it lacks.
    """
    pairs = same_people(rows, known)
    roll_is_known = speaks is not Speaks.OF_MENDED and any(
        stay.academic_year == academic_year(on) for one in known for stay in one.stays
    )
    additions: list[Addition] = []
    changes: list[LearnerChange] = []
    unchanged: list[int] = []
    left = 0
    for row in rows:
        learner = pairs.get(row.row)
        if learner is None:
            now = stay_changes(row, (), on=on, roll_is_known=roll_is_known)
            additions.append(Addition(row, (*years_before(row, on=on), *now)))
            continue
        change = _change(row, learner, on, roll_is_known)
        left += _ends_a_stay(row, learner, change)
        if change.fields or change.stays:
            changes.append(change)
        else:
            unchanged.append(learner.key)
    found = {learner.key for learner in pairs.values()}
    if speaks is not Speaks.OF_ALL:
        return RollPlan(tuple(additions), tuple(changes), tuple(unchanged), (), left)
    missing = (one for one in known if one.key not in found and not mentioned & {one.upn, person_of(one)})
    absent = [absence for one in missing if (absence := _absence(one, on))]
    return RollPlan(tuple(additions), tuple(changes), tuple(unchanged), tuple(absent), left)


def answering(
    plan: RollPlan, known: Mapping[int, KnownLearner], answers: Answers, *, on: date
) -> tuple[LearnerChange, ...]:
    """The changes that the school's answers make; an answer about anyone not asked about is ignored."""
    changes = []
    for absence in plan.absent:
        stays = known[absence.key].stays
        if absence.key in answers.left:
            changed = leaving(stays, answers.left[absence.key])
        elif absence.key in answers.still_here:
            changed = staying(stays, on)
        else:
            continue
        if changed:
            changes.append(LearnerChange(absence.key, None, {}, changed))
    return tuple(changes)


def _change(row: LearnerRow, learner: KnownLearner, on: date, roll_is_known: bool) -> LearnerChange:
    stays = stay_changes(row, learner.stays, on=on, roll_is_known=roll_is_known)
    return LearnerChange(learner.key, row.row, _changed_fields(row, learner), stays)


def _changed_fields(row: LearnerRow, learner: KnownLearner) -> dict[str, Any]:
    changed = {
        fact: getattr(row, fact) for fact in FACTS if fact in row.stated and getattr(row, fact) != learner.facts[fact]
    }
    if row.school_reference and row.school_reference != learner.school_reference:
        changed["school_reference"] = row.school_reference
    known_numbers = {learner.upn, learner.former_upn}
    keeps_permanent = is_permanent(learner.upn) and not is_permanent(row.upn)
    if row.upn and row.upn not in known_numbers and not keeps_permanent:
        changed["upn"] = row.upn
        if learner.upn:
            changed["former_upn"] = learner.upn
    elif row.former_upn and row.former_upn not in known_numbers:
        changed["former_upn"] = row.former_upn
    return changed


def _ends_a_stay(row: LearnerRow, learner: KnownLearner, change: LearnerChange) -> bool:
    was_open = {stay.key for stay in learner.stays if stay.to_on is None}
    return bool(row.left_on) and any(stay.key in was_open and stay.values.get("to_on") for stay in change.stays)


def _absence(learner: KnownLearner, on: date) -> Absence | None:
    """The question to ask about a learner no row is about; None for those not on roll."""
    year = academic_year(on)
    current = [stay for stay in learner.stays if stay.academic_year == year]
    here = [stay for stay in current if stay.covers(on)]
    if here:
        return _asked(learner, here[-1], True, on)
    open_before = [stay for stay in learner.stays if stay.to_on is None and stay.academic_year < year]
    if open_before and not current:
        last = max(open_before, key=lambda stay: stay.from_on)
        return _asked(learner, last, False, last_day(last.academic_year))
    return None


def _asked(learner: KnownLearner, stay: Stay, this_year: bool, last_seen: date) -> Absence:
    return Absence(learner.key, stay.year_group, stay.form, this_year, last_seen)
