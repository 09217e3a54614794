"""Two processes that search and a third that writes: each search sees what was written before it."""

import subprocess
import sys

from tests.own_site import OwnSite

ASKER = """
import sys, django; django.setup()
from waymark.opportunities.search.asking import Search
from waymark.opportunities.search.searching import search_courses
for line in sys.stdin:
    print(*(run.name for _, run in search_courses(Search(text=line.strip())).runs), sep=",", flush=True)
"""
WRITER = """
from tests.opportunities.makers import make_course, make_provider, make_run
from waymark.opportunities.models import TrainingProvider, Course
provider = TrainingProvider.objects.first() or make_provider()
make_run(Course.objects.first() or make_course(provider), name={name!r})
"""


def test_processes_see_each_others_changes_at_once(tmp_path, django_db_setup, django_db_blocker):
    site = OwnSite.at(tmp_path / "data", django_db_blocker, PYTHONPATH=".")
    site.run("courses", "search")  # makes the tables where the tests' own database is another
    askers = [
        subprocess.Popen(
            [sys.executable, "-c", ASKER],
            env=site.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]

    def asked(asker, text):
        asker.stdin.write(text + "\n")
        asker.stdin.flush()
        return asker.stdout.readline().strip()

    try:
        assert [asked(each, "pipes") for each in askers] == ["", ""]
        site.python(WRITER.format(name="Pipes"))
        assert [asked(each, "pipes") for each in askers] == ["Pipes", "Pipes"]
        site.python(WRITER.format(name="Taps"))
        assert [asked(each, "taps") for each in askers] == ["Taps", "Taps"]
    finally:
        for each in askers:
            each.stdin.close()
            each.wait(timeout=30)
            each.stdout.close()
