"""Who at a school lacks what, from the site's own records: what `waymark plan` reads from a folder.

Read inside a scope that may see the school's learners; the program begins without the planner's machinery, which is
imported when it is first asked for.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from waymark.evaluation.evaluated import remembered
from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.kernel.academic_year import academic_year, last_day
from waymark.kernel.framework import Framework
from waymark.ledger.exchange import exchange_rows
from waymark.ledger.queries import revision_of
from waymark.places.models import Organisation

if TYPE_CHECKING:
    from waymark.planner.year_plan.gaps import Needs

PROVIDER_ACCESS = "provider-access"


def planned_for(on: date) -> tuple[Framework, ...]:
    """The frameworks whose entitlements are planned for: the benchmarks of the day, and provider access."""
    access = framework(PROVIDER_ACCESS)
    return (benchmarks_in_force(on), *([access] if access.is_in_force(on) else []))


def needs_at(school: Organisation, *, on: date) -> list[Needs]:
    """Everyone on the school's roll on the day with the gaps that a plan from that day could close, by public id.

    Kept in this process until the school's ledger changes.
    """
    return remembered("needs", school, benchmarks_in_force(on).name, on, revision_of(school.pk), _needs)


def _needs(school: Organisation, _framework: str, on: date, _revision: int) -> list[Needs]:
    # Here, for these bring the workbench, which the site need not wait for when it starts.
    from waymark.planner.year_plan.gaps import find_needs
    from waymark.planner.year_plan.reading import Records
    from waymark.planner.year_plan.terms import Limits, Term

    rows = exchange_rows([school], on=on)
    attended = [(r["learner_id"], r["activity_id"]) for r in rows["participations"] if r["status"] == "attended"]
    records = Records(
        rows["institutions"], rows["learners"], rows["enrolments"], rows["activities"], attended, (), Limits()
    )
    term = Term(on, last_day(academic_year(on)))
    return find_needs(records, school.institution_id, term, planned_for(on))
