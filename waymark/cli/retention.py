"""The night's erasing: what every school that switched it on has kept for its period."""

from collections.abc import Iterator
from datetime import date


def erase_due(on: date) -> Iterator[str]:
    """Erase at each school what is due; one school's trouble is not another's."""
    from waymark.access.scope import acting, everything  # after open_site
    from waymark.cli.night import Unfinished
    from waymark.ledger.actions.erasing import erase_what_is_due
    from waymark.places.models import Organisation

    failed = []
    with acting(everything("by itself", via="night")) as by:
        for school in Organisation.objects.filter(retention_switches__off_at=None, retention_switches__isnull=False):
            try:
                erased = erase_what_is_due(school=school, on=on, by=by)
            except OSError as fault:
                failed.append(f"{school.slug} ({fault.strerror})")
                continue
            if erased.waiting:
                yield f"{school.name}: {erased.waiting:,} wait, for what is kept as evidence speaks of them."
            if erased.learners or erased.files:
                yield f"{school.name}: {erased.learners:,} names and {erased.files:,} files erased."
    if failed:
        raise Unfinished(", ".join(failed))
