"""Training providers: joining one to the organisation that signs in for it."""

from django.db import transaction

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.opportunities.models import TrainingProvider
from waymark.places.models import Organisation


@transaction.atomic
def provider_for(*, organisation: Organisation, by: Scope) -> TrainingProvider | None:
    """The training provider of an organisation, joined by its UKPRN or made; None where it has no UKPRN."""
    by.require(Permission.LISTING_WRITE, organisation.pk)
    standing = TrainingProvider.objects.filter(organisation=organisation).first()
    if standing is not None or not organisation.ukprn:
        return standing
    provider, is_new = TrainingProvider.objects.get_or_create(
        ukprn=organisation.ukprn, defaults={"name": organisation.name, "organisation": organisation}
    )
    if not is_new and provider.organisation_id is None:
        provider.organisation = organisation
        provider.save(update_fields=["organisation"])
    return provider if provider.organisation_id == organisation.pk else None
