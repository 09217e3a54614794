"""The doors for files of employers: the national register for everybody, and a hub's own list with its preview."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake import receiving
from waymark.intake.actions import sha256_of
from waymark.intake.models import Delivery
from waymark.intake.outcome import Outcome
from waymark.intake.reading import Effect, Problem, Reading
from waymark.intake.receiving import Source
from waymark.kernel.telling import Tell, untold
from waymark.places.models import Organisation
from waymark.providers.actions.employer_files import SaidEmployer, merge_employers, take_back_employers
from waymark.providers.actions.employers import FACTS
from waymark.providers.actions.registering import load_register
from waymark.providers.models import Employer
from waymark.providers.sources.employers.reading import EmployerRow, is_register, read_employers

KIND = "employers"
_THE_SITE = 0
Read = tuple[list[EmployerRow], Reading]


def take_employer_register(*, content: bytes, dry_run: bool = False, tell: Tell = untold, by: Scope) -> Outcome:
    """Take in the national register of employers; a list of one's own is refused: it says not whose it is."""
    by.require(Permission.SETTINGS_WRITE, _THE_SITE)
    rows, reading = read_employers(content, tell)
    sha256 = sha256_of(content)
    if not reading.is_refused and not is_register(reading):
        reading = reading.with_problem(
            Problem(
                "KEEPER_MISSING", Effect.FILE, 0, "EmployerId", "a list of your own", "the national register",
                "Say whose list it is: --institution with the last part of the hub’s address.",
            )
        )  # fmt: skip
    if reading.is_refused:
        return Outcome(KIND, sha256, reading)
    reading = reading.leaving_out(
        [row for row in reading.rows if not row.values.get("register_id")],
        "REGISTER_ID_BLANK",
        "register_id",
        "the register’s own number",
    )
    kept = {row.number for row in reading.rows}
    with transaction.atomic():
        said = [(row.register_id, {"name": row.name} | row.facts) for row in rows if row.row in kept]
        loaded = load_register(rows=said, by=by)
        if dry_run:
            transaction.set_rollback(True)
    return Outcome(KIND, sha256, reading, loaded.added, loaded.changed, loaded.unchanged)


@dataclass(frozen=True)
class EmployersPreview:
    """What a list says and what merging it would do."""

    reading: Reading
    said: tuple[SaidEmployer, ...] = ()

    @property
    def outcome(self) -> dict[str, int]:
        return {
            "added": sum(one.standing is None for one in self.said),
            "changed": sum(one.standing is not None and bool(one.changed) for one in self.said),
            "unchanged": sum(one.is_unchanged for one in self.said),
            "absent": 0,
            "refused": len(self.reading.left_out),
        }


class Employers(Source[Read, EmployersPreview]):
    """Lists of employers that a hub, or a school for itself, keeps."""

    kind = KIND
    needs = Permission.EMPLOYERS_WRITE
    weight = 2.0
    comes_again = False

    def read(self, content: bytes, school: Organisation, on: date, tell: Tell) -> Read:
        return read_employers(content, tell)

    def reading_of(self, read: Read) -> Reading:
        return read[1]

    def still_holds(self, read: Read, school: Organisation) -> bool:
        return True

    def compared(self, read: Read, school: Organisation, on: date) -> EmployersPreview:
        rows, reading = read
        if reading.is_refused:
            return EmployersPreview(reading)
        standing = _standing(school)
        return EmployersPreview(reading, tuple(_said(row, standing) for row in rows))

    def merge(self, delivery: Delivery, read: Read, answers: Any, on: date, tell: Tell, by: Scope) -> EmployersPreview:
        preview = self.compared(read, Organisation.objects.get(pk=delivery.whose), on)
        merge_employers(delivery=delivery, said=preview.said, tell=tell, by=by)
        return preview

    def take_back(self, delivery: Delivery, tell: Tell, by: Scope) -> Delivery:
        return take_back_employers(delivery=delivery, by=by)


EMPLOYERS = Employers()


def receive_employers(
    *, content: bytes, filename: str, keeper: Organisation, on: date, tell: Tell = untold, by: Scope
) -> tuple[Delivery, EmployersPreview]:
    """Take a list in and preview it; nothing of it is kept before it is merged."""
    return receiving.receive(EMPLOYERS, content=content, filename=filename, school=keeper, on=on, tell=tell, by=by)


def merge_employer_file(*, delivery: Delivery, on: date, tell: Tell = untold, by: Scope) -> EmployersPreview:
    """Merge a previewed list as things stand now."""
    return receiving.merge(EMPLOYERS, delivery=delivery, on=on, tell=tell, by=by)


def _standing(keeper: Organisation) -> dict[str, Employer]:
    """Who is kept, by register number, reference, company number, and by name and postcode."""
    found: dict[str, Employer] = {}
    kept = Employer.objects.filter(Q(organisation=keeper)).select_related("registered").order_by("pk")
    for one in kept:
        names = [
            f"register {one.registered.register_id}" if one.registered else "",
            f"reference {one.reference}" if one.reference else "",
            f"company {one.company_number}" if one.company_number else "",
            f"{one.name.casefold()}|{one.postcode}",
        ]
        for name in filter(None, names):
            found.setdefault(name, one)
    return found


def _said(row: EmployerRow, standing: dict[str, Employer]) -> SaidEmployer:
    facts = row.facts
    names = (
        f"register {row.register_id}" if row.register_id else "",
        f"reference {facts['reference']}" if facts.get("reference") else "",
        f"company {facts['company_number']}" if facts.get("company_number") else "",
        f"{row.name.casefold()}|{facts.get('postcode', '')}",
    )
    known = next((standing[name] for name in names if name in standing), None)
    now = {"name": row.name} | {name: value for name, value in facts.items() if name in FACTS}
    changed = {name: value for name, value in now.items() if known is not None and getattr(known, name) != value}
    return SaidEmployer(row.row, row.name, row.register_id, facts, row.contact, known, changed)
