"""An address with another school's object in it: under one's own slug or under theirs, it is not found, and nothing of
theirs changes. The addresses come from the resolver, so that one with an argument nobody thought of fails here."""

import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from tests.access import builder_things, directory_things, interview_things, team_things
from tests.factories import attend, expect, make_activity, make_area, make_learner, make_school, make_user
from tests.providers import one_of_each
from tests.publishing.small_documents import keep_small_document
from waymark.access.actions.invitations import invite
from waymark.access.actions.tokens import make_token
from waymark.access.models import Membership
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of
from waymark.access.scope import acting, everything
from waymark.evaluation.assessing.actions import finish_assessment, start_assessment
from waymark.evaluation.cuts.actions import cut
from waymark.intake.actions import take_delivery
from waymark.intake.models import Job
from waymark.ledger.actions.attachments import AttachmentFacts, keep_attachment
from waymark.ledger.actions.groups import make_group
from waymark.ledger.actions.retention import place_hold
from waymark.ledger.models import Group, Learner
from waymark.ledger.rules.facts import ActivityFacts
from waymark.planner.actions import Planned, add_action, approve_plan
from waymark.planner.actions.approvals import Agreed
from waymark.planner.actions.busy import BusyDays, add_busy
from waymark.planner.actions.templates import Slot, add_item, make_template, offer_template
from waymark.publishing.actions import edit_page, release
from waymark.publishing.actions.criteria import CriterionText, bring_in_criteria
from waymark.publishing.actions.sharing import Recipient, share_evaluation
from waymark.publishing.evaluations import Included
from waymark.publishing.models import AccessRequest
from waymark.surveys.actions.paper import enter_papers
from waymark.surveys.actions.running import make_survey
from waymark.surveys.models import Wave
from waymark.surveys.reading import newest
from waymark.surveys.rules import CodesFor

pytestmark = pytest.mark.django_db

# What an argument that names no object of a school is filled with.
PLAIN = {
    ("benchmark", "code"): "gb5",
    ("entitlement", "code"): "gb5.yearly",
    ("entitlement_learners", "code"): "gb5.yearly",
    ("entitlement_learners_file", "code"): "gb5.yearly",
    ("plan_for_list", "code"): "gb5.yearly",
    ("switch_field", "field"): "send",
    ("retention_period", "what"): "learner",
    ("handover_file", "kind"): "html",
    ("learner_template", "ending"): "csv",
    ("activities_template", "ending"): "csv",
    ("attendance_template", "ending"): "csv",
    ("careers_page_part", "name"): "leader",
    ("plan_together", "code"): "gb1",
    ("delivery_list", "which"): "problems",
    ("assessment_benchmark", "code"): "gb1",
    ("assessment_clashes", "code"): "gb1",
    ("assessment_answer", "code"): "gb1",
    ("assessment_answer", "item"): "gb1-head",
    ("document_file", "name"): "manifest.json",
    ("criterion", "place"): "1",
    ("improvement_plan_file", "kind"): "csv",
    ("year_plan_file", "kind"): "csv",
    ("new_survey_of", "name"): "staff",
    ("questionnaire", "name"): "staff",
    ("survey_download", "kind"): "csv",
    **interview_things.PLAIN,
    **builder_things.PLAIN,
    **{
        (name, "kind"): "csv"
        for name in ("entitlement_learners_file", "learners_file", "activities_download", "catch_up_download")
    },
}
# Which of a school's objects an argument names: what `things` makes under that word.
NAMED = {
    **one_of_each.NAMED,
    **{(name, "public_id"): "learner" for name in ("learner", "hold_learner", "erase_learner")},
    **{
        (name, "public_id"): "activity"
        for name in (
            "activity", "change_activity", "cancel_activity", "copy_activity", "reinstate_activity", "clear_marks",
            "register", "register_print",
            "catch_up", "catch_up_download",
            "year_plan_entry", "move_entry", "entry_needs",
        )
    },
    ("change_busy", "public_id"): "busy",
    ("start_from", "source"): "outline",
    ("area_template", "public_id"): "outline",
    **{(name, "cut_id"): "cut" for name in ("kept_evaluation", "kept_evaluation_text")},
    **{(name, "public_id"): "group" for name in ("group", "close_group")},
    **{
        (name, "number"): "delivery"
        for name in ("delivery", "delivery_refused_rows", "delivery_list", "delivery_as_sent", "undo_delivery")
    },
    ("work", "public_id"): "job",
    ("careers_page_release", "number"): "release",
    **{(name, "public_id"): "action" for name in ("improvement", "change_improvement", "drop_improvement")},
    ("approval", "public_id"): "approval",
    ("evaluation_share", "public_id"): "share",
    **{
        (name, "public_id"): "assessment"
        for name in (
            "assessment", "assessment_give", "assessment_check", "assessment_result", "assessment_changes",
            "assessment_benchmark", "assessment_clashes", "assessment_answer",
        )
    },
    ("careers_page_request", "public_id"): "request",
    ("end_role", "membership"): "membership",
    ("unlock", "membership"): "membership",
    ("lost_phone", "membership"): "membership",
    ("withdraw_invitation", "invitation"): "invitation",
    ("revoke_token", "token"): "token",
    ("lift_hold", "hold"): "hold",
    **{
        (name, "public_id"): "attachment"
        for name in ("attachment", "attachment_file", "change_kept", "replace_attachment", "retire_kept")
    },
    **{(name, "public_id"): "document" for name in ("document", "document_file")},
    **{(name, "public_id"): "standard" for name in ("standard", "criterion")},
    **{
        (name, "public_id"): "survey"
        for name in (
            "survey_run", "survey_sheets", "survey_invited", "survey_days", "survey_close", "survey_withdraw",
            "survey_paper", "survey_papers", "survey_papers_take_back", "survey_comments", "survey_comment_out",
            "survey_results", "survey_download",
        )
    },
    ("survey_invited", "code"): "survey_code",
    ("survey_papers_take_back", "sheet"): "survey_sheet",
    **interview_things.NAMED,
    **builder_things.NAMED,
    **directory_things.NAMED,
    **team_things.NAMED,
}  # fmt: skip
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def named(patterns, under=""):
    """Every address under a slug, with the name of its view."""
    for pattern in patterns:
        address = under + str(pattern.pattern).replace("^", "").replace("$", "").replace("\\.", ".")
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns, address)
        elif re.match(r"(schools|people|areas)/<slug:slug>/", address):
            yield address, pattern.name


def arguments(address):
    return [first or second for first, second in _ARGUMENT.findall(address) if (first or second) != "slug"]


def addresses_with_objects():
    return [
        (address, name)
        for address, name in named(get_resolver().url_patterns)
        if any((name, argument) in NAMED for argument in arguments(address))
    ]


def filled(address, name, slug, things):
    def value(match):
        argument = match[1] or match[2]
        if argument == "slug":
            return slug
        plain = PLAIN.get((name, argument))
        return plain if plain is not None else str(things[NAMED[name, argument]])

    return "/" + _ARGUMENT.sub(value, address)


@pytest.fixture
def ours(db):
    with acting(everything("test")):
        return make_school()


@pytest.fixture
def things(ours):
    """One of everything that an address can name, at another school."""
    with acting(everything("test")) as by:
        school = make_school("Oakmoor School", urn="900002")
        leader = make_user("Sam Reed", ("careers_leader", school))
        learner = make_learner(school)
        activity = make_activity(school)
        expect(activity, learner)
        attend(activity, learner, status="absent")
        edit_page(school=school, changes={"leader_name": "Sam Reed", "summary": "We plan together."}, by=by)
        return {
            "slug": school.slug,
            "learner": learner.public_id,
            "activity": activity.public_id,
            "group": make_group(school=school, name="Choir", learner_ids=[learner.pk], by=by).public_id,
            "delivery": _delivery(school, by).pk,
            "job": Job.objects.create(kind="learners", organisation=school, total=3).public_id,
            "release": release(school=school, on=activity.held_on, by=by).number,
            "request": _request(school).public_id,
            "membership": Membership.objects.get(user=leader).pk,
            **further_things(school, activity, by),
            "invitation": _invited(school, by).pk,
            "token": make_token(
                organisation=school, label="MIS", permissions=[Permission.FIGURES_VIEW], days=30, by=scope_of(leader)
            )[0].pk,
        }


def further_things(school, activity, by):
    """What a school keeps beside its records, one of each: files, documents, plans, self-assessments, its team."""
    return {
        "attachment": keep_attachment(
            school=school,
            content=b"Minutes",
            filename="a.txt",
            facts=AttachmentFacts("minutes", "Minutes", activity.held_on, True),
            by=by,
        ).public_id,
        "document": keep_small_document(school, by).public_id,
        "standard": bring_in_criteria(
            school=school, kind="matrix", name="Award", criteria=[CriterionText("1", "A leader")], by=by
        ).public_id,
        "action": _action(school, by).public_id,
        **_year_plan(school, by),
        **one_of_each.one_of_each(school, by),
        "approval": _approval(school, by).public_id,
        "share": _share(school, by).public_id,
        "assessment": _assessment(school, by).public_id,
        "cut": cut(school=school, on=activity.held_on, by=by).public_id,
        **team_things.team_things(school, by),
        **builder_things.builder_things(school),
        **directory_things.directory_things(school),
        **_survey(school, by),
        **interview_things.interview_things(school, by),
        "hold": place_hold(school=school, learner=None, reason="A claim", by=by).pk,
    }


def _survey(school, by):
    """A survey of staff that closed ten days ago, with what some said on paper."""
    opens_on, closes_on = (timezone.localdate() - timedelta(days=days) for days in (20, 10))
    survey = make_survey(
        school=school,
        asked=newest("staff"),
        wave=Wave.AUTUMN,
        opens_on=opens_on,
        closes_on=closes_on,
        codes_for=CodesFor.EVERYONE,
        on=opens_on,
        by=by,
    )
    code = survey.codes.get()
    sheet = enter_papers(code=code, forms=7, counts={("trained", "agree"): 7}, on=opens_on, by=by)
    return {"survey": survey.public_id, "survey_code": code.in_fours, "survey_sheet": sheet.pk}


def _delivery(school, by):
    return take_delivery(
        content=b"Reference,Title\r\nX1,Visit\r\n",
        filename="a.csv",
        kind="activities",
        organisation=school,
        needs=Permission.LEDGER_WRITE,
        by=by,
    )


def _year_plan(school, by):
    """An entry of its calendar, and an outline it offers to nobody but itself."""
    busy = add_busy(school=school, said=BusyDays("trip", "Trip", date(2026, 11, 2), date(2026, 11, 2)), by=by)
    outline = make_template(organisation=school, title="Our year", by=by)
    lesson = ActivityFacts(title="Lesson", held_on=date(2026, 11, 2), kinds=("lmi",))
    add_item(template=outline, facts=lesson, slot=Slot(1, 1, 0), year_groups=[9], by=by)
    return {"busy": busy.public_id, "outline": offer_template(template=outline, by=by).public_id}


def _action(school, by):
    wanted = Planned("Book an adviser", date(2027, 3, 31), "gatsby-2024", "gb8", "gb8.guidance_by_16")
    return add_action(school=school, academic_year=2026, planned=wanted, by=by)


def _share(school, by):
    finished = finish_assessment(assessment=start_assessment(school=school, on=date(2026, 7, 31), by=by), by=by)
    said = {"recipient": Recipient(link_for="The trust"), "last_day": timezone.localdate(), "included": Included()}
    return share_evaluation(assessment=finished, **said, by=by)[0]


def _assessment(school, by):
    """One that is open and was started from another."""
    earlier = start_assessment(school=school, on=date(2026, 3, 31), by=by)
    return start_assessment(school=school, on=date(2026, 10, 1), started_from=earlier, by=by)


def _approval(school, by):
    agreed = Agreed("head", "Hal Brook", "Headteacher", date(2026, 11, 1))
    return approve_plan(school=school, academic_year=2026, agreed=agreed, by=by)


def _request(school):
    return AccessRequest.objects.create(
        organisation=school,
        provider="Harrowbeck College",
        contact_name="Una Pell",
        contact_email="una@college.example",
        offers="T Levels",
        phases=["first"],
        wished_dates="March",
    )


def _invited(school, by):
    said = {"email": "pat@example.org", "name": "Pat Moss", "role": "teacher", "address_of": "/join/{token}/"}
    return invite(organisation=school, **said, by=by)[0]


def everything_kept():
    """Every row of every table of ours, to see that none changed."""
    with acting(everything("test")):
        return {
            model._meta.label: list(model._base_manager.order_by("pk").values())
            for model in apps.get_models()
            if model.__module__.startswith("waymark.") and model._meta.label != "access.User"
        }


def test_every_argument_of_an_address_is_known_here():
    said = {(name, each) for address, name in named(get_resolver().url_patterns) for each in arguments(address)}

    assert said == set(PLAIN) | set(NAMED)


@pytest.mark.parametrize(("address", "name"), addresses_with_objects())
def test_anothers_object_is_not_found_and_does_not_change(address, name, ours, things, signed_in):
    client = signed_in(make_user("Robin Marsh", ("careers_leader", ours)))
    before = everything_kept()
    statuses = {}
    for slug in (ours.slug, things["slug"]):
        at = filled(address, name, slug, things)
        statuses["GET", at] = client.get(at).status_code
        statuses["POST", at] = client.post(at, {"reason": "x", "because": "x", "answer": "accept"}).status_code

    if name in directory_things.OPEN_TO_ALL:
        at = filled(address, name, ours.slug, things)
        assert statuses.pop(("GET", at)) == 200
        assert statuses.pop(("POST", at)) in {405, 422}
    assert set(statuses.values()) <= {404, 405}, statuses
    assert all(status == 404 for (method, _), status in statuses.items() if method == "GET"), statuses
    assert everything_kept() == before


OF_A_HUB = interview_things.OF_A_HUB | directory_things.OF_A_HUB
OF_ONES_OWN = [(at, name) for at, name in addresses_with_objects() if name not in OF_A_HUB]


@pytest.mark.parametrize(("address", "name"), OF_ONES_OWN)
def test_ones_own_object_is_found(address, name, things, signed_in):
    """Or the test above would pass for an address that is never found."""
    with acting(everything("test")):
        owner = Membership.objects.get(pk=things["membership"]).user
    answer = signed_in(owner).get(filled(address, name, things["slug"], things))

    assert answer.status_code in {200, 302}
    assert learners_in_the_title(answer, things["slug"]) == []


def learners_in_the_title(answer, slug):
    """A title stays in the browser's history, on a shared machine too, long after the page is gone."""
    with acting(everything("test")):
        names = set(Learner.objects.filter(organisation__slug=slug).values_list("family_name", flat=True))
    title = re.search(rb"<title>(.*?)</title>", answer.content, re.DOTALL) if not answer.streaming else None
    return [name for name in names if title and name in title[1].decode()]


def test_learners_of_another_school_cannot_be_put_in_a_group_or_on_a_list(ours, things, signed_in):
    with acting(everything("test")) as by:
        theirs = Learner.objects.get(public_id=things["learner"])
        group = make_group(school=ours, name="Ours", learner_ids=[theirs.pk], by=by)

        assert group.members.count() == 0
        assert Group.objects.get(public_id=things["group"]).members.count() == 1


def test_a_hub_lead_reaches_no_object_of_a_school(things, signed_in):
    client = signed_in(make_user("Kit Vale", ("hub_lead", make_area())))
    opened = [
        at
        for address, name in addresses_with_objects()
        if client.get(at := filled(address, name, things["slug"], things)).status_code != 404
    ]

    assert opened == []
