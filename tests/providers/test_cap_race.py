"""A hundred requests at one moment, for real: connections and threads of their own, on whichever database this is."""

import threading
from collections import Counter

import pytest
from django.db import connections
from django.db.models import F, Q

from tests.providers.asking import ON, ask, make_employer, make_hub, make_school, wish
from waymark.access.scope import acting, everything
from waymark.providers.actions.answering import Answer, answer_by_link
from waymark.providers.actions.asking import Candidate, make_request
from waymark.providers.actions.moving import secret_of
from waymark.providers.actions.turns import set_cap
from waymark.providers.models import Approach, Employer, EmployerMonth
from waymark.providers.rules.approaches import Move, NotPossible

HUNDRED, CONNECTIONS, SCHOOLS, CAP = 100, 25, 20, 7
FIRST = ON


def all_at_once(works, *, at_a_time):
    """Do all of it in so many threads, each with its own connection, begun at one moment; what each answered."""
    answers, gate, left = [], threading.Barrier(at_a_time), list(works)

    def run():
        with acting(everything("race", via="test")):
            gate.wait()
            while left:
                try:
                    work = left.pop()
                except IndexError:
                    break
                try:
                    answers.append(work())
                except NotPossible as refused:
                    answers.append(refused)
                except Exception as fault:
                    answers.append(fault)
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(at_a_time)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def looked(work):
    return all_at_once([work], at_a_time=1)[0]


def schools_asked_for():
    """How many requests of each school have reached the employer."""
    return Counter(Approach.objects.filter(state="sent").values_list("request__organisation", flat=True))


@pytest.fixture
def race_of_requests(shared_file):
    """An employer with few places, and a hundred requests to it, five from each school, to be made at one moment."""
    with acting(everything("race", via="test")) as by:
        schools = [make_school(f"School {n}", urn=f"9100{n:02}") for n in range(SCHOOLS)]
        employer = make_employer(make_hub(*schools), cap_per_month=CAP).pk
    shared_file()

    def asks(school):
        candidate = Candidate(employer=Employer.objects.get(pk=employer))
        return make_request(school=school, wish=wish(), candidates=[candidate], on=FIRST, by=by)

    def ask_all():
        return all_at_once(
            [lambda school=schools[n % SCHOOLS]: asks(school) for n in range(HUNDRED)], at_a_time=CONNECTIONS
        )

    return employer, ask_all


def test_of_a_hundred_requests_at_once_the_cap_lets_its_number_through(race_of_requests):
    _, ask_all = race_of_requests

    answers = ask_all()

    assert [each for each in answers if isinstance(each, Exception)] == []
    assert looked(lambda: Counter(Approach.objects.values_list("state", flat=True))) == {
        "sent": CAP,
        "waiting": HUNDRED - CAP,
    }
    assert looked(lambda: list(EmployerMonth.objects.values_list("taken", "cap"))) == [(CAP, CAP)]


def test_places_dealt_at_once_go_to_schools_that_had_none(race_of_requests):
    """Which schools come first in a race is chance, and one may come first twice; whose turn it is among those that
    wait is not.
    """
    employer, ask_all = race_of_requests
    ask_all()
    first = looked(schools_asked_for)

    def raises_the_cap():
        with acting(everything("race", via="test")) as by:
            set_cap(employer=Employer.objects.get(pk=employer), cap=SCHOOLS, on=FIRST, by=by)

    answers = all_at_once([raises_the_cap] * CONNECTIONS, at_a_time=CONNECTIONS)

    assert [each for each in answers if isinstance(each, Exception)] == []
    later = looked(schools_asked_for) - first
    assert (first.total(), later.total()) == (CAP, SCHOOLS - CAP)
    assert set(later.values()) == {1}
    assert not later.keys() & first.keys()


def test_the_counter_alone_holds_where_nothing_else_does(shared_file):
    """As if the lock on the employer were forgotten: a hundred take a place straight from the counter."""
    with acting(everything("race", via="test")):
        employer = make_employer(make_hub(), cap_per_month=CAP)
        month = EmployerMonth.objects.create(employer=employer, month=FIRST.replace(day=1), cap=CAP).pk
    shared_file()

    def takes():
        below = EmployerMonth.objects.filter(Q(cap=None) | Q(taken__lt=F("cap")), pk=month)
        return below.update(taken=F("taken") + 1)

    answers = all_at_once([takes] * HUNDRED, at_a_time=CONNECTIONS)

    assert (sum(answers), len(answers)) == (CAP, HUNDRED)


def test_of_a_yes_a_no_and_another_date_at_once_one_stands(shared_file):
    with acting(everything("race", via="test")) as by:
        school = make_school()
        hub = make_hub(school)
        first, _ = ask(school, make_employer(hub), make_employer(hub, "Tallow Yard"))
    shared_file()
    day = wish().wished_on.replace(day=27)
    moves = [Answer(Move.ACCEPT), Answer(Move.DECLINE), Answer(Move.ACCEPT), Answer(Move.DECLINE)]

    def answers(answer):
        return answer_by_link(secret=secret_of(first), answer=answer, on=FIRST, by=by).state

    found = all_at_once(
        [lambda answer=answer: answers(answer) for answer in [*moves, Answer(Move.DECLINE, day=day)]], at_a_time=5
    )

    stood = [each for each in found if not isinstance(each, Exception)]
    assert len(stood) == 1
    assert {type(each) for each in found if isinstance(each, Exception)} == {NotPossible}
    states = looked(lambda: list(Approach.objects.order_by("position").values_list("state", flat=True)))
    assert states == (["accepted", "listed"] if stood == ["accepted"] else ["declined", "sent"])
