"""Looking at the page as it will be, and releasing it."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from markupsafe import Markup

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.publishing.actions import LearnersNamed, NotReleased, release
from waymark.publishing.changes import differences
from waymark.publishing.checklist import Checklist
from waymark.publishing.figures import chosen_figures
from waymark.publishing.privacy import learners_named
from waymark.publishing.queries import (
    checklist_of,
    draft_content,
    is_leader_standing,
    released_content,
    standing_page,
    standing_publication,
)
from waymark.publishing.rendering import render
from waymark.web.pages import Refused, form_page


@dataclass(frozen=True)
class HeldBack:
    """A figure that is not told as it is today, and why."""

    title: str
    why: str


@dataclass(frozen=True)
class PreviewPage:
    """All that the preview shows: the page as it will be, what it lacks, what is held back, and the form."""

    school: str
    back: str
    body: Markup
    checklist: Checklist
    changed: tuple[str, ...]
    is_first: bool
    held_back: tuple[HeldBack, ...]
    named: tuple[str, ...]
    form: forms.Form
    trouble: str = ""


class ReleaseForm(forms.Form):
    """To release. Where the page has a learner's name on it, each may be said to mean somebody or something else."""

    def __init__(self, *args, named: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        if named:
            self.fields["not_learners"] = forms.MultipleChoiceField(
                label="These are names of people who are or were on your roll",
                help_text="Change the page, or tick the ones that mean someone or something else here, such as a firm.",
                choices=[(name, f"“{name}” is not a learner here") for name in named],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )


@form_page("school/careers_page/preview.html", needs=Permission.PUBLISH)
def careers_page_preview(request: HttpRequest, school: Organisation) -> PreviewPage | Refused | HttpResponse:
    on = timezone.localdate()
    shown = _preview(request, school, on)
    if request.method != "POST":
        return shown
    if not shown.form.is_valid():
        return Refused(shown)
    try:
        release(
            school=school, on=on, known_not_learners=shown.form.cleaned_data.get("not_learners", ()), by=request.scope
        )
    except LearnersNamed as refused:
        return Refused(_preview(request, school, on, str(refused)))
    except NotReleased as refused:
        return Refused(_preview(request, school, on, str(refused)))
    return redirect("careers_page", slug=school.slug)


def _preview(request: HttpRequest, school: Organisation, on: date, trouble: str = "") -> PreviewPage:
    content, standing = draft_content(school, on=on), standing_publication(school.pk)
    page = standing_page(school)
    named = learners_named(school, content)
    return PreviewPage(
        school=school.name,
        back=reverse("careers_page", kwargs={"slug": school.slug}),
        body=Markup(render(content)),  # our own template, every word escaped: the same markup a release would store
        checklist=checklist_of(content, on=on, leader_is_member=is_leader_standing(page.leader_id, school.pk)),
        changed=tuple(differences(released_content(standing) if standing else None, content)),
        is_first=standing is None,
        held_back=tuple(
            HeldBack(chosen.shown.title, chosen.why)
            for chosen in chosen_figures(school, page.shown_figures, on=on)
            if chosen.why
        ),
        named=tuple(named),
        form=ReleaseForm(request.POST if request.method == "POST" else None, named=named),
        trouble=trouble,
    )


urlpatterns = [path("preview/", careers_page_preview, name="careers_page_preview")]
