"""Where leavers went, as the department's school performance service has it: JSON, a record for each place.

Every record has, for four measures, five groups and three years, a number and a percentage
(`Education_Dis_LA_Current_Pct`). Only the current year is read: the two before still carry what older releases said,
which later ones revised. In the file of 2026 number and percentage of those not disadvantaged are swapped; such a group
is left out, and said to be.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from waymark.intake.reading import Problem, Reading, Row
from waymark.intake.reading.filetypes import refuse_type
from waymark.intake.reading.problems import Effect
from waymark.intake.reading.text import decode
from waymark.kernel.telling import Tell, each, untold
from waymark.opportunities.models import Destination
from waymark.opportunities.rules.market import Leavers
from waymark.opportunities.sources.market.destinations import Unsaid, value_of

RELEASE = "School performance service"
GROUPS = {
    "Tot": "Total",
    "Boy": "Sex: Male",
    "Grl": "Sex: Female",
    "Dis": "Disadvantage status: Disadvantaged",
    "NDi": "Disadvantage status: Not disadvantaged",
}
MEASURES = {"AllDest": "overall", "Education": "education", "Apprentice": "appren", "Employment": "all_work"}
_LEVELS = {"Eng": "country", "LA": "council", "Est": "school"}
_KEY = re.compile(r"AllDest_Tot_(Eng|LA|Est)_Current_Num")
_NEARLY = 0.1  # a part may seem this much more than its whole, both being rounded


def is_leavers_json(content: bytes) -> bool:
    """Whether a file begins as a list of JSON records."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")


def read_leavers_json(content: bytes, year: int | None, tell: Tell = untold) -> tuple[str, list[Leavers], Reading]:
    """The release, the groups of leavers and what was read; `row` counts the records, the first being 2."""
    records, level = _records(content)
    header = ("place", "group")
    if year is None:
        missing = Problem("YEAR_MISSING", Effect.FILE, 0, "", "no year in the file",
                          "the September in which the leavers' last school year began", "Add --year 2022.")  # fmt: skip
        return "", [], Reading(header=header, problems=(missing,), records=len(records))
    found, good, bad, problems = [], [], [], []
    for number, record in enumerate(each(records, tell, "Reading leavers"), start=2):
        place = str(record.get("Id", record.get("id", "")))
        for group in GROUPS if level != "school" else ("Tot",):
            row = Row(number, number, (place, group))
            try:
                leavers = _leavers(record, group, level, place, year)
            except Unsaid as fault:
                bad.append(row)
                column = fault.column or group
                problems.append(Problem(fault.code, Effect.REFUSED, number, column, fault.received, fault.expected))
                continue
            if leavers is not None:
                good.append(row)
                found.append(leavers)
    reading = Reading(header=header, rows=tuple(good), left_out=tuple(bad), problems=tuple(problems),
                      records=len(good) + len(bad))  # fmt: skip
    return RELEASE, found, reading


def _records(content: bytes) -> tuple[list[Mapping[str, Any]], str]:
    """The records and the level they are of; refused where they are none of leavers."""
    try:
        records = json.loads(decode(content))
        keys = records[0].keys()
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as odd:
        raise refuse_type("a file that is no list of records", "records of leavers as JSON, or a table") from odd
    named = next(filter(None, (_KEY.fullmatch(key) for key in keys)), None)
    if named is None or not all(isinstance(record, dict) for record in records):
        raise refuse_type("JSON that says nothing of leavers", "AllDest_Tot_…_Current_Num and its like")
    return records, _LEVELS[named[1]]


def _leavers(record: Mapping[str, Any], group: str, level: str, place: str, year: int) -> Leavers | None:
    """What one group of one place did next; None where nothing is said of it, refused where it cannot be."""
    short = next(short for short, of in _LEVELS.items() if of == level)
    counts: dict[str, Any] = {}
    shares: dict[str, Any] = {}
    for theirs, measure in MEASURES.items():
        for kept, part, is_share in ((counts, "Num", False), (shares, "Pct", True)):
            key = f"{theirs}_{group}_{short}_Current_{part}"
            cell = record.get(key)
            if cell is not None and (value := _value(key, str(cell), is_share)) is not None:
                kept[measure] = value
    if not counts and not shares:
        return None
    for kept in (counts, shares):
        _refuse_more_than_all(kept, group)
    code, name = ("E92000001", "England") if level == "country" else (place, place)
    return Leavers(Destination.Phase.KS4, level, code, name, year, "", "", GROUPS[group], counts, shares)


def _value(key: str, cell: str, is_share: bool) -> Any:
    try:
        value = value_of(cell, share=is_share)
    except Unsaid as fault:
        raise Unsaid(fault.code, key, fault.received, fault.expected) from None
    if not is_share and isinstance(value, float):
        raise Unsaid("NUMBER_INVALID", key, cell[:40], "a whole number of people: number and percentage may be swapped")
    return value


def _refuse_more_than_all(said: Mapping[str, Any], group: str) -> None:
    """A part is not more than all who went somewhere: else numbers and percentages were swapped."""
    numbers = {name: value for name, value in said.items() if isinstance(value, int | float)}
    whole = numbers.get("overall")
    for name, value in numbers.items():
        if whole is not None and value > whole + _NEARLY:
            raise Unsaid("PART_OVER_WHOLE", group, f"{name} {value}", f"at most {whole}, the number for all of them")
