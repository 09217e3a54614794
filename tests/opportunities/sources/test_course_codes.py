"""Each code of a course file, its limit and the values on both sides of it."""

from datetime import date

import pytest

from tests.opportunities.files import AT_WORK, ON, ONLINE, file_of
from tests.opportunities.makers import make_aim, make_provider, make_venue
from waymark.opportunities.sources.courses.reading import preview_courses

pytestmark = pytest.mark.django_db

BLENDED = {"DELIVERY_MODE": "blended"}
SHORTER = (
    "ENTRY_REQUIREMENTS", "HOW_YOU_WILL_LEARN", "WHAT_YOU_WILL_NEED_TO_BRING", "HOW_YOU_WILL_BE_ASSESSED", "WHERE_NEXT",
)  # fmt: skip


@pytest.fixture
def provider():
    make_aim("00238422")
    make_aim("60142923", "Diploma in Plumbing", level="2")
    make_aim("10001111", "Award in Pipes", to_on=date(2027, 5, 31))
    make_aim("10001112", "Award in Pipes", to_on=date(2027, 6, 1))
    make_aim("10001113", "Award in Bends", taught_to_on=date(2027, 5, 31))
    provider = make_provider()
    make_venue(provider, "V1", name="Mill Lane Hall")
    make_venue(provider, "V2", name="Station Works")
    return provider


def problems(provider, kind="courses", **changes):
    preview = preview_courses(file_of(changes, kind=kind), provider, has_aim=kind == "courses", today=ON)
    return [(problem.column, problem.code) for problem in preview.reading.problems]


def only(provider, **changes):
    """The one problem of a file with one row."""
    (problem,) = preview_courses(file_of(changes), provider, has_aim=True, today=ON).reading.problems
    return problem


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="the good row"),
        pytest.param({"LARS_QAN": "238422"}, id="a spreadsheet took the noughts of the aim"),
        pytest.param({"LARS_QAN": "10001112"}, id="the last day of an aim"),
        pytest.param({"COURSE_NAME": ""}, id="without a name it has the qualification's"),
        pytest.param({"WHO_THIS_COURSE_IS_FOR": "x" * 2000}, id="who for, the longest"),
        pytest.param({"WHAT_YOU_WILL_LEARN": "x" * 1500}, id="learn, the longest"),
        pytest.param(dict.fromkeys(SHORTER, "é" * 500), id="other texts, the longest"),
        pytest.param({"COURSE_NAME": "x" * 255, "YOUR_REFERENCE": "y" * 255}, id="names, the longest"),
        pytest.param({"COURSE_NAME": "Zoë’s “Łódź” café – 你好"}, id="names in any script"),
        pytest.param({"COURSE_WEBPAGE": "example.org/" + "x" * 243}, id="web page, the longest"),
        pytest.param({"COST": "", "COST_DESCRIPTION": "x" * 255}, id="cost description, the longest"),
        pytest.param({"COST": "£1,200.5"}, id="a cost with its sign"),
        pytest.param({"COST": "0"}, id="free"),
        pytest.param({"START_DATE": "01/06/2027"}, id="today"),
        pytest.param({"START_DATE": "", "FLEXIBLE_START_DATE": "Yes"}, id="flexible"),
        pytest.param({"DURATION": "1", "DURATION_UNIT": "Minutes"}, id="the shortest"),
        pytest.param({"DURATION": "999", "DURATION_UNIT": "YEARS"}, id="the longest"),
        pytest.param({"DURATION": "12.0", "DURATION_UNIT": "month"}, id="as a spreadsheet writes it"),
        pytest.param({"ATTENDANCE_PATTERN": "Day/Block Release"}, id="release"),
        pytest.param({"VENUE_NAME": "mill  lane hall", "YOUR_VENUE_REFERENCE": ""}, id="a venue by name"),
        pytest.param({"VENUE_NAME": "Mill Lane Hall", "YOUR_VENUE_REFERENCE": "v1"}, id="both, and both are it"),
        pytest.param(BLENDED, id="blended is at a venue too"),
        pytest.param(ONLINE, id="online"),
        pytest.param(AT_WORK, id="at work, in two areas"),
        pytest.param({**AT_WORK, "NATIONAL_DELIVERY": ""}, id="areas alone say that it is not national"),
        pytest.param({**AT_WORK, "NATIONAL_DELIVERY": "Yes", "SUB_REGION": ""}, id="national"),
        pytest.param({**AT_WORK, "SUB_REGION": "bristol; Herefordshire, County of"}, id="areas as people write them"),
    ],
)  # fmt: skip
def test_rows_that_are_right(provider, changes):
    assert problems(provider, **changes) == []


@pytest.mark.parametrize("said", ["classroom", "CLASSROOM BASED", "blended", "Blended Learning"])
def test_ways_to_say_that_it_is_in_a_classroom(provider, said):
    assert problems(provider, DELIVERY_MODE=said) == []


@pytest.mark.parametrize("said", ["online", "work", "Work Based"])
def test_ways_to_say_that_it_is_elsewhere(provider, said):
    changes = (ONLINE if said == "online" else AT_WORK) | {"DELIVERY_MODE": said}

    assert problems(provider, **changes) == []


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"LARS_QAN": ""}, "LARS_QAN", "COURSE_LARS_QAN_REQUIRED"),
        ({"LARS_QAN": "99999999"}, "LARS_QAN", "COURSE_LARS_QAN_INVALID"),
        ({"LARS_QAN": "10001111"}, "LARS_QAN", "COURSE_LARS_QAN_EXPIRED"),
        ({"LARS_QAN": "10001113"}, "LARS_QAN", "COURSE_LARS_QAN_EXPIRED"),
        ({"WHO_THIS_COURSE_IS_FOR": ""}, "WHO_THIS_COURSE_IS_FOR", "COURSE_WHO_THIS_COURSE_IS_FOR_REQUIRED"),
        ({"WHO_THIS_COURSE_IS_FOR": "x" * 2001}, "WHO_THIS_COURSE_IS_FOR", "COURSE_WHO_THIS_COURSE_IS_FOR_MAXLENGTH"),
        ({"ENTRY_REQUIREMENTS": "x" * 501}, "ENTRY_REQUIREMENTS", "COURSE_ENTRY_REQUIREMENTS_MAXLENGTH"),
        ({"WHAT_YOU_WILL_LEARN": "x" * 1501}, "WHAT_YOU_WILL_LEARN", "COURSE_WHAT_YOU_WILL_LEARN_MAXLENGTH"),
        ({"HOW_YOU_WILL_LEARN": "x" * 501}, "HOW_YOU_WILL_LEARN", "COURSE_HOW_YOU_WILL_LEARN_MAXLENGTH"),
        ({"WHAT_YOU_WILL_NEED_TO_BRING": "x" * 501}, "WHAT_YOU_WILL_NEED_TO_BRING",
         "COURSE_WHAT_YOU_WILL_NEED_TO_BRING_MAXLENGTH"),
        ({"HOW_YOU_WILL_BE_ASSESSED": "x" * 501}, "HOW_YOU_WILL_BE_ASSESSED",
         "COURSE_HOW_YOU_WILL_BE_ASSESSED_MAXLENGTH"),
        ({"WHERE_NEXT": "x" * 501}, "WHERE_NEXT", "COURSE_WHERE_NEXT_MAXLENGTH"),
        ({"WHERE_NEXT": "on <b>top</b>"}, "WHERE_NEXT", "COURSE_WHERE_NEXT_FORMAT"),
        ({"WHAT_YOU_WILL_LEARN": "`code`"}, "WHAT_YOU_WILL_LEARN", "COURSE_WHAT_YOU_WILL_LEARN_FORMAT"),
        ({"COURSE_NAME": "x" * 256}, "COURSE_NAME", "COURSERUN_COURSE_NAME_MAXLENGTH"),
        ({"COURSE_NAME": "Pipes <1>"}, "COURSE_NAME", "COURSERUN_COURSE_NAME_FORMAT"),
        ({"YOUR_REFERENCE": "x" * 256}, "YOUR_REFERENCE", "COURSERUN_PROVIDER_COURSE_REF_MAXLENGTH"),
        ({"YOUR_REFERENCE": "a`b"}, "YOUR_REFERENCE", "COURSERUN_PROVIDER_COURSE_REF_FORMAT"),
        ({"START_DATE": ""}, "START_DATE", "COURSERUN_START_DATE_REQUIRED"),
        ({"START_DATE": "31/05/2027"}, "START_DATE", "COURSERUN_START_DATE_INVALID"),
        ({"START_DATE": "31/02/2028"}, "START_DATE", "COURSERUN_START_DATE_INVALID"),
        ({"FLEXIBLE_START_DATE": "Yes"}, "START_DATE", "COURSERUN_START_DATE_NOT_ALLOWED"),
        ({"FLEXIBLE_START_DATE": "perhaps"}, "FLEXIBLE_START_DATE", "COURSERUN_FLEXIBLE_START_DATE_REQUIRED"),
        ({"YOUR_VENUE_REFERENCE": ""}, "YOUR_VENUE_REFERENCE", "COURSERUN_VENUE_REQUIRED"),
        ({**BLENDED, "YOUR_VENUE_REFERENCE": ""}, "YOUR_VENUE_REFERENCE", "COURSERUN_VENUE_REQUIRED"),
        ({"YOUR_VENUE_REFERENCE": "V9"}, "YOUR_VENUE_REFERENCE", "COURSERUN_PROVIDER_VENUE_REF_INVALID"),
        ({"YOUR_VENUE_REFERENCE": "", "VENUE_NAME": "Nowhere"}, "VENUE_NAME", "COURSERUN_VENUE_NAME_INVALID"),
        ({"VENUE_NAME": "Station Works"}, "VENUE_NAME", "COURSERUN_VENUE_NAME_NOT_ALLOWED_WITH_REF"),
        ({**ONLINE, "VENUE_NAME": "Mill Lane Hall"}, "VENUE_NAME", "COURSERUN_VENUE_NAME_NOT_ALLOWED"),
        ({**ONLINE, "YOUR_VENUE_REFERENCE": "V1"}, "YOUR_VENUE_REFERENCE", "COURSERUN_PROVIDER_VENUE_REF_NOT_ALLOWED"),
        ({"NATIONAL_DELIVERY": "No"}, "NATIONAL_DELIVERY", "COURSERUN_NATIONAL_DELIVERY_NOT_ALLOWED"),
        ({"SUB_REGION": "Derby"}, "SUB_REGION", "COURSERUN_SUBREGIONS_NOT_ALLOWED"),
        ({**AT_WORK, "NATIONAL_DELIVERY": "Yes"}, "SUB_REGION", "COURSERUN_SUBREGIONS_NOT_ALLOWED"),
        ({**AT_WORK, "NATIONAL_DELIVERY": "", "SUB_REGION": ""}, "NATIONAL_DELIVERY",
         "COURSERUN_NATIONAL_DELIVERY_REQUIRED"),
        ({**AT_WORK, "SUB_REGION": ""}, "SUB_REGION", "COURSERUN_SUBREGIONS_REQUIRED"),
        ({**AT_WORK, "SUB_REGION": "Derby;Atlantis"}, "SUB_REGION", "COURSERUN_SUBREGIONS_INVALID"),
        ({"COURSE_WEBPAGE": "example.org/" + "x" * 244}, "COURSE_WEBPAGE", "COURSERUN_COURSE_WEB_PAGE_MAXLENGTH"),
        ({"COURSE_WEBPAGE": "ftp://example.org"}, "COURSE_WEBPAGE", "COURSERUN_COURSE_WEB_PAGE_FORMAT"),
        ({"COST": ""}, "COST", "COURSERUN_COST_REQUIRED"),
        ({"COST": "free"}, "COST", "COURSERUN_COST_INVALID"),
        ({"COST": "1.005"}, "COST", "COURSERUN_COST_INVALID"),
        ({"COST": "10000000"}, "COST", "COURSERUN_COST_INVALID"),
        ({"COST_DESCRIPTION": "x" * 256}, "COST_DESCRIPTION", "COURSERUN_COST_DESCRIPTION_MAXLENGTH"),
        ({"COST_DESCRIPTION": "<none>"}, "COST_DESCRIPTION", "COURSERUN_COST_DESCRIPTION_INVALID"),
        ({"DURATION": ""}, "DURATION", "COURSERUN_DURATION_REQUIRED"),
        ({"DURATION": "a while"}, "DURATION", "COURSERUN_DURATION_REQUIRED"),
        ({"DURATION": "0"}, "DURATION", "COURSERUN_DURATION_RANGE"),
        ({"DURATION": "1000"}, "DURATION", "COURSERUN_DURATION_RANGE"),
        ({"DURATION_UNIT": "fortnights"}, "DURATION_UNIT", "COURSERUN_DURATION_UNIT_REQUIRED"),
        ({"STUDY_MODE": ""}, "STUDY_MODE", "COURSERUN_STUDY_MODE_REQUIRED"),
        ({**BLENDED, "STUDY_MODE": ""}, "STUDY_MODE", "COURSERUN_STUDY_MODE_REQUIRED"),
        ({**ONLINE, "STUDY_MODE": "Flexible"}, "STUDY_MODE", "COURSERUN_STUDY_MODE_NOT_ALLOWED"),
        ({"ATTENDANCE_PATTERN": ""}, "ATTENDANCE_PATTERN", "COURSERUN_ATTENDANCE_PATTERN_REQUIRED"),
        ({**AT_WORK, "ATTENDANCE_PATTERN": "Evening"}, "ATTENDANCE_PATTERN",
         "COURSERUN_ATTENDANCE_PATTERN_NOT_ALLOWED"),
    ],
)  # fmt: skip
def test_one_fault_has_one_code(provider, changes, column, code):
    assert problems(provider, **changes) == [(column, code)]


@pytest.mark.parametrize("said", ["", "by post"])
def test_without_a_delivery_mode_no_more_is_asked_of_place_and_time(provider, said):
    assert problems(provider, DELIVERY_MODE=said) == [("DELIVERY_MODE", "COURSERUN_DELIVERY_MODE_REQUIRED")]


def test_all_faults_of_a_row_are_told_at_once(provider):
    told = problems(provider, LARS_QAN="", COST="", DURATION="0", WHERE_NEXT="<")

    assert told == [
        ("LARS_QAN", "COURSE_LARS_QAN_REQUIRED"),
        ("WHERE_NEXT", "COURSE_WHERE_NEXT_FORMAT"),
        ("COST", "COURSERUN_COST_REQUIRED"),
        ("DURATION", "COURSERUN_DURATION_RANGE"),
    ]


@pytest.mark.parametrize(
    ("changes", "received", "suggestion"),
    [
        ({"LARS_QAN": "60142932"}, "60142932", "Did you mean 60142923?"),
        ({"LARS_QAN": "10001111"}, "10001111", "Did you mean 10001112, of the same title?"),
        ({"LARS_QAN": "77777777"}, "77777777", "Look it up in LARS."),
        ({"DELIVERY_MODE": "clasroom based"}, "clasroom based", "Did you mean “Classroom based”?"),
        ({"YOUR_VENUE_REFERENCE": "V-1"}, "V-1", "Did you mean “V1”?"),
        ({**AT_WORK, "SUB_REGION": "Derby;Leister"}, "Leister", "Did you mean “Leicester”?"),
        ({"COURSE_NAME": "x" * 260}, f"260 characters, beginning “{'x' * 60}”", "Shorten it by 5."),
    ],
)
def test_a_fault_says_what_was_there_and_what_may_have_been_meant(provider, changes, received, suggestion):
    problem = only(provider, **changes)

    assert (problem.received, problem.suggestion) == (received, suggestion)


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({}, None, None),
        ({"COURSE_TYPE": "Bootcamp of sorts"}, "COURSE_TYPE", "COURSE_COURSE_TYPE_REQUIRED"),
        ({"SECTOR": ""}, "SECTOR", "COURSE_SECTOR_REQUIRED"),
        ({"EDUCATION_LEVEL": "8"}, "EDUCATION_LEVEL", "COURSE_EDUCATION_LEVEL_REQUIRED"),
        ({"EDUCATION_LEVEL": "Entry level"}, None, None),
        ({"EDUCATION_LEVEL": "7"}, None, None),
        ({"AWARDING_BODY": ""}, "AWARDING_BODY", "COURSE_AWARDING_BODY_REQUIRED"),
        ({"AWARDING_BODY": "x" * 255}, None, None),
        ({"AWARDING_BODY": "x" * 256}, "AWARDING_BODY", "COURSE_AWARDING_BODY_MAXLENGTH"),
        ({"AWARDING_BODY": "<us>"}, "AWARDING_BODY", "COURSE_AWARDING_BODY_FORMAT"),
        ({"COURSE_NAME": ""}, "COURSE_NAME", "COURSERUN_COURSE_NAME_REQUIRED"),
    ],
)
def test_a_course_without_an_aim(provider, changes, column, code):
    assert problems(provider, kind="courses-non-lars", **changes) == ([(column, code)] if code else [])
