"""What leaves a school for whoever comes: names it releases, thanks with numbers; and what a letter's link shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope, acting, everything
from waymark.kernel.disclosure import SMALL
from waymark.kernel.suppression import Sum, Suppression, Table
from waymark.providers.actions.answering import approach_by_secret
from waymark.providers.actions.letters import said_of, write_to_them
from waymark.providers.actions.moving import locked_request
from waymark.providers.models import NAMES_KEPT_FOR, Approach, Message, NamesRelease, ReleasedName, Thanks
from waymark.providers.queries.requests import thanks_for
from waymark.providers.rules.approaches import NotPossible, State
from waymark.providers.rules.wording import moved_letter, thanks_letter

_ALL = 0


@dataclass(frozen=True)
class Named:
    """One learner of a list that leaves: the opaque id (for erasure), the name, the year group."""

    about: str
    name: str
    year_group: int | None


@transaction.atomic
def release_names(*, approach: Approach, names: Sequence[Named], because: str, by: Scope) -> NamesRelease:
    """Send a list of names to whoever comes: the school decides it each time, with a reason, and the trail says so.

    Names go into no letter: they are read on the page of the letter's link, or signed in, until two weeks after.
    """
    by.require(Permission.REQUEST, approach.request.organisation_id)
    by.require(Permission.LEARNER_VIEW, approach.request.organisation_id)
    locked_request(approach.request_id)
    if approach.now != State.ACCEPTED or approach.agreed_on is None:
        raise NotPossible("Names go only to whoever has said that they come.")
    if not because.strip() or not names:
        raise NotPossible("Say why they need names." if names else "Choose whose names they need.")
    release = NamesRelease.objects.create(
        approach=approach,
        sent_by_id=by.user_id,
        because=because.strip()[:300],
        how_many=len(names),
        erase_on=approach.agreed_on + NAMES_KEPT_FOR,
    )
    ReleasedName.objects.bulk_create(
        [ReleasedName(release=release, about=each.about, name=each.name, year_group=each.year_group) for each in names]
    )
    note("names sent to whoever comes", on=release, by=by, because=because, names=len(names))
    write_to_them(approach, moved_letter(said_of(approach), "The school has sent you a list of names.", ""), by)
    return release


@transaction.atomic
def take_names_back(*, release: NamesRelease, by: Scope) -> None:
    """Take a list of names back: nobody reads it from now on."""
    by.require(Permission.REQUEST, release.organisation_id)
    names, _ = ReleasedName.objects.filter(release=release).delete()
    NamesRelease.objects.filter(pk=release.pk).update(erased_at=timezone.now())
    note("names taken back", on=release, by=by, names=names)


def forget_released(abouts: Iterable[str]) -> int:
    """A part of erasing a learner: their name leaves every list that was sent."""
    names, _ = ReleasedName.objects.filter(about__in=list(abouts)).delete()
    return names


@transaction.atomic
def say_thanks(
    *, approach: Approach, reached: dict[int, int], benchmarks: Sequence[str], feedback: str, by: Scope
) -> Thanks:
    """Thank whoever came, once, and say what it came to: how many of each year group, small numbers hidden."""
    by.require(Permission.REQUEST, approach.request.organisation_id)
    locked_request(approach.request_id)
    if approach.now != State.DELIVERED:
        raise NotPossible("Say thank you once it has taken place.")
    if Thanks.objects.filter(approach=approach).exists():
        raise NotPossible("They have been thanked already.")
    shown = fit_to_leave(reached)
    thanks = Thanks.objects.create(
        approach=approach,
        total=shown[_ALL],
        reached=[{"year_group": year, "learners": n} for year, n in sorted(shown.items()) if year != _ALL],
        benchmarks=sorted(benchmarks),
        feedback=feedback.strip(),
        sent_by_id=by.user_id,
    )
    note("thanks sent", on=thanks, by=by)
    write_to_them(approach, thanks_letter(said_of(approach), feedback), by)
    return thanks


def fit_to_leave(reached: dict[int, int]) -> dict[int, int | None]:
    """Numbers by year group, and of all under 0, as they may leave the school: None where one to five could be told.

    Where one year group is hidden so is another, or the total, so that neither can be worked out.
    """
    counts = {year: n for year, n in reached.items() if n}
    values = {_ALL: sum(counts.values()), **counts}
    sums = [Sum(_ALL, tuple(counts))] if counts else []
    prices = {cell: 50 if cell == _ALL else 10 + n // 10 for cell, n in values.items()}
    hiding = Suppression(Table(values, sums, prices))
    for cell in [cell for cell, n in values.items() if n in SMALL]:
        if hiding.vary(cell) is None:
            hiding.hidden |= hiding.neighbourhood(cell)
    return {cell: None if cell in hiding.hidden else n for cell, n in values.items()}


def thread_by_secret(secret: str) -> list[Message]:
    """The thread that a letter's link shows."""
    approach = approach_by_secret(secret)
    with acting(everything("a letter's link")):
        return list(Message.objects.filter(approach=approach).order_by("at", "pk")) if approach else []


def names_by_secret(secret: str) -> tuple[tuple[str, ...], date | None]:
    """The names a letter's link shows, and until when; none where the school released none, or their time is over."""
    approach = approach_by_secret(secret)
    if approach is None or approach.now not in {State.ACCEPTED, State.DELIVERED}:
        return (), None
    with acting(everything("a letter's link")):
        names = ReleasedName.objects.filter(release__approach=approach, release__erased_at=None)
        shown = [f"{each.name}, Year {each.year_group}" if each.year_group else each.name for each in names]
        until = (
            NamesRelease.objects.filter(approach=approach, erased_at=None).values_list("erase_on", flat=True).first()
        )
    return tuple(shown), until if shown else None


def thanks_by_secret(secret: str) -> Thanks | None:
    """The thank-you a letter's link shows."""
    approach = approach_by_secret(secret)
    if approach is None:
        return None
    with acting(everything("a letter's link")):
        return thanks_for(approach)
