"""Taking an exchange folder in: each school's part is a delivery of that school; all of them come in, or none."""

from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.actions import settle, take_delivery
from waymark.intake.measuring import measure_tables
from waymark.intake.models import Delivery
from waymark.intake.outcome import FolderOutcome, Outcome
from waymark.intake.reading import Effect, FileRefused, Problem, Reading
from waymark.intake.reading import Row as ReadRow
from waymark.kernel.telling import Tell, untold
from waymark.ledger.actions.exchange import merge_part
from waymark.ledger.queries import fields_on
from waymark.ledger.queries.exchange import known_of
from waymark.ledger.rules.exchange import KIND, ExchangePlan, Part
from waymark.ledger.rules.exchange_merging import planned
from waymark.ledger.sources.exchange.reading import ReadFolder, content_of, read_exchange
from waymark.ledger.sources.exchange.report import faults_of, left_out_of, places_of
from waymark.places.models import Organisation
from waymark.places.queries import institutions_by_id

_TOLD_AGAIN = 1000  # problems kept with a delivery


def receive_exchange(*, folder: Path, only: str = "", dry_run: bool = False, tell: Tell = untold, by: Scope) -> Outcome:
    """Take in what a folder says of schools and colleges that are on this site's register.

    With `only`, of that one alone. Schools the register lacks are left out, each with its problem; where none is on it,
    or a fault is found, nothing is taken in. The same part twice is one delivery and changes nothing.
    """
    try:
        read = read_exchange(folder, tell)
        parts, schools, problems = _here(read, only)
    except FileRefused as refusal:
        return FolderOutcome(KIND, "", Reading(problems=refusal.problems), listed=faults_of(refusal.problems))
    strangers = [parts[name] for name in sorted(parts.keys() - schools.keys())]
    left_out = {place for part in strangers for place in places_of(part)}
    plans = []
    with transaction.atomic():
        transaction.on_commit(measure_tables, robust=True)
        for name, school in schools.items():
            by.require(Permission.LEARNER_WRITE, school.pk)
            plan = planned(parts[name], known_of(school)) if dry_run else _taken(parts[name], school, folder, tell, by)
            plans.append(plan)
            problems += plan.problems
            left_out |= plan.left_out
    reading = Reading(
        header=("table", "row"),
        problems=tuple(sorted(problems, key=lambda problem: (problem.row, problem.column))),
        left_out=tuple(ReadRow(row, row, (table, str(row))) for table, row in sorted(left_out)),
        records=sum(part.records for part in parts.values()),
    )
    return FolderOutcome(
        KIND,
        read.sha256,
        reading,
        added=sum(plan.added for plan in plans),
        changed=sum(plan.changed for plan in plans),
        unchanged=sum(plan.unchanged for plan in plans),
        listed=left_out_of(parts.values(), left_out, problems),
    )


def _here(read: ReadFolder, only: str) -> tuple[Mapping[str, Part], dict[str, Organisation], list[Problem]]:
    """The parts asked for, which of their institutions are on the register, and a problem for each that is not."""
    parts = {name: part for name, part in read.parts.items() if not only or name == only}
    known = institutions_by_id(parts)
    if only and not parts:
        expected, words = f"a record of {only}", "Name one that the folder holds, or none to take in all of them."
        raise FileRefused(Problem("INSTITUTION_ABSENT", Effect.FILE, 0, "institutions", "", expected, words))
    effect = Effect.REFUSED if known else Effect.FILE
    expected, words = "a school or college on the register", "Import the register of schools first, or correct the id."
    problems = [
        Problem(
            "INSTITUTION_UNKNOWN", effect, part.institution["row"], "institutions.institution_id", name, expected, words
        )
        for name, part in parts.items()
        if name not in known
    ]
    if not known:
        raise FileRefused(*problems)
    return parts, {name: known[name] for name in parts if name in known}, problems


def _taken(part: Part, school: Organisation, folder: Path, tell: Tell, by: Scope) -> ExchangePlan:
    """Merge a part, unless these very records have been merged before."""
    delivery = take_delivery(
        content=content_of(part),
        filename=f"{folder.name}.zip",
        kind=KIND,
        organisation=school,
        needs=Permission.LEARNER_WRITE,
        read_as=" ".join(sorted(fields_on(school))),
        by=by,
    )
    if delivery.state == Delivery.State.MERGED:
        return ExchangePlan(unchanged=part.records)
    plan = merge_part(delivery=delivery, part=part, tell=tell, by=by)
    settle(
        delivery=delivery,
        state=Delivery.State.MERGED,
        records=part.records,
        problems=plan.problems[:_TOLD_AGAIN],
        outcome=plan.outcome,
        needs=Permission.LEARNER_WRITE,
        by=by,
    )
    return plan
