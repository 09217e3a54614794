"""`waymark user`: the first administrator, invitations, locked accounts."""

from collections.abc import Iterator
from datetime import date

import typer

from waymark.cli.database import open_site
from waymark.cli.refusal import Refusal
from waymark.cli.saying import JSON, say

users = typer.Typer(no_args_is_help=True, help="People and their access.")


@users.command()
def invite(
    email: str,
    name: str = typer.Option(..., help="The person's name."),
    role: str = typer.Option("careers_leader", help="Their role there, by the name in docs/reference/roles.md."),
    institution: str = typer.Option(
        ..., help="URN or UKPRN; for a hub, trust or council the last part of its address."
    ),
    site: str = typer.Option("", help="The address of the site, for the link; none: WAYMARK_ADDRESS."),
    as_json: bool = JSON,
) -> None:
    """Invite somebody, the first administrator of a school included; prints the link.

    Example: waymark user invite robin@example.org --name "Robin Marsh" --institution 990101
    """
    open_site()
    from django.conf import settings  # after open_site

    from waymark.access.actions.invitations import InvitationRefused
    from waymark.access.actions.invitations import invite as send
    from waymark.access.scope import acting, everything

    site = (site or settings.WAYMARK_ADDRESS).rstrip("/")
    with acting(everything("command line")) as scope:
        try:
            invitation, token = send(
                organisation=organisation_named(institution),
                email=email,
                name=name,
                role=role,
                address_of=f"{site}/join/{{token}}/",
                by=scope,
            )
        except InvitationRefused as refusal:
            raise Refusal(str(refusal)) from refusal
    link = f"{site}/join/{token}/"
    document = {"email": invitation.email, "name": invitation.name, "role": role, "link": link}
    say(document, link, as_json=as_json)


@users.command("list")
def list_people(
    institution: str = typer.Option(..., help="URN, UKPRN or the last part of its address."), as_json: bool = JSON
) -> None:
    """Say who has a role at an organisation.

    Example: waymark user list --institution 990101
    """
    open_site()
    from waymark.access.queries import people_at  # after open_site

    place = organisation_named(institution)
    people = [(each.user.email, each.user.name, each.held.label) for each in people_at(place)]
    document = {
        "organisation": place.name,
        "people": [dict(zip(("email", "name", "role"), each, strict=True)) for each in people],
    }
    say(document, ("\t".join(each) for each in people), as_json=as_json)


@users.command()
def unlock(email: str, as_json: bool = JSON) -> None:
    """Let somebody who mistyped their password too often try again at once.

    Example: waymark user unlock robin@example.org
    """
    open_site()
    from axes.utils import reset  # after open_site

    from waymark.access.models import User

    if not User.objects.filter(email=email.lower()).exists():
        raise Refusal(f"Nobody signs in as {email}.")
    reset(username=email.lower())
    say({"email": email.lower(), "unlocked": True}, "Unlocked.", as_json=as_json)


@users.command("forget-second-step")
def forget(email: str, as_json: bool = JSON) -> None:
    """Take away the authenticator, passkeys, recovery codes and password of somebody who lost their phone: make sure
    first who asks. They are signed out everywhere, and a letter tells them how to choose a new password.

    Example: waymark user forget-second-step robin@example.org
    """
    open_site()
    from waymark.access.models import User  # after open_site
    from waymark.access.scope import acting, everything
    from waymark.post.actions import take_second_step_away

    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        raise Refusal(f"Nobody signs in as {email}.")
    with acting(everything("command line")) as scope:
        take_second_step_away(user=user, organisation=None, by=scope)
    said = "A letter tells them how to choose a new password; then they set up another second step."
    say({"email": user.email, "second_step": None}, said, as_json=as_json)


def forget_over(on: date) -> Iterator[str]:
    """The night's part: sessions that have run out, and what limits on guessing counted. Says nothing."""
    from django.utils import timezone  # after open_site

    from waymark.access.actions.forgetting import forget_what_is_over
    from waymark.access.scope import acting, everything

    with acting(everything("by itself", via="night")) as by:
        forget_what_is_over(at=timezone.now(), by=by)
    yield from ()


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
