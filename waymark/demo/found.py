"""What the demonstration found: figures from records, and how to sign in, as one document and in words."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from waymark.access.demonstration import Demonstration
from waymark.access.scope import acting, everything
from waymark.demo.places import HUB, SCHOOLS
from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.evaluation.queries import figures_of
from waymark.ledger.models import Activity, Encounter
from waymark.ledger.queries import on_roll
from waymark.places.models import Organisation


def found(*, today: date) -> dict[str, Any]:
    """The hub, each school's scores, and a sign-in for each role."""
    shown = Demonstration()
    with acting(everything("the demonstration", via="demo")):
        schools = list(Organisation.objects.filter(slug__in=[school.slug for school in SCHOOLS]))
        rolls = {school.pk: on_roll(school, today).count() for school in schools}
        in_force = benchmarks_in_force(today)
        return {
            "hub": HUB[0],
            "learners": sum(rolls.values()),
            "activities": Activity.objects.count(),
            "marks": Encounter.objects.count(),
            "framework": in_force.name,
            "title": in_force.title,
            "on": today.isoformat(),
            "schools": [
                {"name": school.name, "urn": school.urn or None, "ukprn": school.ukprn or None}
                | {"on_roll": rolls[school.pk], "scores": None, "achieved": None}
                | (_figures(school, in_force.name, today) if any(rolls.values()) else {})
                for school in schools
            ],
            "password": shown.password,
            "authenticator_key": shown.key,
            "sign_ins": [asdict(one) for one in shown.sign_ins()],
        }


def _figures(school: Organisation, name: str, today: date) -> dict[str, Any]:
    """The evidenced score of each benchmark that is computed, and how many are achieved."""
    scores = figures_of(school, name, on=today).scores
    computed = framework(name).scored_benchmarks
    return {
        "scores": {code: scores[code].score for code in computed},
        "achieved": sum(scores[code].achieved for code in computed),
    }


def in_words(found: dict[str, Any]) -> Iterator[str]:
    """The same line by line, for a terminal."""
    schools = found["schools"]
    yield ""
    yield f"{found['hub']}: {len(schools) - 1} schools and a college, {found['learners']:,} learners on roll,"
    yield f"{found['activities']:,} activities and {found['marks']:,} marks in registers."
    if found["learners"]:
        yield ""
        on = f"{date.fromisoformat(found['on']):%-d %B %Y}"
        yield f"{found['title']}, on the schools' own records, {on} (evidenced score of each benchmark, %):"
        heads = "".join(f"{code.removeprefix('gb'):>5}" for code in schools[0]["scores"])
        yield f"{'':32}{'on roll':>8}{heads}  achieved"
        for school in schools:
            cells = "".join(f"{'–' if score is None else score:>5}" for score in school["scores"].values())
            yield f"{school['name']:32}{school['on_roll']:>8,}{cells}{school['achieved']:>10}"
    yield ""
    key = found["authenticator_key"]
    yield f"Sign in with the password “{found['password']}” and an authenticator with the key {key}"
    yield "(here, and only in the demonstration, the page that asks for the code also shows it):"
    for one in found["sign_ins"]:
        yield f"  {one['role']:24}{one['email']:58}{one['at']}"
