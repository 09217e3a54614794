"""The bulk evaluator gives the judge's answers, on everything the format allows."""

import os
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.evaluation.worlds import World, measured_days, worlds, write_world
from waymark.evaluation import plain
from waymark.evaluation.bulk import on_duckdb, outcome
from waymark.evaluation.frameworks import framework, framework_names
from waymark.evaluation.results import Results
from waymark.intake.exchange.reading import read_folder, read_rows
from waymark.intake.exchange.staging import Staged
from waymark.intake.exchange.workbench import workbench

days_and_worlds = measured_days.flatmap(lambda on: st.tuples(st.just(on), worlds(on)))


def silent(words: str) -> None:
    """Nobody is looking."""


def in_bulk(name: str, on: date, staged: Staged) -> Results:
    layout, bench = on_duckdb.layout_for(framework(name), on, staged), staged.bench
    on_duckdb.run(layout, bench, silent)
    judged = [row for select in outcome.judgements(layout.plan, bench) for row in bench.rows(select)]
    return Results(judged, bench.rows(outcome.FIGURES), outcome.scores(framework(name), bench))


@settings(
    max_examples=int(os.environ.get("WAYMARK_EXAMPLES", "25")), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(made=days_and_worlds)
def test_bulk_gives_the_answers_of_the_judge(made: tuple[date, World]) -> None:
    on, world = made
    with TemporaryDirectory() as folder, workbench() as bench:
        write_world(world, Path(folder))
        staged = read_folder(Path(folder), bench, silent)
        bulk = {name: in_bulk(name, on, staged) for name in framework_names()}
    with TemporaryDirectory() as folder, workbench() as bench:
        write_world(world, Path(folder))
        rows = read_rows(Path(folder), bench, silent)

    one_by_one = {name: plain.evaluate(framework(name), on, rows) for name in framework_names()}

    assert bulk == one_by_one
