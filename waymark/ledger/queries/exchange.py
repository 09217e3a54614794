"""What is known of a school, as an exchange folder is compared with it."""

from collections import defaultdict

from waymark.ledger.exchange import activity_row_id
from waymark.ledger.models import Activity, Amendment, Encounter, Enrolment, Expected, Learner
from waymark.ledger.queries import fields_on
from waymark.ledger.queries.activities import facts_of
from waymark.ledger.rules.exchange import KIND, REASON, Known, KnownActivity, KnownMark, KnownPerson, KnownStay
from waymark.ledger.rules.exchange_merging import PEOPLE_FACTS
from waymark.places.models import Organisation


def known_of(school: Organisation) -> Known:
    """Everybody and everything a folder could speak of, by each id it could use: ours, and the sender's that was kept.

    Ours go first, so that a folder this site gave out finds what it came from. The same number of queries always.
    """
    return Known(
        _people(school),
        _stays(school),
        _activities(school),
        _marks(school),
        frozenset(Expected.objects.filter(activity__organisation=school).values_list("activity_id", "learner_id")),
        fields_on(school),
    )


def _people(school: Organisation) -> dict[str, KnownPerson]:
    rows = Learner.objects.filter(organisation=school).order_by("-pk")
    names = ("pk", "public_id", "school_reference", "delivery__kind")
    found, by_public_id = {}, {}
    for key, public_id, reference, kind, *facts in rows.values_list(*names, *PEOPLE_FACTS):
        person = KnownPerson(key, dict(zip(PEOPLE_FACTS, facts, strict=True)), kind == KIND)
        by_public_id[public_id] = person
        if reference:
            found[reference] = person
    return found | by_public_id


def _stays(school: Organisation) -> dict[int, list[KnownStay]]:
    stays = defaultdict(list)
    names = ("learner_id", "pk", "academic_year", "year_group", "from_on", "to_on", "delivery__kind")
    rows = Enrolment.objects.filter(organisation=school).order_by("from_on").values_list(*names)
    for learner, key, year, year_group, from_on, to_on, kind in rows:
        stays[learner].append(KnownStay(key, year, year_group, from_on, to_on, kind == KIND))
    return dict(stays)


def _activities(school: Organisation) -> dict[str, KnownActivity]:
    amended = Amendment.objects.filter(activity__organisation=school).exclude(reason=REASON)
    by_hand = set(amended.values_list("activity_id", flat=True))
    found, by_public_id = {}, {}
    rows = Activity.objects.filter(organisation=school).select_related("delivery").prefetch_related("kinds")
    for activity in rows.order_by("-pk"):
        facts = facts_of(activity)
        is_ours = activity.delivery is not None and activity.delivery.kind == KIND and activity.pk not in by_hand
        known = KnownActivity(activity.pk, facts, activity.state, is_ours)
        for kind in facts.kinds:
            by_public_id[activity_row_id(activity.public_id, kind, alone=len(facts.kinds) == 1)] = known
        if activity.school_reference:
            found[activity.school_reference] = known
    return found | by_public_id


def _marks(school: Organisation) -> dict[tuple[int, int], KnownMark]:
    """What was last said of each; a mark that was taken back with its file gives way to any other."""
    last = Encounter.objects.filter(corrected_by=None, activity__organisation=school)
    rows = last.values_list("activity_id", "learner_id", "pk", "status", "delivery__kind")
    return {
        (activity, learner): KnownMark(
            key, status, kind == KIND or (kind is not None and status == Encounter.Status.UNDONE)
        )
        for activity, learner, key, status, kind in rows
    }
