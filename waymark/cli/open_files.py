"""Files of open data about jobs and the labour market, from the command line."""

from waymark.access.scope import acting, everything
from waymark.cli.imports import Asked
from waymark.intake.files import content_of_path
from waymark.intake.outcome import Outcome
from waymark.intake.reading import FileRefused, Reading
from waymark.opportunities.sources.receiving import LARGEST, take_open_file


def take_in(asked: Asked) -> Outcome:
    """Take in one file of jobs, occupations, pay, forecasts, adverts, destinations or industries."""
    try:
        content = content_of_path(asked.path, LARGEST)
    except FileRefused as refusal:
        return Outcome(asked.kind, "", Reading(problems=refusal.problems))
    with acting(everything("command line")) as scope:
        return take_open_file(
            kind=asked.kind,
            content=content,
            filename=asked.path.name,
            on=asked.on,
            year=asked.year,
            dry_run=asked.dry_run,
            tell=asked.tell,
            by=scope,
        )
