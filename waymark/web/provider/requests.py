"""What schools ask of a provider, or of an employer that has an account, and its answers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.providers.actions.answering import Answer, answer_as_provider
from waymark.providers.models import Approach, ReleasedName
from waymark.providers.queries.requests import approach_to, asked_of_provider, thanks_for, thread_of
from waymark.providers.rules.approaches import NotPossible, Side, State, moves_of
from waymark.web.pages import Refused, form_page, page
from waymark.web.thanks import ThanksShown, impact_pdf
from waymark.web.threads import LOOKS, ApproachLine, TheirForm, ThreadEntry, asked_rows, state_words


@dataclass(frozen=True)
class AskedPage:
    """All that the list of what schools ask shows."""

    provider: str
    lines: tuple[ApproachLine, ...]
    page_number: int
    pages: int
    total: int


@dataclass(frozen=True)
class AskedOnePage:
    """All that one of them shows: numbers of learners, and names only where the school sent them."""

    title: str
    school: str
    look: str
    state: str
    rows: list[dict[str, Any]]
    thread: tuple[ThreadEntry, ...]
    names: tuple[str, ...]
    names_until: date | None
    thanks: ThanksShown | None
    form: TheirForm
    may_answer: bool
    back_href: str


@page("provider/requests.html", needs=Permission.REQUESTS_ANSWER)
def provider_requests(request: HttpRequest, place: Organisation) -> AskedPage:
    shown = Paginator(asked_of_provider(place), 25).get_page(request.GET.get("page"))
    return AskedPage(
        provider=place.name,
        lines=tuple(
            ApproachLine.of(
                each,
                reverse("provider_request", kwargs={"slug": place.slug, "public_id": each.public_id}),
                whom=each.request.organisation.name,
            )
            for each in shown
        ),
        page_number=shown.number,
        pages=shown.paginator.num_pages,
        total=shown.paginator.count,
    )


@form_page("provider/request.html", needs=Permission.REQUESTS_ANSWER)
def provider_request(request: HttpRequest, place: Organisation, public_id: str) -> Any:
    approach = approach_to(place, public_id)
    if approach is None:
        raise Http404("There is no such request, or it is not yours to see.")
    form = TheirForm(request.POST or None, moves=moves_of(approach.now, Side.THEM))
    if request.method != "POST":
        return _page(place, approach, form)
    if not form.is_valid():
        return Refused(_page(place, approach, form))
    said = form.cleaned_data
    try:
        answer_as_provider(
            approach=approach,
            answer=Answer(form.move, said["said"], said["day"], said["at"]),
            on=timezone.localdate(),
            by=request.scope,
        )
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return Refused(_page(place, approach, form), 409)
    messages.success(request, "The school is told.")
    return redirect("provider_request", slug=place.slug, public_id=public_id)


def _page(place: Organisation, approach: Approach, form: TheirForm) -> AskedOnePage:
    names = list(ReleasedName.objects.filter(release__approach=approach).select_related("release"))
    thanks, here = thanks_for(approach), {"slug": place.slug, "public_id": approach.public_id}
    return AskedOnePage(
        title=approach.request.title,
        school=approach.request.organisation.name,
        look=LOOKS[approach.now],
        state=state_words(approach.now),
        rows=asked_rows(approach),
        thread=tuple(ThreadEntry.of(each) for each in thread_of(approach)),
        names=tuple(f"{each.name}, Year {each.year_group}" if each.year_group else each.name for each in names),
        names_until=names[0].release.erase_on if names else None,
        thanks=ThanksShown.of(thanks, reverse("provider_impact", kwargs=here)) if thanks else None,
        form=form,
        may_answer=approach.now not in {State.WITHDRAWN, State.CALLED_OFF, State.DELIVERED},
        back_href=reverse("provider_requests", kwargs={"slug": place.slug}),
    )


@page("provider/request.html", needs=Permission.REQUESTS_ANSWER)
def provider_impact(request: HttpRequest, place: Organisation, public_id: str) -> HttpResponse:
    """What one came to, as one page to keep."""
    approach = approach_to(place, public_id)
    thanks = thanks_for(approach) if approach else None
    if thanks is None:
        raise Http404("There is no such report, or it is not yours to see.")
    return impact_pdf(thanks)


urlpatterns = [
    path("requests/", provider_requests, name="provider_requests"),
    path("requests/<slug:public_id>/", provider_request, name="provider_request"),
    path("requests/<slug:public_id>/impact.pdf", provider_impact, name="provider_impact"),
]
