"""Reads of what was taken in."""

from django.db.models import QuerySet

from waymark.intake.models import Delivery, Job, StoredProblem
from waymark.intake.reading import Effect, Problem
from waymark.places.models import Organisation


def deliveries_of(organisation: Organisation) -> QuerySet[Delivery]:
    """The school's deliveries, the newest first."""
    return Delivery.objects.filter(organisation=organisation).select_related("taken_by").order_by("-taken_at", "-pk")


def problems_of(delivery: Delivery) -> list[Problem]:
    """What was wrong with a delivery, by row."""
    return [
        Problem(
            stored.code,
            Effect(stored.effect),
            stored.row,
            stored.column,
            stored.received,
            stored.expected,
            stored.suggestion,
            stored.line,
        )
        for stored in StoredProblem.objects.filter(delivery=delivery).order_by("row", "pk")
    ]


def same_bytes(content_key: str) -> Delivery | None:
    """The standing delivery of these bytes, if they have come before."""
    return Delivery.objects.filter(content_key=content_key).first()


def job_named(organisation: Organisation, public_id: str) -> Job | None:
    """A piece of the school's work by its opaque name; None when there is none."""
    return Job.objects.filter(organisation=organisation, public_id=public_id).first()


def last_job_on(delivery: Delivery, **what: str) -> Job | None:
    """The last work on a file, of a kind or state where asked for; None where there was none."""
    return Job.objects.filter(delivery=delivery, **what).order_by("-pk").first()
