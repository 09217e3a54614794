"""Exchange folders, out of the site and into it, from the command line."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.utils import timezone

from waymark.access.scope import acting, everything
from waymark.cli.exports import ExportAsked, institution_asked
from waymark.cli.imports import Asked
from waymark.cli.refusal import Refusal
from waymark.intake.exchange.folders import FORMS, write_tables
from waymark.intake.outcome import Outcome
from waymark.ledger.actions.exports import give_out_records
from waymark.ledger.queries.institutions import institutions_with_records
from waymark.ledger.sources.exchange.receiving import receive_exchange


def give_out(asked: ExportAsked) -> dict[str, Any]:
    """Write the five tables of one school, or of all that have records, and say how many rows each has."""
    if asked.form not in FORMS:
        raise Refusal(f"There is no format '{asked.form}'. There are: {', '.join(FORMS)}.")
    with acting(everything("command line")) as scope:
        schools = [institution_asked(asked)] if asked.institution else institutions_with_records()
        tables = give_out_records(schools=schools, on=asked.on or timezone.localdate(), by=scope)
    # Its owner's alone, as these are records of people.
    part = Path(tempfile.mkdtemp(prefix=f".{asked.out.name}.", suffix=".part", dir=asked.out.absolute().parent))
    try:
        rows = write_tables(part, tables, asked.form)
        part.rename(asked.out)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return {"institutions": [school.institution_id for school in schools], "rows": rows}


def take_in(asked: Asked) -> Outcome:
    """Take in an exchange folder: what it says of the schools on this site's register, or of the one named."""
    if not asked.path.is_dir():
        raise Refusal(f"{asked.path} is not a folder; an exchange folder holds five tables.")
    with acting(everything("command line")) as scope:
        return receive_exchange(
            folder=asked.path, only=asked.institution, dry_run=asked.dry_run, tell=asked.tell, by=scope
        )
