"""What the demonstration found, in words for a terminal: figures from records, and how to sign in."""

from collections.abc import Iterator
from datetime import date

from waymark.access.demonstration import Demonstration
from waymark.access.scope import acting, everything
from waymark.demo.places import HUB, SCHOOLS
from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.evaluation.queries import figures_of
from waymark.ledger.models import Activity, Encounter
from waymark.ledger.queries import on_roll
from waymark.places.models import Organisation


def describe(*, today: date) -> Iterator[str]:
    """Line by line: the hub, each school's scores, and a sign-in for each role."""
    with acting(everything("the demonstration", via="demo")):
        schools = {place.slug: place for place in Organisation.objects.filter(slug__in=[s.slug for s in SCHOOLS])}
        roll = {slug: on_roll(place, today).count() for slug, place in schools.items()}
        yield ""
        yield f"{HUB[0]}: {len(schools) - 1} schools and a college, {sum(roll.values()):,} learners on roll,"
        yield f"{Activity.objects.count():,} activities and {Encounter.objects.count():,} marks in registers."
        if any(roll.values()):
            yield from _scores(schools, roll, today)
        yield from _sign_ins()


def _scores(schools: dict[str, Organisation], roll: dict[str, int], today: date) -> Iterator[str]:
    in_force = benchmarks_in_force(today)
    computed = framework(in_force.name).scored_benchmarks
    yield ""
    yield f"{in_force.title}, on the schools' own records, {today:%-d %B %Y} (evidenced score of each benchmark, %):"
    heads = "".join(f"{code.removeprefix('gb'):>5}" for code in computed)
    yield f"{'':32}{'on roll':>8}{heads}  achieved"
    for slug, school in schools.items():
        scores = figures_of(school, in_force.name, on=today).scores
        cells = "".join(f"{'–' if (s := scores[code].score) is None else s:>5}" for code in computed)
        achieved = sum(scores[code].achieved for code in computed)
        yield f"{school.name:32}{roll[slug]:>8,}{cells}{achieved:>10}"


def _sign_ins() -> Iterator[str]:
    shown = Demonstration()
    yield ""
    yield f"Sign in with the password “{shown.password}” and an authenticator with the key {shown.key}"
    yield "(here, and only in the demonstration, the page that asks for the code also shows it):"
    for one in shown.sign_ins():
        yield f"  {one.role:24}{one.email:58}{one.at}"
