"""Reads of the files a school keeps as evidence."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from waymark.ledger.models import Attachment
from waymark.places.models import Organisation

SOON = timedelta(days=30)


def attachments_of(school: Organisation) -> QuerySet[Attachment]:
    """Everything the school ever kept, retired ones too, the latest first."""
    return Attachment.objects.filter(organisation=school).select_related("owner").order_by("-held_on", "title", "pk")


def standing_attachments(school: Organisation, *, on: date | None = None) -> QuerySet[Attachment]:
    """What is kept and not retired; with `on`, what had been kept and not yet retired by the end of that day."""
    if on is None:
        return attachments_of(school).filter(retired_at=None)
    then = attachments_of(school).filter(held_on__lte=on)
    return then.filter(Q(retired_at=None) | Q(retired_at__date__gt=on))


def attachments_running_out(school: Organisation, *, on: date, within: timedelta = SOON) -> QuerySet[Attachment]:
    """What has run out or will within so many days, the first to run out first."""
    return standing_attachments(school).filter(expires_on__lt=on + within).order_by("expires_on", "title", "pk")


def attachment_named(school: Organisation, public_id: str) -> Attachment | None:
    """The school's attachment of this public id, retired or not."""
    return attachments_of(school).select_related("kept_by", "retired_by").filter(public_id=public_id).first()


def bytes_of(attachment: Attachment) -> bytes:
    """The file as it is kept."""
    with attachment.file.open("rb") as kept:
        return kept.read()
