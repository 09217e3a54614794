"""`waymark listings`: who asks to be in the directory, for whoever runs the site."""

import typer

from waymark.cli.database import open_site
from waymark.cli.refusal import Refusal

listings = typer.Typer(no_args_is_help=True, help="Who asks to be listed in the directory.")


@listings.command("list")
def list_waiting() -> None:
    """Say who waits for an answer.

    Example: waymark listings list
    """
    open_site()
    from waymark.providers.models import ListingRequest  # after open_site

    for row in ListingRequest.objects.filter(state=ListingRequest.State.NEW).select_related("hub").order_by("sent_at"):
        print(f"{row.public_id}\t{row.sent_at:%Y-%m-%d}\t{row.name}\t{row.hub.name if row.hub else '-'}")


@listings.command()
def approve(
    name: str = typer.Argument(..., help="The request's id, as `listings list` prints it."),
    site: str = typer.Option("http://127.0.0.1:8000", help="The address of the site, for the link in the invitation."),
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
    print(f"{request.name} is in the directory, and was invited.")


@listings.command()
def decline(
    name: str = typer.Argument(..., help="The request's id, as `listings list` prints it."),
    reply: str = typer.Option("", help="Why."),
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
    print("Declined.")


@listings.command()
def ukprn(
    provider: str = typer.Argument(..., help="The provider, by the word of its address: /providers/WORD/."),
    number: str = typer.Argument(..., help="Its UKPRN."),
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
    print(f"{found} is {number} on the national register. It may keep its courses now.")


def _waiting(name: str):
    from waymark.providers.models import ListingRequest  # after open_site

    found = ListingRequest.objects.filter(public_id=name, state=ListingRequest.State.NEW).select_related("hub").first()
    if found is None:
        raise Refusal(f"Nobody with the id {name} waits to be listed.")
    return found


def register(app: typer.Typer) -> None:
    app.add_typer(listings, name="listings")
