"""What a school writes for the public, what it has released, and who has asked to come in."""

from waymark.publishing.models.drafts import AccessStatement, CareersPage
from waymark.publishing.models.publication import Publication
from waymark.publishing.models.requests import AccessRequest, Phase

__all__ = ["AccessRequest", "AccessStatement", "CareersPage", "Phase", "Publication"]
