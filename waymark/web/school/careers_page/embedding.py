"""Putting the page on the school's own website."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import path, reverse
from markupsafe import Markup

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.publishing.queries import standing_publication
from waymark.web.pages import page


@dataclass(frozen=True)
class EmbeddingPage:
    """All that the page shows: the snippets to copy and the files to take, once something is public."""

    school: str
    back: str
    is_public: bool
    address: str
    link: str
    frame: str
    html_href: str
    pdf_href: str
    json_href: str


@page("school/careers_page/embedding.html", needs=Permission.PUBLISH)
def careers_page_embedding(request: HttpRequest, school: Organisation) -> EmbeddingPage:
    at = {"slug": school.slug}
    address = request.build_absolute_uri(reverse("public_careers_page", kwargs=at))
    embedded = request.build_absolute_uri(reverse("public_careers_page_embed", kwargs=at))
    title = f"Careers programme at {school.name}"
    frame = Markup(
        '<iframe src="%s" title="%s" width="100%%" height="1400" style="border:0" loading="lazy"></iframe>'
    ) % (embedded, title)
    return EmbeddingPage(
        school=school.name,
        back=reverse("careers_page", kwargs=at),
        is_public=standing_publication(school.pk) is not None,
        address=address,
        link=str(Markup('<a href="%s">%s</a>') % (address, title)),
        frame=str(frame),
        html_href=reverse("public_careers_page_html", kwargs=at),
        pdf_href=reverse("public_careers_page_pdf", kwargs=at),
        json_href=reverse("public_careers_page_json", kwargs=at),
    )


urlpatterns = [path("embedding/", careers_page_embedding, name="careers_page_embedding")]
