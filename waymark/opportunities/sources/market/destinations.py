"""Where leavers went: the department's statistics in three forms, and rates by area from another dashboard.

What an office keeps back stays the sign it put there (`c`, `z`, `x`, `low`, `SUPP`, `NA`, `SN`, `SP` …): never nought.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from waymark.intake.files import grid_of
from waymark.intake.reading import Column, Problem, Reading, Row
from waymark.intake.reading.problems import Effect
from waymark.intake.reading.tables import OpenTable, open_table
from waymark.kernel.telling import Tell, each, untold
from waymark.opportunities.models import Destination
from waymark.opportunities.rules.market import Leavers

KS4, KS5 = Destination.Phase.KS4, Destination.Phase.KS5
SIGNS = frozenset({"c", "z", "x", "low", "supp", "na", "sn", "sp", "ne", "lowcov", "u", ":", ".", "..", "k"})
_MEASURES = ("cohort", "overall", "education", "fe", "ssf", "sfc", "he", "other_edu", "appren", "appl3", "appl2",
             "all_work", "all_notsust", "all_unknown")  # fmt: skip
_LEVELS = {"national": "country", "regional": "region", "local authority": "council", "school": "school",
           "institution": "school", "local authority district": "district"}  # fmt: skip
_RECORDS = {"nat": "country", "la": "council", "1": "school", "2": "school", "3": "school", "4": "school"}
_ENDINGS = {" LADU": "district", " LSIP": "lsip", " MCA": "mca", " LEP": "lep"}
_RATE = re.compile(r"sustainedPositiveDestinationKS([45])Rate", re.IGNORECASE)
_SEPTEMBER = re.compile(r"(?:AY)?(20)?(\d\d)[/-]?(\d\d)", re.IGNORECASE)


def _heads(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, heading=name) for name in names)


STATISTICS = _heads("time_period", "geographic_level", "cohort", "education", "data_type")
KS4_TABLE = _heads("RECTYPE", "COHORT", "OVERALL_DEST", "EDUCATION")
KS5_TABLE = _heads("RECTYPE", "TOT_COHORT", "TOT_OVERALL", "TOT_EDUCATION")
KS5_HIGHER = _heads("RECTYPE", "ALL_COHORT", "ALL_PROGRESSED", "ALL_HE")
RATES = _heads("Area", "metric", "Period", "valueText")


def read_destinations(content: bytes, year: int | None, tell: Tell = untold) -> tuple[str, list[Leavers], Reading]:
    """The release a file is of, the groups of leavers it speaks of, and what was read.

    The forms are told apart by their headings. The tables by school do not say their year: `year`, else refused.
    """
    every_heading = tuple({column.name: column for columns, *_ in _FORMS for column in columns}.values())
    opened = open_table(grid_of(content, every_heading, tell=tell), every_heading)
    if isinstance(opened, Reading):
        return "", [], opened
    for columns, release, read, dated in _FORMS:
        if {plain.name.casefold() for plain in columns} <= {heading.casefold() for heading in opened.reading.header}:
            if not dated and year is None:
                return "", [], _no_year(opened)
            return release, *_read(opened, columns, read, year or 0, tell)
    missing = [each for each in STATISTICS if each.name not in opened.reading.found]
    faults = [
        Problem("COLUMN_MISSING", Effect.FILE, 1, each.shown, "no such heading", f"a column headed “{each.shown}”")
        for each in missing
    ]
    refused = Reading(STATISTICS, opened.reading.header, records=len(opened.below))
    return "", [], refused.with_problem(*faults)


def _no_year(opened: OpenTable) -> Reading:
    problem = Problem("YEAR_MISSING", Effect.FILE, 0, "", "no year in the file",
                      "the September in which the leavers' last school year began", "Add --year 2020.")  # fmt: skip
    return Reading(KS4_TABLE, opened.reading.header, records=len(opened.below)).with_problem(problem)


def _read(
    opened: OpenTable, columns: tuple[Column, ...], read: Callable[..., Iterator[Leavers]], year: int, tell: Tell
) -> tuple[list[Leavers], Reading]:
    header = [heading.casefold() for heading in opened.reading.header]
    found: dict[tuple[Any, ...], Leavers] = {}
    good, bad, problems = [], [], []
    for number, row in enumerate(each(opened.below, tell, "Reading leavers"), start=2):
        if not any(cell.strip() for cell in row.cells):
            continue
        record = Row(number, row.line, row.cells)
        said = dict(zip(header, (cell.strip() for cell in row.cells), strict=False))
        try:
            made = list(read(said, year))
        except Unsaid as fault:
            bad.append(record)
            problems.append(Problem(fault.code, Effect.REFUSED, number, fault.column, fault.received, fault.expected))
            continue
        good.append(record)
        for leavers in made:
            before = found.get(leavers.key)
            found[leavers.key] = leavers if before is None else _both(before, leavers)
    reading = Reading(columns, opened.reading.header, opened.reading.found, tuple(good), tuple(bad), tuple(problems))
    return list(found.values()), _counted(reading)


def _counted(reading: Reading) -> Reading:
    return Reading(reading.columns, reading.header, reading.found, reading.rows, reading.left_out, reading.problems,
                   len(reading.rows) + len(reading.left_out))  # fmt: skip


class Unsaid(ValueError):
    """A row does not say what it must."""

    def __init__(self, code: str, column: str, received: str, expected: str) -> None:
        super().__init__(code)
        self.code, self.column, self.received, self.expected = code, column, received, expected


def _both(one: Leavers, other: Leavers) -> Leavers:
    """Numbers and percentages stand in two rows of one group: together one."""
    return Leavers(one.phase, one.level, one.place, one.name, one.year, one.institutions, one.cohort, one.breakdown,
                   {**one.counts, **other.counts}, {**one.shares, **other.shares})  # fmt: skip


def value_of(cell: str, *, share: bool = False) -> float | int | str | None:
    """A number, the sign that stands for one, or None for a blank. A share over 100 is no share: kept as a fault."""
    said = cell.strip().removesuffix("%").strip()
    if not said:
        return None
    if said.casefold() in SIGNS:
        return said
    try:
        number = float(said.replace(",", ""))
    except ValueError:
        raise Unsaid("NUMBER_INVALID", "", cell[:40], "a number, or a sign for one kept back") from None
    if share and not 0 <= number <= 100:
        raise Unsaid("SHARE_OVER_100", "", cell[:40], "a percentage from 0 to 100")
    return number if share or not number.is_integer() else int(number)


def _september(cell: str) -> int:
    """`202223`, `2022/23`, `AY18/19`: the September of the year."""
    found = _SEPTEMBER.fullmatch(cell.strip())
    if found is None or (int(found[2]) + 1) % 100 != int(found[3]):
        raise Unsaid("YEAR_INVALID", "time_period", cell[:40], "an academic year, such as 202223")
    return 2000 + int(found[2])


def _statistics(said: dict[str, str], _: int) -> Iterator[Leavers]:
    """Explore education statistics: one row for numbers, one for percentages, of each group."""
    level = _LEVELS.get(said["geographic_level"].casefold())
    if level is None:
        raise Unsaid("LEVEL_UNKNOWN", "geographic_level", said["geographic_level"][:40], f"one of {', '.join(_LEVELS)}")
    place, name = _place(level, said)
    share = said["data_type"].casefold().startswith("perc")
    values = {
        m: value
        for m in _MEASURES
        if m in said and (value := value_of(said[m], share=share and m != "cohort")) is not None
    }
    if share:
        values.pop("cohort", None)  # both rows give the number of leavers
    yield Leavers(
        KS5 if "cohort_level_group" in said else KS4,
        level,
        place[:120],
        name[:150],
        _september(said["time_period"]),
        _lower(said.get("institution_group", ""), said.get("institution_type", ""))[:100],
        said.get("cohort_level_group", "")[:60],
        _lower(said.get("breakdown_topic", ""), said.get("breakdown", ""))[:150],
        {} if share else values,
        values if share else {},
    )


def _lower(topic: str, within: str) -> str:
    """Two levels of a label as one: releases write `Converter Academy` and `Converter academy` for one thing."""
    parts = list(dict.fromkeys(" ".join(part.split()).capitalize() for part in (topic, within) if part.strip()))
    return ": ".join(parts)


def _place(level: str, said: dict[str, str]) -> tuple[str, str]:
    keys = {"country": ("country_code", "country_name"), "region": ("region_code", "region_name"),
            "council": ("new_la_code", "la_name"), "district": ("lad_code", "lad_name"),
            "school": ("school_urn", "school_name")}[level]  # fmt: skip
    code, name = (said.get(key, "") for key in keys)
    if not code and level == "school":
        code = said.get("school_laestab", "")
    if not code:
        raise Unsaid("PLACE_BLANK", keys[0], "a blank", "the code of the place")
    return code, name


def _record(said: dict[str, str]) -> tuple[str, str, str]:
    """Level, place and name of a row of a table by school."""
    level = _RECORDS.get(said["rectype"].casefold())
    if level is None:
        raise Unsaid("LEVEL_UNKNOWN", "RECTYPE", said["rectype"][:40], "1, 2, 3, 4, LA or NAT")
    place = {"country": "E92000001", "council": said.get("lea", ""), "school": said.get("urn", "")}[level]
    if not place:
        raise Unsaid("PLACE_BLANK", "URN", "a blank", "a URN or a council's number")
    return level, place, said.get("schname", "")[:150] or ("England" if level == "country" else place)


def _pairs(said: dict[str, str], columns: dict[str, tuple[str, str]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Numbers and percentages by measure, from the columns of each."""
    counts = {name: value_of(said[count]) for name, (count, _) in columns.items() if said.get(count)}
    shares = {name: value_of(said[per], share=True) for name, (_, per) in columns.items() if said.get(per)}
    return counts, shares


_OF_KS4 = {"overall": "overall_dest", "education": "education", "fe": "fe", "ssf": "sch_6th", "appren": "appren",
           "all_work": "employment", "all_notsust": "not_sustained", "all_unknown": "unknown"}  # fmt: skip


def _ks4_table(said: dict[str, str], year: int) -> Iterator[Leavers]:
    """One row a school: the cohort, and what it did, in numbers and in percentages of text."""
    level, place, name = _record(said)
    counts, shares = _pairs(said, {m: (column, f"{column}per") for m, column in _OF_KS4.items()})
    if said.get("cohort"):
        counts["cohort"] = value_of(said["cohort"])
    yield Leavers(KS4, level, place, name, year, "", "", "Total", counts, shares)


_OF_KS5 = ("overall", "education", "fe", "he", "other_edu", "appren")
_KS5_COHORTS = {"tot": "Total", "l3": "Level 3", "l2": "Level 2", "lalloth": "All other qualifications"}


def _ks5_table(said: dict[str, str], year: int) -> Iterator[Leavers]:
    """One row a school: all leavers, and those of each level of study."""
    level, place, name = _record(said)
    for prefix, cohort in _KS5_COHORTS.items():
        columns = {m: (f"{prefix}_{m}", f"{prefix}_{m}per") for m in _OF_KS5}
        columns |= {"all_work": (f"{prefix}_employment", f"{prefix}_employmentper"),
                    "all_notsust": (f"{prefix}_not_sustained", f"{prefix}_not_sustainedper"),
                    "all_unknown": (f"{prefix}_not_captured", f"{prefix}_not_capturedper")}  # fmt: skip
        counts, shares = _pairs(said, columns)
        if said.get(f"{prefix}_cohort"):
            counts["cohort"] = value_of(said[f"{prefix}_cohort"])
        if counts or shares:
            yield Leavers(KS5, level, place, name, year, "", cohort, "Total", counts, shares)


_OF_HIGHER = {"progressed": "all_progressed", "he": "all_he", "appren": "all_appren", "top_third": "all_top3rd",
              "russell": "all_russell", "oxbridge": "all_oxbridge"}  # fmt: skip


def _ks5_higher(said: dict[str, str], year: int) -> Iterator[Leavers]:
    """One row a school: the share that went on to higher education or a higher apprenticeship."""
    level, place, name = _record(said)
    shares = {m: value_of(said[column], share=True) for m, column in _OF_HIGHER.items() if said.get(column)}
    counts = {"cohort": value_of(said["all_cohort"])} if said.get("all_cohort") else {}
    yield Leavers(KS5, level, place, name, year, "", "Level 3 or higher: higher study", "Total", counts, shares)


def _rates(said: dict[str, str], _: int) -> Iterator[Leavers]:
    """The share of leavers in a lasting destination, by area, from 0 to 1 in the file and to 100 here."""
    metric = _RATE.fullmatch(said["metric"])
    if metric is None:
        raise Unsaid("MEASURE_UNKNOWN", "metric", said["metric"][:40], "the rate of key stage 4 or of 16 to 18 study")
    area, level = said["area"], "country"
    for ending, kind in _ENDINGS.items():
        if area.endswith(ending):
            area, level = area.removesuffix(ending), kind
    if area in {"", "NA"}:
        raise Unsaid("PLACE_BLANK", "Area", area, "an area; these figures could not be placed in one")
    rate = said["valuetext"]
    if rate.casefold() not in SIGNS | {""}:
        try:
            rate = str(round(float(rate) * 100, 1))
        except ValueError:
            raise Unsaid("NUMBER_INVALID", "valueText", rate[:40], "a number from 0 to 1") from None
    breakdown = _lower(said.get("breakdown", ""), said.get("subgroup", ""))[:150]
    share = value_of(rate, share=True)
    yield Leavers(f"ks{metric[1]}", level, area[:120], area[:150], _september(said["period"]), "", "", breakdown,
                  {}, {} if share is None else {"overall": share})  # fmt: skip


EES, BY_SCHOOL, DASHBOARD = "Explore education statistics", "Compare school performance", "Local skills dashboard"
# By headings: the form's columns, its release, who reads a row, and whether rows say their year.
_FORMS: tuple[tuple[tuple[Column, ...], str, Callable[..., Iterator[Leavers]], bool], ...] = (
    (STATISTICS, EES, _statistics, True),
    (KS4_TABLE, BY_SCHOOL, _ks4_table, False),
    (KS5_TABLE, BY_SCHOOL, _ks5_table, False),
    (KS5_HIGHER, BY_SCHOOL, _ks5_higher, False),
    (RATES, DASHBOARD, _rates, True),
)
