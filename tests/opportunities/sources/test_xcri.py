"""XCRI-CAP 1.2 in and out: its code lists, its rules, and courses that come back as they went."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.opportunities.files import ON
from tests.opportunities.makers import make_aim, make_course, make_provider, make_run, make_venue
from waymark.opportunities.actions.course_files import take_course_file, undo_course_file
from waymark.opportunities.models import CourseRun, Venue
from waymark.opportunities.queries.standing import standing_runs
from waymark.opportunities.sources.provider_files import merge
from waymark.opportunities.sources.xcri.reading import preview_xcri
from waymark.opportunities.sources.xcri.words import duration_of, interval_of, is_age
from waymark.opportunities.sources.xcri.writing import catalog
from waymark.places.models import Postcode

NAMES = (
    'xmlns="http://xcri.org/profiles/1.2/catalog" xmlns:mlo="http://purl.org/net/mlo"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
PLACE = (
    "<mlo:location><mlo:town>Guildford</mlo:town><mlo:postcode>GU1 3BB</mlo:postcode>"
    "<mlo:address>1 Mill Lane</mlo:address></mlo:location>"
)
GOOD = {
    "provider": "urn:ukprn:10009901",
    "above": f"<url>http://example.org</url>{PLACE}",
    "course": "<dc:description>Adults new to plumbing</dc:description>",
    "qualification": "<mlo:qualification><dc:identifier>00238422</dc:identifier></mlo:qualification>",
    "identifier": "<dc:identifier>http://example.org/pl-01</dc:identifier>",
    "start": '<mlo:start dtf="2027-09-01">1 September</mlo:start>',
    "duration": '<mlo:duration interval="P12W">12 weeks</mlo:duration>',
    "more": "",
    "again": "",
}


def xml(**changes):
    part = GOOD | changes
    presentation = (
        f"<presentation>{part['identifier']}<dc:title>Plumbing</dc:title>{part['start']}{part['duration']}"
        f"{part['more']}</presentation>"
    )
    return (
        f'<catalog generated="2027-01-01T00:00:00Z" {NAMES}><provider><dc:identifier>{part["provider"]}</dc:identifier>'
        f"<dc:title>Hartwell</dc:title>{part['above']}<course><dc:title>Plumbing 1</dc:title>{part['course']}"
        f"{part['qualification']}{presentation}{part['again']}</course></provider></catalog>"
    ).encode()


@pytest.fixture
def provider(db_scope):
    Postcode.objects.create(code="GU1 3BB", latitude=51.2394, longitude=-0.5671, country="E92000001")
    make_aim("00238422")
    make_aim("10001111", "Award in Pipes", to_on=date(2027, 5, 31))
    return make_provider()


def preview(provider, **changes):
    return preview_xcri(xml(**changes), provider, today=ON)


def the_run(provider, **changes):
    (facts,) = preview(provider, **changes).plan.additions.values()
    return facts


def codes(provider, **changes):
    return [(problem.code, problem.effect.value) for problem in preview(provider, **changes).reading.problems]


def test_a_presentation_with_the_formats_own_defaults(provider):
    found = preview(provider)

    (run,) = found.plan.additions.values()
    assert (found.reading.problems, run.course.aim, run.course.title) == ((), "00238422", "Certificate in Plumbing")
    assert (run.name, run.reference, run.starts_on) == ("Plumbing", "http://example.org/pl-01", date(2027, 9, 1))
    assert (run.delivery_mode, run.study_mode, run.attendance) == (1, 1, 1)  # campus, full time, daytime
    assert (run.duration, run.duration_unit) == (12, 2)
    assert run.website == "http://example.org"  # from the provider: values inherit downwards
    (venue,) = found.venues.values()  # no venue: the provider's own address
    assert (venue.name, venue.address_1, venue.town, venue.postcode) == (
        "Hartwell", "1 Mill Lane", "Guildford", "GU1 3BB",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("mode", "delivery"),
    [("CM", 1), ("NC", 1), ("DA", 2), ("DS", 2), ("ON", 2), ("WB", 3), ("MM", 4)],
)
def test_attendance_modes(provider, mode, delivery):
    run = the_run(provider, more=f'<attendanceMode identifier="{mode}"/>')

    assert (run.delivery_mode, run.venue is None) == (delivery, delivery in (2, 3))


@pytest.mark.parametrize(("code", "value"), [("FT", 1), ("PT", 2), ("FL", 3), ("PF", None), ("NK", None)])
def test_study_modes(provider, code, value):
    more = f"<studyMode>{code}</studyMode>"

    assert the_run(provider, more=more).study_mode == value
    assert codes(provider, more=more) == ([] if value else [("XCRI_STUDY_MODE_NO_EQUAL", "noted")])


@pytest.mark.parametrize(
    ("code", "value"), [("DT", 1), ("EV", 2), ("WE", 3), ("DR", 4), ("TW", None), ("CS", None), ("QQ", None)]
)
def test_attendance_patterns(provider, code, value):
    more = f'<attendancePattern identifier="{code}"/>'
    ending = "UNKNOWN" if code == "QQ" else "NO_EQUAL"

    assert the_run(provider, more=more).attendance == value
    assert codes(provider, more=more) == ([] if value else [(f"XCRI_ATTENDANCE_PATTERN_{ending}", "noted")])


@pytest.mark.parametrize("age", ["any", "not known", "16-19", "16-16", "19+"])
def test_ages(age):
    assert is_age(age)


@pytest.mark.parametrize("age", ["", "14", "13-1", "13-", "a-12", "-1-12", "12-a", "1--1"])
def test_what_is_no_age(provider, age):
    assert not is_age(age)
    assert codes(provider, more=f"<age>{age}</age>") == [("XCRI_AGE", "noted")]


@pytest.mark.parametrize(
    ("interval", "text", "answer"),
    [
        ("P12W", "", (12, 2)),
        ("P1Y", "", (1, 4)),
        ("P1Y6M", "", (18, 3)),
        ("P3D", "", (3, 1)),
        ("PT6H", "", (6, 5)),
        ("PT30M", "", (30, 6)),
        ("", "about 10 Weeks", (10, 2)),
        ("soon", "a while", None),
    ],
)
def test_durations(interval, text, answer):
    assert duration_of(interval, text) == answer


@pytest.mark.parametrize("unit", [1, 2, 3, 4, 5, 6])
def test_an_interval_comes_back(unit):
    assert duration_of(interval_of(7, unit), "") == (7, unit)


@pytest.mark.parametrize(
    ("changes", "code", "effect"),
    [
        ({"start": ""}, "XCRI_ONE_START", "refused"),
        ({"start": GOOD["start"] * 2}, "XCRI_ONE_START", "refused"),
        ({"start": '<mlo:start dtf="2027-05-31"/>'}, "COURSERUN_START_DATE_INVALID", "refused"),
        ({"duration": ""}, "COURSERUN_DURATION_REQUIRED", "refused"),
        ({"duration": '<mlo:duration interval="P1000W"/>'}, "COURSERUN_DURATION_REQUIRED", "refused"),
        ({"course": ""}, "COURSE_WHO_THIS_COURSE_IS_FOR_REQUIRED", "refused"),
        ({"above": ""}, "VENUE_POSTCODE_FORMAT", "refused"),
        ({"more": f"<venue><provider>{PLACE}</provider><provider/></venue>"}, "XCRI_VENUE_PROVIDER", "refused"),
        ({"more": "<venue/>"}, "XCRI_VENUE_PROVIDER", "refused"),
        (
            {"qualification": GOOD["qualification"].replace("00238422", "10001111")},
            "COURSE_LARS_QAN_EXPIRED",
            "refused",
        ),
        ({"qualification": GOOD["qualification"].replace("00238422", "99999999")}, "COURSE_LARS_QAN_INVALID", "noted"),
        ({"course": f"{GOOD['course']}<abstract>{'x' * 141}</abstract>"}, "XCRI_ABSTRACT_LONG", "noted"),
        ({"course": f"<dc:description>{'word ' * 500}</dc:description>"}, "XCRI_TEXT_CUT", "noted"),
        ({"more": "<url>nonsense</url>"}, "COURSERUN_COURSE_WEB_PAGE_FORMAT", "noted"),
        (
            {"again": f"<presentation>{GOOD['identifier']}{GOOD['start']}{GOOD['duration']}</presentation>"},
            "XCRI_IDENTIFIER_TWICE",
            "refused",
        ),
    ],
)
def test_rules(provider, changes, code, effect):
    assert codes(provider, **changes) == [(code, effect)]


def test_the_longest_texts_pass(provider):
    course = f"<dc:description>{'x' * 2000}</dc:description><abstract>{'x' * 140}</abstract>"

    assert codes(provider, course=course) == []
    assert codes(provider, course=f"<dc:description>{'word ' * 801}</dc:description>") == [
        ("XCRI_TEXT_LONG", "noted"),
        ("XCRI_TEXT_CUT", "noted"),
    ]


def test_an_unreadable_dtf_is_passed_over(provider):
    run = the_run(provider, start='<mlo:start dtf="autumn">In autumn</mlo:start>')

    assert (run.is_flexible, run.starts_on) == (True, None)


def test_html_becomes_words(provider):
    course = (
        '<dc:description><div xmlns="http://www.w3.org/1999/xhtml"><p>For <b>adults</b>.</p><p>Come &lt;1&gt;</p></div>'
        "</dc:description>"
    )

    assert the_run(provider, course=course).course.texts[0] == "For adults.\nCome 1"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<catalog><provider></catalog>", "FILE_TYPE"),
        (b"<feed/>", "FILE_TYPE"),
        (b'<!DOCTYPE catalog [<!ENTITY x "y">]><catalog>&x;</catalog>', "FILE_TYPE"),
        (xml(provider="urn:ukprn:10009999"), "XCRI_PROVIDER"),
        (f"<catalog {NAMES}><provider/></catalog>".encode(), "FILE_EMPTY"),
    ],
)
def test_files_that_are_refused(provider, content, code):
    found = preview_xcri(content, provider, today=ON)

    assert ([problem.code for problem in found.reading.problems], found.reading.is_refused) == ([code], True)


def test_merged_and_undone_with_the_venue_it_brought(provider, db_scope):
    file = take_course_file(provider=provider, kind="xcri", content=xml(), filename="x.xml", by=db_scope)
    merge(file, today=ON, by=db_scope)
    run = CourseRun.objects.select_related("venue").get()
    assert run.venue.latitude == 51.2394

    again = take_course_file(provider=provider, kind="xcri", content=xml(), filename="x.xml", by=db_scope)
    assert merge(again, today=ON, by=db_scope).counts == {"added": 0, "changed": 0, "unchanged": 1, "absent": 0}

    assert undo_course_file(file=file, by=db_scope) == 0
    assert (CourseRun.objects.count(), Venue.objects.count()) == (0, 0)


def test_what_is_written_comes_back_as_it_was(provider):
    venue = make_venue(provider, name="Mill Lane Hall", county="Surrey", address_2="Rear", website="example.org")
    texts = {name: f"{name}, first\nand second" for name in ("who_for", "entry", "learn", "how", "need", "assessed")}
    facts = {"aim_reference": "00238422", "level": "1", "awarding_body": "Guild of Pipes"}
    course = make_course(provider, **facts, **texts, next="Level 2 & more")
    make_run(course, venue, reference="PL-01", website="example.org/a?b=1&c=2", cost=Decimal("0.00"))
    make_run(
        course, venue, reference="PL-02", delivery_mode=4, cost=None, cost_description="Free for 19+", attendance=4
    )
    boot = make_course(provider, "Coding", sector="digital", course_type=6, education_level=3, level="3",
                       awarding_body="Hartwell", subject="Digital")  # fmt: skip
    make_run(boot, duration=30, duration_unit=6)
    make_run(boot, delivery_mode=3, is_national=True)
    make_run(boot, delivery_mode=3, is_national=False, sub_regions=["E06000015", "E06000016"])
    before = standing_runs(provider)

    found = preview_xcri(catalog([provider], at=datetime(2027, 6, 1, tzinfo=UTC)), provider, today=ON)

    assert (len(before), found.reading.problems) == (5, ())
    assert found.counts == {"added": 0, "changed": 0, "unchanged": 5, "absent": 0}
