"""The careers team's pages and the handover: who sees them, what they keep, and what they never tell."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import attend, make_activity, make_learner, make_school, make_user
from tests.publishing.schools import make_publishing_school, write_everything
from waymark.access.models import AuditEvent
from waymark.access.scope import acting, everything
from waymark.intake.models import Delivery
from waymark.leadership.actions.leading import begin_leading, name_governor
from waymark.leadership.actions.team import AdviserFacts, add_member, keep_adviser
from waymark.leadership.actions.training import SessionFacts, TrainingFacts, hold_session, log_training
from waymark.leadership.models import Adviser, GovernorMeeting, LeaderTerm, StaffSession, TeamMember, Training
from waymark.ledger.models import Activity, Learner
from waymark.publishing.actions import release
from waymark.publishing.models import AccessRequest, CareersPage, Publication

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
BEGUN = date(2024, 9, 1)
READ = ("careers_team", "staff_sessions", "link_governor", "what_is_kept_of_staff")
WRITE = ("add_team_member", "hold_session", "training_target", "name_governor", "handover")


@pytest.fixture
def school(the_day):
    """A school with a public page, whose careers leader changed today."""
    with acting(everything("test")) as by:
        school, leader = make_publishing_school()
        write_everything(school, by, leader_id=leader.pk)
        release(school=school, on=TODAY, by=by)
        old = add_member(school=school, name=leader.name, begun_on=BEGUN, user=leader, by=by)
        begin_leading(member=old, on=BEGUN, hours_a_week=None, reports_to="Deputy headteacher", by=by)
        new = add_member(school=school, name="Sam Reed", begun_on=BEGUN, by=by)
        log_training(member=new, facts=TrainingFacts("Leading careers", for_leading=True, finished_on=TODAY), by=by)
        keep_adviser(
            member=new,
            facts=AdviserFacts(
                qualification="level6-diploma",
                register="registered",
                register_name="rcdp",
                register_expires_on=TODAY - timedelta(days=3),
            ),
            by=by,
        )
        hold_session(school=school, facts=SessionFacts("Careers in maths", TODAY, "Maths", 6, 9), by=by)
        name_governor(school=school, name="Greta Vane", on=BEGUN, by=by)
    return school


@pytest.fixture
def leader(school, signed_in):
    return signed_in(school.memberships.get().user)


def _at(school, name, **more):
    return reverse(name, kwargs={"slug": school.slug, **more})


def _members():
    with acting(everything("test")):
        return {member.name: member.public_id for member in TeamMember.objects.all()}


def _day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        ("careers_leader", 200, 200),
        ("careers_administrator", 200, 200),
        ("senior_leader", 200, 200),
        ("adviser", 200, 404),
        ("teacher", 404, 404),
        ("governor", 404, 404),
    ],
)
def test_who_sees_the_team(school, signed_in, role, reads, writes):
    client = signed_in(make_user("Pat Moss", (role, school)))

    assert {client.get(_at(school, name)).status_code for name in READ} == {reads}
    assert {client.get(_at(school, name)).status_code for name in WRITE} == {writes}


def test_the_team_page_says_what_runs_out_and_who_is_trained(school, leader):
    said = leader.get(_at(school, "careers_team")).content.decode()

    assert "Sam Reed: Registered Career Development Professional. The registration has run out" in said
    assert "No training recorded yet" in said  # of the leader of today
    assert "0 of 25 hours" in said
    assert "Careers in maths, 22 November 2026, 6 of 9 (Maths)" in said


def test_the_activity_form_says_the_level_of_each_adviser(school, leader):
    said = leader.get(_at(school, "new_activity")).content.decode()

    assert "Your advisers – Sam Reed: level 6." in said


def test_home_says_whose_registration_to_see_to(school, signed_in, leader):
    said = leader.get(_at(school, "school_home")).content.decode()
    assert "See to Registered Career Development Professional of Sam Reed" in said

    teacher = signed_in(make_user("Toby Lark", ("teacher", school)))
    assert "Sam Reed" not in teacher.get(_at(school, "school_home")).content.decode()


def test_an_adviser_may_read_but_sees_nothing_to_press(school, signed_in):
    client = signed_in(make_user("Pat Moss", ("adviser", school)))
    for name in READ:
        said = client.get(_at(school, name)).content.decode()
        main = said[said.index("<main") : said.index("</main")]
        assert "/add/" not in main
        assert "<form" not in main


def test_somebody_is_added_and_their_training_kept(school, leader):
    sent = {"name": "Toby Lark", "job": "Business link", "user": "", **_day("begun_on", TODAY)}
    assert leader.post(_at(school, "add_team_member"), sent).status_code == 302
    member = _members()["Toby Lark"]

    form = {"title": "A day at a college", "state": "finished", "hours": "6.5", **_day("finished_on", TODAY)}
    answer = leader.post(_at(school, "log_training", public_id=member), form)

    assert answer["Location"] == _at(school, "team_member", public_id=member)
    said = leader.get(answer["Location"]).content.decode()
    assert "6.5 hours" in said
    assert "6.5 of 25 hours wanted this academic year" in said


def test_a_form_sent_back_says_what_is_wrong(school, leader):
    member = _members()["Sam Reed"]
    sent = {"title": "A course", "state": "finished"}

    answer = leader.post(_at(school, "log_training", public_id=member), sent)

    assert answer.status_code == 422
    assert "Say on which day it was finished" in answer.content.decode()


def test_training_and_sessions_can_be_changed_and_taken_off(school, leader):
    with acting(everything("test")):
        training, session = Training.objects.get().public_id, StaffSession.objects.get().public_id
    changed = {"title": "Leading careers well", "state": "under_way"}
    leader.post(_at(school, "change_training", public_id=training), changed)
    numbers = {"title": "Maths at work", "for_whom": "Maths", "came": 10, "of": 9, **_day("held_on", TODAY)}
    too_many = leader.post(_at(school, "change_session", public_id=session), numbers)

    assert too_many.status_code == 422
    with acting(everything("test")):
        assert list(Training.objects.values_list("title", "state")) == [("Leading careers well", "under_way")]
    leader.post(_at(school, "change_training", public_id=training), {"doing": "strike"})
    leader.post(_at(school, "change_session", public_id=session), {"doing": "strike"})
    with acting(everything("test")):
        assert (Training.objects.count(), StaffSession.objects.count()) == (0, 0)


def test_what_makes_an_adviser_is_kept(school, leader):
    member = _members()["Sam Reed"]
    sent = {
        "is_external": "yes",
        "employer": "Westmarch Futures",
        "qualification": "level7-qcg",
        "register": "registered",
        "register_name": "rcdp",
        "register_number": "R1",
        **_day("register_expires_on", date(2027, 8, 31)),
    }

    assert leader.post(_at(school, "keep_adviser", public_id=member), sent).status_code == 302

    with acting(everything("test")):
        adviser = Adviser.objects.get()
    assert (adviser.employer, adviser.qualification, adviser.register_expires_on) == (
        "Westmarch Futures",
        "level7-qcg",
        date(2027, 8, 31),
    )


def test_a_meeting_with_the_governor_is_kept_and_taken_off(school, leader):
    sent = {"what": "visit", "about": "Saw the Year 9 options fair", **_day("held_on", TODAY)}
    leader.post(_at(school, "log_governor_meeting"), sent)

    assert "Saw the Year 9 options fair" in leader.get(_at(school, "link_governor")).content.decode()
    with acting(everything("test")):
        meeting = GovernorMeeting.objects.get().public_id
    where = _at(school, "strike_governor_meeting", public_id=meeting)
    leader.get(where)
    with acting(everything("test")):
        assert GovernorMeeting.objects.count() == 1
    leader.post(where)
    with acting(everything("test")):
        assert GovernorMeeting.objects.count() == 0


def _new_leader(school, leader):
    sent = {"member": _members()["Sam Reed"], "reports_to": "The headteacher", "hours_a_week": "6"}
    return leader.post(_at(school, "begin_leading"), {**sent, **_day("on", TODAY)})


def test_a_new_leader_is_offered_to_the_draft_and_never_released_by_itself(school, leader):
    assert _new_leader(school, leader)["Location"] == _at(school, "handover")
    offered = leader.get(_at(school, "handover")).content.decode()
    assert "The draft of your careers page does not name Sam Reed" in offered
    with acting(everything("test")):
        assert LeaderTerm.objects.get(ended_on=None).member.name == "Sam Reed"
        assert CareersPage.objects.order_by("-version").first().leader_name == "Ottilie Wrenfield"

    leader.post(_at(school, "name_on_draft"))

    with acting(everything("test")):
        draft = CareersPage.objects.order_by("-version").first()
        assert (draft.leader_name, draft.leader_id) == ("Sam Reed", None)
        assert draft.leader_email == "careers@fernhill.example"  # the role's own address outlives a leader
        assert [public.content["leader"]["name"] for public in Publication.objects.all()] == ["Ottilie Wrenfield"]
    assert "does not name" not in leader.get(_at(school, "handover")).content.decode()


def test_a_former_leaders_own_address_does_not_stay_on_the_draft(school, leader):
    with acting(everything("test")) as by:
        theirs = school.memberships.get().user.email
        write_everything(school, by, leader_id=school.memberships.get().user_id, leader_email=theirs)
    _new_leader(school, leader)

    leader.post(_at(school, "name_on_draft"))

    with acting(everything("test")):
        assert CareersPage.objects.order_by("-version").first().leader_email == ""


def test_a_get_puts_no_name_on_the_draft(school, leader):
    _new_leader(school, leader)
    leader.get(_at(school, "name_on_draft"))

    with acting(everything("test")):
        assert CareersPage.objects.order_by("-version").first().leader_name == "Ottilie Wrenfield"


def test_the_handover_tells_what_is_promised(school, leader):
    with acting(everything("test")):
        AccessRequest.objects.create(
            organisation=school,
            provider="Harrowbeck College",
            contact_name="Una Pell",
            contact_email="una@college.example",
            offers="T Levels",
            wished_dates="Any Tuesday in March",
        )
        make_activity(
            school, "provider", "employer", held_on=date(2027, 2, 3), title="Day", provider_name="Harrowbeck College"
        )
        late = make_activity(school, held_on=date(2026, 11, 2), title="A talk nobody counted")
        attend(late)
        Activity.objects.filter(pk=late.pk).update(state="planned")
        Delivery.objects.create(organisation=school, kind="learners", sha256="0", filename="roll.csv", state="merged")

    said = leader.get(_at(school, "handover")).content.decode()

    for words in (
        "Any Tuesday in March",
        "Una Pell, una@college.example",
        "A talk nobody counted",
        "Review of the careers page",
        "Measurement point",
        "roll.csv",
        "1 past activity has no register",
        "Runs the careers programme",
        "1 September 2027",
        "300 minutes",
        "Meeting employers",
    ):
        assert words in said, words


def test_no_learner_is_named_in_a_handover_whatever_people_typed(school, leader):
    with acting(everything("test")):
        known = make_learner(
            school, given_name="Verity", family_name="Quill-Okafor", preferred_name="Vee", upn="A123456789012"
        )
        make_activity(
            school, held_on=date(2027, 2, 3), title="Visit with verity quill-okafor", led_by="Vee Quill-Okafor"
        )
        AccessRequest.objects.create(
            organisation=school,
            provider="A college",
            contact_name="Una Pell",
            contact_email="una@college.example",
            wished_dates=f"After {known.upn} left",
        )

    said = leader.get(_at(school, "handover")).content.decode().casefold()

    assert "[name left out]" in said
    assert "quill" not in said
    assert known.upn.casefold() not in said


def test_the_handover_can_be_taken_away_and_names_no_learner(school, leader):
    with acting(everything("test")):
        known = make_learner(school, given_name="Verity", family_name="Quill-Okafor")
        make_activity(school, held_on=date(2027, 2, 3), title=f"Visit with {known}", led_by="Sam Reed")
    files = {kind: leader.get(_at(school, "handover_file", kind=kind)) for kind in ("pdf", "html", "zip")}

    assert files["pdf"].content.startswith(b"%PDF")
    assert "Visit with [name left out]" in files["html"].content.decode()
    with zipfile.ZipFile(io.BytesIO(files["zip"].content)) as archive:
        names = sorted(archive.namelist())
        told = b"".join(archive.read(name) for name in names if not name.endswith((".pdf", ".xlsx")))
    assert names == [f"careers-handover.{ending}" for ending in ("csv", "html", "pdf", "xlsx")] + ["manifest.json"]
    assert b"Quill" not in told
    assert leader.get(_at(school, "handover_file", kind="docx")).status_code == 404
    with acting(everything("test")):
        assert AuditEvent.objects.filter(verb="handover downloaded").count() == 3


def test_a_handover_holds_no_secret(school, leader):
    with acting(everything("test")):
        secrets = [school.memberships.get().user.password, *AccessRequest.objects.values_list("sent_from", flat=True)]
        upns = list(Learner.objects.exclude(upn="").values_list("upn", flat=True))
    said = leader.get(_at(school, "handover")).content.decode()

    assert [one for one in [*secrets, *upns] if one and one in said] == []


def test_who_may_not_release_is_told_so_and_not_that_there_is_nothing(school, signed_in):
    client = signed_in(make_user("Pat Moss", ("careers_administrator", school)))

    said = client.get(_at(school, "handover")).content.decode()

    assert "You may not see this part" in said
    assert "Seen by who may release the page" in said


def test_a_handover_leads_only_where_its_reader_may_go(school, leader, signed_in):
    """A senior leader reads how the school is set up and may not change it."""
    settings = 'href="/schools/fernhill-school/settings/"'
    assert settings in leader.get(_at(school, "handover")).content.decode()

    senior = signed_in(make_user("Sal Vane", ("senior_leader", school)))
    page = senior.get(_at(school, "handover")).content.decode()

    assert "How the school is set up" in page
    links = set(re.findall(r'href="(/schools/[^"#?]+/)"', page))
    assert [each for each in sorted(links) if senior.get(each).status_code == 404] == []


def test_another_schools_people_find_nothing(school, signed_in):
    stranger = make_user("Kit Vale", ("careers_leader", make_school("Oakmoor School", urn="900002")))
    client = signed_in(stranger)

    assert {client.get(_at(school, name)).status_code for name in (*READ, *WRITE)} == {404}
    member = _members()["Sam Reed"]
    assert client.get(f"/schools/oakmoor-school/careers-team/members/{member}/").status_code == 404


@pytest.mark.parametrize("members", [1, 3])
def test_the_team_is_read_in_as_many_queries_whoever_is_in_it(members, the_day, signed_in, django_assert_num_queries):
    with acting(everything("test")) as by:
        small = make_school("Small School", urn="900003")
        for number in range(members):
            member = add_member(school=small, name=f"Member {number}", begun_on=BEGUN, by=by)
            keep_adviser(member=member, facts=AdviserFacts(), by=by)
    client = signed_in(make_user("Robin Marsh", ("careers_leader", small)))

    with django_assert_num_queries(15):
        client.get(_at(small, "careers_team"))
