"""Taking letters to the mail server: by the background worker as they come, and once more by night what was left."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import SafeMIMEText
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from waymark.access.permissions import Permission
from waymark.access.scope import Scope, acting, everything
from waymark.post.links import with_link
from waymark.post.models import KEPT_BRIEFLY, KEPT_FOR, Letter

State = Letter.State
_log = logging.getLogger("waymark.post")
_THE_SITE = 0
NOTHING_KEPT = {
    "to": "",
    "reply_to": "",
    "subject": "A letter that is kept no more",
    "text": "",
    "calendar": "",
    "trouble": "",
}  # what a letter is once forgotten
_PATIENCE = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3), timedelta(hours=12))
_DROPPED_AFTER = timedelta(minutes=15)  # a worker that was killed while it sent; the letter is sent again


@task()
def deliver_letter(public_id: str) -> None:
    """Send one letter if it still waits; what fails is tried again later. Never raises."""
    with acting(everything("the post", via="worker")):  # whoever wrote it may be gone; the letter says whose it is
        _deliver(public_id, timezone.now())


def deliver_due(*, at: datetime, by: Scope) -> int:
    """Send every letter that waits and is due, and those a killed worker dropped; returns how many left."""
    by.require(Permission.SETTINGS_WRITE, _THE_SITE)
    waiting = Q(state=State.QUEUED, due_at__lte=at) | Q(state=State.SENDING, claimed_at__lte=at - _DROPPED_AFTER)
    names = list(Letter.objects.filter(waiting).order_by("queued_at", "pk").values_list("public_id", flat=True))
    return sum(_deliver(name, at) for name in names)


@transaction.atomic
def forget_letters(*, at: datetime, by: Scope) -> int:
    """Erase what letters of over a year ago said and whom they went to, nobody's after a week; how many."""
    by.require(Permission.SETTINGS_WRITE, _THE_SITE)
    nobodys = Q(organisation=None, owner=None, queued_at__lt=at - KEPT_BRIEFLY)
    old = Letter.objects.filter(Q(queued_at__lt=at - KEPT_FOR) | nobodys).exclude(to="", text="")
    return old.update(**NOTHING_KEPT)


def message_id_of(letter: Letter) -> str:
    """The name a letter goes by among mail servers; a delivery report names it back."""
    return f"<{letter.public_id}.{letter.tries}@waymark.invalid>"


def _deliver(public_id: str, at: datetime) -> bool:
    """Whether the letter left. Claimed first, in a transaction of its own, so that no two workers send it."""
    free = Q(state=State.QUEUED, due_at__lte=at) | Q(state=State.SENDING, claimed_at__lte=at - _DROPPED_AFTER)
    ours = Letter.objects.filter(free, public_id=public_id)
    if not ours.update(state=State.SENDING, claimed_at=at):
        return False
    letter = Letter.objects.get(public_id=public_id)
    letter.tries += 1
    try:
        _message(letter).send()
        letter.state, letter.sent_at, letter.trouble = State.SENT, at, ""
    except SMTPRecipientsRefused as refused:
        _refused(letter, *next(iter(refused.recipients.values())), at)
    except (SMTPException, OSError) as fault:
        _failed(letter, fault, at)
    letter.claimed_at = None
    letter.save()
    return letter.state == State.SENT


def _message(letter: Letter) -> EmailMessage:
    message = EmailMessage(
        letter.subject,
        with_link(letter.text, letter.about, letter.to),
        settings.DEFAULT_FROM_EMAIL,
        to=[letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={"Message-ID": message_id_of(letter)},
    )
    if letter.calendar:
        part = SafeMIMEText(letter.calendar, "calendar", "utf-8")
        part.set_param("method", letter.calendar_method)
        part.add_header("Content-Disposition", "attachment", filename="invitation.ics")
        message.attach(part)
    return message


def _refused(letter: Letter, code: int, said: bytes, at: datetime) -> None:
    """The server will not take it for this address: for good (5xx), or just now."""
    why = f"{code} {said.decode(errors='replace')}"[:300]
    if 500 <= code < 600:
        letter.state, letter.bounced_at, letter.trouble = State.BOUNCED, at, why
    else:
        _later(letter, why, at)


def _failed(letter: Letter, fault: Exception, at: datetime) -> None:
    _log.warning("letter %s could not be sent: %s", letter.public_id, type(fault).__name__)
    code = fault.smtp_code if isinstance(fault, SMTPResponseException) else ""
    _later(letter, f"The mail server could not be reached or refused it ({type(fault).__name__} {code})".strip(), at)


def _later(letter: Letter, why: str, at: datetime) -> None:
    letter.trouble = why[:300]
    if letter.tries > len(_PATIENCE):
        letter.state = State.FAILED
        return
    letter.state, letter.due_at = State.QUEUED, at + _PATIENCE[letter.tries - 1]
    deliver_letter.using(run_after=letter.due_at).enqueue(letter.public_id)
