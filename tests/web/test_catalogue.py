"""The catalogue in a browser: every component in every state, at two sizes."""

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desktop")])
def test_catalogue_is_accessible(browser_page, size):
    page = browser_page("/catalogue/", size=size)

    shoot(page, "catalogue")
    assert_accessible(page)
