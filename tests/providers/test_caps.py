"""The cap on requests a month: who waits, until when, and what the database itself refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.providers.asking import ON, ask, make_employer, make_school, states
from waymark.providers.actions.clock import pass_day
from waymark.providers.actions.turns import set_cap
from waymark.providers.models import EmployerMonth
from waymark.providers.rules.approaches import State


def test_a_third_waits_until_a_place_comes_free_next_month(hub, school, db_scope):
    employer = make_employer(hub, cap_per_month=2)
    others = [make_school(f"School {n}", urn=f"90001{n}") for n in range(2)]
    asked = [ask(each, employer)[0] for each in (school, *others)]

    assert states(*asked) == [State.SENT, State.SENT, State.WAITING]
    assert pass_day(on=date(2027, 3, 31), by=db_scope).placed == 0
    assert pass_day(on=date(2027, 4, 1), by=db_scope).placed == 1
    assert states(asked[2]) == [State.SENT]
    assert list(EmployerMonth.objects.order_by("month").values_list("month", "taken", "cap")) == [
        (date(2027, 3, 1), 2, 2),
        (date(2027, 4, 1), 1, 2),
    ]


def test_no_place_in_time_the_next_on_the_list_is_asked(hub, school, robin, db_scope):
    full = make_employer(hub, cap_per_month=1)
    ask(make_school("Oakmoor School", urn="900002"), full)
    first, second = ask(school, full, make_employer(hub, "Tallow Yard"), by=robin, wished_on=date(2027, 3, 20))

    pass_day(on=date(2027, 3, 12), by=db_scope)
    assert states(first, second) == [State.WAITING, State.LISTED]
    pass_day(on=date(2027, 3, 13), by=db_scope)
    assert states(first, second) == [State.WITHDRAWN, State.SENT]


def test_a_cap_that_is_raised_lets_who_waits_through_and_one_lowered_takes_nothing_back(hub, school, db_scope):
    employer = make_employer(hub, cap_per_month=1)
    other = make_school("Oakmoor School", urn="900002")
    asked = [ask(each, employer)[0] for each in (school, other)]

    set_cap(employer=employer, cap=2, on=ON, by=db_scope)
    assert states(*asked) == [State.SENT, State.SENT]
    set_cap(employer=employer, cap=1, on=ON, by=db_scope)
    assert EmployerMonth.objects.get().cap == 2
    assert states(*asked) == [State.SENT, State.SENT]


def test_the_database_lets_nobody_over_the_cap(hub, school):
    employer = make_employer(hub, cap_per_month=1)
    ask(school, employer)

    with pytest.raises(IntegrityError), transaction.atomic():
        EmployerMonth.objects.update(taken=2)
