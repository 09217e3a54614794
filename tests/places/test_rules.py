import pytest

from waymark.places.models import Kind, Setting, Status
from waymark.places.rules import asked_words, kind_of, phases_of, search_words, setting_of, status_of


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Open", Status.OPEN),
        ("Open, but proposed to close", Status.CLOSING),
        ("Proposed to open", Status.PROPOSED),
        ("Closed", Status.CLOSED),
        ("Created in error", Status.CLOSED),
        ("", Status.UNKNOWN),
        ("Something new", Status.UNKNOWN),
    ],
)
def test_status_of_the_registers_words(words, status):
    assert status_of(words) == status


@pytest.mark.parametrize(
    ("establishment_type", "phase", "group", "kind", "setting"),
    [
        ("Academy converter", "Secondary", "Academies", Kind.SCHOOL, Setting.SCHOOL),
        ("Pupil referral unit", "Not applicable", "Local authority maintained schools", Kind.SCHOOL, Setting.SCHOOL),
        ("Community special school", "Not applicable", "Special schools", Kind.SCHOOL, Setting.SPECIALIST),
        ("Academy special sponsor led", "Not applicable", "Academies", Kind.SCHOOL, Setting.SPECIALIST),
        ("Free schools special", "", "Free Schools", Kind.SCHOOL, Setting.SPECIALIST),
        ("Special post 16 institution", "16 plus", "Colleges", Kind.COLLEGE, Setting.SPECIALIST),
        ("Academy 16-19 converter", "16 plus", "Academies", Kind.COLLEGE, Setting.COLLEGE),
        ("Further education", "Not applicable", "Colleges", Kind.COLLEGE, Setting.COLLEGE),
        ("Miscellaneous", "16 plus", "", Kind.COLLEGE, Setting.COLLEGE),
        ("Children's centre linked site", "Not applicable", "Children's Centres", Kind.OTHER, ""),
    ],
)
def test_what_a_place_is_by_its_type(establishment_type, phase, group, kind, setting):
    found = kind_of(establishment_type, phase)

    assert (found, setting_of(found, establishment_type, group)) == (kind, setting)


@pytest.mark.parametrize(
    ("phase", "low", "high", "phases"),
    [
        ("Secondary", 11, 18, ["Secondary"]),
        ("", None, None, []),
        ("All-through", 3, 18, ["Nursery", "Primary", "Secondary", "16 plus"]),
        ("All through", 4, 16, ["Primary", "Secondary"]),
        ("All-through", 9, 19, ["Primary", "Secondary", "16 plus"]),
        ("All-through", None, None, ["Primary", "Secondary"]),
    ],
)
def test_phases_of_an_all_through_school_are_several(phase, low, high, phases):
    assert phases_of(phase, low, high) == phases


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("St Mary’s Church of England School", "saint marys cofe"),
        ("Saint Mary's CofE School", "st mary c of e"),
        ("SS Philip & James C.E. School", "philip and james church of england"),
        ("Café Été Academy", "cafe ete"),
        ("St Thomas \ufffd Becket", "thomas becket"),
    ],
)
def test_a_name_is_found_however_it_is_written(name, asked):
    held = search_words(name)

    assert [word for word in asked_words(asked) if f" {word}" not in held] == []
