"""Many documents in one ZIP: an index, the documents, what is kept as evidence, registers, and a manifest.

The copy that leaves the school says nobody's name: texts are redacted, registers are numbers, files that name learners
are withheld, and all that was withheld is listed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from waymark.kernel.telling import Tell
from waymark.ledger.queries.attachments import bytes_of
from waymark.places.models import Organisation
from waymark.publishing.documents import kinds
from waymark.publishing.documents.attached import AttachedFile, attached_files
from waymark.publishing.documents.bundles import Files, files_of
from waymark.publishing.documents.cells import csv_bytes
from waymark.publishing.documents.names import Names
from waymark.publishing.documents.redaction import NameInText, names_in, without_names
from waymark.publishing.documents.register_files import (
    ATTENDANCE,
    attendance_rows,
    entitlement_rows,
    meeting_rows,
    named_rows,
    programme_rows,
)
from waymark.publishing.documents.shape import Column, Document, Link, Paragraph, Section, Table
from waymark.publishing.documents.wanted import Wanted
from waymark.publishing.files import as_html_file, as_json_file
from waymark.publishing.files import as_pdf as page_as_pdf
from waymark.publishing.models import CriteriaList, CriterionEvidence, Publication
from waymark.publishing.packs import NothingToPack, public_on

INDEX = "index"
_ENDINGS = {"pdf": "PDF", "html": "HTML", "csv": "numbers as CSV", "xlsx": "numbers for a spreadsheet"}
_CONTENTS = (Column("File", share=5), Column("What it is", share=6))


@dataclass(frozen=True)
class Rows:
    """A table of its own: a CSV file of the folder."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Folder:
    """All that goes into a folder, before it is written down. The first of the documents is its index."""

    documents: dict[str, Document]
    tables: dict[str, Rows] = field(default_factory=dict)
    attached: tuple[AttachedFile, ...] = ()
    page: Publication | None = None


def folder_of(school: Organisation, wanted: Wanted, *, tell: Tell) -> Folder:
    """What an inspection folder holds."""
    documents, named = {}, ("inspection", "governors", "progress", "provider-access")
    for number, kind in enumerate(named):
        tell(number, 2 * len(named) + 3, f"Reading the records: {kinds.KINDS[kind].title}")
        name = INDEX if kind == "inspection" else f"{kind}/{kind}"
        documents[name] = _made(kind, school, wanted)
    tables = {
        "programme/programme.csv": Rows("The year's programme", *programme_rows(school, wanted.on)),
        "registers/attendance-in-numbers.csv": Rows("Who came, in numbers", *attendance_rows(school, wanted.on)),
    }
    if not wanted.leaves_school:
        tables["registers/attendance.csv"] = Rows("Registers, by name", ATTENDANCE, named_rows(school, wanted.on))
    attached = attached_files(school, on=wanted.on, leaves_school=wanted.leaves_school)
    return Folder(documents, tables, tuple(attached.values()), _page(school, wanted))


def access_log_of(school: Organisation, wanted: Wanted) -> Folder:
    """What the provider access log holds: its pages, the meetings and how many have theirs, in numbers."""
    tables = {
        "meetings.csv": Rows("Meetings with providers, in numbers", *meeting_rows(school, wanted.on)),
        "entitlement.csv": Rows("How many have had their meetings", *entitlement_rows(school, wanted.on)),
    }
    return Folder({wanted.kind: _made(wanted.kind, school, wanted)}, tables)


def portfolio_of(school: Organisation, wanted: Wanted, criteria_list: CriteriaList) -> Folder:
    """What the portfolio of a standard holds: its index, and the files mapped to its criteria."""
    document = kinds.made(
        wanted.kind,
        school,
        on=wanted.on,
        made_on=wanted.made_on,
        leaves_school=wanted.leaves_school,
        criteria_list=criteria_list,
    )
    mapped = CriterionEvidence.objects.filter(
        criterion__criteria_list=criteria_list, removed_at=None, attachment__isnull=False
    )
    wanted_files = set(mapped.values_list("attachment_id", flat=True))
    attached = attached_files(school, on=wanted.on, leaves_school=wanted.leaves_school)
    return Folder({INDEX: document}, attached=tuple(each for pk, each in attached.items() if pk in wanted_files))


def names_found(school: Organisation, folder: Folder) -> list[NameInText]:
    """The names of learners in the words of a folder, for a person to decide about before it leaves the school."""
    names = Names(school)
    found = names_in(folder.documents.values(), names)
    marks = {each.mark for each in found}
    for rows in folder.tables.values():
        for text in _texts(rows):
            for each in names.in_text(text):
                if each.mark not in marks:
                    marks.add(each.mark)
                    found.append(
                        NameInText(
                            each.mark,
                            each.written,
                            rows.title,
                            text[: each.start],
                            text[each.end :],
                            each.may_be_another,
                        )
                    )
    return found


def files_in(school: Organisation, folder: Folder, wanted: Wanted, *, tell: Tell) -> Files:
    """Every file of a folder but its manifest; names left out where it leaves the school."""
    names = Names(school) if wanted.leaves_school else None
    clean: Callable[[str], str] = (lambda text: names.without(text, keep=wanted.keep)) if names else (lambda text: text)
    files: dict[str, bytes] = {}
    total, done = 2 * len(folder.documents) + 3, len(folder.documents)
    tell(done, total, "Putting in what is kept as evidence")
    for each in folder.attached:
        if not each.withheld:
            files[each.name] = bytes_of(each.attachment)
    for name, rows in folder.tables.items():
        cleaned = ([clean(cell) if isinstance(cell, str) else cell for cell in row] for row in rows.rows)
        files[name] = csv_bytes(rows.header, cleaned)
    if folder.page is not None:
        files["careers-page/careers-page.pdf"] = page_as_pdf(folder.page)
        files["careers-page/careers-page.html"] = as_html_file(folder.page)
        files["careers-page/careers-page.json"] = as_json_file(folder.page)
    if wanted.leaves_school and (withheld := _withheld(folder)):
        files["withheld.csv"] = csv_bytes(("what", "why"), withheld)
    for number, (name, document) in enumerate(reversed(folder.documents.items()), done + 1):
        tell(number, total, f"Setting the pages: {document.title}")
        if name == INDEX:
            document = _with_contents(document, [*files, *(f"{INDEX}.{ending}" for ending in _ENDINGS)], folder)
        files |= files_of(without_names(document, names, keep=wanted.keep) if names else document, name)
    return files


def _made(kind: str, school: Organisation, wanted: Wanted) -> Document:
    return kinds.made(kind, school, on=wanted.on, made_on=wanted.made_on, leaves_school=wanted.leaves_school)


def _page(school: Organisation, wanted: Wanted) -> Publication | None:
    try:
        return public_on(school, wanted.on)
    except NothingToPack:
        return None


def _texts(rows: Rows) -> Iterable[str]:
    return (cell for row in rows.rows for cell in row if isinstance(cell, str))


def _withheld(folder: Folder) -> list[tuple[str, str]]:
    files = [(each.name, each.withheld) for each in folder.attached if each.withheld]
    register = ("registers/attendance.csv", "A line for each learner would tell who they are, even without a name.")
    return [*([register] if "registers/attendance-in-numbers.csv" in folder.tables else []), *files]


def _with_contents(document: Document, names: Iterable[str], folder: Folder) -> Document:
    rows = tuple((Link(name, name), _about(name, folder)) for name in sorted(names))
    words = "Each file's size and SHA-256 stand in manifest.json, by which anybody can check that none was changed."
    if document.leaves_school:
        words += " What is not in this copy, and why, stands in withheld.csv."
    contents = Section("contents", "What is in this folder", (Paragraph(words), Table("Files", _CONTENTS, rows)))
    return replace(document, sections=(contents, *document.sections))


def _about(name: str, folder: Folder) -> str:
    stem, _, ending = name.rpartition(".")
    if stem in folder.documents:
        return f"{folder.documents[stem].title}, {_ENDINGS[ending]}"
    if name in folder.tables:
        return folder.tables[name].title
    if name.startswith("careers-page/"):
        return "What the public could read on the day"
    if name == "withheld.csv":
        return "What was left out of this copy, and why"
    return next((each.title for each in folder.attached if each.name == name), "")
