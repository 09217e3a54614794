"""The demonstration's jobs and figures in a test's database."""

from datetime import date

from waymark.demo.jobs import bring_in_jobs

ON = date(2026, 11, 20)


def bring_in(scope) -> None:
    """Jobs, pay, forecasts and adverts as the demonstration has them."""
    bring_in_jobs(today=ON, by=scope)
