"""The list to act on: who has what answer to one entitlement, as a page, as a file, and as a group to plan for."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, re_path, reverse

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.ledger.actions.groups import change_group, make_group
from waymark.ledger.models import Group, Learner
from waymark.places.models import Organisation
from waymark.web.downloads import download
from waymark.web.formats import day
from waymark.web.pages import form_page, page
from waymark.web.school.addresses import address_if_any, entitlement_address, learner_address, list_address
from waymark.web.school.entitlement_rows import Listing, NarrowingForm, Row, listing_of
from waymark.web.school.entitlements import days_left, due_here
from waymark.web.school.lists import Applied, Column, Paged, applied_filters, columns_of, paged
from waymark.web.school.measures import Measure, measure_asked
from waymark.web.school.words import ANSWER_WORDS, Words, words_of, year_words

FILTERS = ("q", "answer", "year", "form", "group", "fact")
HEADINGS = {"name": "Name", "year": "Year group", "form": "Form", "answer": "Answer", "so_far": "So far"}


@dataclass(frozen=True)
class ListedLearner:
    """One line of the list."""

    name: str
    href: str
    year: str
    form: str
    answer: str
    detail: str | None
    so_far: str


@dataclass(frozen=True)
class EntitlementLearnersPage:
    """All that the list of an entitlement's learners shows."""

    school: str
    measure: Measure
    title: str
    lede: str
    form: NarrowingForm
    applied: tuple[Applied, ...]
    keep: dict[str, str]
    columns: tuple[Column, ...]
    learners: tuple[ListedLearner, ...]
    paged: Paged
    words: Words
    csv_href: str
    xlsx_href: str
    plan_href: str | None
    plan_with: tuple[tuple[str, str], ...]
    entitlement_href: str
    clear_href: str


@page("school/entitlement_learners.html", needs=Permission.LEARNER_VIEW, viewed="learners listed")
def entitlement_learners(request: HttpRequest, school: Organisation, code: str) -> EntitlementLearnersPage:
    measure = measure_asked(request, school)
    framework, due = due_here(school, measure, code)
    listing = listing_of(request, school, measure, framework, due, request.GET)
    address, words = list_address(school, code), words_of(school)
    asked = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    shown = paged(request, listing.rows, measure.link(address, **asked, sort=listing.sort), words.one)
    may_plan = request.scope.holds(Permission.LEDGER_WRITE, school.pk) and _activity_form(school) is not None
    return EntitlementLearnersPage(
        school=school.name,
        measure=measure,
        title=due.title,
        lede=f"Counted in the figure: {year_words(due.cohort)}. As at {day(measure.on)}.",
        form=listing.form,
        applied=applied_filters(listing.form, asked, lambda rest: measure.link(address, **rest, sort=listing.sort)),
        keep={**measure.kept, "sort": listing.sort},
        columns=columns_of(HEADINGS, listing.sort, lambda sort: measure.link(address, **asked, sort=sort)),
        learners=tuple(_listed(school, row, measure.on) for row in shown.rows),
        paged=shown,
        words=words,
        csv_href=_download_address(school, code, "csv", measure, asked, listing),
        xlsx_href=_download_address(school, code, "xlsx", measure, asked, listing),
        plan_href=measure.link(reverse("plan_for_list", kwargs={"slug": school.slug, "code": code}))
        if may_plan and listing.rows
        else None,
        plan_with=tuple(asked.items()),
        entitlement_href=measure.link(entitlement_address(school, code)),
        clear_href=measure.link(address),
    )


@page("school/entitlement_learners.html", needs=Permission.LEARNER_VIEW)
def entitlement_learners_file(request: HttpRequest, school: Organisation, code: str, kind: str) -> HttpResponse:
    """The same rows as the page, all of them, as CSV or XLSX."""
    measure = measure_asked(request, school)
    framework, due = due_here(school, measure, code)
    rows = listing_of(request, school, measure, framework, due, request.GET).rows
    note("list downloaded", organisation_id=school.pk, by=request.scope, entitlement=code, rows=len(rows), kind=kind)
    header = ("Family name", "Given name", "Year group", "Form", "Answer", "So far", "In time until")
    cells = [
        (r.family_name, r.given_name, r.year_group, r.form, ANSWER_WORDS[r.answer], r.so_far, r.until) for r in rows
    ]
    return download(kind, f"{code.replace('.', '-')}-{measure.on:%Y-%m-%d}", header, cells)


@form_page("school/entitlement_learners.html", needs=Permission.LEDGER_WRITE)
def plan_for_list(request: HttpRequest, school: Organisation, code: str) -> HttpResponse:
    """Make a group of the list's learners, or renew the day's group, and go on to plan an activity for it."""
    form_address = _activity_form(school)
    if request.method != "POST" or form_address is None:
        return redirect(list_address(school, code))
    measure = measure_asked(request, school)
    framework, due = due_here(school, measure, code)
    rows = listing_of(request, school, measure, framework, due, request.POST).rows
    if not rows:
        raise Http404("Nobody is on that list any more.")
    chosen = Learner.objects.filter(organisation=school, public_id__in=[row.public_id for row in rows])
    learner_ids = list(chosen.values_list("pk", flat=True))
    name = f"{due.title[:56]} – {measure.on:%d/%m/%Y}"
    group = Group.objects.filter(organisation=school, name=name).first()
    if group is None:
        group = make_group(school=school, name=name, learner_ids=learner_ids, by=request.scope)
    else:
        group = change_group(group=group, name=name, learner_ids=learner_ids, by=request.scope)
    return redirect(f"{form_address}?group={group.public_id}&kind={due.counts.kind.value}")


def _activity_form(school: Organisation) -> str | None:
    return address_if_any("new_activity", slug=school.slug)


def _listed(school: Organisation, row: Row, on: date) -> ListedLearner:
    return ListedLearner(
        name=row.name,
        href=learner_address(school, row.public_id),
        year=f"Year {row.year_group}",
        form=row.form or "–",
        answer=row.answer.value,
        detail=days_left(row.until, on) or None if row.until else None,
        so_far=row.so_far,
    )


def _download_address(
    school: Organisation, code: str, kind: str, measure: Measure, asked: dict[str, str], listing: Listing
) -> str:
    address = reverse("entitlement_learners_file", kwargs={"slug": school.slug, "code": code, "kind": kind})
    return measure.link(address, **asked, sort=listing.sort)


urlpatterns = [
    path("benchmarks/entitlements/<str:code>/learners/", entitlement_learners, name="entitlement_learners"),
    re_path(
        r"^benchmarks/entitlements/(?P<code>[\w.]+)/learners\.(?P<kind>csv|xlsx)$",
        entitlement_learners_file,
        name="entitlement_learners_file",
    ),
    path("benchmarks/entitlements/<str:code>/plan/", plan_for_list, name="plan_for_list"),
]
