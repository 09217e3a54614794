"""Providers who ask to come in, and the school's answers."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.publishing.actions import AlreadyAnswered, answer_request
from waymark.publishing.models import AccessRequest, Phase
from waymark.publishing.queries import access_requests
from waymark.web.pages import Refused, form_page, page

_LOOKS = {"new": "not_yet", "accepted": "met", "declined": "unknown"}


@dataclass(frozen=True)
class RequestRow:
    """A request as the pages show it."""

    provider: str
    contact_name: str
    contact_email: str
    contact_telephone: str
    offers: str
    phases: str
    wished_dates: str
    sent_at: datetime
    look: str
    state: str
    is_new: bool
    reply: str
    answered_at: datetime | None
    answered_by: str
    href: str

    @classmethod
    def of(cls, request: AccessRequest, slug: str) -> "RequestRow":
        same = (
            "provider",
            "contact_name",
            "contact_email",
            "contact_telephone",
            "offers",
            "wished_dates",
            "sent_at",
            "reply",
            "answered_at",
        )
        return cls(
            **{name: getattr(request, name) for name in same},
            phases=", ".join(Phase(phase).label for phase in request.phases),
            look=_LOOKS[request.state],
            state=request.get_state_display(),
            is_new=request.state == AccessRequest.State.NEW,
            answered_by=request.answered_by.name if request.answered_by else "",
            href=reverse("careers_page_request", kwargs={"slug": slug, "public_id": request.public_id}),
        )


@dataclass(frozen=True)
class RequestsPage:
    """All that the list of requests shows."""

    school: str
    back: str
    rows: tuple[RequestRow, ...]


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="Your answer", choices=[("yes", "Accept"), ("no", "Decline")], widget=forms.RadioSelect
    )
    reply = forms.CharField(
        label="What you say to them",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="If you decline, say on which of the grounds in your statement.",
    )
    send = forms.BooleanField(label="Send this answer by e-mail", required=False, initial=True)

    def clean(self):
        said = super().clean()
        if said.get("answer") == "no" and not said.get("reply"):
            self.add_error("reply", "Say why the request is declined.")
        return said


@dataclass(frozen=True)
class RequestPage:
    """All that the page of one request shows."""

    school: str
    back: str
    row: RequestRow
    form: AnswerForm


@page("school/careers_page/requests.html", needs=Permission.PUBLISH)
def careers_page_requests(request: HttpRequest, school: Organisation) -> RequestsPage:
    rows = access_requests(school).select_related("answered_by")
    at = {"slug": school.slug}
    return RequestsPage(
        school.name,
        reverse("careers_page", kwargs=at),
        tuple(RequestRow.of(row, school.slug) for row in rows),
    )


@form_page("school/careers_page/request.html", needs=Permission.PUBLISH)
def careers_page_request(
    request: HttpRequest, school: Organisation, public_id: str
) -> RequestPage | Refused | HttpResponse:
    asked = access_requests(school).select_related("answered_by", "organisation").filter(public_id=public_id).first()
    if asked is None:
        raise Http404("There is no such request.")
    form = AnswerForm(request.POST if request.method == "POST" else None)
    shown = RequestPage(
        school.name,
        reverse("careers_page_requests", kwargs={"slug": school.slug}),
        RequestRow.of(asked, school.slug),
        form,
    )
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    said = form.cleaned_data
    try:
        answer_request(
            request=asked, accepted=said["answer"] == "yes", reply=said["reply"], send=said["send"], by=request.scope
        )
    except AlreadyAnswered as clash:
        messages.warning(request, str(clash))
    else:
        messages.success(request, f"{asked.provider}: answered.")
    return redirect("careers_page_requests", slug=school.slug)


urlpatterns = [
    path("requests/", careers_page_requests, name="careers_page_requests"),
    path("requests/<slug:public_id>/", careers_page_request, name="careers_page_request"),
]
