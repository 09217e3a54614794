"""The addresses under /schools/<slug>/year-plan/."""

from django.urls import path, re_path

from waymark.web.school.year_plan import (
    budget,
    busy,
    clashing,
    editing,
    feeds,
    happened,
    moving,
    overview,
    showing,
    starting,
)

urlpatterns = [
    path("", overview.year_plan, name="year_plan"),
    path("print/", overview.year_plan_print, name="year_plan_print"),
    re_path(r"^year-plan\.(?P<kind>csv|xlsx)$", overview.year_plan_file, name="year_plan_file"),
    path("new/", editing.new_entry, name="new_entry"),
    path("start/", starting.start_year_plan, name="start_year_plan"),
    path("start/<slug:source>/", starting.start_from, name="start_from"),
    path("budget/", budget.plan_budget, name="plan_budget"),
    path("days/", busy.busy_days, name="busy_days"),
    path("days/new/", busy.new_busy, name="new_busy"),
    path("days/file/", busy.bring_busy, name="bring_busy"),
    path("days/<slug:public_id>/", busy.change_busy_days, name="change_busy"),
    path("clashes/", clashing.plan_clashes, name="plan_clashes"),
    path("happened/", happened.plan_happened, name="plan_happened"),
    path("calendar/", feeds.plan_feeds, name="plan_feeds"),
    path("activities/<slug:public_id>/", showing.year_plan_entry, name="year_plan_entry"),
    path("activities/<slug:public_id>/move/", moving.move_entry, name="move_entry"),
    path("activities/<slug:public_id>/needs/", editing.entry_needs, name="entry_needs"),
]
