"""Reads of the whole roll, as merging compares it."""

from collections import defaultdict

from waymark.ledger.models import Encounter, Enrolment, Expected, GroupMember, Learner
from waymark.ledger.rules.roll import FACTS, KnownLearner, Stay
from waymark.places.models import Organisation


def known_learners(organisation: Organisation) -> list[KnownLearner]:
    """Everybody the school ever had, with every stay, in two reads."""
    stays: dict[int, list[Stay]] = defaultdict(list)
    enrolments = Enrolment.objects.filter(organisation=organisation).order_by("from_on")
    for learner, year, year_group, form, from_on, to_on, key in enrolments.values_list(
        "learner_id", "academic_year", "year_group", "form", "from_on", "to_on", "pk"
    ):
        stays[learner].append(Stay(year, year_group, form, from_on, to_on, key))
    rows = Learner.objects.filter(organisation=organisation).values(
        "pk", "upn", "former_upn", "school_reference", *FACTS
    )
    return [
        KnownLearner(
            row["pk"],
            row["upn"],
            row["former_upn"],
            row["school_reference"],
            {fact: row[fact] for fact in FACTS},
            tuple(stays[row["pk"]]),
        )
        for row in rows.order_by("pk")
    ]


def resting_on(learner_keys: list[int]) -> dict[str, int]:
    """How many things rest on these learners, that taking them back would lose."""
    return {
        "marks in registers": Encounter.objects.filter(learner__in=learner_keys).count(),
        "places on activities' lists": Expected.objects.filter(learner__in=learner_keys).count(),
        "places in groups": GroupMember.objects.filter(learner__in=learner_keys).count(),
    }
