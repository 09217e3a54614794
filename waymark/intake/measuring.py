"""How large the tables are, told to the database, which chooses by it how it answers."""

from django.db import connection

_ROWS_LOOKED_AT = 400  # of each index: enough to choose by, in hundredths of a second


def measure_tables() -> None:
    """Have SQLite look at its tables anew; for after many rows were written, outside their transaction.

    It takes a school it was never told of for ten rows, and then compares each learner with each. PostgreSQL looks by
    itself.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {_ROWS_LOOKED_AT}")
        cursor.execute("ANALYZE")
