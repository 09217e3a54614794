"""Areas: where districts end (GeoJSON), and which wider areas they lie in (CSV tables of codes and names)."""

import json
import re
from collections.abc import Iterator
from typing import Any

from waymark.intake.files import read_file
from waymark.intake.reading import Column, FileRefused, Problem, Reading
from waymark.intake.reading.filetypes import refuse_type
from waymark.intake.reading.problems import Effect
from waymark.intake.reading.text import decode
from waymark.kernel.telling import Tell, each, untold
from waymark.opportunities.models import MarketArea
from waymark.opportunities.rules.market import Lies, Ring

_KIND = MarketArea.Kind
# By the beginning of a code of the statistics office: what sort of area it is.
_KINDS = {"E06": _KIND.DISTRICT, "E07": _KIND.DISTRICT, "E08": _KIND.DISTRICT, "E09": _KIND.DISTRICT,
          "E10": _KIND.COUNCIL, "E12": _KIND.REGION, "E37": _KIND.LEP, "E47": _KIND.MCA, "E69": _KIND.LSIP,
          "E61": _KIND.MCA, "E92": _KIND.COUNTRY}  # fmt: skip
_CODE = re.compile(r"([a-z]+?)(\d\d)?_?(code|cd)", re.IGNORECASE)
_METRES = 1000  # a degree is never so large: coordinates above it are metres of the national grid


def _column(name: str, *headings: str, required: bool = True) -> Column:
    return Column(name, heading=headings[0], also_called=headings[1:], required=required, filled=required,
                  blank="CODE_BLANK")  # fmt: skip


def _years(*stems: str) -> tuple[str, ...]:
    return tuple(f"{stem.format(year)}" for stem in stems for year in range(20, 31))


DISTRICT_TO_LSIP = (
    _column("code", *_years("LAD{}CD")), _column("name", *_years("LAD{}NM")),
    _column("whole_code", *_years("LSIP{}CD")), _column("whole_name", *_years("LSIP{}NM")),
)  # fmt: skip
DISTRICT_TO_AUTHORITY = (
    _column("code", *_years("LAD{}CD", "ltla{}_code")), _column("name", *_years("LAD{}NM", "ltla{}_name")),
    _column("whole_code", *_years("CAUTH{}CD", "cauth{}_code")),
    _column("whole_name", *_years("CAUTH{}NM", "cauth{}_name")),
)  # fmt: skip
DISTRICT_TO_REGION = (
    _column("code", *_years("ltla{}_code"), "gss_la_code"), _column("name", *_years("ltla{}_name"), "la_name"),
    _column("whole_code", *_years("region{}_code"), "region_code"),
    _column("whole_name", *_years("region{}_name"), "region_name"),
)  # fmt: skip
DISTRICT_TO_COUNCIL = (
    _column("code", *_years("ltla{}_code")), _column("name", *_years("ltla{}_name")),
    _column("whole_code", *_years("utla{}_code")), _column("whole_name", *_years("utla{}_name")),
)  # fmt: skip
OLD_TO_NEW_DISTRICT = (
    _column("code", "ltla22_code", "ltla21_code", "ltla19_code"),
    _column("name", "ltla22_name", "ltla21_name", "ltla19_name"),
    _column("whole_code", "ltla23_code", "ltla24_code", "ltla25_code"),
    _column("whole_name", "ltla23_name", "ltla24_name", "ltla25_name"),
)  # fmt: skip
PARTNERSHIPS = (_column("code", "ERCD"), _column("name", "ERNM"))
TABLES = (DISTRICT_TO_LSIP, DISTRICT_TO_AUTHORITY, DISTRICT_TO_REGION, DISTRICT_TO_COUNCIL, OLD_TO_NEW_DISTRICT)


def read_areas(content: bytes, tell: Tell = untold) -> tuple[list[Ring], list[Lies], Reading]:
    """The boundaries or the belongings of one file, and what was read."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        rings, reading = _boundaries(content, tell)
        return rings, [], reading
    readings = [read_file(content, columns, personal=False, tell=tell) for columns in TABLES]
    reading = next((each for each in readings if not each.is_refused), readings[0])
    if reading.is_refused:
        names = read_file(content, PARTNERSHIPS, personal=False, tell=tell)
        if not names.is_refused:
            return [], [_named(row.values) for row in names.rows], names
    return [], [_lies(row.values) for row in reading.rows], reading


def kind_of_code(code: str) -> str:
    """What sort of area a code of the statistics office names; a district where it is of no known sort."""
    return _KINDS.get(code[:3], _KIND.DISTRICT)


def _lies(said: Any) -> Lies:
    kind, whole_kind = kind_of_code(said["code"]), kind_of_code(said["whole_code"])
    return Lies(said["code"], said["name"][:120], kind, said["whole_code"], said["whole_name"][:120], whole_kind)


def _named(said: Any) -> Lies:
    return Lies(said["code"], said["name"][:120], kind_of_code(said["code"]), "", "", "")


def _boundaries(content: bytes, tell: Tell) -> tuple[list[Ring], Reading]:
    try:
        said = json.loads(decode(content))
        features = said["features"]
    except (ValueError, KeyError, TypeError, RecursionError) as odd:
        raise refuse_type("a file that is no GeoJSON", "boundaries as GeoJSON, or a CSV table of areas") from odd
    rings, problems = [], []
    for number, feature in enumerate(each(features, tell, "Reading boundaries", every=50), start=1):
        ring = _ring(feature)
        if ring is None:
            problems.append(
                Problem("BOUNDARY_INVALID", Effect.REFUSED, number, "geometry", "", "a polygon with a code and name")
            )
        elif any(abs(x) > _METRES for x, _ in _points(ring)):
            in_metres = "Use the file in degrees (WGS84), or the table of districts in each area."
            raise FileRefused(
                Problem(
                    "BOUNDARY_IN_METRES", Effect.FILE, 0, "crs", "metres of the national grid", "degrees", in_metres
                )
            )
        else:
            rings.append(ring)
    return rings, Reading(problems=tuple(problems), records=len(features))


def _ring(feature: Any) -> Ring | None:
    try:
        said, shape = feature["properties"], feature["geometry"]
        code, name = _code_and_name(said)
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        bare = [[[[float(x), float(y)] for x, y, *_ in ring] for ring in polygon] for polygon in polygons]
    except (KeyError, TypeError, ValueError):
        return None
    return Ring(code, name[:120], bare) if code and bare else None


def _code_and_name(said: dict[str, Any]) -> tuple[str, str]:
    """The code and name of a feature: `areacd`, `LSIP23CD`, `CAUTH24NM` and the like."""
    code = next((str(value) for key, value in said.items() if _CODE.fullmatch(key)), "")
    name = next((str(value) for key, value in said.items() if key.lower().endswith(("nm", "name"))), "")
    return code, name


def _points(ring: Ring) -> Iterator[tuple[float, float]]:
    for polygon in ring.polygons:
        for line in polygon:
            yield from ((x, y) for x, y in line)
