"""A provider asks to come in; the school answers."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope, acting, everything
from waymark.publishing.content import Contact
from waymark.publishing.models import AccessRequest, Phase, Publication
from waymark.publishing.queries import released_content

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
MOST_FROM_ONE_ADDRESS, MOST_TO_ONE_SCHOOL = 5, 50


class TooManyRequests(Exception):
    """This address, or everyone together, has sent this school more than a person would."""


class AlreadyAnswered(Exception):
    """Someone has answered the request already."""


@dataclass(frozen=True)
class AccessAsked:
    """What a provider says when they ask to come in."""

    provider: str
    contact: Contact
    offers: str
    phases: tuple[str, ...]
    wished_dates: str


@transaction.atomic
def ask_for_access(*, publication: Publication, asked: AccessAsked, address: str, by: Scope) -> AccessRequest:
    """Keep a provider's request and tell the careers leader by e-mail. Anybody may ask where a page is released.

    Of `address`, the network address it came from, only a keyed hash is kept, and for a day. TooManyRequests at the
    sixth in an hour from one address and at the fifty-first in a day to one school.
    """
    school_id, now = publication.organisation_id, timezone.now()
    sent_from = hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()
    with acting(everything("access request", via=by.via)):  # the sender may see none of the rows that are counted
        AccessRequest.objects.filter(organisation=school_id, sent_at__lt=now - A_DAY).exclude(sent_from="").update(
            sent_from=""
        )
        today = AccessRequest.objects.filter(organisation=school_id, sent_at__gte=now - A_DAY)
        from_here = today.filter(sent_from=sent_from, sent_at__gte=now - AN_HOUR)
        if from_here.count() >= MOST_FROM_ONE_ADDRESS or today.count() >= MOST_TO_ONE_SCHOOL:
            raise TooManyRequests
        request = AccessRequest.objects.create(
            organisation_id=school_id,
            provider=asked.provider,
            contact_name=asked.contact.name,
            contact_email=asked.contact.email,
            contact_telephone=asked.contact.telephone,
            offers=asked.offers,
            phases=list(asked.phases),
            wished_dates=asked.wished_dates,
            sent_at=now,
            sent_from=sent_from,
        )
    note("access requested", on=request, by=by)
    if letter := _letter_to_school(publication, request):
        transaction.on_commit(letter.send, robust=True)
    return request


@transaction.atomic
def answer_request(*, request: AccessRequest, accepted: bool, reply: str, send: bool, by: Scope) -> AccessRequest:
    """Say yes or no, once; `send` mails the reply to whoever asked."""
    by.require(Permission.PUBLISH, request.organisation_id)
    standing = AccessRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if standing.state != AccessRequest.State.NEW:
        raise AlreadyAnswered("Someone has answered this request already.")
    standing.state = AccessRequest.State.ACCEPTED if accepted else AccessRequest.State.DECLINED
    standing.reply, standing.answered_at, standing.answered_by_id = reply, timezone.now(), by.user_id
    standing.save()
    note("access request answered", on=standing, by=by, answer=standing.state, sent=send)
    if send:
        transaction.on_commit(_reply_to_provider(standing).send, robust=True)
    return standing


def _letter_to_school(publication: Publication, request: AccessRequest) -> EmailMessage | None:
    content = released_content(publication)
    to = (content.access.contact.email if content.access else "") or content.leader.email
    if not to:
        return None
    phases = ", ".join(Phase(phase).label for phase in request.phases)
    lines = [
        f"{request.provider} asks to meet your {content.school.learner_word}.",
        "",
        f"Contact: {request.contact_name}, {request.contact_email} {request.contact_telephone}".rstrip(),
        f"For: {phases}",
        f"When: {request.wished_dates}",
        "",
        request.offers,
        "",
        "Answer it on your careers page's list of requests in Waymark.",
    ]
    subject = " ".join(f"A provider asks for access: {request.provider}".split())
    return EmailMessage(subject, "\n".join(lines), to=[to], reply_to=[request.contact_email])


def _reply_to_provider(request: AccessRequest) -> EmailMessage:
    answer = "accepted" if request.state == AccessRequest.State.ACCEPTED else "declined"
    subject = f"Your request to {request.organisation.name}"
    body = f"{request.organisation.name} has {answer} your request to meet its learners.\n\n{request.reply}".rstrip()
    return EmailMessage(subject, body, to=[request.contact_email])
