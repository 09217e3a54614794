"""Filling the standard form, sending it, and what becomes of it: every move by the table of `rules.applying`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted, Scope, acting, everything
from waymark.intake.keepable import keepable
from waymark.opportunities.models.applications import (
    Applicant,
    Application,
    ApplicationMove,
    Desk,
    Endorsement,
    Paper,
    Tracked,
)
from waymark.opportunities.rules.applying import OFFERS, WORDS, Mover, MoveRefused, State, check_move
from waymark.places.models import Organisation
from waymark.post.actions import Wording, send_letter

MOST_PAPERS = 8
_FORM = (
    "given_name",
    "family_name",
    "born_on",
    "address",
    "postcode",
    "telephone",
    "school",
    "school_may_see",
    "education",
    "statement",
    "support",
)


@transaction.atomic
def keep_form(*, applicant: Applicant, said: Mapping[str, Any], at: datetime, by: Scope) -> None:
    """Keep what the form says now; what was sent before stays as it was sent."""
    require_own(applicant, by)
    for name in _FORM:
        if name in said:
            setattr(applicant, name, said[name])
    applicant.changed_at = at
    applicant.save()


@transaction.atomic
def draft_application(*, applicant: Applicant, desk: Desk, course: str, on: date, by: Scope) -> Application:
    """Begin an application; MoveRefused where the desk is shut, or one for the same course is going on."""
    require_own(applicant, by)
    if not desk.is_open(on):
        raise MoveRefused(f"{desk.provider} takes applications from {desk.opens_on:%-d %B} to {desk.closes_on:%-d %B}.")
    try:
        with transaction.atomic(), _own_rows(by):
            return Application.objects.create(
                applicant=applicant,
                provider=desk.provider,
                course=" ".join(course.split()),
                state=State.DRAFT,
                closes_on=desk.closes_on,
            )
    except IntegrityError as going:
        raise MoveRefused("You have an application to them for this course already.") from going


@transaction.atomic
def submit_application(*, application: Application, on: date, at: datetime, by: Scope) -> Application:
    """Send the form as it stands now; MoveRefused where it lacks something or the day is past."""
    require_own(application.applicant, by)
    if lacking := application.applicant.missing():
        raise MoveRefused(f"Your form does not say {', '.join(lacking)} yet.")
    if on > application.closes_on:
        raise MoveRefused(f"They took applications until {application.closes_on:%-d %B %Y}.")
    with _own_rows(by):
        locked = _locked(application)
        to = check_move(locked.state, State.SUBMITTED, Mover.APPLICANT)
        locked.sent = form_as_sent(application.applicant)
        locked.shown_to, locked.submitted_at = locked.provider, at
        return _moved(locked, to, Mover.APPLICANT, at, by)


@transaction.atomic
def move_own(*, application: Application, to: str, on: date, at: datetime, by: Scope) -> Application:
    """Withdraw, accept or decline one's own application; an offer that has run out can be accepted no more."""
    require_own(application.applicant, by)
    with _own_rows(by):
        locked = _locked(application)
        moved = check_move(locked.state, to, Mover.APPLICANT)
        if moved is State.ACCEPTED and locked.offer_until and on > locked.offer_until:
            raise MoveRefused(f"This offer stood until {locked.offer_until:%-d %B %Y}.")
        return _moved(locked, moved, Mover.APPLICANT, at, by)


@transaction.atomic
def drop_draft(*, application: Application, by: Scope) -> None:
    """Throw away an application that was never sent."""
    require_own(application.applicant, by)
    with _own_rows(by):
        Application.objects.filter(pk=application.pk, state=State.DRAFT).delete()


@transaction.atomic
def move_application(
    *,
    application: Application,
    to: str,
    words: str = "",
    offer_until: date | None = None,
    on: date,
    at: datetime,
    by: Scope,
) -> Application:
    """A provider's move: read, invite, offer, offer on conditions, or refuse. `words` are the conditions of an offer,
    the time and place of an interview, or the reason of a refusal, and the applicant reads them."""
    by.require(Permission.APPLICATIONS_VIEW, application.provider_id)
    locked = _locked(application)
    moved = check_move(locked.state, to, Mover.PROVIDER)
    words = " ".join(words.split())[:500]
    if moved is State.CONDITIONAL_OFFER and not words:
        raise MoveRefused("Say what the conditions are.")
    if moved is State.INTERVIEW:
        locked.interview_at = words[:200]
    if moved in OFFERS:
        stands = Desk.objects.filter(provider=application.provider_id).values_list("offers_stand_days", flat=True)
        locked.offer_until = offer_until or on + timedelta(days=stands.first() or 28)
        locked.conditions = words if moved is State.CONDITIONAL_OFFER else ""
        if locked.offer_until < on:
            raise MoveRefused("An offer must stand until a day to come.")
    note("application moved", on=locked, by=by, to=moved.value)
    if moved is not State.VIEWED:
        _tell_applicant(locked, moved, words, by)
    return _moved(locked, moved, Mover.PROVIDER, at, by, words)


@transaction.atomic
def expire_offers(*, on: date, at: datetime, by: Scope) -> int:
    """End the offers that stood until a day gone by; how many."""
    by.require(Permission.SETTINGS_WRITE, 0)
    gone = list(Application.objects.select_for_update(of=("self",)).filter(state__in=OFFERS, offer_until__lt=on))
    for application in gone:
        _moved(application, check_move(application.state, State.EXPIRED, Mover.TIME), Mover.TIME, at, by)
    return len(gone)


@transaction.atomic
def open_desk(
    *, provider: Organisation, opens_on: date, closes_on: date, says: str = "", offers_stand_days: int = 28, by: Scope
) -> Desk:
    """Say that a provider takes the standard form, from a day to a day."""
    by.require(Permission.APPLICATIONS_VIEW, provider.pk)
    said = {"opens_on": opens_on, "closes_on": closes_on, "says": says, "offers_stand_days": offers_stand_days}
    desk, _ = Desk.objects.update_or_create(provider=provider, defaults=said)
    note("applications opened", on=desk, at=provider.pk, by=by, closes_on=closes_on.isoformat())
    return desk


@transaction.atomic
def keep_paper(*, applicant: Applicant, title: str, content: bytes, filename: str, by: Scope) -> Paper:
    """Keep a document to send along; `FileRefused` where it may not be kept."""
    require_own(applicant, by)
    if applicant.papers.count() >= MOST_PAPERS:
        raise MoveRefused(f"You can keep {MOST_PAPERS} documents. Take one away first.")
    kept = keepable(content, filename)
    paper = Paper(applicant=applicant, title=" ".join(title.split())[:150], media=kept.media, size=len(kept.content))
    paper.file.save(f"{paper.public_id}.{kept.media}", ContentFile(kept.content), save=True)
    return paper


@transaction.atomic
def take_paper_away(*, paper: Paper, by: Scope) -> None:
    """Take a document away; what was sent before names it no more."""
    require_own(paper.applicant, by)
    file = paper.file
    paper.delete()
    transaction.on_commit(lambda: file.delete(save=False))


@transaction.atomic
def track(*, applicant: Applicant, said: Mapping[str, Any], tracked: Tracked | None = None, by: Scope) -> Tracked:
    """Keep an eye on an application made elsewhere, or say how it stands now."""
    require_own(applicant, by)
    row = tracked or Tracked(applicant=applicant)
    for name in ("kind", "where", "what", "stage", "deadline_on"):
        if name in said:
            setattr(row, name, said[name])
    row.save()
    return row


def form_as_sent(applicant: Applicant) -> dict[str, Any]:
    """The form as a provider is to see it: what was said, the references given, and which documents go with it."""
    given: Sequence[Endorsement] = [each for each in applicant.endorsements.order_by("given_at") if each.given_at]
    return {
        "given_name": applicant.given_name,
        "family_name": applicant.family_name,
        "born_on": applicant.born_on.isoformat() if applicant.born_on else "",
        "email": applicant.user.email,
        "address": applicant.address,
        "postcode": applicant.postcode,
        "telephone": applicant.telephone,
        "school": applicant.school.name if applicant.school else "",
        "education": applicant.education,
        "statement": applicant.statement,
        "support": applicant.support,
        "references": [{"name": each.name, "text": each.text} for each in given],
        "papers": [{"id": each.public_id, "title": each.title} for each in applicant.papers.order_by("pk")],
    }


def _tell_applicant(application: Application, to: State, words: str, by: Scope) -> None:
    text = f"{application.provider} about your application for {application.course}: {WORDS[to].lower()}.\n"
    if words:
        text += f"\n{words}\n"
    if to in OFFERS:
        text += f"\nThe offer stands until {application.offer_until:%-d %B %Y}. Sign in to accept or decline it.\n"
    send_letter(
        organisation=application.provider,
        to=application.applicant.user.email,
        wording=Wording(f"Your application to {application.provider}", text),
        needs=Permission.APPLICATIONS_VIEW,
        about=str(application),
        by=by,
    )


def require_own(applicant: Applicant, whose: Scope) -> None:
    """Nobody acts on another's form."""
    if whose.user_id is None or whose.user_id != applicant.user_id:
        raise NotPermitted(Permission.APPLICATIONS_VIEW)


def _own_rows(by: Scope):
    """A person's own applications, though they hold nothing at the provider: only after `require_own`."""
    return acting(everything(by.who, via=by.via, user_id=by.user_id))


def _locked(application: Application) -> Application:
    return Application.objects.select_for_update(of=("self",)).get(pk=application.pk)


def _moved(application: Application, to: State, mover: Mover, at: datetime, by: Scope, words: str = "") -> Application:
    before, application.state = application.state, to
    application.save()
    ApplicationMove.objects.create(
        application=application, at=at, from_state=before, to_state=to, mover=mover, note=words
    )
    return application
