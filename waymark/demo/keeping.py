"""What the demonstration's schools say of keeping and erasing: one has a period of its own, one holds a record back."""

from datetime import date

from waymark.access.scope import Scope
from waymark.ledger.actions.retention import place_hold, set_period
from waymark.ledger.models import Learner
from waymark.ledger.queries.retention import left_on
from waymark.places.models import Organisation

_LONGER = "aldermouth-academy"
_HOLDS = "brackenford-school"


def decide_what_is_kept(schools: dict[str, Organisation], *, today: date, by: Scope) -> None:
    """Say a period at one school, and hold the record of somebody who left another. Nothing is switched on."""
    set_period(
        school=schools[_LONGER], what="learner", months=48, reason="Our retention policy, approved in September", by=by
    )
    left = sorted(left_on(schools[_HOLDS], on=today))
    if left:
        learner = Learner.objects.get(pk=left[0])
        place_hold(school=schools[_HOLDS], learner=learner, reason="A complaint that is not settled yet", by=by)
