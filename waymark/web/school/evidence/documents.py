"""Documents: choosing one, deciding about names, having it made, and those made before."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.intake.jobs import hand_over
from waymark.intake.models import Job
from waymark.ledger.queries import revision_of
from waymark.places.models import Organisation
from waymark.publishing.actions.documents import make_document
from waymark.publishing.documents.handed_over import WORK, asked_for
from waymark.publishing.documents.kinds import KINDS
from waymark.publishing.documents.making import names_to_decide
from waymark.publishing.documents.queries import documents_of
from waymark.publishing.documents.redaction import NameInText
from waymark.publishing.documents.wanted import Wanted
from waymark.publishing.models import MadeDocument
from waymark.web.formats import day, moment, size
from waymark.web.pages import Refused, form_page
from waymark.web.paging import PER_PAGE
from waymark.web.school.evidence.document_forms import MakeForm, NamesForm
from waymark.web.school.evidence.links import EvidenceLink, evidence_links
from waymark.web.school.work import ShownWork, show_work

LONG = frozenset(["inspection"])
_COLUMNS: list[dict[str, Any]] = [
    {"label": "Document"},
    {"label": "As at", "labelled": True},
    {"label": "Made", "labelled": True},
    {"label": "Copy"},
    {"label": "Figures"},
]


@dataclass(frozen=True)
class DocumentsPage:
    """All that the page of documents shows."""

    links: tuple[EvidenceLink, ...]
    form: MakeForm
    may_make: bool
    columns: list[dict[str, Any]]
    rows: list[list[Any]]
    page_number: int
    pages: int
    total: int
    base: str


@dataclass(frozen=True)
class NamePlace:
    """A name found, with the words around it."""

    where: str
    before: str
    written: str
    after: str


@dataclass(frozen=True)
class NamesPage:
    """All that the page of names to decide about shows."""

    title: str
    form: NamesForm
    places: tuple[NamePlace, ...]
    always: tuple[NamePlace, ...]
    back_href: str


@form_page("school/evidence/documents.html", needs=Permission.EVIDENCE_VIEW)
def documents(request: HttpRequest, school: Organisation) -> Any:
    if request.method != "POST":
        return _page(request, school, MakeForm(school=school))
    request.scope.require(Permission.EVIDENCE_WRITE, school.pk)
    form = MakeForm(request.POST, school=school)
    if not form.is_valid():
        return Refused(_page(request, school, form))
    wanted = form.wanted()
    if wanted.leaves_school and names_to_decide(school, wanted):
        return redirect(f"{_address('names_in_document', school)}?{urlencode(form.cleaned_data)}")
    return _begun(request, school, wanted)


@form_page("school/evidence/names.html", needs=Permission.EVIDENCE_WRITE)
def names_in_document(request: HttpRequest, school: Organisation) -> Any:
    """The names found in what is to leave the school; each is left out unless it means nobody on roll."""
    request.scope.require(Permission.LEARNER_VIEW, school.pk)
    asked = MakeForm(request.GET, school=school)
    if not asked.is_valid():
        return redirect(_address("documents", school))
    wanted = asked.wanted()
    found = names_to_decide(school, wanted)
    form = NamesForm(request.POST if request.method == "POST" else None, found=found)
    shown = NamesPage(
        title=KINDS[wanted.kind].title,
        form=form,
        places=tuple(_place(each) for each in found if each.may_be_another),
        always=tuple(_place(each) for each in found if not each.may_be_another),
        back_href=_address("documents", school),
    )
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    return _begun(request, school, asked.wanted(form.keep))


def _begun(request: HttpRequest, school: Organisation, wanted: Wanted) -> HttpResponse:
    """Have it made: a folder in the background, anything shorter here."""
    if wanted.kind in LONG:
        title = f"{KINDS[wanted.kind].title}, as at {day(wanted.on)}"
        job = hand_over(kind=WORK, organisation=school, title=title, asked=asked_for(wanted), by=request.scope)
        return redirect("work", slug=school.slug, public_id=job.public_id)
    kept = make_document(school=school, wanted=wanted, by=request.scope)
    return redirect("document", slug=school.slug, public_id=kept.public_id)


def _page(request: HttpRequest, school: Organisation, form: MakeForm) -> DocumentsPage:
    paginator = Paginator(documents_of(school), PER_PAGE)
    shown, revision = paginator.get_page(request.GET.get("page")), revision_of(school.pk)
    return DocumentsPage(
        links=evidence_links(school, "documents", request.scope),
        form=form,
        may_make=request.scope.holds(Permission.EVIDENCE_WRITE, school.pk),
        columns=_COLUMNS,
        rows=[_row(each, school, revision) for each in shown],
        page_number=shown.number,
        pages=paginator.num_pages,
        total=paginator.count,
        base="?page=",
    )


def _row(each: MadeDocument, school: Organisation, revision: int) -> list[Any]:
    href = reverse("document", kwargs={"slug": school.slug, "public_id": each.public_id})
    by = f"by {each.made_by.name}" if each.made_by else "by the program"
    return [
        {"text": each.title, "href": href, "note": size(each.size)},
        day(each.on),
        {"text": moment(each.made_at), "note": by},
        copy_in_words(each),
        figures_in_words(each, revision),
    ]


def copy_in_words(each: MadeDocument) -> str:
    return "May leave the school" if each.leaves_school else "Stays inside"


def figures_in_words(each: MadeDocument, revision: int) -> str:
    """Whether something was recorded since that its figures may rest on."""
    return "As recorded now" if each.ledger_revision == revision else "More was recorded since"


def _place(each: NameInText) -> NamePlace:
    return NamePlace(each.where, each.before, each.written, each.after)


def _address(name: str, school: Organisation) -> str:
    return reverse(name, kwargs={"slug": school.slug})


def _made_by_work(job: Job, school: Organisation) -> str:
    made = job.result.get("document")
    return reverse("document", kwargs={"slug": school.slug, "public_id": made}) if made else ""


show_work(WORK, ShownWork("Making your document", _made_by_work, "documents", "Back to documents"))
