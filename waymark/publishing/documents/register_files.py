"""Registers and the programme as tables: in numbers for everybody, by name for inside the school."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from waymark.kernel.academic_year import academic_year, first_day
from waymark.ledger.models.activities import Kind
from waymark.ledger.queries import on_roll, standing_encounters
from waymark.places.models import Organisation
from waymark.publishing.documents.registers import attended_of, kinds_in_words, meetings_of
from waymark.publishing.figures import chosen_figures
from waymark.publishing.programme import programme_of, words_for

ATTENDANCE = ("date", "activity", "kinds", "year group", "form", "family name", "given name", "attendance")
_NUMBERS = ("date", "activity", "kinds", "provider", "year group", "learners who came")
_PROGRAMME = ("date", "activity", "kinds", "provider", "year groups", "state")
_MEETINGS = (
    "date",
    "meeting",
    "provider",
    "technical or apprenticeship provider",
    "year group",
    "phase",
    "learners who came",
)
_PHASES = {
    8: "Years 8 and 9",
    9: "Years 8 and 9",
    10: "Years 10 and 11",
    11: "Years 10 and 11",
    12: "Years 12 and 13",
    13: "Years 12 and 13",
}
Rows = Sequence[Sequence[Any]]


def attendance_rows(school: Organisation, on: date) -> tuple[Sequence[str], Rows]:
    """How many of each year group came to what, up to the day; few and nearly all are put in words."""
    rows = [
        (one.held_on, one.title, kinds_in_words(one), one.provider, one.year_group, one.came.value or one.came.shown)
        for one in attended_of(school, on)
    ]
    return _NUMBERS, rows


def programme_rows(school: Organisation, on: date) -> tuple[Sequence[str], Rows]:
    """What was done by the day and is planned for the rest of the year."""
    rows = [
        (
            each.held_on,
            each.title,
            ", ".join(words_for(each.kinds)),
            each.provider_name,
            ", ".join(str(group) for group in each.year_groups),
            "done" if each.is_done and each.held_on <= on else "planned",
        )
        for each in programme_of(school, academic_year(on))
    ]
    return _PROGRAMME, rows


def meeting_rows(school: Organisation, on: date) -> tuple[Sequence[str], Rows]:
    """The year's meetings with providers up to the day, and how many of each year group came."""
    rows = [
        (
            one.held_on,
            one.title,
            one.provider,
            "yes" if one.is_eligible else "no",
            one.year_group,
            _PHASES.get(one.year_group, ""),
            one.came.shown,
        )
        for one in meetings_of(school, on)
    ]
    return _MEETINGS, rows


def entitlement_rows(school: Organisation, on: date) -> tuple[Sequence[str], Rows]:
    """How many have the meetings of their phase, as the careers page may tell it."""
    rows = []
    for chosen in chosen_figures(school, ["pal.first", "pal.second", "pal.third"], on=on):
        shown = chosen.shown
        hidden = bool(shown.hidden_because)
        rows.append(
            (shown.title, "not shown" if hidden else shown.met, "not shown" if hidden else shown.of, chosen.why)
        )
    return ("entitlement", "learners who have it", "out of", "note"), rows


def named_rows(school: Organisation, on: date) -> Rows:
    """A line for each mark of the year up to the day, by name: for the copy that stays inside the school."""
    year = academic_year(on)
    places = {
        learner: (group, form)
        for learner, group, form in on_roll(school, on).order_by().values_list("learner_id", "year_group", "form")
    }
    marks = (
        standing_encounters()
        .filter(activity__organisation=school, activity__held_on__range=(first_day(year), on))
        .prefetch_related("activity__kinds")
        .order_by(
            "activity__held_on", "activity__title", "activity_id", "learner__family_name", "learner__given_name", "pk"
        )
    )
    rows = []
    for mark in marks:
        group, form = places.get(mark.learner_id, ("", ""))
        kinds = ", ".join(sorted(Kind(each.kind).label for each in mark.activity.kinds.all()))
        learner = mark.learner
        rows.append(
            (
                mark.activity.held_on,
                mark.activity.title,
                kinds,
                group,
                form,
                learner.family_name,
                learner.preferred_name or learner.given_name,
                mark.get_status_display(),
            )
        )
    return rows
