"""A provider's own file of offers: looked at first, then taken in. Taking it back is `actions.undoing`."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.actions import safe_name, sha256_of
from waymark.intake.outcome import Outcome
from waymark.providers.actions.undoing import all_said_by, changes_between
from waymark.providers.models import OfferFile, Provider
from waymark.providers.sources.receiving import take_offers


@transaction.atomic
def look_at_file(*, provider: Provider, content: bytes, filename: str, by: Scope) -> tuple[OfferFile, Outcome]:
    """Keep a file and say what taking it in would do; the directory stays as it is."""
    by.require(Permission.LISTING_WRITE, provider.organisation_id)
    file = OfferFile(organisation=provider.organisation, filename=safe_name(filename), taken_by_id=by.user_id)
    file.content.save(f"{sha256_of(content)[:32]}.bin", ContentFile(content), save=False)
    file.save()
    outcome = take_offers(content=content, owner=provider, on=timezone.localdate(), dry_run=True, by=by)
    file.outcome = outcome.as_json()
    file.save(update_fields=["outcome"])
    return file, outcome


@transaction.atomic
def merge_file(*, file: OfferFile, provider: Provider, by: Scope) -> Outcome:
    """Take in a file that was looked at, as the directory stands now, keeping what it changed; once is all."""
    by.require(Permission.LISTING_WRITE, file.organisation_id)
    provider.refresh_from_db()  # looking at the file may have changed what is held of it here
    before = all_said_by(provider)
    outcome = take_offers(content=content_of_file(file), owner=provider, on=timezone.localdate(), by=by)
    file.outcome, file.merged_at = outcome.as_json(), timezone.now()
    file.before = changes_between(before, all_said_by(provider))
    file.save(update_fields=["outcome", "merged_at", "before"])
    note("offer file merged", on=file, by=by, **{name: file.outcome[name] for name in ("added", "changed", "refused")})
    return outcome


def content_of_file(file: OfferFile) -> bytes:
    """The bytes as their sender gave them."""
    with file.content.open("rb") as kept:
        return kept.read()
