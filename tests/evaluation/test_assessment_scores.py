"""Published scores reproduce from the answers by the formula: random answers against a second, plain writing of it."""

import random
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluation.plain_assessment import plain_band, plain_questions, plain_scores
from tests.factories import attend, make_activity, make_learner, make_school
from waymark.access.scope import everything
from waymark.evaluation.assessing.actions import answer_item, start_assessment
from waymark.evaluation.assessing.items import AssessedItem, Claimed, Recorded
from waymark.evaluation.assessing.queries import items_of, result_of
from waymark.evaluation.assessing.rules import Outcome, choices_of, outcome_of
from waymark.evaluation.assessing.scoring import result
from waymark.evaluation.figures import SchoolFigures
from waymark.evaluation.frameworks import framework
from waymark.kernel.scores import applicable
from waymark.kernel.vocabulary import Setting

DAYS = {"gatsby-2014": date(2025, 7, 31), "gatsby-2024": date(2026, 11, 20)}
AT = datetime(2026, 11, 22, tzinfo=UTC)


def item_with(by, benchmark, criterion, claim, counted):
    """One item with a claim, or with `counted` of ten learners recorded, or with neither, or with both."""
    on = DAYS[by.name]
    banded = criterion.answered_by == "banded"
    band = by.scale.band(counted, 10) if banded and counted is not None else None
    says = Recorded(band.name, counted, 10, band, on, 1, ("x",), "") if band else None
    return AssessedItem(
        criterion=criterion,
        benchmark=benchmark,
        choices=choices_of(by, criterion),
        applies=True,
        recorded=says,
        claimed=Claimed(claim, "", "", AT, 1) if claim else None,
        carried=None,
        clash=None,
        number=1 if claim else 0,
        outcome=outcome_of(applies=True, claimed=claim or "", recorded=says.answer if says else None),
    )


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(sorted(DAYS)),
    setting=st.sampled_from(list(Setting)),
    years=st.sets(st.integers(7, 13), min_size=1),
    draw=st.randoms(use_true_random=False),
)
def test_scores_are_those_of_the_formula(name, setting, years, draw):
    by = framework(name)
    items, answers = [], {}
    for benchmark in by.benchmarks:
        for criterion in applicable(benchmark, setting, years):
            names = [choice.name for choice in choices_of(by, criterion)]
            claim = draw.choice(["", *names])
            counted = draw.choice([None, *range(11)])
            item = item_with(by, benchmark.code, criterion, claim, counted)
            items.append(item)
            if claim:
                answers[criterion.code] = claim
            elif item.recorded:
                answers[criterion.code] = plain_band(by.name, counted, 10)

    made = result(by, setting, years, SchoolFigures(by.name, DAYS[by.name], 1, {}, {}), items)

    expected = plain_scores(by.name, setting.value, years, answers)
    assert {c: (one.score.score, one.score.achieved) for c, one in made.by_benchmark.items()} == expected
    assert made.achieved == sum(achieved for _, achieved in expected.values())
    assert made.answered == len(answers)


@pytest.mark.parametrize("name", DAYS)
@pytest.mark.parametrize("setting", Setting)
def test_the_questions_are_those_of_the_files(name, setting):
    by, years = framework(name), {7, 8, 9, 10, 11}

    asked = {b.code: [c.code for c in applicable(b, setting, years)] for b in by.benchmarks}

    plain = plain_questions(name, setting.value, years)
    assert asked == {code: [criterion["code"] for criterion in criteria] for code, criteria in plain.items()}


@given(
    claimed=st.sampled_from(["", "none", "some", "all"]),
    recorded=st.none() | st.sampled_from(["none", "some", "all"]),
    applies=st.booleans(),
    is_hidden=st.booleans(),
)
def test_every_item_has_one_of_the_outcomes(claimed, recorded, applies, is_hidden):
    outcome = outcome_of(applies=applies, claimed=claimed, recorded=recorded, is_hidden=is_hidden)

    assert (outcome is Outcome.NOT_APPLICABLE) == (not applies)
    if applies and not is_hidden:
        assert (outcome is Outcome.CONTRADICTED) == (bool(claimed) and recorded is not None and claimed != recorded)
        assert (outcome is Outcome.CLAIMED_ONLY) == (bool(claimed) and recorded is None)
        assert (outcome is Outcome.UNANSWERED) == (not claimed and recorded is None)


@pytest.mark.parametrize("setting", Setting)
@pytest.mark.parametrize("on", [date(2025, 7, 31), date(2026, 7, 31)])
@pytest.mark.parametrize("seed", range(2))
def test_scores_from_kept_answers_are_those_of_the_formula(db_scope, setting, on, seed):
    """Through the real actions and back out of the database."""
    draw = random.Random(f"{setting}-{on}-{seed}")
    school = make_school(setting=setting)
    years = (12, 13) if setting == Setting.COLLEGE else (9, 11)
    everyone = [make_learner(school, n, year_group=years[n % 2], year=on.year - 1) for n in range(12)]
    good = {"purpose_shared": True, "outcomes_set": True, "two_way": True, "reflection": True}
    for kind in ("employer", "lmi", "provider"):
        some = draw.sample(everyone, draw.randrange(1, 12))
        attend(make_activity(school, kind, held_on=date(on.year, 3, 3), provider_kind="university", **good), *some)
    by = everything("formula")
    made = start_assessment(school=school, on=on, by=by)
    answers = {}
    for item in items_of(made):
        code = item.criterion.code
        if item.applies and draw.random() < 0.5:
            answers[code] = draw.choice(item.choices).name
            answer_item(assessment=made, item=code, answer=answers[code], reason="Drawn.", saw=0, by=by)
        elif item.applies and item.recorded:
            answers[code] = plain_band(made.framework, item.recorded.met, item.recorded.of)

    scores = {code: (one.score.score, one.score.achieved) for code, one in result_of(made).by_benchmark.items()}

    assert scores == plain_scores(made.framework, str(setting), set(years), answers)
