"""A skills panel's analysis and a lesson's sheet: whose they are, what they say, and that nobody else's are reached."""

from datetime import UTC, date, datetime

import pytest

from tests.factories import make_area, make_school, make_user
from tests.opportunities.demo_jobs import bring_in
from tests.publishing.pdf_text import pages_of
from waymark.access.scope import NotPermitted, Scope, acting, everything
from waymark.opportunities.actions.panels import add_analysis, withdraw_analysis
from waymark.opportunities.models import MarketArea, PanelAnalysis
from waymark.publishing.lesson_sheets import shortened

pytestmark = pytest.mark.django_db
SAID = {
    "area": "westmarch-lsip",
    "title": "Builders are short of people",
    "text": "We asked 40 employers.\nBuilders cannot find people.",
    "author": "Westmarch skills panel",
    "written_on_day": "12",
    "written_on_month": "6",
    "written_on_year": "2026",
    "source": "talks with 40 employers",
}


@pytest.fixture
def world(db, time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 10, 0, tzinfo=UTC))
    with acting(everything("test")) as scope:
        bring_in(scope)
        hub = make_area()
        other = make_area("Eastmarch Careers Hub")
        school = make_school(la_name="Westmarch")
        return {
            "hub": hub,
            "other": other,
            "school": school,
            "lead": make_user("Kit Northwood", ("hub_lead", hub)),
            "leader": make_user("Morgan Ellery", ("careers_leader", school)),
            "governor": make_user("Hilda Coldstream", ("governor", school)),
        }


def publish(world, **said):
    with acting(everything("test")) as scope:
        return add_analysis(
            organisation=world["hub"],
            area=MarketArea.objects.get(slug="westmarch-lsip"),
            title=said.get("title", "Builders are short of people"),
            text=said.get("text", "We asked 40 employers."),
            author="Westmarch skills panel",
            written_on=date(2026, 6, 12),
            source="talks with 40 employers",
            by=scope,
        )


def test_a_hub_publishes_what_its_panel_found_and_it_is_shown_as_theirs(world, signed_in, client):
    address = f"/areas/{world['hub'].slug}/skills-panel/"
    answer = signed_in(world["lead"]).post(address, SAID)

    assert (answer.status_code, answer["Location"]) == (302, address)
    client.logout()
    page = client.get("/work-near-you/westmarch-lsip/").content.decode()
    assert "Builders are short of people" in page
    assert "This is theirs, not ours: Westmarch skills panel, Westmarch Careers Hub, 12 June 2026." in page
    assert "It rests on: talks with 40 employers." in page
    assert "What the skills panel says" not in client.get("/work-near-you/eastmarch-lsip/").content.decode()


def test_a_school_has_no_panel_to_speak_for(world, signed_in):
    page = signed_in(world["leader"])
    address = f"/areas/{world['school'].slug}/skills-panel/"

    assert [page.get(address).status_code, page.post(address, SAID).status_code] == [404, 404]
    with pytest.raises(NotPermitted):
        publish(world | {"hub": world["school"]})
    assert not PanelAnalysis.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"area": "atlantis"}, "Area"),
        ({"title": ""}, "Title"),
        ({"written_on_year": "2100"}, "Give a day that has been."),
    ],
)
def test_an_analysis_that_says_too_little_is_sent_back(world, signed_in, wrong, said):
    answer = signed_in(world["lead"]).post(f"/areas/{world['hub'].slug}/skills-panel/", SAID | wrong)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not PanelAnalysis.objects.exists()


def test_a_withdrawn_analysis_is_shown_no_more(world, signed_in, client):
    analysis = publish(world)
    address = f"/areas/{world['hub'].slug}/skills-panel/{analysis.public_id}/withdraw/"
    signed_in(world["lead"])

    assert b"Withdraw" in client.get(address).content
    assert client.post(address).status_code == 302
    assert b"Withdrawn" in client.get(f"/areas/{world['hub'].slug}/skills-panel/").content
    assert "Builders are short" not in client.get("/work-near-you/westmarch-lsip/").content.decode()


def test_another_hub_neither_sees_nor_withdraws_it(world, signed_in, client):
    analysis = publish(world)
    signed_in(make_user("Alex Stone", ("hub_lead", world["other"])))

    assert client.get(f"/areas/{world['hub'].slug}/skills-panel/").status_code == 404
    mine = f"/areas/{world['other'].slug}/skills-panel/"
    assert "Builders are short" not in client.get(mine).content.decode()
    assert client.post(f"{mine}{analysis.public_id}/withdraw/").status_code == 404
    with pytest.raises(NotPermitted):
        withdraw_analysis(analysis=analysis, by=Scope(who="Alex"))
    assert PanelAnalysis.objects.get().withdrawn_at is None


def test_a_list_of_analyses_asks_as_much_for_one_as_for_three(world, signed_in, client, django_assert_num_queries):
    publish(world)
    signed_in(world["lead"])
    address = f"/areas/{world['hub'].slug}/skills-panel/"
    client.get(address)
    with django_assert_num_queries(LISTED):
        client.get(address)
    publish(world, title="Second")
    publish(world, title="Third")
    with django_assert_num_queries(LISTED):
        client.get(address)


LISTED = 8  # of which most find out who asks, and where they may


def test_a_careers_leader_has_a_sheet_of_one_page_with_the_panels_words(world, signed_in, client):
    analysis = publish(world, text=" ".join(["We asked employers what they need."] * 60))
    signed_in(world["leader"])
    asked = {"analysis": analysis.public_id, "question": "What would your family say?"}

    page = client.get(f"/schools/{world['school'].slug}/work-near-you/", asked).content.decode()
    answer = client.get(f"/schools/{world['school'].slug}/work-near-you/sheet.pdf", asked | {"area": "westmarch-lsip"})

    for part in (
        "Most people in Westmarch work in “shops, hotels and transport”: 24,200 in 2025.",
        "Nurses and others in health: 14% more",
        "Theirs, not ours: Westmarch skills panel, Westmarch Careers Hub, 12 June 2026.",
        "What this cannot tell you",
        "What would your family say?",
    ):
        assert part in page, part
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    printed = pages_of(answer.content)
    assert len(printed) == 1
    words = " ".join(printed[0].split())
    assert "Work in Westmarch" in words
    assert "What would your family say?" in words


def test_a_sheet_needs_the_schools_own_people(world, signed_in, client):
    address = f"/schools/{world['school'].slug}/work-near-you/"

    assert client.get(address).status_code == 302
    assert signed_in(world["governor"]).get(address).status_code == 200
    assert signed_in(world["lead"]).get(address).status_code == 404


def test_without_an_area_the_page_asks_for_one(world, signed_in, client):
    world["school"].la_name = ""
    world["school"].save()
    signed_in(world["leader"])

    page = client.get(f"/schools/{world['school'].slug}/work-near-you/").content.decode()

    assert "Make the sheet" in page
    assert "What the figures say" not in page
    assert client.get(f"/schools/{world['school'].slug}/work-near-you/sheet.pdf").status_code == 302


@pytest.mark.parametrize(
    ("paragraphs", "most", "said"),
    [
        (("One two.", "Three."), 5, "One two. Three."),
        (("One two. Three four.", "Five six."), 5, "One two. Three four. …"),
        (("one two three four",), 2, "one two …"),
    ],
)
def test_a_text_is_shortened_at_a_sentence(paragraphs, most, said):
    assert shortened(paragraphs, most) == said
