"""Addresses that nobody would write by hand: every page refuses them in words, and none breaks down."""

import pytest
from django.urls import URLResolver, get_resolver

from tests.access.test_isolation import _ARGUMENT, ours, things  # noqa: F401  (fixtures)
from waymark.access.models import Membership
from waymark.access.scope import acting, everything

pytestmark = pytest.mark.django_db
ANSWERS_ITSELF = ("account/", "catalogue/", "api/")  # the libraries that sign people in and answer programs


def pages(patterns, under=""):
    """Every page's address, as the resolver writes it."""
    for pattern in patterns:
        address = under + str(pattern.pattern).replace("^", "").replace("$", "").replace("\\.", ".")
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, address)
        elif not address.startswith(ANSWERS_ITSELF):
            yield address


@pytest.fixture
def statuses(things, signed_in):  # noqa: F811
    """What each page answers its owner, with `odd` in the place of every argument but the slug, and `asked` of it."""
    with acting(everything("test")):
        client = signed_in(Membership.objects.get(pk=things["membership"]).user)
    client.raise_request_exception = False

    def answered(odd, asked=""):
        return {
            at: client.get(f"/{_ARGUMENT.sub(lambda found: things['slug'] if found[1] == 'slug' else odd, at)}{asked}")
            for at in pages(get_resolver().url_patterns)
        }

    return answered


def test_a_number_too_large_for_any_table_is_not_found(statuses):
    assert [at for at, answer in statuses("9" * 30).items() if answer.status_code >= 500] == []


@pytest.mark.parametrize(("odd", "asked"), [("%00", ""), ("1", "?q=%00"), ("1", "?page=1&form=x%00")])
def test_a_null_byte_is_refused_whoever_asks(odd, asked, statuses):
    answers = statuses(odd, asked)

    assert {answer.status_code for at, answer in answers.items()} <= {200, 302, 400, 404, 405}
    assert {answer.status_code for at, answer in answers.items() if asked and "<" not in at} <= {400, 405}
