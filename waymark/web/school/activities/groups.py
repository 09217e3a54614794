"""Groups of learners: making them, saying who is in them, taking them out of use."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.ledger.actions.groups import GroupRefused, change_group, close_group, make_group
from waymark.ledger.models import Group, GroupMember
from waymark.ledger.queries.activities import learners_for
from waymark.ledger.queries.finding import lines_naming
from waymark.ledger.rules.audience import AudienceChoice
from waymark.places.models import Organisation
from waymark.web.formats import day as day_in_words
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.activities.finding import group_here, today
from waymark.web.school.activities.forms import GroupForm


@dataclass(frozen=True)
class GroupsPage:
    """All that the list of groups shows."""

    rows: list[list[Any]]
    new_href: str
    back_href: str


@dataclass(frozen=True)
class GroupFormPage:
    """All that the form of one group shows."""

    title: str
    form: GroupForm
    back_href: str
    close_href: str = ""


@dataclass(frozen=True)
class CloseGroupPage:
    """All that the page asking whether to close a group shows."""

    name: str
    back_href: str


@page("school/activities/groups.html", needs=Permission.LEDGER_WRITE)
def groups(request: HttpRequest, school: Organisation) -> GroupsPage:
    found = Group.objects.filter(organisation=school).annotate(count=Count("members")).order_by("closed_on", "name")
    rows = [
        [
            {"text": group.name, "href": _page_of(school, group)},
            str(group.count),
            f"Closed on {day_in_words(group.closed_on)}" if group.closed_on else "In use",
        ]
        for group in sorted(found, key=lambda group: (group.closed_on is not None, group.name.casefold()))
    ]
    here = {"slug": school.slug}
    return GroupsPage(rows, reverse("new_group", kwargs=here), reverse("activities", kwargs=here))


@form_page("school/activities/group.html", needs=Permission.LEDGER_WRITE)
def new_group(request: HttpRequest, school: Organisation) -> Any:
    form = GroupForm(request.POST or None, school=school, today=today())
    shown = GroupFormPage("Make a group", form, reverse("groups", kwargs={"slug": school.slug}))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        made = make_group(
            school=school, name=form.cleaned_data["name"], learner_ids=_members(form, school), by=request.scope
        )
    except GroupRefused as refused:
        form.add_error("name", str(refused))
        return Refused(shown)
    messages.success(request, f"The group “{made.name}” was made.")
    return redirect("groups", slug=school.slug)


@form_page("school/activities/group.html", needs=Permission.LEDGER_WRITE, viewed="learners listed")
def group(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    standing = group_here(school, public_id)
    members = list(GroupMember.objects.filter(group=standing).values_list("learner_id", flat=True))
    initial = {"name": standing.name, "learners": lines_naming(school, members, today())}
    form = GroupForm(request.POST or None, school=school, today=today(), initial=initial)
    where = {"slug": school.slug}
    close_href = "" if standing.closed_on else reverse("close_group", kwargs={**where, "public_id": public_id})
    shown = GroupFormPage(standing.name, form, reverse("groups", kwargs=where), close_href)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        change_group(
            group=standing, name=form.cleaned_data["name"], learner_ids=_members(form, school), by=request.scope
        )
    except GroupRefused as refused:
        form.add_error("name", str(refused))
        return Refused(shown)
    messages.success(request, "The group was saved.")
    return redirect("groups", slug=school.slug)


@form_page("school/activities/close_group.html", needs=Permission.LEDGER_WRITE)
def close(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    standing = group_here(school, public_id)
    if request.method != "POST":
        return CloseGroupPage(standing.name, _page_of(school, standing))
    close_group(group=standing, on=today(), by=request.scope)
    messages.success(request, f"The group “{standing.name}” was closed.")
    return redirect("groups", slug=school.slug)


def _members(form: GroupForm, school: Organisation) -> set[int]:
    said = form.cleaned_data
    of_forms = AudienceChoice(forms=tuple(said.get("tutor_forms", ())))
    return {*said["learners"], *learners_for(school, of_forms, today())}


def _page_of(school: Organisation, group: Group) -> str:
    return reverse("group", kwargs={"slug": school.slug, "public_id": group.public_id})
