"""How a provider comes into the directory: it asks, a hub looks, and its first person is invited."""

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from waymark.access.actions.invitations import invite
from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.roles import ROLES
from waymark.access.scope import NotPermitted, Scope
from waymark.places.actions import add_place
from waymark.places.models import Kind, Organisation
from waymark.providers.actions.entries import make_entry
from waymark.providers.models import ListingRequest, Provider
from waymark.providers.rules.facts import EntryFacts, faults_of

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
MOST_FROM_ONE_ADDRESS, MOST_IN_A_DAY = 5, 200
_THE_SITE = 0  # no organisation's key: what was sent to no hub, whoever runs the site may answer


class UkprnRefused(ValueError):
    """The number cannot be this provider's; the message says why, in words for whoever runs the site."""


class TooManyListings(Exception):
    """This address, or everyone together, has sent more than people would."""


class ListingAnswered(Exception):
    """Somebody has answered it already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingAsked:
    """What somebody says who asks to be listed. `hub` None: they do not know which."""

    name: str
    facts: EntryFacts
    contact_name: str
    contact_email: str
    hub: Organisation | None = None


@transaction.atomic
def ask_to_be_listed(*, asked: ListingAsked, address: str, by: Scope) -> ListingRequest:
    """Keep a request to be listed. Anybody may ask; of `address` only a keyed hash is kept, and for a day.

    TooManyListings at the sixth in an hour from one address, and at the two hundred and first in a day.
    """
    now = timezone.now()
    sent_from = hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()
    ListingRequest.objects.filter(sent_at__lt=now - A_DAY).exclude(sent_from="").update(sent_from="")
    today = ListingRequest.objects.filter(sent_at__gte=now - A_DAY)
    from_here = today.filter(sent_from=sent_from, sent_at__gte=now - AN_HOUR)
    if from_here.count() >= MOST_FROM_ONE_ADDRESS or today.count() >= MOST_IN_A_DAY:
        raise TooManyListings
    request = ListingRequest.objects.create(
        name=" ".join(asked.name.split()),
        provider_kind=asked.facts.provider_kind,
        website=asked.facts.website,
        postcode=asked.facts.postcode,
        summary=asked.facts.summary,
        contact_name=asked.contact_name,
        contact_email=asked.contact_email.strip().lower(),
        hub=asked.hub,
        sent_at=now,
        sent_from=sent_from,
    )
    note("listing asked for", on=request, organisation_id=asked.hub.pk if asked.hub else None, by=by)
    return request


@transaction.atomic
def approve_listing(
    *, request: ListingRequest, at: Organisation | None, on: date, address_of: str, by: Scope
) -> Provider:
    """List whoever asked, and invite them to keep their entry.

    `at` is the hub that answers for it, None whoever runs the site. Whoever approves stands for the new organisation
    until its first person comes: nothing but the invitation is theirs.
    """
    by.require(Permission.EMPLOYERS_WRITE, at.pk if at else _THE_SITE)
    standing = _still_open(request, at)
    facts = EntryFacts(
        provider_kind=standing.provider_kind,
        website=standing.website,
        postcode=standing.postcode,
        summary=standing.summary,
    )
    organisation = add_provider(name=standing.name, postcode=standing.postcode, website=standing.website)
    founder = founder_of(organisation, by)
    provider = make_entry(organisation=organisation, facts=facts, verified_on=on, by=founder)
    invite(
        organisation=organisation,
        email=standing.contact_email,
        name=standing.contact_name,
        role="provider",
        address_of=address_of,
        by=founder,
    )
    standing.provider = provider
    _answer(standing, ListingRequest.State.APPROVED, "", by)
    note("listing approved", on=standing, organisation_id=at.pk if at else None, by=by)
    return provider


@transaction.atomic
def decline_listing(*, request: ListingRequest, at: Organisation | None, reply: str, by: Scope) -> None:
    """Say no to a request, and why."""
    by.require(Permission.EMPLOYERS_WRITE, at.pk if at else _THE_SITE)
    standing = _still_open(request, at)
    _answer(standing, ListingRequest.State.DECLINED, reply, by)
    note("listing declined", on=standing, organisation_id=at.pk if at else None, by=by)


@transaction.atomic
def say_ukprn(*, organisation: Organisation, ukprn: str, by: Scope) -> None:
    """Say by which number the national register knows a provider, so that it may keep courses under it.

    Whoever runs the site says it, not the provider: the number opens the courses that the register lists under it.
    `UkprnRefused` where it is no UKPRN, or another organisation's.
    """
    by.require(Permission.SETTINGS_WRITE, _THE_SITE)
    if not (len(ukprn) == 8 and ukprn.isascii() and ukprn.isdigit() and ukprn.startswith("1")):
        raise UkprnRefused("A UKPRN has eight digits, the first of them 1.")
    if (other := Organisation.objects.filter(ukprn=ukprn).exclude(pk=organisation.pk).first()) is not None:
        raise UkprnRefused(f"{ukprn} is the UKPRN of {other}.")
    Organisation.objects.filter(pk=organisation.pk).update(ukprn=ukprn)
    note("UKPRN said", organisation_id=organisation.pk, by=by, ukprn=ukprn)


def founder_of(organisation: Organisation, scope: Scope) -> Scope:
    """Whoever acts, as somebody of a new organisation that has nobody yet; a part of actions that have asked."""
    held = ROLES["provider"].permissions
    return replace(scope, grants={permission: frozenset({organisation.pk}) for permission in held})


def add_provider(*, name: str, **facts: str) -> Organisation:
    """A new organisation of providers, at an address nobody has; a part of actions that have asked."""
    stem = slugify(name)[:100] or "provider"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug = next(each for each in (stem, *(f"{stem}-{number}" for number in range(2, 10_000))) if each not in taken)
    return add_place(kind=Kind.PROVIDER, name=name[:250], slug=slug, **facts)


def faults_of_asking(asked: ListingAsked) -> dict[str, str]:
    """What is wrong with a request, in words, by the name of the fact."""
    found = faults_of(asked.facts)
    if not asked.name.strip():
        found["name"] = "Give the name of your organisation."
    return found


def _still_open(request: ListingRequest, at: Organisation | None) -> ListingRequest:
    """The request as it stands, if it was sent to this hub or to none; no school or provider answers for a hub."""
    standing = ListingRequest.objects.select_for_update().get(pk=request.pk)
    if standing.hub_id not in (None, at.pk if at else None) or (at and at.kind != Kind.HUB):
        raise NotPermitted(Permission.EMPLOYERS_WRITE)
    if standing.state != ListingRequest.State.NEW:
        raise ListingAnswered("Somebody has answered this already.")
    return standing


def _answer(standing: ListingRequest, state: str, reply: str, by: Scope) -> None:
    standing.state, standing.reply = state, reply.strip()[:500]
    standing.answered_at, standing.answered_by_id = timezone.now(), by.user_id
    standing.save()
