"""Training providers, by number and by place."""

from waymark.opportunities.models import FreeCoursesProvider, TrainingProvider
from waymark.places.models import Organisation


def provider_named(ukprn: str) -> TrainingProvider | None:
    """The training provider of a UKPRN; None where none has been brought in."""
    return TrainingProvider.objects.filter(ukprn=ukprn).select_related("organisation").first()


def provider_at(organisation: Organisation) -> TrainingProvider | None:
    """The training provider that an organisation's people write for; None where it has none yet."""
    return TrainingProvider.objects.filter(organisation=organisation).first()


def gives_free_courses(ukprn: str) -> bool:
    """Whether a provider is on the list for Free Courses for Jobs."""
    return FreeCoursesProvider.objects.filter(ukprn=ukprn).exists()
