"""The demonstration's matching: a hub's invented employers and Enterprise Advisers, some agreed and some proposed."""

from datetime import date, timedelta
from decimal import Decimal

from waymark.access.queries import people_at, scope_of
from waymark.access.scope import acting
from waymark.demo.places import HUB
from waymark.kernel.academic_year import academic_year, last_day
from waymark.places.models import Organisation
from waymark.planner.actions.matching import agree_matches, propose_matches, say_of_pair, say_supply, say_wish
from waymark.planner.matching.handed_over import Wanted, run_of
from waymark.planner.matching.on_site import sides_of
from waymark.planner.matching.terms import Worth
from waymark.planner.queries.matching import proposals_of
from waymark.providers.actions.employers import add_employer
from waymark.providers.models import Employer

_ADVISERS = (  # name, postcode, SIC section, schools at once
    ("Ashlar and Daughters, builders", "ZZ1", "F", 2),
    ("Marram Sands Hospital Volunteers", "ZZ6", "Q", 3),
    ("Coldharrow Castings", "ZZ3", "C", 1),
    ("Saltline Software", "ZZ1", "J", 2),
    ("Brackenford Law", "ZZ2", "M", 1),
)
_WISHES = (
    ("aldermouth-academy", 1, ("J", "M")),
    ("coldharrow-high-school", 2, ("C", "F")),
    ("larkrise-quay-academy", 1, ("Q",)),
)


def match_advisers(schools: dict[str, Organisation], *, today: date) -> None:
    """The coordinator says what there is and who wants what, matches, and agrees to most of it."""
    hub = Organisation.objects.get(slug=HUB[1])
    coordinator = next(member.user for member in people_at(hub) if member.role == "coordinator")
    with acting(scope_of(coordinator)) as by:
        for name, postcode, sector, places in _ADVISERS:
            facts = {"name": name, "postcode": postcode, "sector": sector, "has_enterprise_adviser": True}
            kept = Employer.objects.filter(organisation=hub, name=name).first()
            employer = kept or add_employer(keeper=hub, facts=facts, by=by)
            say_supply(area=hub, employer=employer, places=places, by=by)
        for slug, wanted, sectors in _WISHES:
            say_wish(area=hub, school=schools[slug], wanted=wanted, sectors=sectors, by=by)
        lawyers = Employer.objects.get(organisation=hub, name=_ADVISERS[-1][0])
        because = "A partner there is the chair of governors."
        say_of_pair(
            area=hub, employer=lawyers, school=schools["aldermouth-academy"], together=False, because=because, by=by
        )
        _match(hub, today=today, by=by)


def _match(hub: Organisation, *, today: date, by) -> None:
    from waymark.planner.matching.explaining import left_over  # as where the work is done in the background
    from waymark.planner.matching.solving import solve

    wanted = Wanted(today + timedelta(days=7), last_day(academic_year(today)), Decimal(25), Worth())
    sides = sides_of(hub, first=wanted.first, last=wanted.last, max_miles=wanted.max_miles, weights=wanted.weights)
    if not sides.supply or not sides.demand:  # a demonstration without postcodes has nobody on the map
        return
    matching = solve(sides.supply, sides.demand, sides.rules)
    left = left_over(matching, sides.supply, sides.demand, sides.rules)
    run = run_of(sides, matching, wanted, [[each.side, each.end_id, each.places, each.why] for each in left])
    made = propose_matches(area=hub, run=run, by=by)
    names = list(proposals_of(made).values_list("public_id", flat=True))
    agree_matches(run=made, matches=names[: len(names) * 2 // 3], by=by)
