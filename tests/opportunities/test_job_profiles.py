from datetime import date
from decimal import Decimal

import pytest

from tests.factories import make_school, scope_with
from tests.opportunities.open_data import NURSE, job, lines, needs_open_data, real, take
from waymark.access.scope import NotPermitted
from waymark.opportunities.models import JobCategory, JobProfile
from waymark.opportunities.rules.markup import said_in

HEAD = "Title,JobProfileCategories,SalaryStarter,SalaryExperienced,SalaryRange,MaximumHours,WYDDayToDayTasks\n"


def test_a_profile_is_kept_with_its_categories_and_skills_in_order(db_scope):
    outcome = take("job-profiles", lines(NURSE), db_scope)

    nurse = JobProfile.objects.get(name="nurse")
    assert (outcome.added, outcome.problems, outcome.reading.records) == (1, (), 1)
    assert (nurse.title, nurse.soc2010, nurse.salary_starter, nurse.hours_max) == ("Nurse", "2231", 25000, Decimal(42))
    assert [category.name for category in nurse.categories.all()] == ["healthcare"]
    assert list(nurse.skills.values_list("place", "skill")) == [(1, "Concern for Others"), (2, "Self Control")]
    assert nurse.published_on == date(2026, 3, 2)
    assert nurse.routes["volunteering"] == ["You could help at a hospice."]
    assert nurse.routes["university"][0]["requirements"] == ["3 A levels"]


def test_the_same_file_again_changes_nothing_and_a_new_word_changes_one(db_scope):
    take("job-profiles", lines(NURSE, job("Vet")), db_scope)

    again = take("job-profiles", lines(NURSE, job("Vet")), db_scope)
    other = take("job-profiles", lines({**NURSE, "onet_skills": ["Self Control"]}), db_scope)

    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert (other.changed, other.absent) == (1, 1)
    assert [skill.skill for skill in JobProfile.objects.get(name="nurse").skills.all()] == ["Self Control"]
    assert JobProfile.objects.filter(name="vet").exists()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        pytest.param(b'{"title": ', "JSON_UNREADABLE", id="cut short"),
        pytest.param(b'["title"]', "JSON_UNREADABLE", id="no document"),
        pytest.param(b'{"title": "  "}', "TITLE_BLANK", id="no title"),
        pytest.param(lines(NURSE), "NAME_TWICE", id="a job twice"),
    ],
)
def test_a_line_that_is_no_profile_is_left_out_and_the_others_stay(db_scope, line, code):
    outcome = take("job-profiles", lines(NURSE) + b"\n" + line, db_scope)

    assert ([(p.row, p.code) for p in outcome.problems], outcome.added, outcome.refused) == ([(2, code)], 1, 1)


def test_pay_and_hours_of_nought_are_not_known_and_words_stay_words(db_scope):
    odd = job("Actor", salary_starter="variable", salary_experienced="variable", hours_min=0.0, hours_max=0.0)
    take("job-profiles", lines(odd), db_scope)

    actor = JobProfile.objects.get(name="actor")
    assert (actor.salary_starter, actor.salary_experienced, actor.salary_words) == (None, None, "variable")
    assert (actor.hours_min, actor.hours_max) == (None, None)


def test_only_web_addresses_become_links(db_scope):
    take(
        "job-profiles", lines(job("Vet", links=[["a", "javascript:alert(1)"], ["b", "https://example.org"]])), db_scope
    )

    assert JobProfile.objects.get(name="vet").links == [["b", "https://example.org"]]


def test_the_older_export_has_markup_and_categories_parted_by_a_comma_without_a_blank(db_scope):
    tasks = '"<p>You will:</p><ul><li>mend &amp; fit pipes</li><li>visit homes</li></ul>"'
    row = f'Plumber,"Computing, technology and digital,Home services",0,0,"£18,000 to £40,000 a year",44,{tasks}\n'

    outcome = take("job-profiles", (HEAD + row).encode("utf-8-sig"), db_scope)

    plumber = JobProfile.objects.get(name="plumber")
    titles = set(JobCategory.objects.values_list("title", flat=True))
    assert (outcome.added, titles) == (1, {"Computing, technology and digital", "Home services"})
    assert plumber.tasks == ["mend & fit pipes", "visit homes"]
    assert (plumber.salary_starter, plumber.salary_experienced, plumber.published_on) == (
        18000,
        40000,
        date(2019, 5, 10),
    )


def test_an_older_file_never_overwrites_a_newer_one(db_scope):
    take("job-profiles", lines(NURSE), db_scope)

    outcome = take("job-profiles", (HEAD + "Nurse,Healthcare,1,2,,10,\nVet,Animal care,1,2,,10,\n").encode(), db_scope)

    assert (outcome.added, outcome.unchanged) == (1, 1)
    assert JobProfile.objects.get(name="nurse").salary_starter == 25000


def test_markup_becomes_text_and_a_script_says_nothing():
    said = said_in("<p>One<br>two</p><script>alert(1)</script><ul><li>a <b>bold</b> point</li></ul>&lt;i&gt; three")

    assert (said.points, said.sentences) == (("a bold point",), ("One", "two", "<i> three"))


def test_only_the_site_itself_takes_in_open_data(db, acting_as):
    school = make_school()
    scope = acting_as(scope_with(school))

    with pytest.raises(NotPermitted):
        take("job-profiles", lines(NURSE), scope)


def test_a_dry_run_changes_nothing(db_scope):
    assert take("job-profiles", lines(NURSE), db_scope, dry_run=True).added == 1
    assert not JobProfile.objects.exists()


@needs_open_data
def test_the_real_files_of_2020_and_2019(db_scope):
    first = take("job-profiles", real("job_profiles/ncs_job_profiles.jsonl.gz"), db_scope)
    second = take("job-profiles", real("job_profiles/ncs_job_profiles_2019-05-10.csv.gz"), db_scope)

    assert (first.added, first.problems) == (559, ())
    assert (second.added, second.unchanged, second.problems) == (34, 541, ())
    assert JobCategory.objects.count() == 25
    printing = JobProfile.objects.get(name="3d-printing-technician")
    assert (printing.soc2010, printing.salary_starter, printing.salary_experienced) == ("3122", 18000, 33000)
    assert [s.skill for s in printing.skills.all()] == [
        "Verbal Abilities", "Analytical Thinking", "Fine Manipulative Abilities", "Cooperation",
    ]  # fmt: skip
    assert JobProfile.objects.get(title="Car salesperson").categories.count() == 0
    assert JobProfile.objects.filter(salary_words="variable").count() == 49
    athlete = JobProfile.objects.get(name="athlete")
    assert (athlete.salary_starter, athlete.hours_max) == (None, None)
    assert not JobProfile.objects.filter(overview__contains="<").exists()
