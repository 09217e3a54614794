"""Sensitive facts: shown to nobody while the school does not keep them, and to a teacher never."""

import pytest
from django.apps import apps
from django.urls import get_resolver

from tests.access.test_isolation import filled, named, ours, things  # noqa: F401  (fixtures)
from tests.factories import make_user
from waymark.access.models import Membership
from waymark.access.scope import acting, everything
from waymark.ledger.models import FieldScope, Learner, SensitiveField
from waymark.ledger.queries.people import record_of_person

pytestmark = pytest.mark.django_db
SAID = ("Thulean", "quill.sensitive@example.org")


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


def test_a_persons_record_has_every_table_that_names_a_learner(things):  # noqa: F811
    """A new table about learners fails here until their record has it too."""
    naming = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Learner
    }
    with acting(everything("test")):
        tables = record_of_person(Learner.objects.get(public_id=things["learner"])).tables

    in_lists = {"ledger.Enrolment", "ledger.Encounter", "ledger.Expected", "ledger.GroupMember"}
    assert naming - WORKED_OUT == in_lists | {"ledger.LegalHold", "ledger.Erasure"}
    assert all(tables[name] for name in ("facts", "enrolments", "encounters", "lists", "groups"))
    assert {"files", "changes_by_files", "holds", "erasure", "trail"} <= set(tables)
