"""Every view is made by the three makers of `waymark.web.pages`, and says what it needs."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from waymark.access.permissions import Permission

# Views that are not pages of ours: the library that signs people in guards its own.
NOT_OURS = ("allauth.", "ninja.")
# Made by something else than a page maker, with the reason.
EXCUSED = {
    "waymark.web.catalogue": "shows components only, and only where a setting asks for it",
    "waymark.web.api": "endpoints open their scope from a token: tests/web/api proves it for each",
}


def views(patterns, under=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, under + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield under + str(pattern.pattern), pattern.callback


def ours():
    return [
        (address, view)
        for address, view in views(get_resolver().url_patterns)
        if not view.__module__.startswith((*NOT_OURS, *EXCUSED))
    ]


def test_every_view_states_what_it_needs():
    assert [address for address, view in ours() if not hasattr(view, "needs")] == []


def test_what_a_view_needs_is_a_permission_or_nothing_or_public():
    odd = [address for address, view in ours() if view.needs not in {None, "public", *Permission}]

    assert odd == []


def test_only_pages_about_oneself_need_nothing():
    """What was shared with oneself among them: no permission at the school opens it, nor is any needed."""
    about_oneself = {"start", "second_step", "shared_with_me", "shared_evaluation"}
    about_oneself |= {"my_form", "take_along", "papers", "paper", "tracked", "references", "desks", "apply_to"}
    about_oneself |= {"my_applications", "my_application", "reference_again"}

    assert {view.__name__ for _, view in ours() if view.needs is None} == about_oneself


@pytest.mark.django_db
def test_nobody_unsigned_sees_a_page_that_is_not_public(client):
    opened = []
    for address, view in ours():
        if view.needs == "public" or "<" in address.replace("<slug:slug>", ""):
            continue
        response = client.get("/" + address.replace("<slug:slug>", "somewhere"))
        if response.status_code != 302 or "/account/login/" not in response["Location"]:
            opened.append(address)

    assert opened == []


# Pages that need learners or interviews seen and name nobody, with the reason; the rest say what the trail calls them.
TELLS_OF_NOBODY = {
    "asking_page": "the code under which learners ask",
    "asking_poster": "the same, to hang up",
    "interview_diaries": "advisers and their hours",
    "interview_adviser": "one adviser's hours",
    "my_calendar": "booked times without names: calendars are seen by many",
}
NOTES_ITSELF = {"learner", "learners_file", "entitlement_learners_file"}  # with more to say than which page it was


def test_whoever_sees_learners_leaves_a_line_on_the_trail():
    seeing = {Permission.LEARNER_VIEW, Permission.INTERVIEWS_VIEW}
    silent = {view.__name__ for _, view in ours() if view.needs in seeing and not view.viewed}

    assert silent == set(TELLS_OF_NOBODY) | NOTES_ITSELF
