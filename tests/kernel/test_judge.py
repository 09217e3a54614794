from dataclasses import replace
from datetime import date

import pytest

from waymark.evaluation.frameworks import framework
from waymark.kernel.facts import Activity, Encounter, Institution, Standing
from waymark.kernel.judge import applies, is_in_cohort, judge, lacking, last_day, years_asked
from waymark.kernel.vocabulary import Answer, Kind, Mode, ProviderKind, Setting, Tick

OLD, NEW, ACCESS = (framework(name) for name in ("gatsby-2014", "gatsby-2024", "provider-access"))
SCHOOL = Institution("100", Setting.SCHOOL)
EVERY_TICK = frozenset(Tick)


def standing_in(year_group, on, *, years=range(2010, 2030), at=SCHOOL, considering_he=False):
    return Standing(on, year_group, at, frozenset(years), considering_he)


def had(kind, held_on, year_group, **facts):
    return Encounter(Activity("a", held_on, kind, **{"ticks": EVERY_TICK, **facts}), year_group)


@pytest.mark.parametrize(
    ("version", "kind", "facts", "lacks"),
    [
        pytest.param(OLD, Kind.EMPLOYER, {"ticks": frozenset({Tick.TWO_WAY}), "mode": Mode.VIRTUAL}, (), id="online"),
        pytest.param(OLD, Kind.EMPLOYER, {"ticks": EVERY_TICK - {Tick.TWO_WAY}}, ("two_way",), id="2014 a lecture"),
        pytest.param(OLD, Kind.WORKPLACE, {"mode": Mode.VIRTUAL}, ("mode",), id="2014 a virtual workplace"),
        pytest.param(OLD, Kind.WORKPLACE, {"ticks": frozenset()}, (), id="2014 a workplace needs no ticks"),
        pytest.param(OLD, Kind.PROVIDER, {"ticks": frozenset(), "mode": Mode.VIRTUAL}, (), id="2014 any provider"),
        pytest.param(OLD, Kind.GUIDANCE, {"adviser_level": 3}, ("adviser_level",), id="2014 level 3"),
        pytest.param(OLD, Kind.GUIDANCE, {"adviser_level": 4}, (), id="2014 level 4"),
        pytest.param(NEW, Kind.EMPLOYER, {"mode": Mode.VIRTUAL}, ("mode",), id="2024 online"),
        pytest.param(NEW, Kind.EMPLOYER, {"mode": Mode.BLENDED}, (), id="2024 blended"),
        pytest.param(
            NEW, Kind.EMPLOYER, {"ticks": EVERY_TICK - {Tick.TASK_SET, Tick.MET_STAFF_AND_LEARNERS}}, (), id="2024 talk"
        ),
        pytest.param(
            NEW,
            Kind.WORKPLACE,
            {"ticks": EVERY_TICK - {Tick.TASK_SET, Tick.EMPLOYER_FEEDBACK}},
            ("task_set", "employer_feedback"),
            id="2024 a tour",
        ),
        pytest.param(NEW, Kind.PROVIDER, {"mode": Mode.VIRTUAL}, (), id="2024 a provider online"),
        pytest.param(NEW, Kind.PROVIDER, {"ticks": EVERY_TICK - {Tick.TWO_WAY}}, (), id="2024 a provider, one way"),
        pytest.param(NEW, Kind.GUIDANCE, {"adviser_level": 5}, ("adviser_level",), id="2024 level 5"),
        pytest.param(NEW, Kind.LMI, {"ticks": frozenset(), "mode": Mode.VIRTUAL}, (), id="2024 any LMI session"),
        pytest.param(ACCESS, Kind.PROVIDER, {"ticks": frozenset(), "mode": Mode.VIRTUAL}, (), id="provider access"),
    ],
)
def test_lacking_says_what_keeps_an_activity_from_being_meaningful(version, kind, facts, lacks):
    activity = had(kind, date(2026, 1, 1), 8, **facts).activity

    assert lacking(version.meaning_of(kind).meaning, activity) == lacks


@pytest.mark.parametrize(
    ("code", "year_group", "asked", "in_cohort"),
    [
        ("gb2.lmi_ks3", 7, True, False),
        ("gb2.lmi_ks3", 9, True, True),
        ("gb2.lmi_ks3", 14, True, False),
        ("gb2.lmi_post16", 11, False, False),
        ("gb5.employer_year", 13, True, True),
        ("gb5.employer_year", 14, False, False),
        ("gb5.employer_every", 14, False, False),
        ("gb5.college_year", 12, False, False),
        ("gb7.he_visits", 13, False, False),
    ],
)
def test_applies_once_the_window_has_opened(code, year_group, asked, in_cohort):
    due, at = NEW.entitlement(code), standing_in(year_group, date(2026, 1, 1))

    assert (applies(due, at), is_in_cohort(due, at)) == (asked, in_cohort)


def test_applies_to_those_considering_higher_education_alone_where_asked():
    at = standing_in(13, date(2026, 1, 1), considering_he=True)

    assert applies(NEW.entitlement("gb7.he_visits"), at)


@pytest.mark.parametrize("setting", Setting)
def test_applies_to_specialist_settings_as_to_schools(setting):
    at = standing_in(13, date(2026, 1, 1), at=replace(SCHOOL, setting=setting))

    asked = {due.code for due in NEW.entitlements if applies(due, at)}

    assert ("gb8.guidance_by_18" in asked) == (setting is not Setting.COLLEGE)
    assert ("gb8.guidance_college" in asked) == (setting is Setting.COLLEGE)


@pytest.mark.parametrize(
    ("year_group", "closes"),
    [
        pytest.param(8, date(2027, 2, 28), id="next year's 28 February"),
        pytest.param(9, date(2026, 2, 28), id="this year's"),
        pytest.param(10, date(2025, 2, 28), id="last year's"),
    ],
)
def test_last_day_of_a_window_is_by_the_calendar(year_group, closes):
    at = standing_in(year_group, date(2025, 10, 1))

    assert last_day(ACCESS.entitlement("pal.first").window, at) == closes


def test_last_day_of_a_window_is_31_august_where_none_is_stated():
    at = standing_in(9, date(2025, 10, 1))

    assert last_day(NEW.entitlement("gb8.guidance_by_16").window, at) == date(2028, 8, 31)


def test_years_asked_count_back_from_the_year_group_of_today():
    at = standing_in(13, date(2026, 1, 1))

    assert years_asked(NEW.entitlement("gb2.lmi_ks4").window, at) == (2022, 2023)


@pytest.mark.parametrize(
    ("years", "answer"),
    [
        pytest.param({2023, 2024, 2025}, Answer.MISSED, id="every year of the window on record"),
        pytest.param({2023, 2025}, Answer.UNKNOWN, id="one not on record"),
        pytest.param({2025}, Answer.UNKNOWN, id="only the last"),
    ],
)
def test_judge_a_closed_window_by_the_years_on_record(years, answer):
    at = standing_in(9, date(2026, 8, 31), years=years)

    assert judge(NEW.entitlement("gb2.lmi_ks3"), at, []).answer is answer


def test_judge_a_window_met_long_ago():
    at = standing_in(13, date(2026, 1, 1), years={2025})

    judgement = judge(NEW.entitlement("gb2.lmi_ks3"), at, [had(Kind.LMI, date(2021, 1, 1), 8)])

    assert (judgement.answer, judgement.evidence) == (Answer.MET, 1)


def test_judge_by_the_year_group_at_the_time_not_by_the_calendar():
    """Back in Year 9 after a year in Year 10: what was had in Year 10 is no evidence for Years 7 to 9."""
    at = standing_in(9, date(2026, 1, 1))

    judgement = judge(NEW.entitlement("gb2.lmi_ks3"), at, [had(Kind.LMI, date(2025, 1, 1), 10)])

    assert (judgement.answer, judgement.evidence) == (Answer.NOT_YET, 0)


def test_judge_never_caps_evidence():
    at = standing_in(8, date(2026, 1, 1))
    many = [had(Kind.EMPLOYER, date(2025, 10, day), 8) for day in range(1, 13)]

    judgement = judge(NEW.entitlement("gb5.employer_year"), at, many)

    assert (judgement.evidence, judgement.counted) == (12, tuple(many))


@pytest.mark.parametrize(
    ("on", "years", "with_year_8", "answer"),
    [
        pytest.param(date(2026, 1, 1), {2024, 2025}, True, Answer.MISSED, id="a closed year on record was short"),
        pytest.param(date(2026, 1, 1), {2025}, True, Answer.UNKNOWN, id="a closed year not on record was short"),
        pytest.param(date(2026, 1, 1), {2025}, False, Answer.UNKNOWN, id="unknown outweighs not yet"),
        pytest.param(date(2026, 8, 31), {2025}, False, Answer.MISSED, id="on 31 August this year is closed, on record"),
    ],
)
def test_judge_each_year(on, years, with_year_8, answer):
    """A learner in Year 8 who had nothing in Year 7."""
    this_year = [had(Kind.EMPLOYER, date(2025, 10, 1), 8)] if with_year_8 else []

    judgement = judge(NEW.entitlement("gb5.employer_every"), standing_in(8, on, years=years), this_year)

    assert judgement.answer is answer


def test_judge_each_year_of_two_encounters_when_a_framework_asks_for_two():
    every = NEW.entitlement("gb5.employer_every")
    two = replace(every, need=replace(every.need, count=2))
    one_each = [had(Kind.EMPLOYER, date(2024, 10, 1), 7), had(Kind.EMPLOYER, date(2025, 10, 1), 8)]

    judgement = judge(two, standing_in(8, date(2026, 1, 1)), [*one_each, one_each[0]])

    assert judgement.answer is Answer.NOT_YET


@pytest.mark.parametrize(
    ("held_on", "year_group", "evidence"),
    [
        pytest.param(date(2023, 5, 1), 8, 1, id="Year 8, in summer"),
        pytest.param(date(2024, 2, 28), 9, 1, id="Year 9, the last day"),
        pytest.param(date(2024, 2, 29), 9, 0, id="Year 9, the day after in a leap year"),
        pytest.param(date(2024, 3, 1), 9, 0, id="Year 9, March"),
        pytest.param(date(2023, 9, 1), 9, 1, id="Year 9, the first day"),
        pytest.param(date(2022, 10, 1), 7, 0, id="Year 7"),
    ],
)
def test_judge_provider_access_by_28_february_of_the_encounters_own_year(held_on, year_group, evidence):
    visit = had(Kind.PROVIDER, held_on, year_group, provider_kind=ProviderKind.ITP, pal_content=True)

    judgement = judge(ACCESS.entitlement("pal.first"), standing_in(9, date(2024, 3, 31)), [visit])

    assert (judgement.answer, judgement.evidence) == (Answer.MISSED, evidence)
