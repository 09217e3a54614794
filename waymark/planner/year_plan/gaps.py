"""Who lacks what, as at the first day of a plan: the kernel asked about every learner on roll."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from waymark.evaluation.plain import activity_of, enrolment_of, institution_of
from waymark.kernel.entitlement import AtLeast, Entitlement, EverySubject, Span
from waymark.kernel.facts import Activity, Encounter, Enrolment, Standing, encounters, standing
from waymark.kernel.framework import Framework
from waymark.kernel.judge import applies, is_meant, judge
from waymark.kernel.vocabulary import Answer
from waymark.planner.year_plan.reading import Records
from waymark.planner.year_plan.terms import Term, Weights

PROVIDER_ACCESS = "provider-access"


@dataclass(frozen=True, slots=True)
class Lack:
    """What a gap is in: an entitlement, or one subject of an entitlement that asks for every subject."""

    due: Entitlement
    subject: str | None = None

    @property
    def name(self) -> str:
        return self.due.code if self.subject is None else f"{self.due.code}:{self.subject}"

    def is_met_by(self, activity: Activity) -> bool:
        """Whether having been there would count, as far as the activity itself goes."""
        return is_meant(self.due, activity) and self.subject in (None, activity.subject)


@dataclass(frozen=True, slots=True)
class Gap:
    """So many units of something that one learner lacks, and what each is worth."""

    lack: Lack
    units: int
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Needs:
    """One learner on roll, where they stand, their time on rolls, and their gaps in order of name.

    What was agreed before takes from what a plan may ask of them: days they are `away`, offers they have `been` to,
    periods `missed`. Files agree nothing.
    """

    learner_id: str
    at: Standing
    enrolments: tuple[Enrolment, ...]
    gaps: tuple[Gap, ...]
    away: frozenset[date] = frozenset()
    been: frozenset[str] = frozenset()
    missed: int = 0


def find_needs(records: Records, institution: str, term: Term, frameworks: Sequence[Framework]) -> list[Needs]:
    """Everyone on the institution's roll on the first day, in order of id, with the gaps a plan could close."""
    return needs_by_school(records, [institution], term, frameworks)[institution]


def needs_by_school(
    records: Records, schools: Sequence[str], term: Term, frameworks: Sequence[Framework]
) -> dict[str, list[Needs]]:
    """The same for several institutions whose records stand together, read once."""
    institutions = {row["institution_id"]: institution_of(row) for row in records.institutions}
    activities = {row["activity_id"]: activity_of(row) for row in records.activities}
    enrolments: defaultdict[str, list[Enrolment]] = defaultdict(list)
    for row in records.enrolments:
        enrolments[row["learner_id"]].append(enrolment_of(row))
    attended: defaultdict[str, list[Activity]] = defaultdict(list)
    for learner, activity in records.attended:
        attended[learner].append(activities[activity])
    planned = _planned(frameworks)
    counting = {due.code: {name for name, activity in activities.items() if is_meant(due, activity)} for due in planned}
    needs: dict[str, list[Needs]] = {school: [] for school in schools}
    for row in sorted(records.learners, key=lambda row: row["learner_id"]):
        learner = row["learner_id"]
        on_rolls = enrolments[learner]
        at = standing(on_rolls, institutions, on=term.first, considering_he=bool(row["considering_he"]))
        if at is None or at.institution.institution_id not in needs:
            continue
        had = encounters(on_rolls, attended[learner], on=term.first)
        factor = _factor(row, records.limits.weights)
        gaps = _gaps(planned, at, had, counting, factor, records.limits.weights)
        needs[at.institution.institution_id].append(Needs(learner, at, tuple(on_rolls), tuple(gaps)))
    return needs


def _planned(frameworks: Sequence[Framework]) -> list[Entitlement]:
    """The entitlements that are planned for: plain counts and every-subject rules, scored or of provider access."""
    return sorted(
        (
            due
            for framework in frameworks
            for due in framework.entitlements
            if (due.scored or framework.name == PROVIDER_ACCESS) and _is_plain(due)
        ),
        key=lambda due: due.code,
    )


def _is_plain(due: Entitlement) -> bool:
    if due.window.span is Span.EACH_YEAR:
        return False
    return isinstance(due.need, EverySubject) or (isinstance(due.need, AtLeast) and not due.need.one_with)


def _gaps(
    planned: Iterable[Entitlement],
    at: Standing,
    had: Sequence[Encounter],
    counting: Mapping[str, set[str]],
    factor: Fraction,
    weights: Weights,
) -> Iterable[Gap]:
    for due in planned:
        if not applies(due, at):
            continue
        judgement = judge(due, at, [e for e in had if e.activity.activity_id in counting[due.code]])
        # Not yet met says that the window is open on the first day itself: it has begun, and ends later.
        if judgement.answer is not Answer.NOT_YET:
            continue
        is_last = due.window.span is Span.THIS_YEAR or at.year_group == due.window.last
        weight = (weights.last_chance if is_last else weights.otherwise) * factor
        if isinstance(due.need, AtLeast):
            yield Gap(Lack(due), due.need.count - judgement.evidence, weight)
        else:
            met = {encounter.activity.subject for encounter in judgement.counted}
            missing = sorted(set(at.institution.subjects) - met)
            yield from (Gap(Lack(due, subject), 1, weight) for subject in missing)


def _factor(row: Mapping[str, object], weights: Weights) -> Fraction:
    disadvantaged = row["pupil_premium"] or row["looked_after"] or row["sen"] == "E"
    return weights.disadvantaged_factor if disadvantaged else Fraction(1)
