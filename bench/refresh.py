"""How soon the new figures of a school stand once a register of 200 has been saved, and by a loop of the ORM."""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bench.country import ON, SCHOOLS, country
from bench.site import empty_site, load

TITLE = "New figures after a register"
_ROUNDS = 200
_REGISTER = 200


_SITES = ("hub", "quarter")


def measure(folder: Path) -> str:
    """Each size in a process of its own, for each sets Django up on its own database."""
    largest = os.environ.get("WAYMARK_BENCH_SITE", _SITES[-1])
    sizes = _SITES[: _SITES.index(largest) + 1] if largest in _SITES else (largest,)
    program = "import sys; from bench.refresh import tell; tell(sys.argv[1], sys.argv[2])"
    told = []
    for size in sizes:
        run = subprocess.run(
            [sys.executable, "-c", program, str(folder), size], check=True, stdout=subprocess.PIPE, text=True
        )
        told.append(json.loads(run.stdout))
    return _said(told)


def _said(told: list[dict]) -> str:
    lines = [
        f"SQLite databases of made-up schools; {_ROUNDS} registers of {_REGISTER} at five of them. From the register"
        " being saved to all the school's figures being there to show. *For the first time*: a school's figures with"
        " nothing kept. *By a loop*: over the school's learners, their rows fetched ahead.",
        "",
        "| schools | marks | p50, ms | p95, ms | p95 / the smallest site's | for the first time, ms | by a loop, ms |"
        " loop / p50 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for each in told:
        lines.append(
            f"| {each['schools']:,} | {each['marks']:,} | {each['p50']:.0f} | {each['p95']:.0f}"
            f" | {each['p95'] / told[0]['p95']:.2f} | {each['anew']:.0f} | {each['loop']:.0f}"
            f" | {each['loop'] / each['p50']:.0f} |"
        )
    return "\n".join([*lines, "", "Goals: p95 under 50 ms at a hub, and no slower with 850 schools."])


def tell(folder: str, size: str) -> None:
    """Print what one size gave, as JSON."""
    with tempfile.TemporaryDirectory() as place:
        empty_site(Path(place))
        load(country(size, Path(folder)))
        print(json.dumps(_measured(size)))


def _measured(size: str) -> dict[str, float]:
    from waymark.access.scope import acting, everything
    from waymark.evaluation.evaluated import forget_everything
    from waymark.evaluation.frameworks import framework
    from waymark.evaluation.plain import evaluate
    from waymark.evaluation.queries import figures_of
    from waymark.ledger.exchange import exchange_rows
    from waymark.ledger.models import Encounter
    from waymark.places.models import Organisation

    rng = random.Random(1)
    with acting(everything("bench")):
        schools = rng.sample(list(Organisation.objects.filter(touches__id__gt=0).order_by("pk")), min(5, SCHOOLS[size]))
        anew = [_seconds(lambda school=school: figures_of(school, "gatsby-2024", on=ON)) for school in schools]
        standing = []
        for number in range(_ROUNDS):
            school = schools[number % len(schools)]
            forget_everything()  # as in a process that has not shown this school before
            _save_register(school, rng)
            standing.append(_seconds(lambda school=school: figures_of(school, "gatsby-2024", on=ON)))
        by = framework("gatsby-2024")
        loop = _seconds(lambda: evaluate(by, ON, exchange_rows(schools[:1], on=ON)))
        kept = Encounter.objects.count()
    return {
        "schools": SCHOOLS[size],
        "marks": kept,
        "p50": statistics.median(standing) * 1e3,
        "p95": statistics.quantiles(standing, n=20)[-1] * 1e3,
        "anew": statistics.median(anew) * 1e3,
        "loop": loop * 1e3,
    }


def _save_register(school, rng: random.Random) -> None:
    """What saving a register leaves in the ledger: the marks, and whom they touch."""
    from waymark.ledger.models import Activity, ActivityKind, Encounter, Enrolment
    from waymark.ledger.touching import touch_learners

    year_group = rng.choice([8, 9, 10, 11])
    now = Enrolment.objects.filter(organisation=school, academic_year=2025, year_group__in=[year_group, year_group + 1])
    learners = list(now.values_list("learner_id", flat=True)[:_REGISTER])
    activity = Activity(
        organisation=school, title="A", held_on=ON - timedelta(days=rng.randrange(90)), state=Activity.State.DONE,
        two_way=True, purpose_shared=True, outcomes_set=True, reflection=True,
    )  # fmt: skip
    activity.save()
    ActivityKind.objects.bulk_create(
        [ActivityKind(activity=activity, kind=rng.choice(["employer", "lmi", "guidance"]))]
    )
    Encounter.objects.bulk_create(
        [Encounter(activity=activity, learner_id=learner, status="attended") for learner in learners]
    )
    touch_learners(school.pk, learners)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
