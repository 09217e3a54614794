"""`waymark post`: sending what waits, and hearing of what came back; the night sends and erases too."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import typer

from waymark.cli.database import open_site
from waymark.cli.refusal import Refusal
from waymark.cli.saying import JSON, say

_WHOSE = {"organisations": "Organisations", "people": "People’s own", "nobody": "To people without an account"}
post = typer.Typer(no_args_is_help=True, help="Letters that leave, and what came back.")


@post.command()
def send(as_json: bool = JSON) -> None:
    """Send every letter that waits, as the background worker does.

    Example: waymark post send
    """
    open_site()
    from django.utils import timezone  # after open_site

    from waymark.access.scope import acting, everything
    from waymark.post.actions import deliver_due

    with acting(everything("command line")) as by:
        sent = deliver_due(at=timezone.now(), by=by)
    say({"sent": sent}, f"{sent:,} letters left.", as_json=as_json)


@post.command()
def count(as_json: bool = JSON) -> None:
    """Say how many letters wait, left or came back: organisations’, people’s own, and to those without an account.

    Never whose, nor to whom. Example: waymark post count
    """
    open_site()
    from waymark.access.scope import acting, everything
    from waymark.post.models import Letter
    from waymark.post.queries import counts_by_state

    with acting(everything("command line")):
        found = counts_by_state()
    said = {
        whose: [f"{counts[state]:,} {label.lower()}" for state, label in Letter.State.choices if counts[state]]
        for whose, counts in found.items()
    }
    words = (f"{_WHOSE[whose]}: {', '.join(each) or 'none'}." for whose, each in said.items())
    say(found, words, as_json=as_json)


@post.command()
def bounced(
    address: str = typer.Argument("", help="The address that letters came back from."),
    why: str = typer.Option("Reported by whoever runs the site.", help="What the mail server said."),
    mailbox: Path = typer.Option(None, help="A mailbox file, or one message, of delivery reports."),
    as_json: bool = JSON,
) -> None:
    """Say that letters came back: from one address, or all that a mailbox of delivery reports tells of.

    Example: waymark post bounced --mailbox /var/mail/waymark
    """
    if bool(address) == bool(mailbox):
        raise Refusal("Name one address, or a mailbox of delivery reports with --mailbox.")
    if mailbox and not mailbox.is_file():
        raise Refusal(f"There is no file {mailbox}.")
    open_site()
    from django.utils import timezone  # after open_site

    from waymark.access.scope import acting, everything
    from waymark.post.actions import Report, note_bounce, reports_in

    reports = reports_in(mailbox) if mailbox else [Report(address, why)]
    with acting(everything("command line")) as by:
        returned = sum(note_bounce(report=each, at=timezone.now(), by=by) for each in reports)
    say({"returned": returned}, f"{returned:,} letters came back.", as_json=as_json)


def send_due(on: date) -> Iterator[str]:
    """The night's part: what waited too long is sent, and what letters said a year ago is erased."""
    from django.utils import timezone  # after open_site

    from waymark.access.scope import acting, everything
    from waymark.post.actions import deliver_due, forget_letters

    with acting(everything("by itself", via="night")) as by:
        sent = deliver_due(at=timezone.now(), by=by)
        forgotten = forget_letters(at=timezone.make_aware(datetime.combine(on, time())), by=by)
    if sent:
        yield f"{sent:,} letters sent that had waited."
    if forgotten:
        yield f"What {forgotten:,} letters of more than a year ago said was erased."


def register(app: typer.Typer) -> None:
    app.add_typer(post, name="post")
