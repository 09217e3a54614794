"""Who offers encounters, where, to whom: the directory, employers and volunteers, and what schools ask of them."""

from waymark.providers.models.afterwards import NAMES_KEPT_FOR, NamesRelease, ReleasedName, Thanks
from waymark.providers.models.employers import (
    FORGOTTEN_AFTER,
    Business,
    Contact,
    Employer,
    EmployerChange,
    EmployerMonth,
    Help,
    HelpOffer,
    RegisteredEmployer,
    SizeBand,
)
from waymark.providers.models.entries import DirectoryRevision, ListingRequest, Provider, QualityMark
from waymark.providers.models.files import OfferFile
from waymark.providers.models.offers import Offer, Offered, Resource
from waymark.providers.models.requests import STATE_WORDS, Approach, Message, Request
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
    "FORGOTTEN_AFTER",
    "NAMES_KEPT_FOR",
    "STATE_WORDS",
    "TICKS",
    "Approach",
    "Audience",
    "Business",
    "Contact",
    "DirectoryRevision",
    "Employer",
    "EmployerChange",
    "EmployerMonth",
    "Help",
    "HelpOffer",
    "Kind",
    "ListingRequest",
    "Message",
    "Mode",
    "NamesRelease",
    "Need",
    "Offer",
    "OfferFile",
    "Offered",
    "Provider",
    "ProviderKind",
    "QualityMark",
    "RegisteredEmployer",
    "ReleasedName",
    "Request",
    "Resource",
    "Review",
    "Safeguarding",
    "SizeBand",
    "Stage",
    "Thanks",
    "Venue",
]
