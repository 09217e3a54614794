"""The night's work on surveys: forms kept for their year become counts, and what was begun and left is gone."""

from collections.abc import Iterator
from datetime import date


def put_away_due(on: date) -> Iterator[str]:
    """Put away what has been kept for a year, at schools that let what is due be erased by itself."""
    from django.utils import timezone  # after open_site

    from waymark.access.scope import acting, everything
    from waymark.ledger.queries.retention import is_all_on_hold, is_erasing_on
    from waymark.surveys.actions.keeping import due_to_be_put_away, forget_the_unfinished, put_away

    with acting(everything("by itself", via="night")) as by:
        for survey in due_to_be_put_away(on):
            if is_erasing_on(survey.organisation) and not is_all_on_hold(survey.organisation):
                put_away(survey=survey, on=on, by=by)
                yield f"{survey.organisation.name}: “{survey}” put away as counts."
        forget_the_unfinished(timezone.now())
