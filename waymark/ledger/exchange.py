"""The ledger as the rows of the exchange format (EVALUATION.md §1): what is evaluated, and what is exported."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F

from waymark.ledger.models import (
    STANDING,
    Activity,
    ActivityKind,
    Encounter,
    Enrolment,
    Expected,
    Learner,
    SchoolSettings,
)
from waymark.ledger.models.activities import TICKS, Kind
from waymark.places.models import Kind as PlaceKind
from waymark.places.models import Organisation, Setting
from waymark.places.queries import belongings_on

Row = dict[str, Any]

_CARRIED_OVER = ("held_on", "provider_kind", "sector", "self_employed", "stem", "subject", "minutes", "mode", *TICKS)
_WHOLES = {PlaceKind.HUB: "hub_id", PlaceKind.TRUST: "trust_id"}


def exchange_rows(schools: Sequence[Organisation], *, on: date, learner: Learner | None = None) -> dict[str, list[Row]]:
    """The five tables of these schools, by name, with typed values; a blank `to` is None.

    An activity of several kinds is a row for each, called `<public_id>.<kind>`. Cancelled activities are left out. A
    learner on the list of a planned activity is `planned`. `on` decides only which hub and trust a school belonged to.
    With `learner`, the rows are those about that one alone, and the activities those with a row about them. Makes the
    same number of queries however many rows there are, and reads what the active scope may.
    """
    names = {school.pk: school.institution_id for school in schools}
    only = {} if learner is None else {"learner": learner}
    taken_part = _participations(list(names), only)
    activities, called = _activities(list(names), names, None if learner is None else {a for a, _, _ in taken_part})
    return {
        "institutions": _institution_rows(schools, on),
        "learners": _learners(list(names), names, learner),
        "enrolments": _enrolments(list(names), names, only),
        "activities": activities,
        "participations": [
            {"activity_id": name, "learner_id": public_id, "status": status}
            for activity, public_id, status in taken_part
            for name in called.get(activity, ())
        ],
    }


def rows_of_activities(school: Organisation, keys: Sequence[int]) -> list[tuple[int, Row]]:
    """The rows of these activities of a school, each with its activity's key; cancelled ones are left out."""
    rows, called = _activities([school.pk], {school.pk: school.institution_id}, set(keys))
    by_name = {row["activity_id"]: row for row in rows}
    return [(key, by_name[name]) for key, names in called.items() for name in names]


def setting_of(school: Organisation) -> str:
    """The setting by which a school or college is judged; what the register leaves blank is told by its kind."""
    return school.setting or (Setting.COLLEGE if school.kind == PlaceKind.COLLEGE else Setting.SCHOOL)


def _institution_rows(schools: Sequence[Organisation], on: date) -> list[Row]:
    """The rows of the institutions alone, as they were on a day."""
    said = {each.organisation_id: each for each in SchoolSettings.objects.filter(organisation__in=schools)}
    wholes: dict[int, Row] = {school.pk: {"hub_id": "", "trust_id": ""} for school in schools}
    for belonging in belongings_on(on).filter(member__in=schools, whole__kind__in=_WHOLES).select_related("whole"):
        whole = belonging.whole
        wholes[belonging.member_id][_WHOLES[PlaceKind(whole.kind)]] = whole.register_code or whole.slug
    return [
        {
            "institution_id": school.institution_id,
            "name": school.name,
            "setting": setting_of(school),
            "la_code": school.la_code,
            **wholes[school.pk],
            "subjects": ";".join(said[school.pk].subjects) if school.pk in said else "",
            "day_minutes": said[school.pk].day_minutes if school.pk in said else 300,
        }
        for school in schools
    ]


def _learners(of_these: list[int], names: dict[int, str], learner: Learner | None) -> list[Row]:
    facts = ("sex", "sen", "pupil_premium", "looked_after", "eal", "considering_he")
    rows = Learner.objects.filter(organisation__in=of_these).order_by("pk")
    if learner is not None:
        rows = rows.filter(pk=learner.pk)
    return [
        {"learner_id": public_id, "institution_id": names[school], **dict(zip(facts, values, strict=True))}
        for public_id, school, *values in rows.values_list("public_id", "organisation_id", *facts)
    ]


def _enrolments(of_these: list[int], names: dict[int, str], only: Row) -> list[Row]:
    rows = Enrolment.objects.filter(organisation__in=of_these, **only).order_by("learner_id", "from_on")
    columns = ("learner__public_id", "organisation_id", "academic_year", "year_group", "from_on", "to_on")
    return [
        {
            "learner_id": learner,
            "institution_id": names[school],
            "academic_year": year,
            "year_group": year_group,
            "from": from_on,
            "to": to_on,
        }
        for learner, school, year, year_group, from_on, to_on in rows.values_list(*columns)
    ]


def _activities(
    of_these: list[int], names: dict[int, str], only: set[int] | None
) -> tuple[list[Row], dict[int, list[str]]]:
    """The rows, and what each activity is called in them."""
    kinds: dict[int, list[str]] = {}
    of_kind = ActivityKind.objects.filter(activity__organisation__in=of_these).order_by("activity_id", "kind")
    standing = Activity.objects.filter(organisation__in=of_these).exclude(state=Activity.State.CANCELLED)
    if only is not None:
        of_kind, standing = of_kind.filter(activity__in=only), standing.filter(pk__in=only)
    for activity, kind in of_kind.values_list("activity_id", "kind"):
        kinds.setdefault(activity, []).append(kind)
    rows: list[Row] = []
    called: dict[int, list[str]] = {}
    for facts in standing.order_by("pk").values("pk", "public_id", "organisation_id", "adviser_level", *_CARRIED_OVER):
        own = kinds.get(facts["pk"], [Kind.OTHER.value])
        called[facts["pk"]] = [activity_row_id(facts["public_id"], kind, alone=len(own) == 1) for kind in own]
        rows += [_activity_row(facts, kind, name, names) for kind, name in zip(own, called[facts["pk"]], strict=True)]
    return rows, called


def activity_row_id(public_id: str, kind: str, *, alone: bool) -> str:
    """The name of an activity's row of one kind; `alone` when it is of no other."""
    return public_id if alone else f"{public_id}.{kind}"


def _activity_row(facts: Row, kind: str, name: str, names: dict[int, str]) -> Row:
    """One row; a provider of a kind nobody gave is `other`, an adviser of a level nobody gave is at 0."""
    row = {column: facts[column] for column in _CARRIED_OVER}
    row["adviser_level"] = facts["adviser_level"]
    if kind == Kind.PROVIDER:
        row["provider_kind"] = row["provider_kind"] or "other"
    if kind == Kind.GUIDANCE:
        row["adviser_level"] = row["adviser_level"] or 0
    return {
        "activity_id": name,
        "institution_id": names[facts["organisation_id"]],
        "kind": kind,
        "provider_id": "",
        **row,
    }


def _participations(of_these: list[int], only: Row) -> list[tuple[int, str, str]]:
    """The activity's key, the learner's public id and the status of each row."""
    recorded = Encounter.objects.filter(STANDING, activity__organisation__in=of_these, **only)
    listed = (
        Expected.objects.filter(activity__organisation__in=of_these, activity__state=Activity.State.PLANNED, **only)
        .exclude(activity__encounters__learner=F("learner"))
        .order_by("activity_id", "learner_id")
    )
    named = recorded.order_by("activity_id", "learner_id").values_list("activity_id", "learner__public_id", "status")
    waiting = listed.values_list("activity_id", "learner__public_id")
    return [*named, *((activity, public_id, "planned") for activity, public_id in waiting)]
