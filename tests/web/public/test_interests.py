"""The interests quiz and the skills check, without an account."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.browser import PHONE, assert_accessible
from tests.opportunities.interests.small_quiz import write_quiz
from waymark.access.scope import NOBODY, acting, everything
from waymark.opportunities.actions.interests import put_aside
from waymark.opportunities.models import Exploration, JobProfile, JobSkill
from waymark.opportunities.queries.interests import exploration_of
from waymark.opportunities.sources.quiz.receiving import take_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(tmp_path, db):
    with acting(everything("test")) as by:
        take_quiz(folder=write_quiz(tmp_path / "quiz"), by=by)


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def inside(response, tag):
    """The words of every such element, in order."""
    found = re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", response.content.decode(), re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


def begin(client, how="usual"):
    assert client.post("/interests/", {"how": how}).status_code == 302
    return inside(client.get("/interests/code/"), "p")[0]


def answer_all(client, value):
    for number in (1, 2):
        page = client.get(f"/interests/{number}/")
        fields = dict.fromkeys(re.findall(r'name="(s\d)"', page.content.decode()))
        client.post(f"/interests/{number}/", {field: value(field) for field in fields})


def test_without_a_quiz_the_page_says_so(client, db):
    assert "There is no quiz here yet" in text_of(client.get("/interests/"))


def test_the_first_page_says_that_it_is_no_test(client, quiz):
    """Nothing is published of how well the statements measure: they are something to think about."""
    assert "There are no right answers. It is not a test." in text_of(client.get("/interests/"))


def test_statements_of_one_trait_are_spread_out(client, quiz):
    begin(client)

    assert inside(client.get("/interests/1/"), "legend") == [f"Statement {n}" for n in (1, 4, 7, 2, 5)]


def test_a_page_left_half_empty_is_kept_and_asks_for_the_rest(client, quiz):
    code = begin(client)
    sent = client.post("/interests/1/", {"s1": "2"})

    assert sent.status_code == 422
    assert text_of(sent).count("Choose an answer") == 4
    assert exploration_of(code).said == {1: 2}
    assert client.post("/interests/1/", {"how": "leave_out"}).status_code == 302


def test_results_have_reasons_and_heed_not_this(client, quiz):
    begin(client)
    answer_all(client, lambda field: "2" if field in {"s4", "s5", "s6"} else "0")

    page = client.get("/interests/results/")
    assert inside(page, "h3")[0] == "Care"
    assert "Helper: you agreed with these much more than with the rest (by 1.3 steps)." in text_of(page)

    client.post("/interests/results/", {"category": "care", "what": "not_this"})
    page = client.get("/interests/results/")
    assert inside(page, "h3")[-1] == "Care"
    assert "Put aside by you" in text_of(page)

    client.post("/interests/results/", {"category": "care", "what": "bring_back"})
    assert inside(client.get("/interests/results/"), "h3")[0] == "Care"


def test_questions_sort_the_jobs_of_a_field(client, quiz):
    begin(client)
    assert client.post("/interests/results/boats/", {"k0": "no", "k1": "yes"}).status_code == 302
    page = client.get("/interests/results/boats/")

    assert text_of(page).split("Sorted by how well")[1].count("100% match") == 1
    assert "Boat builder – 100% match" in text_of(page)
    assert inside(page, "legend")[1] == "Do you like to mend things?"
    assert client.get("/interests/results/nowhere/").status_code == 404


def test_a_code_opens_the_answers_on_another_device(client, quiz):
    code = begin(client)
    client.post("/interests/1/", {"s1": "2", "how": "leave_out"})
    other = Client()

    assert other.post("/interests/", {"code": "wrong"}).status_code == 422
    assert other.post("/interests/", {"code": f" {code.upper()} "}).status_code == 302
    assert "You have answered 1 of 9 statements" in text_of(other.get("/interests/results/"))


def test_nothing_kept_tells_the_code_and_all_can_be_thrown_away(client, quiz):
    code = begin(client)
    kept = Exploration.objects.values().get()

    assert code.replace("-", "") not in str(kept)
    client.post("/interests/code/", {"what": "throw_away"})
    assert Exploration.objects.count() == 0
    assert client.get("/interests/results/")["Location"] == "/interests/?gone=yes"


def test_what_nobody_opened_for_a_year_goes_when_another_begins(client, quiz):
    begin(client)
    Exploration.objects.update(touched_on=Exploration.objects.get().touched_on - timedelta(days=366))
    begin(Client())

    assert Exploration.objects.count() == 1


def test_a_code_that_is_none_changes_nothing(db):
    with acting(NOBODY):
        assert put_aside(code="nothing", category="care", is_aside=True, on=date(2026, 11, 28), by=NOBODY) is None


def test_easier_words_are_offered_only_for_the_traits_we_have_words_for(client, quiz):
    """The small quiz has three traits of the eight, so it is asked as it is."""
    assert "easier words" not in text_of(client.get("/interests/"))


@pytest.fixture
def jobs(db):
    for name, skills in (("Rigger", ("Repairing", "Cooperation")), ("Carer", ("Concern for Others", "Cooperation"))):
        job = JobProfile.objects.create(name=name.lower(), title=name, published_on="2026-01-01", source="ours")
        JobSkill.objects.bulk_create(
            JobSkill(profile=job, skill=skill, place=place) for place, skill in enumerate(skills, 1)
        )


def test_skills_lead_to_jobs_with_the_gap_and_courses(client, quiz, jobs):
    begin(client, "skills")
    # Both jobs ask for cooperation, which tells neither from the other, so it is not asked.
    assert inside(client.get("/interests/skills/"), "legend") == ["Concern for Others", "Repairing"]

    client.post("/interests/skills/1/", {"r0": "0", "r1": "3", "e1": "Mended a bike"})
    page = client.get("/interests/skills/jobs/")

    assert [words for words in inside(page, "h2") if "%" in words] == ["Rigger – 100%", "Carer – 0%"]
    assert 'href="/courses/?q=Concern+for+Others"' in page.content.decode()
    assert 'href="/jobs/rigger/"' in page.content.decode()
    assert "Repairing Mended a bike" in text_of(page)


@pytest.mark.parametrize("jobs_there", [1, 3])
def test_the_list_of_jobs_asks_the_database_a_fixed_number_of_times(
    client, quiz, jobs, jobs_there, django_assert_num_queries
):
    for number in range(jobs_there):
        job = JobProfile.objects.create(name=f"j{number}", title=f"J{number}", published_on="2026-01-01", source="ours")
        JobSkill.objects.create(profile=job, skill="Repairing", place=1)
    begin(client, "skills")
    client.post("/interests/skills/1/", {"r0": "0", "r1": "3"})

    with django_assert_num_queries(3):
        client.get("/interests/skills/jobs/")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_quiz_in_a_browser(browser_page, quiz, jobs):
    page = browser_page("/interests/", may_complain=True)  # a page sent half empty answers 422
    assert_accessible(page)
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("button", name="Next").click()
    assert_accessible(page)
    while "/results/" not in page.url:
        for group in page.locator("fieldset").all():
            group.get_by_label("Agree", exact=True).check()
        page.get_by_role("button", name="Next").click()
    for address in (page.url, page.url + "boats/", page.url.replace("results", "skills")):
        page.goto(address)
        assert_accessible(page)
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
