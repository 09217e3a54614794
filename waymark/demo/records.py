"""A school's activities brought in: the past ones with who was there, the coming ones as planned."""

from datetime import date
from decimal import Decimal

from waymark.access.scope import Scope
from waymark.demo.programmes import Event, Programme
from waymark.kernel.academic_year import academic_year
from waymark.ledger.actions.activities import plan_activity
from waymark.ledger.actions.registers import record_past_activity
from waymark.ledger.models import Learner
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts
from waymark.places.models import Organisation


def record_programme(school: Organisation, programme: Programme, *, today: date, by: Scope) -> None:
    """Every activity of the years kept. A past one whose register never reached the system stays planned."""
    keys = dict(Learner.objects.filter(organisation=school).exclude(upn="").values_list("upn", "pk"))
    for year in range(programme.first_year, academic_year(today) + 1):
        for event in programme.events(year):
            marks = {keys[upn]: mark for upn, mark in event.marks.items() if upn in keys}
            audience = AudienceChoice(year_groups=() if event.one_to_one else event.years)
            if event.register_taken and marks:
                record_past_activity(school=school, facts=_facts(event), marks=marks, audience=audience, by=by)
            elif year == academic_year(today):
                plan_activity(school=school, facts=_facts(event), audience=audience, by=by)


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
