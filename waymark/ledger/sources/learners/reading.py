"""From a learner file to rows fit to merge, and every problem on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, timedelta

from waymark.intake.files import read_file
from waymark.intake.reading import Effect, Problem, Reading, Row
from waymark.intake.reading.cells import clean
from waymark.intake.reading.columns import match
from waymark.kernel.academic_year import academic_year
from waymark.kernel.telling import Tell, untold
from waymark.kernel.upn import is_temporary
from waymark.ledger.rules.roll import LearnerRow
from waymark.ledger.sources.ctf import ctf_grid
from waymark.ledger.sources.learners.columns import COLUMNS, SENSITIVE, columns_kept

YOUNGEST, OLDEST = 8, 30
YEARS_OUT = 2  # so far from the usual age of their year group learners are without anybody wondering
BIRTH_TO_YEAR_0 = 5  # academic years
LAST_OF_ONE_AGE = 11  # later, people come back to learning at any age
_AHEAD = timedelta(days=366)  # places are given for next September, hardly for a later one

_FIELDS = frozenset(field.name for field in fields(LearnerRow))


def read_learners(content: bytes, *, on: date, fields_on: Iterable[str] = (), tell: Tell = untold) -> Reading:
    """Read a learner file of any kind, as at the day it speaks for.

    Sensitive columns the school has not switched on are not read at all; that they were there
    is noted. A blank or temporary UPN is noted; a second line of one UPN is refused.
    """
    on_fields = frozenset(fields_on)
    reading = read_file(content, columns_kept(on_fields), xml=lambda sent: ctf_grid(sent, on=on), tell=tell)
    if reading.is_refused:
        return reading
    reading = _impossible_births_left_out(reading, on)
    reading = _backward_stays_left_out(reading)
    reading = _repeats_left_out(reading)
    reading = _noting_unlikely_days(reading, on)
    return _noting_upns(reading).with_problem(*_scopes_off(reading, on_fields))


def learner_rows(reading: Reading) -> list[LearnerRow]:
    """The good rows of a reading as learners."""
    stated = frozenset(reading.found)
    return [LearnerRow(row=row.number, stated=stated, **_said(row.values)) for row in reading.rows]


def _said(values: Mapping[str, object]) -> dict:
    said = {name: value for name, value in values.items() if value is not None and name in _FIELDS}
    return {"upn": ""} | said


def _impossible_births_left_out(reading: Reading, on: date) -> Reading:
    def age(row: Row) -> int:
        born: date = row.values["born_on"]
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

    def told(row: Row) -> str:
        return "a date in the future" if row.values["born_on"] > on else "a date that cannot be this learner's birth"

    wrong = [row for row in reading.rows if not YOUNGEST <= age(row) <= OLDEST]
    return reading.leaving_out(
        wrong,
        "DATE_OF_BIRTH_INVALID",
        "born_on",
        f"the birth date of someone aged {YOUNGEST} to {OLDEST}",
        suggestion="Check the year.",
        received=told,
    )


def _backward_stays_left_out(reading: Reading) -> Reading:
    def leaves_before_joining(row: Row) -> bool:
        joined, left = row.values["joined_on"], row.values["left_on"]
        return bool(joined and left and left < joined)

    return reading.leaving_out(
        [row for row in reading.rows if leaves_before_joining(row)],
        "LEFT_BEFORE_JOINED",
        "left_on",
        "a last day on roll after the first",
        suggestion="Check both dates.",
        received="an earlier date",
    )


def _noting_unlikely_days(reading: Reading, on: date) -> Reading:
    """Days that can be, and are far likelier a slip: nobody's row is left out for them."""

    def joined(row: Row) -> str:
        said: date | None = row.values["joined_on"]
        if said is None:
            return ""
        if said <= row.values["born_on"]:
            return "a day before they were born"
        return "a day more than a year ahead" if said > on + _AHEAD else ""

    def aged(row: Row) -> str:
        year_group = row.values["year_group"]
        older = academic_year(on) - year_group - BIRTH_TO_YEAR_0 - academic_year(row.values["born_on"])
        if older > YEARS_OUT and year_group <= LAST_OF_ONE_AGE:
            return "someone much older than that year group"
        return "someone much younger than that year group" if older < -YEARS_OUT else ""

    reading = reading.noting(
        [row for row in reading.rows if joined(row)],
        "JOINED_UNLIKELY",
        "joined_on",
        "their first day on your roll",
        suggestion="Check the year. They are taken in, and are on roll from the day that is written.",
        received=joined,
    )
    return reading.noting(
        [row for row in reading.rows if aged(row)],
        "AGE_UNUSUAL",
        "born_on",
        "a birth date that fits the year group",
        suggestion="Check the birth date and the year group. They are taken in as they stand.",
        received=aged,
    )


def _repeats_left_out(reading: Reading) -> Reading:
    """Refuse the second and later lines of one UPN, and of one person without a UPN."""
    upn_at = reading.found["upn"]
    numbers: set[str] = set()
    same_number: list[Row] = []
    for row in sorted((*reading.rows, *reading.left_out), key=lambda row: row.number):
        number = "".join(row.cells[upn_at].split()).upper() if upn_at < len(row.cells) else ""
        if number and row.values.get("upn"):
            if number in numbers:
                same_number.append(row)
            numbers.add(number)
    reading = reading.leaving_out(
        same_number,
        "UPN_TWICE",
        "upn",
        "each UPN once in the file",
        suggestion="Keep the right line and delete the other, or put its own UPN in.",
        received="a UPN that stands further up",
    )
    people: set[tuple] = set()
    same_person: list[Row] = []
    for row in sorted(reading.rows, key=lambda row: not row.values["upn"]):
        person = (row.values["given_name"].casefold(), row.values["family_name"].casefold(), row.values["born_on"])
        if not row.values["upn"] and person in people:
            same_person.append(row)
        people.add(person)
    return reading.leaving_out(
        same_person,
        "LEARNER_TWICE",
        "given_name",
        "each learner once in the file",
        suggestion="Delete one of the two lines, or fill in the UPNs.",
        received="the name and birth date of another line, and no UPN",
    )


def _noting_upns(reading: Reading) -> Reading:
    reading = reading.noting(
        [row for row in reading.rows if not row.values["upn"]],
        "UPN_BLANK",
        "upn",
        "a UPN",
        suggestion="They are taken in and known by name and birth date until you send the UPN.",
        received="a blank",
    )
    return reading.noting(
        [row for row in reading.rows if row.values["upn"] and is_temporary(row.values["upn"])],
        "UPN_TEMPORARY",
        "upn",
        "a permanent UPN",
        suggestion="Send the permanent UPN when you have it; it will be joined to the same learner.",
        received="a temporary UPN",
    )


def _scopes_off(reading: Reading, on: frozenset[str]) -> list[Problem]:
    """One note for each sensitive column that holds something and is not switched on."""
    found = match(reading.header, COLUMNS)
    rows = (*reading.rows, *reading.left_out)
    return [
        Problem(
            "SCOPE_OFF",
            Effect.NOTED,
            1,
            reading.header[found[column.name]],
            "a column your school has not switched on",
            "nothing: the column was not read",
            f"To keep {column.shown}, switch it on in your school's settings and send the file again.",
        )
        for column in SENSITIVE
        if column.name in found and column.name not in on
        if any(found[column.name] < len(row.cells) and clean(row.cells[found[column.name]]) for row in rows)
    ]
