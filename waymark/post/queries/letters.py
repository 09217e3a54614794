"""The outbox, as people read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from waymark.places.models import Organisation
from waymark.post.models import Letter

State = Letter.State
IN_TROUBLE = (State.BOUNCED, State.FAILED)


def letters_of(organisation: Organisation, state: str = "") -> QuerySet[Letter]:
    """An organisation's letters that the reader may see, newest first; of one state where one is named."""
    letters = Letter.objects.filter(organisation=organisation).select_related("written_by")
    return letters.filter(state=state) if state in State.values else letters


def letters_about(organisation: Organisation, about: str) -> QuerySet[Letter]:
    """The letters about one thing, oldest first: what belongs beside its thread."""
    return Letter.objects.filter(organisation=organisation, about=about).order_by("queued_at", "pk")


def letters_in_trouble(organisation: Organisation) -> int:
    """How many letters came back or could not be sent, and were not sent again since."""
    return Letter.objects.filter(organisation=organisation, state__in=IN_TROUBLE).count()


@dataclass(frozen=True)
class Bounced:
    """That the last letter to an address came back: when, and why in the mail server's words."""

    address: str
    at: datetime
    why: str


def bounced_addresses(organisation: Organisation, among: Iterable[str] | None = None) -> dict[str, Bounced]:
    """The addresses whose last letter came back, by address in small letters; any later letter clears it."""
    letters = Letter.objects.filter(organisation=organisation).exclude(Q(to="") | Q(state=State.WITHDRAWN))
    if among is not None:
        letters = letters.filter(to__in={address.lower() for address in among if address})
    last: dict[str, Letter] = {letter.to: letter for letter in letters.order_by("queued_at", "pk")}
    return {
        to: Bounced(to, letter.bounced_at, letter.trouble)
        for to, letter in last.items()
        if letter.state == State.BOUNCED and letter.bounced_at is not None
    }
