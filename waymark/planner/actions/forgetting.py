"""A part of erasing a learner."""

from collections.abc import Collection

from waymark.planner.models import ProposedClosing, ProposedPlace


def forget_proposed(learner_ids: Collection[int]) -> None:
    """Delete what was proposed for these learners: it never happened, and a proposal's figures stand beside it.

    A part of erasing, which has asked and left its line on the trail. What was accepted is in the ledger.
    """
    ProposedPlace.objects.filter(learner__in=learner_ids).delete()
    ProposedClosing.objects.filter(learner__in=learner_ids).delete()
