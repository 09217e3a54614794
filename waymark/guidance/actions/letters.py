"""Letters about interviews: to advisers and to whoever asked; to a learner only where the school keeps their address.

No letter to staff names a learner or says what an interview is about: it says when and where, and who it is stands
behind a sign-in. A letter about one thing is sent once, however often it is asked for.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.guidance.models import Adviser, Interview
from waymark.guidance.queries.booked import day_in_moments, interviews_of
from waymark.guidance.rules.states import State
from waymark.guidance.rules.times import in_london
from waymark.ledger.models import SensitiveField
from waymark.ledger.queries import fields_on
from waymark.places.models import Organisation
from waymark.post.actions import Wording, send_letter
from waymark.post.calendar import Event, Person, invitation, uid_of
from waymark.post.models import Letter

NEEDS = Permission.INTERVIEWS_WRITE
_NOREPLY = "no-reply@waymark.invalid"


@transaction.atomic
def invite_advisers(*, school: Organisation, days: Sequence[date], by: Scope) -> int:
    """Send each adviser with an account an invitation for each of these days that has interviews of theirs.

    One for a day, from the first interview to the last, under one name for its life: sent again it replaces the
    one before, and where nobody is booked any more it calls it off. How many were sent.
    """
    by.require(NEEDS, school.pk)
    sent = 0
    for day in sorted(set(days)):
        start, end = day_in_moments(day)
        rows = interviews_of(school).filter(starts_at__gte=start, starts_at__lt=end, adviser__user__isnull=False)
        by_adviser: defaultdict[int, list[Interview]] = defaultdict(list)
        for each in rows.exclude(state=State.PROPOSED):
            by_adviser[each.adviser_id].append(each)
        for interviews in by_adviser.values():
            _invite(school, interviews, day, by)
            sent += 1
    if sent:
        note("advisers invited", organisation_id=school.pk, by=by, invitations=sent)
    return sent


@transaction.atomic
def remind_of_day(*, school: Organisation, day: date, by: Scope) -> int:
    """Remind of what is booked on a day: the adviser of all of it, whoever asked of theirs, and the learner where the
    school keeps e-mail addresses. Each once, however often this is done; how many letters."""
    by.require(NEEDS, school.pk)
    start, end = day_in_moments(day)
    booked = interviews_of(school).filter(starts_at__gte=start, starts_at__lt=end, state=State.BOOKED)
    rows = list(booked.select_related("learner", "adviser__user", "request__asked_by", "organisation"))
    keeps_addresses = SensitiveField.EMAIL in fields_on(school)
    letters: list[tuple[str, str, Wording]] = []
    for adviser, interviews in _by_adviser(rows).items():
        if adviser.user is not None and adviser.user.is_active:
            about = f"interviews of {adviser.public_id} on {day.isoformat()}"
            letters.append((about, adviser.user.email, _to_adviser(school, interviews, day)))
    for each in rows:
        asker = each.request.asked_by
        if asker is not None and asker.is_active and asker.pk != each.adviser.user_id:
            letters.append((f"interview {each.public_id} asked for", asker.email, _to_asker(school, each)))
        if keeps_addresses and each.learner.email:
            letters.append((f"interview {each.public_id} to come", each.learner.email, _to_learner(school, each)))
    known = Letter.objects.filter(organisation=school, about__in=[about for about, _, _ in letters])
    sent_before = set(known.values_list("about", flat=True))
    fresh = [letter for letter in letters if letter[0] not in sent_before]
    for about, to, wording in fresh:
        send_letter(organisation=school, to=to, wording=wording, needs=NEEDS, about=about, by=by)
    if fresh:
        note("reminders of interviews sent", organisation_id=school.pk, by=by, letters=len(fresh))
    return len(fresh)


def _by_adviser(rows: Sequence[Interview]) -> dict[Adviser, list[Interview]]:
    found: defaultdict[Adviser, list[Interview]] = defaultdict(list)
    for each in rows:
        found[each.adviser].append(each)
    return found


def _invite(school: Organisation, interviews: list[Interview], day: date, by: Scope) -> None:
    adviser = interviews[0].adviser
    user = adviser.user
    if user is None or not user.is_active:
        return
    standing = [each for each in interviews if each.state != State.CANCELLED]
    shown, now = standing or interviews, timezone.now()
    event = Event(
        uid=uid_of("interviews", f"{adviser.public_id}-{day.isoformat()}"),
        title=f"Guidance interviews at {school.name}",
        begins=min(each.starts_at for each in shown),
        ends=max(each.ends_at for each in shown),
        place=", ".join(sorted({each.room for each in shown if each.room})),
        text=_counted(len(standing)),
        link=_address(school, day),
        sequence=int(now.timestamp()) // 60,  # grows with each change, and every calendar takes it for the newer
        is_cancelled=not standing,
    )
    sent = invitation(
        event, organiser=Person(_NOREPLY, school.name), guests=[Person(user.email, user.name)], stamped_at=now
    )
    off = "" if standing else "Called off: "
    subject = f"{off}Guidance interviews at {school.name}, {_day(day)}"
    text = f"{_counted(len(standing))} on {_day(day)}.\n\nWho and when: {_address(school, day)}\n"
    wording = Wording(subject, text, sent)
    about = f"invitation {adviser.public_id} {day.isoformat()}"
    send_letter(organisation=school, to=user.email, wording=wording, needs=NEEDS, about=about, by=by)


def _to_adviser(school: Organisation, interviews: list[Interview], day: date) -> Wording:
    first = min(interviews, key=lambda each: each.starts_at)
    room = f" in room {first.room}" if first.room else ""
    words = f"{_counted(len(interviews))} on {_day(day)}, the first at {_clock(first.starts_at)}{room}."
    return Wording(
        f"Your interviews at {school.name}, {_day(day)}", f"{words}\n\nWho and when: {_address(school, day)}\n"
    )


def _to_asker(school: Organisation, each: Interview) -> Wording:
    day = timezone.localdate(each.starts_at)
    room = f", room {each.room}" if each.room else ""
    text = (
        f"A guidance interview that you asked for is on {_day(day)} at {_clock(each.starts_at)}{room}.\n"
        "Please see that the learner knows.\n\n"
        f"Whose it is: {settings.WAYMARK_ADDRESS}/schools/{school.slug}/interviews/{each.public_id}/\n"
    )
    return Wording(f"An interview you asked for is on {_day(day)}", text)


def _to_learner(school: Organisation, each: Interview) -> Wording:
    day = timezone.localdate(each.starts_at)
    room = f", in room {each.room}" if each.room else ""
    text = (
        f"You have a careers interview on {_day(day)} at {_clock(each.starts_at)}{room}, with {each.adviser.name}.\n\n"
        f"If you cannot come, tell your tutor or the careers team at {school.name}.\n"
    )
    return Wording(f"Your careers interview on {_day(day)}", text)


def _counted(number: int) -> str:
    if not number:
        return "Nobody is booked with you any more"
    return f"{number} interview is booked with you" if number == 1 else f"{number} interviews are booked with you"


def _address(school: Organisation, day: date) -> str:
    return f"{settings.WAYMARK_ADDRESS}/schools/{school.slug}/interviews/days/{day.isoformat()}/"


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def _clock(at: datetime) -> str:
    wall = in_london(at)
    return f"{wall.hour}:{wall.minute:02}"
