"""Marking what has changed, so that what is computed from the ledger can be remade for just those learners."""

from collections.abc import Iterable

from waymark.ledger.models import Touch


def touch_learners(organisation_id: int, learner_ids: Iterable[int]) -> None:
    """Say that something these learners' figures rest on has changed."""
    Touch.objects.bulk_create(
        [Touch(organisation_id=organisation_id, learner_id=learner_id) for learner_id in set(learner_ids)]
    )


def touch_everyone(organisation_id: int) -> None:
    """Say that every learner's figures here may have changed: a setting, an activity's facts, a whole roll."""
    Touch(organisation_id=organisation_id).save()
