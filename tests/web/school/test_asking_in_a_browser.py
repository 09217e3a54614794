"""Asking and answering, on a phone and without scripts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.browser import PHONE, assert_accessible
from tests.factories import make_user
from tests.providers.asking import again, ask, make_employer, make_hub, make_school
from waymark.access.scope import acting, everything
from waymark.providers.actions.moving import secret_of
from waymark.providers.models import Approach


@pytest.mark.django_db(transaction=True)
def test_asked_on_a_phone_and_answered_without_an_account_or_scripts(browser_page):
    with acting(everything("test", via="test")):
        school = make_school()
        leader = make_user("Robin Marsh", ("careers_leader", school))
        employer = make_employer(make_hub(school))
        today = timezone.localdate()
        (approach,) = ask(school, employer, on=today, wished_on=today + timedelta(days=30))
        link = reverse("answer_request", args=[secret_of(approach)])
        here = reverse("school_request", args=[school.slug, approach.request.public_id])
        ask_again_href = f"{reverse('new_request', args=[school.slug])}?employer={employer.public_id}"

    page = browser_page(link, size=PHONE, scripts=False)
    assert_accessible(page)
    page.get_by_label("Yes, on that day").check()
    page.get_by_label("Your words to the school").fill("Gladly.")
    page.get_by_role("button", name="Send the answer").click()
    assert page.get_by_text("Thank you: the school is told").is_visible()
    for address in (here, ask_again_href):
        shown = browser_page(address, user=leader, size=PHONE)
        assert_accessible(shown)
    assert page.get_by_text("Said yes").is_visible()
    with acting(everything("test", via="test")):
        assert again(approach).state == "accepted"
        assert Approach.objects.count() == 1
