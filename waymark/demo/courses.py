"""The demonstration's courses: invented qualifications, providers, venues and runs, each through its file's door."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape

import yaml

from waymark.access.scope import Scope
from waymark.demo.postcodes import TOWNS
from waymark.kernel.academic_year import academic_year
from waymark.kernel.telling import untold
from waymark.opportunities.actions.providers import provider_for
from waymark.opportunities.models import TrainingProvider
from waymark.opportunities.sources.columns import (
    COURSE_COLUMNS,
    NON_LARS_COLUMNS,
    T_LEVEL_COLUMNS,
    TEXT_COLUMNS,
    VENUE_COLUMNS,
)
from waymark.opportunities.sources.provider_files import take_whole
from waymark.opportunities.sources.receiving import take_open_file
from waymark.places.models import Kind, Organisation
from waymark.providers.actions.listing import say_ukprn

COLLEGE = "westmarch-college"
_TRAINING = "brightwater-training"  # whose people sign in
_LEVELS = {
    "E": "No qualifications are needed.",
    "1": "A first step.",
    "2": "As hard as GCSE.",
    "3": "As hard as A level.",
}
_HOW = {
    "classroom": "In a small group with a teacher, mostly by doing.",
    "online": "On your own computer, at your own pace, with a tutor who answers within two days.",
    "work": "At work, with a visit from your trainer every month.",
    "blended": "Half in the classroom and half at home, online.",
}
_MODES = {"classroom": "Classroom based", "online": "Online", "work": "Work based", "blended": "Blended learning"}
_PATTERNS = (("Full time", "Daytime"), ("Part time", "Evening"), ("Part time", "Daytime"), ("Part time", "Weekend"))


@dataclass(frozen=True)
class Aim:
    """An invented qualification, and who gives it how."""

    reference: str
    title: str
    level: str
    subject: str
    category: str
    given_by: str
    how: str


def offer_courses(places: Mapping[str, Organisation], *, seed: int, today: date, by: Scope) -> int:
    """Some three hundred runs of the college and six other providers; returns how many."""
    take_open_file(kind="lars", content=_lars_zip(), by=by)
    take_open_file(kind="ukrlp", content=_register(), by=by)
    college = provider_for(organisation=places[COLLEGE], by=by)
    if (training := Organisation.objects.filter(slug=_TRAINING).first()) is not None:
        say_ukprn(organisation=training, ukprn="19900024", by=by)
        training.refresh_from_db()
        provider_for(organisation=training, by=by)
    providers = {"c": college} | {
        one.ukprn[-1]: one for one in TrainingProvider.objects.filter(ukprn__startswith="1990002")
    }
    chance, runs = Random(f"courses {seed}"), 0
    for mark, provider in providers.items():
        if provider is None:
            continue
        venues = [code for code in _said()["venues"]["college" if mark == "c" else provider.ukprn].split(" | ") if code]
        _send("venues", VENUE_COLUMNS, _venues(venues), provider, today, by)
        rows = [row for aim in aims() if mark in aim.given_by for row in _runs(aim, len(venues), chance, today)]
        runs += _send("courses", COURSE_COLUMNS, rows, provider, today, by)
        runs += _send("t-levels", T_LEVEL_COLUMNS, list(_t_levels(mark, len(venues), today)), provider, today, by)
        if mark in "13":
            runs += _send("courses-non-lars", NON_LARS_COLUMNS, list(_bootcamps(chance, today)), provider, today, by)
    return runs


@cache
def _said() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "courses.yaml").read_text(encoding="utf-8"))


def _lines(name: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in _said()[name].splitlines() if line.strip()]


def aims() -> list[Aim]:
    """The invented qualifications; none of their references is one of LARS's."""
    return [Aim(f"ZW{number:06}", *cells) for number, cells in enumerate(_lines("aims"), start=1)]


def _lars_zip() -> bytes:
    tables = {
        "LearningDelivery": [
            ("LearnAimRef", "LearnAimRefTitle", "NotionalNVQLevelv2", "AwardOrgCode", "SectorSubjectAreaTier2"),
            *((aim.reference, aim.title, aim.level, "WMA", aim.subject) for aim in aims()),
        ],
        "AwardOrgCode": [("AwardOrgCode", "AwardOrgName"), ("WMA", _said()["body"])],
        "SectorSubjectAreaTier2": [
            ("SectorSubjectAreaTier2", "SectorSubjectAreaTier2Desc"),
            *((subject, subject) for subject in dict.fromkeys(aim.subject for aim in aims())),
        ],
        "LearningDeliveryCategory": [
            ("LearnAimRef", "CategoryRef"),
            *((aim.reference, aim.category) for aim in aims() if aim.category),
        ],
        "SectorSubjectAreaTier1": [
            ("SectorSubjectAreaTier1", "SectorSubjectAreaTier1Desc"),
            *((subject, subject) for _, _, subject, _, _ in _lines("t_levels")),
        ],
        "Framework": [
            ("FworkCode", "ProgType", "PathwayName", "NASTitle", "SectorSubjectAreaTier1", "EffectiveFrom",
             "EffectiveTo"),
            *(
                (framework, "31", pathway.strip(), name, subject, "01 Sep 2020", "")
                for framework, name, subject, pathways, _ in _lines("t_levels")
                for pathway in pathways.split(";")
            ),
        ],
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, rows in tables.items():
            archive.writestr(f"{name}.csv", _csv(rows))
    return out.getvalue()


def _register() -> bytes:
    records = "".join(
        "<MatchingProviderRecords>"
        f"<UnitedKingdomProviderReferenceNumber>{ukprn}</UnitedKingdomProviderReferenceNumber>"
        f"<ProviderName>{escape(name)}</ProviderName><ProviderStatus>Active</ProviderStatus>"
        f"<ProviderContact><ContactType>L</ContactType><ContactAddress><Town>{town}</Town>"
        f"<PostCode>{outcode} 2AA</PostCode></ContactAddress></ProviderContact></MatchingProviderRecords>"
        for ukprn, name, town, outcode in _lines("providers")
    )
    return f"<Providers>{records}</Providers>".encode()


def _venues(postcodes: list[str]) -> list[dict[str, str]]:
    towns = {town.outcode: town.name for town in TOWNS}
    return [
        {
            "YOUR_VENUE_REFERENCE": f"V{number}",
            "VENUE_NAME": f"{towns[code.split()[0]]} {('Campus', 'Centre', 'Annexe')[number % 3]}",
            "ADDRESS_LINE_1": f"{3 * number + 2} Chapel Street",
            "TOWN_OR_CITY": towns[code.split()[0]],
            "POSTCODE": code,
        }
        for number, code in enumerate(postcodes)
    ]


def _runs(aim: Aim, venues: int, chance: Random, today: date) -> Iterator[dict[str, str]]:
    """Two or three runs of a qualification at one provider."""
    texts = {"subject": aim.subject.lower(), "level": _LEVELS.get(aim.level, "Beyond A level."), "how": _HOW[aim.how]}
    texts["entry"] = "None: come as you are." if aim.level in "E1" else "The level below, or a talk with us."
    shared = {column.heading: _said()["texts"][column.field].format(**texts) for column in TEXT_COLUMNS}
    free = aim.category and chance.random() < 0.8
    months = {"E": 2, "1": 6, "2": 9, "3": 18}.get(aim.level, 24)
    for number, begins in enumerate(_starts(today, chance)[: 2 if aim.how == "classroom" else 1]):
        for copy in range(1 if aim.how != "classroom" else chance.choice((1, 2))):
            study, attendance = _PATTERNS[(number + copy + len(aim.title)) % len(_PATTERNS)]
            yield shared | {
                "LARS_QAN": aim.reference,
                "COURSE_NAME": aim.title if chance.random() < 0.6 else f"{aim.title}, {attendance.lower()}",
                "YOUR_REFERENCE": f"{aim.reference[-3:]}-{number}{copy}",
                **_where(aim.how, venues, copy, chance, study, attendance),
                **_when(aim.how, begins),
                "COST": "0" if free else f"{chance.randrange(20, 900, 5)}",
                "COST_DESCRIPTION": "Free for most people: ask us." if free else "",
                "DURATION": str(months),
                "DURATION_UNIT": "Months",
                "COURSE_WEBPAGE": f"courses.example/{aim.reference.lower()}",
            }


def _where(how: str, venues: int, copy: int, chance: Random, study: str, attendance: str) -> dict[str, str]:
    said = {"DELIVERY_MODE": _MODES[how if venues or how in ("online", "work") else "online"]}
    if said["DELIVERY_MODE"] in (_MODES["classroom"], _MODES["blended"]):
        return said | {
            "YOUR_VENUE_REFERENCE": f"V{(copy + chance.randrange(venues)) % venues}",
            "STUDY_MODE": study,
            "ATTENDANCE_PATTERN": attendance,
        }
    if how == "work":
        is_national = chance.random() < 0.4
        said |= {"NATIONAL_DELIVERY": "Yes" if is_national else "No"}
        said |= {} if is_national else {"SUB_REGION": _a_council()}
    return said


def _a_council() -> str:
    """The council that came to the register last: the demonstration's own, where it is there."""
    councils = Organisation.objects.filter(kind=Kind.COUNCIL).exclude(register_code="")
    return councils.order_by("-pk").values_list("name", flat=True)[0]


def _when(how: str, begins: date) -> dict[str, str]:
    if how in ("online", "work"):
        return {"FLEXIBLE_START_DATE": "Yes"}
    return {"START_DATE": f"{begins:%d/%m/%Y}", "FLEXIBLE_START_DATE": "No"}


def _starts(today: date, chance: Random) -> list[date]:
    """The next beginnings of terms, give or take some days."""
    year = academic_year(today)
    terms = [date(each, month, day) for each in (year, year + 1) for month, day in ((9, 8),)]
    terms += [date(each + 1, month, day) for each in (year, year + 1) for month, day in ((1, 11), (4, 19))]
    late = timedelta(days=chance.randrange(0, 14))
    return [begins for begins in sorted(term + late for term in terms) if begins >= today]


def _bootcamps(chance: Random, today: date) -> Iterator[dict[str, str]]:
    texts = {
        "subject": "a trade that is short of people",
        "level": "Quick and hard.",
        "how": _HOW["online"],
        "entry": "",
    }
    shared = {column.heading: _said()["texts"][column.field].format(**texts) for column in TEXT_COLUMNS}
    for title, sector, level, _, weeks in _lines("bootcamps"):
        yield shared | {
            "COURSE_TYPE": "Skills Bootcamp",
            "SECTOR": sector,
            "EDUCATION_LEVEL": level,
            "AWARDING_BODY": _said()["body"],
            "COURSE_NAME": title,
            "YOUR_REFERENCE": f"B-{weeks}-{level}",
            "DELIVERY_MODE": "Online",
            "START_DATE": f"{_starts(today, chance)[0]:%d/%m/%Y}",
            "COST": "0",
            "DURATION": weeks,
            "DURATION_UNIT": "Weeks",
        }


def _t_levels(mark: str, venues: int, today: date) -> Iterator[dict[str, str]]:
    """Each T level of a provider from next September, at two of its venues where it has them."""
    begins = date(academic_year(today) + 1, 9, 7)
    for framework, _, subject, pathways, given_by in _lines("t_levels"):
        texts = {"subject": subject.lower(), "pathways": pathways.replace(";", ",").lower()}
        for venue in range(min(venues, 2) if mark in given_by else 0):
            yield {
                "T_LEVEL": framework,
                **{column.heading: _said()["t_level_texts"][column.field].format(**texts) for column in TEXT_COLUMNS},
                "YOUR_REFERENCE": f"T-{framework}",
                "START_DATE": f"{begins:%d/%m/%Y}",
                "YOUR_VENUE_REFERENCE": f"V{venue}",
                "COURSE_WEBPAGE": f"courses.example/t-levels/{framework}",
            }


def _send(
    kind: str, columns: tuple, rows: list[dict[str, str]], provider: TrainingProvider, today: date, by: Scope
) -> int:
    """Send a file in as its provider would; all of it must be right."""
    if not rows:
        return 0
    headings = [column.shown for column in columns]
    content = _csv([headings, *([row.get(heading, "") for heading in headings] for row in rows)])
    outcome = take_whole(kind, content, f"{kind}.csv", provider, today=today, tell=untold, by=by)
    wrong = [problem.in_words() for problem in outcome.problems if problem.effect.value != "noted"]
    assert not wrong, wrong[:3]
    return outcome.added


def _csv(rows) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
