"""The delivery an address names."""

from django.http import Http404, HttpRequest

from waymark.access.permissions import Permission
from waymark.intake.models import Delivery
from waymark.intake.queries import deliveries_of
from waymark.ledger.actions.roll_journal import LEARNER_KINDS
from waymark.ledger.rules.exchange import KIND as EXCHANGE
from waymark.places.models import Organisation


def delivery_here(request: HttpRequest, school: Organisation, number: int) -> Delivery:
    """The school's delivery of that number, if the person may deal with its kind; else not found."""
    delivery = deliveries_of(school).filter(pk=number).first()
    if delivery is None:
        raise Http404("There is no such file.")
    if brings_learners(delivery):
        request.scope.require(Permission.LEARNER_WRITE, school.pk)
    return delivery


def brings_learners(delivery: Delivery) -> bool:
    """Whether dealing with a delivery is dealing with learners: a file of them, or an exchange folder."""
    return is_learner_file(delivery) or delivery.kind == EXCHANGE


def is_learner_file(delivery: Delivery) -> bool:
    """Whether a delivery is of learners: a roll or a transfer file."""
    return delivery.kind in LEARNER_KINDS
