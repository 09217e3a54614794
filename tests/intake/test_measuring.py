"""The database is told how large its tables are, and so does not compare each learner of a school with each."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_school
from tests.ledger.learner_files import learner_file, line
from waymark.access.scope import acting, everything
from waymark.evaluation.bulk.on_site import judged
from waymark.kernel.facts import Institution
from waymark.kernel.vocabulary import Setting
from waymark.ledger.sources.learners.receiving import merge_learners, receive_learners

ON = date(2026, 11, 20)


@pytest.mark.django_db(transaction=True)
def test_judging_after_a_merge_looks_each_learner_up():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL measures its tables by itself")
    roll = learner_file(*(line(number, year=7 + number % 7) for number in range(600)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1")  # what an earlier test measured
    with acting(everything("test")) as by:
        school = make_school()
        delivery, _ = receive_learners(content=roll, filename="roll.csv", school=school, on=ON, by=by)
        merge_learners(delivery=delivery, by=by)

        with CaptureQueriesContext(
            connection,
        ) as asked:
            judgements = list(judged("gatsby-2024", ON, Institution("1", Setting.SCHOOL), school.pk))

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[-1]['sql']}")
        steps = [step for *_, step in cursor.fetchall()]
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1 WHERE tbl IN ('ledger_enrolment', 'ledger_learner')")
        measured = {table for (table,) in cursor.fetchall()}
    assert len(judgements) == 600
    assert "SCAN learner" not in steps
    assert measured == {"ledger_enrolment", "ledger_learner"}
