"""Keeping employers and their people."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.kernel.sectors import sic_section
from waymark.places.models import Organisation
from waymark.places.queries.positions import position_of
from waymark.providers.actions.withdrawing import erase_address, withdraw_address
from waymark.providers.models import Contact, Employer, EmployerChange

FACTS = (
    "name", "reference", "company_number", "address", "postcode", "size", "sic_codes", "sector", "is_public_body",
    "website", "reach_miles", "is_nationwide", "is_stem", "is_self_employed", "is_cornerstone",
    "has_stem_ambassadors", "has_enterprise_adviser", "has_alumni", "offers", "offers_said", "when_said",
    "comes_to_schools", "welcomes_visits", "works_online", "is_active", "notes",
)  # fmt: skip


class EmployerRefused(ValueError):
    """What is said of an employer or contact cannot be kept; the message says why."""


@transaction.atomic
def add_employer(*, keeper: Organisation, facts: dict[str, Any], cap: int | None = 2, by: Scope) -> Employer:
    """Keep an employer. `facts` are of `FACTS`; place and sector are worked out from postcode and classes."""
    by.require(Permission.EMPLOYERS_WRITE, keeper.pk)
    employer = Employer(organisation=keeper, cap_per_month=cap)
    write_facts(employer, facts)
    _refuse_second(employer)
    employer.save()
    EmployerChange.objects.create(employer=employer, verb="added", after=facts, by_id=by.user_id)
    note("employer added", on=employer, by=by)
    return employer


@transaction.atomic
def change_employer(*, employer: Employer, facts: dict[str, Any], by: Scope) -> Employer:
    """Change what is kept of an employer; its history says what was before. Its cap is changed by `set_cap`."""
    by.require(Permission.EMPLOYERS_WRITE, employer.organisation_id)
    held = Employer.objects.select_for_update(of=("self",)).get(pk=employer.pk)
    before = write_facts(held, facts)
    if before:
        _refuse_second(held)
        held.changed_at = timezone.now()
        held.save()
        after = {name: facts[name] for name in before if name in facts}
        EmployerChange.objects.create(employer=held, verb="changed", before=before, after=after, by_id=by.user_id)
        note("employer changed", on=held, by=by, changed=sorted(before))
    return held


def write_facts(employer: Employer, facts: dict[str, Any]) -> dict[str, Any]:
    """Write facts onto an employer, unsaved, with what follows from them; what each changed one was before."""
    said = {name: facts[name] for name in FACTS if name in facts}
    if said.get("sic_codes") and not said.get("sector"):
        said["sector"] = sic_section(said["sic_codes"][0])
    before = {name: getattr(employer, name) for name, value in said.items() if getattr(employer, name) != value}
    for name in before:
        setattr(employer, name, said[name])
    if "postcode" in before or (employer.postcode and employer.latitude is None):
        at = position_of(employer.postcode) if employer.postcode else None
        employer.latitude, employer.longitude = (at.latitude, at.longitude) if at else (None, None)
        employer.precision = at.precision.value if at else ""
    return before


def _refuse_second(employer: Employer) -> None:
    others = Employer.objects.filter(organisation=employer.organisation_id).exclude(pk=employer.pk)
    if employer.reference and others.filter(reference=employer.reference).exists():
        raise EmployerRefused("Another employer has this reference.")


@transaction.atomic
def keep_contact(*, employer: Employer, facts: dict[str, Any], contact: Contact | None = None, by: Scope) -> Contact:
    """Keep somebody who may be written to, or what changed about them. The first is the main contact.

    An invitation to their former address opens the employer's account no more: that address may be a stranger's.
    """
    by.require(Permission.EMPLOYERS_WRITE, employer.organisation_id)
    people = Contact.objects.filter(employer=employer, erased_at=None)
    held = contact or Contact(employer=employer, is_main=not people.exists())
    if held.erased_at:
        raise EmployerRefused("They have been erased.")
    former = held.email
    if facts.get("is_main"):
        people.exclude(pk=held.pk).update(is_main=False)
    for name, value in facts.items():
        setattr(held, name, value)
    if facts.get("is_main") is False and not people.exclude(pk=held.pk).filter(is_main=True).exists():
        held.is_main = True  # there is always one to write to
    held.email = held.email.strip().lower()
    held.save()
    if held.email != former:
        withdraw_address(employer=employer, email=former, by=by)
    note("contact kept", on=held, organisation_id=employer.organisation_id, by=by)
    return held


@transaction.atomic
def erase_contact(*, contact: Contact, by: Scope) -> Contact:
    """Erase who somebody is, as they may ask at any time; that there was a contact, and what was asked, stays."""
    by.require(Permission.EMPLOYERS_WRITE, contact.employer.organisation_id)
    erase_address(employer=contact.employer, email=contact.email, by=by)
    contact.name = contact.role = contact.email = contact.telephone = ""
    contact.is_main, contact.erased_at = False, timezone.now()
    contact.save()
    following = Contact.objects.filter(employer=contact.employer_id, erased_at=None).order_by("pk").first()
    if following and not Contact.objects.filter(employer=contact.employer_id, is_main=True).exists():
        following.is_main = True
        following.save(update_fields=["is_main"])
    note("contact erased", on=contact, organisation_id=contact.employer.organisation_id, by=by)
    return contact
