"""What was typed at a school's page for asking, and whose it may be."""

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.db.models import QuerySet

from waymark.access.scope import acting, everything
from waymark.guidance.models import AskingPage, TypedRequest
from waymark.ledger.queries import on_roll
from waymark.ledger.rules.names import name_key
from waymark.places.models import Organisation
from waymark.surveys.queries.answering import plain_code

_LIKE, _MOST = 0.75, 8


@dataclass(frozen=True, slots=True)
class Likely:
    """A learner on roll whose name is like what was typed; the form is said to tell them apart."""

    learner_id: int
    public_id: str
    name: str
    form: str
    likeness: float


def school_of_code(code: str) -> str | None:
    """The name of the school whose page a code opens; None for one that opens none."""
    with acting(everything("a page for asking")):  # who has a code holds nothing else
        page = AskingPage.objects.select_related("organisation").filter(code=plain_code(code)).first()
        return page.organisation.name if page else None


def typed_requests_of(school: Organisation) -> QuerySet[TypedRequest]:
    """What waits to be looked at, the oldest first."""
    return TypedRequest.objects.filter(organisation=school).order_by("sent_at", "pk")


def likely_learners(typed: TypedRequest, *, on: date) -> list[Likely]:
    """Learners on roll on the day whose names are most like what was typed; of equals those of the form typed first."""
    wanted, form = name_key(typed.name), typed.form.replace(" ", "").casefold()
    found = []
    for row in on_roll(typed.organisation, on).select_related("learner"):
        learner, in_form = row.learner, row.form or f"Year {row.year_group}"
        givens = {each for each in (learner.given_name, learner.preferred_name) if each}
        like = max(_likeness(wanted, name_key(given, learner.family_name)) for given in givens or {""})
        same_form = bool(row.form) and row.form.replace(" ", "").casefold() in form
        found.append(Likely(learner.pk, learner.public_id, str(learner), in_form, like + 0.1 * same_form))
    found = [each for each in found if each.likeness >= _LIKE]
    return sorted(found, key=lambda each: (-each.likeness, each.name, each.public_id))[:_MOST]


def _likeness(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other).ratio()
