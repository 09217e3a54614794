import pytest

from tests.factories import make_school
from tests.publishing.schools import ON, as_leader, make_publishing_school, write_everything
from waymark.access.scope import acting, everything
from waymark.publishing.actions import release
from waymark.publishing.queries import schools_with_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(db):
    with acting(everything("test")):
        school, leader = make_publishing_school(name="St Osyth's School", slug="st-osyths", urn="900005")
        make_school("St Osyth's Primary School", urn="900006")
    with acting(as_leader(leader)) as scope:
        write_everything(school, scope)
        release(school=school, on=ON, by=scope)
    return school


@pytest.mark.parametrize("text", ["", "saint osyths", "osith", "900005", "hb12cd", "HB1", "school harrowbeck"])
def test_a_school_with_a_page_is_found_however_it_is_asked_for(published, text):
    assert list(schools_with_pages(text)) == [published]


@pytest.mark.parametrize("text", ["900006", "osyths primary", "HB2"])
def test_a_school_without_a_page_is_not(published, text):
    assert list(schools_with_pages(text)) == []
