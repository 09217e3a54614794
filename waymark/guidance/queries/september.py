"""Who has the offer of a place and who has not, among those the September Guarantee is for."""

from dataclasses import dataclass
from datetime import date

from waymark.guidance.models import PlaceOffer
from waymark.ledger.models import Learner
from waymark.ledger.queries.records import OnTheRoll, roll_on
from waymark.opportunities.queries.applying import PlaceOffered, places_offered_to
from waymark.places.models import Organisation

YEAR_GROUPS = (11, 12)  # they are 16 or 17 by September


@dataclass(frozen=True)
class Guaranteed:
    """One learner of those years, and their standing offers, the newest first."""

    learner: OnTheRoll
    offers: tuple[PlaceOffer, ...]


@dataclass(frozen=True)
class ToTakeOver:
    """An offer made through the standard form, and the learner it seems to be for: same names, same birthday."""

    offered: PlaceOffered
    learner: OnTheRoll | None


def september_guarantee(school: Organisation, on: date) -> tuple[Guaranteed, ...]:
    """Everybody in Years 11 and 12 on the day, by year group and name, with the offers they hold."""
    held: dict[int, list[PlaceOffer]] = {}
    for offer in PlaceOffer.objects.filter(organisation=school, ended_at=None):
        held.setdefault(offer.learner_id, []).append(offer)
    roll = [each for each in roll_on(school, on) if each.year_group in YEAR_GROUPS]
    return tuple(
        Guaranteed(each, tuple(held.get(each.learner_id, ()))) for each in sorted(roll, key=lambda e: e.year_group)
    )


def offers_to_take_over(school: Organisation, on: date) -> tuple[ToTakeOver, ...]:
    """Offers to people who named this school and let it see, that are not recorded yet."""
    known = set(PlaceOffer.objects.filter(organisation=school, ended_at=None).values_list("application", flat=True))
    offered = [each for each in places_offered_to(school) if each.public_id not in known]
    born = dict(Learner.objects.filter(organisation=school, born_on__isnull=False).values_list("pk", "born_on"))
    roll = roll_on(school, on) if offered else []
    return tuple(ToTakeOver(each, _alike(each, roll, born)) for each in offered)


def _alike(offered: PlaceOffered, roll: list[OnTheRoll], born: dict[int, date | None]) -> OnTheRoll | None:
    """The one learner of these names and this birthday; None where there is none, or twins share all three."""
    family = offered.family_name.casefold().strip()
    given = offered.given_name.casefold().strip()
    found = [
        each
        for each in roll
        if each.family_name.casefold() == family
        and given in {each.given_name.casefold(), each.preferred_name.casefold()}
        and born.get(each.learner_id) == offered.born_on
    ]
    return found[0] if len(found) == 1 else None
