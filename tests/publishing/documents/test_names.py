"""Names of learners in words: found however they are written, left out, and nothing else."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_learner, make_school
from waymark.publishing.documents.names import LEFT_OUT, Names

UPN = "A123456789012"


@pytest.fixture
def names(db_scope):
    school = make_school()
    make_learner(school, given_name="Amara Jane", preferred_name="Mari", family_name="O'Neil-Hall", upn=UPN)
    make_learner(
        school, given_name="Bo", family_name="Marsh", email="bo.marsh@pupils.example", former_upn="B123456789012"
    )
    return Names(school)


@pytest.mark.parametrize(
    "written",
    [
        "Amara Jane O'Neil-Hall",
        "amara o’neil hall",
        "O'Neil-Hall, Amara",
        "Mari O'Neil-Hall",
        "A. O'Neil-Hall",
        "O'Neil-Hall A",
        "Amara_Jane_O'Neil_Hall",
        "Bo  Marsh",
        "BO MARSH",
        "bo.marsh@pupils.example",
        "B Marsh",
        UPN,
        UPN.lower(),
        "B123456789012",
    ],
)
def test_a_name_is_left_out_however_it_is_written(names, written):
    said = names.without(f"We thank {written}, and everyone.")

    assert said == f"We thank {LEFT_OUT}, and everyone."


def test_a_possessive_is_left_out_with_its_name(names):
    assert names.without("Bo Marsh’s and Amara O'Neil-Hall's work") == f"{LEFT_OUT} and {LEFT_OUT} work"


@pytest.mark.parametrize(
    "said",
    [
        "Bo was there.",
        "a marsh",
        "b marsh",
        "The Hall",
        "Bo-Peep Nursery",
        "Amara",
        "O'Neil",
        "A12345678901",
        "",
    ],
)
def test_what_is_no_full_name_stays(names, said):
    assert names.without(said) == said


def test_a_name_said_to_be_somebody_elses_is_kept_and_a_upn_is_not(names):
    text = f"Bo Marsh ({UPN}, bo.marsh@pupils.example) and Mari O'Neil-Hall"
    found = {each.written: each for each in names.in_text(text)}
    keep = {each.mark for each in found.values()}

    assert names.without(text, keep=keep) == f"Bo Marsh ({LEFT_OUT}, {LEFT_OUT}) and Mari O'Neil-Hall"
    assert [each.may_be_another for each in found.values()] == [True, False, False, True]


def test_a_mark_is_of_the_name_and_of_the_school(names, db_scope):
    other = make_school("Oakmoor School", urn="900002")
    make_learner(other, given_name="Bo", family_name="Marsh")

    (here,), (again,), (there,) = names.in_text("Bo Marsh"), names.in_text("BO MARSH"), Names(other).in_text("Bo Marsh")

    assert here.mark == again.mark != there.mark
    assert "marsh" not in here.mark


words = st.text(string.ascii_letters + " .,'-_", max_size=40)


@given(before=words, after=words, between=st.sampled_from([" ", "  ", "\n", "-", "_", ". "]))
def test_whatever_stands_around_it_a_full_name_does_not_stay(before, after, between):
    names = Names.__new__(Names)
    names.__dict__ |= {
        "school": type("S", (), {"institution_id": "1"})(),
        "_sure": set(),
        "_keys": {("zephyrine", "quill")},
    }

    said = names.without(f"{before} Zephyrine{between}Quill {after}")

    assert "zephyrine quill" not in " ".join(
        said.casefold().replace("-", " ").replace("_", " ").replace(".", " ").split()
    )
