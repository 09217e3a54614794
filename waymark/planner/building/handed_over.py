"""Planning a year in the background, as `waymark.intake.jobs` does long work; stopped, the best plan so far is kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from waymark.access.scope import Scope, acting, everything
from waymark.intake.jobs import Ended, WorkRefused, wants_to_stop
from waymark.intake.models import Job
from waymark.kernel.telling import Tell
from waymark.places.models import Organisation
from waymark.planner.actions.proposals import keep_proposal
from waymark.planner.building.asking import Asked, asked_of
from waymark.planner.building.changing import Loss, loss
from waymark.planner.building.finding import find_plan
from waymark.planner.building.ground import Ground, ground_of
from waymark.planner.models import Proposal, ProposedPlace, ProposedSession
from waymark.planner.rules.proposed import FoundPlan
from waymark.planner.year_plan.planning import Asking

WORK = "year plan"


def prepared(job: Job, tell: Tell, by: Scope) -> Callable[[], Ended]:
    """Plan a school's year in the background; what is returned keeps the proposal."""
    school = job.organisation
    if school is None:
        raise WorkRefused("A year is planned for one school.")
    asked = asked_of(job.asked)
    based_on = Proposal.objects.filter(organisation=school, public_id=asked.close_to).first()
    tell(0, 0, "Reading your records")
    with acting(everything("planning a school's year")):  # a plan looks at every learner, whoever may ask for one
        found = plan_year(school, asked, based_on, tell, lambda: wants_to_stop(job.public_id))

    def write() -> Ended:
        kept = keep_proposal(school=school, found=found, based_on=based_on, by=by)
        words = "Nothing can be planned so." if kept.status == "infeasible" else "A year is proposed."
        return Ended(words, {"proposal": kept.public_id})

    return write


def plan_year(
    school: Organisation, asked: Asked, based_on: Proposal | None, tell: Tell, should_stop: Callable[[], bool]
) -> FoundPlan:
    """The whole of it: read, plan, explain. Must be called where all may be read; writes nothing."""
    ground = ground_of(school, asked)
    if not ground.offerings:
        raise WorkRefused("There is nothing to plan with: no offer fits these days and limits.")
    rows = rows_of(based_on) if based_on else None
    tell(0, 0, "Planning")
    how = Asking(
        seconds=asked.seconds,
        stay_close=rows,
        tell=lambda value, bound: say(tell, value, bound),
        should_stop=should_stop,
    )
    _, found = find_plan(asked, ground, how)
    if asked.what_if is None or based_on is None or rows is None:
        return found
    lost = loss(rows, ground_of(school, asked_of(based_on.asked)), ground)
    return replace(found, figures=found.figures | {"what_if": what_if_json(asked, lost, ground, based_on, found)})


def rows_of(proposal: Proposal) -> frozenset[tuple[str, date, str]]:
    """Offer, day and learner of each place of a proposal that is neither accepted nor left out."""
    verdicts = ProposedSession.Verdict
    places = ProposedPlace.objects.filter(
        session__proposal=proposal, session__verdict__in=[verdicts.OPEN, verdicts.KEEP]
    )
    return frozenset(places.values_list("session__offer_id", "session__held_on", "learner__public_id"))


def what_if_json(asked: Asked, lost: Loss, ground: Ground, based_on: Proposal, found: FoundPlan) -> dict[str, Any]:
    """What was changed, what is lost by it, and how much of that the new plan wins back, in numbers."""
    assert asked.what_if is not None
    titles = {(x.offer_id, x.held_on): x.title for x in based_on.sessions.all()}
    stood = {(x.offer_id, x.held_on) for x in based_on.sessions.exclude(verdict__in=["accepted", "leave_out"])}
    now = {(x.offer_id, x.held_on) for x in found.sessions}
    return {
        "words": asked.what_if.in_words,
        "lost": lost.units,
        "lost_sessions": [[titles.get(x, x[0]), x[1].isoformat()] for x in lost.sessions],
        "lost_agreed": [[x.title, x.on.isoformat()] for x in ground.lost],
        "won_back": max(lost.open_after - found.figures.get("stays_open", lost.open_after), 0),
        "still_lost": max(found.figures.get("stays_open", lost.open_after) - lost.open_before, 0),
        "kept": len(stood & now),
        "dropped": len(stood - now),
        "added": len(now - stood),
    }


def say(tell: Tell, value: Fraction, bound: Fraction | None) -> None:
    """Tell how good the best plan so far is, and how much better one could be at the most."""
    if bound is None:
        tell(0, 0, f"The best plan so far closes {float(value):,.0f} by weight")
        return
    share = float(100 * (bound - value) / bound) if bound else 0.0
    words = f"The best plan so far is at most {share:.1f}% below the best there is. Closed by weight"
    tell(int(value), int(bound), words)
