"""What was asked for and accepted becomes an activity; its register says that it took place, and whom it reached."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.kernel.academic_year import academic_year
from waymark.kernel.vocabulary import Kind, ProviderKind
from waymark.ledger.actions.activities import plan_activity
from waymark.ledger.models import Activity, Encounter, Enrolment, Learner
from waymark.ledger.queries import on_roll, standing_encounters
from waymark.ledger.queries.activities import audience_of, expected_at, kinds_of
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts
from waymark.ledger.sources.activities.reading import BENCHMARK_OF_KIND
from waymark.planner.actions.proposals import facts_of_session, planning_of_session
from waymark.planner.actions.school_year import Blocked, add_to_plan, change_where_allowed, move_planned
from waymark.planner.models import AskedActivity, Planned, ProposedPlace, ProposedSession
from waymark.planner.queries.proposals import asks_whose_it_is
from waymark.providers.actions.afterwards import Named, release_names, say_thanks
from waymark.providers.actions.moving import locked_request
from waymark.providers.actions.settling import say_delivered
from waymark.providers.models import TICKS, Approach, NamesRelease, Offer, Thanks
from waymark.providers.rules.approaches import NotPossible, State


@transaction.atomic
def plan_what_was_asked(*, approach: Approach, by: Scope) -> AskedActivity:
    """Put what was accepted among the school's activities, for the year groups it was asked for; once.

    Where a proposed plan asked for it, it is for those of the plan who are still there, with all that the plan knew of
    it; and where it is among the activities already, it is that one, made theirs if it was to be somebody else's. What
    an offer says of itself goes with it. The school may change all of it there.
    """
    by.require(Permission.LEDGER_WRITE, approach.request.organisation_id)
    by.require(Permission.REQUEST, approach.request.organisation_id)
    locked_request(approach.request_id)
    standing = AskedActivity.objects.filter(approach=approach).first()
    if standing is not None:
        return standing
    if approach.now != State.ACCEPTED or approach.agreed_on is None:
        raise NotPossible("Nobody has said yes yet.")
    try:
        activity = _planned_before(approach, by) or _planned_now(approach, by)
    except Blocked as blocked:
        raise NotPossible(f"It cannot be put on your plan that day: {blocked}") from blocked
    made, _ = AskedActivity.objects.update_or_create(activity=activity, defaults={"approach": approach})
    note("request became an activity", on=approach, by=by, activity=activity.public_id)
    return made


def _planned_before(approach: Approach, by: Scope) -> Activity | None:
    """What stands on the school's plan already for the same request, put on the day that was agreed.

    If it was to be somebody else's, it is now what they offer; who it is for, and the school's own notes, stay.
    """
    assert approach.agreed_on is not None
    request = approach.request
    of_request = Q(proposed_session__request=request) | Q(asked_for__approach__request=request)
    found = Activity.objects.filter(of_request, state=Activity.State.PLANNED).order_by("pk").first()
    if found is None:
        return None
    if _is_theirs(found, approach):
        return move_planned(activity=found, to_on=approach.agreed_on, by=by)[0]
    kept = {name: getattr(found, name) for name in ("notes", "school_reference")}
    facts = replace(_facts(approach, going=len(expected_at(found))), **kept)
    held = change_where_allowed(activity=found, facts=facts, audience=audience_of(found), by=by)
    Planned.objects.filter(activity=held).update(offer=approach.offer.public_id if approach.offer else "")
    return held


def _is_theirs(activity: Activity, approach: Approach) -> bool:
    """Whether a planned activity is of whoever said yes: of those who did before, else of whose offer was proposed."""
    before = AskedActivity.objects.filter(activity=activity).select_related("approach").first()
    if before is None:
        return asks_whose_it_is(approach, activity.proposed_session)
    them, once = ((each.provider_id, each.employer_id, each.offer_id) for each in (approach, before.approach))
    return them == once


def _planned_now(approach: Approach, by: Scope) -> Activity:
    school, audience, session = approach.request.organisation, _audience(approach), _session_of(approach)
    if session is None:
        return plan_activity(school=school, facts=_facts(approach), audience=audience, by=by)
    planning = planning_of_session(session)
    if asks_whose_it_is(approach, session) and approach.agreed_on:
        facts = replace(facts_of_session(session), held_on=approach.agreed_on)
    else:
        facts = _facts(approach)
        planning = replace(planning, offer=approach.offer.public_id if approach.offer else "")
    return add_to_plan(school=school, facts=facts, audience=audience, planning=planning, by=by)


def _session_of(approach: Approach) -> ProposedSession | None:
    """What a proposed plan asked for with the request, by the latest plan that did."""
    asked = ProposedSession.objects.filter(request=approach.request).select_related("proposal")
    return asked.order_by("-pk").first()


def _audience(approach: Approach) -> AudienceChoice:
    request, session = approach.request, _session_of(approach)
    if session is not None and approach.agreed_on is not None:
        going = ProposedPlace.objects.filter(session=session).values("learner")
        there = on_roll(request.organisation, approach.agreed_on).filter(learner__in=going)
        if learners := tuple(there.order_by("learner").values_list("learner", flat=True)):
            return AudienceChoice(learners=learners)
    return AudienceChoice(year_groups=tuple(request.year_groups))


def _facts(approach: Approach, going: int | None = None) -> ActivityFacts:
    """What was asked for as whoever said yes would give it. `going`: for how many, where that is known."""
    assert approach.agreed_on is not None
    request, employer, offer = approach.request, approach.employer, approach.offer
    said = {tick: getattr(offer, tick) for tick in (*TICKS, "pal_content", "subject")} if offer else {}
    return ActivityFacts(
        title=request.title,
        held_on=approach.agreed_on,
        kinds=(request.kind,),
        minutes=request.minutes or 0,
        mode=request.mode,
        provider_name=approach.whom,
        provider_kind=_kind_of_provider(approach),
        sector=employer.sector if employer else (offer.sector if offer else ""),
        self_employed=employer.is_self_employed if employer else bool(offer and offer.self_employed),
        stem=employer.is_stem if employer else bool(offer and offer.stem),
        adviser_level=(offer.adviser_level if offer else 0) or 0 if request.kind == Kind.GUIDANCE else None,
        cost=_cost(offer, request.learners if going is None else going) if offer else None,
        **said,
    )


def _kind_of_provider(approach: Approach) -> str:
    """As the offer says, else its provider, else another; of what is no encounter with one of education, nothing."""
    if approach.request.kind != Kind.PROVIDER:
        return ""
    of_provider = approach.provider.provider_kind if approach.provider else ""
    return (approach.offer.provider_kind if approach.offer else "") or of_provider or ProviderKind.OTHER


def _cost(offer: Offer, learners: int) -> Decimal:
    return (offer.fixed_cost or Decimal(0)) + learners * (offer.cost_per_learner or Decimal(0))


def activity_of(approach: Approach) -> Activity | None:
    """The activity that an approach became; None where it has not."""
    made = AskedActivity.objects.filter(approach=approach).select_related("activity").first()
    return made.activity if made else None


@transaction.atomic
def say_it_took_place(*, approach: Approach, by: Scope) -> Approach:
    """Say that what was accepted took place, once its activity's register is taken."""
    by.require(Permission.REQUEST, approach.request.organisation_id)
    activity = activity_of(approach)
    if activity is None or activity.state != Activity.State.DONE:
        raise NotPossible("Take its register first: that says that it took place.")
    return say_delivered(approach=approach, by=by)


def settle_what_took_place(*, by: Scope) -> Iterator[Approach]:
    """The night's part: everything accepted whose register has been taken is said to have taken place."""
    by.require(Permission.SETTINGS_WRITE, 0)
    done = AskedActivity.objects.filter(activity__state=Activity.State.DONE, approach__state=State.ACCEPTED)
    for made in done.select_related("approach__request__organisation", "approach__employer", "approach__provider"):
        yield say_it_took_place(approach=made.approach, by=by)


def reached_by_year(activity: Activity) -> dict[int, int]:
    """How many came, by year group on the day; those not on roll that day under their last."""
    came = standing_encounters().filter(activity=activity, status=Encounter.Status.ATTENDED)
    learners = list(came.values_list("learner", flat=True))
    years = Enrolment.objects.filter(
        organisation=activity.organisation_id,
        learner__in=learners,
        academic_year=academic_year(activity.held_on),
        from_on__lte=activity.held_on,
    ).order_by("from_on")
    year_of = dict(years.values_list("learner", "year_group"))
    return dict(Counter(year_of[learner] for learner in learners if learner in year_of))


@transaction.atomic
def thank(*, approach: Approach, feedback: str, by: Scope) -> Thanks:
    """Thank whoever came, with how many came as the register has it, small numbers hidden."""
    by.require(Permission.REQUEST, approach.request.organisation_id)
    activity = activity_of(approach)
    if activity is None:
        raise NotPossible("It has no register, so nobody knows whom it reached.")
    benchmarks = activity.benchmarks or [
        BENCHMARK_OF_KIND[kind] for kind in kinds_of(activity) if kind in BENCHMARK_OF_KIND
    ]
    return say_thanks(
        approach=approach, reached=reached_by_year(activity), benchmarks=benchmarks, feedback=feedback, by=by
    )


@transaction.atomic
def send_names(*, approach: Approach, learners: Collection[str], because: str, by: Scope) -> NamesRelease:
    """Send whoever comes the names of some on the activity's list. `learners`: their opaque ids."""
    by.require(Permission.LEARNER_VIEW, approach.request.organisation_id)
    by.require(Permission.REQUEST, approach.request.organisation_id)
    names = [each for each in names_to_send(approach) if each.about in set(learners)]
    return release_names(approach=approach, names=names, because=because, by=by)


def names_to_send(approach: Approach) -> list[Named]:
    """Who is to be at the activity that an approach became, by year group and name."""
    activity = activity_of(approach)
    if activity is None:
        return []
    people = Learner.objects.filter(pk__in=expected_at(activity)).order_by("family_name", "given_name", "pk")
    years = dict(
        Enrolment.objects.filter(
            learner__in=[each.pk for each in people], academic_year=academic_year(activity.held_on)
        ).values_list("learner", "year_group")
    )
    named = [Named(each.public_id, f"{each.given_name} {each.family_name}", years.get(each.pk)) for each in people]
    return sorted(named, key=lambda each: (each.year_group or 0, each.name))
