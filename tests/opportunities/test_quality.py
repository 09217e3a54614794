"""What is to mend in a run and what it costs: hand-worked."""

from dataclasses import replace
from datetime import date

import pytest

from waymark.opportunities.rules.facts import CourseFacts, RunFacts
from waymark.opportunities.rules.quality import Fault, Held, judged, score_of

ON = date(2027, 6, 1)
HOME = (51.2394, -0.5671)
COURSE = CourseFacts("00238422", ("Adults", "a", "b", "c", "d", "e", "f"), "Certificate in Plumbing")
RUN = RunFacts(
    COURSE, "Plumbing", "PL-01", 1, False, date(2027, 9, 1), 7, None, (), "example.org", None, "Free", 12, 2, 2, 2
)  # fmt: skip
GOOD = Held(1, RUN, date(2027, 1, 1), *HOME)


def one(held, home=HOME):
    (found,) = judged([held], on=ON, home=home)
    return found


@pytest.mark.parametrize(
    ("held", "faults", "score"),
    [
        (GOOD, (), 100),
        (replace(GOOD, facts=replace(RUN, starts_on=ON)), (), 100),
        (replace(GOOD, facts=replace(RUN, starts_on=date(2027, 5, 31))), (Fault.PAST,), 60),
        (replace(GOOD, latitude=None), (Fault.PLACE_UNKNOWN,), 60),
        (replace(GOOD, latitude=0.0, longitude=0.0), (Fault.PLACE_UNKNOWN,), 60),
        (replace(GOOD, latitude=55.018, longitude=-1.576), (Fault.PLACE_FAR,), 70),  # North Tyneside
        (replace(GOOD, facts=replace(RUN, website="not one")), (Fault.LINK_BROKEN,), 80),
        (replace(GOOD, facts=replace(RUN, website="")), (Fault.NO_LINK,), 90),
        (replace(GOOD, changed_on=date(2026, 6, 1)), (Fault.OLD,), 80),
        (replace(GOOD, changed_on=date(2026, 6, 2)), (), 100),
        (replace(GOOD, facts=replace(RUN, venue=None), latitude=None), (), 100),
    ],
)
def test_one_fault(held, faults, score):
    assert (one(held).faults, one(held).score) == (faults, score)


@pytest.mark.parametrize(("blank", "score"), [(1, 97), (3, 90), (6, 80)])
def test_blank_texts_cost_by_how_many_they_are(blank, score):
    texts = ("Adults", *[""] * blank, *["x"] * (6 - blank))
    found = one(replace(GOOD, facts=replace(RUN, course=replace(COURSE, texts=texts))))

    assert (found.faults, len(found.missing), found.score) == ((Fault.TEXTS_MISSING,), blank, score)


def test_without_an_address_of_its_own_nothing_is_far():
    assert one(replace(GOOD, latitude=55.018, longitude=-1.576), home=None).faults == ()


def test_what_is_listed_twice_is_to_mend_in_both():
    other = replace(GOOD, key=3, facts=replace(RUN, reference="PL-02"))
    found = judged([GOOD, replace(GOOD, key=2), other], on=ON, home=HOME)

    assert [each.faults for each in found] == [(Fault.TWICE,), (Fault.TWICE,), ()]
    assert (score_of(found), score_of([])) == (87, None)


def test_a_score_is_never_below_nought():
    facts = replace(RUN, starts_on=date(2020, 1, 1), website="x y")
    everything = replace(GOOD, facts=facts, changed_on=date(2020, 1, 1), latitude=None)

    assert one(everything).score == 0
