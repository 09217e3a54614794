"""Jobs and the labour market of the demonstration: our own words, invented figures, the doors of open data."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from waymark.access.scope import Scope
from waymark.opportunities.actions.panels import add_analysis
from waymark.opportunities.models import MarketArea
from waymark.opportunities.sources.receiving import take_open_file
from waymark.places.models import Organisation

INVENTED = "words and figures invented for the demonstration, about no real place"
_YEAR = 2025
# Codes that the statistics office has given to no area.
_AREAS = b"LAD23CD,LAD23NM,LSIP23CD,LSIP23NM\nE07999901,Westmarch,E69999901,Westmarch\n"
_SEED_MONTH = (1.0, 0.86, 0.91, 0.97)  # adverts of the latest July and of those before it, as parts of the latest


def bring_in_jobs(*, today: date, by: Scope) -> None:
    """Jobs, the occupations they are counted as, skills, pay, forecasts and adverts."""
    for kind, filename, content in demo_files(today):
        outcome = take_open_file(
            kind=kind, content=content, filename=filename, year=_YEAR, source=INVENTED, on=today, by=by
        )
        assert not outcome.problems, (kind, outcome.problems[:3])


def publish_analysis(hub: Organisation, *, today: date, by: Scope) -> None:
    """What the hub's skills panel says of its area."""
    add_analysis(
        organisation=hub,
        area=MarketArea.objects.get(slug="westmarch-lsip"),
        title="Care and building work are short of people",
        text=(
            "We asked 40 employers in Westmarch in the spring.\n"
            "Care homes and builders told us that they cannot find enough people. They would take on people without "
            "experience, if they turn up on time and are kind.\n"
            "Offices told us that they look for people who can work with numbers. They do not mind which subject.\n"
            "We think that schools should bring builders and care homes in by Year 9."
        ),
        author="Westmarch skills panel",
        written_on=date(today.year, 6, 12) if today.month > 6 else date(today.year - 1, 6, 12),
        source="talks with 40 employers, invented for the demonstration",
        by=by,
    )


def demo_files(today: date) -> Iterator[tuple[str, str, bytes]]:
    """Each file's kind, name and content, in the open formats."""
    yield "soc", "soc.csv", _soc()
    yield "onet", "skills.csv", _skills()
    yield "job-profiles", "profiles.jsonl", _profiles(today)
    yield "earnings", f"pay_{_YEAR}.csv", _pay()
    yield "projections", "forecast.csv", _forecast()
    yield "adverts", "adverts.csv", _adverts(today)
    yield "areas", "areas.csv", _AREAS


@cache
def _ours() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "jobs.yaml").read_text(encoding="utf-8"))


def _csv(header: list[str], rows: Iterable[list[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def _soc() -> bytes:
    named = {job["soc"]: job["title"] for job in _ours()["jobs"]}
    header = ["SOC 2020 Major Group", "SOC 2020 Sub-Major Group", "SOC 2020 Minor Group", "SOC 2020 Unit Group",
              "SOC 2020 Group Title", "Related Job Titles"]  # fmt: skip
    rows = [[soc, "", "", "", title, ""] for soc, (title, _) in _ours()["major"].items()]
    rows += [
        ["", "", "", soc, title, f"~{named[soc]}" if soc in named else ""] for soc, title in _ours()["groups"].items()
    ]
    return _csv(header, rows)


def _onet(at: int) -> str:
    """A code that O*NET has not given to anything."""
    return f"99-{9000 + at}.00"


def _skills() -> bytes:
    rows = []
    for at, job in enumerate(_ours()["jobs"]):
        rows += [[_onet(at), skill, f"{6 - place / 4:.2f}"] for place, skill in enumerate(job["skills"])]
    return _csv(["onet_code", "skill", "rank"], rows)


def _profiles(today: date) -> bytes:
    written = date(today.year - 1, 9, 1).isoformat()
    lines = [
        json.dumps(
            {
                "title": job["title"],
                "url_name": job["title"].lower().replace(" ", "-"),
                "overview": job["says"],
                "categories": job["in"],
                "soc2010_code": job["old"],
                "onet_code": _onet(at),
                "onet_skills": job["skills"],
                "salary_starter": str(job["pay"][0]),
                "salary_experienced": str(job["pay"][1]),
                "hours_min": 37,
                "hours_max": 40,
                "hours_details": "a week",
                "day_to_day_tasks": job["do"],
                "routes": {way: [words] for way, words in job["ways"].items()},
                "career_path": job["path"],
                "published": written,
                "source": INVENTED,
            }
        )
        for at, job in enumerate(_ours()["jobs"])
    ]
    return "\n".join(lines).encode()


def _pay() -> bytes:
    rows = [["All employees", "", 100, _ours()["everybody"], _ours()["everybody"] + 6000, 18000, 46000]]
    rows += [
        [title, soc, 10, pay, pay + 4000, pay - 6000, pay + 9000] for soc, (title, pay) in _ours()["major"].items()
    ]
    for job in _ours()["jobs"]:
        if job["soc"]:
            low, high = job["pay"]
            middle = (low + high) // 2
            rows.append([_ours()["groups"][job["soc"]], job["soc"], 1, middle, middle + 1500, low, high])
    rows[-1][3] = "x"  # one that its publisher would not give, as real tables have many
    return _csv(["description", "soc2020_code", "jobs_thousand", "median", "mean", "p20", "p80"], rows)


def _forecast() -> bytes:
    years = list(range(2020, 2036))
    rows = []
    for area, key, slower in (("Westmarch LSIP", "here", 0), ("England", "country", 0), ("Eastmarch LSIP", "here", 3)):
        for breakdown, groups in (
            ("Broad sector", [(name, said) for name, said in _ours()["sectors"].items()]),
            (
                "Occupation (SOC2020 Sub-Major Group)",
                [(f"{soc} - {s['called']}", s) for soc, s in _ours()["kinds"].items()],
            ),
        ):
            for name, said in groups:
                growth = (said["grows"] - slower) / 1000  # a year
                people = [round(said[key] * (1 + growth * (year - _YEAR))) for year in years]
                rows.append([area, breakdown, name, *people])
    return _csv(["Area", "Breakdown", "Subgroup", *map(str, years)], rows)


def _adverts(today: date) -> bytes:
    latest = today.year if today.month > 8 else today.year - 1
    latest = min(latest, 2035)
    rows = []
    for area, times in (("Westmarch LSIP", 1), ("Westmarch LADU", 1), ("England", 260)):
        total = sum(said["adverts"] for said in _ours()["kinds"].values()) * times
        for back, part in enumerate(_SEED_MONTH):
            rows.append([area, "Total", "Total", f"Jul-{(latest - back) % 100:02}", round(total * part)])
        if area != "Westmarch LADU":
            rows += [
                [area, "Occupation (SOC2020 Sub-Major Group)", f"{soc} - {said['called']}", f"Jul-{latest % 100:02}",
                 said["adverts"] * times]
                for soc, said in _ours()["kinds"].items()
            ]  # fmt: skip
    return _csv(["Area", "Breakdown", "Subgroup", "Period", "valueText"], rows)
