"""The list of what a school keeps as evidence, narrowed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.ledger.models import Attachment
from waymark.ledger.queries.attachments import SOON, attachments_of
from waymark.places.models import Organisation
from waymark.web.formats import day, size
from waymark.web.pages import page
from waymark.web.paging import PER_PAGE
from waymark.web.school.evidence.links import EvidenceLink, evidence_links

STATES = {"": "In use", "running_out": "Running out or past", "retired": "Retired", "all": "All"}
_COLUMNS: list[dict[str, Any]] = [
    {"label": "What"},
    {"label": "Kind"},
    {"label": "Of", "labelled": True},
    {"label": "Answers for it", "labelled": True},
    {"label": "Holds until", "labelled": True},
]


@dataclass(frozen=True)
class Applied:
    label: str
    href: str


@dataclass(frozen=True)
class Choice:
    """One thing to narrow by."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True)
class EvidencePage:
    """All that the list of kept files shows."""

    links: tuple[EvidenceLink, ...]
    columns: list[dict[str, Any]]
    rows: list[list[Any]]
    text: str
    choices: tuple[Choice, ...]
    applied: tuple[Applied, ...]
    clear_href: str
    page_number: int
    pages: int
    total: int
    base: str
    has_any: bool
    may_keep: bool
    new_href: str


@page("school/evidence/list.html", needs=Permission.EVIDENCE_VIEW)
def evidence(request: HttpRequest, school: Organisation) -> EvidencePage:
    today, here = timezone.localdate(), reverse("evidence", kwargs={"slug": school.slug})
    text = request.GET.get("q", "").strip()[:100]
    choices = _choices(request, today)
    asked = {choice.name: choice.chosen for choice in choices if choice.chosen}
    found = _narrowed(attachments_of(school), asked, text, today)
    paginator = Paginator(found, PER_PAGE)
    shown = paginator.get_page(request.GET.get("page"))
    said = {**asked, **({"q": text} if text else {})}
    return EvidencePage(
        links=evidence_links(school, "evidence", request.scope),
        columns=_COLUMNS,
        rows=[_row(each, school, today) for each in shown],
        text=text,
        choices=choices,
        applied=_applied(choices, said, here),
        clear_href=here,
        page_number=shown.number,
        pages=paginator.num_pages,
        total=paginator.count,
        base=f"?{urlencode({**said, 'page': ''})}",
        has_any=bool(said) or paginator.count > 0,
        may_keep=request.scope.holds(Permission.EVIDENCE_WRITE, school.pk),
        new_href=reverse("new_attachment", kwargs={"slug": school.slug}),
    )


def _choices(request: HttpRequest, today: date) -> tuple[Choice, ...]:
    titles = [(each.code, f"{each.code[2:]}. {each.title}") for each in benchmarks_in_force(today).benchmarks]
    offered = (
        ("kind", "Kind", (("", "All"), *Attachment.Kind.choices)),
        ("benchmark", "Benchmark", (("", "All"), *titles)),
        ("state", "State", tuple(STATES.items())),
    )
    return tuple(
        Choice(name, label, tuple(options), request.GET.get(name, "") if request.GET.get(name) in dict(options) else "")
        for name, label, options in offered
    )


def _narrowed(found: QuerySet[Attachment], asked: dict[str, str], text: str, today: date) -> QuerySet[Attachment]:
    if text:
        found = found.filter(title__icontains=text)
    if kind := asked.get("kind"):
        found = found.filter(kind=kind)
    if benchmark := asked.get("benchmark"):
        # A list in JSON cannot be searched alike in both databases; a school keeps some hundreds of files at most.
        found = found.filter(pk__in=[pk for pk, shows in found.values_list("pk", "benchmarks") if benchmark in shows])
    match asked.get("state", ""):
        case "all":
            return found
        case "retired":
            return found.exclude(retired_at=None)
        case "running_out":
            return found.filter(retired_at=None, expires_on__lt=today + SOON)
    return found.filter(retired_at=None)


def _applied(choices: tuple[Choice, ...], said: dict[str, str], here: str) -> tuple[Applied, ...]:
    def without(name: str) -> str:
        return f"{here}?{urlencode({key: value for key, value in said.items() if key != name})}"

    of_text = [Applied(f"“{said['q']}”", without("q"))] if "q" in said else []
    return (*of_text, *(Applied(dict(c.options)[c.chosen], without(c.name)) for c in choices if c.chosen))


def _row(each: Attachment, school: Organisation, today: date) -> list[Any]:
    href = reverse("attachment", kwargs={"slug": school.slug, "public_id": each.public_id})
    about = f"{each.media.upper()}, {size(each.size)}{', names learners' if each.names_learners else ''}"
    return [
        {"text": each.title, "href": href, "note": about},
        each.get_kind_display(),
        day(each.held_on),
        (each.owner.name if each.owner else each.owner_name) or "Nobody",
        state_of(each, today),
    ]


def state_of(each: Attachment, today: date) -> Any:
    """Until when it holds, as a cell: in words, and marked where it has run out or will soon."""
    if each.retired_at:
        return {"status": "unknown", "label": "Retired", "detail": day(each.retired_at)}
    if each.expires_on is None:
        return "No end"
    if each.expires_on < today:
        return {"status": "missed", "label": "Run out", "detail": day(each.expires_on)}
    if each.expires_on < today + SOON:
        return {"status": "not_yet", "label": "Runs out soon", "detail": day(each.expires_on)}
    return day(each.expires_on)
