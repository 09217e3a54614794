"""Discover Uni: degrees, as the XML (KIS) or as a zip of its CSV tables.

An institution occurs once for each UKPRN it teaches for, so PUBUKPRN repeats; KISMODE is “01” in the tables and “1” in
the XML; HECOS occurs five times in KISCOURSE; names in the XML are escaped twice. All four are read for what they are.
"""

import html
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from waymark.intake.reading import Effect, FileRefused, Problem, Reading, Row
from waymark.intake.reading.cells import clean
from waymark.intake.reading.filetypes import refuse_type
from waymark.kernel.telling import Tell
from waymark.opportunities.sources.registers.zips import Archive, Table

_MODES = frozenset({"01", "02", "03"})
_SALARY = ("GOSALPOP", "GOSALAGG", "GOSALYEAR1", "GOSALYEAR2", "GOINSTLQ", "GOINSTMED", "GOINSTUQ")
_LEO = ("LEOPOP", "LEOAGG", "LEOLQ", "LEOMED", "LEOUQ")
_LOOSE = ("DISTANCE", "FOUNDATION", "SANDWICH", "YEARABROAD")
Key = tuple[str, str, str, str]


@dataclass
class DegreeFacts:
    """One degree, by who publishes it, who teaches it, its number and its mode."""

    key: Key
    said: dict[str, object] = field(default_factory=dict)


def read_discover_uni(content: bytes, tell: Tell) -> tuple[list[DegreeFacts], Reading]:
    """Read the dataset in either form; a course without its number, a title or a known mode is left out."""
    is_zip = content.startswith(b"PK\x03\x04")
    courses = _in_tables(Archive(content)) if is_zip else _in_xml(content)
    facts: dict[Key, DegreeFacts] = {}
    left_out, problems, number = [], [], 1
    for number, (key, said) in enumerate(courses, start=2):
        if number % 5_000 == 0:
            tell(number, 0, "Reading degrees")
        if fault := _fault(key, said, facts):
            left_out.append(Row(number, number, key))
            problems.append(Problem(fault[0], Effect.REFUSED, number, fault[1], " ".join(key)[:60], fault[2]))
        else:
            facts[key] = DegreeFacts(key, said)
    if number == 1:
        raise FileRefused(Problem("FILE_EMPTY", Effect.FILE, 0, "", "no courses", "at least one KISCOURSE"))
    header = ("PUBUKPRN", "UKPRN", "KISCOURSEID", "KISMODE")
    reading = Reading(header=header, left_out=tuple(left_out), problems=tuple(problems), records=number - 1)
    return list(facts.values()), reading


def _fault(key: Key, said: dict[str, object], known: dict[Key, DegreeFacts]) -> tuple[str, str, str] | None:
    published, taught, number, mode = key
    if not (published and taught and number):
        return "DEGREE_INVALID", "KISCOURSEID", "two UKPRNs and a course's number"
    if mode not in _MODES:
        return "DEGREE_INVALID", "KISMODE", "01, 02 or 03"
    if not said["title"]:
        return "TITLE_BLANK", "TITLE", "a title"
    return ("DEGREE_TWICE", "KISCOURSEID", "each course once") if key in known else None


def _in_xml(content: bytes) -> Iterator[tuple[Key, dict[str, object]]]:
    from defusedxml import DefusedXmlException  # takes a while to import; only XML needs it
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as broken:
        raise refuse_type("a damaged or unsafe XML file", "Discover Uni's XML or zip", "Download it again.") from broken
    aims = {_text(aim, "KISAIMCODE"): _text(aim, "KISAIMLABEL") for aim in root.iter("KISAIM")}
    places = {(_text(each, "UKPRN"), _text(each, "LOCID")): _place(each) for each in root.iter("LOCATION")}
    for institution in root.iter("INSTITUTION"):
        whose = _text(institution, "PUBUKPRN"), _text(institution, "UKPRN")
        name = _text(institution, "LEGAL_NAME") or _text(institution, "FIRST_TRADING_NAME")
        for course in institution.iter("KISCOURSE"):
            key = (*whose, _text(course, "KISCOURSEID"), _text(course, "KISMODE").zfill(2))
            said = _facts(partial(_text, course), name, aims)
            said["subjects"] = [clean(each.text or "") for tag in ("SBJ", "HECOS") for each in course.findall(tag)]
            at = course.findall("COURSELOCATION")
            said["ucas"] = _distinct(_text(each, "UCASCOURSEID") for each in at)
            found = (places.get((whose[0], _text(each, "LOCID"))) for each in at)
            said["locations"] = [place for place in found if place]
            said["earnings"] = _numbers(course.find("LEO"), _LEO)
            said["tariff"] = _tariff(course.find("TARIFF"))
            yield key, said


def _in_tables(archive: Archive) -> Iterator[tuple[Key, dict[str, object]]]:
    table = archive.table("KISCOURSE")
    if table is None:
        wanted = "a zip with KISCOURSE.csv"
        raise FileRefused(Problem("FILE_TYPE", Effect.FILE, 0, "", "a zip without KISCOURSE.csv", wanted))
    aims = {one["kisaimcode"]: one["kisaimlabel"] for one in _dicts(archive.table("KISAIM"))}
    names = {(one["pubukprn"], one["ukprn"]): one["legal_name"] for one in _dicts(archive.table("INSTITUTION"))}
    ucas, locations = _where(archive)
    salaries, tariffs = _by_course(archive.table("GOSALARY")), _by_course(archive.table("TARIFF"))
    at_subjects = [at for at, heading in enumerate(table.headings) if heading == "hecos"]
    table.at("PUBUKPRN", "UKPRN", "KISCOURSEID", "KISMODE", "TITLE")
    for cells in table.rows:
        if not cells:
            continue
        one = dict(zip(table.headings, map(clean, cells), strict=False))
        key = _key(one)
        said = _facts(partial(_cell, one), names.get(key[:2], ""), aims)
        said["subjects"] = [clean(cells[at]) for at in at_subjects if at < len(cells) and cells[at].strip()]
        said["ucas"], said["locations"] = _distinct(ucas.get(key, ())), locations.get(key, [])
        said["earnings"] = _picked(salaries.get(key, {}), _SALARY)
        said["tariff"] = _tariff_of(tariffs.get(key, {}))
        yield key, said


def _facts(told: Callable[[str], str], institution: str, aims: dict[str, str]) -> dict[str, object]:
    years = told("NUMSTAGE")
    return {
        "title": html.unescape(told("TITLE"))[:255],
        "aim": aims.get(told("KISAIMCODE"), "")[:120],
        "level": told("KISLEVEL")[:2],
        "institution": html.unescape(institution)[:255],
        "years": int(years) if years.isdigit() and len(years) < 3 else None,
        "website": told("CRSEURL")[:500],
        **{name: told(heading)[:1] for name, heading in zip(_LOOSE_NAMES, _LOOSE, strict=True)},
    }


_LOOSE_NAMES = ("distance", "foundation", "sandwich", "year_abroad")


def _place(element: Any) -> dict[str, object]:
    latitude, longitude = _text(element, "LATITUDE"), _text(element, "LONGITUDE")
    return _located(_text(element, "LOCNAME"), latitude, longitude)


def _located(name: str, latitude: str, longitude: str) -> dict[str, object]:
    try:
        position: tuple[float | None, float | None] = float(latitude), float(longitude)
    except ValueError:
        position = None, None
    return {"name": html.unescape(html.unescape(name)), "latitude": position[0], "longitude": position[1]}


def _where(archive: Archive) -> tuple[dict[Key, list[str]], dict[Key, list[dict[str, object]]]]:
    places = {
        (one["ukprn"], one["locid"]): _located(
            one.get("locname", ""), one.get("latitude", ""), one.get("longitude", "")
        )
        for one in _dicts(archive.table("LOCATION"))
    }
    ucas: dict[Key, list[str]] = defaultdict(list)
    locations: dict[Key, list[dict[str, object]]] = defaultdict(list)
    for one in _dicts(archive.table("UCASCOURSEID")):
        ucas[_key(one)].append(one["ucascourseid"])
    for one in _dicts(archive.table("COURSELOCATION")):
        if place := places.get((one["ukprn"], one["locid"])) or places.get((one["pubukprn"], one["locid"])):
            locations[_key(one)].append(place)
    return ucas, locations


def _by_course(table: Table | None) -> dict[Key, dict[str, str]]:
    """The first row of each course that gives figures: those for all its subjects come first."""
    found: dict[Key, dict[str, str]] = {}
    for one in _dicts(table):
        if any(one.get(heading.casefold()) for heading in ("GOSALPOP", "TARPOP")):
            found.setdefault(_key(one), one)
    return found


def _dicts(table: Table | None) -> Iterator[dict[str, str]]:
    if table is not None:
        for cells in table.rows:
            yield dict(zip(table.headings, map(clean, cells), strict=False))


def _key(one: dict[str, str]) -> Key:
    return one["pubukprn"], one["ukprn"], one["kiscourseid"], one["kismode"].zfill(2)


def _cell(one: dict[str, str], heading: str) -> str:
    return one.get(heading.casefold(), "")


def _picked(one: dict[str, str], headings: tuple[str, ...]) -> dict[str, object]:
    return {heading: int(value) for heading in headings if (value := one.get(heading.casefold(), "")).isdigit()}


def _tariff_of(one: dict[str, str]) -> dict[str, object]:
    bands = tuple(heading.upper() for heading in one if heading[:1] == "t" and heading[1:].isdigit())
    return _picked(one, ("TARPOP", "TARAGG", *bands))


def _numbers(element: Any, names: tuple[str, ...]) -> dict[str, object]:
    if element is None:
        return {}
    return {name: int(value) for name in names if (value := _text(element, name)).isdigit()}


def _tariff(element: Any) -> dict[str, object]:
    if element is None:
        return {}
    bands = tuple(child.tag for child in element if child.tag[:1] == "T" and child.tag[1:].isdigit())
    return _numbers(element, ("TARPOP", "TARAGG", *bands))


def _distinct(values: Any) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _text(element: Any, name: str) -> str:
    return clean(element.findtext(name) or "")
