"""Who leads, who is in the team, and the hours each had."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from waymark.kernel.academic_year import first_day, last_day
from waymark.leadership.models import (
    Adviser,
    LeaderTerm,
    LinkGovernor,
    StaffSession,
    TeamMember,
    TeamSettings,
    Training,
)
from waymark.leadership.rules.qualifications import guidance_level_of, hours_wanted
from waymark.places.models import Organisation


@dataclass(frozen=True)
class CpdHours:
    """One member's hours of training in one academic year, and how many are wanted of them."""

    member: TeamMember
    minutes: int
    wanted_hours: int

    @property
    def hours(self) -> float:
        return self.minutes / 60

    @property
    def is_enough(self) -> bool:
        return self.minutes >= 60 * self.wanted_hours


def members_of(school: Organisation, *, on: date | None = None) -> QuerySet[TeamMember]:
    """Everybody who ever did careers work here, or who did on a day, by name."""
    members = TeamMember.objects.filter(organisation=school).select_related("adviser", "user")
    if on is not None:
        members = members.filter(Q(ended_on=None) | Q(ended_on__gte=on), begun_on__lte=on)
    return members


def careers_leader_on(school: Organisation, on: date) -> LeaderTerm | None:
    """Who led careers on a day, if anybody did."""
    terms = LeaderTerm.objects.filter(Q(ended_on=None) | Q(ended_on__gte=on), organisation=school, begun_on__lte=on)
    return terms.select_related("member").first()


def former_leaders(school: Organisation, *, on: date) -> QuerySet[LeaderTerm]:
    """Who led careers before a day, latest first."""
    return LeaderTerm.objects.filter(organisation=school, ended_on__lt=on).select_related("member")


def link_governor_on(school: Organisation, on: date) -> LinkGovernor | None:
    """The governor who looked after careers on a day, if one did."""
    named = LinkGovernor.objects.filter(Q(ended_on=None) | Q(ended_on__gte=on), organisation=school, begun_on__lte=on)
    return named.first()


def is_trained_to_lead(member: TeamMember, *, on: date) -> Training | None:
    """The latest training for the careers leader's role that they had finished by a day; none: not trained for it."""
    finished = Training.objects.filter(
        member=member, for_leading=True, state=Training.State.FINISHED, finished_on__lte=on
    )
    return finished.order_by("-finished_on", "-pk").first()


def target_of(school: Organisation) -> int:
    """The hours of training a year that the school wants each of its careers team to have."""
    kept = TeamSettings.objects.filter(organisation=school).first()
    return kept.target_hours if kept else TeamSettings._meta.get_field("target_hours").get_default()


def cpd_of(school: Organisation, year: int, *, on: date) -> list[CpdHours]:
    """The hours of training each member had finished in an academic year, up to a day; everybody in the team then."""
    first, last = first_day(year), min(last_day(year), on)
    done = Training.objects.filter(
        member__organisation=school, state=Training.State.FINISHED, finished_on__range=(first, last)
    )
    minutes = dict(done.order_by().values_list("member").annotate(Sum("minutes")))
    members = members_of(school).filter(Q(ended_on=None) | Q(ended_on__gte=first), begun_on__lte=last)
    target = target_of(school)
    return [CpdHours(member, minutes.get(member.pk, 0), _wanted(member, target)) for member in members]


def adviser_levels(school: Organisation, *, on: date) -> list[tuple[str, int]]:
    """The name of each adviser in the team on a day, and the level at which their guidance meetings count, by name."""
    advisers = Adviser.objects.filter(member__organisation=school, member__begun_on__lte=on).exclude(qualification="")
    standing = advisers.exclude(member__ended_on__lt=on).order_by("member__name")
    return [(name, guidance_level_of(code)) for name, code in standing.values_list("member__name", "qualification")]


def sessions_in(school: Organisation, year: int, *, on: date | None = None) -> QuerySet[StaffSession]:
    """The sessions on careers held for teaching staff in an academic year, up to a day, latest first."""
    last = min(last_day(year), on) if on else last_day(year)
    return StaffSession.objects.filter(organisation=school, held_on__range=(first_day(year), last))


def _wanted(member: TeamMember, target: int) -> int:
    adviser: Adviser | None = getattr(member, "adviser", None)
    return hours_wanted(adviser.register, adviser.register_name, target) if adviser else target
