"""Runs the script in process, over tables staged on a workbench."""

from datetime import date

from waymark.evaluation.bulk.layout import Layout
from waymark.evaluation.bulk.script import script
from waymark.evaluation.bulk.tallies import plan_of
from waymark.intake.exchange.staging import Progress, Staged
from waymark.intake.exchange.workbench import Workbench
from waymark.kernel.academic_year import academic_year
from waymark.kernel.framework import Framework


def layout_for(framework: Framework, on: date, staged: Staged) -> Layout:
    """The layout that fits what was staged: as far back as enrolments go, and wide enough for all that is counted."""
    earliest = staged.bench.value("SELECT min(academic_year) FROM enrolment")
    largest = staged.bench.value(
        "SELECT coalesce(max(enrolled), 0) FROM (SELECT count(*) AS enrolled FROM enrolment"
        f" WHERE academic_year = {academic_year(on)} GROUP BY institution_id)"
    )
    return Layout(
        plan_of(framework),
        on,
        first_year=min(earliest or academic_year(on), academic_year(on)),
        field=max(staged.most.bit_length(), 1),
        cell_field=max(largest.bit_length(), 1),
    )


def run(layout: Layout, bench: Workbench, progress: Progress) -> None:
    """Compute every step: afterwards `judged` and `figure` stand on the workbench, in place of an earlier run's."""
    bench.run("SET max_expression_depth TO 100000")
    for step in script(layout):
        progress(f"Working out {step.name}")
        bench.run(f"CREATE OR REPLACE TEMP {'TABLE' if step.is_kept else 'VIEW'} {step.name} AS {step.select}")
