"""Files of employers, from the command line: the national register, or a hub's own list."""

from django.utils import timezone

from waymark.access.scope import acting, everything
from waymark.cli.imports import Asked
from waymark.cli.people import organisation_named
from waymark.intake.actions import sha256_of
from waymark.intake.files import content_of_path
from waymark.intake.outcome import Outcome
from waymark.intake.reading import FileRefused, Reading
from waymark.intake.receiving import previewed, take_whole
from waymark.intake.registers import LARGEST
from waymark.providers.sources.employers.receiving import EMPLOYERS, KIND, take_employer_register


def take_in(asked: Asked) -> Outcome:
    """Take in the register where no institution is named, else the list of the hub or school that is."""
    try:
        content = content_of_path(asked.path, LARGEST)
    except FileRefused as refusal:
        return Outcome(KIND, "", Reading(problems=refusal.problems))
    with acting(everything("command line")) as scope:
        if not asked.institution:
            return take_employer_register(content=content, dry_run=asked.dry_run, tell=asked.tell, by=scope)
        keeper, on = organisation_named(asked.institution), asked.on or timezone.localdate()
        if asked.dry_run:
            preview = previewed(EMPLOYERS, content=content, school=keeper, on=on, tell=asked.tell)
        else:
            name = asked.path.name
            _, preview = take_whole(
                EMPLOYERS, content=content, filename=name, school=keeper, on=on, tell=asked.tell, by=scope
            )
    counts = {name: preview.outcome[name] for name in ("added", "changed", "unchanged", "absent")}
    return Outcome(KIND, sha256_of(content), preview.reading, **counts)
