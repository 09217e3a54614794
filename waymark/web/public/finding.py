"""Finding a school's careers page."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import path, reverse

from waymark.publishing.queries import schools_with_pages
from waymark.web.pages import public_page
from waymark.web.paging import PER_PAGE


@dataclass(frozen=True)
class SchoolFound:
    """A school in the list, told apart from its namesakes by where it is."""

    name: str
    where: str
    href: str


@dataclass(frozen=True)
class FindPage:
    """All that the search page shows: what was looked for, and one page of the schools found."""

    text: str
    schools: tuple[SchoolFound, ...]
    total: int
    page_number: int
    pages: int


@public_page("public/find.html")
def find(request: HttpRequest) -> FindPage:
    text = request.GET.get("q", "").strip()[:100]
    found = schools_with_pages(text)
    total = found.count()
    pages = max(1, -(-total // PER_PAGE))
    asked = request.GET.get("page", "1")
    number = min(max(int(asked), 1), pages) if asked.isdecimal() and len(asked) < 6 else 1
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    return FindPage(
        text=text,
        schools=tuple(
            SchoolFound(
                school.name,
                ", ".join(part for part in (school.town, school.postcode) if part),
                reverse("public_careers_page", kwargs={"slug": school.slug}),
            )
            for school in shown
        ),
        total=total,
        page_number=number,
        pages=pages,
    )


urlpatterns = [path("", find, name="careers_index")]
