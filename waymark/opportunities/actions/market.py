"""Keeping what files say of pay, places, forecasts, adverts and leavers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from waymark.opportunities.actions.occupations import keep
from waymark.opportunities.models import (
    AdvertCount,
    AreaBoundary,
    AreaPart,
    Destination,
    Earnings,
    MarketArea,
    PathwayPay,
    Projection,
)
from waymark.opportunities.rules.market import Advertised, AreaName, Forecast, Leavers, Lies, Pay, Ring
from waymark.places.actions import Loaded

_AT_ONCE = 1000


def load_earnings(rows: Sequence[Pay], *, year: int, measure: str, source: str) -> Loaded:
    """Bring in what a year's survey says of pay. Other years and measures stay as they are."""
    given = [
        {
            "soc2020": pay.soc2020,
            "year": year,
            "measure": measure,
            "description": pay.description,
            "median": pay.amounts["median"].value,
            "mean": pay.amounts["mean"].value,
            "jobs_thousand": pay.amounts["jobs"].value,
            "percentiles": {
                name: None if amount.value is None else str(amount.value)
                for name, amount in pay.amounts.items()
                if name.isdecimal()
            },
            "why": {name: amount.sign for name, amount in pay.amounts.items() if amount.sign},
            "source": source,
        }
        for pay in rows
    ]
    return keep(Earnings, ("soc2020", "year", "measure"), given, Q(year=year, measure=measure))


def load_projections(rows: Sequence[Forecast], *, source: str, published_in: int) -> Loaded:
    """Bring in a forecast, and the areas it names."""
    areas = _areas(row.area for row in rows)
    given = [
        {
            "area_id": areas[row.area],
            "breakdown": row.breakdown,
            "group": row.group,
            "soc2020": row.soc2020,
            "years": dict(row.years),
            "low": row.low,
            "high": row.high,
            "source": source,
            "published_in": published_in,
        }
        for row in rows
    ]
    return keep(Projection, ("area_id", "breakdown", "group"), given)


def load_adverts(rows: Sequence[Advertised], *, source: str) -> Loaded:
    """Bring in counts of adverts, and the areas they name."""
    areas = _areas(row.area for row in rows)
    given = [
        {
            "area_id": areas[row.area],
            "breakdown": row.breakdown,
            "group": row.group,
            "soc2020": row.soc2020,
            "month": row.month,
            "adverts": row.adverts,
            "source": source,
        }
        for row in rows
    ]
    kinds = {row.breakdown for row in rows}
    return keep(AdvertCount, ("area_id", "breakdown", "group", "month"), given, Q(breakdown__in=kinds))


def load_destinations(rows: Sequence[Leavers], *, release: str, source: str) -> Loaded:
    """Bring in what leavers did next by one release; figures of other releases stay as those said them."""
    given = [
        {
            "phase": row.phase,
            "level": row.level,
            "place": row.place,
            "year": row.year,
            "institutions": row.institutions,
            "cohort": row.cohort,
            "breakdown": row.breakdown,
            "name": row.name,
            "counts": dict(row.counts),
            "shares": dict(row.shares),
            "release": release,
            "source": source,
        }
        for row in rows
    ]
    key = ("phase", "level", "place", "year", "institutions", "cohort", "breakdown")
    spoken_of = Q(release=release, phase__in={r.phase for r in rows}, level__in={r.level for r in rows})
    return keep(Destination, key, given, spoken_of)


def load_pathways(rows: Sequence[Mapping[str, Any]], *, source: str) -> Loaded:
    """Bring in pay by sector and highest qualification."""
    return keep(PathwayPay, ("region", "sector", "level"), [{**row, "source": source} for row in rows])


def load_boundaries(rings: Sequence[Ring], kinds: Sequence[str]) -> Loaded:
    """Bring in where areas end, each with the box around it."""
    known = [Lies(ring.code, ring.name, kind, "", "", "") for ring, kind in zip(rings, kinds, strict=True)]
    areas = _coded(known)
    given = []
    for ring in rings:
        xs = [x for polygon in ring.polygons for line in polygon for x, _ in line]
        ys = [y for polygon in ring.polygons for line in polygon for _, y in line]
        box = {"west": min(xs), "south": min(ys), "east": max(xs), "north": max(ys)}
        given.append({"area_id": areas[ring.code], "rings": ring.polygons, **box})
    return keep(AreaBoundary, ("area_id",), given, Q(area__kind__in=set(kinds)))


def load_belongings(rows: Sequence[Lies]) -> Loaded:
    """Bring in areas by code and name, and which wider area each lies in. An area is in itself, so that is not kept."""
    before = MarketArea.objects.count()
    areas = _coded(rows)
    wholes = {row.whole_code: areas[row.whole_code] for row in rows if row.whole_code}
    given = [
        {"part_id": areas[row.code], "whole_id": wholes[row.whole_code]}
        for row in rows
        if row.whole_code and row.whole_code != row.code
    ]
    spoken_of = Q(part__kind__in={row.kind for row in rows}, whole__kind__in={row.whole_kind for row in rows})
    loaded = keep(AreaPart, ("part_id", "whole_id"), given, spoken_of)
    new = MarketArea.objects.count() - before
    return Loaded(loaded.added + (0 if given else new), loaded.changed, len(rows) - loaded.added, loaded.absent)


def _areas(names: Iterable[AreaName]) -> dict[AreaName, int]:
    """The key of each area that figures name, made where it is new."""
    wanted = dict.fromkeys(names)
    held = dict(MarketArea.objects.values_list("slug", "pk"))
    found = {}
    for name in wanted:
        slug = MarketArea.slug_of(name.kind, name.name)
        if slug not in held:
            held[slug] = _new(name.kind, name.name, "")
        found[name] = held[slug]
    return found


def _coded(rows: Iterable[Lies]) -> dict[str, int]:
    """The key of each area of a table, by its code; one that figures named before gets its code now."""
    by_code = {area.code: area for area in MarketArea.objects.exclude(code="")}
    by_slug = {area.slug: area for area in MarketArea.objects.all()}
    found: dict[str, int] = {}
    for row in rows:
        for code, name, kind in ((row.code, row.name, row.kind), (row.whole_code, row.whole_name, row.whole_kind)):
            if not code or code in found:
                continue
            area = by_code.get(code) or by_slug.get(MarketArea.slug_of(kind, name))
            if area is None:
                found[code] = _new(kind, name, code)
                continue
            if not area.code:
                area.code = code
                area.save(update_fields=["code"])
            found[code] = area.pk
    return found


def _new(kind: str, name: str, code: str) -> int:
    return MarketArea.objects.create(kind=kind, name=name, code=code, slug=MarketArea.slug_of(kind, name)).pk
