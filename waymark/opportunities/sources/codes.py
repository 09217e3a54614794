"""Every code of a course or venue file, and what it means: the reference page is written from here."""

from collections.abc import Iterator, Sequence

from waymark.intake.reading import Column
from waymark.opportunities.sources.columns import (
    COURSE_COLUMNS,
    NON_LARS_COLUMNS,
    T_LEVEL_COLUMNS,
    TEXT_COLUMNS,
    VENUE_COLUMNS,
)
from waymark.opportunities.sources.registers.campaigns import CAMPAIGN_COLUMNS
from waymark.opportunities.sources.registers.listed_providers import ENDED_COLUMNS, EXPORT_COLUMNS, FUNDED_COLUMNS

_AT_VENUE = "Only for classroom based and blended learning."
COURSE_CODES = {
    "COURSE_LARS_QAN_REQUIRED": "LARS_QAN is blank.",
    "COURSE_LARS_QAN_INVALID": "LARS_QAN is not in LARS, with its noughts put back.",
    "COURSE_LARS_QAN_EXPIRED": "LARS_QAN is past its last effective or operational day.",
    "COURSE_COURSE_TYPE_REQUIRED": "COURSE_TYPE is blank or none of its words.",
    "COURSE_SECTOR_REQUIRED": "SECTOR is blank or none of its words.",
    "COURSE_EDUCATION_LEVEL_REQUIRED": "EDUCATION_LEVEL is blank or none of its words.",
    "COURSE_AWARDING_BODY_REQUIRED": "AWARDING_BODY is blank.",
    "COURSE_AWARDING_BODY_MAXLENGTH": "AWARDING_BODY has more than 255 characters.",
    "COURSE_AWARDING_BODY_FORMAT": "AWARDING_BODY has <, > or a backtick.",
    **{f"{each.stem}_REQUIRED": f"{each.heading} is blank." for each in TEXT_COLUMNS if each.needed},
    **{f"{each.stem}_MAXLENGTH": f"{each.heading} has more than {each.most:,} characters." for each in TEXT_COLUMNS},
    **{f"{each.stem}_FORMAT": f"{each.heading} has <, > or a backtick." for each in TEXT_COLUMNS},
    "COURSERUN_COURSE_NAME_REQUIRED": "COURSE_NAME is blank and there is no qualification to name it.",
    "COURSERUN_COURSE_NAME_MAXLENGTH": "COURSE_NAME has more than 255 characters.",
    "COURSERUN_COURSE_NAME_FORMAT": "COURSE_NAME has <, > or a backtick.",
    "COURSERUN_PROVIDER_COURSE_REF_MAXLENGTH": "YOUR_REFERENCE has more than 255 characters.",
    "COURSERUN_PROVIDER_COURSE_REF_FORMAT": "YOUR_REFERENCE has <, > or a backtick.",
    "COURSERUN_DELIVERY_MODE_REQUIRED": "DELIVERY_MODE is blank or none of its words.",
    "COURSERUN_START_DATE_REQUIRED": "START_DATE is blank and the start is not flexible.",
    "COURSERUN_START_DATE_NOT_ALLOWED": "START_DATE is given and the start is flexible.",
    "COURSERUN_START_DATE_INVALID": "START_DATE is no day, or has passed; noted of a run we hold just so.",
    "COURSERUN_FLEXIBLE_START_DATE_REQUIRED": "FLEXIBLE_START_DATE is neither yes nor no.",
    "COURSERUN_VENUE_REQUIRED": "Classroom based or blended without a venue.",
    "COURSERUN_PROVIDER_VENUE_REF_INVALID": "YOUR_VENUE_REFERENCE is none of the provider's.",
    "COURSERUN_PROVIDER_VENUE_REF_NOT_ALLOWED": f"YOUR_VENUE_REFERENCE is given. {_AT_VENUE}",
    "COURSERUN_VENUE_NAME_INVALID": "VENUE_NAME is none of the provider's.",
    "COURSERUN_VENUE_NAME_NOT_ALLOWED": f"VENUE_NAME is given. {_AT_VENUE}",
    "COURSERUN_VENUE_NAME_NOT_ALLOWED_WITH_REF": "VENUE_NAME is another venue than YOUR_VENUE_REFERENCE.",
    "COURSERUN_NATIONAL_DELIVERY_REQUIRED": "Work based, and NATIONAL_DELIVERY is neither yes nor no.",
    "COURSERUN_NATIONAL_DELIVERY_NOT_ALLOWED": "NATIONAL_DELIVERY is given, and it is not work based.",
    "COURSERUN_SUBREGIONS_REQUIRED": "Work based, not national, and SUB_REGION is blank.",
    "COURSERUN_SUBREGIONS_INVALID": "SUB_REGION names an area that is no upper-tier council's.",
    "COURSERUN_SUBREGIONS_NOT_ALLOWED": "SUB_REGION is given, and it is national or not work based.",
    "COURSERUN_COURSE_WEB_PAGE_FORMAT": "COURSE_WEBPAGE is no address of the web (http or https, a host with a dot).",
    "COURSERUN_COURSE_WEB_PAGE_MAXLENGTH": "COURSE_WEBPAGE has more than 255 characters.",
    "COURSERUN_COST_REQUIRED": "COST and COST_DESCRIPTION are both blank.",
    "COURSERUN_COST_INVALID": "COST is not pounds with at most two decimals.",
    "COURSERUN_COST_DESCRIPTION_MAXLENGTH": "COST_DESCRIPTION has more than 255 characters.",
    "COURSERUN_COST_DESCRIPTION_INVALID": "COST_DESCRIPTION has <, > or a backtick.",
    "COURSERUN_DURATION_REQUIRED": "DURATION is blank or no whole number.",
    "COURSERUN_DURATION_RANGE": "DURATION is not from 1 to 999.",
    "COURSERUN_DURATION_UNIT_REQUIRED": "DURATION_UNIT is blank or none of its words.",
    "COURSERUN_STUDY_MODE_REQUIRED": "In a classroom, and STUDY_MODE is blank or none of its words.",
    "COURSERUN_STUDY_MODE_NOT_ALLOWED": f"STUDY_MODE is given. {_AT_VENUE}",
    "COURSERUN_ATTENDANCE_PATTERN_REQUIRED": "In a classroom, and ATTENDANCE_PATTERN is blank or none of its words.",
    "COURSERUN_ATTENDANCE_PATTERN_NOT_ALLOWED": f"ATTENDANCE_PATTERN is given. {_AT_VENUE}",
    "COURSES_KEPT": "Noted: a row left out has no reference, so no course counts as missing from the file.",
    "COURSERUN_TWICE": "Noted: the row says what another row says, and was taken in once.",
}
VENUE_CODES = {
    "VENUE_PROVIDER_VENUE_REF_REQUIRED": "YOUR_VENUE_REFERENCE is blank.",
    "VENUE_PROVIDER_VENUE_REF_MAXLENGTH": "YOUR_VENUE_REFERENCE has more than 255 characters.",
    "VENUE_PROVIDER_VENUE_REF_UNIQUE": "Two rows have the reference.",
    "VENUE_NAME_REQUIRED": "VENUE_NAME is blank.",
    "VENUE_NAME_MAXLENGTH": "VENUE_NAME has more than 250 characters.",
    "VENUE_NAME_UNIQUE": "Two rows, or another venue of the provider's, have the name.",
    "VENUE_ADDRESS_LINE1_REQUIRED": "ADDRESS_LINE_1 is blank.",
    "VENUE_ADDRESS_LINE1_MAXLENGTH": "ADDRESS_LINE_1 has more than 100 characters.",
    "VENUE_ADDRESS_LINE1_FORMAT": "ADDRESS_LINE_1 has signs that are in no address.",
    "VENUE_ADDRESS_LINE2_MAXLENGTH": "ADDRESS_LINE_2 has more than 100 characters.",
    "VENUE_ADDRESS_LINE2_FORMAT": "ADDRESS_LINE_2 has signs that are in no address.",
    "VENUE_TOWN_REQUIRED": "TOWN_OR_CITY is blank.",
    "VENUE_TOWN_MAXLENGTH": "TOWN_OR_CITY has more than 75 characters.",
    "VENUE_TOWN_FORMAT": "TOWN_OR_CITY has digits or signs that are in no town's name.",
    "VENUE_COUNTY_MAXLENGTH": "COUNTY has more than 75 characters.",
    "VENUE_COUNTY_FORMAT": "COUNTY has digits or signs that are in no county's name.",
    "VENUE_POSTCODE_REQUIRED": "POSTCODE is blank.",
    "VENUE_POSTCODE_FORMAT": "POSTCODE is no whole postcode of the directory.",
    "VENUE_OUTSIDE_ENGLAND": "Noted: the postcode is in another country.",
    "VENUE_POSTCODE_APPROXIMATE": "Noted: the directory brought in has only the postcode's sector or outcode.",
    "VENUE_EMAIL_FORMAT": "EMAIL is no email address.",
    "VENUE_TELEPHONE_FORMAT": "PHONE is no telephone number.",
    "VENUE_WEBSITE_FORMAT": "WEBSITE is no address of the web, or has more than 255 characters.",
}
T_LEVEL_CODES = {
    "TLEVEL_REQUIRED": "T_LEVEL is blank.",
    "TLEVEL_INVALID": "T_LEVEL is no name and no framework number of a T level of LARS.",
    "TLEVEL_EXPIRED": "T_LEVEL is past the last day on which LARS lets it begin.",
    "TLEVEL_WEB_PAGE_REQUIRED": "COURSE_WEBPAGE is blank.",
    "TLEVEL_START_DATE_TWICE": "The same T level begins that day in other words: one T level and day say the same.",
}
OUR_CODES = frozenset(
    {
        *T_LEVEL_CODES,
        *(f"{each.stem}_FORMAT" for each in TEXT_COLUMNS),
        "COURSE_LARS_QAN_EXPIRED", "COURSE_SECTOR_REQUIRED", "COURSE_AWARDING_BODY_MAXLENGTH",
        "COURSE_AWARDING_BODY_FORMAT", "COURSERUN_TWICE", "COURSES_KEPT", "VENUE_OUTSIDE_ENGLAND",
        "VENUE_POSTCODE_APPROXIMATE",
    }
)  # fmt: skip
"""The codes that nothing we could read of the public course directory names; all others are its own."""


def courses_reference(made: str) -> str:
    """The reference page of a provider's files: columns, limits and codes."""
    lines = ["# Files of courses and venues", "", made]
    lines += ["What a file lacks stays. Rows that are right are taken in; the others come back with what is wrong.", ""]
    lines += _tables(
        ("Venues (`venues`), at most 1 MB", VENUE_COLUMNS),
        ("Courses with a qualification (`courses`), at most 5 MB", COURSE_COLUMNS),
        ("Courses without one (`courses-non-lars`), at most 5 MB", NON_LARS_COLUMNS),
        ("T levels (`t-levels`), at most 5 MB: a row for each venue; our own form", T_LEVEL_COLUMNS),
    )
    lines += ["## Whose the codes are", "",
              "The public course directory's, but for those marked “ours”: faults that it has no code for, or none in"
              " what it publishes. T levels it takes by hand only: of them a file has the codes of courses, and ours.",
              ""]  # fmt: skip
    for title, codes in (
        ("Codes of courses", COURSE_CODES),
        ("Codes of venues", VENUE_CODES),
        ("Codes of T levels", T_LEVEL_CODES),
    ):
        lines += [f"## {title}", "", "| code | whose | when |", "| --- | --- | --- |", *_code_rows(codes), ""]
    lines += ["## For whoever runs the site", ""]
    lines += _tables(
        ("Funded providers (`providers`)", FUNDED_COLUMNS),
        ("Providers funded no more (`providers`)", ENDED_COLUMNS),
        ("The older open-data export of providers (`providers`)", EXPORT_COLUMNS),
        ("A campaign (`campaign`), named by its file", CAMPAIGN_COLUMNS),
    )
    return "\n".join(lines)


def _tables(*tables: tuple[str, Sequence[Column]]) -> Iterator[str]:
    for title, columns in tables:
        yield from (f"## {title}", "", "| column | needed | what | example |", "| --- | --- | --- | --- |")
        for each in columns:
            yield f"| {each.shown} | {'yes' if each.filled else ''} | {each.describe} | {each.example} |"
        yield ""


def _code_rows(codes: dict[str, str]) -> Iterator[str]:
    return (f"| `{code}` | {'ours' if code in OUR_CODES else ''} | {meaning} |" for code, meaning in codes.items())
