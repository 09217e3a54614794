"""What taking one school's part of an exchange folder in would do, decided without a query.

A folder changes only what a folder brought. What a learner file, a register or a person here said stands, and where
the folder says otherwise that is noted.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from waymark.intake.reading import Effect, Problem
from waymark.kernel.academic_year import first_day, last_day
from waymark.kernel.vocabulary import Kind
from waymark.ledger.models.activities import TICKS
from waymark.ledger.models.activities import Kind as KindWords
from waymark.ledger.rules.exchange import (
    LONGEST_ACTIVITY_ID,
    LONGEST_LEARNER_ID,
    ExchangePlan,
    Known,
    KnownActivity,
    KnownStay,
    Part,
    Row,
)
from waymark.ledger.rules.facts import ActivityFacts, faults_of, tidied

PEOPLE_FACTS = ("sex", "considering_he", "sen", "pupil_premium", "looked_after", "eal")
SENSITIVE = {"sen": "N", "pupil_premium": False, "looked_after": False, "eal": False}
_CARRIED = (
    "held_on",
    "minutes",
    "mode",
    "provider_kind",
    "sector",
    "self_employed",
    "stem",
    "subject",
    "adviser_level",
)
ACTIVITY_FACTS = (*_CARRIED, *TICKS)
PLANNED, CANCELLED = "planned", "cancelled"


def planned(part: Part, known: Known) -> ExchangePlan:
    """Compare a part with what is known, and say what would be written and what is wrong with it."""
    plan = ExchangePlan(unchanged=1)  # the institution itself: the register keeps it, not we
    people = _people(part, known, plan)
    _stays(part, known, people, plan)
    activities = _activities(part, known, plan)
    _participations(part, known, people, activities, plan)
    return plan


def _people(part: Part, known: Known, plan: ExchangePlan) -> set[str]:
    """The ids that stand for somebody once the plan is carried out."""
    kept = [fact for fact in PEOPLE_FACTS if fact not in SENSITIVE or fact in known.fields_on]
    _note_fields_off(part, known, plan)
    called: set[str] = set()
    met: set[int] = set()
    for row in part.learners:
        name = row["learner_id"]
        person = known.people.get(name)
        if person is None and not _fits(name, LONGEST_LEARNER_ID):
            _refuse_id(plan, "learners", row["row"], "learner_id", LONGEST_LEARNER_ID)
            continue
        if person is not None and person.key in met:
            plan.refuse("learners", row["row"], "learner_id", "LEARNER_TWICE", "one id for one learner")
            continue
        called.add(name)
        met |= {person.key} if person else set()
        if person is None:
            plan.people.append({fact: row[fact] for fact in kept} | {"learner_id": name, "row": row["row"]})
            continue
        other = {fact: row[fact] for fact in kept if row[fact] != person.facts[fact]}
        if other and person.is_ours:
            plan.changed_people.append((person, row, other))
        elif other:
            plan.leave("learners", row["row"], min(other), "what the school's own learner file says")
        else:
            plan.unchanged += 1
    return called


def _note_fields_off(part: Part, known: Known, plan: ExchangePlan) -> None:
    for fact, blank in SENSITIVE.items():
        if fact not in known.fields_on and any(row[fact] != blank for row in part.learners):
            words = "Switch it on under Settings, then bring the folder in again."
            expected = "a field that the school has chosen to keep"
            plan.problems.append(Problem("SCOPE_OFF", Effect.NOTED, 1, f"learners.{fact}", "", expected, words))


def _stays(part: Part, known: Known, people: set[str], plan: ExchangePlan) -> None:
    for row in part.enrolments:
        name = row["learner_id"]
        if name not in people:
            plan.left_out.add(("enrolments", row["row"]))
            continue
        person = known.people.get(name)
        standing = known.stays.get(person.key, []) if person else []
        first, last = first_day(row["academic_year"]), last_day(row["academic_year"])
        values = {
            "academic_year": row["academic_year"],
            "year_group": row["year_group"],
            "from_on": max(row["from"], first),
            "to_on": min(row["to"], last) if row["to"] else None,
        }
        _stay(row, values, [stay for stay in standing if stay.academic_year == row["academic_year"]], plan)


def _stay(row: Row, values: dict[str, Any], standing: list[KnownStay], plan: ExchangePlan) -> None:
    name, number, year = row["learner_id"], row["row"], values["academic_year"]
    same = next((stay for stay in standing if _starts(stay) == values["from_on"]), None)
    if same is not None:
        is_alike = (same.year_group, _ends(same.to_on, year)) == (values["year_group"], _ends(values["to_on"], year))
        if is_alike:
            plan.unchanged += 1
        elif same.is_ours:
            changed = {"year_group": values["year_group"], "to_on": values["to_on"]}
            plan.changed_stays.append((same, name, number, changed))
        else:
            plan.leave("enrolments", number, "to", "what the school's own learner file says")
    elif any(
        _starts(stay) <= _ends(values["to_on"], year) and values["from_on"] <= _ends(stay.to_on, year)
        for stay in standing
    ):
        words = "Time on roll that the site has already says otherwise: leave this record out, or mend its days."
        plan.refuse(
            "enrolments", number, "from", "ENROLMENT_OVERLAPS", "a time in which they are not yet on roll", words
        )
    else:
        plan.stays.append((name, number, values))


def _starts(stay: KnownStay) -> date:
    return max(stay.from_on, first_day(stay.academic_year))


def _ends(to_on: date | None, year: int) -> date:
    return min(to_on or last_day(year), last_day(year))


def _activities(part: Part, known: Known, plan: ExchangePlan) -> dict[str, KnownActivity | None]:
    """What each id that stands for an activity means here; None for a new one."""
    took_place = {row["activity_id"] for row in part.participations if row["status"] != PLANNED}
    called: dict[str, KnownActivity | None] = {}
    for row in part.activities:
        name = row["activity_id"]
        activity = known.activities.get(name)
        if activity is None and not _fits(name, LONGEST_ACTIVITY_ID):
            _refuse_id(plan, "activities", row["row"], "activity_id", LONGEST_ACTIVITY_ID)
            continue
        facts = tidied(_facts(row, activity))
        if faults := faults_of(facts):
            for fact, words in faults.items():
                plan.refuse("activities", row["row"], fact, "VALUE_REFUSED", words)
            continue
        called[name] = activity
        if activity is None:
            plan.activities.append((row, facts, name in took_place))
        elif facts == activity.facts:
            plan.unchanged += 1
        elif activity.is_ours and activity.state != CANCELLED:
            plan.changed_activities.append((activity, row, facts))
        else:
            plan.leave("activities", row["row"], "activity_id", "what was recorded here")
    return called


def _facts(row: Row, activity: KnownActivity | None) -> ActivityFacts:
    said = {name: row[name] for name in ACTIVITY_FACTS} | {"minutes": row["minutes"] or 0}
    if activity is not None:
        kinds = activity.facts.kinds if row["kind"] in activity.facts.kinds else (row["kind"],)
        return replace(activity.facts, kinds=kinds, **said)
    notes = f"Provider {row['provider_id']}" if row["provider_id"] else ""
    return ActivityFacts(
        title=_title(row), kinds=(row["kind"],), school_reference=row["activity_id"], notes=notes, **said
    )


def _title(row: Row) -> str:
    """A name for an activity of which a folder says no title."""
    if row["kind"] == Kind.CURRICULUM and row["subject"]:
        return f"Careers in {row['subject']}"[:200]
    return str(KindWords(row["kind"]).label)


def _participations(
    part: Part, known: Known, people: set[str], activities: dict[str, KnownActivity | None], plan: ExchangePlan
) -> None:
    ours = {row["learner_id"] for row in part.learners}
    said: set[tuple[int | str, str]] = set()  # an activity of two kinds is two rows, and so are its participations
    for row in part.participations:
        name, learner = row["activity_id"], row["learner_id"]
        if name not in activities or learner not in people:
            _refuse_stranger(row, ours, plan)
            continue
        activity, person = activities[name], known.people.get(learner)
        pair = (activity.key, person.key) if activity and person else None
        if (activity.key if activity else name, learner) in said:
            plan.unchanged += 1
            continue
        said.add((activity.key if activity else name, learner))
        mark = known.marks.get(pair) if pair else None
        if row["status"] == PLANNED:
            is_open = activity is None or activity.state == PLANNED
            if mark or (pair and pair in known.listed) or not is_open:
                plan.unchanged += 1
            else:
                plan.listed.append((name, learner, row["row"]))
        elif activity and activity.state == CANCELLED:
            plan.refuse(
                "participations", row["row"], "activity_id", "ACTIVITY_CANCELLED", "an activity not cancelled here"
            )
        elif mark is None:
            plan.marks.append((name, learner, row["row"], row["status"]))
        elif mark.status == row["status"]:
            plan.unchanged += 1
        elif mark.is_ours:
            plan.corrections.append((mark, name, learner, row["row"], row["status"]))
        else:
            plan.leave("participations", row["row"], "status", "the mark that was recorded here")


def _refuse_stranger(row: Row, ours: set[str], plan: ExchangePlan) -> None:
    """Leave out a record whose learner or activity was; say so where that learner is another school's."""
    if row["learner_id"] in ours:
        plan.left_out.add(("participations", row["row"]))
        return
    words = "Each school keeps what it recorded of its own learners."
    expected = "a learner of the school that held the activity"
    plan.refuse("participations", row["row"], "learner_id", "LEARNER_ELSEWHERE", expected, words)


def _fits(name: str, longest: int) -> bool:
    return len(name) <= longest and name.isprintable() and name == name.strip()


def _refuse_id(plan: ExchangePlan, table: str, row: int, column: str, longest: int) -> None:
    expected = f"an id of at most {longest} printing characters, with no blank at either end"
    plan.refuse(table, row, column, "ID_UNFIT", expected)
