"""Taking out of everything that is kept what tells who a learner was. The counts stay; nobody can put the name back."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope, acting, everything
from waymark.intake.models import Delivery, PriorState
from waymark.ledger.actions.retention import RetentionRefused
from waymark.ledger.actions.scrubbing import (
    content_of,
    evidence_of,
    forget_evidence,
    leave_out_everywhere,
    remove_what_was_made_of,
)
from waymark.ledger.models import Encounter, Enrolment, Erasure, Learner, LegalHold
from waymark.ledger.queries.retention import (
    due_to_erase,
    files_due,
    held_learners,
    is_all_on_hold,
    is_erasing_on,
    is_on_roll,
)
from waymark.ledger.rules.erasure import FORMER, LEFT_OUT, Named, Stay, blurred, leaving_out, names_in_file
from waymark.ledger.touching import touch_learners
from waymark.places.models import Organisation
from waymark.providers.actions.afterwards import forget_released

BECAUSE_DUE = "The period for which the school keeps it was over."
_BATCH = 200
_ELSEWHERE: list[Callable[[Collection[int]], None]] = []  # what else is blanked of these learners, by key
_WAITING = (Delivery.State.TAKEN, Delivery.State.PREVIEWED)


def register_blanking(blank: Callable[[Collection[int]], None]) -> None:
    """Say that a room above the ledger keeps words about learners, and what blanks them: a part of erasing."""
    _ELSEWHERE.append(blank)


@dataclass(frozen=True)
class Erased:
    """What was erased: names of so many learners, and so many files as they were sent.

    `waiting`: due, but evidence that stands speaks of them, and a person has to see to it first.
    """

    learners: int
    files: int
    waiting: int = 0


@transaction.atomic
def erase_learner(*, learner: Learner, on: date, reason: str, by: Scope) -> Erasure:
    """Erase at once what tells who somebody was, because they or somebody for them asked.

    Refused while they are on roll, and while anything holds it back. Files that speak of them go too, those of others
    in the same files with them: what was merged from a file stays.
    """
    by.require(Permission.LEARNER_WRITE, learner.organisation_id)
    by.require(Permission.SETTINGS_WRITE, learner.organisation_id)
    if not reason.strip():
        raise RetentionRefused("Give a reason. It is written into the audit trail.")
    school = Organisation.objects.select_for_update().get(pk=learner.organisation_id)
    learner = Learner.objects.get(pk=learner.pk)
    if learner.erased_at:
        raise RetentionRefused("This has been erased already.")
    if is_all_on_hold(school) or learner.pk in held_learners(school):
        raise RetentionRefused("A legal hold keeps this from being erased. Two people have to lift it first.")
    if is_on_roll(learner, on=on):
        raise RetentionRefused("They are on roll. What a school needs for somebody on roll it has to keep.")
    if speaking := evidence_of(school, {learner.pk: _named(learner)}, retired=False)[learner.pk]:
        titles = ", ".join(f"“{each.title}”" for each in speaking[:5])
        raise RetentionRefused(
            f"Evidence that is kept speaks of them: {titles}. Retire it, or put a copy without the name in its place."
        )
    _erase(school, [learner], why=Erasure.Why.ASKED, reason=reason, by=by)
    return Erasure.objects.get(learner=learner)


@transaction.atomic
def erase_what_is_due(*, school: Organisation, on: date, by: Scope) -> Erased:
    """Erase what has been kept for its period: nothing until the school switched it on, nothing that is on hold.

    Doing it twice erases nothing more.
    """
    by.require(Permission.SETTINGS_WRITE, school.pk)
    if not is_erasing_on(school) or is_all_on_hold(school):
        return Erased(0, 0)
    Organisation.objects.select_for_update().get(pk=school.pk)
    due = due_to_erase(school, on=on)
    ripe = list(Learner.objects.filter(pk__in=due).order_by("pk"))
    speaking = evidence_of(school, {each.pk: _named(each) for each in ripe}, retired=False)
    ready = [each for each in ripe if not speaking[each.pk]]
    for start in range(0, len(ready), _BATCH):
        _erase(school, ready[start : start + _BATCH], why=Erasure.Why.PERIOD, reason=BECAUSE_DUE, by=by)
    held = [_named(each) for each in Learner.objects.filter(pk__in=held_learners(school))]
    files = [file for file in files_due(school, on=on) if not (held and names_in_file(content_of(file.content), held))]
    _forget_bytes(files)
    if ready or files:
        note("what was due was erased", organisation_id=school.pk, by=by, learners=len(ready), files=len(files))
    return Erased(len(ready), len(files), len(ripe) - len(ready))


def _erase(school: Organisation, learners: list[Learner], *, why: str, reason: str, by: Scope) -> None:
    named = [_named(learner) for learner in learners]
    leave_out = leaving_out(_to_leave_out(school, learners, named))
    because = " ".join(leave_out(reason).split())[:300]
    with acting(everything("erasing a learner", user_id=by.user_id, via=by.via)):
        for learner in learners:
            _blank(learner)
        keys = [learner.pk for learner in learners]
        Encounter.objects.filter(learner__in=keys, corrects=None).exclude(reason="").update(reason="")
        Encounter.objects.filter(learner__in=keys).exclude(corrects=None).update(reason=LEFT_OUT)
        LegalHold.objects.filter(learner__in=keys).update(reason=LEFT_OUT)
        for blank in _ELSEWHERE:
            blank(keys)
        PriorState.objects.filter(about__in=[learner.public_id for learner in learners]).delete()
        forget_released(learner.public_id for learner in learners)
        _forget_files_about(school, named)
        remove_what_was_made_of(school, named)
        retired = evidence_of(school, dict(enumerate(named)), retired=True)
        forget_evidence({each.pk: each for found in retired.values() for each in found}.values())
        leave_out_everywhere(school, leave_out)
    for learner in learners:
        Erasure.objects.create(organisation=school, learner=learner, why=why, reason=because, by_id=by.user_id)
        note("learner erased", on=learner, because=because, by=by, why=str(why))
    touch_learners(school.pk, keys)


def _named(learner: Learner) -> Named:
    names = Named.__dataclass_fields__
    return Named(**{name: getattr(learner, name) for name in names})


def _to_leave_out(school: Organisation, learners: list[Learner], named: list[Named]) -> set[str]:
    """Their names and numbers; a name that somebody who stays has too is left where it stands."""
    going = {learner.pk for learner in learners}
    names = {name for each in named for name in each.whole_names}
    families = {each.family_name for each in named}
    others = Learner.objects.filter(organisation=school, family_name__in=families).exclude(pk__in=going)
    shared = {name.casefold() for other in others for name in _named(other).whole_names}
    return {name for name in names if name.casefold() not in shared} | {n for each in named for n in each.numbers}


def _blank(learner: Learner) -> None:
    """Every field that `Personal` says is erased to what it holds when nothing was said; the name to nobody's."""
    for field in Learner._meta.concrete_fields:
        if field.name in Learner.Personal.erased:
            setattr(learner, field.name, None if field.null else field.get_default())
    learner.given_name, learner.family_name = FORMER
    learner.erased_at = timezone.now()
    learner.save()
    stays = list(Enrolment.objects.filter(learner=learner))
    days = blurred([Stay(s.pk, s.academic_year, s.year_group, s.from_on, s.to_on) for s in stays])
    for stay in sorted(stays, key=lambda each: each.from_on):  # the first goes back first, so no two meet on a day
        stay.form = ""
        stay.from_on, stay.to_on = days[stay.pk]
        stay.save(update_fields=["form", "from_on", "to_on"])


def _forget_files_about(school: Organisation, named: Collection[Named]) -> None:
    """Delete the bytes of every file that may speak of them; one that waits to be merged cannot be merged any more."""
    kept = Delivery.objects.filter(organisation=school).exclude(content="")
    speaking = [delivery for delivery in kept if names_in_file(content_of(delivery.content), named)]
    waiting = [delivery.pk for delivery in speaking if delivery.state in _WAITING]
    Delivery.objects.filter(pk__in=waiting).update(state=Delivery.State.REFUSED)
    _forget_bytes(speaking)


def _forget_bytes(deliveries: Collection[Delivery]) -> None:
    """Delete files once all else is certain; the same bytes sent again are a new delivery."""
    for delivery in deliveries:
        Delivery.objects.filter(pk=delivery.pk).update(content="", content_key=None)
        transaction.on_commit(partial(delivery.content.storage.delete, str(delivery.content.name)))
