"""What happened beside what was planned, and what is still left open."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import in_words
from waymark.ledger.models import Activity
from waymark.places.models import Organisation
from waymark.planner.queries.closing import Part
from waymark.planner.queries.school_year import Entry
from waymark.web.formats import NOTHING, short_day
from waymark.web.pages import page
from waymark.web.school.planning.words import benchmarks_of, titled
from waymark.web.school.year_plan.finding import plan_address, year_asked
from waymark.web.school.year_plan.making import YearPlanMaker
from waymark.web.school.year_plan.words import for_whom, stands


@dataclass(frozen=True)
class LeftOpen:
    """One benchmark's entitlements with what is open today and what the plan leaves open."""

    code: str
    title: str
    rows: list[list[Any]]
    by_year: list[list[Any]]


@dataclass(frozen=True)
class HappenedPage:
    """All that the page of what happened shows."""

    year: str
    counts: list[dict[str, Any]]
    columns: list[dict[str, Any]]
    rows: list[list[Any]]
    left: tuple[LeftOpen, ...]
    left_columns: list[dict[str, Any]]
    is_counted: bool
    back_href: str


@page("school/year_plan/happened.html", needs=Permission.FIGURES_VIEW)
def plan_happened(request: HttpRequest, school: Organisation) -> HappenedPage:
    year = year_asked(request, school)
    making = YearPlanMaker(request, school, year)
    past = [e for e in making.everything if e.held_on <= making.on or not e.is_planned or e.is_moved]
    return HappenedPage(
        year=in_words(year),
        counts=_counts(making),
        columns=[
            {"label": "Activity"},
            *({"label": label, "labelled": True} for label in ("Planned for", "Held on", "For", "Came")),
            {"label": "State"},
        ],
        rows=[_row(making, entry) for entry in past],
        left=_left(making),
        left_columns=[
            {"label": "Entitlement"},
            {"label": "Open today", "labelled": True},
            {"label": "Closed if all happens", "labelled": True},
            {"label": "Left open", "labelled": True},
        ],
        is_counted=making.closing is not None,
        back_href=plan_address(school, year),
    )


def _counts(making: YearPlanMaker) -> list[dict[str, Any]]:
    of_all = making.everything
    waiting = sum(e.is_planned and e.held_on < making.on for e in of_all)
    return [
        {"label": "Done", "value": str(sum(e.state == Activity.State.DONE for e in of_all))},
        {"label": "Cancelled", "value": str(sum(e.state == Activity.State.CANCELLED for e in of_all))},
        {"label": "Moved to another day", "value": str(sum(e.is_moved for e in of_all))},
        {"label": "Past, register not taken", "value": str(waiting)},
        {"label": "Still to come", "value": str(sum(e.is_planned and e.held_on >= making.on for e in of_all))},
    ]


def _row(making: YearPlanMaker, entry: Entry) -> list[Any]:
    status, said = stands(entry, making.on)
    href = reverse("year_plan_entry", kwargs={"slug": making.school.slug, "public_id": entry.public_id})
    held = short_day(entry.held_on) if entry.state == Activity.State.DONE or entry.is_moved else NOTHING
    return [
        {"text": making.speaking.title(entry), "href": href},
        short_day(entry.first_on),
        {"text": held, "note": "Moved"} if entry.is_moved else held,
        for_whom(entry),
        making.speaking.came(entry).removesuffix(" came") or NOTHING,
        {"status": status, "label": said},
    ]


def _left(making: YearPlanMaker) -> tuple[LeftOpen, ...]:
    """Each benchmark's entitlements for all year groups together, and the same year group by year group."""
    if making.closing is None:
        return ()
    known = benchmarks_of(making.year)
    after = {(part.name, part.year_group): part.units for part in making.closing.left}
    found: dict[str, dict[str, list[Part]]] = {}
    for part in making.closing.before:
        found.setdefault(part.benchmark, {}).setdefault(part.name, []).append(part)
    return tuple(
        LeftOpen(
            code=code,
            title=titled(code, known),
            rows=[_open(making, parts[0].title, parts, after) for parts in found[code].values()],
            by_year=[
                _open(making, {"text": part.title, "note": f"Year {part.year_group}"}, [part], after)
                for parts in found[code].values()
                for part in parts
            ],
        )
        for code in known
        if code in found
    )


def _open(making: YearPlanMaker, title: Any, parts: list[Part], after: dict[tuple[str, int], int]) -> list[Any]:
    speaking = making.speaking
    units = sum(part.units for part in parts)
    left = sum(after.get((part.name, part.year_group), 0) for part in parts)
    return [
        title,
        f"{speaking.gaps(units)} of {speaking.learners(sum(part.learners for part in parts))}",
        speaking.gaps(units - left),
        speaking.gaps(left),
    ]
