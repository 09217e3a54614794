"""What a school writes for the public, what it has released, who has asked to come in, and its documents."""

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
from waymark.publishing.models.sharing import Look, SharedEvaluation

__all__ = [
    "AccessRequest",
    "AccessStatement",
    "CareersPage",
    "CriteriaList",
    "CriterionEvidence",
    "Look",
    "MadeDocument",
    "Phase",
    "Publication",
    "SharedEvaluation",
    "StandardCriterion",
    "StandardKind",
]
