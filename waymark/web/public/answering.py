"""Whoever was asked answers by the link of their letter, without an account."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from waymark.access.scope import NOBODY
from waymark.providers.actions.afterwards import names_by_secret, thanks_by_secret, thread_by_secret
from waymark.providers.actions.answering import Answer, answer_by_link, approach_by_secret
from waymark.providers.models import Approach
from waymark.providers.rules.approaches import NotPossible, Side, State, moves_of
from waymark.web.pages import Refused, public_page
from waymark.web.thanks import ThanksShown, impact_pdf
from waymark.web.threads import LOOKS, TheirForm, ThreadEntry, asked_rows, state_words


@dataclass(frozen=True)
class AnswerPage:
    """All that the page of a letter's link shows: what one school asks, and no other thing."""

    school: str
    whom: str
    title: str
    look: str
    state: str
    rows: list[dict[str, Any]]
    thread: tuple[ThreadEntry, ...]
    names: tuple[str, ...]
    names_until: date | None
    thanks: ThanksShown | None
    form: TheirForm
    may_answer: bool
    was_sent: bool


@public_page("answering/answer.html", methods=("GET", "HEAD", "POST"))
def answer_request(request: HttpRequest, secret: str) -> Any:
    approach = approach_by_secret(secret)
    if approach is None:
        raise Http404("This link opens nothing any more.")
    form = TheirForm(request.POST or None, moves=moves_of(approach.now, Side.THEM))
    if request.method != "POST":
        return _page(request, secret, approach, TheirForm(moves=moves_of(approach.now, Side.THEM)))
    if not form.is_valid():
        return Refused(_page(request, secret, approach, form))
    said = form.cleaned_data
    answer = Answer(form.move, said["said"], said["day"], said["at"])
    try:
        answer_by_link(secret=secret, answer=answer, on=timezone.localdate(), by=NOBODY)
    except NotPossible as refused:
        form.add_error(None, str(refused))
        fresh = approach_by_secret(secret) or approach
        return Refused(_page(request, secret, fresh, form), 409)
    return redirect(f"{reverse('answer_request', kwargs={'secret': secret})}?sent=yes")


def _page(request: HttpRequest, secret: str, approach: Approach, form: TheirForm) -> AnswerPage:
    names, until = names_by_secret(secret)
    thanks = thanks_by_secret(secret)
    return AnswerPage(
        school=approach.request.organisation.name,
        whom=approach.whom,
        title=approach.request.title,
        look=LOOKS[approach.now],
        state=state_words(approach.now),
        rows=asked_rows(approach),
        thread=tuple(ThreadEntry.of(each) for each in thread_by_secret(secret)),
        names=names,
        names_until=until,
        thanks=ThanksShown.of(thanks, reverse("answer_impact", kwargs={"secret": secret})) if thanks else None,
        form=form,
        may_answer=approach.now not in {State.WITHDRAWN, State.CALLED_OFF, State.DELIVERED},
        was_sent=request.GET.get("sent") == "yes",
    )


@public_page("answering/answer.html")
def answer_impact(request: HttpRequest, secret: str) -> HttpResponse:
    """What it came to, as one page to keep."""
    thanks = thanks_by_secret(secret)
    if thanks is None:
        raise Http404("This link opens nothing any more.")
    return impact_pdf(thanks)


# No cookie, so no CSRF token: whoever has the secret of the link may answer, and nobody else finds it.
urlpatterns = [
    path("<str:secret>/", csrf_exempt(never_cache(answer_request)), name="answer_request"),
    path("<str:secret>/impact.pdf", never_cache(answer_impact), name="answer_impact"),
]
