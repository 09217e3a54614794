"""No answer is ever lost: two people at once, for real; and a server that is killed between two answers."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from datetime import date
from urllib.parse import quote

import pytest
from django.db import connection, connections

from tests.factories import make_school, make_user
from waymark.access.queries import scope_of
from waymark.access.scope import acting, everything
from waymark.evaluation.assessing.actions import answer_item, start_assessment
from waymark.evaluation.assessing.queries import items_of
from waymark.evaluation.models import Assessment, Claim

ON = date(2026, 7, 31)
CODES = ["gb1-leader", "gb1-governors", "gb1-head", "gb1-tailored", "gb1-outcomes", "gb1-development-plan"]


@pytest.fixture
def shared_file(transactional_db, tmp_path):
    """On SQLite, what others connect to is a file, as in use; a database in memory is nobody else's."""
    named = connections.settings["default"]["NAME"]
    path = str(tmp_path / "race.sqlite3")

    def share() -> str:
        if connection.vendor != "sqlite":
            at = connection.settings_dict
            return f"postgres://{at['USER']}:{quote(at['PASSWORD'])}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
        copy = sqlite3.connect(path)
        connection.connection.backup(copy)
        copy.close()
        connections.settings["default"]["NAME"] = path
        return f"sqlite:///{path}"

    yield share
    connections.settings["default"]["NAME"] = named


def in_a_thread(work, found):
    """Do it on a connection of its own."""

    def run():
        try:
            with acting(everything("race", via="test")):
                found.append(work())
        except Exception as error:
            found.append(error)
        finally:
            connections.close_all()

    return threading.Thread(target=run)


def seen_elsewhere(work):
    found: list = []
    look = in_a_thread(work, found)
    look.start()
    look.join()
    return found[0]


@pytest.fixture
def assessment(transactional_db):
    with acting(everything("race", via="test")) as by:
        return start_assessment(school=make_school(), on=ON, by=by)


def test_two_answers_at_once_are_both_kept_and_one_of_the_two_is_told(assessment, shared_file):
    people = [scope_of(make_user(name, ("careers_leader", assessment.organisation))) for name in ("Ana Dee", "Bo Eve")]
    shared_file()
    gate = threading.Barrier(2)

    def save(by, answer):
        gate.wait()
        found = Assessment.objects.get(pk=assessment.pk)
        return answer_item(assessment=found, item="gb1-head", answer=answer, saw=0, by=by).clashes

    told: list = []
    threads = [in_a_thread(lambda by=by, a=a: save(by, a), told) for by, a in zip(people, ("yes", "no"), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == [False, True]
    kept = seen_elsewhere(lambda: list(Claim.objects.values_list("answer", "number", "clashes_with__number")))
    assert sorted(answer for answer, *_ in kept) == ["no", "yes"]
    assert sorted((number, other or 0) for _, number, other in kept) == [(1, 0), (2, 1)]
    item = seen_elsewhere(lambda: next(i for i in items_of(Assessment.objects.get()) if i.criterion.code == "gb1-head"))
    assert {item.claimed.answer, item.clash.answer} == {"yes", "no"}


ANSWERING = """
import django; django.setup()
from waymark.access.scope import acting, everything
from waymark.evaluation.assessing.actions import answer_item
from waymark.evaluation.models import Assessment
with acting(everything("to be killed")) as by:
    while True:
        for code in {codes!r}:
            made = Assessment.objects.get(public_id={public_id!r})
            for answer in ("yes", "no"):
                saved = answer_item(assessment=made, item=code, answer=answer, saw=0, by=by)
                print(code, answer, saved.claim.number, flush=True)
"""


def test_a_server_killed_between_answers_has_kept_every_one_it_said_it_had(assessment, shared_file):
    url = shared_file()
    code = ANSWERING.format(codes=CODES, public_id=assessment.public_id)
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "waymark.config.settings"}
    server = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env={**os.environ, **settings}
    )
    said = [server.stdout.readline().split() for _ in range(25)]
    server.send_signal(signal.SIGKILL)
    rest = [line.split() for line in server.stdout.read().splitlines()]
    server.stdout.close()
    assert server.wait() == -signal.SIGKILL

    kept = seen_elsewhere(lambda: set(Claim.objects.values_list("item", "answer", "number")))

    told = {(item, answer, int(number)) for item, answer, number in [*said, *rest]}
    assert len(said) == 25
    assert told <= kept
    assert len(kept - told) <= 1  # the one that was kept just before it could be told
