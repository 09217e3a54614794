"""`waymark places`: schools and colleges, found from one box."""

from typing import TYPE_CHECKING, Any

import typer

from waymark.cli.database import open_site
from waymark.cli.refusal import Refusal
from waymark.cli.saying import JSON, say

if TYPE_CHECKING:
    from waymark.places.models import Organisation
    from waymark.places.queries import Lineage

places = typer.Typer(no_args_is_help=True, help="Schools and colleges on the register.")


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(places, name="places")


@places.callback()
def _places() -> None:
    """Schools and colleges on the register."""


@places.command()
def search(
    text: str = typer.Argument(..., help="A name or part of one, a URN, a UKPRN, or a postcode or its first part."),
    limit: int = typer.Option(20, min=1, help="How many to show."),
    as_json: bool = JSON,
) -> None:
    """Find schools and colleges, the open before the closed.

    Example: waymark places search "gospel oak" --json
    """
    if not text.strip():
        raise Refusal("Say what to look for: a name, a URN, a UKPRN or a postcode.")
    open_site()
    from waymark.places.queries import Lineage, lineage_of, places_found  # after open_site

    found = places_found(text, limit=limit)
    lineages = lineage_of(found.places)
    results = [place_document(place, lineages.get(place.urn, Lineage())) for place in found.places]
    first = f", the first {len(results)}:" if found.total > len(results) else ":"
    words = [f"{found.total:,} found{first}", *(_in_words(each) for each in results)]
    say({"total": found.total, "results": results}, words, as_json=as_json)


def _in_words(result: dict[str, Any]) -> str:
    where = ", ".join(part for part in (result["town"], result["postcode"]) if part)
    number = result["urn"] or result["ukprn"] or "-"
    return f"{number:>9}  {result['name']} ({where or 'no address'}): {result['status'] or 'status not known'}"


def place_document(place: "Organisation", lineage: "Lineage") -> dict[str, Any]:
    """One result as CLI.md shapes it: what is unknown is null, the status in the register's words."""
    from waymark.places.models import Status  # after open_site

    status = Status(place.status)
    return {
        "urn": place.urn or None,
        "ukprn": place.ukprn or None,
        "name": place.name,
        "status": None if status is Status.UNKNOWN else str(status.label),
        "opened": place.opened_on.isoformat() if place.opened_on else None,
        "closed": place.closed_on.isoformat() if place.closed_on else None,
        "phases": place.phases.split(";") if place.phases else [],
        "town": place.town or None,
        "postcode": place.postcode or None,
        "la_code": place.la_code or None,
        "la_name": place.la_name or None,
        "website": place.website or None,
        "successors": list(lineage.successors),
        "predecessors": list(lineage.predecessors),
    }
