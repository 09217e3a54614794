"""Opening a site: machines that share a database bring it up to date one after the other."""

import pytest
from django.db import connection

from waymark.cli.database import LOCK, _one_at_a_time


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite is on one machine; a file is locked there")
def test_another_machine_waits_while_the_database_is_brought_up_to_date(tmp_path, settings):
    settings.DATA = tmp_path
    another = connection.copy()

    def may_begin() -> bool:
        with another.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            return cursor.fetchone()[0]

    try:
        with _one_at_a_time():
            assert not may_begin()
        assert may_begin()
    finally:
        another.close()
