"""What a school writes for the public, what it has released, who has asked to come in, and the documents it made."""

from waymark.publishing.models.documents import (
    CriteriaList,
    CriterionEvidence,
    MadeDocument,
    StandardCriterion,
    StandardKind,
)
from waymark.publishing.models.drafts import AccessStatement, CareersPage
from waymark.publishing.models.publication import Publication
from waymark.publishing.models.requests import AccessRequest, Phase

__all__ = [
    "AccessRequest",
    "AccessStatement",
    "CareersPage",
    "CriteriaList",
    "CriterionEvidence",
    "MadeDocument",
    "Phase",
    "Publication",
    "StandardCriterion",
    "StandardKind",
]
