"""A search's answer as the command line and the API tell it (CLI.md)."""

from __future__ import annotations

from typing import Any

from waymark.opportunities.models import CourseRun
from waymark.opportunities.search.asking import Search
from waymark.opportunities.search.choices import said
from waymark.opportunities.search.documents import COUNTED
from waymark.opportunities.search.found import Hit
from waymark.opportunities.search.reading import level_of
from waymark.opportunities.search.searching import Answer


def document_of(search: Search, answer: Answer) -> dict[str, Any]:
    """The whole answer, its values as JSON has them."""
    place = search.place
    return {
        "total": answer.found.total,
        "start": search.start,
        "limit": search.limit,
        "place": {
            "postcode": place.postcode if place else None,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
        },
        "groups": {group.name.lower(): count for group, count in answer.found.groups.items()},
        "results": [result_of(hit, run) for hit, run in answer.runs],
        "facets": {
            name: [{"value": said(name, value), "count": count} for value, count in answer.found.facets[name]]
            for name in COUNTED
        },
    }


def result_of(hit: Hit, run: CourseRun) -> dict[str, Any]:
    """One run found."""
    course, provider, venue = run.course, run.course.provider, run.venue
    return {
        "reference": run.reference or None,
        "course_name": run.name,
        "title": course.title,
        "provider": provider.shown_name,
        "ukprn": provider.ukprn,
        "venue": venue.name if venue else None,
        "town": venue.town if venue else None,
        "postcode": venue.postcode if venue else None,
        "delivery_mode": _said("delivery", run.delivery_mode),
        "study_mode": _said("study_mode", run.study_mode),
        "attendance_pattern": _said("attendance", run.attendance),
        "start_date": run.starts_on.isoformat() if run.starts_on else None,
        "flexible": run.is_flexible,
        "level": level_of(course.level, course.education_level) or None,
        "course_type": _said("course_type", course.course_type),
        "cost": float(run.cost) if run.cost is not None else None,
        "distance": hit.distance,
        "group": hit.group.name.lower(),
    }


def _said(name: str, value: int | None) -> str | None:
    return None if value is None else said(name, str(value))
