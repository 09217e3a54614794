"""Keeping learners' names out of words that staff typed."""

from collections.abc import Callable

from waymark.places.models import Organisation
from waymark.publishing.documents.names import Names


def without_learners(school: Organisation) -> Callable[[str], str]:
    """What to put typed words through: the name, address or UPN of anybody ever on roll is left out of them."""
    return Names(school).without
