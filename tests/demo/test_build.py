"""The demonstration, small: it looks like life, comes out the same again, and breaks no rule."""

from datetime import date

import pytest

from tests.evaluation.plain_assessment import plain_scores
from waymark.access.models import Membership
from waymark.access.roles import ROLES
from waymark.access.scope import acting, everything
from waymark.cli.invariants import broken_rules
from waymark.demo.assessments import BOASTS
from waymark.demo.build import build
from waymark.demo.found import found, in_words
from waymark.demo.lives import Population
from waymark.demo.places import SCHOOLS
from waymark.demo.programmes import Programme
from waymark.evaluation.assessing.queries import Outcome, latest_assessment, read
from waymark.evaluation.joining import joined
from waymark.kernel.upn import upn_fault
from waymark.ledger.exchange import setting_of
from waymark.ledger.models import Enrolment, Learner
from waymark.planner.models import Approval, BudgetLine, Busy, ImprovementAction, Move
from waymark.planner.queries.clashing import clashes_of
from waymark.planner.queries.school_year import entries_of
from waymark.planner.queries.starting import outlines_for
from waymark.publishing.models import Publication, SharedEvaluation

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def rolls():
    return Population(seed=1, this_year=2026, size=0.3).draw()


def test_the_same_seed_gives_the_same_people(rolls):
    assert Population(seed=1, this_year=2026, size=0.3).draw() == rolls
    assert Population(seed=2, this_year=2026, size=0.3).draw() != rolls


def test_every_upn_is_a_upn(rolls):
    assert {upn_fault(life.upn) for roll in rolls.values() for life in roll.lives} == {None}


def test_people_move_join_late_leave_and_are_twins(rolls):
    lives = [(slug, life) for slug, roll in rolls.items() for life in roll.lives]
    places: dict[str, set[str]] = {}
    for slug, life in lives:
        places.setdefault(life.upn, set()).add(slug)

    assert any(len(slugs) > 1 for slugs in places.values())
    assert any(life.first_day.month not in {9} for _, life in lives)
    assert any(spell.to_on for _, life in lives for spell in life.spells)
    assert len({(life.family, life.born_on) for _, life in lives}) < len(places)


def test_a_school_that_shines_keeps_its_registers_and_one_that_struggles_does_not(rolls):
    taken = {}
    for slug in ("aldermouth-academy", "coldharrow-high-school"):
        programme = Programme(rolls[slug], seed=1, today=TODAY)
        past = [e for year in range(2019, 2026) for e in programme.events(year) if not e.one_to_one]
        taken[slug] = sum(event.register_taken for event in past) / len(past)

    assert taken["aldermouth-academy"] == 1.0
    assert taken["coldharrow-high-school"] < 0.85


def _by_the_formula(school, reading):
    """The scores worked out a second time, from the answers alone."""
    answers = {item.criterion.code: item.answer.name for item in reading.items if item.answer}
    years = {year for item in reading.items if item.applies for year in item.criterion.year_groups}
    return plain_scores(reading.result.framework, setting_of(school), years, answers)


@pytest.mark.django_db
def test_the_whole_of_it_small(settings, tmp_path):
    settings.WAYMARK_DEMO = True
    built = build(stage="published", seed=1, today=TODAY, size=0.03)

    with acting(everything("test")):
        assert sorted(built.schools) == sorted(school.slug for school in SCHOOLS)
        assert set(Membership.objects.values_list("role", flat=True)) == set(ROLES)
        assert Learner.objects.exclude(enrolments__isnull=False).count() == 0
        assert Enrolment.objects.filter(academic_year=2019).exists()
        assert Publication.objects.values("organisation").distinct().count() == len(SCHOOLS) - 1
        assert ImprovementAction.objects.values("organisation").distinct().count() == len(SCHOOLS)
        assert set(ImprovementAction.objects.values_list("state", flat=True)) == {"open", "done", "dropped"}
        assert 0 < Approval.objects.count() < len(SCHOOLS)
        assert [(s.with_user_id is None, s.looks.exists()) for s in SharedEvaluation.objects.order_by("pk")] == [
            (True, True),
            (True, True),
            (False, True),
        ]
        assert joined(built.schools["westmarch-college"], on=date(2026, 7, 31)).missing == ("Skills centre",)
        assert BudgetLine.objects.values("organisation").distinct().count() == len(SCHOOLS)
        assert set(Busy.objects.values_list("what", flat=True)) == {"exams", "trip", "other"}
        assert Move.objects.exists()
        assert all(clashes_of(school, 2026, entries_of(school, 2026)) for school in built.schools.values())
        outlines = {slug: len(outlines_for(school)) for slug, school in built.schools.items()}
        assert {slug for slug, count in outlines.items() if count > 1} == {s.slug for s in SCHOOLS if s.in_trust}
        assert list(broken_rules()) == []
        read_anew = {slug: read(latest_assessment(school)) for slug, school in built.schools.items()}
        outcomes = {slug: reading.result for slug, reading in read_anew.items()}
        for slug, reading in read_anew.items():
            published = {
                code: (one.score.score, one.score.achieved) for code, one in outcomes[slug].by_benchmark.items()
            }
            assert published == _by_the_formula(built.schools[slug], reading), slug
        assert outcomes[BOASTS].count(Outcome.CONTRADICTED) > 3
        assert outcomes["aldermouth-academy"].count(Outcome.CONTRADICTED) == 0
        told = "\n".join(in_words(found(today=TODAY)))
    assert "12 schools and a college" in told
    assert "Aldermouth Academy" in told
