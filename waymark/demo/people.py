"""The demonstration's staff: invited and joined like anybody, with a second step already set up.

Their password and authenticator key are printed, because nothing in the demonstration is anybody's.
"""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from waymark.access.actions.invitations import invite, take_up
from waymark.access.demonstration import AUTHENTICATOR_KEY, PASSWORD, SignIn
from waymark.access.models import User
from waymark.access.roles import ROLES
from waymark.access.scope import Scope
from waymark.demo.names import STAFF
from waymark.demo.places import COUNCIL, HUB, SCHOOLS, TRUST
from waymark.places.models import Organisation

_FULL = "aldermouth-academy"  # the school where every role has somebody


def _wanted() -> Iterator[tuple[str, str, str]]:
    """Name, role and where, everybody of the demonstration."""
    for name, school in zip(STAFF, SCHOOLS, strict=True):
        yield name, "careers_leader", school.slug
    seconds = ("Alis Thornbury", "Gwen Larkholme", "Marcus Oatway", "Priti Ravensworth", "Owen Saltmarsh")
    for number, school in enumerate(SCHOOLS):
        first, last = seconds[number % 5].split()
        yield f"{first} {last}{'' if number < 5 else f'-{school.town.split()[0]}'}", "senior_leader", school.slug
    yield "Sanjay Whitlock", "careers_administrator", _FULL
    yield "Beth Quarrington", "teacher", _FULL
    yield "Leo Marchbanks", "adviser", _FULL
    yield "Hilda Coldstream", "governor", _FULL
    yield "Kit Northwood", "hub_lead", HUB[1]
    yield "Anwen Tolliver", "hub_lead", HUB[1]
    yield "Rafi Pemberley", "coordinator", HUB[1]
    yield "Dora Eastlake", "council", COUNCIL[1]
    yield "Miles Kettering", "council", COUNCIL[1]
    yield "Yvonne Harlow-Reed", "trust", TRUST[1]
    yield "Stefan Brightwell", "trust", TRUST[1]


def settle_people(places: dict[str, Organisation], *, by: Scope) -> list[SignIn]:
    """Invite everybody, take the invitations up, and set up the second step of each."""
    made = []
    for name, role, slug in _wanted():
        place = places[slug]
        email = f"{name.lower().replace(' ', '.').replace(chr(39), '')}@{slug}.example"
        _, token = invite(
            organisation=place, email=email, name=name, role=role, address_of="http://127.0.0.1/join/{token}/", by=by
        )
        _with_second_step(take_up(token=token, password=PASSWORD))
        made.append(SignIn(email, name, ROLES[role].label, place.name))
    return made


def take_up_all(place: Organisation, wanted: list[tuple[str, str]], *, domain: str, by: Scope) -> list[SignIn]:
    """Invite these people, name and role, to one place, and take the invitations up."""
    made = []
    for name, role in wanted:
        email = f"{name.lower().replace(' ', '.')}@{domain}"
        _, token = invite(
            organisation=place, email=email, name=name, role=role, address_of="http://127.0.0.1/join/{token}/", by=by
        )
        _with_second_step(take_up(token=token, password=PASSWORD))
        made.append(SignIn(email, name, ROLES[role].label, place.name))
    return made


def _with_second_step(user: User) -> None:
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, AUTHENTICATOR_KEY)
