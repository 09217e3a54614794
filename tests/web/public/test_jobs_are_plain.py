"""Our own words about jobs and work can be read at 13, in Year 9; those that files bring are their publishers'."""

import pytest

from tests.opportunities.demo_jobs import bring_in
from tests.reading_age import reading_age, sentences_of
from waymark.access.scope import acting, everything

pytestmark = pytest.mark.django_db
YEAR_9 = 13


@pytest.fixture
def demo(db):
    with acting(everything("test")) as scope:
        bring_in(scope)


@pytest.mark.parametrize(
    "address",
    [
        "/jobs/",
        "/jobs/?q=zzzxqw",
        "/jobs/nurse/?near=westmarch",
        "/jobs/nurse/map/",
        "/work-near-you/?q=atlantis",
        "/work-near-you/westmarch-lsip/",
    ],
)
def test_a_page_can_be_read_in_year_9(demo, client, address):
    sentences = sentences_of(client.get(address).content.decode())

    assert len(sentences) > 5
    assert reading_age(sentences) <= YEAR_9
