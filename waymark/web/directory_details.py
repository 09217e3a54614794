"""All that pages show of a provider, an offer, a resource: to schools, to anybody, to the provider itself."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from waymark.kernel.framework import Framework
from waymark.kernel.judge import is_counted, lacking
from waymark.kernel.sectors import SECTORS
from waymark.kernel.vocabulary import Setting
from waymark.places.queries import Precision
from waymark.providers.models import (
    Audience,
    Kind,
    Mode,
    Need,
    Offer,
    Provider,
    ProviderKind,
    Resource,
    Review,
    Safeguarding,
    Stage,
    Venue,
)
from waymark.providers.queries.rows import shown_on
from waymark.web.directory_cards import Href, cost_words, counted_words, dates_words, stars_of, years_words
from waymark.web.formats import day, plural, pounds, short_day

_LACKS = {
    "purpose_shared": "its purpose is shared with everybody beforehand",
    "outcomes_set": "what learners should gain is set out",
    "two_way": "learners and employer talk with each other",
    "reflection": "learners have time to think it over afterwards",
    "task_set": "learners do a task the employer has set",
    "employer_feedback": "the employer says how the task went",
    "met_staff_and_learners": "learners meet both staff and people who study or train there",
    "mode": "it is in person, or partly so",
    "adviser_level": "the adviser is qualified to level 6 or above",
}


@dataclass(frozen=True)
class Line:
    """A name and a value, as the summary list takes them."""

    label: str
    value: str | None
    value_href: str | None = None


@dataclass(frozen=True)
class ReviewShown:
    """A school's word, with whose it is where the reader may know."""

    stars: str
    words: str
    whose: str
    on: str
    about: str
    reply: str
    public_id: str
    is_own: bool


@dataclass(frozen=True)
class Linked:
    """A line of a list that leads somewhere."""

    title: str
    href: str
    note: str


@dataclass(frozen=True)
class ProviderShown:
    """What the directory says of a provider, and all it offers."""

    name: str
    kind: str
    summary: str
    description: str
    lines: tuple[Line, ...]
    marks: tuple[str, ...]
    stars: str
    offers: tuple[Linked, ...]
    resources: tuple[Linked, ...]
    reviews: tuple[ReviewShown, ...]
    verified: str
    public_id: str


@dataclass(frozen=True)
class OfferShown:
    """What the directory says of an offer, and what it would count for."""

    title: str
    provider: str
    provider_href: str
    summary: str
    lines: tuple[Line, ...]
    counts: tuple[str, ...]
    would_count: tuple[str, ...]
    evidence: str
    reviews: tuple[ReviewShown, ...]
    stars: str
    verified: str
    public_id: str


@dataclass(frozen=True)
class ResourceShown:
    """What the directory says of a free lesson resource, and where it is."""

    title: str
    provider: str
    provider_href: str
    summary: str
    url: str
    lines: tuple[Line, ...]


def provider_here(public_id: str, on: date) -> Provider:
    """The entry of this id, if it is shown on the day; else there is no such page."""
    found = shown_on(on).select_related("organisation").filter(public_id=public_id).first()
    if found is None:
        raise Http404("There is no such entry.")
    return found


def offer_here(public_id: str, on: date) -> Offer:
    """The open offer of this id whose provider is shown on the day."""
    offers = Offer.objects.filter(public_id=public_id, is_open=True, provider__in=shown_on(on))
    found = offers.select_related("provider__organisation").first()
    if found is None:
        raise Http404("There is no such offer.")
    return found


def resource_here(public_id: str, on: date) -> Resource:
    """The open resource of this id whose provider is shown on the day."""
    resources = Resource.objects.filter(public_id=public_id, is_open=True, provider__in=shown_on(on))
    found = resources.select_related("provider__organisation").first()
    if found is None:
        raise Http404("There is no such resource.")
    return found


def provider_shown(provider: Provider, *, on: date, href: Href, reviews: tuple[ReviewShown, ...] = ()) -> ProviderShown:
    """A provider's page; `reviews` are those the reader may read."""
    offers = provider.offers.filter(is_open=True)
    return ProviderShown(
        name=str(provider),
        kind=ProviderKind(provider.provider_kind).label,
        summary=provider.summary,
        description=provider.description,
        lines=_provider_lines(provider, on),
        marks=marks_words(provider, on),
        stars=stars_of([provider.pk]).get(provider.pk, ""),
        offers=tuple(
            Linked(
                each.title,
                href("offer", each.public_id),
                ", ".join((Mode(each.mode).label, years_words(each), cost_words(each), dates_words(each, on))),
            )
            for each in offers
        ),
        resources=tuple(
            Linked(
                each.title,
                href("resource", each.public_id),
                ", ".join(Stage(stage).label for stage in each.stages),
            )
            for each in provider.resources.filter(is_open=True)
        ),
        reviews=reviews,
        verified=day(provider.verified_on),
        public_id=provider.public_id,
    )


def _provider_lines(provider: Provider, on: date) -> tuple[Line, ...]:
    contact = ", ".join(filter(None, (provider.contact_name, provider.contact_telephone)))
    mail = provider.contact_email
    lines = [
        Line("Sector", SECTORS.get(provider.sector)),
        Line("Where", place_words(provider)),
        Line("How far it travels", reach_words(provider)),
        Line("Ready for learners with", ", ".join(Need(need).label for need in provider.needs) or None),
        Line("Getting in and about", provider.access_notes or None),
        Line("Safeguarding", safeguarding_words(provider, on)),
        Line("Contact", contact or None),
        Line("E-mail", mail or None, f"mailto:{mail}" if mail else None),
        Line("Website", provider.website or None, provider.website or None),
        Line("Evidence of impact", provider.evidence or None, provider.evidence_url or None),
    ]
    return tuple(line for line in lines if line.value)


def offer_shown(
    offer: Offer,
    *,
    rules: tuple[Framework, ...],
    on: date,
    href: Href,
    setting: Setting = Setting.SCHOOL,
    reviews: tuple[ReviewShown, ...] = (),
) -> OfferShown:
    """An offer's page, and by the rules in force what it counts for, or what keeps it from counting."""
    provider = offer.provider
    return OfferShown(
        title=offer.title,
        provider=str(provider),
        provider_href=href("provider", provider.public_id),
        summary=offer.summary,
        lines=_offer_lines(offer, on),
        counts=counted_words(offer, rules, on, setting),
        would_count=would_count_words(offer, rules, setting),
        evidence=offer.evidence,
        reviews=reviews,
        stars=stars_of([provider.pk]).get(provider.pk, ""),
        verified=day(provider.verified_on),
        public_id=offer.public_id,
    )


def _offer_lines(offer: Offer, on: date) -> tuple[Line, ...]:
    placed = offer if offer.has_place else offer.provider
    coming = [each for each in map(date.fromisoformat, offer.dates) if each >= on]
    asks = [
        plural(offer.periods, "lesson period") if offer.periods else "",
        plural(offer.rooms, "room") if offer.rooms else "",
        plural(offer.staff, "member of staff", "members of staff") if offer.staff else "",
    ]
    needs = offer.needs or offer.provider.needs
    lines = [
        Line("What it is", Kind(offer.kind).label),
        Line("With", ProviderKind(offer.provider_kind).label if offer.provider_kind else None),
        Line("Sector", SECTORS.get(offer.sector or offer.provider.sector)),
        Line("Subject", offer.subject.capitalize() or None),
        Line("How", Mode(offer.mode).label),
        Line("Where", None if offer.mode == Mode.VIRTUAL else f"{Venue(offer.venue).label}: {place_words(placed)}"),
        Line("How far it travels", reach_words(offer) if offer.venue == Venue.AT_SCHOOL else None),
        Line("For", years_words(offer).capitalize()),
        Line("Ready for learners with", ", ".join(Need(need).label for need in needs) or None),
        Line("Most learners at once", f"{offer.capacity:,}" if offer.capacity else None),
        Line("How long", plural(offer.minutes, "minute") if offer.minutes else None),
        Line("Cost", cost_words(offer).capitalize() + class_words(offer)),
        Line("Dates", ", ".join(map(short_day, coming)) or dates_words(offer, on).capitalize()),
        Line("Most sessions", f"{offer.sessions:,}" if offer.sessions else None),
        Line("What it asks of the school", ", ".join(filter(None, asks)) or None),
        Line("How to book", offer.booking_notes or None),
        Line("Safeguarding", safeguarding_words(offer.provider, on)),
    ]
    return tuple(line for line in lines if line.value)


def class_words(offer: Offer) -> str:
    """What a learner costs in a full session, where it costs anything."""
    if offer.is_free or not offer.capacity:
        return ""
    whole = float((offer.fixed_cost or 0) + (offer.cost_per_learner or 0) * offer.capacity)
    return f" ({pounds(round(whole / offer.capacity, 2))} a learner when full)"


def would_count_words(offer: Offer, rules: tuple[Framework, ...], setting: Setting) -> tuple[str, ...]:
    """For what it is of the right sort but lacks something: what would have to hold."""
    found: dict[tuple[str, ...], list[str]] = {}
    for each in rules:
        for due in each.entitlements:
            lacks = lacking(due.meaning, offer.activity)
            if setting in due.settings and lacks and is_counted(due.counts, offer.activity):
                found.setdefault(lacks, []).append(due.title)
    return tuple(
        f"{'; '.join(titles)} – if {' and '.join(_LACKS[lack] for lack in lacks)}" for lacks, titles in found.items()
    )


def resource_shown(resource: Resource, *, href: Href) -> ResourceShown:
    """A resource's page."""
    lines = [
        Line("Benchmarks", ", ".join(code.removeprefix("gb") for code in resource.benchmarks) or None),
        Line("Stage", ", ".join(Stage(stage).label for stage in resource.stages) or None),
        Line("Subjects", ", ".join(resource.subjects) or None),
        Line("For", ", ".join(Audience(word).label for word in resource.audiences) or None),
        Line("Made for learners with", ", ".join(Need(need).label for need in resource.needs) or None),
        Line("How long", plural(resource.minutes, "minute") if resource.minutes else None),
        Line("Licence", resource.licence or None),
    ]
    return ResourceShown(
        title=resource.title,
        provider=str(resource.provider),
        provider_href=href("provider", resource.provider.public_id),
        summary=resource.summary,
        url=resource.url,
        lines=tuple(line for line in lines if line.value),
    )


def place_words(row: Provider | Offer) -> str:
    """Its town and postcode, and how well we know where that is."""
    town = row.town if isinstance(row, Provider) else ""
    said = ", ".join(filter(None, (town, row.postcode)))
    if not said:
        return "Not given"
    if not row.has_place:
        return f"{said} (we do not know where that is)"
    return said if row.precision == Precision.POSTCODE else f"{said} (known only roughly)"


def reach_words(row: Provider | Offer) -> str | None:
    """How far it travels, as it says."""
    if row.is_nationwide:
        return "Anywhere in England"
    return f"Up to {plural(row.reach_miles, 'mile')}" if row.reach_miles is not None else None


def safeguarding_words(provider: Provider, on: date) -> str:
    """What it says of its safeguarding, and until when that holds."""
    if provider.safeguarding == Safeguarding.UNKNOWN:
        return "Not said"
    said, until = Safeguarding(provider.safeguarding).label, provider.safeguarding_expires_on
    if until is None:
        return said
    if not provider.safeguarding_stands(on):
        return f"Ran out on {day(until)}. Ask before anybody comes"
    return f"{said}, until {day(until)}"


def marks_words(provider: Provider, on: date) -> tuple[str, ...]:
    """Its quality marks that have not run out."""
    found = []
    for mark in provider.quality_marks.all():
        if mark.expires_on is None or mark.expires_on >= on:
            until = f", until {day(mark.expires_on)}" if mark.expires_on else ""
            found.append(f"{mark.name}{f' ({mark.awarded_by})' if mark.awarded_by else ''}{until}")
    return tuple(found)


def reviews_shown(provider: Provider, *, offer: Offer | None = None, own: int | None = None) -> tuple[ReviewShown, ...]:
    """Schools' standing reviews, those of the offer looked at first, then the latest; `own`: whose page it is."""
    found = Review.objects.filter(provider=provider, withdrawn_at=None).select_related("school", "offer")
    rows = sorted(found, key=lambda row: row.offer != offer) if offer else found
    return tuple(
        ReviewShown(
            stars=f"{row.stars} out of 5",
            words=row.words,
            whose=row.school.name,
            on=day(row.made_at),
            about=str(row.offer) if row.offer else "",
            reply=row.reply,
            public_id=row.public_id,
            is_own=row.school_id == own,
        )
        for row in rows[:50]
    )
