"""A reckoning brought up to date equals a full evaluation, whatever happened in between."""

import random
from datetime import date

import pytest

from tests.factories import attend, enrol, make_activity, make_learner, make_school
from waymark.evaluation.frameworks import framework, framework_names
from waymark.evaluation.models import Answered, Reckoning
from waymark.evaluation.plain import evaluate
from waymark.evaluation.reckoning import answers_in, figures_in, reckoned
from waymark.ledger.exchange import exchange_rows
from waymark.ledger.models import Encounter, Learner, Touch
from waymark.ledger.queries import revision_of
from waymark.ledger.touching import touch_everyone, touch_learners

DAYS = (date(2026, 8, 31), date(2026, 11, 22), date(2027, 2, 28))
KINDS = ("employer", "workplace", "provider", "curriculum", "guidance", "lmi")


@pytest.fixture
def chance():
    return random.Random(7)


@pytest.fixture(params=["school", "college"])
def school(request, db_scope, chance):
    """Learners of every year group, some repeating a year, some who missed one, some in two year groups within one."""
    school = make_school(setting=request.param)
    for number in range(16):
        facts = {
            "sex": chance.choice(["F", "M", ""]),
            "sen": chance.choice("NKE"),
            "pupil_premium": chance.random() < 0.5,
            "looked_after": chance.random() < 0.2,
            "eal": chance.random() < 0.3,
            "considering_he": chance.random() < 0.5,
        }
        year_group = 7 + number % 8
        learner = make_learner(school, number, year_group=year_group, year=2026, **facts)
        for back in range(1, year_group - 6):
            if chance.random() < 0.8:
                enrol(learner, year_group=year_group - back, year=2026 - back)
        if year_group > 9:
            enrol(learner, year_group=year_group - 3, year=2018, to_on=date(2018, 12, 31))
            enrol(learner, year_group=year_group - 2, year=2018, from_on=date(2019, 1, 1))
    for _ in range(40):
        hold(school, chance)
    touch_everyone(school.pk)
    return school


def hold(school, chance):
    """Something for some learners, who are touched."""
    facts = {
        tick: chance.random() < 0.9 for tick in ("purpose_shared", "outcomes_set", "two_way", "reflection", "stem")
    }
    facts |= {tick: chance.random() < 0.9 for tick in ("task_set", "employer_feedback", "met_staff_and_learners")}
    activity = make_activity(
        school,
        *chance.sample(KINDS, chance.choice([1, 1, 2])),
        held_on=date(chance.randint(2019, 2027), chance.randint(1, 12), chance.randint(1, 28)),
        provider_kind=chance.choice(["", "fe_college", "itp", "university", "sixth_form"]),
        sector=chance.choice(["", "A", "B", "C"]),
        subject=chance.choice(["", "maths", "english", "science", "pshe"]),
        adviser_level=chance.choice([None, 4, 6]),
        minutes=chance.choice([0, 60, 300, 1500]),
        mode=chance.choice(["in_person", "in_person", "blended", "virtual"]),
        self_employed=chance.random() < 0.5,
        pal_content=chance.random() < 0.9,
        **facts,
    )
    learners = chance.sample(list(school.learners.order_by("pk")), 6)
    attend(activity, *learners)
    touch_learners(school.pk, [learner.pk for learner in learners])


def correct(school, chance):
    mark = chance.choice(
        list(Encounter.objects.filter(activity__organisation=school, corrected_by=None).order_by("pk"))
    )
    now = "absent" if mark.status == "attended" else "attended"
    Encounter.objects.create(
        activity=mark.activity, learner=mark.learner, status=now, corrects=mark, reason="Read the wrong line."
    )
    touch_learners(school.pk, [mark.learner_id])


def change_facts(school, chance):
    learner = chance.choice(list(school.learners.order_by("pk")))
    Learner.objects.filter(pk=learner.pk).update(
        sex=chance.choice("FM"),
        sen=chance.choice("NKE"),
        eal=not learner.eal,
        considering_he=not learner.considering_he,
    )
    touch_learners(school.pk, [learner.pk])


def leave(school, chance):
    learner = chance.choice(list(school.learners.order_by("pk")))
    learner.enrolments.filter(academic_year=2026).update(to_on=date(2026, 9, 30))
    touch_learners(school.pk, [learner.pk])


def in_full(school, by, on):
    """Figures and judgements by the plain evaluator, over all rows."""
    results = evaluate(by, on, exchange_rows([school], on=on))
    figures = {
        (code, group, year): (n, *rest)
        for level, _, group, year, code, n, *rest in results.figures
        if level == "institution"
    }
    judgements = {(learner, code, year, answer, had) for learner, _, year, code, answer, had in results.judgements}
    scores = {benchmark: tuple(rest) for _, benchmark, *rest in results.scores}
    return figures, judgements, scores


def kept(school, by, on):
    """The same from the reckoning, brought up to date."""
    reckoning = reckoned(school, by, on, revision=revision_of(school.pk))
    made = figures_in(reckoning, by)
    figures = {key: (f.n, f.met, f.not_yet, f.missed, f.unknown, f.band) for key, f in made.figures.items()}
    scores = {code: (s.score, s.achieved, s.entitlements) for code, s in made.scores.items()}
    return figures, set(answers_in(reckoning, by)), scores


@pytest.mark.parametrize("name", framework_names())
def test_reckoning_equals_a_full_evaluation_after_every_change(school, chance, name):
    by = framework(name)
    for on in DAYS:
        assert kept(school, by, on) == in_full(school, by, on)
    for _ in range(12):
        chance.choice([hold, hold, correct, change_facts, leave])(school, chance)
        on = chance.choice(DAYS)

        assert kept(school, by, on) == in_full(school, by, on)


def test_only_touched_learners_are_judged_again(school, chance, django_assert_num_queries):
    by, on = framework("gatsby-2024"), DAYS[1]
    first = reckoned(school, by, on, revision=revision_of(school.pk))
    untouched = Answered.objects.filter(reckoning=first)
    untouched.update(evidence="not looked at")
    hold(school, chance)
    touched = set(Touch.objects.filter(id__gt=first.revision).values_list("learner_id", flat=True))

    again = reckoned(school, by, on, revision=revision_of(school.pk))

    assert again.pk == first.pk
    assert set(untouched.exclude(evidence="not looked at").values_list("learner_id", flat=True)) == touched


def test_nothing_is_judged_while_nothing_changed(school, django_assert_num_queries):
    by, on = framework("gatsby-2024"), DAYS[1]
    revision = revision_of(school.pk)
    made = reckoned(school, by, on, revision=revision)

    with django_assert_num_queries(3):  # the reckoning, inside a savepoint
        again = reckoned(school, by, on, revision=revision)

    assert again == made


def test_a_touch_of_everyone_makes_it_anew(school):
    by, on = framework("gatsby-2024"), DAYS[1]
    first = reckoned(school, by, on, revision=revision_of(school.pk))
    touch_everyone(school.pk)

    assert reckoned(school, by, on, revision=revision_of(school.pk)).pk != first.pk
    assert Reckoning.objects.filter(organisation=school).count() == 1


def test_old_days_are_forgotten(school):
    by = framework("provider-access")
    for day in range(1, 29):
        reckoned(school, by, date(2026, 10, day), revision=revision_of(school.pk))

    kept_days = Reckoning.objects.filter(organisation=school).values_list("on", flat=True)

    assert sorted(kept_days) == [date(2026, 10, day) for day in range(17, 29)]
