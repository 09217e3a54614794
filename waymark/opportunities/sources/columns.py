"""The columns of course and venue files, with the limits the public directory sets."""

from dataclasses import dataclass, replace

from waymark.intake.reading import Column
from waymark.opportunities.models import CourseType, Sector


@dataclass(frozen=True, slots=True)
class Text:
    """A column of free text: the field it fills, the most characters, and the stem of its codes."""

    field: str
    heading: str
    most: int
    stem: str
    describe: str
    needed: bool = False


TEXT_COLUMNS = (
    Text("who_for", "WHO_THIS_COURSE_IS_FOR", 2000, "COURSE_WHO_THIS_COURSE_IS_FOR", "Whom the course is for.", True),
    Text("entry", "ENTRY_REQUIREMENTS", 500, "COURSE_ENTRY_REQUIREMENTS", "What one needs to begin."),
    Text("learn", "WHAT_YOU_WILL_LEARN", 1500, "COURSE_WHAT_YOU_WILL_LEARN", "What is taught."),
    Text("how", "HOW_YOU_WILL_LEARN", 500, "COURSE_HOW_YOU_WILL_LEARN", "How it is taught."),
    Text("need", "WHAT_YOU_WILL_NEED_TO_BRING", 500, "COURSE_WHAT_YOU_WILL_NEED_TO_BRING", "What to bring on the day."),
    Text(
        "assessed", "HOW_YOU_WILL_BE_ASSESSED", 500, "COURSE_HOW_YOU_WILL_BE_ASSESSED", "How it is marked or examined."
    ),
    Text("next", "WHERE_NEXT", 500, "COURSE_WHERE_NEXT", "What one can do afterwards."),
)
# Of a T level every text has at most 500 characters, but what one learns 1,500.
T_LEVEL_TEXTS = tuple(
    replace(each, most=min(each.most, 1500 if each.field == "learn" else 500)) for each in TEXT_COLUMNS
)


def _column(heading: str, describe: str, example: str = "", *, filled: bool = False) -> Column:
    return Column(heading.lower(), heading=heading, describe=describe, example=example, filled=filled)


AIM = _column(
    "LARS_QAN",
    "The aim's eight characters in LARS; a spreadsheet's lost noughts are put back.",
    "00238422",
    filled=True,
)
WITHOUT_AIM = (
    _column("COURSE_TYPE", f"One of: {'; '.join(CourseType.labels)}.", "Skills Bootcamp", filled=True),
    _column("SECTOR", f"One of: {'; '.join(Sector.labels)}.", "Digital", filled=True),
    _column("EDUCATION_LEVEL", "Entry level, or 1 to 7.", "3", filled=True),
    _column("AWARDING_BODY", "Who gives the award; at most 255 characters.", "Hartwell Training", filled=True),
)
_TEXTS = tuple(
    _column(each.heading, f"{each.describe} At most {each.most:,} characters.", filled=each.needed)
    for each in TEXT_COLUMNS
)
_RUN = (
    _column("COURSE_NAME", "What the course is called; blank: the qualification's title.", "Plumbing level 1"),
    _column("YOUR_REFERENCE", "Your own name for it, by which the run is known again.", "PL-01"),
    _column(
        "DELIVERY_MODE", "Classroom based, online, work based or blended learning.", "Classroom based", filled=True
    ),
    _column("START_DATE", "The day it begins, as 01/09/2027, not in the past; blank when flexible.", "01/09/2027"),
    _column("FLEXIBLE_START_DATE", "Yes or no; blank is no.", "No"),
    _column("VENUE_NAME", "Classroom and blended: the venue by its name, or by your reference.", ""),
    _column("YOUR_VENUE_REFERENCE", "Classroom and blended: the venue by your reference, or by its name.", "V1"),
    _column("NATIONAL_DELIVERY", "Work based: yes or no.", ""),
    _column("SUB_REGION", "Work based and not national: council areas, parted by semicolons.", "Derby;Leicester"),
    _column("COURSE_WEBPAGE", "Where to read more; at most 255 characters.", "example.org/plumbing"),
    _column("COST", "In pounds, at most two decimals; needed unless the next column says it.", "120.00"),
    _column("COST_DESCRIPTION", "What is free, for whom; at most 255 characters.", ""),
    _column("DURATION", "A whole number from 1 to 999.", "12", filled=True),
    _column("DURATION_UNIT", "Minutes, hours, days, weeks, months or years.", "Weeks", filled=True),
    _column("STUDY_MODE", "Classroom and blended: full time, part time or flexible.", "Part time"),
    _column("ATTENDANCE_PATTERN", "Classroom and blended: daytime, evening, weekend, day/block release.", "Evening"),
)
COURSE_COLUMNS = (AIM, *_TEXTS, *_RUN)
NON_LARS_COLUMNS = (*WITHOUT_AIM, *_TEXTS, *_RUN)
T_LEVEL_COLUMNS = (
    _column("T_LEVEL", "The T level by its name in LARS, or by its framework number.", "37", filled=True),
    *(
        _column(each.heading, f"{each.describe} At most {each.most:,} characters.", filled=each.needed)
        for each in T_LEVEL_TEXTS
    ),
    _column("YOUR_REFERENCE", "Your own name for it; at most 255 characters.", "TL-DIG"),
    _column("START_DATE", "The day it begins, as 01/09/2027, not in the past.", "01/09/2027", filled=True),
    _column("VENUE_NAME", "The venue by its name, or by your reference; a row for each venue.", ""),
    _column("YOUR_VENUE_REFERENCE", "The venue by your reference, or by its name.", "V1"),
    _column("COURSE_WEBPAGE", "Where to read more; at most 255 characters.", "example.org/t-levels", filled=True),
)
VENUE_COLUMNS = (
    _column("YOUR_VENUE_REFERENCE", "Your own name for it, one for each; at most 255 characters.", "V1", filled=True),
    _column("VENUE_NAME", "What it is called, one for each; at most 250 characters.", "Mill Lane Hall", filled=True),
    _column("ADDRESS_LINE_1", "At most 100 characters.", "1 Mill Lane", filled=True),
    _column("ADDRESS_LINE_2", "At most 100 characters."),
    _column("TOWN_OR_CITY", "At most 75 characters.", "Guildford", filled=True),
    _column("COUNTY", "At most 75 characters.", "Surrey"),
    _column("POSTCODE", "One in the directory of postcodes.", "GU1 3BB", filled=True),
    _column("EMAIL", "Where to write to.", "hall@example.org"),
    _column("PHONE", "Where to ring.", "01483 555 010"),
    _column("WEBSITE", "Where to read more.", "example.org"),
)
