"""The reference names each code that the rules can give, and no other; and each has a case in the tests."""

import re
from pathlib import Path

import waymark.opportunities.sources as sources
from waymark.opportunities.sources.codes import COURSE_CODES, OUR_CODES, T_LEVEL_CODES, VENUE_CODES
from waymark.opportunities.sources.columns import TEXT_COLUMNS

FOLDER = Path(sources.__file__).parent
_CODE = re.compile(r'"((?:COURSE|COURSERUN|TLEVEL|VENUE)_[A-Z0-9_]+)"')
HERE = Path(__file__).parent


def given(folder: str) -> set[str]:
    """The codes that stand in the rules, those made of a stem spelt out."""
    text = "\n".join(path.read_text() for path in sorted((FOLDER / folder).glob("*.py")))
    return set(_CODE.findall(text))


def test_the_reference_has_each_code():
    words = {word for column in TEXT_COLUMNS for word in (column.heading,)}
    headings = words | {"COURSE_NAME", "COURSE_TYPE", "COURSE_WEBPAGE", "VENUE_NAME"}
    every = given("courses") | given("venues") | given("t_levels")
    stems = {code for code in every if not code.endswith(_ENDS)}

    spelt = every - headings - stems

    assert spelt - set(COURSE_CODES) - set(VENUE_CODES) - set(T_LEVEL_CODES) == set()


def test_each_code_has_a_case():
    tried = "\n".join(path.read_text() for path in HERE.glob("test_*_codes.py"))
    formats = {f"{column.stem}_FORMAT" for column in TEXT_COLUMNS}  # two of the seven stand for all
    untried = {code for code in (*COURSE_CODES, *VENUE_CODES, *T_LEVEL_CODES) if code not in tried}

    assert untried - formats == {"COURSERUN_TWICE", "COURSES_KEPT"}  # in test_import_courses and test_undoing


def test_a_code_of_ours_is_one_that_the_public_directory_does_not_name():
    """`PUBLIC` are the names in the directory's published source and its tests, read in November 2026."""
    ours = {code for code in (*COURSE_CODES, *VENUE_CODES, *T_LEVEL_CODES) if code not in PUBLIC}

    assert ours == OUR_CODES


_ENDS = (
    "_REQUIRED", "_INVALID", "_EXPIRED", "_MAXLENGTH", "_FORMAT", "_NOT_ALLOWED", "_WITH_REF", "_RANGE", "_UNIQUE",
    "_ENGLAND", "_APPROXIMATE", "_TWICE",
)  # fmt: skip
PUBLIC = {
    f"{kind}_{fault}"
    for kind, faults in {
        "COURSE": """
            AWARDING_BODY_REQUIRED COURSE_TYPE_REQUIRED EDUCATION_LEVEL_REQUIRED
            ENTRY_REQUIREMENTS_MAXLENGTH HOW_YOU_WILL_BE_ASSESSED_MAXLENGTH HOW_YOU_WILL_LEARN_MAXLENGTH
            LARS_QAN_INVALID LARS_QAN_REQUIRED WHAT_YOU_WILL_LEARN_MAXLENGTH
            WHAT_YOU_WILL_NEED_TO_BRING_MAXLENGTH WHERE_NEXT_MAXLENGTH WHO_THIS_COURSE_IS_FOR_MAXLENGTH
            WHO_THIS_COURSE_IS_FOR_REQUIRED
        """,
        "COURSERUN": """
            ATTENDANCE_PATTERN_NOT_ALLOWED ATTENDANCE_PATTERN_REQUIRED COST_DESCRIPTION_INVALID
            COST_DESCRIPTION_MAXLENGTH COST_INVALID COST_REQUIRED COURSE_NAME_FORMAT
            COURSE_NAME_MAXLENGTH COURSE_NAME_REQUIRED COURSE_WEB_PAGE_FORMAT COURSE_WEB_PAGE_MAXLENGTH
            DELIVERY_MODE_REQUIRED DURATION_RANGE DURATION_REQUIRED DURATION_UNIT_REQUIRED
            FLEXIBLE_START_DATE_REQUIRED NATIONAL_DELIVERY_NOT_ALLOWED NATIONAL_DELIVERY_REQUIRED
            PROVIDER_COURSE_REF_FORMAT PROVIDER_COURSE_REF_MAXLENGTH PROVIDER_VENUE_REF_INVALID
            PROVIDER_VENUE_REF_NOT_ALLOWED START_DATE_INVALID START_DATE_NOT_ALLOWED START_DATE_REQUIRED
            STUDY_MODE_NOT_ALLOWED STUDY_MODE_REQUIRED SUBREGIONS_INVALID SUBREGIONS_NOT_ALLOWED
            SUBREGIONS_REQUIRED VENUE_NAME_INVALID VENUE_NAME_NOT_ALLOWED VENUE_NAME_NOT_ALLOWED_WITH_REF
            VENUE_REQUIRED
        """,
        "VENUE": """
            ADDRESS_LINE1_FORMAT ADDRESS_LINE1_MAXLENGTH ADDRESS_LINE1_REQUIRED ADDRESS_LINE2_FORMAT
            ADDRESS_LINE2_MAXLENGTH COUNTY_FORMAT COUNTY_MAXLENGTH EMAIL_FORMAT NAME_MAXLENGTH
            NAME_REQUIRED NAME_UNIQUE POSTCODE_FORMAT POSTCODE_REQUIRED PROVIDER_VENUE_REF_MAXLENGTH
            PROVIDER_VENUE_REF_REQUIRED PROVIDER_VENUE_REF_UNIQUE TELEPHONE_FORMAT TOWN_FORMAT
            TOWN_MAXLENGTH TOWN_REQUIRED WEBSITE_FORMAT
        """,
    }.items()
    for fault in faults.split()
}
