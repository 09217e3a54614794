"""Leavers as JSON: the current year only, and the group whose numbers and percentages were swapped."""

import json

import pytest

from tests.opportunities.open_data import needs_open_data, real, take
from waymark.opportunities.models import Destination
from waymark.opportunities.queries.routes import like_me_by_council

pytestmark = pytest.mark.django_db


def record(place, where="LA", **said):
    """A council's record: numbers and percentages of all, and of those named (`Dis=(("50", "80"), …)`)."""
    groups = {"Tot": (("90", "90.0"), ("80", "80.0"), ("6", "6.0"), ("4", "4.0"))} | said
    made = {"Id": place}
    for group, pairs in groups.items():
        for measure, (number, share) in zip(("AllDest", "Education", "Apprentice", "Employment"), pairs, strict=True):
            made |= {f"{measure}_{group}_{where}_Current_Num": number, f"{measure}_{group}_{where}_Current_Pct": share}
            made |= {f"{measure}_{group}_{where}_Previous_Num": "1", f"{measure}_{group}_{where}_Previous_Pct": "1.0"}
    return made


def bring(scope, *records, year=2022):
    return take("destinations", json.dumps(records).encode(), scope, year=year)


def problems(outcome):
    return [(each.row, each.column, each.code) for each in outcome.problems]


def test_only_the_current_year_is_read(db_scope):
    outcome = bring(db_scope, record("301", Dis=(("40", "80.0"), ("30", "60"), ("c", "c"), ("low", "low"))))

    assert (outcome.added, outcome.refused) == (2, 0)
    poor = Destination.objects.get(breakdown="Disadvantage status: Disadvantaged")
    assert (poor.level, poor.place, poor.year, poor.release) == ("council", "301", 2022, "School performance service")
    assert poor.counts == {"overall": 40, "education": 30, "appren": "c", "all_work": "low"}
    assert poor.shares == {"overall": 80.0, "education": 60.0, "appren": "c", "all_work": "low"}


@pytest.mark.parametrize(
    ("pairs", "column", "code"),
    [
        pytest.param((("1970", "95.1"), ("93.6", "1940"), ("1.0", "20"), ("10", "0.5")),
                     "Education_NDi_LA_Current_Num", "NUMBER_INVALID", id="as the published file has it"),
        pytest.param((("70", "95.1"), ("94", "60"), ("1", "2"), ("1", "2")), "NDi", "PART_OVER_WHOLE",
                     id="swapped, and whole"),
        pytest.param((("1970", "95.1"), ("94", "1940"), ("1", "20"), ("10", "0.5")), "Education_NDi_LA_Current_Pct",
                     "SHARE_OVER_100", id="over a hundred"),
    ],
)  # fmt: skip
def test_a_group_with_number_and_percentage_swapped_is_left_out(db_scope, pairs, column, code):
    outcome = bring(db_scope, record("301", NDi=pairs))

    assert (outcome.added, problems(outcome)) == (1, [(2, column, code)])
    assert set(Destination.objects.values_list("breakdown", flat=True)) == {"Total"}


def test_england_is_a_country_and_of_a_school_only_all_its_leavers_are_kept(db_scope):
    bring(db_scope, record("National", "Eng"))
    bring(db_scope, record("990101", "Est", Boy=(("9", "90"), ("8", "80"), ("1", "10"), ("0", "0"))))

    assert set(Destination.objects.values_list("level", "place", "breakdown")) == {
        ("country", "E92000001", "Total"), ("school", "990101", "Total"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"[]", "FILE_TYPE", id="no record"),
        pytest.param(b'[{"Id": 1}]', "FILE_TYPE", id="of something else"),
        pytest.param(b"[1, 2", "FILE_TYPE", id="cut short"),
    ],
)
def test_what_is_no_file_of_leavers_is_refused(db_scope, content, code):
    outcome = take("destinations", content, db_scope, year=2022)

    assert (outcome.is_refused, [each.code for each in outcome.problems]) == (True, [code])


def test_without_its_year_it_is_refused(db_scope):
    outcome = bring(db_scope, record("301"), year=None)

    assert (outcome.is_refused, problems(outcome)) == (True, [(0, "", "YEAR_MISSING")])


def test_how_far_councils_lie_apart_for_one_kind_of_people(db_scope):
    poor = [((str(n), f"{n}.0"), (str(n - 10), f"{n - 10}.0"), ("c", "c"), ("2", "2.0")) for n in (70, 80, 90)]
    bring(db_scope, *(record(str(300 + n), Dis=pairs) for n, pairs in enumerate(poor)))

    found = like_me_by_council("Disadvantage status: Disadvantaged")

    learning, apprentices, *_ = found.measures
    assert (found.year, learning.label) == (2022, "Went on learning")
    assert (learning.spread.least, learning.spread.middle, learning.spread.most, learning.spread.of) == (60, 70, 80, 3)
    assert apprentices.spread is None
    assert like_me_by_council("Sen provision: Identified sen") is None


@needs_open_data
def test_the_real_councils_of_2026(db_scope):
    """The three years of the file are of several releases: the fall it seems to show is partly a revision."""
    councils = take("destinations", real("destinations_ks4/la_ks4_destinations_sap_2026.json.gz"), db_scope, year=2022)
    england = take("destinations", real("destinations_ks4/england_ks4_destinations_sap_2026.json"), db_scope, year=2022)
    schools = take("destinations", real("destinations_ks4/school_ks4_destinations_3yr.json.gz"), db_scope, year=2022)

    assert (councils.added, councils.refused, england.added, schools.added) == (425, 105, 5, 62)
    assert set(Destination.objects.values_list("year", flat=True)) == {2022}
    whole = Destination.objects.get(level="country", breakdown="Total")
    assert (whole.counts["overall"], whole.shares["overall"]) == (554426, 91.3)
    poor = like_me_by_council("Disadvantage status: Disadvantaged").measures[0].spread
    assert poor.least < poor.lower < poor.middle < poor.upper < poor.most
    assert poor.of > 90
    assert like_me_by_council("Disadvantage status: Not disadvantaged").measures[0].spread is None
