"""The Learning Aims Reference Service: a zip of its CSV tables, some 131,000 aims.

Of the tables, LearningDelivery is needed unless the zip only brings apprenticeship standards or T levels; the others
are read where they are there. Staff log-ins and dates of their changes are not read.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from waymark.intake.reading import Effect, FileRefused, Problem, Reading, Row, Unreadable, uk_date
from waymark.intake.reading.cells import clean
from waymark.kernel.telling import Tell
from waymark.opportunities.models import Level
from waymark.opportunities.rules.registers import AimFacts
from waymark.opportunities.sources.registers.zips import Archive, Table

_LEVELS = frozenset(Level.values)
_FAR_AWAY = date(2600, 12, 31)  # the register's way to say “no end”
_T_LEVEL = "31"


@dataclass
class Lars:
    """What a LARS zip says."""

    aims: list[AimFacts] = field(default_factory=list)
    categories: dict[int, tuple[int | None, str]] = field(default_factory=dict)
    t_levels: dict[int, dict[str, object]] = field(default_factory=dict)
    standards: Table | None = None


def read_lars(content: bytes, tell: Tell) -> tuple[Lars, Reading]:
    """Read a LARS zip; an aim without a reference or title is left out."""
    archive = Archive(content)
    lars = Lars(standards=archive.table("Standard"))
    lars.categories = _categories(archive.table("Category"))
    lars.t_levels = _t_levels(archive.table("Framework"), _names(archive, "SectorSubjectAreaTier1"))
    table = archive.table("LearningDelivery")
    if table is None and lars.standards is None and not lars.t_levels:
        wanted = Problem(
            "FILE_TYPE", Effect.FILE, 0, "", "a zip without LearningDelivery.csv", "the zip of LARS tables"
        )
        raise FileRefused(wanted)
    reading = Reading() if table is None else _read_aims(archive, table, lars, tell)
    return lars, reading


def _read_aims(archive: Archive, table: Table, lars: Lars, tell: Tell) -> Reading:
    make = _maker(archive, table)
    left_out, problems, number = [], [], 1
    for number, cells in enumerate(table.rows, start=2):
        if number % 10_000 == 0:
            tell(number, 0, "Reading aims")
        if not cells:
            continue
        try:
            lars.aims.append(make(cells))
        except (Unreadable, IndexError) as fault:
            left_out.append(Row(number, number, tuple(cells)))
            problems.append(_problem(number, cells, fault))
    return Reading(
        header=tuple(table.headings),
        left_out=tuple(left_out),
        problems=tuple(problems),
        records=len(lars.aims) + len(left_out),
    )


def _maker(archive: Archive, table: Table) -> Callable[[list[str]], AimFacts]:
    """What makes a row an aim, with the names of its codes looked up."""
    at, title_at = table.at("LearnAimRef", "LearnAimRefTitle")
    kind, level, older, body, tier_1, tier_2, hours, begins, ends, taught, certified = table.find(
        "LearnAimRefType", "NotionalNVQLevelv2", "NotionalNVQLevel", "AwardOrgCode", "SectorSubjectAreaTier1",
        "SectorSubjectAreaTier2", "GuidedLearningHours", "EffectiveFrom", "EffectiveTo", "OperationalEndDate",
        "CertificationEndDate",
    )  # fmt: skip
    kinds, bodies = _names(archive, "LearnAimRefType"), _names(archive, "AwardOrgCode", "AwardOrgName")
    first, second = _names(archive, "SectorSubjectAreaTier1"), _names(archive, "SectorSubjectAreaTier2")
    categories = _aims_by_category(archive.table("LearningDeliveryCategory"))

    def cell(cells: list[str], where: int | None) -> str:
        return clean(cells[where]) if where is not None else ""

    def make(cells: list[str]) -> AimFacts:
        reference, title = cell(cells, at).upper(), cell(cells, title_at)
        if not reference or len(reference) > 8 or not reference.isalnum():
            raise Unreadable("a reference of at most eight letters and digits")
        if not title:
            raise Unreadable("a title")
        said = cell(cells, level) or cell(cells, older)
        subject = cell(cells, tier_2)
        code = cell(cells, body)
        return AimFacts(
            reference=reference.rjust(8, "0"),
            title=title[:255],
            aim_type=kinds.get(cell(cells, kind), "")[:150],
            level=said if said in _LEVELS else Level.NOT_KNOWN.value,
            awarding_code=code[:20],
            awarding_body=bodies.get(code, code)[:255],
            subject_code=subject[:6] if subject and not subject.startswith("-") else "",
            subject=(second.get(subject) or first.get(cell(cells, tier_1), ""))[:120],
            guided_hours=_hours(cell(cells, hours)),
            categories=tuple(sorted(categories.get(reference, ()))),
            from_on=_day(cell(cells, begins)),
            to_on=_day(cell(cells, ends)),
            taught_to_on=_day(cell(cells, taught)),
            certified_to_on=_day(cell(cells, certified)),
        )

    return make


def _names(archive: Archive, table: str, heading: str = "") -> dict[str, str]:
    """The name of each code of a table of codes; those that mean “unknown” have none."""
    found = archive.table(table)
    if found is None:
        return {}
    code, name = found.at(table, heading or f"{table}Desc")
    names = {clean(cells[code]): clean(cells[name]) for cells in found.rows if len(cells) > max(code, name)}
    return {code: "" if code.startswith("-") else name for code, name in names.items()}


def _categories(table: Table | None) -> dict[int, tuple[int | None, str]]:
    if table is None:
        return {}
    number, parent, name = table.at("CategoryRef", "ParentCategoryRef", "CategoryName")
    return {
        int(cells[number]): (int(cells[parent]) or None if cells[parent].isdigit() else None, clean(cells[name])[:255])
        for cells in table.rows
        if cells and cells[number].isdigit()
    }


def _aims_by_category(table: Table | None) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    if table is not None:
        aim, category = table.at("LearnAimRef", "CategoryRef")
        for cells in table.rows:
            if len(cells) > max(aim, category) and cells[category].strip().isdigit():
                found[cells[aim].strip().upper()].add(int(cells[category]))
    return found


def _t_levels(table: Table | None, subjects: dict[str, str]) -> dict[int, dict[str, object]]:
    found: dict[int, dict[str, object]] = {}
    if table is None:
        return found
    code, kind, pathway, name, tier, begins, ends = table.at(
        "FworkCode", "ProgType", "PathwayName", "NASTitle", "SectorSubjectAreaTier1", "EffectiveFrom", "EffectiveTo"
    )
    for cells in table.rows:
        if not cells or cells[kind].strip() != _T_LEVEL or not cells[code].strip().isdigit():
            continue
        facts: dict[str, object] = {
            "name": clean(cells[name])[:255],
            "subject": subjects.get(clean(cells[tier]), "")[:120],
            "from_on": _day(clean(cells[begins])),
            "to_on": _day(clean(cells[ends])),
            "pathways": [],
        }
        standing = found.setdefault(int(cells[code]), facts)
        standing["pathways"].append(clean(cells[pathway]))  # type: ignore[attr-defined]
    return found


@lru_cache(maxsize=100_000)
def _day(cell: str) -> date | None:
    """A day as LARS writes it, “01 Aug 2014”; blank, far away or unreadable is none."""
    try:
        day = uk_date(cell.partition(" 00:00")[0]) if cell else None
    except Unreadable:
        return None
    return None if day is not None and day >= _FAR_AWAY else day


def _hours(cell: str) -> int | None:
    whole = cell.partition(".")[0]
    return int(whole) if whole.isdigit() and len(whole) < 7 else None


def _problem(number: int, cells: list[str], fault: Exception) -> Problem:
    expected = fault.expected if isinstance(fault, Unreadable) else "as many cells as the header has"
    code = "AIM_INVALID" if isinstance(fault, Unreadable) else "ROW_RAGGED"
    return Problem(code, Effect.REFUSED, number, "LearnAimRef", cells[0][:60], expected, "Download the zip again.")
