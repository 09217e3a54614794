"""`waymark data list|fetch`: the registry, and a set downloaded from a server on this machine, verified, taken in."""

import hashlib
import http.server
import io
import json
import threading
import zipfile
from urllib.parse import urlsplit

import pytest
import yaml

from waymark.cli.imports import KINDS
from waymark.cli.main import run
from waymark.intake.open_data import data_sets
from waymark.places.models import Postcode

POSTCODES = b"pcds,lat,long\nGU1 3BB,51.2394,-0.5671\n"


class _Serving(http.server.BaseHTTPRequestHandler):
    files: dict[str, bytes]

    def do_GET(self):
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "ftp://127.0.0.1/file.csv")
            self.end_headers()
            return
        content = self.files.get(self.path)
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *said):
        """Say nothing."""


@pytest.fixture
def server():
    """The address of a server on this machine, and the files it gives."""
    files: dict[str, bytes] = {}
    serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Serving", (_Serving,), {"files": files}))
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}", files
    serving.shutdown()
    thread.join()
    serving.server_close()


@pytest.fixture
def registry(tmp_path, server, settings):
    """Write a registry of one set: `registry(sha256=…)`, and its path."""
    settings.DATA = tmp_path / "site"

    def write(**changes):
        entry = {
            "name": "places", "title": "Postcodes", "kind": "postcodes", "publisher": "Us", "licence": "CC0",
            "page": f"{server[0]}/page", "address": f"{server[0]}/codes-{{day}}.csv", "columns": ["pcds", "lat"],
        }  # fmt: skip
        path = tmp_path / f"registry-{len(list(tmp_path.iterdir()))}.yaml"
        path.write_text(yaml.safe_dump([{**entry, **changes}]))
        return str(path)

    return write


def fetch(capsys, registry, *more):
    code = run(["data", "fetch", "places", "--registry", registry, "--on", "2026-11-22", "--json", *more])
    return code, json.loads(capsys.readouterr().out)


def test_the_registry_says_of_each_set_who_and_where():
    sets = data_sets()

    assert {one.kind for one in sets.values()} <= set(KINDS)
    assert all(one.publisher and one.licence and urlsplit(one.page).scheme == "https" for one in sets.values())
    assert {"gias", "postcodes", "lars", "ukrlp", "standards", "job-profiles", "soc", "earnings", "projections",
            "destinations-ks4", "quiz", "discover-uni", "employers"} <= set(sets)  # fmt: skip


def test_list_prints_one_document(capsys):
    assert run(["data", "list", "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in said["data"]] == list(data_sets())
    assert set(said["data"][0]) == {
        "name", "title", "kind", "publisher", "licence", "page", "address", "member", "columns", "sha256",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_set_is_downloaded_verified_and_taken_in(server, registry, settings, capsys):
    server[1]["/codes-20261122.csv"] = POSTCODES

    code, said = fetch(capsys, registry(sha256=hashlib.sha256(POSTCODES).hexdigest()))

    assert (code, said["kind"], said["added"]) == (0, "postcodes", 1)
    assert Postcode.objects.get().code == "GU1 3BB"
    assert (settings.DATA / "open-data" / "places" / "codes-20261122.csv").read_bytes() == POSTCODES
    assert fetch(capsys, registry())[1]["unchanged"] == 1


@pytest.mark.django_db
def test_a_file_in_a_zip_and_one_downloaded_by_hand(server, registry, tmp_path, capsys):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("Data/ONSPD_NOV_UK.csv", POSTCODES)
        archive.writestr("Documents/readme.txt", "x")
    path = tmp_path / "onspd.zip"
    path.write_bytes(out.getvalue())

    code, said = fetch(capsys, registry(address="", member="*_UK.csv"), "--file", str(path), "--dry-run")

    assert (code, said["added"], Postcode.objects.count()) == (0, 1, 0)
    assert fetch(capsys, registry(address="", member="*.pdf"), "--file", str(path))[0] == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "content", "words"),
    [
        ({"sha256": "0" * 64}, POSTCODES, "not the one the registry knows"),
        ({"columns": ["pcds", "ward"]}, POSTCODES, "lacks the columns ward"),
        ({}, None, "could not be had"),
        ({"address": ""}, POSTCODES, "no lasting address"),
        ({"kind": "horoscopes"}, POSTCODES, "cannot take in"),
        ({"member": "*.csv"}, POSTCODES, "no zip"),
        ({"address": "http://example.org/x.csv"}, POSTCODES, "not as it should be"),
    ],
)
def test_what_is_not_as_it_should_be_is_refused(server, registry, capsys, changes, content, words):
    if content:
        server[1]["/codes-20261122.csv"] = content

    code, said = fetch(capsys, registry(**changes))

    assert (code, words in said["error"]) == (2, True), said
    assert Postcode.objects.count() == 0


@pytest.mark.django_db
def test_another_version_is_taken_in_only_when_asked_for(server, registry, capsys):
    server[1]["/codes-20261122.csv"] = POSTCODES

    assert fetch(capsys, registry(sha256="0" * 64), "--other-version")[0] == 0


@pytest.mark.django_db
def test_an_address_that_leads_elsewhere_is_refused(server, registry, capsys):
    assert fetch(capsys, registry(address=f"{server[0]}/elsewhere"))[0] == 2


def test_a_name_that_is_not_there(capsys):
    assert run(["data", "fetch", "horoscopes", "--json"]) == 2
    assert "There is no set called “horoscopes”." in json.loads(capsys.readouterr().out)["error"]
