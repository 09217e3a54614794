from datetime import UTC, date, datetime

from tests.evaluation.cuts.conftest import DECEMBER, fill
from tests.factories import make_school
from waymark.evaluation.cuts.actions import cut
from waymark.evaluation.cuts.night import cut_due_points
from waymark.evaluation.cuts.queries import content_at
from waymark.evaluation.models import Cut


def test_a_night_after_the_point_cuts_it_as_at_its_day(school, by):
    night = cut_due_points(date(2027, 1, 4), by=by)

    (made,) = night.made
    assert (made.on, made.point, made.made_by) == (DECEMBER, "december", None)
    assert content_at(made).on == DECEMBER


def test_the_next_night_has_nothing_to_do(school, by):
    cut_due_points(date(2027, 1, 4), by=by)

    assert cut_due_points(date(2027, 1, 5), by=by).made == ()
    assert Cut.objects.count() == 1


def test_nights_that_were_missed_are_caught_up(school, by, the_day):
    the_day.move_to(datetime(2027, 8, 9, 2, 0, tzinfo=UTC))

    made = cut_due_points(date(2027, 8, 9), by=by).made

    assert [each.on for each in made] == [DECEMBER, date(2027, 3, 31), date(2027, 7, 31)]


def test_no_point_is_cut_on_its_own_day(school, by, the_day):
    the_day.move_to(datetime(2026, 12, 31, 3, 0, tzinfo=UTC))

    assert cut_due_points(DECEMBER, by=by).made == ()


def test_a_cut_by_hand_on_the_day_itself_is_made_good_at_night(school, by, the_day):
    """What was recorded that afternoon belongs to the point."""
    the_day.move_to(datetime(2026, 12, 31, 9, 0, tzinfo=UTC))
    morning = cut(school=school, on=DECEMBER, by=by)
    fill(school, roll=((10, 12),), met=12, held_on=DECEMBER)
    the_day.move_to(datetime(2027, 1, 1, 2, 0, tzinfo=UTC))

    (made,) = cut_due_points(date(2027, 1, 1), by=by).made

    assert made.replaces == morning


def test_one_schools_failure_does_not_keep_the_others_from_theirs(school, by, the_day, monkeypatch, caplog):
    the_day.move_to(datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
    fill(make_school("Ashdown School", urn="900002"))
    the_day.move_to(datetime(2027, 1, 4, 10, 0, tzinfo=UTC))
    broken = Cut.objects.create

    def fails_at_ashdown(**facts):
        if facts["organisation"].slug == "ashdown-school":
            raise ZeroDivisionError
        return broken(**facts)

    monkeypatch.setattr(Cut.objects, "create", fails_at_ashdown)
    night = cut_due_points(date(2027, 1, 4), by=by)

    assert ([each.organisation for each in night.made], night.failed) == ([school], ("ashdown-school",))
