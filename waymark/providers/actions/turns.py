"""Giving out the places an employer has in a month, in turn, to all schools alike."""

from collections import Counter
from datetime import date

from django.db import transaction
from django.db.models import F, Q

from waymark.access.permissions import Permission
from waymark.access.scope import Scope, acting, everything
from waymark.providers.actions.letters import said_of, write_to_them
from waymark.providers.actions.moving import moved, with_secret
from waymark.providers.models import Approach, Employer, EmployerMonth
from waymark.providers.rules.approaches import Move, Side, State
from waymark.providers.rules.turns import Waiting, dealt
from waymark.providers.rules.wording import request_letter


def give_out_places(employer_id: int, on: date) -> int:
    """Send what waits for an employer, as far as its places of this month go; returns how many were sent.

    Sees the requests of all schools, whoever acts: whose turn it is depends on them. The employer's row is held
    meanwhile, so that two cannot deal at once; that the cap is never broken rests on the counter's own constraint.
    """
    with transaction.atomic(), acting(everything("places in turn")) as all_of_it:
        employer = Employer.objects.select_for_update(of=("self",)).get(pk=employer_id)
        month = month_of(employer, on)
        waiting = list(
            Approach.objects.filter(employer=employer, state=State.WAITING, request__wished_on__gte=on)
            .select_related("request__organisation", "request__made_by", "employer", "contact")
            .order_by("asked_at", "pk")
        )
        if not waiting:
            return 0
        had = Counter(Approach.objects.filter(month=month).values_list("request__organisation", flat=True))
        turns = [Waiting(each.pk, each.request.organisation_id, each.asked_at) for each in waiting if each.asked_at]
        by_key = {each.pk: each for each in waiting}
        places = dealt(turns, had, cap=month.cap, taken=month.taken, on=on)
        return sum(_sent(by_key[key], month, on, all_of_it) for key in places)


def month_of(employer: Employer, on: date) -> EmployerMonth:
    """The count of an employer's month, begun if it was not."""
    month, _ = EmployerMonth.objects.get_or_create(
        employer=employer, month=on.replace(day=1), defaults={"cap": employer.cap_per_month}
    )
    return month


def _sent(approach: Approach, month: EmployerMonth, on: date, by: Scope) -> bool:
    """Whether there was still a place. The counter is the guard: it goes up only while it is below the cap."""
    below = EmployerMonth.objects.filter(Q(cap=None) | Q(taken__lt=F("cap")), pk=month.pk)
    if not below.update(taken=F("taken") + 1):
        return False
    moved(approach, Move.GET_A_PLACE, Side.CLOCK, by=by, month=month, sent_on=on, **with_secret(approach))
    write_to_them(approach, request_letter(said_of(approach)), by)
    return True


@transaction.atomic
def set_cap(*, employer: Employer, cap: int | None, on: date, by: Scope) -> Employer:
    """Say how many requests may reach an employer in a month; where more went out already, no further one does."""
    by.require(Permission.EMPLOYERS_WRITE, employer.organisation_id)
    held = Employer.objects.select_for_update(of=("self",)).get(pk=employer.pk)
    held.cap_per_month = cap
    held.save(update_fields=["cap_per_month"])
    for month in EmployerMonth.objects.select_for_update(of=("self",)).filter(
        employer=held, month__gte=on.replace(day=1)
    ):
        month.cap = None if cap is None else max(cap, month.taken)
        month.save(update_fields=["cap"])
    give_out_places(held.pk, on)
    return held
