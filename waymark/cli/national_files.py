"""Files of national figures, from the command line."""

from waymark.access.scope import acting, everything
from waymark.cli.imports import Asked
from waymark.evaluation.national import KIND, take_national_figures
from waymark.intake.files import content_of_path
from waymark.intake.outcome import Outcome
from waymark.intake.reading import FileRefused, Reading

_LARGEST = 1_000_000


def take_in(asked: Asked) -> Outcome:
    """Take in one file of published figures for the whole country."""
    try:
        content = content_of_path(asked.path, _LARGEST)
    except FileRefused as refusal:
        return Outcome(KIND, "", Reading(problems=refusal.problems))
    with acting(everything("command line")) as scope:
        return take_national_figures(content=content, dry_run=asked.dry_run, by=scope)
