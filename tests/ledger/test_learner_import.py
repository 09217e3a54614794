"""A learner file received, previewed, merged and taken back."""

from datetime import date

import pytest

from tests.factories import attend, make_activity, make_school, scope_with
from tests.ledger.learner_files import HEADER, learner_file, line, upn
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted
from waymark.intake.models import Delivery, PriorState
from waymark.intake.queries import problems_of
from waymark.intake.reading.report import mending_csv
from waymark.intake.receiving import NotMergeable
from waymark.ledger.actions.roll_journal import CannotUndo, take_back_roll
from waymark.ledger.models import Enrolment, FieldScope, Learner
from waymark.ledger.rules.roll_merging import Answers
from waymark.ledger.sources.learners.receiving import merge_learners, receive_learners

ON = date(2026, 11, 20)


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def bring(school, db_scope):
    """Receive and merge a file at once: `bring(content, on=…, left={…})` gives the preview."""

    def receive_and_merge(content: bytes, *, on: date = ON, left=None, still_here=()):
        delivery, preview = receive_learners(content=content, filename="roll.csv", school=school, on=on, by=db_scope)
        if delivery.state == Delivery.State.PREVIEWED:
            preview = merge_learners(delivery=delivery, answers=Answers(left or {}, frozenset(still_here)), by=db_scope)
        return preview

    return receive_and_merge


def roll():
    """Everything the roll says, in an order of its own."""
    people = Learner.objects.order_by("pk").values_list(
        "pk", "upn", "former_upn", "given_name", "family_name", "born_on", "sen", "email", "delivery_id", "source_row"
    )
    stays = Enrolment.objects.order_by("learner_id", "from_on").values_list(
        "learner_id", "academic_year", "year_group", "form", "from_on", "to_on", "delivery_id", "source_row"
    )
    return list(people), list(stays)


def stays_of(learner):
    return list(
        learner.enrolments.order_by("from_on").values_list("academic_year", "year_group", "form", "from_on", "to_on")
    )


def counts(preview):
    return {name: count for name, count in preview.outcome.items() if count}


def test_receive_learners_previews_and_changes_nothing(school, db_scope):
    delivery, preview = receive_learners(
        content=learner_file(line(1), line(2), "nonsense"), filename="roll.csv", school=school, on=ON, by=db_scope
    )

    assert counts(preview) == {"added": 2, "refused": 1}
    assert (delivery.state, delivery.rows, delivery.outcome["added"]) == ("previewed", 3, 2)
    assert [problem.code for problem in problems_of(delivery)] == ["ROW_RAGGED"]
    assert roll() == ([], [])


def test_merge_learners_brings_learners_on_roll(bring):
    bring(learner_file(line(1, given="Amara", form="9C")))

    learner = Learner.objects.get()
    assert (learner.upn, str(learner), learner.source_row) == (upn(1), "Amara Ashdown", 2)
    assert stays_of(learner) == [(2026, 9, "9C", date(2026, 9, 1), None)]


def test_the_same_bytes_twice_are_one_delivery(bring):
    bring(learner_file(line(1)))
    before = roll()

    again = bring(learner_file(line(1)))

    assert counts(again) == {"unchanged": 1}
    assert roll() == before
    assert Delivery.objects.count() == 1


def test_merging_twice_is_refused(school, db_scope):
    delivery, _ = receive_learners(content=learner_file(line(1)), filename="", school=school, on=ON, by=db_scope)
    merge_learners(delivery=delivery, by=db_scope)

    with pytest.raises(NotMergeable):
        merge_learners(delivery=delivery, by=db_scope)


def test_a_file_refused_whole_may_be_mended_and_sent_again(school, db_scope):
    delivery, preview = receive_learners(content=b"UPN,Form\nx,y\n", filename="", school=school, on=ON, by=db_scope)

    assert delivery.state == Delivery.State.REFUSED
    assert {problem.code for problem in preview.reading.problems} == {"COLUMN_MISSING"}
    with pytest.raises(NotMergeable):
        merge_learners(delivery=delivery, by=db_scope)


def test_the_absent_are_asked_about_and_never_removed(bring):
    bring(learner_file(line(1), line(2)))

    preview = bring(learner_file(line(1), "", line(3)))

    assert counts(preview) == {"added": 1, "unchanged": 1, "absent": 1}
    assert [(a.year_group, a.form, a.this_year, a.last_seen) for a in preview.plan.absent] == [(9, "9B", True, ON)]
    assert Enrolment.objects.filter(to_on=None).count() == 3


def test_the_absent_leave_on_the_day_the_school_says(bring):
    bring(learner_file(line(1), line(2)))
    gone = Learner.objects.get(upn=upn(2))

    bring(learner_file(line(1), line(3)), left={gone.pk: date(2026, 10, 23)})

    assert stays_of(gone) == [(2026, 9, "9B", date(2026, 9, 1), date(2026, 10, 23))]


def test_a_learner_whose_line_was_refused_is_not_asked_about(bring):
    bring(learner_file(line(1), line(2)))

    preview = bring(learner_file(line(1), line(2, year=6)))

    assert counts(preview) == {"unchanged": 1, "refused": 1}


def test_the_year_rolls_over(bring):
    bring(learner_file(line(1, year=9, form="9B")), on=date(2025, 11, 20))

    preview = bring(learner_file(line(1, year=10, form="10B")), on=date(2026, 9, 4))

    assert counts(preview) == {"changed": 1}
    assert stays_of(Learner.objects.get()) == [
        (2025, 9, "9B", date(2025, 9, 1), date(2026, 8, 31)),
        (2026, 10, "10B", date(2026, 9, 1), None),
    ]


def test_last_years_absent_may_have_left_or_be_moved_up(bring):
    bring(learner_file(line(1, year=11), line(2, year=9), line(3, year=9)), on=date(2025, 11, 20))
    left, stayed = Learner.objects.get(upn=upn(1)), Learner.objects.get(upn=upn(2))

    preview = bring(
        learner_file(line(3, year=10)),
        on=date(2026, 9, 4),
        left={left.pk: date(2026, 6, 26)},
        still_here=[stayed.pk],
    )

    assert {(a.this_year, a.last_seen) for a in preview.plan.absent} == {(False, date(2026, 8, 31))}
    assert stays_of(left) == [(2025, 11, "9B", date(2025, 9, 1), date(2026, 6, 26))]
    assert stays_of(stayed)[-1] == (2026, 10, "", date(2026, 9, 1), None)


def test_a_late_joiner_is_on_roll_from_the_day_of_the_file(bring):
    bring(learner_file(line(1)), on=date(2026, 9, 4))

    bring(learner_file(line(1), line(2)), on=date(2026, 11, 20))

    assert stays_of(Learner.objects.get(upn=upn(2))) == [(2026, 9, "9B", date(2026, 11, 20), None)]


def test_joining_and_leaving_days_in_the_file_are_believed(bring):
    header = HEADER + ",Joined on,Left on"

    bring(
        learner_file(
            line(1) + ",07/10/2026,",
            line(2) + ",01/09/2023,13/11/2026",
            line(3) + ",01/09/2022,20/07/2025",
            header=header,
        )
    )

    assert {learner.upn: stays_of(learner) for learner in Learner.objects.all()} == {
        upn(1): [(2026, 9, "9B", date(2026, 10, 7), None)],
        upn(2): [
            (2024, 7, "", date(2024, 9, 1), date(2025, 8, 31)),
            (2025, 8, "", date(2025, 9, 1), date(2026, 8, 31)),
            (2026, 9, "9B", date(2026, 9, 1), date(2026, 11, 13)),
        ],
        upn(3): [
            (2022, 7, "", date(2022, 9, 1), date(2023, 8, 31)),
            (2023, 8, "", date(2023, 9, 1), date(2024, 8, 31)),
            (2024, 9, "9B", date(2024, 9, 1), date(2025, 7, 20)),
        ],
    }


def test_a_leaver_who_comes_back_has_a_second_stay(bring):
    bring(learner_file(line(1), line(2)), on=date(2026, 9, 4))
    gone = Learner.objects.get(upn=upn(2))
    bring(learner_file(line(1, form="9X")), on=date(2026, 10, 2), left={gone.pk: date(2026, 10, 1)})

    bring(learner_file(line(1, form="9Y"), line(2)), on=date(2026, 11, 20))

    assert stays_of(gone) == [
        (2026, 9, "9B", date(2026, 9, 1), date(2026, 10, 1)),
        (2026, 9, "9B", date(2026, 11, 20), None),
    ]


def test_a_temporary_upn_becomes_permanent_on_the_same_learner(bring):
    bring(learner_file(line(1, given="Amara", number_shown=upn(1, temporary=True))))

    preview = bring(learner_file(line(1, given="AMARA")))

    learner = Learner.objects.get()
    assert (learner.upn, learner.former_upn) == (upn(1), upn(1, temporary=True))
    assert counts(preview) == {"changed": 1}


def test_an_older_file_does_not_bring_the_temporary_upn_back(bring):
    bring(learner_file(line(1, given="Amara")))

    bring(learner_file(line(1, given="Amara", form="9D", number_shown=upn(1, temporary=True))))

    assert Learner.objects.get().upn == upn(1)


def test_a_blank_upn_is_filled_in_later(bring):
    bring(learner_file(line(1, given="Amara", number_shown="")))

    bring(learner_file(line(1, given="Amara")))

    assert Learner.objects.get().upn == upn(1)


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param((upn(1), upn(2)), id="with UPNs"),
        pytest.param(("", ""), id="without"),
        pytest.param((upn(1), ""), id="one of them"),
        pytest.param((upn(1, temporary=True), upn(2, temporary=True)), id="temporary"),
    ],
)
def test_twins_are_two_people_and_stay_two(bring, numbers):
    lines = [line(1, given=given, number_shown=number) for given, number in zip(("Ada", "Bea"), numbers, strict=True)]

    bring(learner_file(*lines))
    again = bring(learner_file(*reversed(lines)))

    assert sorted(Learner.objects.values_list("given_name", flat=True)) == ["Ada", "Bea"]
    assert counts(again) == {"unchanged": 2}


def test_twins_of_one_name_with_their_own_upns_are_two(bring):
    bring(learner_file(line(1, given="Ada"), line(2, given="Ada")))

    assert Learner.objects.count() == 2


def test_sensitive_columns_are_kept_only_when_switched_on(bring, school):
    content = learner_file(line(1) + ",K,a@example.org", header=HEADER + ",SEN,E-mail")
    first = bring(content)
    assert [p.code for p in first.reading.problems] == ["SCOPE_OFF", "SCOPE_OFF"]
    assert Learner.objects.values_list("sen", "email").get() == ("N", "")

    FieldScope.objects.create(organisation=school, field="sen")
    again = bring(content)

    assert [p.column for p in again.reading.problems] == ["E-mail"]
    assert Learner.objects.values_list("sen", "email").get() == ("K", "")


def test_columns_a_file_lacks_change_nothing(bring, school):
    FieldScope.objects.create(organisation=school, field="sen")
    bring(learner_file(line(1) + ",K", header=HEADER + ",SEN"))

    bring(learner_file(line(1, form="9D")))

    assert Learner.objects.get().sen == "K"


def test_take_back_roll_restores_exactly_what_was(bring, school, db_scope):
    header = HEADER + ",SEN"
    FieldScope.objects.create(organisation=school, field="sen")
    bring(learner_file(*(line(n, year=9) + ",N" for n in range(6)), header=header), on=date(2025, 11, 20))
    before = roll()
    gone = Learner.objects.get(upn=upn(5))
    lines = [line(0, year=10), line(1, given="Renamed", year=10), line(2, year=10), line(7)]
    bring(
        learner_file(*(shown + ",K" for shown in lines), header=header),
        on=date(2026, 9, 4),
        left={gone.pk: date(2026, 7, 17)},
    )
    assert roll() != before

    take_back_roll(delivery=Delivery.objects.latest("pk"), by=db_scope)

    assert roll() == before
    assert not PriorState.objects.filter(delivery=Delivery.objects.latest("pk")).exists()


def test_what_was_taken_back_may_come_again(bring, db_scope):
    bring(learner_file(line(1)))
    take_back_roll(delivery=Delivery.objects.get(), by=db_scope)

    assert counts(bring(learner_file(line(1)))) == {"added": 1}


def test_take_back_roll_refuses_while_a_later_file_stands(bring, db_scope):
    bring(learner_file(line(1)))
    first = Delivery.objects.get()
    bring(learner_file(line(1), line(2)))

    with pytest.raises(CannotUndo, match="Undo that one first"):
        take_back_roll(delivery=first, by=db_scope)


def test_take_back_roll_refuses_when_a_learner_was_marked(bring, school, db_scope):
    bring(learner_file(line(1)))
    attend(make_activity(school), Learner.objects.get())
    before = roll()

    with pytest.raises(CannotUndo, match="1 marks in registers"):
        take_back_roll(delivery=Delivery.objects.get(), by=db_scope)

    assert roll() == before


def test_take_back_roll_refuses_when_a_row_was_changed_by_hand(bring, db_scope):
    bring(learner_file(line(1)))
    bring(learner_file(line(1, form="9D")))
    Enrolment.objects.update(form="9Z")

    with pytest.raises(CannotUndo, match="by hand"):
        take_back_roll(delivery=Delivery.objects.latest("pk"), by=db_scope)


def test_learners_of_another_school_are_strangers(bring, db_scope):
    bring(learner_file(line(1)))
    other = make_school("Oakhill School", urn="900002")

    _, preview = receive_learners(content=learner_file(line(1)), filename="", school=other, on=ON, by=db_scope)

    assert counts(preview) == {"added": 1}


def test_every_action_asks_for_the_permission(school, db_scope):
    delivery, _ = receive_learners(content=learner_file(line(1)), filename="", school=school, on=ON, by=db_scope)
    stranger = scope_with(school, Permission.LEARNER_VIEW, Permission.LEDGER_WRITE)

    with pytest.raises(NotPermitted):
        receive_learners(content=learner_file(line(2)), filename="", school=school, on=ON, by=stranger)
    with pytest.raises(NotPermitted):
        merge_learners(delivery=delivery, by=stranger)
    with pytest.raises(NotPermitted):
        take_back_roll(delivery=delivery, by=stranger)


def test_merging_a_whole_school_makes_few_queries(bring, django_assert_max_num_queries):
    bring(learner_file(*(line(n, year=7 + n % 4) for n in range(60))), on=date(2025, 11, 20))

    with django_assert_max_num_queries(45):
        bring(learner_file(*(line(n, year=8 + n % 4, form=f"X{n % 4}") for n in range(60))))


def test_nothing_told_or_kept_beside_the_roll_holds_a_upn(bring, db_scope):
    from waymark.access.models import AuditEvent

    bring(learner_file(line(1), line(1), line(2, number_shown=upn(2)[::-1]), line(3, number_shown="")))

    said = str([problem.as_json() for problem in problems_of(Delivery.objects.get())])
    said += str(list(AuditEvent.objects.values_list("details", "about", "because")))
    assert not any(number in said for number in (upn(1), upn(2), upn(2)[::-1]))


def test_a_mended_report_adds_its_lines_and_asks_about_nobody(bring):
    first = bring(learner_file(line(1), line(2, year=6)))
    report = mending_csv(first.reading)

    preview = bring(report.replace(b",6,9B", b",9,9B"))

    assert counts(preview) == {"added": 1}
    assert stays_of(Learner.objects.get(upn=upn(2))) == [(2026, 9, "9B", date(2026, 9, 1), None)]


def test_a_report_sent_back_unmended_says_the_same(bring):
    first = bring(learner_file(line(1, given="=1"), line(2, year=6)))
    report = mending_csv(first.reading)

    again = bring(report)

    assert mending_csv(again.reading) == report
