"""An area's matching from its own records: need by what is shared, places by date, what is agreed stays."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_area, make_school, make_user, scope_with
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of
from waymark.access.scope import NotPermitted, acting
from waymark.intake.jobs import do_work, hand_over
from waymark.intake.models import Job
from waymark.places.models import Belonging, Postcode
from waymark.planner.actions.matching import (
    MatchRefused,
    agree_matches,
    end_match,
    say_of_pair,
    say_supply,
    say_wish,
)
from waymark.planner.matching.handed_over import KIND, Wanted
from waymark.planner.matching.on_site import need_of, partners_of, wanting_in
from waymark.planner.matching.terms import Worth
from waymark.planner.models import Match, MatchRun
from waymark.planner.queries.matching import matches_of_account, matches_of_school, proposals_of
from waymark.providers.models import Employer

ON = date(2026, 11, 22)
TERM = (date(2027, 1, 4), date(2027, 3, 26))
SUMMER = (date(2027, 4, 12), date(2027, 7, 20))


@pytest.fixture
def area(db_scope, time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 10, tzinfo=UTC))
    return make_area()


@pytest.fixture
def by(area):
    return scope_of(make_user("Cora Ash", ("coordinator", area)))


@pytest.fixture
def schools(area):
    """Three schools at 0, 10 and 30 miles north of one point, each with its postcode."""
    made = []
    for n, miles in enumerate((0, 10, 30)):
        code = f"ZZ{n + 1} 1AA"
        Postcode.objects.create(code=code, latitude=52 + miles / 69.09, longitude=-1)
        school = make_school(f"School {n}", urn=f"90010{n}", postcode=code, slug=f"school-{n}")
        Belonging.objects.create(member=school, whole=area)
        made.append(school)
    return made


def employer(area, name, *, miles=0.0, sector="", **facts):
    place = {"latitude": 52 + miles / 69.09, "longitude": -1}
    return Employer.objects.create(organisation=area, name=name, sector=sector, **place, **facts)


def match(area, by, days=TERM, *, max_miles="25"):
    wanted = Wanted(*days, Decimal(max_miles), Worth(Fraction(10), Fraction(20), Fraction(1)))
    with acting(by):
        job = hand_over(kind=KIND, organisation=area, asked=wanted.as_asked(), by=by)
    do_work.call(job.public_id)
    job = Job.objects.get(pk=job.pk)
    return MatchRun.objects.get(public_id=job.result["run"]) if job.state == "done" else job


def pairs(rows):
    return {(each.employer.name, each.school.name) for each in rows}


def agree(run, by):
    chosen = list(proposals_of(run).values_list("public_id", flat=True))
    return agree_matches(run=run, matches=chosen, by=by)


def test_an_adviser_goes_where_need_sector_and_distance_weigh_most(area, by, schools):
    firm = employer(area, "Fell Joinery", sector="F", has_enterprise_adviser=True)
    for school, need in zip(schools, (5, 6, 9), strict=True):
        say_wish(area=area, school=school, wanted=1, sectors=["Q"], need=need, by=by)

    first = match(area, by)

    # By hand: 5×10 − 0 = 50 against 6×10 − 10 = 50 and 30 miles, which is too far: a tie that either may win.
    assert (first.value, first.upper_bound, first.is_proven) == (50, 50, True)
    say_wish(area=area, school=schools[1], wanted=1, sectors=["F"], need=6, by=by)
    second = match(area, by)
    assert pairs(proposals_of(second)) == {("Fell Joinery", "School 1")}
    assert second.value == 70
    (only,) = proposals_of(second)
    assert only.reasons == [
        "The school’s need is 6 of 9.",
        "It wants somebody from construction.",
        "They are 10.0 miles apart.",
    ]
    assert [
        "demand",
        "school-2",
        1,
        "none of the suppliers left is within 25 miles: the nearest is 30.0 miles away",
    ] in (second.left)
    assert (only.employer, only.from_on, only.to_on) == (firm, *TERM)


def test_one_adviser_serves_several_at_once_and_others_in_another_term(area, by, schools):
    firm = employer(area, "Fell Joinery")
    say_supply(area=area, employer=firm, places=2, by=by)
    run = match(area, by, max_miles="40")
    assert len(agree(run, by)) == 2

    again = match(area, by, max_miles="40")
    summer = match(area, by, SUMMER, max_miles="40")

    assert again.settled_at is not None  # both places are taken in these days, so nothing is proposed
    assert len(pairs(proposals_of(summer))) == 2
    assert Match.objects.filter(state="standing").count() == 2


def test_what_is_agreed_and_what_was_decided_stays_when_matched_again(area, by, schools):
    near, far = (
        employer(area, "Near", has_enterprise_adviser=True),
        employer(area, "Far", miles=9, has_enterprise_adviser=True),
    )
    say_of_pair(area=area, employer=near, school=schools[1], together=True, because="They asked", by=by)
    run = match(area, by)
    assert pairs(proposals_of(run)) == {("Near", "School 1"), ("Far", "School 0")}
    chosen = proposals_of(run).get(employer=near)
    agree_matches(run=run, matches=[chosen.public_id], by=by)
    say_of_pair(area=area, employer=near, school=schools[1], together=None, by=by)
    say_of_pair(area=area, employer=far, school=schools[0], together=False, because="Fell out", by=by)

    again = match(area, by)

    # Near has no second place, Far may not go to School 0 any more, and School 2 is 21 miles from it.
    assert pairs(proposals_of(again)) == {("Far", "School 2")}
    assert pairs(Match.objects.filter(state="standing")) == {("Near", "School 1")}


def test_two_who_agree_at_once_do_not_take_a_place_twice(area, by, schools):
    firm = employer(area, "Fell Joinery", has_enterprise_adviser=True)
    one = match(area, by)
    agree(one, by)
    late = MatchRun.objects.create(organisation=area, from_on=TERM[0], to_on=TERM[1])
    other = Match.objects.create(
        organisation=area, run=late, employer=firm, school=schools[1], from_on=TERM[0], to_on=TERM[1], miles=1, value=1
    )

    with pytest.raises(MatchRefused, match="has no place left"):
        agree_matches(run=late, matches=[other.public_id], by=by)

    assert Match.objects.filter(state="standing").count() == 1


def test_end_match_frees_the_place_from_the_day_after(area, by, schools):
    employer(area, "Fell Joinery", has_enterprise_adviser=True)
    (standing,) = agree(match(area, by), by)

    ended = end_match(match=standing, on=date(2027, 2, 1), because="Moved away", by=by)

    assert (ended.state, ended.to_on) == ("ended", date(2027, 2, 1))
    assert proposals_of(match(area, by, SUMMER)).exists()


def test_need_is_told_only_by_what_a_school_shares(area, by, schools):
    with acting(by):
        unshared = {each.school.name: (each.need, each.need_is_known) for each in wanting_in(area, on=ON)}
    say_wish(area=area, school=schools[0], wanted=2, need=8, by=by)
    with acting(by):
        by_hand = wanting_in(area, on=ON)[0]

    assert unshared == {f"School {n}": (5, False) for n in range(3)}
    assert (by_hand.need, by_hand.need_is_known, by_hand.is_by_hand, by_hand.wanted) == (8, True, True, 2)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=2))
def test_need_of_is_nine_with_nothing_and_none_with_all(scores):
    exact = Fraction(9 * (100 * len(scores) - sum(scores)), 100 * len(scores))

    assert need_of(scores) == int(exact + Fraction(1, 2))  # to the nearest, half up


def test_schools_and_employers_see_what_is_agreed_and_nothing_else(area, by, schools):
    account = make_area("Fell Joinery", kind="provider")
    employer(area, "Fell Joinery", has_enterprise_adviser=True, account=account)
    run = match(area, by)
    school = proposals_of(run).get().school
    of_school = scope_with(school, Permission.EMPLOYERS_VIEW)
    of_other = scope_with(schools[2], Permission.EMPLOYERS_VIEW)
    of_firm = scope_with(account, Permission.REQUESTS_ANSWER)
    with acting(of_school):
        assert not matches_of_school(school, on=ON).exists()

    agree(run, by)

    with acting(of_school):
        assert pairs(matches_of_school(school, on=ON)) == {("Fell Joinery", school.name)}
    with acting(of_firm):
        assert pairs(matches_of_account(account, on=ON)) == {("Fell Joinery", school.name)}
    with acting(of_other):
        assert not Match.objects.exists()
    with pytest.raises(NotPermitted):
        end_match(match=Match.objects.get(), on=ON, because="x", by=of_school)


def test_who_has_no_place_on_the_map_is_named_and_left_out(area, by, schools):
    employer(area, "Fell Joinery", has_enterprise_adviser=True)
    Employer.objects.create(organisation=area, name="Nowhere Ltd", has_enterprise_adviser=True)

    run = match(area, by)

    assert ["place", "Nowhere Ltd", 0, ""] in run.left
    assert {partner.employer.name: partner.places for partner in partners_of(area)} == {
        "Fell Joinery": 1,
        "Nowhere Ltd": 1,
    }


def test_with_nobody_to_match_it_says_so(area, by, schools):
    job = match(area, by)

    assert job.message == "There is nobody to match: no employer with a place, or no school, that is on the map."
