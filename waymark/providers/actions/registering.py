"""The national register of employers: brought in whole, and taken up by a hub one by one."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.places.actions.loaded import AT_ONCE, Loaded
from waymark.places.models import Organisation
from waymark.places.queries.positions import positions_of
from waymark.providers.models import Employer, EmployerChange, RegisteredEmployer

_THE_SITE = 0
_PUBLIC = ("name", "company_number", "address", "postcode", "size", "sic_codes", "sector", "is_public_body")
_PLACE = ("latitude", "longitude", "precision")
_BLANK: dict[str, Any] = {"sic_codes": [], "is_public_body": False}


@transaction.atomic
def load_register(*, rows: Iterable[tuple[str, dict[str, Any]]], by: Scope) -> Loaded:
    """Bring in the register: for each its number there, and what is said of it. One the file lacks stays: each year's
    register leaves out who did not report.
    """
    by.require(Permission.SETTINGS_WRITE, _THE_SITE)
    said = {number: {name: facts.get(name, _BLANK.get(name, "")) for name in _PUBLIC} for number, facts in rows}
    places = positions_of({facts["postcode"] for facts in said.values() if facts["postcode"]})
    known = {row.register_id: row for row in RegisteredEmployer.objects.all()}
    added, changed = [], []
    for number, facts in said.items():
        at = places.get(facts["postcode"])
        facts |= {
            "latitude": at.latitude if at else None,
            "longitude": at.longitude if at else None,
            "precision": at.precision.value if at else "",
            "search_text": facts["name"].casefold(),
        }
        row = known.get(number)
        if row is None:
            added.append(RegisteredEmployer(register_id=number, **facts))
        elif any(getattr(row, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(row, name, value)
            changed.append(row)
    RegisteredEmployer.objects.bulk_create(added, batch_size=AT_ONCE)
    RegisteredEmployer.objects.bulk_update(changed, [*_PUBLIC, *_PLACE, "search_text"], batch_size=200)
    loaded = Loaded(len(added), len(changed), len(said) - len(added) - len(changed))
    note("register of employers taken in", by=by, added=loaded.added, changed=loaded.changed)
    return loaded


@transaction.atomic
def take_up(*, registered: RegisteredEmployer, keeper: Organisation, by: Scope) -> Employer:
    """Put an employer of the register onto one's own list; already there, it is the one that is."""
    by.require(Permission.EMPLOYERS_WRITE, keeper.pk)
    standing = Employer.objects.filter(organisation=keeper, registered=registered).first()
    if standing is not None:
        return standing
    facts = {name: getattr(registered, name) for name in (*_PUBLIC, *_PLACE)}
    employer = Employer.objects.create(organisation=keeper, registered=registered, **facts)
    EmployerChange.objects.create(employer=employer, verb="taken up from the register", by_id=by.user_id)
    note("employer taken up", on=employer, by=by)
    return employer
