"""Making documents and keeping what was made."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.places.models import Organisation
from waymark.publishing.documents.bundles import zipped
from waymark.publishing.documents.making import Made, make
from waymark.publishing.documents.shape import sha256_of
from waymark.publishing.documents.wanted import Wanted
from waymark.publishing.models import MadeDocument


def make_document(*, school: Organisation, wanted: Wanted, by: Scope) -> MadeDocument:
    """Make a document and keep it. A copy for inside the school names learners, so making it takes seeing them."""
    by.require(Permission.EVIDENCE_WRITE, school.pk)
    if not wanted.leaves_school:
        by.require(Permission.LEARNER_VIEW, school.pk)
    return keep_document(school=school, wanted=wanted, made=make(school, wanted), by=by)


@transaction.atomic
def keep_document(*, school: Organisation, wanted: Wanted, made: Made, by: Scope) -> MadeDocument:
    """Keep a document that was made, whole and as it is, with what it speaks for."""
    by.require(Permission.EVIDENCE_WRITE, school.pk)
    content = zipped(made.files)
    kept = MadeDocument(
        organisation=school,
        kind=wanted.kind,
        title=made.document.title[:200],
        on=wanted.on,
        leaves_school=wanted.leaves_school,
        framework=made.document.rules,
        ledger_revision=made.document.revision,
        content_sha256=sha256_of(made.document),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        made_by_id=by.user_id,
    )
    kept.file.save(f"{kept.public_id}.zip", ContentFile(content), save=False)
    kept.save()
    note("document made", on=kept, by=by, kind=kept.kind, day=kept.on.isoformat(), leaves=kept.leaves_school)
    return kept
