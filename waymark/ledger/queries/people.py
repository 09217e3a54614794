"""Everything kept about one learner, for whoever has a right to ask: the person, or a parent."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from waymark.access.models import AuditEvent
from waymark.intake.models import Delivery, PriorState
from waymark.ledger.models import Encounter, Enrolment, Erasure, Expected, GroupMember, Learner, LegalHold

Row = dict[str, Any]

_ELSEWHERE: list[Callable[[Learner], dict[str, list[Row]]]] = []


def register_tables_about(read: Callable[[Learner], dict[str, list[Row]]]) -> None:
    """Say that a room above the ledger keeps something about learners, and how it is read: tables by name."""
    _ELSEWHERE.append(read)


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """All tables about one person, each a list of rows by column name; values are days, moments, text and numbers."""

    public_id: str
    tables: dict[str, list[Row]]


def record_of_person(learner: Learner) -> PersonRecord:
    """Every fact, enrolment, mark with its corrections, list and group of a learner, the files that brought or changed
    them, and the lines of the trail about them. Nothing about anybody else but the names of staff who acted."""
    encounters = _encounters(learner)
    return PersonRecord(
        learner.public_id,
        {
            "facts": [_facts(learner)],
            "enrolments": _enrolments(learner),
            "encounters": encounters,
            "lists": _lists(learner),
            "groups": [
                {"group": member.group.name, "closed_on": member.group.closed_on}
                for member in GroupMember.objects.filter(learner=learner).select_related("group").order_by("pk")
            ],
            "files": _files(learner),
            "changes_by_files": _changes(learner),
            "holds": _holds(learner),
            "erasure": [
                {"at": one.at, "why": one.get_why_display()} for one in Erasure.objects.filter(learner=learner)
            ],
            **{name: rows for read in _ELSEWHERE for name, rows in read(learner).items()},
            "trail": _trail(learner),
        },
    )


def _facts(learner: Learner) -> Row:
    names = [field.name for field in Learner._meta.concrete_fields if field.name not in ("id", "delivery")]
    facts = {name: getattr(learner, name) for name in names}
    return facts | {"organisation": learner.organisation.name, "from_file": _name_of(learner.delivery)}


def _enrolments(learner: Learner) -> list[Row]:
    return [
        {
            "academic_year": stay.academic_year,
            "year_group": stay.year_group,
            "form": stay.form,
            "from_on": stay.from_on,
            "to_on": stay.to_on,
            "from_file": _name_of(stay.delivery),
            "source_row": stay.source_row,
        }
        for stay in Enrolment.objects.filter(learner=learner).select_related("delivery").order_by("from_on", "pk")
    ]


def _encounters(learner: Learner) -> list[Row]:
    marks = Encounter.objects.filter(learner=learner).select_related("activity", "recorded_by", "delivery")
    marks = marks.prefetch_related("activity__kinds").order_by("activity__held_on", "activity_id", "pk")
    return [
        {
            "mark": mark.pk,
            "corrects": mark.corrects_id,
            "activity": mark.activity.public_id,
            "title": mark.activity.title,
            "held_on": mark.activity.held_on,
            "kinds": ", ".join(sorted(kind.kind for kind in mark.activity.kinds.all())),
            "status": mark.status,
            "reason": mark.reason,
            "recorded_at": mark.recorded_at,
            "recorded_by": mark.recorded_by.name if mark.recorded_by else "",
            "from_file": _name_of(mark.delivery),
            "source_row": mark.source_row,
        }
        for mark in marks
    ]


def _lists(learner: Learner) -> list[Row]:
    listed = Expected.objects.filter(learner=learner).select_related("activity").order_by("activity__held_on", "pk")
    return [
        {
            "activity": one.activity.public_id,
            "title": one.activity.title,
            "held_on": one.activity.held_on,
            "state": one.activity.state,
            "chosen_by_name": one.by_name,
        }
        for one in listed
    ]


def _files(learner: Learner) -> list[Row]:
    """Each file that brought or changed anything of theirs, without what it says of others."""
    own = {learner.delivery_id, *Enrolment.objects.filter(learner=learner).values_list("delivery_id", flat=True)}
    own |= set(Encounter.objects.filter(learner=learner).values_list("delivery_id", flat=True))
    touched = Q(pk__in=own - {None}) | Q(prior_states__about=learner.public_id)
    return [
        {
            "file": file.pk,
            "filename": file.filename,
            "kind": file.kind,
            "state": file.state,
            "taken_at": file.taken_at,
            "taken_by": file.taken_by.name if file.taken_by else "",
            "speaks_for": file.speaks_for,
            "sha256": file.sha256,
        }
        for file in Delivery.objects.filter(touched, organisation=learner.organisation_id)
        .select_related("taken_by")
        .distinct()
        .order_by("pk")
    ]


def _changes(learner: Learner) -> list[Row]:
    """What each file changed: the fact, what it was and what it became."""
    states = PriorState.objects.filter(about=learner.public_id, delivery__organisation=learner.organisation_id)
    return [
        {"file": state.delivery_id, "what": state.what, "fact": fact, "was": was, "became": became}
        for state in states.order_by("pk")
        for fact, was, became in _changed(state)
    ]


def _changed(state: PriorState) -> Iterable[tuple[str, Any, Any]]:
    if state.before is None:
        return [("everything", None, "added")]
    return [(fact, was, state.after.get(fact)) for fact, was in state.before.items() if fact != "delivery_id"]


def _holds(learner: Learner) -> list[Row]:
    holds = LegalHold.objects.filter(learner=learner).order_by("pk")
    return [{"placed_at": one.placed_at, "reason": one.reason, "lifted_at": one.lifted_at} for one in holds]


def _trail(learner: Learner) -> list[Row]:
    lines = AuditEvent.objects.filter(
        organisation=learner.organisation_id, about=f"{Learner._meta.verbose_name} {learner.public_id}"
    )
    return [
        {"at": line.at, "who": line.who, "via": line.via, "what": line.verb, "because": line.because}
        for line in lines.order_by("at", "pk")
    ]


def _name_of(file: Delivery | None) -> str:
    return file.filename if file else ""
