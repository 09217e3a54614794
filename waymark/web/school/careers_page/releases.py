"""Everything the school ever released: who, when, what changed; and taking the page off the web."""

from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from markupsafe import Markup

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.publishing.actions import withdraw
from waymark.publishing.models import Publication
from waymark.publishing.queries import releases_of, standing_publication
from waymark.publishing.words import plain_list
from waymark.web.pages import Refused, form_page, page


@dataclass(frozen=True)
class ReleaseRow:
    """One release as the lists show it."""

    number: int
    released_at: datetime
    released_by: str
    changed: str
    withdrawn_at: datetime | None
    withdrawn_because: str
    sha256: str
    href: str

    @classmethod
    def of(cls, publication: Publication) -> "ReleaseRow":
        at = {"slug": publication.organisation.slug, "number": publication.number}
        return cls(
            number=publication.number,
            released_at=publication.released_at,
            released_by=publication.released_by.name if publication.released_by else "the program",
            changed=plain_list(publication.changed) or "nothing but its day",
            withdrawn_at=publication.withdrawn_at,
            withdrawn_because=publication.withdrawn_because,
            sha256=publication.sha256,
            href=reverse("careers_page_release", kwargs=at),
        )


@dataclass(frozen=True)
class ReleasesPage:
    """All that the list of releases shows."""

    school: str
    back: str
    public: int | None
    rows: tuple[ReleaseRow, ...]
    withdraw_href: str


@dataclass(frozen=True)
class ReleasePage:
    """All that the page of one release shows: what it said then, and what it was made from."""

    school: str
    back: str
    row: ReleaseRow
    framework: str
    evaluated_on: date
    body: Markup


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label="Why is it withdrawn?", help_text="Your colleagues see this; the public does not.", max_length=300
    )


@dataclass(frozen=True)
class WithdrawPage:
    """All that the page to withdraw the careers page shows."""

    school: str
    back: str
    row: ReleaseRow
    form: WithdrawForm


@page("school/careers_page/releases.html", needs=Permission.PUBLISH)
def careers_page_releases(request: HttpRequest, school: Organisation) -> ReleasesPage:
    at, standing = {"slug": school.slug}, standing_publication(school.pk)
    return ReleasesPage(
        school=school.name,
        back=reverse("careers_page", kwargs=at),
        public=standing.number if standing else None,
        rows=tuple(ReleaseRow.of(release) for release in releases_of(school)),
        withdraw_href=reverse("careers_page_withdraw", kwargs=at),
    )


@page("school/careers_page/release.html", needs=Permission.PUBLISH)
def careers_page_release(request: HttpRequest, school: Organisation, number: int) -> ReleasePage:
    release = releases_of(school).filter(number=number).first()
    if release is None:
        raise Http404("There is no release of that number.")
    return ReleasePage(
        school=school.name,
        back=reverse("careers_page_releases", kwargs={"slug": school.slug}),
        row=ReleaseRow.of(release),
        framework=f"{release.framework} {release.framework_version}",
        evaluated_on=release.evaluated_on,
        body=Markup(release.html),  # made by our own template from escaped words when it was released
    )


@form_page("school/careers_page/withdraw.html", needs=Permission.PUBLISH)
def careers_page_withdraw(request: HttpRequest, school: Organisation) -> WithdrawPage | Refused | HttpResponse:
    standing = standing_publication(school.pk)
    if standing is None:
        return redirect("careers_page", slug=school.slug)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    shown = WithdrawPage(
        school.name, reverse("careers_page_releases", kwargs={"slug": school.slug}), ReleaseRow.of(standing), form
    )
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    withdraw(publication=standing, because=form.cleaned_data["because"], by=request.scope)
    return redirect("careers_page", slug=school.slug)


urlpatterns = [
    path("releases/", careers_page_releases, name="careers_page_releases"),
    path("releases/<int:number>/", careers_page_release, name="careers_page_release"),
    path("withdraw/", careers_page_withdraw, name="careers_page_withdraw"),
]
