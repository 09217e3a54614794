"""All tables of a site as CSV in one ZIP, for whoever moves away or wants to look: no secret is in it."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from waymark import __version__
from waymark.access.audit import note
from waymark.access.scope import acting, everything
from waymark.cli.exports import ExportAsked
from waymark.cli.refusal import Refusal
from waymark.cli.writing import arriving_file
from waymark.intake.reading.cells import guarded

# What opens an account, an invitation or an interface never leaves the site; nor do bytes made to be read by us alone.
SECRETS = frozenset(
    {
        ("access.user", "password"),
        ("access.invitation", "token_sha256"),
        ("access.apitoken", "token_sha256"),
        ("publishing.sharedevaluation", "token_sha256"),
        ("surveys.sitting", "token_sha256"),
        ("opportunities.accountletter", "token_sha256"),
        ("opportunities.endorsement", "token_sha256"),
        ("opportunities.exploration", "code_sha256"),
        ("planner.feed", "token_sha256"),
        ("providers.approach", "token_sha256"),
    }
)
# From the other tables, whenever asked for; and what limits count for an hour.
REMADE = frozenset({"evaluation.reckoning", "evaluation.answered", "access.tally"})
_AT_ONCE = 2000
_NOTES = (
    "Each table is a CSV in UTF-8 with a heading row. Days and moments are ISO. A text that a spreadsheet would take",
    "for a formula has an apostrophe before it. Columns that end in _id name the id of a row of another table.",
    "Passwords, authenticators, sessions and tokens are left out; the files people sent are in `waymark backup`.",
)


def give_out(asked: ExportAsked) -> dict[str, Any]:
    """Write every table of our own with a manifest that has each one's rows and SHA-256."""
    if asked.institution or asked.learner:
        raise Refusal(
            "“everything” is the whole site; for one school or one person there are `exchange` and `learner`."
        )
    tables: dict[str, dict[str, Any]] = {}
    with acting(everything("command line")) as scope, arriving_file(asked.out) as part, transaction.atomic():
        note("everything given out", by=scope)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            for model in our_tables():
                name = model._meta.label_lower.replace(".", "_")
                with archive.open(f"{name}.csv", "w", force_zip64=True) as opened:
                    tables[name] = _write_table(model, opened)
            archive.writestr("manifest.json", _manifest(tables))
    return {"rows": {name: told["rows"] for name, told in tables.items()}}


def our_tables() -> list[type[models.Model]]:
    """The models of Waymark itself, by room and name, but for what is remade from them; the libraries' tables of
    sign-in and sessions are not ours."""
    ours = (model for model in apps.get_models() if model.__module__.startswith("waymark."))
    kept = (model for model in ours if model._meta.label_lower not in REMADE)
    return sorted(kept, key=lambda model: model._meta.label_lower)


def columns_of(model: type[models.Model]) -> list[models.Field]:
    """The fields of a table that may leave: not its secrets, nor packed bytes."""
    label = model._meta.label_lower
    return [
        field
        for field in model._meta.concrete_fields
        if (label, field.name) not in SECRETS and not isinstance(field, models.BinaryField)
    ]


def _write_table(model: type[models.Model], opened: IO[bytes]) -> dict[str, Any]:
    fields = columns_of(model)
    digest, rows = hashlib.sha256(), -1  # the heading is no row
    for line in _lines(model, fields):
        digest.update(line)
        opened.write(line)
        rows += 1
    return {"rows": rows, "sha256": digest.hexdigest()}


def _lines(model: type[models.Model], fields: list[models.Field]) -> Iterator[bytes]:
    """The heading and every record, as the bytes of a CSV."""
    names = [field.attname for field in fields]
    yield _line(names)
    for record in model._default_manager.order_by("pk").values_list(*names).iterator(chunk_size=_AT_ONCE):
        yield _line([_cell(value) for value in record])


def _line(cells: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return guarded(json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value))


def _manifest(tables: dict[str, dict[str, Any]]) -> str:
    said = {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "version": __version__,
        "notes": " ".join(_NOTES),
        "tables": tables,
    }
    return json.dumps(said, indent=2, ensure_ascii=False) + "\n"
