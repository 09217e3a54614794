"""Who is part of what, from when to when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from waymark.places.actions.loaded import AT_ONCE
from waymark.places.models import Belonging


@dataclass(frozen=True)
class Part:
    """That `member` was part of `whole` from one day to another, by their keys; None: as far as is known."""

    member: int
    whole: int
    from_on: date | None = None
    to_on: date | None = None

    def overlaps(self, other: "Part | Belonging") -> bool:
        """Whether the two share a day."""
        ends_before = self.to_on is not None and other.from_on is not None and self.to_on < other.from_on
        begins_after = self.from_on is not None and other.to_on is not None and self.from_on > other.to_on
        return not (ends_before or begins_after)


@transaction.atomic
def keep_belongings(wanted: Mapping[int, int | None], *, kind: str, on: date) -> set[int]:
    """Bring members' one whole of `kind` up to what a file of the day `on` says; returns the members that moved.

    A whole that changed ends the day before, and the new one begins on the day. The first one known has no first day:
    the file does not say how long it has stood. A belonging begun after `on` is left: the file is older than it.
    """
    standing: dict[int, Belonging] = {}
    had: set[int] = set()
    for belonging in Belonging.objects.filter(whole__kind=kind):
        if belonging.member_id in wanted:
            had.add(belonging.member_id)
            if belonging.to_on is None:
                standing[belonging.member_id] = belonging
    ended, begun, moved = [], [], set()
    for member, whole in wanted.items():
        now = standing.get(member)
        if (now.whole_id if now else None) == whole or (now and now.from_on and now.from_on >= on):
            continue
        moved.add(member)
        if now:
            now.to_on = on - timedelta(days=1)
            ended.append(now)
        if whole is not None:
            begun.append(Belonging(member_id=member, whole_id=whole, from_on=on if member in had else None))
    Belonging.objects.bulk_update(ended, ["to_on"], batch_size=AT_ONCE)
    Belonging.objects.bulk_create(begun, batch_size=AT_ONCE)
    return moved


@transaction.atomic
def end_belonging(*, member: int, whole: int, on: date) -> bool:
    """Say that `on` was the last day; False when no belonging of the two stood then."""
    return bool(Belonging.objects.filter(member=member, whole=whole, to_on=None).update(to_on=on))
