"""`waymark pack`: what is written, and what is refused."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date

import pytest

from tests.factories import attend, make_activity, make_learner
from tests.publishing.schools import ON, make_publishing_school, write_everything
from waymark.access.scope import acting, everything
from waymark.cli.main import run
from waymark.ledger.touching import touch_everyone
from waymark.publishing.actions import release
from waymark.publishing.actions.criteria import CriterionText, bring_in_criteria
from waymark.publishing.models import Publication

FILES = {"careers-page.html", "careers-page.json", "careers-page.pdf", "manifest.json"}


@pytest.fixture
def school(db):
    with acting(everything("test")) as scope:
        school, _ = make_publishing_school()
        write_everything(school, scope)
        release(school=school, on=ON, by=scope)
        touch_everyone(school.pk)
    Publication.objects.update(released_at="2026-11-20T09:00:00Z")
    return school


def _pack(kind, out, *more, institution="900001", on="2026-11-20"):
    return run(["pack", kind, "--institution", institution, "--on", on, str(out), *more])


def _manifest_holds(files):
    listed = {one["name"]: one for one in json.loads(files["manifest.json"])["files"]}
    assert {name: (hashlib.sha256(c).hexdigest(), len(c)) for name, c in files.items() if name != "manifest.json"} == {
        name: (one["sha256"], one["bytes"]) for name, one in listed.items()
    }


def test_published_is_a_folder_with_a_manifest(school, tmp_path, capsys):
    assert _pack("published", tmp_path / "out") == 0

    files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert set(files) == FILES
    _manifest_holds(files)
    assert files["careers-page.pdf"].startswith(b"%PDF-1.7")
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_published_is_a_zip_of_the_same_bytes_each_time(school, tmp_path, capsys):
    assert _pack("published", tmp_path / "a.zip", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert _pack("published", tmp_path / "b.zip") == 0

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert set(zipfile.ZipFile(tmp_path / "a.zip").namelist()) == FILES
    assert (said["kind"], said["institution"], said["on"]) == ("published", "900001", "2026-11-20")


@pytest.mark.parametrize(
    ("kind", "options", "words"),
    [
        pytest.param(
            "published", {"on": "2026-11-19"}, "had no careers page to read on 2026-11-19", id="the day before"
        ),
        pytest.param("published", {"on": "20/11/2026"}, "is not a day such as", id="not a day"),
        pytest.param("published", {"institution": "999999"}, "There is no school", id="unknown school"),
        pytest.param("posters", {}, "There is no pack 'posters'", id="unknown kind"),
    ],
)
def test_what_cannot_be_packed_is_refused_in_a_sentence(school, tmp_path, capsys, kind, options, words):
    assert _pack(kind, tmp_path / "out", **options) == 2

    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_what_is_there_already_is_not_written_over(school, tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")

    assert _pack("published", tmp_path) == 2

    assert [path.name for path in tmp_path.iterdir() if path.name == "manifest.json"] == []


def test_a_withdrawn_page_is_still_what_the_public_saw_before(school, tmp_path):
    Publication.objects.update(withdrawn_at="2026-11-25T09:00:00Z", withdrawn_because="a mistake")

    assert _pack("published", tmp_path / "a", on="2026-11-24") == 0
    assert _pack("published", tmp_path / "b", on="2026-11-25") == 2


def test_provider_access_is_numbers_and_hides_the_small_ones(school, tmp_path):
    with acting(everything("test")):
        few = [
            make_learner(school, 70 + n, year_group=12, given_name="Zephyrine", family_name="Quillfeather")
            for n in range(7)
        ]
        talk = make_activity(
            school,
            "provider",
            title="=Apprenticeships",
            held_on=date(2026, 11, 10),
            provider_kind="itp",
            provider_name="Bright Futures",
            pal_content=True,
        )
        attend(talk, *few[:4])
        attend(talk, *few[4:], status="absent")

    assert _pack("provider-access", tmp_path / "out") == 0

    rows = list(csv.reader(io.StringIO((tmp_path / "out" / "meetings.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0][-1] == "learners who came"
    assert ["10/11/2026", "'=Apprenticeships", "Bright Futures", "yes", "12", "Years 12 and 13", "fewer than 6"] in rows
    assert ["04/11/2026", "Taster day for Year 8", "Harrowbeck College", "yes", "8", "Years 8 and 9", "10"] in rows
    everything_said = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    assert b"Quillfeather" not in everything_said


@pytest.mark.parametrize(
    ("kind", "name"), [("governors", "governors"), ("progress", "progress"), ("inspection", "index")]
)
def test_a_document_is_packed_with_its_numbers(school, tmp_path, capsys, kind, name):
    assert _pack(kind, tmp_path / "out", "--json") == 0

    said = capsys.readouterr()
    root = tmp_path / "out"
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    _manifest_holds(files)
    assert {f"{name}.{ending}" for ending in ("pdf", "html", "csv", "xlsx")} <= set(files)
    assert json.loads(said.out)["kind"] == kind
    assert "Reading the records" in said.err


def test_a_portfolio_needs_its_criteria(school, tmp_path, capsys):
    assert _pack("quality-standard", tmp_path / "out") == 2
    assert "has brought in no list of criteria" in capsys.readouterr().err
    with acting(everything("test")) as by:
        criteria = [CriterionText("1.1", "A leader")]
        bring_in_criteria(school=school, kind="quality-standard", name="Award", criteria=criteria, by=by)

    assert _pack("quality-standard", tmp_path / "out") == 0

    assert b"0 of 1 criteria have evidence" in (tmp_path / "out" / "index.html").read_bytes()


def test_a_day_to_come_is_refused(school, tmp_path, capsys):
    assert _pack("governors", tmp_path / "out", on="2126-11-20") == 2

    assert "is still to come" in capsys.readouterr().err


def test_only_the_copy_for_inside_names_learners(school, tmp_path):
    assert _pack("inspection", tmp_path / "outside") == 0
    assert _pack("inspection", tmp_path / "inside", "--with-names") == 0

    assert not (tmp_path / "outside" / "registers" / "attendance.csv").exists()
    assert b"Ashdown" in (tmp_path / "inside" / "registers" / "attendance.csv").read_bytes()
