"""Degrees, as XML and as tables: hand-worked, and the traps of the published files."""

import gzip
import io
import zipfile

import pytest

from tests.opportunities.open_data import FOLDER, needs_open_data
from waymark.opportunities.models import Degree
from waymark.opportunities.sources.receiving import take_open_file

XML = b"""<?xml version="1.0" encoding="utf-8"?><KIS>
<LOCATION><UKPRN>10000047</UKPRN><LOCID>A1</LOCID><LOCNAME>Abbey &amp;amp; Mill</LOCNAME><LATITUDE>51.2</LATITUDE>
<LONGITUDE>-1.2</LONGITUDE></LOCATION><KISAIM><KISAIMCODE>030</KISAIMCODE><KISAIMLABEL>FdSc</KISAIMLABEL></KISAIM>
<INSTITUTION><PUBUKPRN>10000047</PUBUKPRN><UKPRN>10001143</UKPRN>
<KISCOURSE><KISCOURSEID>OPT</KISCOURSEID><KISMODE>1</KISMODE><TITLE>Optics</TITLE><KISAIMCODE>030</KISAIMCODE>
<NUMSTAGE>2</NUMSTAGE><SBJ>CAH02-03-03</SBJ><HECOS>100036</HECOS>
<COURSELOCATION><LOCID>A1</LOCID><UCASCOURSEID>6073</UCASCOURSEID></COURSELOCATION>
<LEO><LEOPOP>25</LEOPOP><LEOMED>22000</LEOMED><LEOLQ></LEOLQ></LEO><TARIFF><TARPOP>10</TARPOP><T001>10</T001></TARIFF>
</KISCOURSE><KISCOURSE><KISCOURSEID>NONE</KISCOURSEID><KISMODE>9</KISMODE><TITLE>Nothing</TITLE></KISCOURSE>
</INSTITUTION></KIS>"""
TABLES = {
    "KISCOURSE": (
        "PUBUKPRN,UKPRN,HECOS,HECOS,HECOS,HECOS,HECOS,KISCOURSEID,KISMODE,NUMSTAGE,TITLE,KISAIMCODE,KISLEVEL\n"
        "10000047,10001143,100036,100037,,,,OPT,01,2,Optics,030,03\n10000047,10001143,,,,,,OPT,02,4,Optics,030,03\n"
    ),
    "INSTITUTION": (
        "LEGAL_NAME,PUBUKPRN,UKPRN\nUniversity of Westmarch,10000047,10000047\nWestmarch College,10000047,10001143\n"
    ),
    "KISAIM": "KISAIMCODE,KISAIMLABEL\n030,FdSc\n",
    "UCASCOURSEID": "PUBUKPRN,UKPRN,KISCOURSEID,KISMODE,LOCID,UCASCOURSEID\n10000047,10001143,OPT,01,A1,6073\n",
    "GOSALARY": (
        "PUBUKPRN,UKPRN,KISCOURSEID,KISMODE,GOSALPOP,GOSALAGG,GOINSTLQ,GOINSTMED,GOINSTUQ\n"
        "10000047,10001143,OPT,01,25,14,19000,22000,25000\n10000047,10001143,OPT,02,,,,,\n"
    ),
}


def zipped(tables):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in tables.items():
            archive.writestr(f"{name}.csv", text)
    return out.getvalue()


def take(content, scope):
    return take_open_file(kind="discover-uni", content=content, by=scope)


def test_the_xml(db_scope):
    outcome = take(XML, db_scope)

    assert (outcome.added, outcome.refused) == (1, 1)
    one = Degree.objects.get()
    assert (one.published_by, one.taught_by, one.number, one.mode) == ("10000047", "10001143", "OPT", "01")
    assert (one.title, one.aim, one.years, one.subjects) == ("Optics", "FdSc", 2, ["CAH02-03-03", "100036"])
    assert one.locations == [{"name": "Abbey & Mill", "latitude": 51.2, "longitude": -1.2}]
    assert (one.ucas, one.earnings, one.tariff) == (
        ["6073"], {"LEOPOP": 25, "LEOMED": 22000}, {"TARPOP": 10, "T001": 10},
    )  # fmt: skip


def test_the_tables_and_again(db_scope):
    assert take(zipped(TABLES), db_scope).added == 2

    full, part = Degree.objects.order_by("mode")
    assert (full.subjects, full.institution, full.ucas) == (["100036", "100037"], "Westmarch College", ["6073"])
    assert (full.earnings["GOINSTMED"], part.earnings, part.subjects) == (22000, {}, [])
    again = take(zipped(TABLES), db_scope)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<KIS><INSTITUTION></KIS>", "FILE_TYPE"),
        (b"<KIS/>", "FILE_EMPTY"),
        (zipped({"KISAIM": TABLES["KISAIM"]}), "FILE_TYPE"),
        (zipped({"KISCOURSE": "PUBUKPRN,UKPRN\n1,1\n"}), "COLUMN_MISSING"),
    ],
)
def test_files_that_are_refused(db_scope, content, code):
    assert {problem.code for problem in take(content, db_scope).problems} == {code}


@needs_open_data
def test_the_published_files(db_scope):
    folder = FOLDER / "discover_uni"
    outcome = take((folder / "kis_25_courses.xml.gz").read_bytes(), db_scope)
    assert (outcome.added, outcome.refused) == (25, 0)
    assert Degree.objects.filter(mode="01").exists()
    assert "&amp;" not in "".join(str(row.locations) for row in Degree.objects.all())

    header = (folder / "KISCOURSE_header.csv").read_text().strip()
    salaries = gzip.decompress((folder / "GOSALARY.csv.gz").read_bytes()).decode()
    of = next(line.split(",") for line in salaries.splitlines()[1:] if line.split(",")[15])
    course = dict(zip(("PUBUKPRN", "UKPRN", "KISCOURSEID", "KISMODE"), of, strict=False)) | {"TITLE": "Some degree"}
    row, hecos = [], iter(("100036", "100037", "100038"))
    for heading in header.split(","):
        row.append(next(hecos, "") if heading == "HECOS" else course.get(heading, ""))
    names = ("INSTITUTION.csv", "KISAIM.csv")
    tables = {name.partition(".")[0]: (folder / name).read_text("utf-8-sig") for name in names}
    tables |= {"KISCOURSE": f"{header}\n{','.join(row)}\n", "GOSALARY": salaries}

    assert take(zipped(tables), db_scope).added == 1
    one = Degree.objects.get(title="Some degree")
    assert (one.subjects, one.earnings["GOINSTMED"]) == (["100036", "100037", "100038"], int(of[15]))
    assert one.institution != ""
