"""`waymark courses`: the course search from the command line."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from waymark.cli.database import open_site
from waymark.cli.refusal import Refusal
from waymark.cli.saying import JSON, say

if TYPE_CHECKING:
    from waymark.opportunities.search.asking import Search

courses = typer.Typer(no_args_is_help=True, help="Courses: when, where, and at what level.")
_MANY = "May be said more than once."


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(courses, name="courses")


@courses.callback()
def _courses() -> None:
    """Courses: when, where, and at what level."""


@courses.command()
def search(
    text: str = typer.Option("", help="Words; 'a b' for both, \"a b\" for the two side by side. None: everything."),
    postcode: str = typer.Option("", help="From which postcode distance is measured."),
    latitude: float | None = typer.Option(None, help="The same by latitude and longitude, before any postcode."),
    longitude: float | None = typer.Option(None, help="See --latitude."),
    distance: float | None = typer.Option(None, help="Within how many miles; none: any."),
    level: list[str] = typer.Option([], help=f"E, 1 to 8, H or X. {_MANY}"),
    study_mode: list[str] = typer.Option([], help=f"Full time, Part time or Flexible. {_MANY}"),
    attendance: list[str] = typer.Option([], help=f"Daytime, Evening, Weekend or Day/Block Release. {_MANY}"),
    delivery: list[str] = typer.Option([], help=f"Classroom based, Online, Work based, Blended learning. {_MANY}"),
    course_type: list[str] = typer.Option([], help=f"Essential Skills, T Levels, HTQs and so on. {_MANY}"),
    provider: list[str] = typer.Option([], help=f"A provider's name, words of it, or its UKPRN. {_MANY}"),
    sector: list[str] = typer.Option([], help=f"A sector of the course file. {_MANY}"),
    education_level: list[str] = typer.Option([], help=f"The level of courses without a qualification. {_MANY}"),
    region: list[str] = typer.Option([], help=f"A region of England. {_MANY}"),
    campaign: str = typer.Option("", help="Only the courses of a campaign, by its code."),
    starts_from: str = typer.Option("", help="The first day on which it may start, as 2027-09-01."),
    starts_to: str = typer.Option("", help="The last day on which it may start."),
    flexible: str = typer.Option(
        "", help="keep or hide: runs without a day. Usually kept, but hidden where days are asked for."
    ),
    hide_past: bool = typer.Option(False, "--hide-past", help="Leave out what started over 60 days ago."),
    only_with_hours: bool = typer.Option(
        False,
        "--only-with-hours",
        help="With a study mode or an attendance pattern: leave out online and work based courses, which have none.",
    ),
    sort: str = typer.Option("relevance", help="relevance, start-asc, start-desc, distance or soonest."),
    limit: int = typer.Option(20, help="How many to show, 50 at most."),
    start: int = typer.Option(0, help="How many to pass over."),
    as_json: bool = JSON,
) -> None:
    """Find courses: near a place, online, and nationwide.

    Example: waymark courses search --text plumbing --postcode "GU1 3UW" --distance 10 --level 2 --json
    """
    narrowed = {
        "level": level,
        "study_mode": study_mode,
        "attendance": attendance,
        "delivery": delivery,
        "course_type": course_type,
        "provider": provider,
        "sector": sector,
        "education_level": education_level,
        "region": region,
    }
    rest: dict[str, Any] = {"distance": distance, "hide_past": hide_past, "only_with_hours": only_with_hours}
    rest |= {"limit": limit, "start": start, "text": text}
    open_site()
    place = (postcode, latitude, longitude)
    days = (starts_from, starts_to)
    only = (narrowed, campaign)
    _answered(place=place, only=only, days=days, flexible=flexible, sort=sort, rest=rest, as_json=as_json)


def _answered(
    *, place: tuple, only: tuple[dict, str], days: tuple[str, str], flexible: str, sort: str, rest: dict, as_json: bool
) -> None:
    from waymark.opportunities.search.asked import day_asked, narrowed_to, place_asked, sort_asked  # after open_site
    from waymark.opportunities.search.asking import Search, SearchRefused, SearchUnavailable
    from waymark.opportunities.search.searching import search_courses
    from waymark.opportunities.search.telling import document_of

    try:
        asked = Search(
            place=place_asked(*place),
            narrowed=narrowed_to(only[0], campaign=only[1]),
            starts_from=day_asked(days[0], "--starts-from"),
            starts_to=day_asked(days[1], "--starts-to"),
            keep_flexible=_kept(flexible),
            sort=sort_asked(sort),
            **rest,
        )
        document = document_of(asked, search_courses(asked))
    except SearchRefused as refused:
        raise Refusal(str(refused.document["detail"]), document=refused.document) from refused
    except SearchUnavailable as trouble:
        raise Refusal("The courses cannot be searched now: the index cannot be read. Look in the log.") from trouble
    say(document, _in_words(asked, document), as_json=as_json)


def write_index(on: date) -> Iterator[str]:
    """Write the index of courses anew where much has changed, so that no search has to wait for it."""
    from waymark.opportunities.search.index import refresh  # after open_site

    if runs := refresh():
        yield f"The course search knows {runs:,} courses."


def _kept(flexible: str) -> bool | None:
    from waymark.opportunities.search.asking import SearchRefused  # after open_site

    kept = {"": None, "keep": True, "hide": False}
    if flexible.lower() not in kept:
        raise SearchRefused("InvalidFilter", "--flexible is keep or hide.")
    return kept[flexible.lower()]


def _in_words(search: "Search", document: dict[str, Any]) -> Iterator[str]:
    groups = document["groups"]
    near = "near enough" if search.place else "at a place"
    yield (
        f"{document['total']:,} found: {groups['in_range']:,} {near}, {groups['online']:,} online, "
        f"{groups['nationwide']:,} nationwide."
    )
    for each in document["results"]:
        away = f", {each['distance']:.1f} miles" if each["distance"] is not None else ""
        where = each["town"] or each["delivery_mode"]
        when = each["start_date"] or "flexible start"
        yield f"{each['course_name']} ({each['provider']}, {where}{away}): {when}"
