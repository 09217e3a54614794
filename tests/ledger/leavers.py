"""People who left a school, for tests of what is kept of them and how it is erased. Every person is invented."""

from datetime import date

import pytest

from tests.factories import attend, enrol, make_activity, make_learner, make_school, scope_with

ON = date(2026, 11, 22)
LEFT = date(2023, 7, 14)
UPN = "H801200001001"
FILE = (
    "UPN,Forename,Surname,Preferred Forename,Date of birth,Year,Form,Email\r\n"
    f"{UPN},Verity,Quill-Okafor,Vee,14/03/2007,11,11B,vee@school.example\r\n"
    "X80120000100X,Grace,Marsh,,02/09/2006,11,11B,\r\n"
)
SECRETS = ("verity", "quill", "okafor", UPN.casefold(), "vee@school", "2007-03-14", "14/03/2007")


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def by(school):
    return scope_with(school)


@pytest.fixture
def verity(school):
    """Somebody who left three years ago, with everything that a school may have come to keep of her."""
    learner = make_learner(
        school,
        given_name="Verity",
        family_name="Quill-Okafor",
        preferred_name="Vee",
        upn=UPN,
        former_upn="",
        school_reference="00417",
        email="vee@school.example",
        ethnicity="White and Black African",
        born_on=date(2007, 3, 14),
        sex="F",
        sen="K",
        pupil_premium=True,
        year_group=10,
        year=2021,
        form="10B",
    )
    enrol(learner, year_group=11, year=2022, from_on=date(2022, 9, 5), to_on=LEFT, form="11B")
    return learner


@pytest.fixture
def past(school, verity):
    """Two years of a school whose figures rest on people who have left."""
    people = [verity] + [
        make_learner(
            school, number, year_group=10, year=2021, sex="FM"[number % 2], sen="KN"[number % 2], pupil_premium=True
        )
        for number in range(1, 9)
    ]
    for number, learner in enumerate(people[1:], 1):
        enrol(learner, year_group=11, year=2022, to_on=date(2023, 7, 14 + number % 3))
    late = make_learner(school, 11, year_group=None)
    enrol(late, year_group=10, year=2021, from_on=date(2022, 1, 10), to_on=date(2022, 1, 20))
    enrol(late, year_group=11, year=2021, from_on=date(2022, 1, 21), to_on=date(2022, 7, 31))
    meant = {"purpose_shared": True, "outcomes_set": True, "two_way": True, "reflection": True}
    for held_on in (date(2021, 11, 3), date(2022, 1, 12), date(2022, 11, 3), date(2023, 7, 13)):
        attend(make_activity(school, "employer", held_on=held_on, **meant), *people[:5], late)
    return [*people, late]
