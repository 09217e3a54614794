"""The files the demonstration's schools send: as a register, a school system or a careers leader would write them."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from waymark.demo.lives import Roll
from waymark.demo.places import COUNCIL, HUB, SCHOOLS, TRUST, DemoSchool
from waymark.demo.programmes import Event

_PHASES = {"school": "Secondary", "specialist": "Not applicable", "college": "16 plus"}
_GROUPS = {"school": "Academies", "specialist": "Special schools", "college": "Colleges"}
_SEN = {"N": "No special need", "K": "SEN Support", "E": "Education, Health and Care Plan"}

# The headings of four kinds of export, for the same nine columns and the sensitive ones.
_HEADINGS = {
    "waymark": (
        "UPN",
        "Given name",
        "Family name",
        "Date of birth",
        "Year group",
        "Form",
        "Sex",
        "Joined on",
        "Left on",
    ),
    "sims": ("UPN", "Legal Forename", "Legal Surname", "DOB", "Year Taught In", "Reg Group", "Gender", "DOA", "DOL"),
    "arbor": (
        "UPN",
        "Legal first name",
        "Legal last name",
        "Date of birth",
        "Year group",
        "Registration form",
        "Sex",
        "Enrolment date",
        "Leaving date",
    ),
    "bromcom": (
        "UPN",
        "Legal Forename",
        "Legal Surname",
        "Date of Birth",
        "NC Year",
        "Tutor Group",
        "Gender",
        "Admission Date",
        "Leaving Date",
    ),
}
_SENSITIVE = {"sen": "SEN Status", "pupil_premium": "Pupil Premium", "looked_after": "In Care", "eal": "EAL"}


def register_csv() -> bytes:
    """The invented schools in the layout of the public register of schools."""
    header = (
        "URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (name)",
        "EstablishmentTypeGroup (name)", "EstablishmentStatus (name)", "OpenDate", "CloseDate",
        "PhaseOfEducation (name)", "StatutoryLowAge", "StatutoryHighAge", "OfficialSixthForm (name)", "Trusts (code)",
        "Trusts (name)", "UKPRN", "Street", "Town", "Postcode", "TelephoneNum", "SchoolWebsite",
    )  # fmt: skip
    rows = [_register_row(number, school) for number, school in enumerate(SCHOOLS, 1) if school.urn]
    return _csv(header, rows)


def _register_row(number: int, school: DemoSchool) -> tuple[Any, ...]:
    low, high = school.years
    sixth = "Has a sixth form" if high > 11 and school.setting == "school" else "Does not have a sixth form"
    return (
        school.urn, COUNCIL[2], COUNCIL[1].replace("-", " ").title().replace(" Council", ""), f"{4100 + number}",
        school.name, school.kind_of_school, _GROUPS[school.setting], "Open", f"01-09-{school.opened}", "",
        _PHASES[school.setting], low + 4, high + 5, sixth, "79001" if school.in_trust else "",
        TRUST[0] if school.in_trust else "", school.ukprn or f"1990{number:04d}", f"{number * 7} Lantern Road",
        school.town, school.postcode, f"01632 9601{number:02d}", f"www.{school.slug}.example",
    )  # fmt: skip


def colleges_csv() -> bytes:
    """The invented college in the layout of the list of colleges by UKPRN."""
    rows = [(s.ukprn, "N", s.name, "General FE and Tertiary", "") for s in SCHOOLS if not s.urn]
    return _csv(("UKPRN", "PrivateBeta", "Provider Name", "Provider Type", "HEI subsidiary"), rows)


def hub_csv(first_year: int) -> bytes:
    """Who belongs to the hub since when: one school joined late, and one was away for two years."""
    rows: list[tuple[str, str, str, str]] = []
    for school in SCHOOLS:
        number = school.urn or school.ukprn
        joined = max(first_year + (2 if school.setting == "college" else 0), school.opened)
        if school.slug == "coldharrow-high-school":
            rows.append((HUB[0], number, f"01/09/{joined}", f"31/08/{joined + 2}"))
            joined += 4
        rows.append((HUB[0], number, f"01/09/{joined}", ""))
    return _csv(("Hub", "URN or UKPRN", "From", "To"), rows)


def roll_csv(roll: Roll, year: int, *, on: date) -> bytes:
    """A school system's export of one academic year as at a day: who is on roll, and who left since September."""
    school = roll.school
    header = (*_HEADINGS[school.mis], *(_SENSITIVE[name] for name in school.switched_on))
    rows = []
    for life, spell in roll.in_year(year):
        if spell.from_on > on:
            continue
        left = spell.to_on if spell.to_on and spell.to_on <= on else None
        plain = (life.upn, life.given, life.family, _uk(life.born_on), f"Year {spell.year_group}", spell.form, life.sex)
        sensitive = {
            "sen": _SEN[life.sen],
            "pupil_premium": _yes(life.pupil_premium),
            "looked_after": _yes(life.looked_after),
            "eal": _yes(life.eal),
        }
        rows.append(
            (*plain, _uk(life.first_day), _uk(left) if left else "", *(sensitive[name] for name in school.switched_on))
        )
    return _csv(header, rows)


def attendance_csv(events: Iterable[Event]) -> bytes:
    """Who was at which activity, a line each, by the school's own reference and the UPN."""
    rows = ((event.reference, upn, mark) for event in events for upn, mark in event.marks.items())
    return _csv(("Activity reference", "UPN", "Status"), rows)


def _yes(said: bool) -> str:
    return "Yes" if said else "No"


def _uk(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
