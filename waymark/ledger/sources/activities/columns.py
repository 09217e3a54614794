"""The columns of an activity file, and what else people call them. The exchange format's own names are read too."""

from waymark.intake.reading import Column, uk_date, yes_or_no
from waymark.ledger.rules.facts import SECTORS
from waymark.ledger.sources.activities.values import (
    benchmark,
    forms,
    kind,
    level,
    minutes,
    mode,
    pounds,
    provider_kind,
    sector,
    several,
    year_groups,
)


def _optional(name: str, parse, heading: str, *also: str, describe: str, example: str = "") -> Column:
    """A column that may be missing, and whose cells, where they cannot be read, are left out and the row kept."""
    return Column(
        name, parse, also_called=also, required=False, lenient=True, heading=heading, describe=describe, example=example
    )


def _tick(name: str, heading: str, *also: str, describe: str) -> Column:
    return _optional(name, yes_or_no, heading, *also, describe=f"Yes or no. {describe}", example="Yes")


def _words(most: int):
    def parse(cell: str) -> str:
        return cell[:most]

    return parse


NEEDED = (
    Column(
        "held_on",
        uk_date,
        heading="Date",
        also_called=("Held on", "Date held", "Activity date", "Event date", "Start date", "Day"),
        filled=True,
        unreadable="DATE_INVALID",
        blank="DATE_INVALID",
        describe="The day it was held, or will be.",
        example="07/10/2026",
    ),
)
ABOUT = (
    _optional(
        "reference", _words(60), "Reference", "Activity ID", "Activity reference", "Ref", "Activity ref",
        "Activity code",
        "Activity number", "Activity no", "Event ref", "Event code", "Event number", "School reference",
        "Event ID", "Event reference",
        "ID", "Code", describe="Your own name for it, by which the attendance file can name it.", example="FAIR26",
    ),
    _optional(
        "title", _words(200), "Title", "Activity", "Activity title", "Activity name", "Event", "Event name", "Name",
        "Event title", describe="What it is called.", example="Autumn careers fair",
    ),
    Column(
        "kinds", several(kind), heading="Kind",
        also_called=("Kinds", "Type", "Activity type", "Activity kind", "Category",
        "Type of activity"), required=False,
        unreadable="KIND_UNKNOWN",
        describe=(
            "employer, workplace, provider, curriculum, guidance, lmi or other; several with semicolons. Where it is "
            "blank, the benchmarks say it."
        ),
        example="employer; provider",
    ),
    _optional(
        "benchmarks", several(benchmark), "Benchmarks", "Benchmark", "Gatsby benchmark", "Gatsby benchmarks", "GB",
        "BM",
        describe="Those it serves, by number. Blank: the usual one of its kind.", example="5; 7",
    ),
    _optional(
        "year_groups", year_groups, "Year groups", "Year group", "Years", "Year", "Yr", "Cohort",
        describe="Whom it was for: 9, or 7-9, or 10; 11.", example="9; 10",
    ),
    _optional("forms", forms, "Forms", "Form", "Tutor group", "Tutor groups", "Classes", "Class",
              describe="Whom it was for, by form.", example=""),
    _tick("everyone", "Everyone attended", "All attended", "Whole cohort attended", "Full attendance",
          describe="Yes marks everyone on roll in those year groups and forms as having attended."),
    _optional("provider_name", _words(200), "Provider", "Provider name", "Employer", "Organisation", "Company",
              "Delivered by", "Employer name", "Given by", describe="Who gave it.", example="Lantern Dairies"),
    _optional("provider_kind", provider_kind, "Provider kind", "Provider type", "Kind of provider",
    "Type of provider",
              describe="sixth form, FE college, university, training provider or other.", example="FE college"),
    _optional("mode", mode, "Mode", "Delivery", "Delivery mode", "Format", "How",
              describe="in person, blended or virtual. Blank: in person.", example="in person"),
    _optional("minutes", minutes, "Minutes", "Duration", "Length", "Duration (minutes)", "Duration minutes", "Time",
              describe="How long it was for each learner.", example="90"),
    _optional("sector", sector(SECTORS), "Sector", "Industry", "SIC section",
              describe="Of the employer: a letter of the standard classification.", example="C"),
    _optional("subject", _words(60), "Subject", "Curriculum subject", describe="For careers in a subject.",
              example="maths"),
    _optional("adviser_level", level, "Adviser level", "Adviser’s level", "Adviser qualification level", "Level",
              describe="For guidance: the level of the adviser’s qualification.", example=""),
    _optional("cost", pounds, "Cost", "Cost (£)", "Price", "Total cost", "Cost in pounds", describe="In pounds.",
              example="120.00"),
    _optional("led_by", _words(150), "Led by", "Staff", "Lead", "Staff lead", "Organiser", "Member of staff",
              describe="Who led it at school.", example=""),
    _optional("notes", _words(2000), "Notes", "Description", "Comments", "Comment", "Details",
              describe="Anything else."),
)  # fmt: skip
TICK_COLUMNS = (
    _tick("stem", "STEM", "Is STEM", describe="Science, technology, engineering or maths."),
    _tick("self_employed", "Self-employed", describe="Learners met somebody self-employed."),
    _tick("purpose_shared", "Purpose shared", "Its purpose was shared with everyone beforehand",
          describe="Everyone knew beforehand what it was for."),
    _tick("outcomes_set", "Outcomes set", "Learning outcomes", "What learners should gain was set out",
          describe="What learners should gain was set out."),
    _tick("two_way", "Two-way", "Two way interaction", "Learners and the people they met talked with each other",
          describe="Learners and the people they met talked with each other."),
    _tick("reflection", "Reflection", "Time to reflect", "Learners had time to think it over afterwards",
          describe="Learners had time to think it over afterwards."),
    _tick("task_set", "Task set", "Learners did a task the employer had set",
          describe="Learners did a task the employer had set."),
    _tick("employer_feedback", "Employer feedback", "The employer told learners how the task went",
          describe="The employer told learners how the task went."),
    _tick("met_staff_and_learners", "Met staff and learners",
          "Learners met both staff and people who study or train there",
          describe="They met both staff and people who study or train there."),
    _tick("pal_content", "Provider access content", "PAL content", "Provider access",
          "The provider covered all four things the law asks for",
          describe="The provider covered all four things the law asks for."),
)  # fmt: skip
TICKS = tuple(column.name for column in TICK_COLUMNS)
COLUMNS = (*ABOUT[:2], *NEEDED, *ABOUT[2:], *TICK_COLUMNS)
