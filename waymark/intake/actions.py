"""Taking deliveries in, and settling them."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.models import Delivery, StoredProblem
from waymark.intake.queries import same_bytes
from waymark.intake.reading import Problem
from waymark.kernel.upn import without_upns
from waymark.places.models import Organisation

_UNSAFE = re.compile(r"[^\w .()&'-]+")


@transaction.atomic
def take_delivery(
    *,
    content: bytes,
    filename: str,
    kind: str,
    organisation: Organisation | None,
    needs: Permission,
    speaks_for: date | None = None,
    read_as: str = "",
    by: Scope,
) -> Delivery:
    """Take a file in and keep its bytes; the same bytes read the same way are the delivery they were.

    `read_as` says what else decides how the bytes are read, as the fields a school has switched
    on. A public register has no organisation, and only a scope of everything may bring it.
    """
    by.require(needs, organisation.pk if organisation else 0)
    sha256 = sha256_of(content)
    key = content_key(kind, organisation, sha256, read_as)
    if standing := same_bytes(key):
        return standing
    delivery = Delivery(
        organisation=organisation,
        kind=kind,
        sha256=sha256,
        filename=safe_name(filename),
        speaks_for=speaks_for,
        state=Delivery.State.TAKEN,
        taken_by_id=by.user_id,
        content_key=key,
    )
    delivery.content.save(f"{sha256[:32]}.bin", ContentFile(content), save=False)
    delivery.save()
    note("file taken in", on=delivery, by=by, kind=kind, sha256=sha256[:12])
    return delivery


def sha256_of(content: bytes) -> str:
    """The name of these very bytes."""
    return hashlib.sha256(content).hexdigest()


def content_key(kind: str, organisation: Organisation | None, sha256: str, read_as: str = "") -> str:
    """The name under which the same bytes are known again."""
    whose = organisation.pk if organisation else 0
    way = hashlib.sha256(read_as.encode()).hexdigest()[:12] if read_as else "-"
    return f"{whose}:{kind}:{sha256}:{way}"


def safe_name(filename: str) -> str:
    """A file's name fit to show: no folders, no markup, no UPN, 100 characters at most."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    return _UNSAFE.sub(" ", without_upns(last)).strip()[:100] or "a file without a name"


def content_of_delivery(delivery: Delivery) -> bytes:
    """The bytes as their sender gave them."""
    with delivery.content.open("rb") as kept:
        return kept.read()


@transaction.atomic
def settle(
    *,
    delivery: Delivery,
    state: str,
    records: int,
    problems: Iterable[Problem],
    outcome: Mapping[str, int],
    heading_row: int = 1,
    needs: Permission,
    by: Scope,
) -> Delivery:
    """Say what became of a delivery, and keep every problem for its sender in place of those told before.

    A refused delivery gives its bytes free: sent again, they are read again.
    """
    by.require(needs, delivery.organisation_id or 0)
    delivery.state, delivery.rows, delivery.outcome = state, records, dict(outcome)
    delivery.heading_row = heading_row
    if state == Delivery.State.MERGED:
        delivery.merged_at = timezone.now()
    if state == Delivery.State.REFUSED:
        delivery.content_key = None
    delivery.save()
    StoredProblem.objects.filter(delivery=delivery).delete()
    StoredProblem.objects.bulk_create([_stored(delivery, problem) for problem in problems], batch_size=1000)
    return delivery


def _stored(delivery: Delivery, problem: Problem) -> StoredProblem:
    return StoredProblem(
        delivery=delivery,
        code=problem.code,
        effect=problem.effect.value,
        row=problem.row,
        line=problem.line,
        column=problem.column[:100],
        received=problem.received[:200],
        expected=problem.expected[:300],
        suggestion=problem.suggestion[:300],
    )


@transaction.atomic
def mark_undone(*, delivery: Delivery, needs: Permission, by: Scope) -> Delivery:
    """Say that a delivery's facts were taken back; its bytes may then come again."""
    by.require(needs, delivery.organisation_id or 0)
    delivery.state, delivery.undone_at, delivery.content_key = Delivery.State.UNDONE, timezone.now(), None
    delivery.save()
    note("delivery undone", on=delivery, by=by, kind=delivery.kind)
    return delivery
