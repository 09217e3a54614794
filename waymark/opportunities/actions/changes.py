"""Saying that runs changed, for whoever keeps an index of them."""

from collections.abc import Iterable

from django.db import connection

from waymark.opportunities.models import CourseChange

_AT_ONCE = 5_000
_LOCK = 0x57_61_79_01  # any number that nothing else locks


def announce(runs: Iterable[int]) -> None:
    """Write one change for each of these runs, inside the transaction that changed them.

    Those who write wait for each other (PostgreSQL; SQLite always does), so that ids come to light in their own order
    and a reader who has seen n never misses a smaller one.
    """
    rows = [CourseChange(run_number=run) for run in runs]
    if not rows:
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    CourseChange.objects.bulk_create(rows, batch_size=_AT_ONCE)
