"""Whatever two files say, taking the second back restores the roll exactly."""

from datetime import date

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_school
from tests.ledger.learner_files import HEADER, learner_file, upn
from waymark.intake.models import Delivery
from waymark.ledger.actions.roll_journal import take_back_roll
from waymark.ledger.models import Enrolment, FieldScope, Learner
from waymark.ledger.rules.roll_merging import Answers
from waymark.ledger.sources.learners.receiving import merge_learners, receive_learners

FULL = HEADER + ",Joined on,Left on,SEN,E-mail,Preferred name"
numbers = st.integers(1, 6)
shown_upns = st.one_of(
    st.just(""), numbers.map(upn), numbers.map(lambda n: upn(n, temporary=True)), st.just("X000000000000")
)
days = st.one_of(st.just(""), st.dates(date(2025, 9, 1), date(2026, 12, 31)).map(lambda day: day.strftime("%d/%m/%Y")))
lines = st.builds(
    lambda *cells: ",".join(cells),
    shown_upns,
    st.sampled_from(["Ada", "Bea", "Cat"]),
    st.sampled_from(["Ashdown", "Birchall"]),
    st.sampled_from(["14/03/2013", "15/03/2013"]),
    st.sampled_from(["8", "9", "10", "6"]),
    st.sampled_from(["9A", "9B", ""]),
    days,
    days,
    st.sampled_from(["K", "N", ""]),
    st.sampled_from(["a@example.org", ""]),
    st.sampled_from(["Addie", ""]),
)
files = st.lists(lines, min_size=1, max_size=6)


def everything_on_roll():
    people = [field.attname for field in Learner._meta.concrete_fields]
    stays = [field.attname for field in Enrolment._meta.concrete_fields]
    return (
        list(Learner.objects.order_by("pk").values_list(*people)),
        list(Enrolment.objects.order_by("pk").values_list(*stays)),
    )


@given(
    files,
    files,
    st.dates(date(2026, 9, 1), date(2026, 12, 31)),
    st.lists(st.sampled_from(["left", "here", "unsaid"]), min_size=6, max_size=6),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_taking_the_second_file_back_restores_the_roll(db_scope, first, second, on, said):
    with transaction.atomic():
        school = make_school()
        FieldScope.objects.create(organisation=school, field="sen")
        for content, day in ((first, date(2025, 11, 20)), (second, on)):
            before = everything_on_roll()
            delivery, preview = receive_learners(
                content=learner_file(*content, header=FULL), filename="", school=school, on=day, by=db_scope
            )
            if delivery.state == Delivery.State.MERGED:  # the second file is the first again
                break
            answers = dict(zip((absence.key for absence in preview.plan.absent), said, strict=False))
            left = {key: day for key, answer in answers.items() if answer == "left"}
            here = frozenset(key for key, answer in answers.items() if answer == "here")
            merge_learners(delivery=delivery, answers=Answers(left, here), by=db_scope)
            again, _ = receive_learners(
                content=learner_file(*content, header=FULL), filename="", school=school, on=day, by=db_scope
            )
            assert again == delivery
        else:
            take_back_roll(delivery=delivery, by=db_scope)
            assert everything_on_roll() == before
        transaction.set_rollback(True)
