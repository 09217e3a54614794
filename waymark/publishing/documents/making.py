"""Making a document of any kind with all its files, step by step, so that somebody can be told how far it is."""

from dataclasses import dataclass

from waymark.kernel.telling import Tell, untold
from waymark.places.models import Organisation
from waymark.publishing.documents import kinds
from waymark.publishing.documents.bundles import Files, files_of, with_manifest
from waymark.publishing.documents.folders import Folder, access_log_of, files_in, folder_of, names_found, portfolio_of
from waymark.publishing.documents.names import Names
from waymark.publishing.documents.redaction import NameInText, names_in, without_names
from waymark.publishing.documents.shape import Document
from waymark.publishing.documents.wanted import Wanted
from waymark.publishing.models import CriteriaList, StandardKind
from waymark.publishing.packs import NothingToPack


@dataclass(frozen=True)
class Made:
    """A document and its files, the manifest among them. `name` is that of its pages among the files."""

    document: Document
    files: Files
    name: str


def make(school: Organisation, wanted: Wanted, *, tell: Tell = untold) -> Made:
    """Make a document; the same school, day and records give the same bytes on the same day.

    `NothingToPack` where it is about a list of criteria that the school has not brought in.
    """
    folder = _folder(school, wanted, tell)
    if folder is None:
        tell(0, 2, "Reading the records")
        document = _clean(school, _single(school, wanted), wanted)
        tell(1, 2, "Setting the pages")
        files, name = files_of(document, document.kind), document.kind
    else:
        name = next(iter(folder.documents))
        document = folder.documents[name]
        files = files_in(school, folder, wanted, tell=tell)
    return Made(document, with_manifest(files, document), name)


def names_to_decide(school: Organisation, wanted: Wanted) -> list[NameInText]:
    """The names of learners in what would be made, which a person should see before it leaves the school."""
    folder = _folder(school, wanted, untold)
    if folder is None:
        return names_in([_single(school, wanted)], Names(school))
    return names_found(school, folder)


def criteria_list_for(school: Organisation, kind: str, public_id: str = "") -> CriteriaList:
    """The list of criteria of this id, or the last of its kind that stands; NothingToPack where there is none."""
    lists = CriteriaList.objects.filter(organisation=school, kind=kind)
    found = lists.filter(public_id=public_id).first() if public_id else lists.filter(retired_at=None).first()
    if found is None:
        raise NothingToPack(f"{school.name} has brought in no list of criteria for {kind}.")
    return found


def _folder(school: Organisation, wanted: Wanted, tell: Tell) -> Folder | None:
    """What the folder holds; None for a document that is no folder."""
    if wanted.kind == "inspection":
        return folder_of(school, wanted, tell=tell)
    if wanted.kind == "provider-access":
        return access_log_of(school, wanted)
    if wanted.kind in StandardKind.values:
        return portfolio_of(school, wanted, criteria_list_for(school, wanted.kind, wanted.criteria_list))
    return None


def _single(school: Organisation, wanted: Wanted) -> Document:
    return kinds.made(wanted.kind, school, on=wanted.on, made_on=wanted.made_on, leaves_school=wanted.leaves_school)


def _clean(school: Organisation, document: Document, wanted: Wanted) -> Document:
    return without_names(document, Names(school), keep=wanted.keep) if wanted.leaves_school else document
