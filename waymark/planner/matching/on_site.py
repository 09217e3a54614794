"""What an area's own records say to the matching engine: employers with places, schools with need, what is agreed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from waymark.access.permissions import Permission
from waymark.access.scope import active_scope
from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.evaluation.queries import figures_of
from waymark.places.models import Organisation
from waymark.places.queries import parts_on
from waymark.places.queries.positions import position_of
from waymark.planner.matching.terms import PairLock, Rules, Seeker, Supplier, Worth
from waymark.planner.models import Match, PairSaid, SupplyOfMatches, WishForMatches
from waymark.providers.models import Employer

NOT_KNOWN = 5  # of 9: the need of a school whose figures are not shared, or hidden
_SHOWS_NEED = ("gb5", "gb6")  # encounters with employers, experiences of workplaces


@dataclass(frozen=True)
class Partner:
    """An employer of the area, and how many schools it can serve in a term."""

    employer: Employer
    places: int


@dataclass(frozen=True)
class Wanting:
    """A school of the area and what it wants; `need_is_known` is false where it had to be taken as middling."""

    school: Organisation
    wanted: int
    sectors: tuple[str, ...]
    need: int
    need_is_known: bool
    is_by_hand: bool


@dataclass(frozen=True)
class Sides:
    """Both sides of an area's matching, what limits it, and who has no place on the map."""

    supply: tuple[Supplier, ...]
    demand: tuple[Seeker, ...]
    rules: Rules
    agreed: tuple[Match, ...]
    without_place: tuple[str, ...]


def partners_of(area: Organisation) -> list[Partner]:
    """The employers the area keeps: one with an Enterprise Adviser has a place unless somebody said otherwise."""
    said = dict(SupplyOfMatches.objects.filter(organisation=area).values_list("employer_id", "places"))
    kept = Employer.objects.filter(organisation=area, is_active=True)
    advised = set(
        kept.filter(contacts__is_enterprise_adviser=True, contacts__erased_at=None).values_list("pk", flat=True)
    )
    return [
        Partner(each, said.get(each.pk, int(each.has_enterprise_adviser or each.pk in advised)))
        for each in kept.order_by("name", "pk")
    ]


def wanting_in(area: Organisation, *, on: date) -> list[Wanting]:
    """The schools of the area with what they want; need is told by shared figures, with small numbers hidden."""
    schools = list(parts_on(area, on).exclude(setting="").order_by("name"))
    said = {each.school_id: each for each in WishForMatches.objects.filter(organisation=area)}
    found = []
    for school in schools:
        wish = said.get(school.pk)
        by_hand = wish.need if wish else None
        shown = shared_need(school, on=on) if by_hand is None else by_hand
        found.append(
            Wanting(
                school=school,
                wanted=wish.wanted if wish else 1,
                sectors=tuple(wish.sectors) if wish else (),
                need=NOT_KNOWN if shown is None else shown,
                need_is_known=shown is not None,
                is_by_hand=by_hand is not None,
            )
        )
    return found


def shared_need(school: Organisation, *, on: date) -> int | None:
    """0 to 9 by how far the school's records are from the employers' and workplaces' benchmarks, of what it shares.

    None where it does not share, or what it shares is hidden because it would be of few.
    """
    if not active_scope().holds(Permission.FIGURES_VIEW, school.pk):
        return None
    figures = figures_of(school, benchmarks_in_force(on).name, on=on, hiding_small=True)
    scores = [figures.scores[code].score for code in _SHOWS_NEED if code in figures.scores]
    known = [score for score in scores if score is not None]
    return need_of(known) if known else None


def need_of(scores: Iterable[int]) -> int:
    """Scores in percent as a need from 0, all achieved, to 9, nothing; halves go up."""
    known = list(scores)
    missing = 100 * len(known) - sum(known)
    return (2 * 9 * missing + 100 * len(known)) // (2 * 100 * len(known))


def sides_of(area: Organisation, *, first: date, last: date, max_miles: Decimal | None, weights: Worth) -> Sides:
    """Both sides as the engine takes them. What is agreed for any of these days takes its places, and stays."""
    agreed = tuple(agreed_in(area, first=first, last=last))
    partners, wanting = partners_of(area), wanting_in(area, on=first)
    supply, nowhere = [], []
    taken = Counter(each.employer_id for each in agreed)
    for partner in partners:
        employer = partner.employer
        if not partner.places and not taken[employer.pk]:
            continue
        if employer.latitude is None or employer.longitude is None:
            nowhere.append(employer.name)
            continue
        sectors = frozenset({employer.sector} if employer.sector else ())
        capacity = max(partner.places, taken[employer.pk])  # a promise is kept where places were lowered since
        supply.append(Supplier(employer.public_id, employer.latitude, employer.longitude, capacity, sectors))
    demand, given = [], Counter(each.school_id for each in agreed)
    for wish in wanting:
        where = position_of(wish.school.postcode)
        if where is None:
            nowhere.append(wish.school.name)
            continue
        wanted = max(wish.wanted, given[wish.school.pk])
        demand.append(
            Seeker(wish.school.slug, where.latitude, where.longitude, wish.need, wanted, frozenset(wish.sectors))
        )
    known = {each.supply_id for each in supply}, {each.demand_id for each in demand}
    locks = tuple(lock for lock in _locks(area, agreed) if lock.supply_id in known[0] and lock.demand_id in known[1])
    rules = Rules(max_miles, weights, locks)
    return Sides(tuple(supply), tuple(demand), rules, agreed, tuple(sorted(nowhere)))


def agreed_in(area: Organisation, *, first: date, last: date) -> Iterable[Match]:
    """The matches that stand on any of these days."""
    rows = Match.objects.filter(organisation=area, state=Match.State.STANDING, from_on__lte=last, to_on__gte=first)
    return rows.select_related("employer", "school").order_by("pk")


def _locks(area: Organisation, agreed: Iterable[Match]) -> list[PairLock]:
    """What is agreed, and what people said of pairs beforehand; where both speak, what is agreed stands."""
    said: Mapping[tuple[str, str], bool] = {
        (employer, school): together
        for employer, school, together in PairSaid.objects.filter(organisation=area).values_list(
            "employer__public_id", "school__slug", "together"
        )
    }
    both = {**said, **{(each.employer.public_id, each.school.slug): True for each in agreed}}
    return [PairLock(employer, school, together) for (employer, school), together in sorted(both.items())]
