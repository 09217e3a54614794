"""Documents that go with one's applications."""

from dataclasses import dataclass
from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from waymark.access.models import User
from waymark.intake.keepable import Media
from waymark.intake.reading import FileRefused
from waymark.opportunities.actions.accounts import applicant_of
from waymark.opportunities.actions.applying import keep_paper, take_paper_away
from waymark.opportunities.rules.applying import MoveRefused
from waymark.web.pages import Refused, form_page, page
from waymark.web.sending import sent_to_keep


class PaperForm(forms.Form):
    title = forms.CharField(max_length=150, label="What is it?", help_text="For example, “First aid certificate”.")
    file = forms.FileField(label="The file", help_text="A PDF, a picture or a Word document, up to 15 MB.")


@dataclass(frozen=True)
class PaperRow:
    title: str
    href: str
    public_id: str


@dataclass(frozen=True)
class PapersPage:
    """All that the page of one's documents shows."""

    form: forms.Form
    papers: tuple[PaperRow, ...]


@form_page("learner/papers.html", needs=None)
def papers(request: HttpRequest) -> PapersPage | Refused | HttpResponse:
    applicant = applicant_of(user=cast(User, request.user), by=request.scope)
    if request.method == "POST" and (gone := request.POST.get("take_away")):
        if found := applicant.papers.filter(public_id=gone).first():
            take_paper_away(paper=found, by=request.scope)
        return redirect("my_papers")
    form = PaperForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    rows = tuple(
        PaperRow(each.title, reverse("my_paper", kwargs={"public_id": each.public_id}), each.public_id)
        for each in applicant.papers.order_by("pk")
    )
    if request.method != "POST":
        return PapersPage(form, rows)
    if not form.is_valid():
        return Refused(PapersPage(form, rows))
    file = form.cleaned_data["file"]
    try:
        keep_paper(
            applicant=applicant,
            title=form.cleaned_data["title"],
            content=file.read(),
            filename=file.name,
            by=request.scope,
        )
    except (FileRefused, MoveRefused) as refused:
        form.add_error("file", str(refused))
        return Refused(PapersPage(form, rows))
    messages.success(request, "The document is kept. It goes with applications you send from now on.")
    return redirect("my_papers")


@page("learner/papers.html", needs=None)
def paper(request: HttpRequest, public_id: str) -> HttpResponse:
    found = applicant_of(user=cast(User, request.user), by=request.scope).papers.filter(public_id=public_id).first()
    if found is None:
        raise Http404("There is no such document.")
    media = Media(found.media)
    return sent_to_keep(found.content(), f"{found.title}.{media}", media.content_type)


urlpatterns = [
    path("documents/", papers, name="my_papers"),
    path("documents/<str:public_id>/", paper, name="my_paper"),
]
