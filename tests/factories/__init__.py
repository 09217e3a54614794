"""Dull makers of rows for tests. Every person is invented.

Rows of a tenant are made inside `everything("test")`, which the `db_scope` fixture opens.
"""

from datetime import date

from waymark.access.models import Membership, User
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.ledger.models import Activity, ActivityKind, Encounter, Enrolment, Expected, Learner
from waymark.places.actions import add_place
from waymark.places.models import Kind, Organisation, Setting
from waymark.providers.models import Offer, Provider

_GIVEN = ("Amara", "Ben", "Chidi", "Devi", "Ewan", "Freya", "Grace", "Hamza", "Isla", "Jonah", "Kezia", "Leon")
_FAMILY = ("Ashdown", "Birchall", "Calloway", "Dunmore", "Eastgate", "Farrow", "Greaves", "Hollins", "Ingram", "Jessop")


def make_school(
    name: str = "Fernhill School", *, urn: str = "900001", setting: str = Setting.SCHOOL, **facts
) -> Organisation:
    facts.setdefault("slug", name.lower().replace(" ", "-"))
    kind = Kind.COLLEGE if setting == Setting.COLLEGE else Kind.SCHOOL
    return add_place(kind=kind, name=name, urn=urn, setting=setting, **facts)


def make_area(name: str = "Westmarch Careers Hub", *, kind: str = Kind.HUB, **facts) -> Organisation:
    facts.setdefault("slug", name.lower().replace(" ", "-"))
    return add_place(kind=kind, name=name, **facts)


def make_provider(
    name: str = "Brightwater Training", *, verified_on: date | None = date(2026, 11, 1), **facts
) -> Provider:
    """A provider's entry, listed and verified, with the organisation it belongs to."""
    place = add_place(kind=Kind.PROVIDER, name=name, slug=name.lower().replace(" ", "-"))
    facts.setdefault("provider_kind", "itp")
    return Provider.objects.create(organisation=place, verified_on=verified_on, **facts)


MEANINGFUL = {"purpose_shared": True, "outcomes_set": True, "met_staff_and_learners": True, "reflection": True}


def make_offer(provider: Provider, title: str = "Apprentice for a morning", **facts) -> Offer:
    """An offer that counts as an encounter with the provider's kind, unless said otherwise."""
    said = {"kind": "provider", "provider_kind": provider.provider_kind, **MEANINGFUL, **facts}
    return Offer.objects.create(provider=provider, title=title, **said)


def make_user(name: str = "Robin Marsh", *roles: tuple[str, Organisation], password: str | None = None) -> User:
    user = User.objects.create_user(f"{name.lower().replace(' ', '.')}@example.org", name=name, password=password)
    for role, organisation in roles:
        Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


def scope_with(organisation: Organisation, *permissions: Permission, user: User | None = None) -> Scope:
    """A scope that holds these permissions (all of them when none is named) at one organisation."""
    held = permissions or tuple(Permission)
    grants = {permission: frozenset({organisation.pk}) for permission in held}
    return Scope(who="Test", user_id=user.pk if user else None, grants=grants)


def make_learner(
    school: Organisation, number: int = 0, *, year_group: int | None = 9, year: int = 2026, **facts
) -> Learner:
    """A learner, on roll from 1 September of `year` in `year_group` (None: not on roll)."""
    form = facts.pop("form", "")
    facts.setdefault("given_name", _GIVEN[number % len(_GIVEN)])
    facts.setdefault("family_name", _FAMILY[(number // len(_GIVEN) + number) % len(_FAMILY)])
    learner = Learner.objects.create(organisation=school, **facts)
    if year_group is not None:
        enrol(learner, year_group=year_group, year=year, form=form)
    return learner


def enrol(
    learner: Learner,
    *,
    year_group: int,
    year: int,
    from_on: date | None = None,
    to_on: date | None = None,
    form: str = "",
) -> Enrolment:
    return Enrolment.objects.create(
        organisation_id=learner.organisation_id,
        learner=learner,
        academic_year=year,
        year_group=year_group,
        form=form,
        from_on=from_on or date(year, 9, 1),
        to_on=to_on,
    )


def make_activity(
    school: Organisation, *kinds: str, held_on: date = date(2026, 10, 7), title: str = "Careers morning", **facts
) -> Activity:
    activity = Activity.objects.create(organisation=school, title=title, held_on=held_on, **facts)
    ActivityKind.objects.bulk_create([ActivityKind(activity=activity, kind=kind) for kind in kinds or ("employer",)])
    return activity


def expect(activity: Activity, *learners: Learner) -> None:
    Expected.objects.bulk_create([Expected(activity=activity, learner=learner) for learner in learners])


def attend(activity: Activity, *learners: Learner, status: str = "attended") -> list[Encounter]:
    """Record these learners at the activity, and say the activity is done."""
    Activity.objects.filter(pk=activity.pk).update(state=Activity.State.DONE)
    return Encounter.objects.bulk_create(
        [Encounter(activity=activity, learner=learner, status=status) for learner in learners]
    )
