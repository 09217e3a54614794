"""A provider's files of courses and venues, from the command line: merged at once, what they lack left as it is."""

from django.conf import settings
from django.utils import timezone

from waymark.access.scope import Scope, acting, everything
from waymark.cli.imports import Asked
from waymark.cli.refusal import Refusal
from waymark.intake.actions import sha256_of
from waymark.intake.files import content_of_path
from waymark.intake.outcome import Outcome
from waymark.intake.reading import FileRefused, Reading
from waymark.opportunities.actions.providers import provider_for
from waymark.opportunities.models import TrainingProvider
from waymark.opportunities.queries.providers import provider_named
from waymark.opportunities.sources.provider_files import KINDS, outcome_of, previewed, take_whole
from waymark.places.models import Kind, Organisation


def take_in(asked: Asked) -> Outcome:
    """Take in one file of a provider's courses or venues."""
    with acting(everything("command line")) as scope:
        provider = provider_asked(asked.institution, scope)
        try:
            content = content_of_path(asked.path, min(KINDS[asked.kind].largest, settings.WAYMARK_LARGEST_FILE))
        except FileRefused as refusal:
            return Outcome(asked.kind, "", Reading(problems=refusal.problems))
        today = asked.on or timezone.localdate()
        if asked.dry_run:
            preview = previewed(asked.kind, content, provider, today=today, tell=asked.tell)
            return outcome_of(asked.kind, sha256_of(content), preview)
        return take_whole(asked.kind, content, asked.path.name, provider, today=today, tell=asked.tell, by=scope)


def provider_asked(ukprn: str, scope: Scope) -> TrainingProvider:
    """The training provider of a UKPRN, or the college or provider on the register that becomes one."""
    if not ukprn:
        raise Refusal("Say whose file this is: --institution with the provider’s UKPRN.")
    provider = provider_named(ukprn)
    if provider is None:
        place = Organisation.objects.filter(ukprn=ukprn, kind__in=(Kind.COLLEGE, Kind.PROVIDER, Kind.SCHOOL)).first()
        provider = provider_for(organisation=place, by=scope) if place else None
    if provider is None:
        raise Refusal(f"There is no provider {ukprn}. Import the register of providers (ukrlp) or of colleges first.")
    return provider
