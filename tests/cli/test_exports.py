"""Facts out of a site: the exchange folder, all about one person, everything."""

import csv
import hashlib
import io
import json
import os
import resource
import zipfile
from datetime import date

import pytest

from tests.factories import attend, expect, make_activity, make_area, make_learner, make_school, make_user
from waymark.access.models import ApiToken, AuditEvent
from waymark.access.scope import acting, everything
from waymark.cli.everything import columns_of, our_tables
from waymark.cli.main import run
from waymark.ledger.actions.groups import make_group
from waymark.ledger.models import Learner
from waymark.places.models import Belonging

pytestmark = pytest.mark.django_db
UPN = "A999000000001"


@pytest.fixture
def school():
    with acting(everything("test")) as scope:
        school = make_school(la_code="936")
        Belonging.objects.create(member=school, whole=make_area(register_code="HUB1"))
        amara = make_learner(school, 0, upn=UPN, school_reference="00012", email="amara@example.org")
        ben = make_learner(school, 1, preferred_name="=cmd")
        talk = make_activity(school, "employer", title="Builders' talk", subject="art, craft")
        (first, _) = attend(talk, amara, ben)
        talk.encounters.create(learner=amara, status="absent", corrects=first, reason="Left early")
        expect(make_activity(school, "lmi", held_on=date(2026, 12, 1)), amara, ben)
        make_group(school=school, name="Robotics club", learner_ids=[amara.pk], by=scope)
    return school


@pytest.fixture
def amara(school):
    with acting(everything("test")):
        return Learner.objects.get(upn=UPN)


def table(archive, name):
    return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode("utf-8-sig"), newline="")))


def test_exchange_writes_five_tables_that_evaluate_takes(school, tmp_path, capsys):
    out = tmp_path / "records"

    assert run(["export", "exchange", str(out), "--institution", "900001", "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert said["rows"] == {"institutions": 1, "learners": 2, "enrolments": 2, "activities": 2, "participations": 4}
    assert (out / "institutions.csv").read_bytes().splitlines()[1] == b"900001,Fernhill School,school,936,HUB1,,,300"
    judged = ["evaluate", str(out), "--framework", "gatsby-2024", "--on", "2026-11-22", "--out", str(tmp_path / "x")]
    assert run(judged) == 0


def test_exchange_names_nobody(school, amara, tmp_path):
    out = tmp_path / "records"

    run(["export", "exchange", str(out)])

    everything_said = b"".join(path.read_bytes() for path in out.iterdir())
    assert amara.public_id.encode() in everything_said
    assert not any(word in everything_said for word in (UPN.encode(), b"Amara", b"Ashdown", b"example.org", b"00012"))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_exchange_is_for_its_owners_eyes(school, tmp_path, form):
    run(["export", "exchange", str(tmp_path / "records"), "--format", form])

    assert os.stat(tmp_path / "records").st_mode & 0o077 == 0
    assert [path.suffix for path in (tmp_path / "records").iterdir()] == [f".{form}"] * 5


def test_parquet_gives_the_figures_of_csv(school, tmp_path):
    for form in ("csv", "parquet"):
        run(["export", "exchange", str(tmp_path / form), "--format", form])
        run(["evaluate", str(tmp_path / form), "--framework", "gatsby-2024", "--on", "2026-11-22",
             "--out", str(tmp_path / f"of-{form}")])  # fmt: skip

    assert (tmp_path / "of-csv/figures.csv").read_bytes() == (tmp_path / "of-parquet/figures.csv").read_bytes()


def test_exports_are_written_on_the_trail_of_each_school(school, tmp_path):
    run(["export", "exchange", str(tmp_path / "records")])

    with acting(everything("test")):
        line = AuditEvent.objects.get(verb="records given out")
    assert (line.organisation_id, line.details) == (school.pk, {"learners": 2})


def test_learner_holds_all_about_one_person_and_nobody_else(school, amara, tmp_path):
    out = tmp_path / "amara.zip"

    run(["export", "learner", str(out), "--institution", "900001", "--learner", amara.public_id])

    with zipfile.ZipFile(out) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
        document = json.loads(archive.read("learner.json"))
        assert table(archive, "facts")[0]["upn"] == UPN
        assert [(m["status"], m["reason"], bool(m["corrects"])) for m in table(archive, "encounters")] == [
            ("attended", "", False),
            ("absent", "Left early", True),
        ]
        assert [row["group"] for row in table(archive, "groups")] == ["Robotics club"]
        assert [row["held_on"] for row in table(archive, "lists")] == ["01/12/2026"]
        assert [row["what"] for row in table(archive, "trail")] == ["everything about a person given out"]
    assert document["enrolments"][0]["from_on"] == "2026-09-01"
    assert [word for word in (b"=cmd", b"Ben") if word in whole] == []
    assert os.stat(out).st_mode & 0o077 == 0


def test_learner_of_another_school_is_not_found(school, amara, tmp_path, capsys):
    make_school("Oakmoor School", urn="900002")

    code = run(["export", "learner", str(tmp_path / "x.zip"), "--institution", "900002", "--learner", amara.public_id])

    assert (code, capsys.readouterr().err) == (2, "Oakmoor School has no learner with that id.\n")
    assert list(tmp_path.iterdir()) == []


def test_a_cell_that_a_spreadsheet_would_run_is_made_safe(school, tmp_path):
    with acting(everything("test")):
        ben = Learner.objects.get(preferred_name="=cmd").public_id

    run(["export", "learner", str(tmp_path / "ben.zip"), "--institution", "900001", "--learner", ben])

    with zipfile.ZipFile(tmp_path / "ben.zip") as archive:
        assert table(archive, "facts")[0]["preferred_name"] == "'=cmd"


def test_everything_has_a_checksum_for_each_table_and_no_secret(school, tmp_path):
    make_user("Robin Marsh", ("careers_leader", school), password="correct horse battery")
    ApiToken.objects.create(organisation=school, label="Timetable", token_sha256="5ec4e7" * 10)
    out = tmp_path / "all.zip"

    assert run(["export", "everything", str(out)]) == 0

    with zipfile.ZipFile(out) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        whole = b"".join(archive.read(name) for name in archive.namelist())
        for name, told in manifest["tables"].items():
            assert hashlib.sha256(archive.read(f"{name}.csv")).hexdigest() == told["sha256"]
            assert len(table(archive, name)) == told["rows"]
        assert [row["label"] for row in table(archive, "access_apitoken")] == ["Timetable"]
        assert len(table(archive, "ledger_learner")) == 2
    assert [secret for secret in (b"5ec4e7", b"md5$") if secret in whole] == []


def test_everything_leaves_out_every_column_that_opens_something():
    words = ("password", "secret", "token_", "code_sha", "sha256_of", "private")
    leaving = [f"{model._meta.label}.{field.name}" for model in our_tables() for field in columns_of(model)]

    assert [name for name in leaving if any(word in name.rpartition(".")[2] for word in words)] == []


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        pytest.param(["exchang", "x"], "There is no kind of export called “exchang”.", id="kind"),
        pytest.param(["exchange", "x", "--institution", "1"], "There is no school or college 1 on", id="institution"),
        pytest.param(["exchange", "x", "--format", "xls"], "There is no format 'xls'.", id="format"),
        pytest.param(["learner", "x"], "Say whose record it is", id="nobody"),
        pytest.param(["everything", "x", "--institution", "1"], "“everything” is the whole site", id="all of one"),
        pytest.param(["exchange", "no/where"], "There is no folder", id="no folder"),
        pytest.param(["exchange", "."], ". is there already", id="there already"),
    ],
)
def test_a_refusal_is_one_sentence_and_leaves_nothing(asked, sentence, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    code = run(["export", *asked, "--json"])

    out, err = capsys.readouterr()
    assert (code, err.startswith(sentence), err.count("\n")) == (2, True, 1)
    assert json.loads(out)["error"].startswith(sentence)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "asked", [pytest.param(["exchange", "x"], id="a folder"), pytest.param(["everything", "x.zip"], id="a file")]
)
def test_what_cannot_be_finished_leaves_nothing(school, tmp_path, monkeypatch, capsys, asked):
    """The disk refuses more than a few bytes in one file, as a full one would."""
    monkeypatch.chdir(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        code = run(["export", *asked])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert (code, "File too large" in capsys.readouterr().err) == (2, True)
    assert list(tmp_path.iterdir()) == []
