"""How soon the new figures of a school stand once a register of 200 has been saved, and by a loop of the ORM."""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import cycle
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from bench.country import ON, SCHOOLS, country
from bench.site import empty_site, load, open_site

TITLE = "New figures after a register"
_ROUNDS = 200
_AT_A_TIME = 25  # one after the other at one site, as in a process that serves, before it is the other's turn
_REGISTER = 200
_SITES = ("hub", "quarter")


def measure(folder: Path) -> str:
    """Each size in a process of its own, for each sets Django up on its own database; their registers in turn."""
    largest = os.environ.get("WAYMARK_BENCH_SITE", _SITES[-1])
    sizes = _SITES[: _SITES.index(largest) + 1] if largest in _SITES else (largest,)
    with tempfile.TemporaryDirectory() as place:
        asked = [_begun(Path(place) / size, country(size, folder), size) for size in sizes]
        standing: list[list[float]] = [[] for _ in sizes]
        for _ in range(_ROUNDS // _AT_A_TIME):
            for site, seconds in zip(asked, standing, strict=True):
                for _ in range(_AT_A_TIME):
                    site.send("register")
                    seconds.append(site.recv())
        told = []
        for site, seconds in zip(asked, standing, strict=True):
            site.send("end")
            told.append(
                site.recv() | {"p50": statistics.median(seconds), "p95": statistics.quantiles(seconds, n=20)[-1]}
            )
    return _said(told)


def _begun(place: Path, records: Path, size: str) -> Connection:
    """What to ask a site of this size by, once another process has loaded it: a load leaves its memory in pieces."""
    place.mkdir()
    spawning = get_context("spawn")
    loading = spawning.Process(target=_loaded, args=(place, records))
    loading.start()
    loading.join()
    if loading.exitcode:
        raise RuntimeError(f"The site of a {size} was not loaded.")
    here, there = spawning.Pipe()
    spawning.Process(target=_site, args=(there, place, size), daemon=True).start()
    here.recv()
    return here


def _loaded(place: Path, records: Path) -> None:
    empty_site(place)
    load(records)


def _said(told: list[dict]) -> str:
    lines = [
        f"SQLite databases of made-up schools; {_ROUNDS} registers of {_REGISTER} at five of them, {_AT_A_TIME} in turn"
        f" with {_AT_A_TIME} of the other site. From the register being saved to all the school's figures being there"
        " to show. *For the first time*: a school's figures with nothing kept. *By a loop*: over the school's learners,"
        " their rows fetched ahead.",
        "",
        "| schools | marks | p50, ms | p95, ms | p95 / the smallest site's | for the first time, ms | by a loop, ms |"
        " loop / p50 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for each in told:
        lines.append(
            f"| {each['schools']:,} | {each['marks']:,} | {each['p50'] * 1e3:.0f} | {each['p95'] * 1e3:.0f}"
            f" | {each['p95'] / told[0]['p95']:.2f} | {each['anew'] * 1e3:.0f} | {each['loop'] * 1e3:.0f}"
            f" | {each['loop'] / each['p50']:.0f} |"
        )
    return "\n".join([*lines, "", "Goals: p95 under 50 ms at a hub, and no slower with 850 schools."])


def _site(asked: Connection, place: Path, size: str) -> None:
    open_site(place)
    from waymark.access.scope import acting, everything

    with acting(everything("bench")):
        asked.send(_answered(asked, size))


def _answered(asked: Connection, size: str) -> dict[str, float]:
    """Answer each register with how long its school's figures took; the rest, once no more are asked for."""
    from waymark.evaluation.evaluated import forget_everything
    from waymark.evaluation.frameworks import framework
    from waymark.evaluation.plain import evaluate
    from waymark.evaluation.queries import figures_of
    from waymark.ledger.exchange import exchange_rows
    from waymark.ledger.models import Encounter
    from waymark.places.models import Organisation

    rng = random.Random(1)
    schools = rng.sample(list(Organisation.objects.filter(touches__id__gt=0).order_by("pk")), min(5, SCHOOLS[size]))
    anew = [_seconds(lambda school=school: figures_of(school, "gatsby-2024", on=ON)) for school in schools]
    asked.send("ready")
    turns = cycle(schools)
    while asked.recv() == "register":
        school = next(turns)
        forget_everything()  # as in a process that has not shown this school before
        _save_register(school, rng)
        asked.send(_seconds(lambda school=school: figures_of(school, "gatsby-2024", on=ON)))
    by = framework("gatsby-2024")
    loop = _seconds(lambda: evaluate(by, ON, exchange_rows(schools[:1], on=ON)))
    marks = Encounter.objects.count()
    return {"schools": SCHOOLS[size], "marks": marks, "anew": statistics.median(anew), "loop": loop}


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
