"""Ctrl-C in the middle of an import: exit 3, one sentence, and the site as it was, to the row and the file."""

import signal
import subprocess
import time

import pytest

from tests.ledger.learner_files import learner_file, line
from tests.own_site import OwnSite

HEADER = "URN,EstablishmentName,EstablishmentStatus (name),Town\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup, django_db_blocker):
    """A site of its own with one school on its register."""
    folder = tmp_path_factory.mktemp("stopping")
    site = OwnSite.at(folder / "data", django_db_blocker)
    (folder / "schools.csv").write_text(HEADER + "900001,Fernhill School,Open,Fernhill\n")
    site.run("import", "gias", str(folder / "schools.csv"))
    return site


def stopped_at(process: subprocess.Popen, words: str) -> tuple[int, str]:
    """Interrupt a command once it says these words, and give its exit code and what it said last."""
    said = ""
    for told in process.stderr:
        said += told
        if words in told:
            time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            break
    _, rest = process.communicate(timeout=60)
    return process.returncode, (said + rest).splitlines()[-1]


def test_an_import_of_learners_stopped_as_it_writes_leaves_nothing(site, tmp_path):
    roll = tmp_path / "roll.csv"
    roll.write_bytes(learner_file(*(line(n, year=7 + n % 7) for n in range(12_000))))
    before = site.kept()

    ended = stopped_at(site.start("import", "learners", str(roll), "--institution", "900001"), "Writing learners")

    assert ended == (3, "Stopped.")
    assert site.kept() == before


def test_an_import_of_a_register_stopped_as_it_writes_leaves_nothing(site, tmp_path):
    schools = tmp_path / "more.csv"
    schools.write_text(HEADER + "".join(f"{100_000 + n},School {n},Open,Fernhill\n" for n in range(15_000)))
    before = site.kept()

    ended = stopped_at(site.start("import", "gias", str(schools)), "Writing new places")

    assert ended == (3, "Stopped.")
    assert site.kept() == before
