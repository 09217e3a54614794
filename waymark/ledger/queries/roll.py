"""Reads of the whole roll, as merging compares it."""

from collections import defaultdict
from datetime import date

from waymark.ledger.models import Encounter, Enrolment, Expected, GroupMember, Learner
from waymark.ledger.rules.roll import FACTS, KnownLearner, Stay
from waymark.places.models import Organisation


def known_learners(organisation: Organisation) -> list[KnownLearner]:
    """Everybody the school ever had, with every stay, in two reads."""
    stays: dict[int, list[Stay]] = defaultdict(list)
    for learner, *stay in (
        Enrolment.objects.filter(organisation=organisation)
        .order_by("from_on")
        .values_list("learner_id", "academic_year", "year_group", "form", "from_on", "to_on", "pk")
    ):
        stays[learner].append(Stay(*stay))
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


def names_of(organisation: Organisation, keys: list[int]) -> dict[int, tuple[str, str, str, date | None]]:
    """Public id, given name, family name and birth date of some of the school's learners, by key."""
    rows = Learner.objects.filter(organisation=organisation, pk__in=keys)
    return {row[0]: row[1:] for row in rows.values_list("pk", "public_id", "given_name", "family_name", "born_on")}


def resting_on(learner_keys: list[int]) -> dict[str, int]:
    """How many things rest on these learners, that taking them back would lose."""
    return {
        "marks in registers": Encounter.objects.filter(learner__in=learner_keys).count(),
        "places on activities' lists": Expected.objects.filter(learner__in=learner_keys).count(),
        "places in groups": GroupMember.objects.filter(learner__in=learner_keys).count(),
    }
