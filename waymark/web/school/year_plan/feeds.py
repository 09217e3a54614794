"""Calendar feeds: secret addresses that a calendar program reads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted
from waymark.ledger.queries.activities import year_groups_on
from waymark.places.models import Organisation
from waymark.planner.actions.feeds import FeedRefused, end_feed, renew_feed, renew_own_feed
from waymark.planner.models import Feed
from waymark.planner.queries.feeds import feeds_of
from waymark.planner.queries.plan import words_open_to
from waymark.web.pages import form_page
from waymark.web.school.year_plan.finding import plan_address, today

SCHOOL, OWN = "school", "own"


@dataclass(frozen=True)
class FeedRow:
    """One calendar there can be: whose, whether there is an address for it, and what the reader may do."""

    key: str
    label: str
    made_at: datetime | None
    ended_key: str | None
    may_make: bool


@dataclass(frozen=True)
class FeedsPage:
    """All that the page of calendars shows; `address` is a new one, shown this once."""

    rows: tuple[FeedRow, ...]
    others: int
    address: str
    address_of: str
    back_href: str


@form_page("school/year_plan/feeds.html", needs=Permission.FIGURES_VIEW)
def plan_feeds(request: HttpRequest, school: Organisation) -> Any:
    if not words_open_to(school):
        raise Http404("Calendars are for people of the school.")
    if request.method != "POST":
        return _page(request, school)
    if ended := request.POST.get("end"):
        feed = next((each for each in feeds_of(school) if each.public_id == ended), None)
        if feed is None:
            raise Http404("There is no such calendar.")
        end_feed(feed=feed, by=request.scope)
        messages.success(request, "The address no longer works.")
        return redirect("plan_feeds", slug=school.slug)
    made, secret = _renew(request, school, request.POST.get("make", ""))
    address = request.build_absolute_uri(reverse("calendar_feed", kwargs={"secret": secret}))
    return _page(request, school, address, _label(made))


def _renew(request: HttpRequest, school: Organisation, which: str) -> tuple[Feed, str]:
    try:
        if which == OWN:
            return renew_own_feed(school=school, by=request.scope)
        if which == SCHOOL:
            return renew_feed(school=school, by=request.scope)
        years = {str(year): year for year in year_groups_on(school, today())}
        if which in years:
            return renew_feed(school=school, year_group=years[which], by=request.scope)
    except (FeedRefused, NotPermitted) as refused:
        raise Http404(str(refused)) from refused
    raise Http404("There is no such calendar.")


def _page(request: HttpRequest, school: Organisation, address: str = "", address_of: str = "") -> FeedsPage:
    may_plan = request.scope.holds(Permission.PLAN_WRITE, school.pk)
    standing = feeds_of(school)
    by_key = {_key(feed, request): feed for feed in standing}
    wanted = [(OWN, "What I have to do with", True), (SCHOOL, "The whole school", may_plan)]
    wanted += [(str(year), f"Year {year}", may_plan) for year in year_groups_on(school, today())]
    rows = []
    for key, label, may_make in wanted:
        feed = by_key.get(key)
        if may_make:
            made_at, public_id = (feed.made_at, feed.public_id) if feed else (None, None)
            rows.append(FeedRow(key, label, made_at, public_id, may_make))
    others = sum(feed.of == Feed.Of.PERSON and feed.user_id != request.user.pk for feed in standing)
    return FeedsPage(tuple(rows), others if may_plan else 0, address, address_of, plan_address(school, today()))


def _key(feed: Feed, request: HttpRequest) -> str:
    if feed.of == Feed.Of.PERSON:
        return OWN if feed.user_id == request.user.pk else f"person {feed.pk}"
    return SCHOOL if feed.of == Feed.Of.SCHOOL else str(feed.year_group)


def _label(feed: Feed) -> str:
    if feed.of == Feed.Of.PERSON:
        return "what you have to do with"
    return "the whole school" if feed.of == Feed.Of.SCHOOL else f"Year {feed.year_group}"
