"""Runs the script, unchanged, on an Apache Spark cluster through Spark Connect, and brings home what goes out.

The folder is read and checked here, so that a fault is told in the same words; the cluster does the reckoning.
"""

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from waymark.evaluation.bulk.layout import Layout
from waymark.evaluation.bulk.script import script
from waymark.intake.exchange.staging import Progress
from waymark.intake.exchange.workbench import Workbench, quoted

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FACTS = ("institution", "subject_listed", "learner", "enrolment", "activity", "participation")
_SENT_AT_ONCE = 48 << 20  # bytes of a table that go to the cluster with the question; more go by way of a folder


class ClusterRefused(Exception):
    """The cluster could not be reached or could not do the work; the message is one sentence."""


def run(layout: Layout, bench: Workbench, address: str, wanted: Collection[str], progress: Progress) -> None:
    """Compute every step on the cluster: afterwards `figure`, and `judged` if wanted, stand on the workbench.

    Large tables go through a folder that the cluster sees too: `WAYMARK_SPARK_FOLDER`, or the workbench's own.
    """
    # Here, because the client is an extra that only this engine needs.
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    progress("Reaching the cluster")
    try:
        session = SparkSession.builder.remote(address).create()
    except Exception as trouble:  # the client raises what its transport raises
        raise ClusterRefused(f"There is no Spark Connect server at {address}.") from trouble
    sent: list[Path] = []
    try:
        for name in FACTS:
            progress(f"Sending {name}")
            sent += _send(session, name, bench)
        for step in script(layout):
            relation = session.sql(step.select)
            (relation.persist() if step.is_kept else relation).createOrReplaceTempView(step.name)
        for name in ("figure", "judged") if "judgements" in wanted else ("figure",):
            progress(f"Working out {name}")
            _fetch(session.table(name).toArrow(), name, bench)
    except PySparkException as trouble:
        raise ClusterRefused(f"The cluster refused: {str(trouble).splitlines()[0]}") from trouble
    finally:
        session.stop()
        for path in sent:
            path.unlink(missing_ok=True)


def _send(session: "SparkSession", name: str, bench: Workbench) -> list[Path]:
    """Give the cluster one table of facts; the files left for it to read while the work lasts."""
    facts = bench.connection.execute(f"SELECT * FROM {name}").to_arrow_table()
    if facts.nbytes <= _SENT_AT_ONCE:
        session.createDataFrame(facts).createOrReplaceTempView(name)
        return []
    path = Path(os.environ.get("WAYMARK_SPARK_FOLDER", bench.folder)) / f"waymark-{os.getpid()}-{name}.parquet"
    bench.run(f"COPY {name} TO {quoted(str(path))} (FORMAT parquet)")
    session.read.parquet(str(path)).createOrReplaceTempView(name)
    return [path]


def _fetch(answer: pa.Table, name: str, bench: Workbench) -> None:
    bench.connection.register(f"{name}_fetched", answer)
    bench.run(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {name}_fetched")
    bench.connection.unregister(f"{name}_fetched")
