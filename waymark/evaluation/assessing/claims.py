"""The claims of an assessment, item by item: which one stands, and which waits for a choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from waymark.evaluation.assessing.items import Claimed
from waymark.evaluation.models import Assessment, Claim


@dataclass(frozen=True, slots=True)
class Standing:
    """An item's claims today: the one that stands, one that clashes with it and waits, and the last number given."""

    claim: Claim | None
    clash: Claim | None
    number: int


NOTHING_SAID = Standing(None, None, 0)


def standing_of(claims: Sequence[Claim]) -> Standing:
    """What stands of one item's claims, given in the order of their numbers."""
    if not claims:
        return NOTHING_SAID
    last = claims[-1]
    stands = next((claim for claim in reversed(claims) if claim.clashes_with_id is None), None)
    return Standing(stands, None if last is stands else last, last.number)


def standing_claims(assessment: Assessment) -> dict[str, Standing]:
    """What stands of every item anybody has spoken of, by item."""
    given: dict[str, list[Claim]] = {}
    for claim in Claim.objects.filter(assessment=assessment).order_by("number"):
        given.setdefault(claim.item, []).append(claim)
    return {item: standing_of(claims) for item, claims in given.items()}


def claimed(claim: Claim | None, *, telling: bool) -> Claimed | None:
    """A claim as a value; None where it took an earlier one back. Not `telling`: without its reason and its giver."""
    if claim is None or not claim.answer:
        return None
    return _value(claim, telling=telling)


def clashing(standing: Standing, *, telling: bool) -> Claimed | None:
    """The claim that waits for a choice, as a value; its answer is blank where it would take the claim back."""
    return _value(standing.clash, telling=telling) if standing.clash else None


def carried_over(claims: Mapping[str, Standing], item: str, *, telling: bool) -> Claimed | None:
    """What an earlier assessment's people said of an item."""
    return claimed(claims.get(item, NOTHING_SAID).claim, telling=telling)


def _value(claim: Claim, *, telling: bool) -> Claimed:
    reason, name = (claim.reason, claim.by_name) if telling else ("", "")
    return Claimed(claim.answer, reason, name, claim.at, claim.number)
