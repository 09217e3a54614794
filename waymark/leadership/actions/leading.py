"""Saying who leads careers, and who the link governor is."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.leadership.actions import TeamRefused, in_words
from waymark.leadership.models import GovernorMeeting, LeaderTerm, LinkGovernor, TeamMember
from waymark.places.models import Organisation

A_DAY = timedelta(days=1)


@transaction.atomic
def begin_leading(
    *, member: TeamMember, on: date, hours_a_week: Decimal | None, reports_to: str, by: Scope
) -> LeaderTerm:
    """Say that a member of the team leads careers from a day; whoever led until then ends the day before."""
    by.require(Permission.STAFF_WRITE, member.organisation_id)
    Organisation.objects.select_for_update().get(pk=member.organisation_id)  # one leader, whoever says so at once
    if member.ended_on is not None:
        raise TeamRefused(f"{member.name} has left the team.", "member")
    if on < member.begun_on:
        raise TeamRefused(f"{member.name} was not in the team on that day.", "on")
    _check_hours(hours_a_week)
    standing = LeaderTerm.objects.filter(organisation=member.organisation_id, ended_on=None).first()
    if standing is not None:
        if standing.member_id == member.pk:
            raise TeamRefused(f"{member.name} leads careers already.", "member")
        _end(standing, on - A_DAY)
    term = LeaderTerm.objects.create(
        organisation_id=member.organisation_id,
        member=member,
        hours_a_week=hours_a_week,
        reports_to=" ".join(reports_to.split())[:120],
        begun_on=on,
    )
    note("careers leader began", on=term, by=by, day=on.isoformat(), after_another=standing is not None)
    return term


@transaction.atomic
def change_leading(*, term: LeaderTerm, hours_a_week: Decimal | None, reports_to: str, by: Scope) -> LeaderTerm:
    """Put right the hours of the role and whom it answers to."""
    by.require(Permission.STAFF_WRITE, term.organisation_id)
    _check_hours(hours_a_week)
    term.hours_a_week, term.reports_to = hours_a_week, " ".join(reports_to.split())[:120]
    term.save(update_fields=["hours_a_week", "reports_to"])
    note("careers leader changed", on=term, by=by)
    return term


@transaction.atomic
def end_leading(*, term: LeaderTerm, on: date, by: Scope) -> LeaderTerm:
    """Say that somebody leads no longer after a day, and nobody yet after them. Twice changes nothing."""
    by.require(Permission.STAFF_WRITE, term.organisation_id)
    if term.ended_on is None:
        _end(term, on)
        note("careers leader ended", on=term, by=by, day=on.isoformat())
    return term


@transaction.atomic
def name_governor(*, school: Organisation, name: str, on: date, by: Scope) -> LinkGovernor:
    """Say who the link governor for careers is from a day; whoever was it until then ends the day before."""
    by.require(Permission.STAFF_WRITE, school.pk)
    Organisation.objects.select_for_update().get(pk=school.pk)
    standing = LinkGovernor.objects.filter(organisation=school, ended_on=None).first()
    if standing is not None:
        _end_governor(standing, on - A_DAY)
    governor = LinkGovernor.objects.create(organisation=school, name=in_words(name, "a name", most=150), begun_on=on)
    note("link governor began", on=governor, by=by, day=on.isoformat())
    return governor


@transaction.atomic
def end_governor(*, governor: LinkGovernor, on: date, by: Scope) -> LinkGovernor:
    """Say that a link governor is one no longer after a day. Twice changes nothing."""
    by.require(Permission.STAFF_WRITE, governor.organisation_id)
    if governor.ended_on is None:
        _end_governor(governor, on)
        note("link governor ended", on=governor, by=by, day=on.isoformat())
    return governor


@transaction.atomic
def log_meeting(
    *, governor: LinkGovernor, held_on: date, what: str, about: str, agreed: str = "", by: Scope
) -> GovernorMeeting:
    """Keep what a meeting with the link governor was about, and what was agreed."""
    by.require(Permission.STAFF_WRITE, governor.organisation_id)
    if what not in GovernorMeeting.What:
        raise TeamRefused("Say whether it was a meeting or a visit.", "what")
    if held_on < governor.begun_on or (governor.ended_on and held_on > governor.ended_on):
        raise TeamRefused(f"{governor.name} was not link governor on that day.", "held_on")
    if not about.strip():
        raise TeamRefused("Say in a line what it was about.", "about")
    meeting = GovernorMeeting.objects.create(
        governor=governor, held_on=held_on, what=what, about=about.strip()[:2000], agreed=agreed.strip()[:2000]
    )
    note("governor meeting kept", on=meeting, organisation_id=governor.organisation_id, by=by)
    return meeting


@transaction.atomic
def strike_meeting(*, meeting: GovernorMeeting, by: Scope) -> None:
    """Take off a meeting that was entered by mistake."""
    by.require(Permission.STAFF_WRITE, meeting.governor.organisation_id)
    note("governor meeting taken off", on=meeting, organisation_id=meeting.governor.organisation_id, by=by)
    meeting.delete()


def _check_hours(hours: Decimal | None) -> None:
    if hours is not None and not 0 <= hours <= 60:
        raise TeamRefused("Hours a week must be from 0 to 60.", "hours_a_week")


def _end(term: LeaderTerm, on: date) -> None:
    if on < term.begun_on:
        raise TeamRefused("That is before the careers leader of today began. Choose a later day.", "on")
    term.ended_on = on
    term.save(update_fields=["ended_on"])


def _end_governor(governor: LinkGovernor, on: date) -> None:
    if on < governor.begun_on:
        raise TeamRefused("That is before the link governor of today began. Choose a later day.", "on")
    governor.ended_on = on
    governor.save(update_fields=["ended_on"])
