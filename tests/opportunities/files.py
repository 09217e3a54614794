"""Course and venue files for tests: one good row, and what is changed of it."""

import csv
import io
from datetime import date

from waymark.opportunities.sources.columns import COURSE_COLUMNS, NON_LARS_COLUMNS, T_LEVEL_COLUMNS, VENUE_COLUMNS

ON = date(2027, 6, 1)
_RUN = {
    "WHO_THIS_COURSE_IS_FOR": "Adults new to plumbing",
    "COURSE_NAME": "Plumbing level 1",
    "YOUR_REFERENCE": "PL-01",
    "DELIVERY_MODE": "Classroom based",
    "START_DATE": "01/09/2027",
    "YOUR_VENUE_REFERENCE": "V1",
    "COST": "120.00",
    "DURATION": "12",
    "DURATION_UNIT": "weeks",
    "STUDY_MODE": "part time",
    "ATTENDANCE_PATTERN": "evening",
}
COURSE = {"LARS_QAN": "00238422", **_RUN}
ONLINE = {
    "DELIVERY_MODE": "Online", "YOUR_VENUE_REFERENCE": "", "STUDY_MODE": "", "ATTENDANCE_PATTERN": "",
}  # fmt: skip
AT_WORK = {**ONLINE, "DELIVERY_MODE": "Work based", "NATIONAL_DELIVERY": "No", "SUB_REGION": "Derby;Leicester"}
BOOTCAMP = {
    "COURSE_TYPE": "Skills Bootcamp", "SECTOR": "Digital", "EDUCATION_LEVEL": "3", "AWARDING_BODY": "Hartwell", **_RUN,
}  # fmt: skip
VENUE = {
    "YOUR_VENUE_REFERENCE": "V1",
    "VENUE_NAME": "Mill Lane Hall",
    "ADDRESS_LINE_1": "1 Mill Lane",
    "TOWN_OR_CITY": "Guildford",
    "POSTCODE": "GU1 3BB",
}
T_LEVEL = {
    "T_LEVEL": "37",
    "WHO_THIS_COURSE_IS_FOR": "You, if you are 16 and like to make programs",
    "WHERE_NEXT": "Work, or a degree",
    "YOUR_REFERENCE": "TL-1",
    "START_DATE": "01/09/2027",
    "YOUR_VENUE_REFERENCE": "V1",
    "COURSE_WEBPAGE": "example.org/t-levels",
}
_COLUMNS = {
    "courses": COURSE_COLUMNS,
    "courses-non-lars": NON_LARS_COLUMNS,
    "t-levels": T_LEVEL_COLUMNS,
    "venues": VENUE_COLUMNS,
}
_GOOD = {"courses": COURSE, "courses-non-lars": BOOTCAMP, "t-levels": T_LEVEL, "venues": VENUE}


def file_of(*changes: dict[str, str], kind: str = "courses", without: str = "") -> bytes:
    """A file of one row for each of `changes`, which say what is other than in the good row."""
    headings = [column.shown for column in _COLUMNS[kind] if column.shown != without]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, headings, extrasaction="ignore")
    writer.writeheader()
    writer.writerows([{**_GOOD[kind], **each} for each in changes or ({},)])
    return out.getvalue().encode()
