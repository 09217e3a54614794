"""Reads of matches between employers and schools."""

from datetime import date

from django.db.models import QuerySet

from waymark.places.models import Organisation
from waymark.planner.models import Match, MatchRun, PairSaid, SupplyOfMatches, WishForMatches
from waymark.providers.models import Employer

_ABOUT = ("employer", "school", "organisation")


def capacity_of(area: Organisation, employer: Employer) -> int:
    """How many schools an employer can serve at once: what was said, else one for an Enterprise Adviser."""
    said = SupplyOfMatches.objects.filter(organisation=area, employer=employer).first()
    if said is not None:
        return said.places
    advises = (
        employer.has_enterprise_adviser or employer.contacts.filter(is_enterprise_adviser=True, erased_at=None).exists()
    )
    return int(advises)


def wanted_by(area: Organisation, school: Organisation) -> int:
    """How many partners a school wants at once: what was said, else one."""
    said = WishForMatches.objects.filter(organisation=area, school=school).first()
    return said.wanted if said else 1


def open_run(area: Organisation) -> MatchRun | None:
    """The matching that still has proposals, if there is one."""
    return MatchRun.objects.filter(organisation=area, settled_at=None).select_related("organisation").first()


def last_run(area: Organisation) -> MatchRun | None:
    """The matching made last."""
    return MatchRun.objects.filter(organisation=area).select_related("organisation").first()


def proposals_of(run: MatchRun) -> QuerySet[Match]:
    """What a matching still proposes, by school."""
    return Match.objects.filter(run=run, state=Match.State.PROPOSED).select_related(*_ABOUT)


def standing_in(area: Organisation, *, on: date) -> QuerySet[Match]:
    """What is agreed in an area and not over by a day, by school."""
    rows = Match.objects.filter(organisation=area, state=Match.State.STANDING, to_on__gte=on)
    return rows.select_related(*_ABOUT)


def matches_of_school(school: Organisation, *, on: date) -> QuerySet[Match]:
    """Who serves a school, now or to come, by day."""
    rows = Match.objects.filter(school=school, state=Match.State.STANDING, to_on__gte=on)
    return rows.select_related(*_ABOUT).order_by("from_on", "employer__name")


def matches_of_account(account: Organisation, *, on: date) -> QuerySet[Match]:
    """Which schools an employer with an account serves, now or to come, by day."""
    rows = Match.objects.filter(employer__account=account, state=Match.State.STANDING, to_on__gte=on)
    return rows.select_related(*_ABOUT).order_by("from_on", "school__name")


def pairs_said(area: Organisation) -> QuerySet[PairSaid]:
    """What was decided beforehand of pairs."""
    rows = PairSaid.objects.filter(organisation=area).select_related("employer", "school", "said_by")
    return rows.order_by("employer__name", "school__name")
