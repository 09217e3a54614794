"""What a provider was sent: the inbox, each application, the list as a file, and when the form is taken."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission as P
from waymark.intake.keepable import Media
from waymark.opportunities.actions.applying import move_application, open_desk
from waymark.opportunities.models import Application, Desk, Paper
from waymark.opportunities.queries.applying import applications_to, counts_by_state
from waymark.opportunities.rules.applying import OFFERS, WORDS, Mover, MoveRefused, State, moves_for
from waymark.places.models import Organisation
from waymark.web.downloads import download
from waymark.web.forms import DateField
from waymark.web.pages import Refused, form_page, page
from waymark.web.paging import PER_PAGE
from waymark.web.sending import sent_to_keep

_LABELS = {
    State.VIEWED: "Mark as being read",
    State.INTERVIEW: "Invite to an interview",
    State.OFFER: "Offer a place",
    State.CONDITIONAL_OFFER: "Offer a place on conditions",
    State.REJECTED: "Offer no place",
}
_HEADER = ("Reference", "Given name", "Family name", "Date of birth", "E-mail", "Telephone", "Postcode", "School",
           "Course", "State", "Sent", "Offer until")  # fmt: skip


class DeskForm(forms.Form):
    opens_on = DateField(label="Take applications from")
    closes_on = DateField(label="Until, that day included")
    offers_stand_days = forms.IntegerField(label="An offer stands for how many days?", min_value=1, max_value=365)
    says = forms.CharField(max_length=500, label="What should applicants know?", required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("opens_on") and said.get("closes_on") and said["closes_on"] < said["opens_on"]:
            self.add_error("closes_on", "The last day is before the first.")
        return said


class MoveForm(forms.Form):
    words = forms.CharField(
        max_length=500, label="What should they read?", required=False, widget=forms.Textarea({"rows": 3}),
        help_text="The time and place of an interview, the conditions of an offer, or why there is no place.",
    )  # fmt: skip
    offer_until = DateField(label="If it is an offer, until when does it stand?", required=False)


@dataclass(frozen=True)
class Row:
    name: str
    course: str
    state: str
    sent_at: datetime | None
    href: str


@dataclass(frozen=True)
class StateLink:
    label: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class InboxPage:
    """All that a provider's inbox shows."""

    provider: str
    rows: tuple[Row, ...]
    total: int
    page_number: int
    pages: int
    state: str
    states: tuple[StateLink, ...]
    desk: str
    desk_href: str
    csv_href: str


@dataclass(frozen=True)
class DeskPage:
    provider: str
    form: forms.Form
    back_href: str


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True)
class PaperLink:
    title: str
    href: str


@dataclass(frozen=True)
class Move:
    at: datetime
    words: str
    note: str


@dataclass(frozen=True)
class ApplicationPage:
    """All that one application shows its provider: the form as it was sent."""

    name: str
    course: str
    state: str
    facts: tuple[Fact, ...]
    education: tuple[tuple[str, ...], ...]
    statement: str
    support: str
    references: tuple[tuple[str, str], ...]
    papers: tuple[PaperLink, ...]
    moves: tuple[Move, ...]
    buttons: tuple[tuple[str, str], ...]
    form: forms.Form
    back_href: str
    trouble: str = ""


@page("provider/applications.html", needs=P.APPLICATIONS_VIEW)
def inbox(request: HttpRequest, provider: Organisation) -> InboxPage | HttpResponse:
    counts, asked = counts_by_state(provider), request.GET.get("state", "")
    state = asked if asked in counts else ""
    rows = applications_to(provider)
    if state:
        rows = rows.filter(state=state)
    if request.GET.get("as") in {"csv", "xlsx"}:
        return download(request.GET["as"], "applications", _HEADER, (_cells(each) for each in rows.iterator(500)))
    here = reverse("provider_applications", kwargs={"slug": provider.slug})
    total = counts[state] if state else sum(counts.values())
    pages = max(1, -(-total // PER_PAGE))
    wanted = request.GET.get("page", "1")
    number = min(max(int(wanted), 1), pages) if wanted.isdecimal() and len(wanted) < 6 else 1
    desk = Desk.objects.filter(provider=provider).first()
    return InboxPage(
        provider=provider.name,
        rows=tuple(_row(each, provider) for each in rows[(number - 1) * PER_PAGE : number * PER_PAGE]),
        total=total,
        page_number=number,
        pages=pages,
        state=state,
        states=(
            StateLink("All", here, not state),
            *(
                StateLink(f"{WORDS[each]} ({counts[each]})", f"{here}?state={each}", each == state)
                for each in State
                if each in counts
            ),
        ),
        desk=_desk_in_words(desk, timezone.localdate()),
        desk_href=reverse("provider_desk", kwargs={"slug": provider.slug}),
        csv_href=f"{here}?as=csv" + (f"&state={state}" if state else ""),
    )


@form_page("provider/desk.html", needs=P.APPLICATIONS_VIEW)
def desk(request: HttpRequest, provider: Organisation) -> DeskPage | Refused | HttpResponse:
    held = Desk.objects.filter(provider=provider).first()
    initial = {name: getattr(held, name) for name in DeskForm.base_fields} if held else {"offers_stand_days": 28}
    form = DeskForm(request.POST if request.method == "POST" else None, initial=initial)
    back = reverse("provider_applications", kwargs={"slug": provider.slug})
    if request.method != "POST":
        return DeskPage(provider.name, form, back)
    if not form.is_valid():
        return Refused(DeskPage(provider.name, form, back))
    open_desk(provider=provider, **form.cleaned_data, by=request.scope)
    messages.success(request, "Saved. Applicants find you from the first day to the last.")
    return redirect(back)


@form_page("provider/application.html", needs=P.APPLICATIONS_VIEW)
def application(request: HttpRequest, provider: Organisation, public_id: str):
    found = applications_to(provider).filter(public_id=public_id).first()
    if found is None:
        raise Http404("There is no such application.")
    form = MoveForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _shown(found, provider, form)
    if not form.is_valid():
        return Refused(_shown(found, provider, form))
    to = request.POST.get("to", "")
    try:
        if to not in _LABELS:
            raise MoveRefused("Choose what is to become of the application.")
        move_application(
            application=found,
            to=to,
            words=form.cleaned_data["words"],
            offer_until=form.cleaned_data["offer_until"],
            on=timezone.localdate(),
            at=timezone.now(),
            by=request.scope,
        )
    except MoveRefused as refused:
        found.refresh_from_db()
        return Refused(_shown(found, provider, form, str(refused)), 409)
    messages.success(request, f"{WORDS[State(to)]}. They have been told." if to != State.VIEWED else WORDS[State(to)])
    return redirect("provider_application", slug=provider.slug, public_id=public_id)


@page("provider/application.html", needs=P.APPLICATIONS_VIEW)
def paper(request: HttpRequest, provider: Organisation, public_id: str, paper_id: str) -> HttpResponse:
    """A document that went with an application, as it is kept now; one taken away since is not found."""
    found = applications_to(provider).filter(public_id=public_id).first()
    if found is None or paper_id not in {each["id"] for each in found.sent["papers"]}:
        raise Http404("There is no such document.")
    kept = Paper.objects.filter(public_id=paper_id, applicant=found.applicant).first()
    if kept is None:
        raise Http404("The applicant has taken this document away.")
    return sent_to_keep(kept.content(), f"{kept.title}.{kept.media}", Media(kept.media).content_type)


def _row(each: Application, provider: Organisation) -> Row:
    href = reverse("provider_application", kwargs={"slug": provider.slug, "public_id": each.public_id})
    return Row(_name(each), each.course, WORDS[each.now], each.submitted_at, href)


def _name(each: Application) -> str:
    return f"{each.sent['given_name']} {each.sent['family_name']}"


def _cells(each: Application) -> tuple[Any, ...]:
    sent = each.sent
    born = date.fromisoformat(sent["born_on"]) if sent["born_on"] else None
    on = timezone.localdate(each.submitted_at) if each.submitted_at else None
    return (each.public_id, sent["given_name"], sent["family_name"], born, sent["email"], sent["telephone"],
            sent["postcode"], sent["school"], each.course, WORDS[each.now], on, each.offer_until)  # fmt: skip


def _desk_in_words(desk: Desk | None, on: date) -> str:
    if desk is None:
        return "You do not take the standard form yet."
    if desk.is_open(on):
        return f"You take the standard form until {desk.closes_on:%-d %B %Y}."
    return f"You took, or will take, the standard form from {desk.opens_on:%-d %B %Y} to {desk.closes_on:%-d %B %Y}."


def _shown(found: Application, provider: Organisation, form: forms.Form, trouble: str = "") -> ApplicationPage:
    sent = found.sent
    facts = [("Date of birth", sent["born_on"]), ("E-mail", sent["email"]), ("Telephone", sent["telephone"]),
             ("Address", f"{sent['address']} {sent['postcode']}"), ("School or college", sent["school"])]  # fmt: skip
    if found.now in OFFERS and found.offer_until:
        facts.append(("Offer stands until", f"{found.offer_until:%-d %B %Y}"))
    where = {"slug": provider.slug, "public_id": found.public_id}
    return ApplicationPage(
        name=_name(found),
        course=found.course,
        state=WORDS[found.now],
        facts=tuple(Fact(label, value or "Not said") for label, value in facts),
        education=tuple(tuple(row) for row in sent["education"]),
        statement=sent["statement"],
        support=sent["support"],
        references=tuple((each["name"], each["text"]) for each in sent["references"]),
        papers=tuple(
            PaperLink(each["title"], reverse("provider_paper", kwargs=where | {"paper_id": each["id"]}))
            for each in sent["papers"]
        ),
        moves=tuple(Move(each.at, WORDS[State(each.to_state)], each.note) for each in found.moves.all()),
        buttons=tuple((to.value, _LABELS[to]) for to in moves_for(found.state, Mover.PROVIDER)),
        form=form,
        back_href=reverse("provider_applications", kwargs={"slug": provider.slug}),
        trouble=trouble,
    )


urlpatterns = [
    path("applications/", inbox, name="provider_applications"),
    path("applications/opening/", desk, name="provider_desk"),
    path("applications/<str:public_id>/", application, name="provider_application"),
    path("applications/<str:public_id>/documents/<str:paper_id>/", paper, name="provider_paper"),
]
