"""Who offers encounters, where, to whom: the directory, employers and volunteers, and what schools ask of them."""

from waymark.providers.models.entries import ListingRequest, Provider, QualityMark
from waymark.providers.models.offers import Offer, Offered, Resource
from waymark.providers.models.reviews import Review
from waymark.providers.models.words import (
    TICKS,
    Audience,
    Kind,
    Mode,
    Need,
    ProviderKind,
    Safeguarding,
    Stage,
    Venue,
)

__all__ = [
    "TICKS",
    "Audience",
    "Kind",
    "ListingRequest",
    "Mode",
    "Need",
    "Offer",
    "Offered",
    "Provider",
    "ProviderKind",
    "QualityMark",
    "Resource",
    "Review",
    "Safeguarding",
    "Stage",
    "Venue",
]
