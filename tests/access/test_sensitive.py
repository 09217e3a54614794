"""Sensitive facts: shown to nobody while the school does not keep them, and to a teacher never."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import get_resolver
from django.utils import timezone

from tests.access.test_isolation import filled, named, ours, things  # noqa: F401  (fixtures)
from tests.factories import make_user
from tests.planner.test_building import offer, propose
from waymark.access.models import Membership
from waymark.access.scope import acting, everything
from waymark.guidance.actions.requests import Wanted, ask_for_interview
from waymark.guidance.actions.september import record_offer
from waymark.guidance.models import Adviser, Interview, Lesson
from waymark.ledger.actions.retention import place_hold
from waymark.ledger.models import Erasure, FieldScope, Learner, SensitiveField
from waymark.ledger.queries.people import record_of_person

pytestmark = pytest.mark.django_db
SAID = ("Thulean", "quill.sensitive@example.org")

# Which table of a person's record holds what each model about learners keeps.
TABLES_OF = {
    "guidance.Interview": "interviews",
    "guidance.InterviewRequest": "interview_requests",
    "guidance.Lesson": "lessons",
    "guidance.PlaceOffer": "offers_of_a_place",
    "ledger.Encounter": "encounters",
    "ledger.Enrolment": "enrolments",
    "ledger.Erasure": "erasure",
    "ledger.Expected": "lists",
    "ledger.GroupMember": "groups",
    "ledger.LegalHold": "holds",
    "planner.ProposedClosing": "proposed_closings",
    "planner.ProposedPlace": "proposed_places",
}
WORKED_OUT = {"evaluation.Answered", "ledger.Touch"}  # made afresh from the rest; no fact of their own


@pytest.fixture
def shown_to(things, signed_in):  # noqa: F811
    """The addresses at which this role is told an ethnicity or an e-mail address of the school's one learner."""
    with acting(everything("test")):
        school = Membership.objects.get(pk=things["membership"]).organisation
        Learner.objects.update(ethnicity=SAID[0], email=SAID[1], sen="E", looked_after=True)

    def shown(role, *, kept):
        with acting(everything("test")):
            for field in SensitiveField if kept else ():
                FieldScope.objects.create(organisation=school, field=field)
        client = signed_in(make_user(f"A {role}", (role, school)))
        places = [filled(a, n, school.slug, things) for a, n in named(get_resolver().url_patterns)]
        asked = [place + more for place in places for more in ("", "?as=csv")]
        return {at.split("?")[0] for at in asked if any(each.encode() in client.get(at).content for each in SAID)}

    return shown


def test_a_teacher_is_told_no_sensitive_fact_anywhere(shown_to):
    assert shown_to("teacher", kept=True) == set()


def test_what_a_school_does_not_keep_is_told_to_nobody(shown_to):
    assert shown_to("careers_leader", kept=False) == set()


def test_what_it_keeps_is_on_the_learners_page_and_nowhere_else(shown_to, things):  # noqa: F811
    """Or the two tests above would pass for a fact that no page ever shows."""
    assert shown_to("careers_leader", kept=True) == {f"/schools/{things['slug']}/learners/{things['learner']}/"}


def one_of_each_about(learner, by):
    """What `things` has not of its learner: one row of every other table."""
    school, today = learner.organisation, timezone.localdate()
    asked = ask_for_interview(learner=learner, wanted=Wanted(reason="Torn"), on=today, by=by)
    times = {"starts_at": timezone.now(), "ends_at": timezone.now() + timedelta(minutes=40)}
    adviser = Adviser.objects.get(organisation=school)
    Interview.objects.create(organisation=school, request=asked, learner=learner, adviser=adviser, **times)
    Lesson.objects.create(organisation=school, learner=learner, **times)
    record_offer(learner=learner, provider_name="Harrowbeck College", offered_on=today, by=by)
    place_hold(school=school, learner=learner, reason="A claim", by=by)
    Erasure.objects.create(organisation=school, learner=learner, why="asked", reason="x")
    offer(school, "2026-12-03")
    propose(school, by)


def test_a_persons_record_has_every_table_that_names_a_learner(things):  # noqa: F811
    """A new table about learners fails here until their record has it too, with what is kept of them in it."""
    naming = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Learner
    }
    with acting(everything("test")) as by:
        learner = Learner.objects.get(public_id=things["learner"])
        one_of_each_about(learner, by)
        tables = record_of_person(learner).tables

    assert naming - WORKED_OUT == set(TABLES_OF)
    assert {"facts", "files", "changes_by_files", "names_sent", "trail"} <= set(tables)
    assert [name for name in TABLES_OF.values() if not tables[name]] == []
