"""Both ways of scoring: hand-worked on a small quiz, and the published one against a plain second reading of it."""

import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.opportunities.interests.small_quiz import write_quiz
from waymark.opportunities.interests import baseline, fair
from waymark.opportunities.interests.quiz import AnswersRefused, checked_answers, quiz_of
from waymark.opportunities.interests.suggesting import jobs_by_match
from waymark.opportunities.sources.quiz.reading import read_quiz

OPEN_DATA = os.environ.get("WAYMARK_OPEN_DATA", "")
needs_open_data = pytest.mark.skipif(not OPEN_DATA, reason="WAYMARK_OPEN_DATA is not set")


@pytest.fixture(scope="module")
def quiz(tmp_path_factory):
    return read_quiz(write_quiz(tmp_path_factory.mktemp("quiz"))).quiz


@pytest.fixture(scope="module")
def published():
    return read_quiz(Path(OPEN_DATA) / "skills_assessment").quiz


def answers(*said):
    return dict(enumerate(said, 1))


def test_baseline_sums_turning_reversed_statements(quiz):
    #                  Leader: 2 + 1 − (−2) = 5 · Helper: −1 + 0 + 1 = 0 · Doer: 1 + 1 − 1 = 1
    result = baseline.score(quiz, answers(2, 1, -2, -1, 0, 1, 1, 1, 1))

    assert [(each.name, each.total, each.shown) for each in result.traits] == [
        ("Leader", 5, True),
        ("Doer", 1, True),
        ("Helper", 0, False),
    ]
    # Care needs Helper above nothing. Boats and Bridges tie at 1: Boats has two questions to follow, Bridges one.
    assert [(each.name, each.score, each.followup_questions) for each in result.categories] == [
        ("Command", 6, 2),
        ("Boats", 1, 2),
        ("Bridges", 1, 1),
    ]
    assert result.categories[0].reasons == ("Leader 5", "Doer 1")


def test_baseline_has_no_category_for_somebody_who_likes_nothing(quiz):
    assert baseline.score(quiz, answers(*[-1, -1, 1] * 3)).categories == ()


def test_fair_counts_from_the_persons_own_average(quiz):
    # Average of all nine answers: 1. Leader: (1 + 1 + (−(1 − 1))) / 3; Helper: (0 − 3 + 0) / 3 …
    leanings = fair.leanings_of(quiz, answers(2, 2, 1, 1, -2, 1, 2, 2, 0))

    assert leanings == {"Leader": round(2 / 3, 4), "Helper": -1.0, "Doer": 1.0}


def test_fair_gives_everybody_an_answer_and_draws_what_ties(quiz):
    same = fair.score(quiz, answers(*[2] * 9))
    again = fair.score(quiz, answers(*[2] * 9))
    other = fair.score(quiz, answers(*[-2] * 9))

    assert len(same.categories) == 4
    assert {each.score for each in same.categories} == {0.0}
    assert same == again
    assert [each.name for each in same.categories] != sorted(each.name for each in same.categories) or [
        each.name for each in other.categories
    ] != sorted(each.name for each in other.categories)


def test_fair_puts_every_category_on_one_scale(quiz):
    for scale in fair.scales_of(quiz).values():
        assert sum(scale.values()) == pytest.approx(0)
        assert sum(weight * weight for weight in scale.values()) == pytest.approx(1)


def test_fair_tells_categories_with_the_same_traits_apart_and_says_by_what(quiz):
    # Stress Tolerance leans to leading: of two who both like doing, who also likes leading has Bridges before Boats.
    leads = fair.score(quiz, answers(1, 1, -1, -1, -1, -1, 2, 2, -2))
    order = [each.name for each in leads.categories if each.name in {"Boats", "Bridges"}]
    boats = next(each for each in leads.categories if each.name == "Boats")

    assert order == ["Bridges", "Boats"]
    assert boats.reasons[-1] == "Told apart from Bridges by the skills its jobs need: Cooperation, Repairing."


def test_jobs_match_by_degree(quiz):
    boats = quiz.category("boats")
    jobs = jobs_by_match(boats, {"Cooperation": True, "Repairing": True}, answers(*[0] * 9))

    # Of four jobs two need each skill, so each tells one bit.
    assert [(each.name, each.match) for each in jobs] == [
        ("Rigger", 1.0),
        *[(each.name, 0.5) for each in jobs[1:3]],
        ("Clerk of Boats", 0.0),
    ]
    assert {each.name for each in jobs[1:3]} == {"Boat hand", "Boat builder"}
    assert jobs[0].goes_with == ("Cooperation", "Repairing")
    assert baseline.jobs_suggested(boats, {"Cooperation": True, "Repairing": True}) == ("Rigger",)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param({"1": 3}, "statement 1 is 3", id="out of range"),
        pytest.param({"1": True}, "statement 1 is True", id="not a number"),
        pytest.param({"10": 1}, "no statement 10", id="no such statement"),
        pytest.param([1, 2], "not of the form", id="not an object"),
    ],
)
def test_answers_that_are_not_of_the_quiz_are_refused(quiz, said, words):
    with pytest.raises(AnswersRefused, match=words):
        checked_answers(said, quiz)


def test_a_quiz_comes_back_from_its_document(quiz):
    assert quiz_of(quiz.as_document()) == quiz


def plain_baseline(quiz, said):
    """courses_and_jobs.md 1.6, read once more with nothing of ours but the quiz's own values."""
    sums = {}
    for statement in quiz.statements:
        sums[statement.trait] = sums.get(statement.trait, 0) + said[statement.number] * (
            -1 if statement.is_reversed else 1
        )
    eligible = []
    for category in quiz.categories:
        parts = [sums[trait] for trait in category.traits]
        if min(parts) > 0:
            eligible.append((category.name, sum(parts), len(category.skills)))
    by_name = sorted(eligible)
    by_questions = sorted(by_name, key=lambda each: each[2], reverse=True)
    return sorted(by_questions, key=lambda each: each[1], reverse=True)[:10]


@needs_open_data
@settings(max_examples=60, deadline=None)
@given(said=st.lists(st.integers(-2, 2), min_size=40, max_size=40))
def test_baseline_is_the_published_scoring(published, said):
    result = baseline.score(published, answers(*said))

    assert [(c.name, c.score, c.followup_questions) for c in result.categories] == plain_baseline(
        published, answers(*said)
    )


@needs_open_data
def test_the_published_quiz_is_read_whole(published):
    reversed_ones = [statement.number for statement in published.statements if statement.is_reversed]

    assert (len(published.statements), len(published.traits), len(published.categories)) == (40, 8, 25)
    assert reversed_ones == [4, 15, 35, 40]
    assert sorted(len(category.traits) for category in published.categories) == [1] * 5 + [2] * 10 + [3] * 10
    assert all(2 <= len(category.skills) <= 5 for category in published.categories)
    assert all(skill.question.endswith("?") for category in published.categories for skill in category.skills)


@needs_open_data
def test_who_agrees_with_everything_is_told_sports_by_the_published_scoring_and_nothing_by_ours(published):
    said = answers(*[2] * 40)

    assert baseline.score(published, said).categories[0].name == "Sports and leisure"
    assert {each.score for each in fair.score(published, said).categories} == {0.0}


@needs_open_data
def test_first_places_are_shared_as_categories_are(published):
    """A small version of the simulation of `make bench`: takers who mildly agree with the statements as worded."""
    draw = random.Random(20261128)
    first = {1: 0, 2: 0, 3: 0}
    takers = 1500
    traits_of = {category.name: len(category.traits) for category in published.categories}
    for _ in range(takers):
        said = answers(*draw.choices((-2, -1, 0, 1, 2), (1, 2, 5, 8, 4), k=40))
        first[traits_of[fair.score(published, said, top=1).categories[0].name]] += 1

    assert [abs(first[k] / takers - share) < 0.1 for k, share in ((1, 0.2), (2, 0.4), (3, 0.4))] == [True] * 3
