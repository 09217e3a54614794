"""Every page of a small demonstration that can be reached by links, as each kind of person: no dead link, nothing
that axe finds, nothing that scrolls sideways on a phone, and no UPN in any address or page that may not have one."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.browser import PHONE, assert_accessible, assert_no_sideways_scroll
from waymark.access.models import User
from waymark.access.scope import acting, everything
from waymark.demo.build import build
from waymark.ledger.models import Learner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 11, 22)
OF_A_KIND = 1  # how many pages of one kind are looked at: one learner's page is like another's
NOT_PAGES = re.compile(
    r"/static/|/account/logout|\.(csv|xlsx|pdf|zip|json|html|ics)(\?|$)|[?&](as|format)=|/as-sent|/download"
    r"|/evidence/\w+/file/|/over-time/\w+/text/"
)
PEOPLE = {
    "a careers leader": "morgan.ellery@aldermouth-academy.example",
    "a teacher": "beth.quarrington@aldermouth-academy.example",
    "a governor": "hilda.coldstream@aldermouth-academy.example",
    "a hub lead": "kit.northwood@westmarch-careers-hub.example",
}


def kind_of(address):
    """Which view answers, and with which filters: what makes two pages of one kind."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return address
    return match.view_name, tuple(sorted(re.findall(r"[?&](\w+)=", "?" + parts.query))) if parts.query else ()


def links_of(page, origin):
    found = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
    return [link.split("#")[0] for link in found if link.startswith(origin) and not NOT_PAGES.search(link)]


def crawl(open_page, user, first):
    page = open_page(first, user=user)
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    waiting, seen, looked_at, faults = [origin + first], {}, [], []
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if seen.get(kind, 0) >= OF_A_KIND:
            continue
        seen[kind] = seen.get(kind, 0) + 1
        answer = page.goto(address)
        looked_at.append(address)
        if answer.status != 200:
            faults.append(f"{answer.status}: {address}")
            continue
        try:
            assert_accessible(page)
            page.set_viewport_size(PHONE)
            assert_no_sideways_scroll(page)
        except AssertionError as fault:
            faults.append(f"{address}: {str(fault)[:400]}")
        page.set_viewport_size({"width": 1280, "height": 900})
        waiting += links_of(page, origin)
    return looked_at, faults


def test_every_page_that_links_lead_to(browser_page):
    build(stage="published", seed=1, today=TODAY, size=0.03)
    with acting(everything("test")):
        upns = set(Learner.objects.exclude(upn="").values_list("upn", flat=True))
    faults, walked = [], {}
    for who, email in PEOPLE.items():
        looked_at, wrong = crawl(browser_page, User.objects.get(email=email), "/")
        walked[who] = len(looked_at)
        faults += [f"{who}: {fault}" for fault in wrong]
        faults += [f"{who}: a UPN in {address}" for address in looked_at if any(upn in address for upn in upns)]
    looked_at, wrong = crawl(browser_page, None, "/careers/")
    faults += [f"anybody: {fault}" for fault in wrong]

    assert faults == [], "\n".join(faults)
    assert walked["a careers leader"] > walked["a teacher"] > walked["a governor"]
