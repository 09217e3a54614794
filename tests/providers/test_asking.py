"""A school asks, they answer: what follows from each answer, who is told, and who is asked next."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import scope_with
from tests.providers.asking import (
    DAY,
    ON,
    again,
    answer,
    ask,
    later,
    make_employer,
    make_hub,
    make_provider,
    make_school,
    states,
)
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.scope import NOBODY, NotPermitted, acting
from waymark.post.links import LINK
from waymark.post.models import Letter
from waymark.providers.actions.answering import Answer, answer_as_provider, approach_by_secret
from waymark.providers.actions.asking import ask_next
from waymark.providers.actions.clock import pass_day
from waymark.providers.actions.moving import secret_of
from waymark.providers.actions.settling import (
    agree,
    ask_again,
    call_off,
    close_request,
    remind,
    say_delivered,
    withdraw,
    write_message,
)
from waymark.providers.models import Approach, Contact, EmployerMonth, Message
from waymark.providers.rules.approaches import Move, NotPossible, State


def letters(**what):
    return list(Letter.objects.filter(**what).order_by("pk").values_list("to", "subject"))


def test_asked_they_get_a_letter_with_numbers_and_a_link(hub, school, robin):
    (approach,) = ask(school, make_employer(hub), by=robin)

    letter = Letter.objects.get()
    assert (approach.state, letter.to) == (State.SENT, "pat@lantern-dairies.example")
    assert "about 60 learners of Years 9 and 10" in letter.text
    assert LINK in letter.text
    assert secret_of(approach) not in letter.text
    assert letter.reply_to == "robin.marsh@example.org"


def test_a_yes_settles_the_day_and_goes_into_both_calendars(hub, school, robin):
    first, second = ask(school, make_employer(hub), make_employer(hub, "Tallow Yard"), by=robin, begins_at=time(9, 30))

    answer(first, Move.ACCEPT, said="Gladly.")

    assert states(first, second) == [State.ACCEPTED, State.LISTED]
    assert (again(first).agreed_on, again(first).agreed_at, again(first).sequence) == (DAY, time(9, 30), 1)
    invited = Letter.objects.exclude(calendar="").order_by("pk")
    assert [(each.to, each.calendar_method) for each in invited] == [
        ("robin.marsh@example.org", "REQUEST"),
        ("pat@lantern-dairies.example", "REQUEST"),
    ]
    assert "DTSTART:20270420T083000Z" in invited[0].calendar


def test_a_no_asks_the_next_on_the_list(hub, school, robin):
    first, second = ask(school, make_employer(hub), make_employer(hub, "Tallow Yard"), by=robin)

    answer(first, Move.DECLINE, said="No time.")

    assert states(first, second) == [State.DECLINED, State.SENT]
    assert letters()[-2:] == [
        ("robin.marsh@example.org", "Lantern Dairies: Careers talk"),
        ("pat@tallow-yard.example", "Fernhill School asks: Careers talk"),
    ]


def test_where_the_school_wants_to_choose_itself_nobody_is_asked_by_itself(hub, school, robin):
    first, second = ask(school, make_employer(hub), make_employer(hub, "Tallow Yard"), by=robin, goes_on=False)

    answer(first, Move.DECLINE)
    assert states(first, second) == [State.DECLINED, State.LISTED]
    ask_next(request=first.request, on=ON, by=robin)
    assert states(first, second) == [State.DECLINED, State.SENT]


def test_so_short_before_the_day_nobody_is_asked_by_itself(hub, school, robin):
    first, second = ask(school, make_employer(hub), make_employer(hub, "Tallow Yard"), by=robin)

    answer(first, Move.DECLINE, on=DAY - timedelta(days=2))

    assert states(first, second) == [State.DECLINED, State.LISTED]


def test_silence_is_reminded_once_then_the_next_is_asked(hub, school, robin, db_scope):
    first, second = ask(school, make_employer(hub), make_employer(hub, "Tallow Yard"), by=robin)

    seen = []
    for days in (6, 7, 8, 13, 14, 15):
        done = pass_day(on=later(days), by=db_scope)
        seen.append((days, done.reminded, done.given_up, *states(first, second)))

    assert seen == [
        (6, 0, 0, State.SENT, State.LISTED),
        (7, 1, 0, State.SENT, State.LISTED),
        (8, 0, 0, State.SENT, State.LISTED),
        (13, 0, 0, State.SENT, State.LISTED),
        (14, 0, 1, State.SILENT, State.SENT),
        (15, 0, 0, State.SILENT, State.SENT),
    ]
    assert again(second).sent_on == later(14)


def test_a_night_that_was_missed_reminds_first_and_gives_a_week(hub, school, robin, db_scope):
    (approach,) = ask(school, make_employer(hub), by=robin)

    pass_day(on=later(20), by=db_scope)
    assert states(approach) == [State.SENT]
    pass_day(on=later(26), by=db_scope)
    assert states(approach) == [State.SENT]
    pass_day(on=later(27), by=db_scope)
    assert states(approach) == [State.SILENT]


def test_a_yes_that_comes_too_late_is_refused_in_words(hub, school, robin, db_scope):
    first, second = ask(school, make_employer(hub), make_employer(hub, "Tallow Yard"), by=robin)
    pass_day(on=later(7), by=db_scope)
    pass_day(on=later(14), by=db_scope)

    with pytest.raises(NotPossible, match="somebody else was asked"):
        answer(first, Move.ACCEPT, on=later(14))
    answer(first, None, said="Sorry, I was away.", on=later(14))

    assert states(first, second) == [State.SILENT, State.SENT]
    assert Message.objects.filter(approach=first, side="them").get().text == "Sorry, I was away."


def test_another_date_is_offered_refused_offered_again_and_agreed_to(hub, school, robin):
    (approach,) = ask(school, make_employer(hub), by=robin)

    answer(approach, Move.PROPOSE, day=date(2027, 4, 27), at=time(14))
    ask_again(approach=again(approach), day=date(2027, 5, 4), at=None, said="Exams.", on=ON, by=robin)
    assert again(approach).request.wished_on == date(2027, 5, 4)
    answer(approach, Move.PROPOSE, day=date(2027, 5, 5), at=time(10))
    agree(approach=again(approach), by=robin)

    found = again(approach)
    assert (found.state, found.agreed_on, found.agreed_at) == (State.ACCEPTED, date(2027, 5, 5), time(10))
    assert EmployerMonth.objects.get().taken == 1  # it is one request, however often its day changes


def test_called_off_it_leaves_the_calendars(hub, school, robin):
    (approach,) = ask(school, make_employer(hub), by=robin)
    answer(approach, Move.ACCEPT)

    call_off(approach=again(approach), said="Snow.", by=robin)

    last = Letter.objects.order_by("pk").last()
    assert (last.calendar_method, "SEQUENCE:2" in last.calendar) == ("CANCEL", True)
    assert states(approach) == [State.CALLED_OFF]


def test_withdrawn_while_it_is_on_the_list_nobody_hears_of_it(hub, school, robin):
    first, second = ask(school, make_employer(hub), make_employer(hub, "Tallow Yard"), by=robin)
    count = Letter.objects.count()

    withdraw(approach=second, by=robin)
    assert Letter.objects.count() == count
    withdraw(approach=first, said="We found somebody.", by=robin)

    assert states(first, second) == [State.WITHDRAWN, State.WITHDRAWN]
    assert Letter.objects.count() == count + 1


def test_closed_what_is_open_is_withdrawn_and_what_is_settled_stays(hub, school, robin):
    first, second = ask(school, make_employer(hub), make_employer(hub, "Tallow Yard"), by=robin)
    answer(first, Move.ACCEPT)

    close_request(request=first.request, by=robin)

    assert states(first, second) == [State.ACCEPTED, State.WITHDRAWN]
    with pytest.raises(NotPossible, match="closed"):
        ask_next(request=first.request, on=ON, by=robin)


def test_a_link_opens_nothing_else_and_nothing_before_it_reached_them(hub, school, robin, db_scope):
    first, second = ask(school, make_employer(hub), make_employer(hub, "Tallow Yard"), by=robin)

    with acting(NOBODY):
        assert approach_by_secret(secret_of(first)).pk == first.pk
        assert [approach_by_secret(each) for each in ("", "x", secret_of(second), "é")] == [None] * 4


def test_an_old_link_opens_nothing_once_there_is_a_new_one(hub, school, robin):
    (approach,) = ask(school, make_employer(hub), by=robin)
    old = secret_of(approach)
    Approach.objects.filter(pk=approach.pk).update(token_sha256=None)

    assert approach_by_secret(old) is None


def test_the_thread_says_who_did_what(hub, school, robin):
    (approach,) = ask(school, make_employer(hub), by=robin, title="Talk")
    write_message(approach=again(approach), text="We have a projector.", by=robin)
    answer(approach, Move.ACCEPT, said="Gladly.")
    say_delivered(approach=again(approach), by=robin)

    said = list(Message.objects.filter(approach=approach).values_list("side", "who", "move", "text"))
    assert said == [
        ("school", "Robin Marsh", "ask", ""),
        ("clock", "", "get a place", ""),
        ("school", "Robin Marsh", "", "We have a projector."),
        ("them", "Pat", "accept", "Gladly."),
        ("school", "Robin Marsh", "deliver", ""),
    ]


def test_an_answer_says_that_the_contact_is_there(hub, school, robin):
    employer = make_employer(hub)
    (approach,) = ask(school, employer, by=robin)

    answer(approach, Move.DECLINE, on=later(3))

    assert Contact.objects.get(employer=employer).heard_on == later(3)


def test_a_provider_with_an_account_answers_signed_in_and_no_other_may(school, robin, db_scope):
    provider = make_provider()
    (approach,) = ask(school, provider, by=robin)
    theirs = scope_with(provider.organisation, Permission.REQUESTS_ANSWER)
    other = scope_with(make_provider("Tallow Training").organisation)

    with acting(other):
        assert Approach.objects.count() == 0
    with pytest.raises(NotPermitted):
        answer_as_provider(approach=approach, answer=Answer(Move.ACCEPT), on=ON, by=other)
    with acting(theirs):
        found = Approach.objects.select_related("provider", "request").get()
        answer_as_provider(approach=found, answer=Answer(Move.ACCEPT), on=ON, by=theirs)

    assert states(approach) == [State.ACCEPTED]


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        pytest.param({"contact": ""}, "nobody", id="nobody to write to"),
        pytest.param({"is_active": False}, "no requests", id="not active"),
        pytest.param({"cap_per_month": 0}, "no requests", id="a cap of none"),
    ],
)
def test_who_cannot_be_asked_is_not_put_on_a_list(hub, school, facts, says):
    with pytest.raises(NotPossible, match=says):
        ask(school, make_employer(hub, **facts))


def test_a_day_that_has_passed_and_an_empty_list_are_refused(hub, school):
    for whom, more in (([make_employer(hub)], {"wished_on": ON}), ([], {})):
        with pytest.raises(NotPossible):
            ask(school, *whom, **more)


def test_what_the_school_may_not_do_now_it_is_told_in_words(hub, school, robin):
    (approach,) = ask(school, make_employer(hub), by=robin)
    remind(approach=again(approach), on=later(1), by=robin)

    for act, says in (
        (lambda: remind(approach=again(approach), on=later(2), by=robin), "reminded already"),
        (lambda: agree(approach=again(approach), by=robin), "not answered"),
        (lambda: say_delivered(approach=again(approach), by=robin), "not answered"),
        (lambda: ask_next(request=approach.request, on=ON, by=robin), "asked already"),
    ):
        with pytest.raises(NotPossible, match=says):
            act()


def test_two_at_once_is_refused_by_the_database(hub, school):
    second = ask(school, make_employer(hub), make_employer(hub, "Tallow Yard"))[1]

    with pytest.raises(IntegrityError), transaction.atomic():
        Approach.objects.filter(pk=second.pk).update(state="waiting")


def test_a_stale_page_changes_nothing(hub, school, robin):
    (approach,) = ask(school, make_employer(hub), by=robin)
    stale = again(approach)
    answer(approach, Move.DECLINE)

    with pytest.raises(NotPossible):
        withdraw(approach=stale, by=robin)
    assert states(approach) == [State.DECLINED]


def test_a_school_sees_its_hubs_employers_and_only_its_own_requests(hub, school, robin, db_scope):
    other = make_school("Oakmoor School", urn="900002")
    elsewhere = make_hub(name="Eastmere Careers Hub")
    far = make_employer(elsewhere, "Far Mill")
    ask(school, make_employer(hub))
    (theirs,) = ask(other, far)

    with acting(robin):
        assert [each.whom for each in Approach.objects.all()] == ["Lantern Dairies"]
        assert Contact.objects.count() == 1
    with acting(scope_with(hub, Permission.EMPLOYERS_VIEW)):
        assert [each.request.title for each in Approach.objects.select_related("request")] == ["Careers talk"]
        assert Message.objects.count() == 2
    for act in (
        lambda: withdraw(approach=theirs, by=robin),
        lambda: close_request(request=theirs.request, by=robin),
        lambda: ask(other, far, by=robin),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_the_trail_names_nobody(hub, school, robin):
    (approach,) = ask(school, make_employer(hub), by=robin)
    answer(approach, Move.DECLINE, said="Pat is ill")

    told = "".join(f"{each.verb}{each.about}{each.because}{each.details}" for each in AuditEvent.objects.all())
    assert "Pat" not in told
    assert AuditEvent.objects.filter(verb="approach moved").count() == 3
