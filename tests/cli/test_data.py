"""`waymark data`: the registry, and a set downloaded from a server on this machine, verified, taken in."""

import hashlib
import io
import json
import os
import zipfile
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from tests.loopback import publishing
from waymark.cli.imports import KINDS
from waymark.cli.main import run
from waymark.intake.open_data.registry import REGISTRY, data_sets
from waymark.opportunities.models import JobProfile
from waymark.places.models import Postcode

POSTCODES = b"pcds,lat,long\nGU1 3BB,51.2394,-0.5671\n"
PINNED = hashlib.sha256(POSTCODES).hexdigest()
FILE = "/codes-20261122.csv"


@pytest.fixture
def publisher():
    """A server on this machine."""
    with publishing() as ours:
        ours.files[FILE] = POSTCODES
        yield ours


@pytest.fixture
def registry(tmp_path, publisher, settings):
    """Write a registry of one set: `registry(sha256=…)`, and its path."""
    settings.DATA = tmp_path / "site"

    def write(**changes):
        entry = {
            "name": "places", "title": "Postcodes", "kind": "postcodes", "publisher": "Us", "licence": "CC0",
            "page": f"{publisher.at}/page", "gives": "one release", "release": "2026",
            "address": f"{publisher.at}/codes-{{day}}.csv", "columns": ["pcds", "lat"],
        }  # fmt: skip
        path = tmp_path / f"registry-{len(list(tmp_path.iterdir()))}.yaml"
        path.write_text(yaml.safe_dump([{**entry, **changes}]))
        return str(path)

    return write


@pytest.fixture
def kept(settings):
    """What lies in the set's folder."""
    return lambda: sorted(
        str(path.relative_to(settings.DATA / "open-data" / "places"))
        for path in Path(settings.DATA).rglob("open-data/places/**/*")
        if path.is_file()
    )


def said(capsys, *command):
    code = run([*command, "--json"])
    return code, json.loads(capsys.readouterr().out)


def fetch(capsys, registry, *more):
    return said(capsys, "data", "fetch", "places", "--registry", registry, "--on", "2026-11-22", *more)


def zipped(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"Data/{name}", content)
        archive.writestr("Documents/readme.txt", "x")
    return out.getvalue()


def test_the_registry_says_of_each_set_who_where_and_what():
    sets = data_sets()

    assert {one.kind for one in sets.values()} <= set(KINDS)
    assert all(one.publisher and one.licence and one.release for one in sets.values())
    assert all(urlsplit(one.page).scheme == "https" for one in sets.values())
    tables = [file for one in sets.values() for file in one.files if file.name.endswith(".csv") or not one.is_folder]
    assert [file.address for file in tables if not file.columns] == [""], "only boundaries have no columns"
    assert {"gias", "postcodes", "lars", "ukrlp", "standards", "job-profiles", "soc", "earnings", "projections",
            "destinations-ks4", "quiz", "discover-uni", "employers"} <= set(sets)  # fmt: skip


def test_what_is_pinned_is_a_release_that_we_tested_with():
    """Each pinned checksum is that of a file our tests read, byte for byte as its publisher gives it."""
    folder = os.environ.get("WAYMARK_OPEN_DATA")
    if not folder:
        pytest.skip("the real files are not at hand")
    ours = {hashlib.sha256(path.read_bytes()).hexdigest() for path in Path(folder).rglob("*") if path.is_file()}
    pinned = {file.sha256 for one in data_sets().values() for file in one.files if file.sha256}

    assert len(pinned) >= 10
    assert pinned <= ours


@pytest.mark.django_db
def test_list_and_show_print_one_document(registry, capsys):
    code, listed = said(capsys, "data", "list")

    assert (code, [one["name"] for one in listed["data"]]) == (0, list(data_sets()))
    soc = next(one for one in listed["data"] if one["name"] == "soc")
    assert {"publisher", "licence", "page", "address", "columns", "sha256", "gives", "release"} <= set(soc)
    code, shown = said(capsys, "data", "show", "places", "--registry", registry(sha256=PINNED))
    assert (code, shown["sha256"], shown["fetched"]) == (0, PINNED, [])
    assert run(["data", "show", "gias"]) == 0
    assert "it changes from release to release" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_set_is_downloaded_verified_and_taken_in(registry, kept, capsys):
    code, outcome = fetch(capsys, registry(sha256=PINNED))

    assert (code, outcome["kind"], outcome["added"]) == (0, "postcodes", 1)
    assert Postcode.objects.get().code == "GU1 3BB"
    assert kept() == ["codes-20261122.csv", "fetched.json"]
    assert fetch(capsys, registry())[1]["unchanged"] == 1


@pytest.mark.django_db
def test_the_registrys_day_is_of_the_file_at_its_address_not_of_one_given_by_hand(
    publisher, registry, capsys, tmp_path
):
    table = b"Title,Overview\nNurse,Nurses care for people\n"
    publisher.files["/profiles.csv"] = table
    entry = {"kind": "job-profiles", "day": date(2020, 2, 2), "columns": ["Title"],
             "address": f"{publisher.at}/profiles.csv"}  # fmt: skip
    command = ("data", "fetch", "places", "--registry", registry(**entry))
    newer = tmp_path / "profiles_2021-03-01.csv"
    newer.write_bytes(table.replace(b"care for", b"look after"))

    assert said(capsys, *command)[0] == 0
    of_its_address = JobProfile.objects.get().published_on
    assert said(capsys, *command, "--file", str(newer))[0] == 0

    held = JobProfile.objects.get()
    assert (of_its_address, held.published_on) == (date(2020, 2, 2), date(2021, 3, 1))
    assert held.overview == "Nurses look after people"


@pytest.mark.django_db
def test_what_was_fetched_is_checked_later(publisher, registry, settings, capsys):
    ours = registry(sha256=PINNED)
    fetch(capsys, ours)
    path = settings.DATA / "open-data" / "places" / "codes-20261122.csv"

    _, shown = said(capsys, "data", "show", "places", "--registry", ours)
    assert (shown["fetched"][0]["sha256"], shown["fetched"][0]["source"]) == (PINNED, f"{publisher.at}{FILE}")
    assert said(capsys, "data", "check", "places", "--registry", ours)[1]["files"][0]["finding"] == "as it came"
    path.write_bytes(b"pcds,lat,long\n")
    code, found = said(capsys, "data", "check", "--registry", ours)
    assert (code, found["files"][0]["finding"]) == (1, "not as it came")
    path.unlink()
    assert said(capsys, "data", "check", "--registry", ours)[1]["files"][0]["finding"] == "gone"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "content", "words"),
    [
        ({"sha256": "0" * 64}, POSTCODES, "not the one the registry knows"),
        ({"columns": ["pcds", "ward"]}, POSTCODES, "lacks the columns ward"),
        ({}, None, "is not there (404)"),
        ({"address": "http://127.0.0.1:1/x.csv"}, POSTCODES, "could not be had: Connection refused. Its"),
        ({"address": "", "gives": "nothing lasting"}, POSTCODES, "no lasting address"),
        ({"kind": "horoscopes"}, POSTCODES, "cannot take in"),
        ({"member": "*.csv"}, POSTCODES, "no zip"),
        ({"at_most": 10}, POSTCODES, "larger than"),
        ({"at_least": 4000}, POSTCODES, "at least 4,000"),
        ({}, b"<!doctype html><html><body>Sign in</body></html>", "web page"),
        ({"address": "http://example.org/x.csv"}, POSTCODES, "not as it should be"),
        ({"gives": "the newest", "sha256": PINNED}, POSTCODES, "not as it should be"),
    ],
)
def test_what_is_amiss_is_refused_and_not_kept(publisher, registry, kept, capsys, changes, content, words):
    if content:
        publisher.files[FILE] = content
    else:
        del publisher.files[FILE]

    code, answer = fetch(capsys, registry(**changes))

    assert (code, words in answer["error"]) == (2, True), answer
    assert (Postcode.objects.count(), kept()) == (0, [])


@pytest.mark.django_db
def test_a_file_that_was_here_before_outlives_a_bad_one(publisher, registry, settings, capsys):
    ours = registry(sha256=PINNED)
    fetch(capsys, ours)
    publisher.files[FILE] = b"pcds,lat,long\nGU1 3BB,0,0\n"

    assert fetch(capsys, ours)[0] == 2
    assert (settings.DATA / "open-data" / "places" / "codes-20261122.csv").read_bytes() == POSTCODES


@pytest.mark.django_db
def test_a_download_that_broke_off_goes_on_where_it_stopped(publisher, registry, kept, capsys):
    publisher.breaks_off_after = 20
    ours = registry(sha256=PINNED)

    code, answer = fetch(capsys, ours)
    assert (code, f"20 of {len(POSTCODES)} bytes" in answer["error"], Postcode.objects.count()) == (2, True, 0)
    publisher.breaks_off_after = None
    assert fetch(capsys, ours)[0] == 0
    assert [wanted for _, wanted in publisher.asked] == [None, "bytes=20-"]
    assert kept() == ["codes-20261122.csv", "fetched.json"]


@pytest.mark.django_db
def test_what_was_begun_of_another_version_is_begun_anew(publisher, registry, capsys):
    publisher.breaks_off_after = 20
    ours = registry()
    fetch(capsys, ours)
    publisher.breaks_off_after, publisher.files[FILE] = None, b"pcds,lat,long\nB1 1AA,52.47,-1.89\n"

    assert fetch(capsys, ours)[0] == 0
    assert Postcode.objects.get().code == "B1 1AA"


@pytest.mark.django_db
def test_a_file_of_unknown_length_is_refused(publisher, registry, capsys):
    publisher.says_how_long = False

    code, answer = fetch(capsys, registry())

    assert (code, "how long the file is" in answer["error"]) == (2, True)


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["ftp://127.0.0.1/file.csv", "http://example.org/file.csv"])
def test_an_address_that_leads_to_no_https_is_refused(publisher, registry, capsys, to):
    publisher.leads_to[FILE] = to

    code, answer = fetch(capsys, registry())

    assert (code, answer["error"].split(" leads on to ")[1].split(",")[0]) == (2, to)


@pytest.mark.django_db
def test_another_host_is_followed_only_where_it_is_named(publisher, registry, capsys):
    publisher.leads_to[FILE] = publisher.at.replace("127.0.0.1", "localhost") + "/moved.csv"
    publisher.files["/moved.csv"] = POSTCODES

    code, answer = fetch(capsys, registry())
    assert (code, "another host, localhost" in answer["error"]) == (2, True)
    assert fetch(capsys, registry(through=["localhost"]))[1]["added"] == 1
    assert fetch(capsys, registry(), "--through", "localhost")[1]["unchanged"] == 1


@pytest.mark.django_db
def test_a_file_in_a_zip_and_one_downloaded_by_hand(registry, tmp_path, kept, capsys):
    path = tmp_path / "onspd.zip"
    path.write_bytes(zipped("ONSPD_NOV_UK.csv", b"pcd7,pcds,lat,long,ctry25cd\nGU13BB,GU1 3BB,51.2,-0.5,E92000001\n"))
    ours = {"address": "", "gives": "nothing lasting", "member": "*_UK.csv", "keeps": ["pcds", "lat", "long", "ctry*"]}

    code, answer = fetch(capsys, registry(**ours), "--file", str(path), "--dry-run")

    assert (code, answer["added"], Postcode.objects.count()) == (0, 1, 0)
    assert kept() == ["ONSPD_NOV_UK.csv", "fetched.json"]
    assert fetch(capsys, registry(**{**ours, "member": "*.pdf"}), "--file", str(path))[0] == 2
    assert path.exists(), "what its owner downloaded is theirs"


@pytest.mark.django_db
def test_a_file_at_hand_is_verified_the_same_way(registry, tmp_path, capsys):
    path = tmp_path / "codes.csv"
    path.write_bytes(POSTCODES + b"B1 1AA,52.47,-1.89\n")

    code, answer = fetch(capsys, registry(sha256=PINNED), "--file", str(path))
    assert (code, "not the one the registry knows" in answer["error"]) == (2, True)
    assert fetch(capsys, registry(sha256=PINNED), "--file", str(path), "--other-version")[1]["added"] == 2
    assert fetch(capsys, registry(), "--file", str(tmp_path))[0] == 2


@pytest.mark.django_db
def test_a_folder_of_files_is_fetched_whole(publisher, registry, kept, capsys):
    publisher.files |= {"/a.csv": b"Statement,Trait\n", "/b.json": b"[]"}
    files = [
        {"name": "a.csv", "address": f"{publisher.at}/a.csv", "columns": ["Statement"]},
        {"name": "b.json", "address": f"{publisher.at}/b.json", "sha256": hashlib.sha256(b"[]").hexdigest()},
    ]
    entry = data_sets(Path(registry(files=files)))["places"]

    assert [file.name for file in entry.files] == ["a.csv", "b.json"]
    fetch(capsys, registry(files=files, kind="quiz"))  # the quiz's own reader refuses it: it is none
    assert kept() == ["a.csv", "b.json", "fetched.json"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "address", "file"),
    [
        ("soc", "soc2020volume1", "soc2020/soc2020volume1_structure_and_descriptions_2025-04-16.xlsx"),
        ("industries", "publisheduksic", "sic2007/uk_sic_2007_summary_of_structure.xlsx"),
        ("areas-authorities", "Local_Authority", "geography/lad_to_combined_authority_2025-05.csv"),
        ("earnings", "ashetable14", "ashe_earnings/ashe_2024_table14_7a_annual_gross.xlsx"),
    ],
)
def test_the_real_file_of_a_pinned_set_is_verified_and_taken_in(
    publisher, tmp_path, settings, capsys, name, address, file
):
    """The registry's own entry, its publisher moved to this machine."""
    folder = os.environ.get("WAYMARK_OPEN_DATA")
    if not folder:
        pytest.skip("the real files are not at hand")
    settings.DATA = tmp_path / "site"
    entry = next(one for one in yaml.safe_load(REGISTRY.read_text()) if one["name"] == name)
    content = (Path(folder) / file).read_bytes()
    if "member" in entry:
        content = zipped(entry["member"].replace("*", " "), content)
    publisher.files["/here"] = content
    registry = tmp_path / "one.yaml"
    registry.write_text(yaml.safe_dump([{**entry, "address": f"{publisher.at}/here"}]))

    code, outcome = said(capsys, "data", "fetch", name, "--registry", str(registry))

    assert address in entry["address"]
    assert (code, outcome["added"] > 0) in {(0, True), (1, True)}, outcome


def test_a_name_that_is_not_there(capsys):
    assert "There is no set called “horoscopes”." in said(capsys, "data", "fetch", "horoscopes")[1]["error"]
