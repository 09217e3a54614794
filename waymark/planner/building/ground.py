"""What a plan of a school stands on: its records, what is agreed, what could be put on, and its limits.

Reads learners, so that it is called where everything may be read, and tells nothing of them itself.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.kernel.academic_year import academic_year
from waymark.kernel.facts import Activity as Fact
from waymark.kernel.vocabulary import Kind
from waymark.ledger.exchange import exchange_rows
from waymark.ledger.models import Learner
from waymark.ledger.queries import fields_on
from waymark.places.models import Organisation
from waymark.planner.building.agreed import Agreed, agreed_in, lessened
from waymark.planner.building.asking import Asked
from waymark.planner.building.offering import Offering, offerings_for
from waymark.planner.queries.clashing import severities_of
from waymark.planner.queries.school_year import school_days, taken_in
from waymark.planner.rules.clashes import IGNORE, Taken
from waymark.planner.year_plan.gaps import PROVIDER_ACCESS, Needs, find_needs
from waymark.planner.year_plan.planning import Question
from waymark.planner.year_plan.reading import Records, offer_of
from waymark.planner.year_plan.terms import Limits, Lock, Offer, Term, Weights
from waymark.planner.year_plan.world import Site

_NOBODY = 99  # a year group that there is not


@dataclass(frozen=True)
class Ground:
    """A question with what is known of its offers and learners. `lost`: agreed, but not if what is asked happens."""

    question: Question
    offerings: Mapping[str, Offering]
    agreed: tuple[Agreed, ...]
    lost: tuple[Agreed, ...]
    learners: Mapping[str, int]  # public id -> key
    premium: frozenset[str] | None  # None: the school does not keep who has pupil premium


def ground_of(school: Organisation, asked: Asked) -> Ground:
    """Everything that a plan for what is asked is made from, as it is now."""
    tables = exchange_rows([school], on=asked.first)
    agreed = agreed_in(school, asked, tables)
    standing = [each for each in agreed if not each.is_lost(asked.what_if)]
    offerings = {each.offer_id: each for each in offerings_for(school, asked, closed_days(school, asked))}
    limits = limits_for(school, asked, standing)
    offers = [_left_of(engine_offer(each), standing) for each in offerings.values()]
    limits = replace(limits, locks=(*_own_locks(asked, offers, limits), *limits.locks))
    offers += [_taking(each) for each in standing if _takes_a_place(each, limits)]
    attended = [(p["learner_id"], p["activity_id"]) for p in tables["participations"] if p["status"] == "attended"]
    records = Records(
        tables["institutions"], tables["learners"], tables["enrolments"], tables["activities"], attended, (), limits
    )
    term = Term(asked.first, asked.last)
    frameworks = [benchmarks_in_force(asked.first), framework(PROVIDER_ACCESS)]
    needs = find_needs(records, school.institution_id, term, frameworks)
    needs = kept_from(lessened(needs, standing, school.institution_id), school, asked)
    premium = frozenset(row["learner_id"] for row in tables["learners"] if row["pupil_premium"])
    return Ground(
        question=Question(school.institution_id, term, needs, tuple(offers), limits),
        offerings=offerings,
        agreed=tuple(standing),
        lost=tuple(each for each in agreed if each.is_lost(asked.what_if)),
        learners=dict(Learner.objects.filter(organisation=school).values_list("public_id", "pk")),
        premium=premium if "pupil_premium" in fields_on(school) else None,
    )


@dataclass(frozen=True)
class SharedGround:
    """Schools that share what cannot go round: each a site of its own with its needs and limits."""

    sites: tuple[Site, ...]
    offers: tuple[Offer, ...]
    offerings: Mapping[str, Offering]
    schools: Mapping[str, Organisation]  # by institution id


def shared_ground(schools: Sequence[Organisation], asked: Asked) -> SharedGround:
    """What a hub's plan stands on: the directory's offers, each open to the schools that it reaches.

    The limits asked are each school's; what is agreed at any school is gone for all.
    """
    grounds = {school.institution_id: (school, ground_of(school, asked)) for school in schools}
    offerings = {name: each for _, ground in grounds.values() for name, each in ground.offerings.items()}
    agreed = [each for _, ground in grounds.values() for each in ground.agreed]
    offers = {name: _left_of(engine_offer(each), agreed) for name, each in offerings.items()}
    sites = []
    for institution, (_, ground) in sorted(grounds.items()):
        limits = ground.question.limits
        offers |= {x.offer_id: x for x in ground.question.offers if x.offer_id not in ground.offerings}
        beyond = [offers[name] for name in offerings if name not in ground.offerings]
        out_of_reach = tuple(Lock(x.offer_id, day, False) for x in beyond for day in x.dates)
        limits = replace(limits, locks=(*limits.locks, *out_of_reach))
        sites.append(Site(institution, limits, ground.question.needs))
    known = {institution: school for institution, (school, _) in grounds.items()}
    return SharedGround(tuple(sites), tuple(offers.values()), offerings, known)


def limits_for(school: Organisation, asked: Asked, agreed: Sequence[Agreed]) -> Limits:
    """The limits for what is still to be planned: what is agreed has taken its money, rooms and staff."""
    spent = sum(each.cost for each in agreed)
    closed = closed_days(school, asked)
    taking = tuple(Lock(f"agreed-{each.public_id}", each.on, True) for each in agreed)
    limits = Limits(
        budget=None if asked.budget is None else max(int(asked.budget * 100) - spent, 0),
        periods_per_learner=dict(asked.periods),
        rooms_per_day=asked.rooms,
        staff_per_day=asked.staff,
        closed_dates=closed,
        weights=Weights(Fraction(asked.last_chance), Fraction(asked.otherwise), Fraction(asked.disadvantaged)),
    )
    held = {f"agreed-{each.public_id}" for each in agreed if _takes_a_place(each, limits)}
    return replace(limits, locks=tuple(lock for lock in taking if lock.offer_id in held))


def _own_locks(asked: Asked, offers: Sequence[Offer], limits: Limits) -> tuple[Lock, ...]:
    """The locks that were asked for, of sessions that there still could be; the others are lost."""
    dates = {offer.offer_id: set(offer.dates) - limits.closed_dates for offer in offers}
    return tuple(
        Lock(lock.offer_id, lock.on, lock.run) for lock in asked.locks if lock.on in dates.get(lock.offer_id, ())
    )


def closed_days(school: Organisation, asked: Asked) -> frozenset[date]:
    """Days on which nothing can be: holidays and closed days, days taken up for everybody, and as asked.

    What the school says it does not mind closes nothing.
    """
    minded, days = _minded(school), school_days(school, academic_year(asked.first))
    closed = set(asked.closed)
    for day in _days(asked.first, asked.last):
        is_closed = "closed" in minded and days.closed_for(day) is not None
        if is_closed or ("holiday" in minded and days.is_holiday(day)):
            closed.add(day)
    for taken in _taken(school, asked, minded):
        if not taken.year_groups:
            closed.update(_days(max(taken.from_on, asked.first), min(taken.to_on, asked.last)))
    return frozenset(closed)


def kept_from(needs: Sequence[Needs], school: Organisation, asked: Asked) -> list[Needs]:
    """The needs with the days on which a learner's year group is taken up by exams, a trip or the like."""
    away: defaultdict[int, set[date]] = defaultdict(set)
    for taken in _taken(school, asked, _minded(school)):
        for year_group in taken.year_groups:
            away[year_group].update(_days(taken.from_on, taken.to_on))
    return [
        replace(each, away=each.away | away[each.at.year_group]) if each.at.year_group in away else each
        for each in needs
    ]


def _minded(school: Organisation) -> set[str]:
    return {sort for sort, severity in severities_of(school).items() if severity != IGNORE}


def _taken(school: Organisation, asked: Asked, minded: set[str]) -> list[Taken]:
    """What takes up whole days; part of a day leaves the rest of it."""
    found = taken_in(school, asked.first, asked.last)
    return [each for each in found if each.sort in minded and each.starts is None]


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def engine_offer(offering: Offering) -> Offer:
    """As the planner takes it: money in pence."""
    row = dict(offering.row)
    row |= {name: int(Fraction(row[name]) * 100) for name in ("fixed_cost", "cost_per_learner")}
    return offer_of({**row, "dates": ";".join(row["dates"])})


def _left_of(offer: Offer, agreed: Sequence[Agreed]) -> Offer:
    """An offer without the sessions of it that are agreed."""
    taken = {each.on for each in agreed if each.offer_id == offer.offer_id}
    if not taken:
        return offer
    sessions = None if offer.sessions is None else max(offer.sessions - len(taken), 0)
    return replace(offer, sessions=sessions, dates=tuple(day for day in offer.dates if day not in taken))


def _takes_a_place(agreed: Agreed, limits: Limits) -> bool:
    return bool(agreed.rooms or agreed.staff) and agreed.on not in limits.closed_dates


def _taking(agreed: Agreed) -> Offer:
    """What is agreed, as an offer that takes its rooms and staff and that nobody can go to: a plan locks it in."""
    return Offer(
        f"agreed-{agreed.public_id}",
        Fact("", date.min, Kind.OTHER),
        (agreed.on,),
        title=agreed.title,
        year_from=_NOBODY,
        rooms=agreed.rooms,
        staff=agreed.staff,
    )
