"""Job profiles as the careers service exported them in 2019: CSV with markup in its cells, and no codes."""

import re
from datetime import date

from django.utils.text import slugify

from waymark.intake.files import read_file
from waymark.intake.reading import Column, Reading, Row
from waymark.kernel.telling import Tell, untold
from waymark.opportunities.rules.markup import said_in
from waymark.opportunities.rules.profiles import Profile, hours_in, pay_in

SOURCE = "National Careers Service job profiles, export of 2019"
EXPORTED_ON = date(2019, 5, 10)  # the day of the one export of this form
_COMMA_BETWEEN = re.compile(r",(?! )")  # a comma with a blank after it belongs to a category's name
_PAY_RANGE = re.compile(r"£?([\d,]+)\s*(?:to|-|–)\s*£?([\d,]+)")
_SKILL_LIST = 80

PROFILE_COLUMNS = (
    Column("title", heading="Title", filled=True, blank="TITLE_BLANK", example="Motorsport engineer"),
    Column("overview", heading="Overview", required=False),
    Column("categories", heading="JobProfileCategories", required=False,
           describe="Parted by commas without a blank after them.", example="Healthcare,Science and research"),
    Column("soc2010", heading="SOC2010", also_called=("SocCode", "SOC"), required=False, example="2126"),
    Column("salary_starter", heading="SalaryStarter", required=False, signed=True,
           describe="Pounds a year; 0 where not known."),
    Column("salary_experienced", heading="SalaryExperienced", required=False, signed=True),
    Column("salary_range", heading="SalaryRange", required=False, signed=True, example="£15,000 to £20,000 a year"),
    Column("hours_min", heading="MinimumHours", required=False),
    Column("hours_max", heading="MaximumHours", required=False),
    Column("hours_details", heading="WorkingHoursDetails", required=False),
    Column("working_pattern", heading="WorkingPattern", required=False),
    Column("working_pattern_details", heading="WorkingPatternDetails", required=False),
    Column("tasks", heading="WYDDayToDayTasks", required=False, signed=True,
           describe="Markup or text; list points become tasks."),
    Column("what", heading="WhatYouWillDo", required=False, signed=True,
           describe="Read where the column of tasks is blank."),
    Column("skills", heading="Skills", required=False, signed=True),
)  # fmt: skip


def read_profile_table(content: bytes, on: date | None = None, tell: Tell = untold) -> tuple[list[Profile], Reading]:
    """The profiles of one file, each title once, of the day `on`, else of the day of the 2019 export."""
    reading = read_file(content, PROFILE_COLUMNS, personal=False, tell=tell)
    seen: set[str] = set()
    repeats = []
    for row in reading.rows:
        name = slugify(row.values["title"])
        if name in seen:
            repeats.append(row)
        seen.add(name)
    reading = reading.leaving_out(
        repeats, "NAME_TWICE", "title", "each job once", received=lambda row: row.values["title"]
    )
    return [_profile(row, on or EXPORTED_ON) for row in reading.rows], reading


def _profile(row: Row, on: date) -> Profile:
    said = {name: value or "" for name, value in row.values.items()}
    starter, experienced, words = _pay(said)
    day = said_in(said["tasks"] or said["what"])
    skills = said_in(said["skills"])
    return Profile(
        row=row.number,
        name=slugify(said["title"])[:100],
        title=said["title"].rstrip(" *")[:120],
        categories=tuple(part.strip() for part in _COMMA_BETWEEN.split(said["categories"]) if part.strip()),
        facts={
            "overview": said["overview"],
            "soc2010": said["soc2010"][:4] if said["soc2010"][:4].isdecimal() else "",
            "salary_starter": starter,
            "salary_experienced": experienced,
            "salary_words": words,
            "hours_min": hours_in(said["hours_min"]),
            "hours_max": hours_in(said["hours_max"]),
            "hours_details": said["hours_details"][:60],
            "working_pattern": said["working_pattern"][:100],
            "working_pattern_details": said["working_pattern_details"][:100],
            "tasks": list(day.points),
            "tasks_words": "" if day.points else "\n".join(day.sentences),
            "skills_said": list(skills.points or skills.sentences),
            "published_on": on,
            "source": SOURCE,
        },
    )


def _pay(said: dict[str, str]) -> tuple[int | None, int | None, str]:
    """Starting and later pay from their own columns, else from the range; and the words where neither is a number."""
    starter, words = pay_in(said["salary_starter"])
    experienced, other_words = pay_in(said["salary_experienced"])
    if starter is None and experienced is None and (found := _PAY_RANGE.search(said["salary_range"])):
        return pay_in(found[1])[0], pay_in(found[2])[0], ""
    unsaid = said["salary_range"] if said["salary_range"].strip("0 ") else ""
    return starter, experienced, words or other_words or ("" if starter or experienced else unsaid[:60])
