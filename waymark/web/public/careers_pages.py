"""A school's careers page as it was released: to read, to put on another site, and to keep."""

from dataclasses import dataclass
from datetime import datetime

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from markupsafe import Markup

from waymark.publishing.checklist import Checklist
from waymark.publishing.files import as_html_file, as_json_file, as_pdf
from waymark.publishing.models import Publication
from waymark.publishing.queries import checklist_of_release, released_page
from waymark.web.pages import public_page
from waymark.web.public.caching import keepable


@dataclass(frozen=True)
class CareersPagePage:
    """All that a released careers page shows: the release as it was frozen, whether it is complete, and ways on."""

    title: str
    school: str
    slug: str
    body: Markup
    checklist: Checklist
    released_at: datetime
    takes_requests: bool

    @classmethod
    def of(cls, publication: Publication) -> "CareersPagePage":
        content = publication.content
        return cls(
            title=f"Careers programme at {content['school']['name']}",
            school=content["school"]["name"],
            slug=publication.organisation.slug,
            body=Markup(publication.html),  # made by our own template from escaped words when it was released
            checklist=checklist_of_release(publication, on=timezone.localdate()),
            released_at=publication.released_at,
            takes_requests=content["access"] is not None,
        )


def released_or_404(slug: str) -> Publication:
    """What the public sees at the address; not found where nothing is released."""
    publication = released_page(slug)
    if publication is None:
        raise Http404("This school has not released a careers page.")
    return publication


@public_page("public/careers_page.html")
def careers_page(request: HttpRequest, slug: str) -> HttpResponse:
    shown = CareersPagePage.of(released_or_404(slug))
    return keepable(request, render(request, "public/careers_page.html", {"page": shown}))


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page("public/careers_page_embed.html")
def careers_page_embed(request: HttpRequest, slug: str) -> HttpResponse:
    shown = CareersPagePage.of(released_or_404(slug))
    return keepable(request, render(request, "public/careers_page_embed.html", {"page": shown}))


@public_page("public/careers_page.html")
def careers_page_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    publication = released_or_404(slug)
    return keepable(request, _file(as_pdf(publication), "application/pdf", f"careers-{slug}.pdf", inline=True))


@public_page("public/careers_page.html")
def careers_page_html(request: HttpRequest, slug: str) -> HttpResponse:
    publication = released_or_404(slug)
    home = request.build_absolute_uri(reverse("public_careers_page", kwargs={"slug": slug}))
    return keepable(
        request, _file(as_html_file(publication, address=home), "text/html; charset=utf-8", f"careers-{slug}.html")
    )


@public_page("public/careers_page.html")
def careers_page_json(request: HttpRequest, slug: str) -> HttpResponse:
    publication = released_or_404(slug)
    return keepable(request, _file(as_json_file(publication), "application/json", f"careers-{slug}.json", inline=True))


def _file(content: bytes, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    return response


urlpatterns = [
    path("<slug:slug>/", careers_page, name="public_careers_page"),
    path("<slug:slug>/embed/", careers_page_embed, name="public_careers_page_embed"),
    path("<slug:slug>/careers-page.pdf", careers_page_pdf, name="public_careers_page_pdf"),
    path("<slug:slug>/careers-page.html", careers_page_html, name="public_careers_page_html"),
    path("<slug:slug>/careers-page.json", careers_page_json, name="public_careers_page_json"),
]
