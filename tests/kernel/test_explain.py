from datetime import date

import pytest

from tests.kernel.test_judge import EVERY_TICK, NEW, had, standing_in
from waymark.kernel.explain import NearMiss, Shortfall, Wanting, explain
from waymark.kernel.vocabulary import Answer, Kind, Mode, Tick

JANUARY = date(2026, 1, 15)
EMPLOYER = had(Kind.EMPLOYER, date(2025, 10, 1), 8)


@pytest.mark.parametrize(
    ("code", "year_group", "records", "shortfalls"),
    [
        pytest.param("gb5.employer_year", 8, [], [Shortfall(Wanting.ENCOUNTERS, 1)], id="one encounter"),
        pytest.param("gb5.employer_seven", 8, [EMPLOYER], [Shortfall(Wanting.ENCOUNTERS, 6)], id="six more"),
        pytest.param(
            "gb4.subjects",
            8,
            [had(Kind.CURRICULUM, date(2025, 10, 1), 8, subject="maths")],
            [Shortfall(Wanting.SUBJECT, 1, "english"), Shortfall(Wanting.SUBJECT, 1, "science")],
            id="two subjects",
        ),
        pytest.param(
            "gb6.week_ks3",
            8,
            [had(Kind.WORKPLACE, date(2025, 10, 1), 8, minutes=400)],
            [Shortfall(Wanting.MINUTES, 1100)],
            id="minutes",
        ),
        pytest.param(
            "gb5.variety",
            8,
            [had(Kind.EMPLOYER, date(2025, 10, 1), 8, sector="C")],
            [Shortfall(Wanting.DIFFERENT, 2, "sector"), Shortfall(Wanting.ONE_WITH, 1, "self_employed")],
            id="sectors, and someone self-employed",
        ),
        pytest.param("gb5.employer_every", 8, [EMPLOYER], [Shortfall(Wanting.YEAR, 1, "7")], id="a year gone by"),
    ],
)
def test_explain_says_what_is_wanting(code, year_group, records, shortfalls):
    explanation = explain(NEW.entitlement(code), standing_in(year_group, JANUARY), records)

    assert list(explanation.shortfalls) == shortfalls


def test_explain_counts_the_days_left_while_there_is_time():
    explanation = explain(NEW.entitlement("gb8.guidance_by_16"), standing_in(11, JANUARY), [])

    assert (explanation.still_until, explanation.days_left(JANUARY)) == (date(2026, 8, 31), 228)


@pytest.mark.parametrize(("year_group", "records", "answer"), [(8, [EMPLOYER], Answer.MET), (9, [], Answer.MISSED)])
def test_explain_gives_no_last_day_when_met_or_too_late(year_group, records, answer):
    code = "gb5.employer_year" if answer is Answer.MET else "gb5.employer_every"

    explanation = explain(NEW.entitlement(code), standing_in(year_group, JANUARY), records)

    assert (explanation.judgement.answer, explanation.still_until, explanation.days_left(JANUARY)) == (
        answer,
        None,
        None,
    )


def test_explain_shows_what_nearly_counted_and_why_it_did_not():
    talk = had(Kind.EMPLOYER, date(2025, 10, 1), 8, mode=Mode.VIRTUAL, ticks=EVERY_TICK - {Tick.REFLECTION})
    last_year = had(Kind.EMPLOYER, date(2024, 10, 1), 7, mode=Mode.VIRTUAL)
    tour = had(Kind.WORKPLACE, date(2025, 10, 1), 8, mode=Mode.VIRTUAL)

    explanation = explain(NEW.entitlement("gb5.employer_year"), standing_in(8, JANUARY), [talk, last_year, tour])

    assert explanation.near_misses == (NearMiss(talk, ("reflection", "mode")),)
