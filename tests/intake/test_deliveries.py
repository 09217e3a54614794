"""Deliveries and long work: the same bytes once, every problem kept, and a way to stop."""

import pytest

from tests.factories import make_school, scope_with
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted
from waymark.intake.actions import content_of_delivery, mark_undone, safe_name, settle, take_delivery
from waymark.intake.models import Delivery
from waymark.intake.queries import problems_of
from waymark.intake.reading import Effect, Problem

NEEDS = Permission.LEDGER_WRITE


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def take(school, db_scope):
    def taken(content=b"a,b\n", *, kind="activities", organisation=school, read_as="", by=db_scope) -> Delivery:
        return take_delivery(
            content=content,
            filename="a.csv",
            kind=kind,
            organisation=organisation,
            needs=NEEDS,
            read_as=read_as,
            by=by,
        )

    return taken


def test_take_delivery_keeps_the_bytes(take):
    assert content_of_delivery(take(b"\x00\xff\r\n")) == b"\x00\xff\r\n"


def test_take_delivery_of_the_same_bytes_is_the_same_delivery(take):
    other = make_school("Oakhill School", urn="900002")

    first = take()

    assert take() == first
    assert len({first, take(b"x"), take(kind="attendance"), take(organisation=other), take(read_as="sen")}) == 5


@pytest.mark.parametrize("give_free", ["undone", "refused"])
def test_what_was_undone_or_refused_may_come_again(take, db_scope, give_free):
    first = take()
    if give_free == "undone":
        mark_undone(delivery=first, needs=NEEDS, by=db_scope)
    else:
        settle(delivery=first, state="refused", records=0, problems=[], outcome={}, needs=NEEDS, by=db_scope)

    assert take() != first


def test_settle_keeps_every_problem_in_place_of_the_last(take, db_scope):
    delivery = take()
    problems = [Problem("B", Effect.NOTED, 3, "x", "r" * 500, "e", "s", 4), Problem("A", Effect.REFUSED, 2, line=2)]

    for told in (problems, problems[:1]):
        settle(
            delivery=delivery, state="merged", records=9, problems=told, outcome={"added": 1}, needs=NEEDS, by=db_scope
        )

    (kept,) = problems_of(delivery)
    assert (kept.code, kept.effect, kept.row, kept.line, kept.received) == ("B", Effect.NOTED, 3, 4, "r" * 200)
    assert (delivery.rows, delivery.outcome, delivery.merged_at is None) == (9, {"added": 1}, False)


def test_every_action_asks_for_the_permission(take, school):
    delivery = take()
    stranger = scope_with(school, Permission.LEARNER_VIEW)

    with pytest.raises(NotPermitted):
        take(b"other", by=stranger)
    with pytest.raises(NotPermitted):
        settle(delivery=delivery, state="merged", records=0, problems=[], outcome={}, needs=NEEDS, by=stranger)
    with pytest.raises(NotPermitted):
        mark_undone(delivery=delivery, needs=NEEDS, by=stranger)
    with pytest.raises(NotPermitted):
        take(b"register", organisation=None, by=scope_with(school))


def test_taking_a_file_in_is_on_the_trail(take):
    delivery = take()

    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.organisation_id) == ("file taken in", delivery.organisation_id)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("C:\\Users\\me\\Roll 2026.csv", "Roll 2026.csv"),
        ("../../etc/passwd", "passwd"),
        ("<b>x</b>.csv", "b .csv"),
        ("A999000260011 Ada.csv", "(UPN) Ada.csv"),
        ("", "a file without a name"),
    ],
)
def test_safe_name(sent, shown):
    assert safe_name(sent) == shown
