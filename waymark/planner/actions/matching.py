"""Saying what an area's employers can give and its schools want; writing, agreeing to and ending matches."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.ledger.rules.facts import SECTORS
from waymark.places.models import Organisation
from waymark.planner.models import Match, MatchRun, PairSaid, SupplyOfMatches, WishForMatches
from waymark.planner.models.matching import MOST_PLACES
from waymark.planner.queries.matching import capacity_of, wanted_by
from waymark.providers.models import Employer

_CHANGED = "Somebody has changed this meanwhile. Look at the page again."


class MatchRefused(ValueError):
    """It cannot be matched so; the message is a sentence for the person who asked."""


@dataclass(frozen=True)
class ProposedMatch:
    """One pair, named by the employer's public id and the school's slug."""

    employer: str
    school: str
    miles: Decimal
    value: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ProposedRun:
    """What a run of the engine came to."""

    first: date
    last: date
    max_miles: Decimal | None
    weights: Mapping[str, float]
    value: float
    upper_bound: float
    is_proven: bool
    left: list[list]
    without_place: tuple[str, ...]
    matches: tuple[ProposedMatch, ...]


@transaction.atomic
def say_supply(*, area: Organisation, employer: Employer, places: int, by: Scope) -> SupplyOfMatches:
    """Say how many schools an employer of the area can serve in a term. What is agreed stays agreed."""
    by.require(Permission.MATCH, area.pk)
    if employer.organisation_id != area.pk or not 0 <= places <= MOST_PLACES:
        raise MatchRefused(f"An employer of the area has from 0 to {MOST_PLACES} places.")
    said, _ = SupplyOfMatches.objects.update_or_create(
        organisation=area, employer=employer, defaults={"places": places}
    )
    note("places for matches said", on=employer, organisation_id=area.pk, by=by, places=places)
    return said


@transaction.atomic
def say_wish(
    *,
    area: Organisation,
    school: Organisation,
    wanted: int,
    sectors: Collection[str] = (),
    need: int | None = None,
    by: Scope,
) -> WishForMatches:
    """Say what a school of the area wants; `need` None: as the figures tell that it shares."""
    by.require(Permission.MATCH, area.pk)
    if not 0 <= wanted <= MOST_PLACES or not set(sectors) <= set(SECTORS) or (need is not None and not 0 <= need <= 9):
        raise MatchRefused("A school wants from 0 to 50 partners, in known sectors, with a need from 0 to 9.")
    said, _ = WishForMatches.objects.update_or_create(
        organisation=area, school=school, defaults={"wanted": wanted, "sectors": sorted(sectors), "need": need}
    )
    note("wish for matches said", on=school, organisation_id=area.pk, by=by, wanted=wanted, need=need)
    return said


@transaction.atomic
def say_of_pair(
    *,
    area: Organisation,
    employer: Employer,
    school: Organisation,
    together: bool | None,
    because: str = "",
    by: Scope,
) -> PairSaid | None:
    """Decide beforehand that two are matched, or are not; None takes it back and leaves it to the matching."""
    by.require(Permission.MATCH, area.pk)
    if employer.organisation_id != area.pk:
        raise MatchRefused("That employer is not one of the area’s.")
    standing = PairSaid.objects.filter(organisation=area, employer=employer, school=school)
    standing.delete()
    note("pair decided beforehand", on=employer, organisation_id=area.pk, because=because, by=by, together=together)
    if together is None:
        return None
    return PairSaid.objects.create(
        organisation=area,
        employer=employer,
        school=school,
        together=together,
        because=" ".join(because.split())[:300],
        said_by_id=by.user_id,
    )


@transaction.atomic
def propose_matches(*, area: Organisation, run: ProposedRun, by: Scope) -> MatchRun:
    """Keep a matching as proposals, in place of those of the one before; what is agreed is not touched."""
    by.require(Permission.MATCH, area.pk)
    Match.objects.filter(organisation=area, state=Match.State.PROPOSED).delete()
    MatchRun.objects.filter(organisation=area, settled_at=None).update(settled_at=timezone.now())
    employers = {each.public_id: each for each in Employer.objects.filter(organisation=area)}
    schools = {each.slug: each for each in Organisation.objects.filter(slug__in=[each.school for each in run.matches])}
    pairs = [each for each in run.matches if each.employer in employers and each.school in schools]
    made = MatchRun.objects.create(
        organisation=area,
        from_on=run.first,
        to_on=run.last,
        max_miles=run.max_miles,
        weights=dict(run.weights),
        value=run.value,
        upper_bound=run.upper_bound,
        is_proven=run.is_proven,
        left=[*run.left, *(["place", name, 0, ""] for name in run.without_place)],
        made_by_id=by.user_id,
        settled_at=None if pairs else timezone.now(),
    )
    Match.objects.bulk_create(
        [
            Match(
                organisation=area,
                run=made,
                employer=employers[each.employer],
                school=schools[each.school],
                from_on=run.first,
                to_on=run.last,
                miles=each.miles,
                value=each.value,
                reasons=list(each.reasons),
            )
            for each in pairs
        ]
    )
    note("matches proposed", on=made, by=by, proposed=len(pairs))
    return made


@transaction.atomic
def agree_matches(*, run: MatchRun, matches: Collection[str], by: Scope) -> list[Match]:
    """Agree to these proposals, by public id: all of them, or none where a place has been taken meanwhile.

    They are shown to the school and to the employer from then on.
    """
    by.require(Permission.MATCH, run.organisation_id)
    Organisation.objects.select_for_update().get(pk=run.organisation_id)  # one at a time: places are counted below
    chosen = list(
        Match.objects.filter(run=run, public_id__in=matches, state=Match.State.PROPOSED).select_related(
            "employer", "school"
        )
    )
    if len(chosen) != len(set(matches)):
        raise MatchRefused(_CHANGED)
    for match in chosen:
        match.state, match.agreed_at, match.agreed_by_id = Match.State.STANDING, timezone.now(), by.user_id
        match.save(update_fields=["state", "agreed_at", "agreed_by"])
    for match in chosen:
        _refuse_over_capacity(match)
    _close_if_done(run)
    note("matches agreed", on=run, by=by, matches=len(chosen))
    return chosen


@transaction.atomic
def drop_matches(*, run: MatchRun, by: Scope) -> int:
    """Let the proposals go that nobody has agreed to; how many there were."""
    by.require(Permission.MATCH, run.organisation_id)
    dropped, _ = Match.objects.filter(run=run, state=Match.State.PROPOSED).delete()
    _close_if_done(run)
    note("matches dropped", on=run, by=by, proposals=dropped)
    return dropped


@transaction.atomic
def end_match(*, match: Match, on: date, because: str, by: Scope) -> Match:
    """End a standing match with a day, its last; the place is free from the day after."""
    by.require(Permission.MATCH, match.organisation_id)
    held = Match.objects.select_for_update(of=("self",)).get(pk=match.pk)
    because = " ".join(because.split())[:300]
    if held.state != Match.State.STANDING or not because:
        raise MatchRefused("Only what is agreed can be ended, and with a reason.")
    held.to_on, held.ended_because = max(held.from_on, min(on, held.to_on)), because
    held.state = Match.State.ENDED
    held.save(update_fields=["to_on", "ended_because", "state"])
    note("match ended", on=held, because=because, by=by)
    return held


def _refuse_over_capacity(match: Match) -> None:
    at_once = Q(state=Match.State.STANDING, from_on__lte=match.to_on, to_on__gte=match.from_on)
    standing = Match.objects.filter(at_once, organisation=match.organisation_id)
    if standing.filter(employer=match.employer).count() > capacity_of(match.organisation, match.employer):
        raise MatchRefused(f"{match.employer.name} has no place left at that time. Match again.")
    if standing.filter(school=match.school).count() > wanted_by(match.organisation, match.school):
        raise MatchRefused(f"{match.school.name} has all the partners it wants at that time. Match again.")


def _close_if_done(run: MatchRun) -> None:
    if not Match.objects.filter(run=run, state=Match.State.PROPOSED).exists():
        MatchRun.objects.filter(pk=run.pk, settled_at=None).update(settled_at=timezone.now())
