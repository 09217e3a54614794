"""Logging what the team learned, and what it taught the staff."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.leadership.actions import TeamRefused, in_words
from waymark.leadership.models import StaffSession, TeamMember, Training
from waymark.ledger.models import Attachment
from waymark.places.models import Organisation

LONGEST = 60 * 2000  # minutes: a full-time year


@dataclass(frozen=True)
class TrainingFacts:
    """What is said of one piece of training."""

    title: str
    provider: str = ""
    level: int | None = None
    for_leading: bool = False
    state: str = Training.State.FINISHED
    begun_on: date | None = None
    finished_on: date | None = None
    minutes: int = 0
    certificate: str = ""  # the public id of something the school keeps as evidence


@dataclass(frozen=True)
class SessionFacts:
    """What is said of one session for staff."""

    title: str
    held_on: date
    for_whom: str
    came: int
    of: int
    minutes: int = 0
    for_all_staff: bool = False
    benchmark: str = ""
    subject: str = ""


@transaction.atomic
def log_training(*, member: TeamMember, facts: TrainingFacts, by: Scope) -> Training:
    """Add a course or other training to a member's log."""
    by.require(Permission.STAFF_WRITE, member.organisation_id)
    training = Training.objects.create(member=member, **_training(facts, member.organisation_id))
    note(
        "training logged",
        on=training,
        organisation_id=member.organisation_id,
        by=by,
        state=training.state,
        minutes=training.minutes,
    )
    return training


@transaction.atomic
def change_training(*, training: Training, facts: TrainingFacts, by: Scope) -> Training:
    """Say how a piece of training stands now."""
    by.require(Permission.STAFF_WRITE, training.member.organisation_id)
    for name, value in _training(facts, training.member.organisation_id).items():
        setattr(training, name, value)
    training.save()
    note("training changed", on=training, organisation_id=training.member.organisation_id, by=by, state=training.state)
    return training


@transaction.atomic
def strike_training(*, training: Training, by: Scope) -> None:
    """Take off training that was entered by mistake."""
    by.require(Permission.STAFF_WRITE, training.member.organisation_id)
    note("training taken off", on=training, organisation_id=training.member.organisation_id, by=by)
    training.delete()


@transaction.atomic
def hold_session(*, school: Organisation, facts: SessionFacts, by: Scope) -> StaffSession:
    """Keep a session that taught teaching staff about careers: numbers, and nobody's name."""
    by.require(Permission.STAFF_WRITE, school.pk)
    session = StaffSession.objects.create(organisation=school, made_by_id=by.user_id, **_session(facts))
    note("staff session kept", on=session, by=by, came=session.came, of=session.of)
    return session


@transaction.atomic
def change_session(*, session: StaffSession, facts: SessionFacts, by: Scope) -> StaffSession:
    """Put right what is said of a session."""
    by.require(Permission.STAFF_WRITE, session.organisation_id)
    for name, value in _session(facts).items():
        setattr(session, name, value)
    session.save()
    note("staff session changed", on=session, by=by, came=session.came, of=session.of)
    return session


@transaction.atomic
def strike_session(*, session: StaffSession, by: Scope) -> None:
    """Take off a session that was entered by mistake."""
    by.require(Permission.STAFF_WRITE, session.organisation_id)
    note("staff session taken off", on=session, by=by)
    session.delete()


def _training(facts: TrainingFacts, school_id: int) -> dict:
    if facts.state not in Training.State:
        raise TeamRefused("Say how far it has got.", "state")
    is_finished = facts.state == Training.State.FINISHED
    if is_finished and facts.finished_on is None:
        raise TeamRefused("Say on which day it was finished: its hours count in that year.", "finished_on")
    if not is_finished and facts.finished_on is not None:
        raise TeamRefused("Only training that is finished has a last day.", "finished_on")
    if facts.begun_on and facts.finished_on and facts.finished_on < facts.begun_on:
        raise TeamRefused("It cannot have been finished before it began.", "finished_on")
    if facts.level is not None and not 1 <= facts.level <= 8:
        raise TeamRefused("A level is from 1 to 8.", "level")
    if not 0 <= facts.minutes <= LONGEST:
        raise TeamRefused("Give its hours, from 0 to 2,000.", "hours")
    said = asdict(facts)
    return said | {
        "certificate": _certificate(facts.certificate, school_id),
        "title": in_words(facts.title, "a title", most=200),
        "provider": " ".join(facts.provider.split())[:150],
    }


def _certificate(public_id: str, school_id: int) -> Attachment | None:
    if not public_id:
        return None
    kept = Attachment.objects.filter(organisation=school_id, public_id=public_id, retired_at=None).first()
    if kept is None:
        raise TeamRefused("Choose a certificate that is kept under Evidence.", "certificate")
    return kept


def _session(facts: SessionFacts) -> dict:
    if facts.of < 1:
        raise TeamRefused("Say how many it was for: at least one.", "of")
    if not 0 <= facts.came <= facts.of:
        raise TeamRefused("No more can have come than it was for.", "came")
    if not 0 <= facts.minutes <= 1440:
        raise TeamRefused("Give its minutes, up to a day.", "minutes")
    said = asdict(facts)
    return said | {
        "title": in_words(facts.title, "a title", most=200),
        "for_whom": in_words(facts.for_whom, "for whom it was", most=120),
        "subject": " ".join(facts.subject.split()).lower()[:60],
    }
