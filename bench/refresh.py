"""How soon the new figures of a school stand once a register of 200 has been saved, and by a loop of the ORM."""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bench.country import ON, SCHOOLS, country
from bench.site import empty_site, load

TITLE = "New figures after a register"
_ROUNDS = 60
_REGISTER = 200


def measure(folder: Path) -> str:
    size = os.environ.get("WAYMARK_BENCH_SITE", "hub")
    with tempfile.TemporaryDirectory() as place:
        empty_site(Path(place))
        load(country(size, folder))
        return _measured(size)


def _measured(size: str) -> str:
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
        saving, standing = [], []
        for number in range(_ROUNDS):
            school = schools[number % len(schools)]
            forget_everything()  # as in a process that has not shown this school before
            saving.append(_seconds(lambda school=school: _save_register(school, rng)))
            standing.append(_seconds(lambda school=school: figures_of(school, "gatsby-2024", on=ON)))
        by = framework("gatsby-2024")
        loop = _seconds(lambda: evaluate(by, ON, exchange_rows(schools[:1], on=ON)))
        kept = Encounter.objects.count()
    p50, p95 = statistics.median(standing), statistics.quantiles(standing, n=20)[-1]
    return (
        f"A SQLite database of {SCHOOLS[size]:,} schools with {kept:,} marks; {_ROUNDS} registers of {_REGISTER} at"
        f" {len(schools)} of them. From the register being saved to all the school's figures being there to show:\n\n"
        "| | p50, ms | p95, ms |\n| --- | --- | --- |\n"
        f"| new figures after a register | {p50 * 1e3:.0f} | {p95 * 1e3:.0f} |\n\n"
        f"A school's figures made for the first time: {statistics.median(anew):.2f} s. By a loop over its learners,"
        f" their rows fetched ahead: {loop:.2f} s, {loop / p50:.0f} times as long as bringing them up to date."
    )


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
