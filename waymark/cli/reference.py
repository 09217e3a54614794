"""The reference pages that are written from the program itself."""

from collections.abc import Iterator

from waymark.access.permissions import Permission
from waymark.access.roles import ROLES
from waymark.evaluation.national import COLUMNS as NATIONAL_COLUMNS
from waymark.evaluation.reference import frameworks_reference
from waymark.guidance.sources.diaries import COLUMNS as DIARY_COLUMNS
from waymark.guidance.sources.lessons import COLUMNS as LESSON_COLUMNS
from waymark.intake.exchange.reference import exchange_reference
from waymark.intake.reading import Column
from waymark.intake.sources.colleges import COLLEGE_COLUMNS
from waymark.intake.sources.councils import COUNCIL_COLUMNS
from waymark.intake.sources.gias import ESTABLISHMENT_COLUMNS, GROUP_COLUMNS, LINK_COLUMNS, MEMBERSHIP_COLUMNS
from waymark.intake.sources.hubs import HUB_COLUMNS
from waymark.intake.sources.postcodes import POSTCODE_COLUMNS
from waymark.ledger.sources.activities.columns import COLUMNS as ACTIVITY_COLUMNS
from waymark.ledger.sources.attendance.columns import COLUMNS as ATTENDANCE_COLUMNS
from waymark.ledger.sources.learners.columns import COLUMNS, SENSITIVE
from waymark.opportunities.sources.codes import courses_reference
from waymark.opportunities.sources.reference import jobs_reference
from waymark.planner.sources.calendars.columns import COLUMNS as BUSY_COLUMNS
from waymark.providers.sources.employers.columns import EMPLOYER_COLUMNS
from waymark.providers.sources.offers.columns import COLUMNS as OFFER_COLUMNS
from waymark.providers.sources.openreferral.reference import profile_reference, profile_schema
from waymark.web.api.written import api_reference
from waymark.web.components import all_declarations

_MADE = "Written by `make docs` from the program; change that, not this page.\n"


def pages() -> Iterator[tuple[str, str]]:
    """Each generated page of `docs/reference/`: its file's name and its text."""
    yield "frameworks.md", frameworks_reference()
    yield "roles.md", _roles()
    yield "files.md", _files()
    yield "courses.md", courses_reference(_MADE)
    yield "jobs.md", jobs_reference(_MADE)
    yield "careers-profile.md", profile_reference(_MADE)
    yield "careers-profile.schema.json", profile_schema()
    yield "exchange.md", exchange_reference(_MADE)
    yield "components.md", _components()
    yield "api.md", api_reference(_MADE)


def _roles() -> str:
    held = list(ROLES.values())
    lines = ["# Roles and what they may do", "", _MADE]
    for role in held:
        lines += [f"- **{role.label}** (`{role.name}`): {role.summary}"]
    lines += ["", f"| may | {' | '.join(role.label for role in held)} |", f"| --- |{' :-: |' * len(held)}"]
    for permission in Permission:
        marks = ["yes" if permission in role.permissions else "" for role in held]
        lines.append(f"| {permission.value} | {' | '.join(marks)} |")
    lines += ["", "At a hub, trust or council the role also sees the figures of the schools that share theirs.", ""]
    return "\n".join(lines)


def _files() -> str:
    lines = ["# Columns of the files people send", "", _MADE, "## Learners", "", _TRANSFER_FILES, ""]
    lines += ["| column | needed | what | also called |", "| --- | --- | --- | --- |"]
    for column in COLUMNS:
        needed = "yes" if column.required else "when switched on" if column in SENSITIVE else ""
        lines.append(f"| {column.heading} | {needed} | {column.describe} | {', '.join(column.also_called)} |")
    for title, of_records, note in (*_RECORD_FILES, _EMPLOYER_FILES, _OFFER_FILES):
        lines += ["", f"## {title}", "", note, "", "| column | needed | what | example | also called |"]
        lines.append("| --- | --- | --- | --- | --- |")
        for column in of_records:
            cells = (column.shown, "yes" if column.filled else "", column.describe, column.example)
            lines.append(f"| {' | '.join(cells)} | {', '.join(column.also_called)} |")
    for title, columns in _REGISTER_FILES:
        lines += ["", f"## {title}", "", *_columns(columns)]
    return "\n".join([*lines, ""])


_TRANSFER_FILES = (
    "A common transfer file (XML, in any alphabet) is read too: of each `Pupil` what has a column here, under that "
    "format's names (`UPN`, `Forename`, `Surname`, `DOB`, `NCyearActual`, `RegGroup`, `EntryDate` …), nothing else. "
    "Where it says no year group, the birth date does."
)
_RECORD_FILES = (
    (
        "Activities (`activities`)",
        ACTIVITY_COLUMNS,
        "A row needs its date, and a kind or a benchmark that says it. What stands in no column stays as it is when a"
        " file comes again. The exchange format’s own names are read too.",
    ),
    (
        "Attendance (`attendance`)",
        ATTENDANCE_COLUMNS,
        "A row needs a mark, an activity (by reference, or by title and date) and a learner (by UPN, number, or name"
        " and date of birth).",
    ),
    (
        "Published figures for the country (`national-figures`)",
        NATIONAL_COLUMNS,
        "A row is a benchmark and the percentage of schools that achieve it, or no benchmark and how many a school"
        " achieves on average. A template is [national-figures.csv](national-figures.csv).",
    ),
    (
        "Advisers’ diaries",
        DIARY_COLUMNS,
        "Sent on the pages, under Interviews, Diaries. A row is one time at which an adviser on your list can be seen.",
    ),
    (
        "Lessons and exams",
        LESSON_COLUMNS,
        "Sent on the pages, under Interviews, Diaries. A row is a lesson of a learner, a form or a year group.",
    ),
    (
        "Exams, trips and closed days",
        BUSY_COLUMNS,
        "Sent on the pages, under Year plan, as a table (CSV) or as a calendar file (`.ics`).",
    ),
)
_EMPLOYER_FILES = (
    "Employers (`employers`)",
    EMPLOYER_COLUMNS,
    "The national register of those that report their pay gap, or a list of your own. What stands in no column stays as"
    " it is when a list comes again.",
)
_OFFER_FILES = (
    "Offers (`offers`)",
    OFFER_COLUMNS,
    "The offers of a plan, and what the directory says beside them. A row needs its offer_id, a kind, and whose it is."
    " What stands in no column stays as it is when a file comes again.",
)
_REGISTER_FILES: tuple[tuple[str, tuple[Column, ...]], ...] = (
    ("Schools (`gias`)", ESTABLISHMENT_COLUMNS),
    ("What came before and after (`gias-links`)", LINK_COLUMNS),
    ("Colleges (`colleges`)", COLLEGE_COLUMNS),
    ("Councils (`councils`)", COUNCIL_COLUMNS),
    ("Who is in which careers hub (`hubs`)", HUB_COLUMNS),
    ("Trusts (`trusts`)", GROUP_COLUMNS),
    ("Who is in which trust (`trusts`)", MEMBERSHIP_COLUMNS),
    ("Where postcodes lie (`postcodes`)", POSTCODE_COLUMNS),
)


def _columns(columns: tuple[Column, ...]) -> Iterator[str]:
    yield from ("| column | needed | also called |", "| --- | --- | --- |")
    for column in columns:
        yield f"| {column.shown} | {'yes' if column.required else ''} | {', '.join(column.also_called)} |"


def _components() -> str:
    lines = ["# Components that pages are made of", "", _MADE, "`/catalogue/` shows each in every state.", ""]
    for one in all_declarations():
        lines += [f"## {one.name}", "", one.says, ""]
        lines += [f"- `{name}`: needed" for name in sorted(one.required)]
        lines += [f"- `{name}`: {_default(default)} unless given" for name, default in one.defaults.items()]
        lines += ["- a slot"] if one.slot else []
        lines += [""]
    return "\n".join(lines)


def _default(default: object) -> str:
    if isinstance(default, bool | int):
        return str(default).lower()
    return f"“{default}”" if default else "nothing"
