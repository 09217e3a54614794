"""Receiving a learner file: preview first, then merge, and undo."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.actions import content_of_delivery, settle, take_delivery
from waymark.intake.models import Delivery
from waymark.intake.reading import Reading
from waymark.intake.reading.columns import plain
from waymark.intake.reading.filetypes import is_xml, refuse_type
from waymark.intake.reading.report import ERRORS
from waymark.ledger.actions.audiences import renew_lists
from waymark.ledger.actions.roll import merge_roll
from waymark.ledger.queries import fields_on
from waymark.ledger.queries.roll import known_learners
from waymark.ledger.rules.roll import RollPlan, Speaks
from waymark.ledger.rules.roll_matching import person_in
from waymark.ledger.rules.roll_merging import UNANSWERED, Answers, Mention, merging
from waymark.ledger.sources.learners.reading import learner_rows, read_learners
from waymark.places.models import Organisation

ROLL, TRANSFER = "learners", "ctf"


class NotMergeable(ValueError):
    """The delivery cannot be merged: refused whole, or already merged or undone."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a learner file says and what merging it would do. Nothing has been changed."""

    reading: Reading
    plan: RollPlan

    @property
    def outcome(self) -> dict[str, int]:
        """The counts people are shown."""
        plan, reading = self.plan, self.reading
        return {
            "added": len(plan.additions),
            "changed": len(plan.changes),
            "unchanged": len(plan.unchanged),
            "left": plan.left,
            "absent": len(plan.absent),
            "refused": len(reading.left_out),
        }


def previewed(*, content: bytes, school: Organisation, on: date, kind: str = ROLL) -> Preview:
    """Read a learner file and compare it with the roll, keeping nothing."""
    reading = _read(content, school, on, kind)
    plan = RollPlan()
    if not reading.is_refused:
        plan = merging(
            learner_rows(reading),
            known_learners(school),
            on=on,
            mentioned=_mentioned(reading),
            speaks=speaks_of(reading, kind),
        )
    return Preview(reading, plan)


def speaks_of(reading: Reading, kind: str) -> Speaks:
    """Of whom a file speaks; one with our own column of errors is a report sent back mended."""
    if kind == TRANSFER:
        return Speaks.OF_MOVERS
    mended = any(plain(heading) == plain(ERRORS) for heading in reading.header)
    return Speaks.OF_MENDED if mended else Speaks.OF_ALL


def kind_of(content: bytes) -> str:
    """Whether a file is a school's roll or a transfer file about some of its learners."""
    return TRANSFER if is_xml(content) else ROLL


def _read(content: bytes, school: Organisation, on: date, kind: str) -> Reading:
    if kind == TRANSFER and not is_xml(content):
        return Reading(problems=refuse_type("a file that is not XML", "a common transfer file").problems)
    return read_learners(content, on=on, fields_on=fields_on(school))


@transaction.atomic
def receive_learners(
    *, content: bytes, filename: str, school: Organisation, on: date, kind: str = ROLL, by: Scope
) -> tuple[Delivery, Preview]:
    """Take a learner file in and preview it; a file merged before stays merged and changes nothing.

    The day it speaks for is that of its first coming. A file refused whole is kept as refused.
    """
    by.require(Permission.LEARNER_WRITE, school.pk)
    read_as = ",".join(sorted(fields_on(school)))
    delivery = take_delivery(
        content=content,
        filename=filename,
        kind=kind,
        organisation=school,
        needs=Permission.LEARNER_WRITE,
        speaks_for=on,
        read_as=read_as,
        by=by,
    )
    if delivery.state == Delivery.State.PREVIEWED and delivery.speaks_for != on:
        delivery.speaks_for = on
        delivery.save(update_fields=["speaks_for"])
    preview = previewed(content=content, school=school, on=delivery.day, kind=kind)
    if delivery.state == Delivery.State.PREVIEWED:
        state = Delivery.State.REFUSED if preview.reading.is_refused else Delivery.State.PREVIEWED
        _settle(delivery, preview, state, by)
    return delivery, preview


@transaction.atomic
def merge_learners(*, delivery: Delivery, answers: Answers = UNANSWERED, by: Scope) -> Preview:
    """Merge a previewed learner file, doing as the school answered about learners it does not mention."""
    by.require(Permission.LEARNER_WRITE, delivery.whose)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state != Delivery.State.PREVIEWED:
        raise NotMergeable("This file has already been dealt with.")
    school = Organisation.objects.get(pk=delivery.whose)
    reading = _read(content_of_delivery(delivery), school, delivery.day, delivery.kind)
    if reading.is_refused:
        raise NotMergeable("This file was refused whole.")
    plan = merge_roll(
        delivery=delivery,
        rows=learner_rows(reading),
        mentioned=_mentioned(reading),
        answers=answers,
        speaks=speaks_of(reading, delivery.kind),
        by=by,
    )
    renew_lists(school, delivery.day)
    preview = Preview(reading, plan)
    _settle(delivery, preview, Delivery.State.MERGED, by)
    return preview


def _settle(delivery: Delivery, preview: Preview, state: str, by: Scope) -> None:
    settle(
        delivery=delivery,
        state=state,
        records=preview.reading.records,
        problems=preview.reading.problems,
        outcome=preview.outcome,
        needs=Permission.LEARNER_WRITE,
        by=by,
    )


def _mentioned(reading: Reading) -> frozenset[Mention]:
    """Whom the refused lines are about, as far as they can be read."""
    found: set[Mention] = set()
    for row in reading.left_out:
        if row.values.get("upn"):
            found.add(row.values["upn"])
        given, family, born = (row.values.get(name) for name in ("given_name", "family_name", "born_on"))
        if given and family and born:
            found.add(person_in(given, family, born))
    return frozenset(found)
