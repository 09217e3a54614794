"""Receiving a learner file: preview first, then merge, and undo."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake import receiving
from waymark.intake.models import Delivery
from waymark.intake.reading import Reading
from waymark.intake.reading.columns import plain
from waymark.intake.reading.filetypes import is_xml, refuse_type
from waymark.intake.reading.report import ERRORS
from waymark.intake.receiving import Source
from waymark.kernel.telling import Tell, untold
from waymark.ledger.actions.audiences import renew_lists
from waymark.ledger.actions.roll import merge_roll
from waymark.ledger.actions.roll_journal import take_back_roll
from waymark.ledger.queries import fields_on
from waymark.ledger.queries.roll import known_learners
from waymark.ledger.rules.roll import RollPlan, Speaks
from waymark.ledger.rules.roll_matching import person_in
from waymark.ledger.rules.roll_merging import UNANSWERED, Answers, Mention, merging
from waymark.ledger.sources.learners.reading import learner_rows, read_learners
from waymark.places.models import Organisation

ROLL, TRANSFER = "learners", "ctf"


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


def speaks_of(reading: Reading, kind: str) -> Speaks:
    """Of whom a file speaks; one with our own column of errors is a report sent back mended."""
    if kind == TRANSFER:
        return Speaks.OF_MOVERS
    mended = any(plain(heading) == plain(ERRORS) for heading in reading.header)
    return Speaks.OF_MENDED if mended else Speaks.OF_ALL


def kind_of(content: bytes) -> str:
    """Whether a file is a school's roll or a transfer file about some of its learners."""
    return TRANSFER if is_xml(content) else ROLL


@dataclass(frozen=True, slots=True)
class ReadRoll:
    """A learner file as read, and the sensitive fields that the school had switched on."""

    reading: Reading
    fields_on: frozenset[str]


class Learners(Source[ReadRoll, Preview]):
    """Files of learners: of the whole roll, or transfer files about some."""

    needs = Permission.LEARNER_WRITE
    comes_again = False

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def read(self, content: bytes, school: Organisation, on: date, tell: Tell) -> ReadRoll:
        kept = frozenset(fields_on(school))
        if self.kind == TRANSFER and not is_xml(content):
            refused = refuse_type(
                "a file that is not XML", "a common transfer file", "Send a spreadsheet as a file of learners."
            )
            return ReadRoll(Reading(problems=refused.problems), kept)
        return ReadRoll(read_learners(content, on=on, fields_on=kept, tell=tell), kept)

    def reading_of(self, read: ReadRoll) -> Reading:
        return read.reading

    def still_holds(self, read: ReadRoll, school: Organisation) -> bool:
        return read.fields_on == frozenset(fields_on(school))

    def compared(self, read: ReadRoll, school: Organisation, on: date) -> Preview:
        reading, plan = read.reading, RollPlan()
        if not reading.is_refused:
            plan = merging(
                learner_rows(reading),
                known_learners(school),
                on=on,
                mentioned=_mentioned(reading),
                speaks=speaks_of(reading, self.kind),
            )
        return Preview(reading, plan)

    def only_new(self, preview: Preview) -> Preview:
        said = tuple(row.number for row in preview.reading.rows)
        return replace(preview, plan=RollPlan(unchanged=said, absent=preview.plan.absent))

    def merge(self, delivery: Delivery, read: ReadRoll, answers: Any, on: date, tell: Tell, by: Scope) -> Preview:
        plan = merge_roll(
            delivery=delivery,
            rows=learner_rows(read.reading),
            mentioned=_mentioned(read.reading),
            answers=answers or UNANSWERED,
            speaks=speaks_of(read.reading, self.kind),
            tell=tell,
            by=by,
        )
        renew_lists(Organisation.objects.get(pk=delivery.whose), delivery.day)
        return Preview(read.reading, plan)

    def take_back(self, delivery: Delivery, tell: Tell, by: Scope) -> Delivery:
        return take_back_roll(delivery=delivery, tell=tell, by=by)

    def read_as(self, school: Organisation) -> str:
        return ",".join(sorted(fields_on(school)))

    def day(self, delivery: Delivery, on: date) -> date:
        return delivery.day


LEARNERS = {kind: Learners(kind) for kind in (ROLL, TRANSFER)}


def previewed(*, content: bytes, school: Organisation, on: date, kind: str = ROLL, tell: Tell = untold) -> Preview:
    """Read a learner file and compare it with the roll, keeping nothing."""
    return receiving.previewed(LEARNERS[kind], content=content, school=school, on=on, tell=tell)


def receive_learners(
    *, content: bytes, filename: str, school: Organisation, on: date, kind: str = ROLL, tell: Tell = untold, by: Scope
) -> tuple[Delivery, Preview]:
    """Take a learner file in and preview it; a file merged before stays merged and changes nothing.

    The day it speaks for is that of its first coming. A file refused whole is kept as refused.
    """
    source = LEARNERS[kind]
    return receiving.receive(source, content=content, filename=filename, school=school, on=on, tell=tell, by=by)


def merge_learners(*, delivery: Delivery, answers: Answers = UNANSWERED, tell: Tell = untold, by: Scope) -> Preview:
    """Merge a previewed learner file, doing as the school answered about learners it does not mention."""
    source = LEARNERS[delivery.kind]
    return receiving.merge(source, delivery=delivery, answers=answers, on=delivery.day, tell=tell, by=by)


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
