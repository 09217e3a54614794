"""One activity as the year plan sees it: what it closes, what is left open, what it needs and what is in its way."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import academic_year
from waymark.ledger.models import Activity
from waymark.places.models import Organisation
from waymark.planner.models import Move
from waymark.planner.queries.closing import Closed, Part
from waymark.web.formats import NOTHING, day, weekday
from waymark.web.pages import page
from waymark.web.school.activities.words import benchmarks_short, kinds_in_words
from waymark.web.school.year_plan.finding import entry_here, plan_address
from waymark.web.school.year_plan.making import YearPlanMaker
from waymark.web.school.year_plan.words import Speaking, clash_status, for_whom, hours, stands


@dataclass(frozen=True)
class ClosingRow:
    """One entitlement in one year group: what this closes of it, and what all that is planned leaves open."""

    title: str
    year: str
    closes: str
    left: str


@dataclass(frozen=True)
class EntryPage:
    """All that the page of one entry shows."""

    title: str
    caption: str
    status: str
    status_said: str
    came: str
    facts: list[dict[str, Any]]
    closes: str
    rows: tuple[ClosingRow, ...]
    is_counted: bool
    is_planned: bool
    clash: tuple[str, str] | None
    clashes: tuple[str, ...]
    moves: tuple[str, ...]
    move_href: str | None
    needs_href: str | None
    activity_href: str | None
    back_href: str


@page("school/year_plan/entry.html", needs=Permission.FIGURES_VIEW)
def year_plan_entry(request: HttpRequest, school: Organisation, public_id: str) -> EntryPage:
    activity, entry, _ = entry_here(school, public_id)
    making = YearPlanMaker(request, school, academic_year(entry.held_on))
    speaking = making.speaking
    clashes = making.clashes.get(entry.key, ())
    status, said = stands(entry, making.on)
    closed, here = making.closed_by(entry), {"slug": school.slug, "public_id": public_id}
    return EntryPage(
        title=speaking.title(entry),
        caption=weekday(entry.held_on),
        status=status,
        status_said=said,
        came=speaking.came(entry),
        facts=_facts(making, entry),
        closes=speaking.closes(closed),
        rows=_rows(speaking, closed, making.closing.left) if closed and making.closing else (),
        is_counted=closed is not None,
        is_planned=entry.is_planned,
        clash=clash_status(clashes),
        clashes=speaking.clashes(clashes),
        moves=_moves(activity, speaking),
        move_href=reverse("move_entry", kwargs=here) if making.may_move(entry) else None,
        needs_href=reverse("entry_needs", kwargs=here) if making.may_move(entry) else None,
        activity_href=reverse("activity", kwargs=here) if making.may(Permission.REGISTER_TAKE) else None,
        back_href=plan_address(school, entry.held_on),
    )


def _facts(making: YearPlanMaker, entry: Any) -> list[dict[str, Any]]:
    speaking = making.speaking
    rows: list[dict[str, Any]] = [
        {"label": "Hours", "value": hours(entry.starts, entry.ends)},
        {"label": "For", "value": for_whom(entry)},
        {"label": "On its list", "value": speaking.learners(entry.listed)},
        {"label": "What it is", "value": kinds_in_words(entry.kinds) or NOTHING},
        {"label": "Benchmarks", "value": benchmarks_short(entry.benchmarks) or NOTHING},
        {"label": "Cost", "value": speaking.cost(entry)},
    ]
    if speaking.open_words:
        rows += [
            {"label": "Paid from", "value": making.line_names.get(entry.line) or None},
            {"label": "Given by", "value": entry.provider or None},
            {"label": "Rooms", "value": ", ".join(entry.rooms) or _so_many(entry.most_rooms, "room")},
            {"label": "Staff", "value": ", ".join(entry.staff) or _so_many(entry.most_staff, "person", "people")},
        ]
    if entry.periods:
        rows.append({"label": "Lesson periods missed", "value": str(entry.periods)})
    if entry.is_moved:
        rows.append({"label": "First planned for", "value": day(entry.first_on)})
    return rows


def _so_many(count: int, one: str, many: str = "") -> str | None:
    return f"{count} {one if count == 1 else many or one + 's'}, not named yet" if count else None


def _rows(speaking: Speaking, closed: Closed, left: tuple[Part, ...]) -> tuple[ClosingRow, ...]:
    open_after = {(part.name, part.year_group): part.units for part in left}
    return tuple(
        ClosingRow(
            part.title,
            f"Year {part.year_group}",
            speaking.gaps(part.units),
            speaking.gaps(open_after.get((part.name, part.year_group), 0)),
        )
        for part in closed.parts
    )


def _moves(activity: Activity, speaking: Speaking) -> tuple[str, ...]:
    found = Move.objects.filter(activity=activity).select_related("moved_by")
    return tuple(
        f"From {day(move.from_on)} to {day(move.to_on)}"
        + (f", by {move.moved_by.name} on {day(move.moved_at)}" if move.moved_by and speaking.open_words else "")
        for move in found
    )
