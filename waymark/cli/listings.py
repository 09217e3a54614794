"""`waymark listings`: who asks to be in the directory, for whoever runs the site."""

import typer

from waymark.cli.database import open_site
from waymark.cli.refusal import Refusal
from waymark.cli.saying import JSON, say

listings = typer.Typer(no_args_is_help=True, help="Who asks to be listed in the directory.")


@listings.command("list")
def list_waiting(as_json: bool = JSON) -> None:
    """Say who waits for an answer.

    Example: waymark listings list
    """
    open_site()
    from waymark.providers.models import ListingRequest  # after open_site

    asked = ListingRequest.objects.filter(state=ListingRequest.State.NEW).select_related("hub").order_by("sent_at")
    waiting = [
        {"id": row.public_id, "sent_on": f"{row.sent_at:%Y-%m-%d}", "name": row.name, "hub": row.hub and row.hub.name}
        for row in asked
    ]
    words = ["\t".join(part or "-" for part in row.values()) for row in waiting]
    say({"waiting": waiting}, words or "Nobody waits to be listed.", as_json=as_json)


@listings.command()
def approve(
    name: str = typer.Argument(..., help="The request's id, as `listings list` prints it."),
    site: str = typer.Option("http://127.0.0.1:8000", help="The address of the site, for the link in the invitation."),
    as_json: bool = JSON,
) -> None:
    """List whoever asked, and invite them to keep their entry.

    Example: waymark listings approve 7k2mxw9dfgh3
    """
    open_site()
    from django.utils import timezone  # after open_site

    from waymark.access.scope import acting, everything
    from waymark.providers.actions.listing import approve_listing

    with acting(everything("command line")) as by:
        request = _waiting(name)
        approve_listing(
            request=request,
            at=request.hub,
            on=timezone.localdate(),
            address_of=f"{site}/join/{{token}}/",
            by=by,
        )
    said = f"{request.name} is in the directory, and was invited."
    say({"id": name, "name": request.name, "answer": "approved"}, said, as_json=as_json)


@listings.command()
def decline(
    name: str = typer.Argument(..., help="The request's id, as `listings list` prints it."),
    reply: str = typer.Option("", help="Why."),
    as_json: bool = JSON,
) -> None:
    """Say no to a request.

    Example: waymark listings decline 7k2mxw9dfgh3 --reply "We could not find you at that address."
    """
    open_site()
    from waymark.access.scope import acting, everything  # after open_site
    from waymark.providers.actions.listing import decline_listing

    with acting(everything("command line")) as by:
        request = _waiting(name)
        decline_listing(request=request, at=request.hub, reply=reply, by=by)
    say({"id": name, "name": request.name, "answer": "declined"}, "Declined.", as_json=as_json)


@listings.command()
def ukprn(
    provider: str = typer.Argument(..., help="The provider, by the word of its address: /providers/WORD/."),
    number: str = typer.Argument(..., help="Its UKPRN."),
    as_json: bool = JSON,
) -> None:
    """Say by which number the national register knows a provider: then it may keep its courses.

    Example: waymark listings ukprn brightwater-training 10099999
    """
    open_site()
    from waymark.access.scope import acting, everything  # after open_site
    from waymark.places.models import Kind, Organisation
    from waymark.providers.actions.listing import UkprnRefused, say_ukprn

    found = Organisation.objects.filter(slug=provider, kind=Kind.PROVIDER).first()
    if found is None:
        raise Refusal(f"There is no provider at /providers/{provider}/.")
    with acting(everything("command line")) as by:
        try:
            say_ukprn(organisation=found, ukprn=number, by=by)
        except UkprnRefused as refused:
            raise Refusal(str(refused)) from refused
    said = f"{found} is {number} on the national register. It may keep its courses now."
    say({"provider": provider, "name": found.name, "ukprn": number}, said, as_json=as_json)


def _waiting(name: str):
    from waymark.providers.models import ListingRequest  # after open_site

    found = ListingRequest.objects.filter(public_id=name, state=ListingRequest.State.NEW).select_related("hub").first()
    if found is None:
        raise Refusal(f"Nobody with the id {name} waits to be listed.")
    return found


def register(app: typer.Typer) -> None:
    app.add_typer(listings, name="listings")
