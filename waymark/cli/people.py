"""`waymark user`: the first administrator, invitations, locked accounts."""

import typer

from waymark.cli.database import open_site
from waymark.cli.refusal import Refusal

users = typer.Typer(no_args_is_help=True, help="People and their access.")


@users.command()
def invite(
    email: str,
    name: str = typer.Option(..., help="The person's name."),
    role: str = typer.Option("careers_leader", help="Their role there."),
    institution: str = typer.Option(
        ..., help="URN or UKPRN; for a hub, trust or council the last part of its address."
    ),
    site: str = typer.Option("http://127.0.0.1:8000", help="The address of the site, for the link."),
) -> None:
    """Invite somebody, the first administrator of a school included; prints the link.

    Example: waymark user invite robin@example.org --name "Robin Marsh" --institution 990101
    """
    open_site()
    from waymark.access.actions.invitations import InvitationRefused  # after open_site
    from waymark.access.actions.invitations import invite as send
    from waymark.access.scope import acting, everything

    with acting(everything("command line")) as scope:
        try:
            _, token = send(
                organisation=organisation_named(institution),
                email=email,
                name=name,
                role=role,
                address_of=f"{site}/join/{{token}}/",
                by=scope,
            )
        except InvitationRefused as refusal:
            raise Refusal(str(refusal)) from refusal
    print(f"{site}/join/{token}/")


@users.command("list")
def list_people(institution: str = typer.Option(..., help="URN, UKPRN or the last part of its address.")) -> None:
    """Say who has a role at an organisation.

    Example: waymark user list --institution 990101
    """
    open_site()
    from waymark.access.queries import people_at  # after open_site

    for membership in people_at(organisation_named(institution)):
        print(f"{membership.user.email}\t{membership.user.name}\t{membership.held.label}")


@users.command()
def unlock(email: str) -> None:
    """Let somebody who mistyped their password too often try again at once.

    Example: waymark user unlock robin@example.org
    """
    open_site()
    from axes.utils import reset  # after open_site

    from waymark.access.models import User

    if not User.objects.filter(email=email.lower()).exists():
        raise Refusal(f"Nobody signs in as {email}.")
    reset(username=email.lower())
    print("Unlocked.")


def organisation_named(name: str):
    """The organisation with this URN, UKPRN or address; refuses an unknown one."""
    from django.db.models import Q  # after open_site

    from waymark.places.models import Organisation

    found = Organisation.objects.filter(Q(urn=name) | Q(ukprn=name) | Q(slug=name)).order_by("status").first()
    if not name or found is None:
        raise Refusal(f"There is no school, college or area with the URN, UKPRN or address {name!r}.")
    return found


def register(app: typer.Typer) -> None:
    app.add_typer(users, name="user")
