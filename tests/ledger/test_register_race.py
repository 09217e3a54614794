"""Two people saving one register at once, for real: two connections, two threads."""

import threading
from datetime import date

from django.db import connections

from tests.factories import make_activity, make_learner, make_school, scope_with
from waymark.access.scope import acting, everything
from waymark.ledger.actions.registers import take_register
from waymark.ledger.models import Activity, Encounter
from waymark.ledger.queries import standing_encounters


def in_a_thread(work, answers):
    def run():
        try:
            with acting(everything("race", via="test")):
                answers.append(work())
        except Exception as error:
            answers.append(error)
        finally:
            connections.close_all()

    return threading.Thread(target=run)


def test_two_people_saving_one_register_at_once_lose_nothing(shared_file):
    with acting(everything("race", via="test")):
        school = make_school()
        people = [make_learner(school, number).pk for number in range(40)]
        activity = make_activity(school, held_on=date(2026, 10, 7))
    shared_file()
    gate = threading.Barrier(2)
    mine = dict.fromkeys(people, "attended")
    theirs = mine | dict.fromkeys(people[:5], "absent")

    def save(marks):
        gate.wait()
        return take_register(activity=Activity.objects.get(pk=activity.pk), marks=marks, seen={}, by=scope_with(school))

    answers: list = []
    threads = [in_a_thread(lambda marks=marks: save(marks), answers) for marks in (mine, theirs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found: list = []
    look = in_a_thread(
        lambda: (
            dict(standing_encounters().filter(activity=activity.pk).values_list("learner_id", "status")),
            Encounter.objects.count(),
        ),
        found,
    )
    look.start()
    look.join()
    ((standing, rows),) = found
    saved = sorted((answer.added, answer.unchanged, len(answer.clashes)) for answer in answers)
    assert saved == [(0, 35, 5), (40, 0, 0)]
    assert rows == 40
    assert standing in (mine, theirs)
