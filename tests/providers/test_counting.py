"""What an offer counts for is what the frameworks say: the answers here are worked by hand from their files."""

from datetime import date

import pytest

from waymark.evaluation.frameworks import framework
from waymark.kernel.facts import Activity
from waymark.kernel.vocabulary import Kind, Mode, ProviderKind, Setting, Tick
from waymark.providers.rules.counting import counts_for, is_in_time, meant_for
from waymark.providers.rules.freshness import hidden_from, is_stale, is_to_be_reminded

GATSBY = framework("gatsby-2024")
ACCESS = framework("provider-access")
ON = date(2026, 11, 20)
ALL = frozenset(Tick)
ITP = Activity("a", date.min, Kind.PROVIDER, ProviderKind.ITP, ticks=ALL)


def test_a_morning_with_a_training_provider_counts_in_years_7_to_11():
    found = counts_for(GATSBY, ITP, years=range(9, 13), on=ON)

    assert found == {"gb7.itp": (9, 10, 11)}


@pytest.mark.parametrize("lacking", ["purpose_shared", "outcomes_set", "met_staff_and_learners", "reflection"])
def test_without_any_one_tick_it_counts_for_nothing(lacking):
    half = Activity("a", date.min, Kind.PROVIDER, ProviderKind.ITP, ticks=ALL - {Tick(lacking)})

    assert counts_for(GATSBY, half, years=range(7, 14), on=ON) == {}


def test_an_employer_online_counts_for_nothing_by_itself():
    online = Activity("a", date.min, Kind.EMPLOYER, mode=Mode.VIRTUAL, ticks=ALL, stem=True)
    in_person = Activity("a", date.min, Kind.EMPLOYER, mode=Mode.IN_PERSON, ticks=ALL, stem=True)

    assert meant_for(GATSBY, online) == frozenset()
    assert counts_for(GATSBY, in_person, years=[10], on=ON) == {
        "gb5.employer_year": (10,),
        "gb5.employer_every": (10,),
        "gb5.employer_seven": (10,),
        "gb5.stem": (10,),
        "gb5.variety": (10,),
    }


def test_a_date_next_september_does_not_close_a_gap_of_this_year():
    employer = Activity("a", date.min, Kind.EMPLOYER, ticks=ALL)

    found = counts_for(GATSBY, employer, years=[11], dates=[date(2026, 10, 1), date(2027, 9, 8)], on=ON)

    assert sorted(found) == ["gb5.employer_seven"]


def test_a_year_9s_meeting_with_a_provider_is_in_time_up_to_28_february():
    due = ACCESS.entitlements[0]
    assert due.window.last_day == (2, 28)
    last = due.window.last

    in_time = [
        is_in_time(due, last, day, on=ON, setting=Setting.SCHOOL) for day in (date(2027, 2, 28), date(2027, 3, 1))
    ]

    assert in_time == [True, False]


def test_an_entry_is_hidden_a_year_after_it_was_verified_and_its_provider_asked_two_months_before():
    said = date(2026, 1, 10)

    assert [is_stale(said, date(2027, 1, 10)), is_stale(said, date(2027, 1, 11)), is_stale(None, said)] == [0, 1, 1]
    assert hidden_from(said) == date(2027, 1, 11)
    assert not is_to_be_reminded(said, None, date(2026, 11, 5))
    assert is_to_be_reminded(said, None, date(2026, 11, 6))
    assert not is_to_be_reminded(said, date(2026, 11, 6), date(2026, 12, 5))
    assert is_to_be_reminded(said, date(2026, 11, 6), date(2026, 12, 6))
