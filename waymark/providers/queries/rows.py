"""The directory's rows as a search holds them: each open offer and resource, and each provider that has none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Avg, QuerySet

from waymark.kernel.facts import Activity
from waymark.kernel.sectors import SECTORS
from waymark.kernel.vocabulary import YEAR_GROUPS
from waymark.providers.models import (
    Kind,
    Mode,
    Offer,
    Provider,
    ProviderKind,
    QualityMark,
    Resource,
    Review,
    Stage,
    Venue,
)
from waymark.providers.rules.freshness import verified_since

OFFER, RESOURCE, PROVIDER = "offer", "resource", "provider"
STAGE_YEARS = {Stage.KS3: (7, 8, 9), Stage.KS4: (10, 11), Stage.KS5: (12, 13, 14)}
_CLASS = 30  # learners, to compare costs by


@dataclass(slots=True)
class EntryRow:
    """One thing that can be found. `facets` are words by facet; `words` what it is found by, the first weigh most."""

    what: str
    pk: int
    place: tuple[float, float] | None
    reach: int | None
    is_nationwide: bool
    comes_to_school: bool
    is_online: bool
    years: frozenset[int]
    cost: float
    stars: float
    activity: Activity | None
    dates: tuple[date, ...]
    facets: dict[str, tuple[str, ...]]
    words: tuple[str, str, str]


Key = tuple[str, int]  # what it is, and its row's key
Stamp = tuple  # all that its row was made from, in short: another stamp, another row


@dataclass(slots=True)
class _Of:
    """What entries take from their provider, and what of it may change without the provider's row changing."""

    provider: Provider
    has_mark: bool
    stars: float
    is_safe: bool

    @property
    def stamp(self) -> Stamp:
        return (self.provider.pk, self.provider.changed_at, self.has_mark, self.stars, self.is_safe)


@dataclass(slots=True)
class Standing:
    """What the directory holds on a day, in short: the stamp of every entry, and their providers."""

    stamps: dict[Key, Stamp]
    providers: dict[int, _Of]

    def rows(self, keys: Iterable[Key]) -> Iterator[EntryRow]:
        """The entries of these keys, whole."""
        by: dict[str, list[int]] = {OFFER: [], RESOURCE: [], PROVIDER: []}
        for what, pk in keys:
            by[what].append(pk)
        for offers in batched(by[OFFER]):
            for offer in Offer.objects.filter(pk__in=offers).order_by("pk"):
                yield _of_offer(offer, self.providers[offer.provider_id])
        for resources in batched(by[RESOURCE]):
            for resource in Resource.objects.filter(pk__in=resources).order_by("pk"):
                yield _of_resource(resource, self.providers[resource.provider_id])
        for pk in by[PROVIDER]:
            yield _of_provider(self.providers[pk])


def batched(keys: list[int], size: int = 5000) -> Iterator[list[int]]:
    """The keys some thousand at a time: a database takes only so many in one question."""
    for first in range(0, len(keys), size):
        yield keys[first : first + size]


def shown_on(on: date) -> QuerySet[Provider]:
    """The entries anybody may see on a day: listed, and verified not too long ago."""
    return Provider.objects.filter(is_listed=True, verified_on__gte=verified_since(on))


def standing_on(on: date) -> Standing:
    """What anybody may find on a day: open offers and resources, and the providers that have none."""
    stars = dict(
        Review.objects.filter(withdrawn_at=None).values_list("provider").annotate(mean=Avg("stars")).order_by()
    )
    marked = set(QualityMark.objects.exclude(expires_on__lt=on).values_list("provider", flat=True))
    of = {
        each.pk: _Of(each, each.pk in marked, float(stars.get(each.pk) or 0), each.safeguarding_stands(on))
        for each in shown_on(on).select_related("organisation").order_by("pk")
    }
    stamps: dict[Key, Stamp] = {}
    spoken_for = set()
    for what, model in ((OFFER, Offer), (RESOURCE, Resource)):
        rows = model.objects.filter(is_open=True).order_by("pk").values_list("pk", "changed_at", "provider")  # type: ignore[attr-defined]
        for pk, changed_at, provider in rows:
            if provider in of:
                spoken_for.add(provider)
                stamps[what, pk] = (changed_at, of[provider].stamp)
    stamps |= {(PROVIDER, pk): each.stamp for pk, each in of.items() if pk not in spoken_for}
    return Standing(stamps, of)


def _of_offer(offer: Offer, of: _Of) -> EntryRow:
    provider = of.provider
    own = offer if offer.has_place else provider
    reach = offer.reach_miles if offer.reach_miles is not None else provider.reach_miles
    comes = offer.venue == Venue.AT_SCHOOL
    fixed, each = offer.fixed_cost or Decimal(0), offer.cost_per_learner or Decimal(0)
    return EntryRow(
        what=OFFER,
        pk=offer.pk,
        place=_place(own),
        reach=reach,
        is_nationwide=comes and (offer.is_nationwide or (offer.reach_miles is None and provider.is_nationwide)),
        comes_to_school=comes,
        is_online=offer.mode == Mode.VIRTUAL,
        years=frozenset(offer.years),
        cost=float(fixed + each * min(_CLASS, offer.capacity or _CLASS)),
        stars=of.stars,
        activity=replace(offer.activity, activity_id=""),  # offers of one sort are asked about once
        dates=tuple(map(date.fromisoformat, offer.dates)),
        facets={
            **_facets_of(of, offer.needs, offer.benchmarks),
            "kind": (offer.kind,),
            "mode": (offer.mode,),
            "cost": ("free" if offer.is_free else "paid",),
            "sector": tuple(filter(None, (offer.sector or provider.sector,))),
            "subject": tuple(filter(None, (offer.subject,))),
        },
        words=(
            f"{offer.title} {provider.organisation.name}",
            " ".join(
                (
                    offer.subject,
                    SECTORS.get(offer.sector, ""),
                    Kind(offer.kind).label,
                    ProviderKind(offer.provider_kind).label if offer.provider_kind else "",
                    "STEM" if offer.stem else "",
                    provider.town,
                )
            ),
            f"{offer.summary} {provider.summary}",
        ),
    )


def _of_resource(resource: Resource, of: _Of) -> EntryRow:
    years = {year for stage in resource.stages for year in STAGE_YEARS.get(Stage(stage), ())}
    return EntryRow(
        what=RESOURCE,
        pk=resource.pk,
        place=None,
        reach=None,
        is_nationwide=False,
        comes_to_school=False,
        is_online=True,
        years=frozenset(years or YEAR_GROUPS),
        cost=0.0,
        stars=of.stars,
        activity=None,
        dates=(),
        facets={
            **_facets_of(of, resource.needs, resource.benchmarks),
            "cost": ("free",),
            "subject": tuple(resource.subjects),
            "stage": tuple(resource.stages),
            "audience": tuple(resource.audiences),
        },
        words=(
            f"{resource.title} {of.provider.organisation.name}",
            " ".join((*resource.subjects, "lesson resource")),
            resource.summary,
        ),
    )


def _of_provider(of: _Of) -> EntryRow:
    provider = of.provider
    return EntryRow(
        what=PROVIDER,
        pk=provider.pk,
        place=_place(provider),
        reach=provider.reach_miles,
        is_nationwide=provider.is_nationwide,
        comes_to_school=False,
        is_online=False,
        years=frozenset(YEAR_GROUPS),
        cost=float("inf"),
        stars=of.stars,
        activity=None,
        dates=(),
        facets={**_facets_of(of, provider.needs, []), "sector": tuple(filter(None, (provider.sector,)))},
        words=(
            provider.organisation.name,
            f"{ProviderKind(provider.provider_kind).label} {SECTORS.get(provider.sector, '')} {provider.town}",
            provider.summary,
        ),
    )


def _facets_of(of: _Of, needs: list[str], benchmarks: list[str]) -> dict[str, tuple[str, ...]]:
    vouched = (("mark", of.has_mark), ("reviewed", of.stars > 0), ("evidence", bool(of.provider.evidence)))
    return {
        "provider_kind": (of.provider.provider_kind,),
        "needs": tuple(needs or of.provider.needs),
        "benchmark": tuple(benchmarks),
        "vouched": tuple(word for word, holds in vouched if holds),
        "safeguarding": (of.provider.safeguarding,) if of.is_safe else (),
    }


def _place(row: Offer | Provider) -> tuple[float, float] | None:
    return (row.latitude, row.longitude) if row.latitude is not None and row.longitude is not None else None
