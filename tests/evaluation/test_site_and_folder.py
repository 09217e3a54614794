"""What a site shows is what whoever evaluates the folder it gives out gets: by either engine, by every framework."""

import random
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.evaluation.test_bulk import in_bulk, silent
from tests.factories import enrol, make_learner, make_school
from waymark.access.scope import active_scope
from waymark.evaluation import plain
from waymark.evaluation.evaluated import forget_everything
from waymark.evaluation.frameworks import framework, framework_names
from waymark.evaluation.queries import answers_to, figures_of
from waymark.intake.exchange.folders import write_tables
from waymark.intake.exchange.reading import read_folder, read_rows
from waymark.intake.exchange.workbench import workbench
from waymark.ledger.actions.activities import amend_activity, cancel_activity, plan_activity
from waymark.ledger.actions.exports import give_out_records
from waymark.ledger.actions.registers import correct_encounter, record_past_activity, take_register
from waymark.ledger.actions.settings import keep_settings
from waymark.ledger.models import Activity
from waymark.ledger.models.activities import TICKS
from waymark.ledger.queries import standing_encounters
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts
from waymark.places.models import Setting

KINDS = ("employer", "workplace", "provider", "curriculum", "guidance", "lmi", "other")
DAYS = (date(2026, 8, 31), date(2026, 11, 22), date(2027, 2, 28), date(2027, 3, 1))
MARKS = ("attended", "attended", "attended", "absent", "excused")


@pytest.mark.django_db
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a seed has no smaller example of itself
)
@given(seed=st.integers(0, 2**32), on=st.sampled_from(DAYS))
def test_a_site_says_what_its_folder_says(db_scope, seed, on):
    with undone_afterwards(), TemporaryDirectory() as folder:
        schools = [small_ledger(random.Random(seed), number) for number in range(2)]
        write_tables(Path(folder), give_out_records(schools=schools, on=on, by=active_scope()))

        for name in framework_names():
            one_by_one, in_one_go = evaluated_from(Path(folder), name, on)

            assert in_one_go == one_by_one
            for school in schools:
                assert shown(school, name, on) == told(one_by_one, school.institution_id)


def test_small_ledgers_are_about_something(db_scope):
    """Without this the agreement above could be about nothing."""
    answers = set()
    for seed in range(6):
        with undone_afterwards():
            school = small_ledger(random.Random(seed), 0)
            for name in framework_names():
                answers |= {answer for row in shown(school, name, DAYS[0])[1].values() for _, _, answer, _ in row}

    assert answers == {"met", "not_yet", "missed", "unknown"}


@contextmanager
def undone_afterwards():
    forget_everything()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget_everything()


def evaluated_from(folder, name, on):
    with workbench() as bench:
        one_by_one = plain.evaluate(framework(name), on, read_rows(folder, bench, silent))
    with workbench() as bench:
        return one_by_one, in_bulk(name, on, read_folder(folder, bench, silent))


def shown(school, name, on):
    """What the site says: figures, answers and scores."""
    made = figures_of(school, name, on=on)
    figures = {
        key: (one.n, one.met, one.not_yet, one.missed, one.unknown, one.band) for key, one in made.figures.items()
    }
    answers = {
        due.code: sorted(
            (a.learner_id, a.year_group, a.answer.value, a.evidence) for a in answers_to(school, name, due.code, on=on)
        )
        for due in framework(name).entitlements
    }
    scores = {code: (one.score, one.achieved, one.entitlements) for code, one in made.scores.items()}
    return figures, {code: found for code, found in answers.items() if found}, scores


def told(results, institution):
    """What an evaluation of the folder says of one institution."""
    answers = defaultdict(list)
    for learner, place, year_group, code, answer, evidence in results.judgements:
        if place == institution:
            answers[code].append((learner, year_group, answer, evidence))
    figures = {
        (code, group, year): tuple(numbers)
        for level, unit, group, year, code, *numbers in results.figures
        if (level, unit) == ("institution", institution)
    }
    scores = {code: tuple(rest) for place, code, *rest in results.scores if place == institution}
    return figures, {code: sorted(found) for code, found in answers.items()}, scores


def small_ledger(chance, number):
    """A school with a few learners and years, and activities planned, recorded, corrected, amended and cancelled."""
    by = active_scope()
    setting = chance.choice([Setting.SCHOOL, Setting.SCHOOL, Setting.SPECIALIST, Setting.COLLEGE])
    school = make_school(f"School {number}", urn=f"90000{number}", setting=setting)
    keep_settings(
        school=school,
        subjects=chance.choice([[], ["maths"], ["maths", "art"]]),
        day_minutes=chance.choice([60, 300]),
        learner_word="learner",
        by=by,
    )
    learners = [some_learner(chance, school, place) for place in range(chance.randint(1, 6))]
    keys = [learner.pk for learner in learners]
    for _ in range(chance.randint(4, 16)):
        some_activity(chance, school, keys, by)
    for mark in standing_encounters().filter(activity__organisation=school)[:: chance.randint(2, 5)]:
        correct_encounter(encounter=mark, status=chance.choice(MARKS), reason="The list was wrong", by=by)
    for activity in Activity.objects.filter(organisation=school, state=Activity.State.DONE)[::3]:
        facts = some_facts(chance)
        amend_activity(activity=activity, facts=replace(facts, title=activity.title), reason="Told later", by=by)
    return school


def some_learner(chance, school, place):
    year_group = chance.randint(7, 14)
    facts = {"sex": chance.choice(["F", "M", ""]), "sen": chance.choice("NKE"), "considering_he": chance.random() < 0.5}
    learner = make_learner(
        school, place, year_group=None, pupil_premium=chance.random() < 0.5, eal=chance.random() < 0.5, **facts
    )
    for back in range(year_group - 6):
        if chance.random() < 0.8:
            year, leaves = 2026 - back, chance.random() < 0.2
            joined = date(year, 9, 1) + timedelta(days=chance.choice([0, 0, 0, 120]))
            enrol(learner, year_group=min(max(year_group - back, 7), 14), year=year, from_on=joined,
                  to_on=date(year + 1, 5, 1) if leaves else None)  # fmt: skip
    return learner


def some_activity(chance, school, keys, by):
    facts, some = some_facts(chance), chance.sample(keys, chance.randint(1, len(keys)))
    marks = {key: chance.choice(MARKS) for key in some}
    if facts.held_on < date(2026, 11, 22) and chance.random() < 0.5:
        record_past_activity(school=school, facts=facts, marks=marks, by=by)
        return
    activity = plan_activity(school=school, facts=facts, audience=AudienceChoice(learners=tuple(some)), by=by)
    what = chance.random()
    if what < 0.5:
        take_register(activity=activity, marks=marks, by=by)
    elif what < 0.65:
        cancel_activity(activity=activity, reason="Snow", by=by)


def some_facts(chance):
    kinds = chance.sample(KINDS, chance.choice([1, 1, 1, 2]))
    good = chance.random() < 0.7
    return ActivityFacts(
        title="Something",
        kinds=tuple(kinds),
        held_on=date(2021, 9, 1) + timedelta(days=chance.choice([chance.randint(0, 1900), chance.randint(1800, 2000)])),
        minutes=chance.choice([0, 60, 1500]),
        mode=chance.choice(["in_person", "in_person", "blended", "virtual"]),
        provider_kind=chance.choice(["sixth_form", "fe_college", "university", "itp", "other"]),
        sector=chance.choice(["", "A", "B", "C"]),
        self_employed=chance.random() < 0.3,
        stem=chance.random() < 0.5,
        subject=chance.choice(["", "english", "maths", "science", "pshe", "art"]),
        adviser_level=chance.choice([0, 4, 5, 6, 7]),
        **{tick: good or chance.random() < 0.5 for tick in TICKS},
    )
