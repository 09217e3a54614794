"""Giving records out: each is written down before the records leave."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.ledger.exchange import Row, exchange_rows
from waymark.ledger.models import Learner
from waymark.ledger.queries.people import PersonRecord, record_of_person
from waymark.places.models import Organisation


@transaction.atomic
def give_out_records(*, schools: Sequence[Organisation], on: date, by: Scope) -> dict[str, list[Row]]:
    """The five tables of the exchange format with everything these schools hold, and a line on each one's trail."""
    for school in schools:
        by.require(Permission.LEARNER_VIEW, school.pk)
        by.require(Permission.SENSITIVE_VIEW, school.pk)
    tables = exchange_rows(schools, on=on)
    counted: dict[str, int] = {}
    for row in tables["learners"]:
        counted[row["institution_id"]] = counted.get(row["institution_id"], 0) + 1
    for school in schools:
        note("records given out", organisation_id=school.pk, by=by, learners=counted.get(school.institution_id, 0))
    return tables


@transaction.atomic
def give_out_person(*, learner: Learner, by: Scope) -> PersonRecord:
    """Everything kept about one learner, this line of the trail among it."""
    by.require(Permission.LEARNER_VIEW, learner.organisation_id)
    by.require(Permission.SENSITIVE_VIEW, learner.organisation_id)
    by.require(Permission.AUDIT_VIEW, learner.organisation_id)
    note("everything about a person given out", on=learner, by=by)
    return record_of_person(learner)
