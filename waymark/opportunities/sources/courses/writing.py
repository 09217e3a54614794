"""Courses and venues as the files they came in: what is written is read back as nothing new. JSON for programs."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from waymark.intake.reading.cells import guarded
from waymark.opportunities.models import TEXTS, Course, CourseRun, TrainingProvider, Venue
from waymark.opportunities.queries.courses import live_runs
from waymark.opportunities.queries.reference import council_areas
from waymark.opportunities.rules.venues import VENUE_FIELDS
from waymark.opportunities.sources.columns import COURSE_COLUMNS, NON_LARS_COLUMNS, TEXT_COLUMNS, VENUE_COLUMNS

OPEN_COLUMNS = (
    "PROVIDER_UKPRN", "COURSE_ID", "COURSE_RUN_ID", "LEARN_AIM_REF", "COURSE_NAME", "WHO_THIS_COURSE_IS_FOR",
    "DELIVER_MODE", "STUDY_MODE", "ATTENDANCE_PATTERN", "FLEXIBLE_STARTDATE", "STARTDATE", "DURATION_UNIT",
    "DURATION_VALUE", "COST", "COST_DESCRIPTION", "NATIONAL", "REGIONS", "LOCATION_NAME", "LOCATION_ADDRESS1",
    "LOCATION_ADDRESS2", "LOCATION_COUNTY", "LOCATION_EMAIL", "LOCATION_LATITUDE", "LOCATION_LONGITUDE",
    "LOCATION_POSTCODE", "LOCATION_TELEPHONE", "LOCATION_TOWN", "LOCATION_WEBSITE", "COURSE_URL", "UPDATED_DATE",
    "ENTRY_REQUIREMENTS", "HOW_YOU_WILL_BE_ASSESSED", "COURSE_TYPE", "SECTOR", "EDUCATION_LEVEL", "AWARDING_BODY",
)  # fmt: skip
"""The columns of the public open-data file of live courses."""


def venues_csv(provider: TrainingProvider) -> bytes:
    """A provider's venues, ten columns."""
    venues = Venue.objects.filter(provider=provider, is_live=True)
    return table_csv([column.shown for column in VENUE_COLUMNS], (_venue(venue) for venue in venues))


def courses_csv(provider: TrainingProvider, *, has_aim: bool = True) -> bytes:
    """A provider's courses with an aim, 24 columns, or without one, 27."""
    runs = live_runs().filter(course__provider=provider, course__t_level=None).order_by("name", "pk")
    runs = runs.exclude(course__aim_reference="") if has_aim else runs.filter(course__aim_reference="")
    columns = COURSE_COLUMNS if has_aim else NON_LARS_COLUMNS
    names = {code: name for name, code in council_areas().items()}
    return table_csv([column.shown for column in columns], (run_cells(run, names) for run in runs))


def open_csv(runs: Iterable[CourseRun]) -> bytes:
    """Runs of any provider in the columns of the public open-data file."""
    names = {code: name for name, code in council_areas().items()}
    return table_csv(OPEN_COLUMNS, (_open(run, names) for run in runs))


def courses_json(runs: Iterable[CourseRun]) -> dict[str, Any]:
    """Runs of any provider as one document: providers, their venues and courses, and the courses' runs."""
    names = {code: name for name, code in council_areas().items()}
    providers: dict[int, dict[str, Any]] = {}
    courses: dict[int, dict[str, Any]] = {}
    for run in runs:
        course, provider = run.course, run.course.provider
        of_provider = providers.setdefault(
            provider.pk, {"ukprn": provider.ukprn, "name": provider.shown_name, "courses": []}
        )
        if course.pk not in courses:
            courses[course.pk] = _course_document(course)
            of_provider["courses"].append(courses[course.pk])
        courses[course.pk]["runs"].append(_run_document(run, names))
    return {"providers": list(providers.values())}


def table_csv(headings: Iterable[str], rows: Iterator[Mapping[str, Any]]) -> bytes:
    """Rows by heading as a CSV that a spreadsheet opens and runs nothing of."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    headings = list(headings)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([guarded(cell_of(row.get(heading))) for heading in headings])
    return out.getvalue().encode("utf-8-sig")


def cell_of(value: Any) -> str:
    """A value as it stands in a file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else str(value)


def _venue(venue: Venue) -> dict[str, Any]:
    headings = [column.shown for column in VENUE_COLUMNS]
    return dict(zip(headings, (getattr(venue, name) for name in VENUE_FIELDS[:10]), strict=True))


def cells_of_run(run: CourseRun) -> dict[str, str]:
    """A run as the cells of its row in a file, by heading."""
    names = {code: name for name, code in council_areas().items()}
    return {heading: cell_of(value) for heading, value in run_cells(run, names).items()}


def cells_of_venue(venue: Venue) -> dict[str, str]:
    """A venue as the cells of its row in a file, by heading."""
    return {heading: cell_of(value) for heading, value in _venue(venue).items()}


def run_cells(run: CourseRun, names: Mapping[str, str]) -> dict[str, Any]:
    """A run as the values of its row, by heading; `names` are the councils' by code."""
    course = run.course
    return {
        "LARS_QAN": course.aim_reference,
        "COURSE_TYPE": course.get_course_type_display(),
        "SECTOR": course.get_sector_display(),
        "EDUCATION_LEVEL": course.get_education_level_display(),
        "AWARDING_BODY": course.awarding_body,
        **{column.heading: getattr(course, column.field) for column in TEXT_COLUMNS},
        "COURSE_NAME": run.name,
        "YOUR_REFERENCE": run.reference,
        "DELIVERY_MODE": run.get_delivery_mode_display(),
        "START_DATE": run.starts_on,
        "FLEXIBLE_START_DATE": run.is_flexible,
        "YOUR_VENUE_REFERENCE": run.venue.reference if run.venue else "",
        "NATIONAL_DELIVERY": run.is_national,
        "SUB_REGION": ";".join(names.get(code, code) for code in run.sub_regions),
        "COURSE_WEBPAGE": run.website,
        "COST": run.cost,
        "COST_DESCRIPTION": run.cost_description,
        "DURATION": run.duration,
        "DURATION_UNIT": run.get_duration_unit_display(),
        "STUDY_MODE": run.get_study_mode_display(),
        "ATTENDANCE_PATTERN": run.get_attendance_display(),
    }


def _open(run: CourseRun, names: Mapping[str, str]) -> dict[str, Any]:
    course, venue = run.course, run.venue
    of_venue = {
        "LOCATION_NAME": "name", "LOCATION_ADDRESS1": "address_1", "LOCATION_ADDRESS2": "address_2",
        "LOCATION_COUNTY": "county", "LOCATION_EMAIL": "email", "LOCATION_LATITUDE": "latitude",
        "LOCATION_LONGITUDE": "longitude", "LOCATION_POSTCODE": "postcode", "LOCATION_TELEPHONE": "phone",
        "LOCATION_TOWN": "town", "LOCATION_WEBSITE": "website",
    }  # fmt: skip
    return {
        "PROVIDER_UKPRN": course.provider.ukprn,
        "COURSE_ID": course.pk,
        "COURSE_RUN_ID": run.pk,
        "LEARN_AIM_REF": course.aim_reference,
        "COURSE_NAME": run.name,
        "WHO_THIS_COURSE_IS_FOR": course.who_for,
        "DELIVER_MODE": run.delivery_mode,
        "STUDY_MODE": run.study_mode,
        "ATTENDANCE_PATTERN": run.attendance,
        "FLEXIBLE_STARTDATE": run.is_flexible,
        "STARTDATE": run.starts_on,
        "DURATION_UNIT": run.duration_unit,
        "DURATION_VALUE": run.duration,
        "COST": run.cost,
        "COST_DESCRIPTION": run.cost_description,
        "NATIONAL": run.is_national,
        "REGIONS": ";".join(names.get(code, code) for code in run.sub_regions),
        **({heading: getattr(venue, name) for heading, name in of_venue.items()} if venue else {}),
        "COURSE_URL": run.website,
        "UPDATED_DATE": run.changed_at.date(),
        "ENTRY_REQUIREMENTS": course.entry,
        "HOW_YOU_WILL_BE_ASSESSED": course.assessed,
        "COURSE_TYPE": course.course_type,
        "SECTOR": course.get_sector_display(),
        "EDUCATION_LEVEL": course.education_level,
        "AWARDING_BODY": course.awarding_body,
    }


def _course_document(course: Course) -> dict[str, Any]:
    return {
        "aim": course.aim_reference or None,
        "t_level": course.t_level.framework if course.t_level else None,
        "title": course.title,
        **{name: getattr(course, name) for name in TEXTS},
        "course_type": course.get_course_type_display() or None,
        "sector": course.get_sector_display() or None,
        "education_level": course.get_education_level_display() or None,
        "awarding_body": course.awarding_body or None,
        "level": course.level or None,
        "subject": course.subject or None,
        "runs": [],
    }


def _run_document(run: CourseRun, names: Mapping[str, str]) -> dict[str, Any]:
    venue = run.venue
    return {
        "reference": run.reference,
        "name": run.name,
        "delivery_mode": run.get_delivery_mode_display(),
        "flexible": run.is_flexible,
        "start_date": run.starts_on.isoformat() if run.starts_on else None,
        "venue": {name: getattr(venue, name) for name in VENUE_FIELDS[:12] if name != "email"} if venue else None,
        "national": run.is_national,
        "sub_regions": [names.get(code, code) for code in run.sub_regions],
        "website": run.website or None,
        "cost": str(run.cost) if run.cost is not None else None,
        "cost_description": run.cost_description or None,
        "duration": run.duration,
        "duration_unit": run.get_duration_unit_display(),
        "study_mode": run.get_study_mode_display() or None,
        "attendance_pattern": run.get_attendance_display() or None,
    }
