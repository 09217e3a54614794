"""Everything kept about one person, as a file to give them, from the command line."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from waymark.access.scope import acting, everything
from waymark.cli.exports import ExportAsked, institution_asked
from waymark.cli.refusal import Refusal
from waymark.cli.writing import arriving_file
from waymark.intake.reading.cells import guarded
from waymark.ledger.actions.exports import give_out_person
from waymark.ledger.models import Learner
from waymark.ledger.queries.people import PersonRecord, Row

_WHAT = {
    "facts": "who they are, as the school knows them",
    "enrolments": "their time on roll: year group, form, first and last day",
    "encounters": "every mark of theirs in a register; `corrects` names the mark that one put right",
    "lists": "the activities they are or were listed for",
    "groups": "the groups the school put them in",
    "files": "the files that brought or changed anything about them",
    "changes_by_files": "what each of those files changed",
    "holds": "why their record was kept from being erased, and until when",
    "erasure": "that it was erased, and why",
    "interview_requests": "interviews with a careers adviser that were asked for, and why",
    "interviews": "interviews booked, held, missed or called off",
    "offers_of_a_place": "offers of a place to learn or train",
    "lessons": "lessons and exams that interviews keep clear of",
    "proposed_places": "sessions of a plan that was proposed for them",
    "proposed_closings": "what that plan would have given them of what they are due",
    "names_sent": "to whom their name was sent for a visit, why, and until when",
    "trail": "what was done or looked at about them, by whom and when",
}


def give_out(asked: ExportAsked) -> dict[str, Any]:
    """Write a ZIP with one JSON document, a CSV for each of its tables, and a page that says what they are."""
    if not asked.institution or not asked.learner:
        raise Refusal("Say whose record it is: --institution with a URN or UKPRN, and --learner with their opaque id.")
    with acting(everything("command line")) as scope:
        school = institution_asked(asked)
        learner = Learner.objects.filter(organisation=school, public_id=asked.learner).first()
        if learner is None:
            raise Refusal(f"{school.name} has no learner with that id.")
        person = give_out_person(learner=learner, by=scope)
    with arriving_file(asked.out) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _read_me(school.name, person))
        archive.writestr("learner.json", json.dumps(_as_json(person), ensure_ascii=False, indent=2) + "\n")
        for name, rows in person.tables.items():
            archive.writestr(f"{name}.csv", _csv(rows))
    return {"learner": person.public_id, "rows": {name: len(rows) for name, rows in person.tables.items()}}


def _read_me(school: str, person: PersonRecord) -> str:
    lines = [
        f"Everything {school} keeps in Waymark about one person, as at {timezone.localtime():%d/%m/%Y %H:%M}.",
        "learner.json holds it for programs; each table is also a CSV that opens in a spreadsheet:",
        *(f"  {name}.csv: {_WHAT[name]}" for name in person.tables),
        "What is worked out from these rows (the benchmarks' answers) is on the learner's page, and is not kept apart.",
    ]
    return "\n".join([*lines, ""])


def _as_json(person: PersonRecord) -> dict[str, Any]:
    return {
        "learner": person.public_id,
        **{name: [_plain(row) for row in rows] for name, rows in person.tables.items()},
    }


def _plain(row: Row) -> Row:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def _csv(rows: Sequence[Row]) -> bytes:
    """A table as people open it; blank where there is nothing, not even a heading."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    if rows:
        writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    """A value as people write it, and as no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else guarded(str(value))
