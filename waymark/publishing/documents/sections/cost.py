"""What it costs: the money recorded with activities, by learner and by meeting."""

from decimal import Decimal

from django.db.models import Count, Q, Sum

from waymark.kernel.academic_year import first_day, in_words
from waymark.ledger.models import Activity, Encounter
from waymark.ledger.queries import standing_encounters
from waymark.publishing.documents.asking import Asked
from waymark.publishing.documents.shape import Facts, Note, Number, Section
from waymark.publishing.words import number

_NOT_KNOWN = "Not recorded"


def section(asked: Asked) -> Section:
    done = Activity.objects.filter(
        organisation=asked.school,
        state=Activity.State.DONE,
        held_on__gte=first_day(asked.year),
        held_on__lte=asked.on,
    )
    counted = done.aggregate(total=Sum("cost"), with_cost=Count("pk", filter=~Q(cost=None)), all=Count("pk"))
    total, known, every = counted["total"] or Decimal(0), counted["with_cost"], counted["all"]
    source = asked.register_source(f"Activities done in {in_words(asked.year)}, with their cost", "activities/")
    learners = asked.on_roll_count
    meetings = _meetings(asked)
    rows = (
        ("Spent on activities", _pounds(total, source) if known else Number(_NOT_KNOWN, None, source)),
        (f"For each of {number(learners)} {asked.word} on roll", _each(total, learners if known else 0, source)),
        (f"For each of {number(meetings)} times somebody took part", _each(total, meetings if known else 0, source)),
        ("Activities whose cost is recorded", Number(f"{number(known)} of {number(every)}", known, source)),
    )
    return Section(
        "cost", "What does it cost?", (Note(_answer(total, learners, known, every, asked.word)), Facts(rows))
    )


def _meetings(asked: Asked) -> int:
    """How many times a learner took part in something this year."""
    return (
        standing_encounters()
        .filter(
            activity__organisation=asked.school,
            activity__held_on__gte=first_day(asked.year),
            activity__held_on__lte=asked.on,
            status=Encounter.Status.ATTENDED,
        )
        .count()
    )


def _answer(total: Decimal, learners: int, known: int, every: int, word: str) -> str:
    if not every:
        return "Nothing has been done yet this year."
    if not known:
        return "Not known: no activity of this year has its cost recorded."
    said = (
        f"{_said(total / learners)} for each of the {word} so far this year" if learners else f"{_said(total)} so far"
    )
    return f"{said}." if known == every else f"At least {said}: {every - known} of {every} activities have no cost."


def _pounds(total: Decimal, source: int) -> Number:
    return Number(_said(total), float(total), source)


def _each(total: Decimal, of: int, source: int) -> Number:
    return _pounds((total / of).quantize(Decimal("0.01")), source) if of else Number(_NOT_KNOWN, None, source)


def _said(total: Decimal) -> str:
    return f"£{total:,.0f}" if total == total.to_integral_value() else f"£{total:,.2f}"
