"""Nothing about a learner reaches the public: everything about everybody is looked for, everywhere."""

import re
import subprocess

import pytest
from django.urls import reverse

from tests.factories import attend, make_activity, make_learner
from tests.publishing.schools import ON, make_publishing_school, write_everything
from tests.web.public.test_careers_pages import ADDRESSES
from waymark.access.scope import acting, everything
from waymark.ledger.models import Audience, Group, GroupMember, Learner
from waymark.publishing.actions import release

SECRETS = {
    "given_name": "Zephyrine{0}",
    "family_name": "Quillfeather{0}",
    "preferred_name": "Zephie{0}",
    "upn": "X{0:012d}",
    "former_upn": "Y{0:012d}",
    "school_reference": "ADM-{0:05d}-Z",
    "email": "zephyrine{0}@pupils.example",
    "ethnicity": "Ethnicity-{0}-Z",
}


@pytest.fixture
def school(db):
    """A school where every learner, group, note and organiser is somebody the public must not read of."""
    with acting(everything("test")) as scope:
        school, _ = make_publishing_school()
        learners = [
            make_learner(
                school,
                number,
                year_group=9,
                form=f"9Zeta{number}",
                born_on=f"2013-03-0{number % 9 + 1}",
                **{name: pattern.format(number) for name, pattern in SECRETS.items()},
            )
            for number in range(20)
        ]
        group = Group.objects.create(organisation=school, name="Grouptarget-Z")
        GroupMember.objects.create(group=group, learner=learners[0])
        activity = make_activity(
            school,
            "provider",
            "guidance",
            title="Apprenticeship talk",
            notes="Noteworthy-Z said Zephyrine1",
            led_by="Organiser-Z",
            cost="123.45",
            provider_kind="itp",
            provider_name="Bright Futures",
            pal_content=True,
        )
        Audience.objects.create(activity=activity, what="year", value="9")
        attend(activity, *learners[:19])
        attend(make_activity(school, title="Meeting about Zephyrine-Z"), *learners[:5])
        write_everything(school, scope, shown_figures=["gb5.employer_year", "pal.first", "gb8.guidance_by_16"])
        release(school=school, on=ON, by=scope)
    return school


def _forbidden(school):
    with acting(everything("test")):
        told = Learner.objects.filter(organisation=school).values_list("public_id", *SECRETS)
        found = {value for row in told for value in row if value}
    return found | {"9Zeta", "2013-03", "Grouptarget-Z", "Noteworthy-Z", "Organiser-Z", "123.45", "Zephyrine-Z"}


def _own_words(school):
    """Names of the school's plain learners, which are common words such as Grace, are looked for whole."""
    return {word for word in _forbidden(school) if len(word) > 4}


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_address_of_the_public_page_says_anything_of_a_learner(client, school, name, tmp_path):
    response = client.get(reverse(name, kwargs={"slug": school.slug}))
    said = response.content
    if name.endswith("_pdf"):
        (tmp_path / "page.pdf").write_bytes(said)
        said = subprocess.run(
            ["pdftotext", "-layout", tmp_path / "page.pdf", "-"], capture_output=True, check=True
        ).stdout

    words = f"{said.decode()} {response.headers}"
    found = [word for word in _own_words(school) if re.search(rf"(?<!\w){re.escape(word)}", words, re.IGNORECASE)]

    assert response.status_code == 200
    assert "Bright Futures" in words  # what may be said is there to be found
    assert found == []


def test_the_form_for_providers_says_nothing_of_a_learner(client, school):
    page = client.get(reverse("public_ask", kwargs={"slug": school.slug})).content.decode()

    assert [word for word in _own_words(school) if word in page] == []


def test_nobody_signed_out_opens_the_schools_own_pages(client, school):
    for name in ("careers_page", "careers_page_preview", "careers_page_requests", "careers_page_releases"):
        assert client.get(reverse(name, kwargs={"slug": school.slug})).status_code == 302
