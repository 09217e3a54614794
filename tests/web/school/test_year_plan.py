"""The year plan's pages: what they say, to whom, in how many questions, and what their forms do."""

import re
from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from tests.factories import attend, expect, make_activity, make_area, make_learner, make_user
from tests.web.school.conftest import TODAY
from waymark.access.actions.sharing import share_figures
from waymark.access.models import AuditEvent
from waymark.access.scope import acting, everything
from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.evaluation.queries import figures_of
from waymark.ledger.actions.settings import TermDates, close_day, set_terms
from waymark.ledger.models import Activity, Learner
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts
from waymark.ledger.touching import touch_everyone
from waymark.places.models import Belonging
from waymark.planner.actions.busy import BusyDays, add_busy
from waymark.planner.actions.school_year import Planning, add_to_plan, move_planned
from waymark.planner.models import BudgetLine, Busy, ClashRule, Move, Planned

PLAN = "/schools/fernhill-school/year-plan/"
FAIR = ActivityFacts(
    title="Amara’s careers fair",
    held_on=date(2027, 3, 9),
    kinds=("employer",),
    benchmarks=("gb5",),
    cost=Decimal("240.00"),
    **dict.fromkeys(("purpose_shared", "outcomes_set", "two_way", "reflection"), True),
)
YEAR_9 = AudienceChoice(year_groups=(9,))
TERMS = [TermDates("Spring", date(2027, 1, 4), date(2027, 3, 26))]


@pytest.fixture
def school(big_school):
    with acting(everything("test")) as by:
        Activity.objects.filter(state="planned").update(state="cancelled")
        set_terms(school=big_school, year=2026, terms=TERMS, by=by)
        planning = Planning(starts=time(9), ends=time(11), rooms=("Hall",), staff=("Ms Okoro",))
        add_to_plan(school=big_school, facts=FAIR, audience=YEAR_9, planning=planning, by=by)
        mocks = BusyDays("exams", "Mocks of 9B", FAIR.held_on, FAIR.held_on, year_groups=(9,))
        add_busy(school=big_school, said=mocks, by=by)
    return big_school


@pytest.fixture
def fair(school):
    with acting(everything("test")):
        return Activity.objects.get(title=FAIR.title)


def text_of(answer):
    return answer.content.decode()


def test_what_the_plan_says(school, leader, signed_in):
    """Twenty-eight of Year 9; eighteen of them have met an employer this year."""
    page = text_of(signed_in(leader).get(PLAN))

    assert "Amara’s careers fair" in page
    assert "Closes 10 gaps of 10 pupils" in page
    assert "£240, £8.57 each" in page  # by 28
    assert "Year 9 has exams: Mocks of 9B." in page
    assert page.count("1 activity has something in its way") == 1


def test_a_governor_sees_numbers_to_the_nearest_ten(school, governor, signed_in):
    """28 listed are about 30, so each costs £8; no exact number of learners is anywhere, on no page and in no file."""
    client = signed_in(governor)

    page = text_of(client.get(PLAN))
    assert "about 30 pupils" in page
    assert "Closes about 10 gaps of about 10 pupils" in page
    assert "£240, £8 each" in page
    assert "Move" not in page
    rows = text_of(client.get(f"{PLAN}year-plan.csv"))
    assert "about 30" in rows
    assert ",28," not in rows
    entry = text_of(client.get(f"{PLAN}activities/{_fair_id()}/"))
    assert "About it" in entry
    assert ">28 pupils" not in entry
    assert "28 of 28" not in text_of(client.get(f"{PLAN}happened/"))


def test_a_governor_is_told_no_gaps_whose_figure_is_hidden(school, leader, governor, signed_in):
    """Rounded gaps beside exact figures would give a few learners away: 24 of one year group, about 30 of two."""
    with acting(everything("test")):
        nine = Learner.objects.filter(enrolments__year_group=9, enrolments__academic_year=2026).order_by("pk")
        ticks = dict.fromkeys(("purpose_shared", "outcomes_set", "two_way", "reflection"), True)
        attend(make_activity(school, held_on=date(2026, 11, 3), **ticks), *nine[:27])
        touch_everyone(school.pk)
        figures = figures_of(school, "gatsby-2024", on=TODAY, hiding_small=True)
        due = benchmarks_in_force(TODAY).entitlement("gb5.employer_year")
    open_now = {year: figures.figure(due.code, "all", year) for year in figures.year_groups(due.code)}
    hidden = {f"Year {year}" for year, figure in open_now.items() if figure.not_yet is None}

    def told_to(who):
        words = " ".join(re.sub(r"<[^>]+>", " ", text_of(signed_in(who).get(f"{PLAN}happened/"))).split())
        return set(re.findall(rf"{due.title} (Year \d+)", words))

    assert hidden & told_to(leader)
    assert hidden & told_to(governor) == set()
    assert told_to(governor) == told_to(leader) - hidden


def test_a_governor_reads_no_learner_s_name_in_a_title(school, governor, signed_in):
    with acting(everything("test")) as by:
        amara = make_learner(school, given_name="Zuleika", family_name="Quillfeather")
        meeting = replace(
            FAIR, title="Meeting with Zuleika", held_on=FAIR.held_on, kinds=("guidance",), adviser_level=6
        )
        add_to_plan(school=school, facts=meeting, audience=AudienceChoice(learners=(amara.pk,)), by=by)
    client = signed_in(governor)

    for end in ("", "print/", "budget/", "clashes/", "happened/", "year-plan.csv"):
        page = text_of(client.get(PLAN + end))
        assert "Zuleika" not in page, end
    assert "Personal guidance meeting" in text_of(client.get(PLAN))


def _fair_id():
    with acting(everything("test")):
        return Activity.objects.get(title=FAIR.title).public_id


def test_who_sees_the_school_from_a_hub_reads_nothing_that_people_typed(school, signed_in):
    hub = make_area()
    Belonging.objects.create(member=school, whole=hub)
    with acting(everything("test")) as by:
        share_figures(school=school, shared_with=hub, on=date(2026, 11, 22), by=by)
    client = signed_in(make_user("Kit Vale", ("hub_lead", hub)))

    ends = ("", "print/", "budget/", "days/", "clashes/", "happened/", "year-plan.csv", f"activities/{_fair_id()}/")
    pages = {end: client.get(PLAN + end) for end in ends}

    assert {answer.status_code for answer in pages.values()} == {200}
    for end, answer in pages.items():
        said = text_of(answer)
        assert not [w for w in ("Amara", "Hall", "Okoro", "Mocks of 9B") if w in said], end
    assert "Encounter with an employer" in text_of(pages[""])
    assert client.get(f"{PLAN}calendar/").status_code == 404
    assert client.post(PLAN, {"entry": _fair_id(), "week": "2027-03-15"}).status_code == 404


def more(school, count):
    """As many activities more, each with everything an entry can have."""
    with acting(everything("test")) as by:
        for number in range(count):
            planning = Planning(rooms=(f"Room {number}",), staff=("Mr Bell",))
            facts = replace(FAIR, title=f"Talk {number}", held_on=date(2027, 3, 15 + number))
            made = add_to_plan(school=school, facts=facts, audience=YEAR_9, planning=planning, by=by)
            move_planned(activity=made, to_on=date(2027, 3, 22 + number), by=by)
            done = make_activity(school, held_on=date(2026, 11, 5), title=f"Done {number}")
            attend(done, *Learner.objects.filter(organisation=school)[:3])
            add_busy(school=school, said=BusyDays("trip", "Trip", date(2027, 3, 15), date(2027, 3, 16)), by=by)


@pytest.mark.parametrize("end", ["", "print/", "budget/", "days/", "clashes/", "happened/", "year-plan.csv"])
def test_one_entry_or_many_take_as_many_questions(school, leader, signed_in, django_assert_num_queries, end):
    client = signed_in(leader)
    client.get(PLAN + end)  # keeps what is kept of the school
    asked = {"": 31, "print/": 31, "budget/": 17, "days/": 10, "clashes/": 22, "happened/": 22, "year-plan.csv": 26}
    with django_assert_num_queries(asked[end]):
        client.get(PLAN + end)
    more(school, 3)
    with django_assert_num_queries(asked[end]):
        client.get(PLAN + end)


def test_it_is_narrowed_and_turned(school, leader, signed_in):
    more(school, 1)
    client = signed_in(leader)

    assert "Talk 0" in text_of(client.get(f"{PLAN}?year_group=9&benchmark=gb5&term=Spring"))
    assert "Talk 0" not in text_of(client.get(f"{PLAN}?benchmark=gb7"))
    by_benchmark = text_of(client.get(f"{PLAN}?by=benchmarks"))
    assert '<th scope="col">Benchmark 5</th>' in by_benchmark
    assert '<th scope="col">Year 9</th>' not in by_benchmark
    assert "Nothing is planned yet" in text_of(client.get(f"{PLAN}?year=2027"))


def test_a_week_is_chosen_and_the_weekday_stays_or_gives_way(school, fair, leader, signed_in):
    with acting(everything("test")) as by:
        close_day(school=school, on=date(2027, 3, 16), reason="INSET day", by=by)
    client = signed_in(leader)

    answer = client.post(PLAN, {"entry": fair.public_id, "week": "2027-03-15"}, follow=True)

    assert "is now on Wednesday 17 March 2027" in text_of(answer)  # the Tuesday is closed
    with acting(everything("test")):
        assert list(Move.objects.values_list("from_on", "to_on")) == [(date(2027, 3, 9), date(2027, 3, 17))]
    assert "First planned for 9 March 2027" in text_of(client.get(PLAN))


def test_a_day_that_is_not_allowed_is_said_and_nothing_moves(school, fair, leader, signed_in):
    with acting(everything("test")) as by:
        close_day(school=school, on=date(2027, 3, 16), reason="INSET day", by=by)
    said = {"to_on_day": "16", "to_on_month": "3", "to_on_year": "2027"}

    answer = signed_in(leader).post(f"{PLAN}activities/{fair.public_id}/move/", said)

    assert answer.status_code == 409
    assert "The school is closed that day: INSET day." in text_of(answer)
    with acting(everything("test")):
        assert Activity.objects.get(pk=fair.pk).held_on == date(2027, 3, 9)


@pytest.mark.parametrize("role", ["teacher", "governor"])
def test_who_keeps_no_plan_changes_nothing(school, fair, signed_in, role):
    client = signed_in(make_user("Toby Lark", (role, school)))
    before = AuditEvent._base_manager.count()

    assert client.post(PLAN, {"entry": fair.public_id, "week": "2027-03-15"}).status_code == 404
    assert client.post(f"{PLAN}budget/", {"name_0": "A", "amount_0": "1"}).status_code == 404
    assert client.post(f"{PLAN}clashes/", {"exams": "block"}).status_code == 404
    for end in ("new/", "start/", "days/new/", "days/file/", f"activities/{fair.public_id}/needs/"):
        assert client.get(PLAN + end).status_code == 404
    assert AuditEvent._base_manager.count() == before


def test_a_senior_leader_who_records_no_activity_keeps_the_plan(school, fair, signed_in):
    client = signed_in(make_user("Hal Brook", ("senior_leader", school)))

    client.post(PLAN, {"entry": fair.public_id, "week": "2027-03-15"})

    with acting(everything("test")):
        assert Activity.objects.get(pk=fair.pk).held_on == date(2027, 3, 16)


def test_an_activity_is_added_with_what_it_needs(school, leader, signed_in):
    said = {
        "title": "College visit", "kinds": "provider", "provider_kind": "fe_college", "mode": "in_person",
        "held_on_day": "11", "held_on_month": "3", "held_on_year": "2027", "starts": "9am", "ends": "2:30pm",
        "year_groups": "10", "rooms": "Minibus, Hall", "staff": "Ms Okoro", "people": str(leader.pk), "cost": "99.5",
    }  # fmt: skip
    client = signed_in(leader)

    answer = client.post(f"{PLAN}new/", said, follow=True)

    page = text_of(answer)
    assert "is on the plan for Thursday 11 March 2027" in page
    assert "9am to 2:30pm" in page
    assert "Hall, Minibus" in page
    assert "Ms Okoro, Robin Marsh" in page
    faults = client.post(f"{PLAN}new/", {**said, "ends": "8am", "starts": "9"})
    assert (faults.status_code, "It must end after it begins." in text_of(faults)) == (422, True)
    nonsense = client.post(f"{PLAN}new/", {**said, "starts": "noonish"})
    assert "must be a time of day, such as 9:30am" in text_of(nonsense)


def test_what_an_activity_needs_is_changed(school, fair, leader, signed_in):
    client, address = signed_in(leader), f"{PLAN}activities/{fair.public_id}/needs/"
    assert 'value="09:00"' in text_of(client.get(address))

    client.post(address, {"rooms": "Library", "periods": "2"})

    with acting(everything("test")):
        planned = Planned.objects.get(activity=fair)
        assert (planned.starts, planned.periods, planned.first_on) == (None, 2, date(2027, 3, 9))
        assert list(fair.requirements.values_list("what", "name")) == [("room", "Library")]


def test_the_budget_is_set_and_spent(school, leader, signed_in):
    client = signed_in(leader)
    said = {"name_0": "Coaches", "amount_0": "200", "name_1": "", "amount_1": ""}
    page = text_of(client.post(f"{PLAN}budget/", said, follow=True))
    assert "The budget was saved." in page
    with acting(everything("test")):
        line = BudgetLine.objects.get()
    client.post(f"{PLAN}activities/{_fair_id()}/needs/", {"line": str(line.pk)})

    page = text_of(client.get(f"{PLAN}budget/"))
    assert "−£40" in page
    assert "Over budget" in page
    assert "£8.57" in page
    assert client.post(f"{PLAN}budget/", {"name_0": "Coaches", "amount_0": ""}).status_code == 422
    assert client.post(f"{PLAN}budget/", {"name_1": "", "amount_1": "5"}).status_code == 422


def test_clash_rules_are_the_school_s_settings(school, leader, signed_in):
    client = signed_in(leader)
    usual = {"closed": "block", **dict.fromkeys(("holiday", "trip", "other", "year_group", "staff", "room"), "warn")}

    client.post(f"{PLAN}clashes/", {**usual, "exams": "ignore"})

    with acting(everything("test")):
        assert list(ClashRule.objects.values_list("sort", "severity")) == [("exams", "ignore")]
    assert "Nothing is in the way" in text_of(client.get(f"{PLAN}clashes/"))


def test_a_calendar_file_is_looked_at_before_it_is_taken_in(school, leader, signed_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = signed_in(leader)
    content = "What,First day,Last day,Reference\nYear 11 mocks,11/01/2027,22/01/2027,M1\nBroken,never,,\n"
    page = client.post(f"{PLAN}days/file/", {"file": SimpleUploadedFile("days.csv", content.encode())})
    said = text_of(page)
    assert "Take in 1 entry" in said
    assert "Row 3" in said
    with acting(everything("test")):
        assert Busy.objects.count() == 1  # nothing yet
    signed = said.split('name="signed" value="')[1].split('"')[0]

    client.post(f"{PLAN}days/file/", {"signed": signed})
    assert client.post(f"{PLAN}days/file/", {"signed": signed + "x"}, follow=True).status_code == 200

    with acting(everything("test")):
        assert list(Busy.objects.exclude(uid="").values_list("title", "what", "uid")) == [
            ("Year 11 mocks", "exams", "M1")
        ]
    refused = client.post(f"{PLAN}days/file/", {"file": SimpleUploadedFile("days.csv", b"a,b\n1,2\n")})
    assert refused.status_code == 422


def test_days_are_added_changed_and_taken_out(school, leader, signed_in):
    client = signed_in(leader)
    day = {"from_on_day": "1", "from_on_month": "7", "from_on_year": "2027"}
    client.post(f"{PLAN}days/new/", {"title": "Sports day", "what": "other", **day})
    with acting(everything("test")):
        busy = Busy.objects.get(title="Sports day")
    address = f"{PLAN}days/{busy.public_id}/"
    client.post(address, {"title": "Sports", "what": "other", **day, "year_groups": ["7", "8"]})
    assert "Years 7 and 8" in text_of(client.get(f"{PLAN}days/"))
    client.post(address, {"remove": "yes"})
    assert client.get(address).status_code == 404


def test_a_plan_begins_from_last_year_and_from_an_outline(school, leader, signed_in):
    client = signed_in(leader)
    assert "The plan of 2025 to 2026" in text_of(client.get(f"{PLAN}start/"))
    with acting(everything("test")):
        past = Activity.objects.filter(title="College visit", held_on=date(2025, 11, 4)).first()

    page = client.post(f"{PLAN}start/last-year/", {"chosen": [past.public_id]}, follow=True)

    assert "1 activity put on the plan." in text_of(page)
    with acting(everything("test")):
        assert Activity.objects.get(copied_from=past).held_on == date(2026, 11, 3)
        outlined = Activity.objects.filter(planned__template="first-year")
        assert outlined.count() == 0
    assert client.post(f"{PLAN}start/first-year/", {}).status_code == 422
    assert client.get(f"{PLAN}start/nothing/").status_code == 404


def test_what_happened_beside_what_was_planned(school, fair, leader, signed_in):
    with acting(everything("test")) as by:
        past = add_to_plan(school=school, facts=replace(FAIR, title="Visit", held_on=date(2026, 11, 10)), by=by)
        move_planned(activity=past, to_on=date(2026, 11, 12), by=by)
        nine = list(Learner.objects.filter(enrolments__year_group=9, enrolments__academic_year=2026)[:5])
        expect(past, *nine)
        attend(past, *nine[:4])
        attend(past, nine[4], status="absent")

    page = text_of(signed_in(leader).get(f"{PLAN}happened/"))

    row = page.split(">Visit<")[1].split("</tr>")[0]
    assert ["10 Nov 2026" in row, "12 Nov 2026" in row, "Moved" in row, "4 of 5" in row, "Done" in row] == [True] * 5
    assert "An employer encounter this year" in page
    assert "Careers in every subject this year (English)" in page


def test_a_school_with_nothing_planned_is_told_where_to_begin(db, signed_in, the_day):
    from tests.factories import make_school

    with acting(everything("test")):
        school = make_school()
        make_learner(school)
    client = signed_in(make_user("Robin Marsh", ("careers_leader", school)))

    page = text_of(client.get(PLAN))

    assert "Nothing is planned yet" in page
    assert "No terms are set for 2026 to 2027" in page


def test_the_activity_s_own_form_keeps_the_move_and_what_is_not_allowed(school, fair, leader, signed_in):
    """The other door to a planned activity: a new day is a move there too, and a closed day no day."""
    with acting(everything("test")) as by:
        close_day(school=school, on=date(2027, 3, 16), reason="INSET day", by=by)
    client, address = signed_in(leader), f"/schools/fernhill-school/activities/{fair.public_id}/change/"
    said = {"title": FAIR.title, "kinds": "employer", "mode": "in_person", "year_groups": "9",
            "held_on_month": "3", "held_on_year": "2027"}  # fmt: skip

    refused = client.post(address, {**said, "held_on_day": "16"})
    assert (refused.status_code, "closed that day: INSET day" in text_of(refused)) == (409, True)
    new = "/schools/fernhill-school/activities/new/"
    assert client.post(new, {**said, "held_on_day": "16", "came": "later"}).status_code == 409
    assert client.post(address, {**said, "held_on_day": "17"}).status_code == 302

    with acting(everything("test")):
        assert list(Move.objects.values_list("activity", "to_on")) == [(fair.pk, date(2027, 3, 17))]
        assert Activity.objects.filter(title=FAIR.title).count() == 1
