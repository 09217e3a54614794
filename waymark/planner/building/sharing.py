"""Sharing a hub's scarce offers in the background, by need; stopped, the best so far is kept."""

import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.access.scope import Scope, acting, everything
from waymark.intake.jobs import Ended, WorkRefused, wants_to_stop
from waymark.intake.models import Job
from waymark.kernel.academic_year import academic_year
from waymark.kernel.telling import Tell
from waymark.places.models import Organisation
from waymark.places.queries import parts_on
from waymark.planner.actions.sharing import keep_sharing
from waymark.planner.building.asking import Asked, as_json, asked_of
from waymark.planner.building.ground import SharedGround, shared_ground
from waymark.planner.building.handed_over import say
from waymark.planner.rules.shared import FoundShare, FoundSharing
from waymark.planner.solver import Watch
from waymark.planner.year_plan.hub import Reason, reasons, share
from waymark.planner.year_plan.terms import Term
from waymark.planner.year_plan.world import build_world


def prepared(job: Job, tell: Tell, by: Scope) -> Callable[[], Ended]:
    """Share out in the background; what is returned keeps it."""
    hub = job.organisation
    if hub is None:
        raise WorkRefused("Offers are shared among one hub's schools.")
    schools = sharing_schools(hub, by)
    if len(schools) < 2:
        raise WorkRefused("There is nothing to share: fewer than two schools share their figures with you.")
    asked = asked_of(job.asked)
    tell(0, 0, "Reading the records of the schools that share")
    with acting(everything("sharing a hub's offers")):  # numbers of learners the hub may not see; it gets no learner
        found = share_out(schools, asked, tell, lambda: wants_to_stop(job.public_id))

    def write() -> Ended:
        kept = keep_sharing(hub=hub, found=found, by=by)
        return Ended("The offers are shared out.", {"shared": kept.public_id})

    return write


def sharing_schools(hub: Organisation, by: Scope) -> list[Organisation]:
    """The hub's schools that share their figures with whoever asks, by name."""
    members = parts_on(hub, timezone.localdate()).exclude(setting="").order_by("name")
    return [school for school in members if by.holds(Permission.FIGURES_VIEW, school.pk)]


def share_out(
    schools: Sequence[Organisation], asked: Asked, tell: Tell, should_stop: Callable[[], bool]
) -> FoundSharing:
    """The whole of it: read, plan, give reasons. Must be called where all may be read; writes nothing."""
    started = time.monotonic()
    ground = shared_ground(schools, asked)
    if not ground.offerings:
        raise WorkRefused("No offer of the directory with days of its own reaches these schools.")
    world = build_world(ground.sites, ground.offers, Term(asked.first, asked.last))
    tell(0, 0, "Sharing out")
    watch = Watch(time.monotonic() + asked.seconds, should_stop)
    found = share(world, watch=watch, tell=lambda value, bound: say(tell, value, bound))
    told = [each for each in reasons(world, found.plan) if each.offer_id in ground.offerings]
    figures = {
        "academic_year": academic_year(asked.first),
        "from_on": asked.first,
        "to_on": asked.last,
        "asked": as_json(asked),
        "schools": len(schools),
        "value": _decimal(found.worth.value * world.unit),
        "bound": _decimal(found.bound * world.unit),
        "by_hand_value": _decimal(found.greedy.value * world.unit),
        "was_stopped": found.was_stopped,
        "seconds": round(time.monotonic() - started, 3),
    }
    return FoundSharing(figures, tuple(_share(each, ground) for each in told))


def _share(reason: Reason, ground: SharedGround) -> FoundShare:
    offering = ground.offerings[reason.offer_id]
    fixed, each = (Decimal(offering.row[name]) for name in ("fixed_cost", "cost_per_learner"))
    rival = ground.schools[reason.next_best] if reason.next_best else None
    return FoundShare(
        school=ground.schools[reason.institution_id].pk,
        offer_id=reason.offer_id,
        title=offering.title,
        provider_name=offering.provider,
        held_on=reason.date,
        learners=reason.learners,
        cost=fixed + each * reason.learners,
        closes=_decimal(reason.closes),
        next_school=rival.pk if rival else None,
        next_closes=_decimal(reason.would_close),
    )


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.0001"))
