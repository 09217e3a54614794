"""Every action asks, first of all, whether its doer may: read from the code, so that a new one cannot forget."""

import ast
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

import waymark
from tests.factories import make_learner, make_school, make_user, scope_with
from waymark.access.actions.invitations import invite
from waymark.access.actions.people import grant_role, unlock
from waymark.access.actions.sharing import share_figures, stop_sharing
from waymark.access.actions.tokens import GRANTABLE, make_token
from waymark.access.models import AuditEvent, User
from waymark.access.permissions import Permission
from waymark.access.scope import NOBODY, NotPermitted, Scope, acting, everything
from waymark.intake.actions import take_delivery
from waymark.intake.jobs import Work, hand_over, register_work
from waymark.ledger.actions.exports import give_out_person, give_out_records
from waymark.ledger.actions.groups import make_group
from waymark.ledger.actions.settings import close_day, open_day, switch_field_off, switch_field_on
from waymark.publishing.actions import edit_page, edit_statement, release

ON = date(2026, 11, 20)
ROOT = Path(waymark.__file__).parent
# Actions that begin otherwise, and why.
ASK_NOTHING = {
    "access/actions/people.py:forget_second_step": "asks at each place where the person has a role",
    "publishing/actions/sharing.py:look_by_link": "whoever has the link may look at what was frozen for it; limited",
    "publishing/actions/sharing.py:look_as_recipient": "whom it was shared with may look, and nobody else finds it",
    "opportunities/actions/accounts.py:ask_for_account": "anybody may ask; counted and limited",
    "opportunities/actions/accounts.py:begin_account": "asks for the token of the letter",
    "opportunities/actions/accounts.py:applicant_of": "makes a person's own form, for that person",
    "opportunities/actions/applying.py:keep_form": "asks whether it is their own",
    "opportunities/actions/applying.py:draft_application": "asks whether it is their own",
    "opportunities/actions/applying.py:submit_application": "asks whether it is their own",
    "opportunities/actions/applying.py:move_own": "asks whether it is their own",
    "opportunities/actions/applying.py:drop_draft": "asks whether it is their own",
    "opportunities/actions/applying.py:keep_paper": "asks whether it is their own",
    "opportunities/actions/applying.py:take_paper_away": "asks whether it is their own",
    "opportunities/actions/applying.py:track": "asks whether it is their own",
    "opportunities/actions/endorsing.py:ask_endorsement": "asks whether it is their own",
    "opportunities/actions/endorsing.py:ask_again": "asks whether it is their own",
    "post/actions/letters.py:queued_again": "a part of actions that have asked",
    "post/actions/second_steps.py:take_second_step_away": "begins with `forget_second_step`, which asks",
    "post/actions/own.py:send_own_letter": "asks whether it is their own",
    "post/actions/own.py:resend_own_letter": "asks whether it is their own",
    "opportunities/actions/endorsing.py:give_endorsement": "asks for the token of the letter",
    "opportunities/actions/interests.py:begin_exploring": "anybody may explore",
    "opportunities/actions/interests.py:keep_said": "asks for the code that `begin_exploring` gave",
    "opportunities/actions/interests.py:put_aside": "asks for the code that `begin_exploring` gave",
    "opportunities/actions/interests.py:throw_away": "asks for the code that `begin_exploring` gave",
    "publishing/actions/requests.py:ask_for_access": "anybody may ask where a page is released; counted and limited",
    "providers/actions/listing.py:ask_to_be_listed": "anybody may ask to be listed; counted and limited",
    "ledger/actions/exports.py:give_out_records": "asks for each of the schools, before anything is read",
    "ledger/actions/activities.py:write_activity": "a part of actions that have asked",
    "ledger/actions/activity_files.py:put_activities_back": "a part of actions that have asked",
    "ledger/actions/attendance.py:take_back_standing": "a part of actions that have asked",
    "ledger/actions/attendance.py:write_first_marks": "a part of actions that have asked",
    "guidance/actions/asked_by_code.py:type_request": "whoever has the school's code may ask; counted and limited",
    "providers/actions/helping.py:offer_help": "anybody may offer help; counted and limited",
    "providers/actions/answering.py:answer_by_link": "asks for the secret of a letter's link",
    "providers/actions/asking.py:go_on": "a part of what has asked, and of the clock",
    "providers/actions/letters.py:write_to_school": "a part of actions that have asked",
    "providers/actions/letters.py:write_to_them": "a part of actions that have asked",
    "providers/actions/moving.py:moved": "a part of actions that have asked",
    "surveys/actions/answering.py:note_wrong_code": "anybody may try a code; counted and limited",
    "surveys/actions/answering.py:begin_sitting": "whoever has a code may answer; counted and limited",
    "surveys/actions/answering.py:save_answers": "asks for the secret that `begin_sitting` gave",
    "surveys/actions/answering.py:carry_on": "asks for the secret that `begin_sitting` gave",
    "surveys/actions/answering.py:drop_sitting": "asks for the secret that `begin_sitting` gave",
    "surveys/actions/answering.py:finish_sitting": "asks for the secret that `begin_sitting` gave",
}


def actions():
    """Every public function of an actions module that takes a scope: its name, and its code."""
    for path in sorted([*ROOT.rglob("actions/*.py"), *ROOT.rglob("actions.py"), ROOT / "intake" / "jobs.py"]):
        where = path.relative_to(ROOT).as_posix()
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                said = [each.arg for each in (*node.args.args, *node.args.kwonlyargs)]
                if "by" in said:
                    yield f"{where}:{node.name}", node


def first_statement(node):
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return ast.unparse(body[0])


def test_the_first_thing_an_action_does_is_ask():
    silent = {name for name, node in actions() if not first_statement(node).startswith("by.require(")}

    assert len(list(actions())) > 40
    assert silent == set(ASK_NOTHING)


def test_an_action_is_called_by_name_with_its_doer_last():
    odd = [
        name
        for name, node in actions()
        if name not in ASK_NOTHING and (node.args.args or node.args.kwonlyargs[-1].arg != "by")
    ]

    assert odd == []


def test_an_action_that_writes_more_than_one_row_is_whole_or_not_at_all():
    """Whoever leaves a line on the trail leaves it with what it tells of."""
    loose = [
        name
        for name, node in actions()
        if "note(" in ast.unparse(node)
        and name not in ASK_NOTHING
        and not any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]

    assert loose == []


def test_nothing_but_an_action_leaves_a_line_of_a_change():
    """A page may note only what was seen or given out; changes are noted by the action that makes them."""
    verbs = set()
    for path in (ROOT / "web").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "note":
                verbs.add(ast.unparse(node.args[0]))

    assert all(any(word in verb for word in ("viewed", "downloaded", "printed", "listed")) for verb in verbs), verbs


register_work(Work("x", Permission.LEDGER_WRITE, "nowhere:nothing"))

WITHOUT = {
    "invite": lambda s, by: invite(
        organisation=s, email="a@example.org", name="A", role="teacher", address_of="{token}", by=by
    ),
    "grant": lambda s, by: grant_role(user=User.objects.get(), organisation=s, role="teacher", by=by),
    "unlock": lambda s, by: unlock(user=User.objects.get(), organisation=s, by=by),
    "share": lambda s, by: share_figures(school=s, shared_with=s, on=ON, by=by),
    "stop sharing": lambda s, by: stop_sharing(school=s, shared_with=s, by=by),
    "token": lambda s, by: make_token(organisation=s, label="x", permissions=GRANTABLE, days=1, by=by),
    "delivery": lambda s, by: take_delivery(
        content=b"x", filename="x", kind="learners", organisation=s, needs=Permission.LEARNER_WRITE, by=by
    ),
    "register file": lambda s, by: take_delivery(
        content=b"x", filename="x", kind="gias", organisation=None, needs=Permission.SETTINGS_WRITE, by=by
    ),
    "job": lambda s, by: hand_over(kind="x", organisation=s, by=by),
    "records": lambda s, by: give_out_records(schools=[s], on=ON, by=by),
    "group": lambda s, by: make_group(school=s, name="x", by=by),
    "close": lambda s, by: close_day(school=s, on=ON, reason="x", by=by),
    "open": lambda s, by: open_day(school=s, on=ON, by=by),
    "field on": lambda s, by: switch_field_on(school=s, field="sen", reason="x", by=by),
    "field off": lambda s, by: switch_field_off(school=s, field="sen", by=by),
    "page": lambda s, by: edit_page(school=s, changes={"summary": "x"}, by=by),
    "statement": lambda s, by: edit_statement(school=s, changes={"premises": "x"}, by=by),
    "release": lambda s, by: release(school=s, on=ON, by=by),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", WITHOUT)
def test_who_holds_everything_next_door_may_do_nothing_here(what):
    with acting(everything("test")):
        school, next_door = make_school(), make_school("Oakmoor School", urn="900002")
        make_user()
        make_learner(school)
        trail = AuditEvent.objects.count()
        for by in (NOBODY, Scope(who="x"), scope_with(next_door)):
            with pytest.raises(NotPermitted), transaction.atomic():
                WITHOUT[what](school, by)

        assert AuditEvent.objects.count() == trail


@pytest.mark.django_db
@pytest.mark.parametrize("lacking", [Permission.SENSITIVE_VIEW, Permission.AUDIT_VIEW, Permission.LEARNER_VIEW])
def test_a_persons_whole_record_takes_all_of_three_permissions(lacking):
    with acting(everything("test")):
        school = make_school()
        learner = make_learner(school)
        by = scope_with(school, *(permission for permission in Permission if permission != lacking))

        with pytest.raises(NotPermitted):
            give_out_person(learner=learner, by=by)
