"""A school in a hub, and somebody at the school who asks."""

import pytest

from tests.providers.asking import asker, make_hub, make_school
from waymark.access.queries import scope_of


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def hub(school):
    return make_hub(school)


@pytest.fixture
def robin(school):
    """The careers leader's scope: answers come to her."""
    return scope_of(asker(school))
