"""A school's activities brought in: the past ones with an attendance file a year, the coming ones as planned."""

from datetime import date
from decimal import Decimal

from waymark.access.scope import Scope
from waymark.demo.files import attendance_csv
from waymark.demo.programmes import Event, Programme
from waymark.kernel.academic_year import academic_year
from waymark.ledger.actions.activities import plan_activity
from waymark.ledger.actions.registers import record_past_activity
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts
from waymark.ledger.sources.attendance.receiving import take_attendance
from waymark.places.models import Organisation


def record_programme(school: Organisation, programme: Programme, *, today: date, by: Scope) -> None:
    """Every activity of the years kept. A past one whose register never reached the system has nobody's mark."""
    this_year = academic_year(today)
    for year in range(programme.first_year, this_year + 1):
        events = list(programme.events(year))
        held = [event for event in events if event.register_taken and event.marks]
        for event in events:
            audience = AudienceChoice(year_groups=() if event.one_to_one else event.years)
            if event in held:
                record_past_activity(school=school, facts=_facts(event), marks={}, audience=audience, by=by)
            elif year == this_year:
                plan_activity(school=school, facts=_facts(event), audience=audience, by=by)
        if held:
            content, name = attendance_csv(held), f"attendance-{year}.csv"
            take_attendance(content=content, filename=name, school=school, on=today, by=by)


def _facts(event: Event) -> ActivityFacts:
    facts = dict(event.facts)
    return ActivityFacts(
        title=event.title,
        held_on=event.held_on,
        kinds=event.kinds,
        benchmarks=event.benchmarks,
        school_reference=event.reference,
        cost=Decimal(facts.pop("cost")),
        **facts,
    )
