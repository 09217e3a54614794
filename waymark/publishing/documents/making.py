"""Making a document with all its files, step by step, so that somebody can be told how far it is."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from waymark.places.models import Organisation
from waymark.publishing.documents import kinds
from waymark.publishing.documents.bundles import Files, files_of, with_manifest
from waymark.publishing.documents.shape import Document

Tell = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Wanted:
    """Which document is wanted: its kind, as at which day, and whether it is to leave the school.

    `keep` are marks of names that a person has said mean nobody on roll (`redaction`); `criteria_list` the public id of
    the list that a portfolio is about.
    """

    kind: str
    on: date
    made_on: date
    leaves_school: bool = True
    keep: Collection[str] = ()
    criteria_list: str = ""


@dataclass(frozen=True)
class Made:
    """A document and its files, the manifest among them."""

    document: Document
    files: Files


def untold(done: int, total: int, words: str) -> None:
    """A `Tell` for work that nobody watches."""


def make(school: Organisation, wanted: Wanted, *, tell: Tell = untold) -> Made:
    """Make a document of any kind; the same school, day and records give the same bytes on the same day."""
    tell(0, 2, "Reading the records")
    document = kinds.made(wanted.kind, school, on=wanted.on, made_on=wanted.made_on, leaves_school=wanted.leaves_school)
    tell(1, 2, "Setting the pages")
    files = files_of(document, document.kind)
    tell(2, 2, "Done")
    return Made(document, with_manifest(files, document))
