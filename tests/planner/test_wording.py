"""Suggestions in plain words, for every entitlement and criterion there is."""

from dataclasses import replace
from datetime import date

import pytest

from waymark.evaluation.frameworks import framework, frameworks
from waymark.kernel.entitlement import AtLeast
from waymark.kernel.vocabulary import Kind
from waymark.planner.rules.wording import Whom, bring_about, offer, plan_early

DAY = date(2027, 7, 31)


def some(count, years=(11,), **more):
    return Whom(count, years, "pupil", "pupils", **more)


@pytest.mark.parametrize(
    ("by", "code", "count", "words"),
    [
        (
            "gatsby-2024",
            "gb8.guidance_by_16",
            43,
            "Offer 43 pupils of Year 11 a meeting with a careers adviser by 31 July 2027",
        ),
        (
            "gatsby-2024",
            "gb6.workplace_by_16",
            1,
            "Bring 1 pupil of Year 11 up to two experiences of a workplace by 31 July 2027",
        ),
        (
            "provider-access",
            "pal.second",
            1043,
            "Bring 1,043 pupils of Year 11 up to two meetings with further education colleges or training or "
            "apprenticeship providers by 31 July 2027",
        ),
        (
            "gatsby-2024",
            "gb5.variety",
            9,
            "Bring 9 pupils of Year 11 up to encounters with employers from three different sectors by 31 July 2027, "
            "one of them self-employed",
        ),
        (
            "gatsby-2014",
            "gb5.employer_every",
            9,
            "Offer 9 pupils of Year 11 an encounter with an employer by 31 July 2027, so that no year goes without",
        ),
        ("gatsby-2024", "gb6.week_ks4", 9, "Bring 9 pupils of Year 11 up to five days at workplaces by 31 July 2027"),
        ("gatsby-2014", "gb4.pshe", 9, "Offer 9 pupils of Year 11 a lesson on careers in PSHE by 31 July 2027"),
    ],
)
def test_an_offer_says_whom_what_and_by_when(by, code, count, words):
    assert offer(framework(by).entitlement(code), some(count), DAY) == words


@pytest.mark.parametrize("due", [due for by in frameworks() for due in by.entitlements], ids=lambda due: due.code)
def test_every_entitlement_has_words_that_fit_in_a_title(due):
    said = [offer(due, some(None, due.cohort)), plan_early(due, some(None, due.cohort))]

    assert all(
        len(words) <= 200 and "{" not in words and not any(c.isdigit() for c in words.split("Year")[0])
        for words in said
    )


def test_a_framework_nobody_has_written_yet_has_words_too():
    due = framework("gatsby-2024").entitlement("gb5.employer_year")
    new = replace(due, counts=replace(due.counts, kind=Kind.OTHER), need=AtLeast(12))

    assert offer(new, some(None)) == "Bring pupils of Year 11 up to 12 activities"


def test_who_thinks_of_higher_education_is_said():
    due = framework("gatsby-2024").entitlement("gb7.he_visits")

    assert offer(due, some(4, (13,), considering_he=True)) == (
        "Bring 4 pupils of Year 13 who think of higher education up to two meetings with universities in person"
    )


def test_what_was_missed_is_planned_earlier_for_those_who_come_after():
    due = framework("gatsby-2024").entitlement("gb8.guidance_by_16")

    assert plan_early(due, some(7)) == (
        "Plan earlier for “A guidance meeting by the end of Year 11”: 7 pupils of Year 11 missed it"
    )


@pytest.mark.parametrize(
    "criterion", [c for by in frameworks() for b in by.benchmarks for c in b.criteria], ids=lambda c: c.code
)
def test_a_criterion_is_brought_about_in_its_own_words(criterion):
    words = bring_about(criterion, many="pupils")

    assert criterion.text in words
    assert len(words) <= 200
