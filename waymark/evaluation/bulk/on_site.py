"""Runs the script on the site's own database, over one school's ledger, for everyone in it or for a few."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from django.db import connection

from waymark.evaluation.bulk.layout import Layout
from waymark.evaluation.bulk.script import script
from waymark.evaluation.bulk.tallies import Rule, plan_of
from waymark.evaluation.frameworks import framework
from waymark.kernel.academic_year import academic_year
from waymark.kernel.facts import Institution

_FIELD = 15  # bits: nobody has 32,000 encounters at one school
_KNOWN = ("learner_id", "year_group", "sex", "sen_any", "pupil_premium", "looked_after", "eal")
_TICKS = (
    "self_employed",
    "stem",
    "purpose_shared",
    "outcomes_set",
    "two_way",
    "reflection",
    "task_set",
    "employer_feedback",
    "met_staff_and_learners",
    "pal_content",
)
# SQLite would look through a whole copy of the learners for every enrolment; in their own table it finds each by id.
# A copy of the participations would be for nothing: they are mostly read once.
_LOOKED_UP = {"learner": "NOT MATERIALIZED ", "participation": "NOT MATERIALIZED "}
# SQLite has no BIT_OR; of one-hot values the sum of the different ones is the same.
_BIT_OR = {"sqlite": "SUM(DISTINCT NULLIF({}, 0))"}


@dataclass(frozen=True, slots=True)
class Row:
    """One learner on roll: what they are counted by, and each rule's answer and evidence, None if not asked."""

    learner_id: int
    year_group: int
    sex: str
    sen_any: int
    pupil_premium: int
    looked_after: int
    eal: int
    answers: tuple[int | None, ...]
    evidence: tuple[int | None, ...]


def judged(
    framework_name: str, on: date, school: Institution, organisation_id: int, *, since: int | None = None
) -> Iterator[Row]:
    """The judgements of everyone on a school's roll; with `since`, of those its ledger touched after that revision.

    Reads the ledger past its scopes: whoever calls has asked whether it may.
    """
    rules = range(len(rules_of(framework_name)))
    columns = [*_KNOWN, *(f"answer_{n}" for n in rules), *(f"evidence_{n}" for n in rules)]
    parts = {
        **_facts(len(school.subjects), everyone=since is None),
        **_steps(framework_name, on, _first_year(organisation_id, on)),
    }
    asked: dict[str, int | str | None] = {
        "own": organisation_id,
        "since": since,
        "setting": school.setting,
        "minutes": school.day_minutes,
    }
    asked |= {f"subject{place}": subject for place, subject in enumerate(school.subjects)}
    named = ", ".join(f"{name} AS {_LOOKED_UP.get(name, '')}({select})" for name, select in parts.items())
    with connection.cursor() as cursor:
        # What differs from ask to ask goes in as parameters, so that the database may keep the statement prepared.
        cursor.execute(f"WITH {named} SELECT {', '.join(columns)} FROM judged", asked)
        for row in cursor.fetchall():
            known, given = row[: len(_KNOWN)], row[len(_KNOWN) :]
            yield Row(
                **dict(zip(_KNOWN, known, strict=True)), answers=given[: len(rules)], evidence=given[len(rules) :]
            )


@cache
def rules_of(framework_name: str) -> tuple[Rule, ...]:
    """The rules in the order of answers."""
    return plan_of(framework(framework_name)).rules


@lru_cache(maxsize=256)
def _steps(framework_name: str, on: date, first_year: int) -> dict[str, str]:
    """The script as far as judgements."""
    bit_or = _BIT_OR.get(connection.vendor, "BIT_OR({})")
    layout = Layout(plan_of(framework(framework_name)), on, first_year, field=_FIELD, bit_or=bit_or)
    steps = {step.name: step.select for step in script(layout)}
    return {name: steps[name] for name in list(steps)[: list(steps).index("judged") + 1]}


def _first_year(organisation_id: int, on: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT MIN(academic_year) FROM ledger_enrolment WHERE organisation_id = %s", [organisation_id])
        (first,) = cursor.fetchone()
    return min(first or academic_year(on), academic_year(on))


@cache
def _facts(subjects: int, *, everyone: bool) -> dict[str, str]:
    """The facts of one school in the shape the script reads: its own number, setting and so on are parameters."""
    learners = "SELECT id FROM ledger_learner WHERE organisation_id = %(own)s"
    if not everyone:
        learners = "SELECT learner_id FROM ledger_touch WHERE organisation_id = %(own)s AND id > %(since)s"
    listed = (f"SELECT %(own)s AS institution_id, %(subject{place})s AS subject" for place in range(subjects))
    ticks = ", ".join(f"a.{tick}" for tick in _TICKS)
    provider = "CASE WHEN k.kind = 'provider' AND a.provider_kind = '' THEN 'other' ELSE a.provider_kind END"
    return {
        "institution": "SELECT %(own)s AS institution_id, %(setting)s AS setting, %(minutes)s AS day_minutes",
        "subject_listed": " UNION ".join(listed),
        "learner": "SELECT id AS learner_id, sex, sen, pupil_premium, looked_after, eal, considering_he"
        f" FROM ledger_learner WHERE id IN ({learners})",
        "enrolment": "SELECT learner_id, organisation_id AS institution_id, academic_year, year_group,"
        " from_on AS starts, COALESCE(to_on, '9999-12-31') AS ends"
        f" FROM ledger_enrolment WHERE organisation_id = %(own)s AND learner_id IN ({learners})",
        "mark": "SELECT e.learner_id, e.activity_id FROM ledger_encounter AS e"
        f" WHERE e.learner_id IN ({learners}) AND e.status = 'attended'"
        " AND NOT EXISTS (SELECT 1 FROM ledger_encounter AS later WHERE later.corrects_id = e.id)",
        "activity": f"SELECT k.id AS activity_id, a.held_on, k.kind, {provider} AS provider_kind, a.sector, a.subject,"
        f" a.minutes, a.mode, a.adviser_level, {ticks} FROM ledger_activitykind AS k"
        " JOIN ledger_activity AS a ON a.id = k.activity_id"
        " WHERE a.organisation_id = %(own)s AND a.state <> 'cancelled' AND a.id IN (SELECT activity_id FROM mark)",
        "participation": "SELECT mark.learner_id, k.id AS activity_id, TRUE AS attended FROM mark"
        " JOIN ledger_activitykind AS k ON k.activity_id = mark.activity_id",
    }
