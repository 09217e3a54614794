"""Saying who does careers work, what makes them an adviser, and when they left."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from waymark.access.audit import note
from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.queries import people_at
from waymark.access.scope import Scope
from waymark.leadership.actions import TeamRefused, in_words
from waymark.leadership.models import Adviser, LeaderTerm, TeamMember, TeamSettings, Training
from waymark.leadership.rules.qualifications import qualifications, registers
from waymark.places.models import Organisation

ERASED = "Former colleague"


@dataclass(frozen=True)
class AdviserFacts:
    """What is said of an adviser; days only of checks, never a result."""

    is_external: bool = False
    employer: str = ""
    qualification: str = ""
    register: str = Adviser.Register.NONE
    register_name: str = ""
    register_number: str = ""
    register_expires_on: date | None = None
    register_checked_on: date | None = None
    dbs_checked_on: date | None = None
    safeguarding_on: date | None = None


@transaction.atomic
def add_member(
    *, school: Organisation, name: str, job: str = "", begun_on: date, user: User | None = None, by: Scope
) -> TeamMember:
    """Say that somebody does careers work here. `user`: their account, if they have a role here; one member each."""
    by.require(Permission.STAFF_WRITE, school.pk)
    if user is not None:
        _holds_a_role(user, school)
        if TeamMember.objects.filter(organisation=school, user=user, ended_on=None).exists():
            raise TeamRefused(f"{user.name} is in the team already.", "user")
    member = TeamMember.objects.create(
        organisation=school,
        user=user,
        name=in_words(name, "a name", most=150),
        job=" ".join(job.split())[:120],
        begun_on=begun_on,
    )
    note("team member added", on=member, by=by, has_account=user is not None)
    return member


@transaction.atomic
def change_member(*, member: TeamMember, name: str, job: str, begun_on: date, by: Scope) -> TeamMember:
    """Put right what is said of a member of the team."""
    by.require(Permission.STAFF_WRITE, member.organisation_id)
    first = LeaderTerm.objects.filter(member=member).order_by("begun_on").first()
    if first and begun_on > first.begun_on:
        raise TeamRefused("They cannot have joined after they began to lead careers.", "begun_on")
    if member.ended_on and begun_on > member.ended_on:
        raise TeamRefused("They cannot have joined after they left.", "begun_on")
    member.name, member.job = in_words(name, "a name", most=150), " ".join(job.split())[:120]
    member.begun_on = begun_on
    member.save(update_fields=["name", "job", "begun_on"])
    note("team member changed", on=member, by=by)
    return member


@transaction.atomic
def end_member(*, member: TeamMember, on: date, by: Scope) -> TeamMember:
    """Say that somebody left the team on a day. Refused while they lead: first say who leads after them."""
    by.require(Permission.STAFF_WRITE, member.organisation_id)
    if LeaderTerm.objects.filter(member=member, ended_on=None).exists():
        raise TeamRefused("They lead careers. Say first who leads after them, or that nobody does.")
    if on < member.begun_on:
        raise TeamRefused("They cannot have left before they joined.", "on")
    member.ended_on = on
    member.save(update_fields=["ended_on"])
    note("team member left", on=member, by=by, day=on.isoformat())
    return member


@transaction.atomic
def erase_member(*, member: TeamMember, reason: str, by: Scope) -> TeamMember:
    """Take the name of somebody who left out of the record; days, levels and hours stay, so that past years add up."""
    by.require(Permission.STAFF_WRITE, member.organisation_id)
    if member.ended_on is None:
        raise TeamRefused("They are still in the team. Say first when they left.")
    because = in_words(reason, "a reason", most=300)
    member.name, member.job, member.user, member.is_erased = ERASED, "", None, True
    member.save(update_fields=["name", "job", "user", "is_erased"])
    Training.objects.filter(member=member).update(title="Training", provider="", certificate=None)
    Adviser.objects.filter(member=member).update(
        employer="",
        register_number="",
        register_expires_on=None,
        register_checked_on=None,
        dbs_checked_on=None,
        safeguarding_on=None,
    )
    note("team member erased", on=member, because=because, by=by)
    return member


@transaction.atomic
def keep_adviser(*, member: TeamMember, facts: AdviserFacts, by: Scope) -> Adviser:
    """Say what makes a member of the team an adviser, in place of what was said before."""
    by.require(Permission.STAFF_WRITE, member.organisation_id)
    if facts.qualification and facts.qualification not in qualifications():
        raise TeamRefused("Choose a qualification from the list.", "qualification")
    if facts.register not in Adviser.Register:
        raise TeamRefused("Choose how they stand with a register.", "register")
    if facts.register != Adviser.Register.NONE and facts.register_name not in registers():
        raise TeamRefused("Choose which register it is.", "register_name")
    if facts.is_external and not facts.employer.strip():
        raise TeamRefused("Say who employs them.", "employer")
    values = asdict(facts)
    if facts.register == Adviser.Register.NONE:
        values |= {"register_name": "", "register_number": "", "register_expires_on": None}
    adviser, _ = Adviser.objects.update_or_create(member=member, defaults=values)
    note("adviser kept", on=member, by=by, qualification=facts.qualification, register=facts.register)
    return adviser


@transaction.atomic
def set_target(*, school: Organisation, hours: int, by: Scope) -> TeamSettings:
    """Say how many hours of training a year each of the team should have."""
    by.require(Permission.STAFF_WRITE, school.pk)
    if not 0 <= hours <= 400:
        raise TeamRefused("Give a number of hours from 0 to 400.", "hours")
    kept, _ = TeamSettings.objects.update_or_create(organisation=school, defaults={"target_hours": hours})
    note("training target set", on=kept, by=by, hours=hours)
    return kept


def _holds_a_role(user: User, school: Organisation) -> None:
    if not people_at(school).filter(user=user).exists():
        raise TeamRefused("Choose somebody who has a role at this school.", "user")
