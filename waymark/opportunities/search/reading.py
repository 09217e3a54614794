"""Course runs of the database as documents of the index."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from waymark.opportunities.models import (
    CourseRun,
    CourseState,
    CourseType,
    EducationLevel,
    Level,
    Sector,
    TrainingProvider,
)
from waymark.opportunities.search.areas import Areas, outcode_of
from waymark.opportunities.search.documents import Document
from waymark.places.rules import plain_words

_COLUMNS = (
    "pk", "name", "delivery_mode", "is_flexible", "starts_on", "is_national", "sub_regions", "study_mode", "attendance",
    "course__title", "course__aim_reference", "course__who_for", "course__learn", "course__course_type",
    "course__sector", "course__education_level", "course__level", "course__subject", "course__awarding_body",
    "course__t_level__pathways", "course__provider__ukprn", "course__provider__name", "course__provider__trading_name",
    "course__provider__directory_name", "course__provider__shows",
    "venue__town", "venue__postcode", "venue__latitude", "venue__longitude",
)  # fmt: skip
_AT_ONCE = 500


def live_documents(areas: Areas, runs: Collection[int] | None = None) -> Iterator[Document]:
    """Every live run, or those of `runs` that are live, as it stands now."""
    live = CourseRun.objects.filter(state=CourseState.LIVE, course__state=CourseState.LIVE).order_by("pk")
    if runs is None:
        yield from (_document(row, areas) for row in live.values(*_COLUMNS).iterator(chunk_size=2_000))
        return
    wanted = sorted(runs)
    for start in range(0, len(wanted), _AT_ONCE):
        part = live.filter(pk__in=wanted[start : start + _AT_ONCE])
        yield from (_document(row, areas) for row in part.values(*_COLUMNS))


def level_of(level: str, education_level: int | None) -> str:
    """The level of a course: its qualification's, else the one its provider gave it."""
    if level or education_level is None:
        return level
    return Level.ENTRY.value if education_level == EducationLevel.ENTRY else str(education_level)


def _document(row: dict[str, Any], areas: Areas) -> Document:
    level = level_of(row["course__level"], row["course__education_level"])
    provider = _provider(row)
    facets = {
        "level": _one(level),
        "study_mode": _one(row["study_mode"]),
        "attendance": _one(row["attendance"]),
        "delivery": _one(row["delivery_mode"]),
        "course_type": _one(row["course__course_type"]),
        "sector": _one(row["course__sector"]),
        "education_level": _one(row["course__education_level"]),
        "provider": _one(provider),
        "region": _regions(row, areas),
        "town": _one(plain_words(row["venue__town"] or "")),
        "qualification": (f"{row['course__provider__ukprn']}/{row['course__aim_reference']}",),
    }
    return Document(
        run=row["pk"],
        title=row["course__title"],
        name=row["name"],
        provider=provider,
        subject=_subject(row, level),
        description=f"{row['course__who_for']}\n{row['course__learn']}",
        facets=facets,
        starts_on=row["starts_on"],
        is_nationwide=bool(row["is_national"]),
        points=_points(row, areas),
    )


def _one(value: Any) -> tuple[str, ...]:
    return () if value in (None, "") else (str(value),)


def _provider(row: dict[str, Any]) -> str:
    """The name learners see: see `TrainingProvider.shown_name`."""
    return TrainingProvider(
        name=row["course__provider__name"],
        trading_name=row["course__provider__trading_name"],
        directory_name=row["course__provider__directory_name"],
        shows=row["course__provider__shows"],
    ).shown_name


def _subject(row: dict[str, Any], level: str) -> str:
    """What the registers say of it: subject, sector, kind, level, who awards it; the pathways of a T level."""
    said = [row["course__subject"], row["course__awarding_body"]]
    if row["course__sector"] in Sector:
        said.append(str(Sector(row["course__sector"]).label))
    if row["course__course_type"] in CourseType:
        said.append(str(CourseType(row["course__course_type"]).label))
    if level in Level:
        said.append(str(Level(level).label))
    return " ".join([*said, *(row["course__t_level__pathways"] or ())])


def _regions(row: dict[str, Any], areas: Areas) -> tuple[str, ...]:
    if row["venue__postcode"]:
        return _one(areas.region_of_outcode.get(outcode_of(row["venue__postcode"])))
    found = {areas.region_of_council[code] for code in row["sub_regions"] if code in areas.region_of_council}
    return tuple(sorted(found))


def _points(row: dict[str, Any], areas: Areas) -> tuple[tuple[float, float], ...]:
    if row["venue__latitude"] is not None and row["venue__longitude"] is not None:
        return ((row["venue__latitude"], row["venue__longitude"]),)
    middles = areas.middle_of_council
    return tuple(middles[code] for code in sorted(row["sub_regions"]) if code in middles)
