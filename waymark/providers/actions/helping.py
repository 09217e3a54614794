"""“I can help”: somebody offers, and the hub takes it up or not."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope, acting, everything
from waymark.places.models import Organisation
from waymark.post.actions import Wording, send_letter
from waymark.providers.actions.employers import add_employer, keep_contact
from waymark.providers.models import Employer, HelpOffer

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
MOST_FROM_ONE_ADDRESS, MOST_TO_ONE_HUB = 5, 50


class TooManyOffers(Exception):
    """This address, or everyone together, has sent more than people would."""


class AlreadyAnswered(Exception):
    """Somebody has answered this offer already."""


@dataclass(frozen=True)
class Offered:
    """What somebody says who can help."""

    business: str
    postcode: str
    name: str
    email: str
    offers: tuple[str, ...]
    sector: str = ""
    telephone: str = ""
    said: str = ""
    went_to: str = ""
    cap_per_month: int = 1
    is_self_employed: bool = False


@transaction.atomic
def offer_help(*, hub: Organisation, offered: Offered, address: str, by: Scope) -> HelpOffer:
    """Keep an offer of help for the hub to look at. Anybody may make one.

    Of `address`, the network address it came from, only a keyed hash is kept, and for a day. TooManyOffers at the sixth
    in an hour from one address and at the fifty-first in a day to one hub.
    """
    now = timezone.now()
    sent_from = hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()
    with acting(everything("an offer of help", via=by.via)):  # the sender may see none of the rows that are counted
        HelpOffer.objects.filter(sent_at__lt=now - A_DAY).exclude(sent_from="").update(sent_from="")
        today = HelpOffer.objects.filter(sent_at__gte=now - A_DAY)
        from_here = today.filter(sent_from=sent_from, sent_at__gte=now - AN_HOUR).count()
        if from_here >= MOST_FROM_ONE_ADDRESS or today.filter(organisation=hub).count() >= MOST_TO_ONE_HUB:
            raise TooManyOffers
        said = HelpOffer.objects.create(
            organisation=hub,
            business=offered.business,
            is_self_employed=offered.is_self_employed,
            postcode=offered.postcode,
            sector=offered.sector,
            name=offered.name,
            email=offered.email.strip().lower(),
            telephone=offered.telephone,
            offers=list(offered.offers),
            said=offered.said,
            went_to=offered.went_to,
            cap_per_month=offered.cap_per_month,
            sent_at=now,
            sent_from=sent_from,
        )
    note("help offered", on=said, by=by)
    return said


@transaction.atomic
def take_up_help(*, offer: HelpOffer, on: date, by: Scope) -> Employer:
    """Put whoever offers onto the hub's list, with their contact, and thank them; schools can ask them from now on."""
    by.require(Permission.EMPLOYERS_WRITE, offer.organisation_id)
    held = _waiting(offer)
    facts = {
        "name": held.business,
        "postcode": held.postcode,
        "sector": held.sector,
        "is_self_employed": held.is_self_employed,
        "has_alumni": bool(held.went_to),
        "offers": held.offers,
        "offers_said": held.said,
    }
    employer = add_employer(keeper=held.organisation, facts=facts, cap=held.cap_per_month, by=by)
    person = {"name": held.name, "email": held.email, "telephone": held.telephone, "is_alumnus": bool(held.went_to)}
    keep_contact(employer=employer, facts=person | {"agreed_on": held.sent_at.date(), "heard_on": on}, by=by)
    held.employer = employer
    _settle(held, HelpOffer.State.TAKEN_UP, by)
    send_letter(
        organisation=held.organisation,
        to=held.email,
        wording=_thanked(held),
        needs=Permission.EMPLOYERS_VIEW,
        about=f"help {held.public_id}",
        by=by,
    )
    return employer


@transaction.atomic
def decline_help(*, offer: HelpOffer, by: Scope) -> HelpOffer:
    """Leave an offer; who sent it is erased from it."""
    by.require(Permission.EMPLOYERS_WRITE, offer.organisation_id)
    held = _waiting(offer)
    held.name, held.email, held.telephone, held.said, held.went_to = "Erased", "erased@example.invalid", "", "", ""
    return _settle(held, HelpOffer.State.DECLINED, by)


def _thanked(held: HelpOffer) -> Wording:
    hub = held.organisation.name
    return Wording(
        f"Thank you for offering to help, from {hub}",
        f"Hello {held.name},\n\nthank you. {held.business} is now among those whom schools of {hub} can ask. At most "
        f"{held.cap_per_month} requests a month reach you, from all schools together; each can be answered with a no. "
        "Write to us at any time to change that, or to be taken off and erased.\n",
    )


def _waiting(offer: HelpOffer) -> HelpOffer:
    held = HelpOffer.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=offer.pk)
    if held.state != HelpOffer.State.NEW:
        raise AlreadyAnswered("Somebody has answered this offer already.")
    return held


def _settle(held: HelpOffer, state: str, by: Scope) -> HelpOffer:
    held.state, held.answered_at, held.answered_by_id = state, timezone.now(), by.user_id
    held.save()
    note("offer of help answered", on=held, by=by, answer=str(state))
    return held
