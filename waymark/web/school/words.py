"""The school's own words, and the words for groups, answers and what is wanting."""

from dataclasses import dataclass

from waymark.kernel.entitlement import AtLeast, Days, Different, Entitlement, EverySubject, Span
from waymark.kernel.explain import NearMiss, Shortfall, Wanting
from waymark.kernel.vocabulary import Answer
from waymark.kernel.year_groups import year_words as year_words  # one of the words of these pages
from waymark.ledger.models import SensitiveField
from waymark.ledger.queries import settings_of
from waymark.places.models import Organisation
from waymark.planner.rules.wording import subject_in_words

ANSWER_WORDS = {Answer.MET: "Met", Answer.NOT_YET: "Not yet", Answer.MISSED: "Missed", Answer.UNKNOWN: "Unknown"}
GROUP_WORDS = {
    "all": "Everyone",
    "sex:F": "Female",
    "sex:M": "Male",
    "sen:any": "With special educational needs",
    "sen:none": "Without special educational needs",
    "pp:yes": "Pupil premium",
    "pp:no": "Not pupil premium",
    "lac:yes": "Looked after",
    "eal:yes": "English as an additional language",
}
GROUP_NEEDS = {
    "sen:any": SensitiveField.SEN,
    "sen:none": SensitiveField.SEN,
    "pp:yes": SensitiveField.PUPIL_PREMIUM,
    "pp:no": SensitiveField.PUPIL_PREMIUM,
    "lac:yes": SensitiveField.LOOKED_AFTER,
    "eal:yes": SensitiveField.EAL,
}
_LACKS = {
    "purpose_shared": "its purpose was shared beforehand",
    "outcomes_set": "what it should give was set out",
    "two_way": "people talked with each other",
    "reflection": "there was time to think it over",
    "task_set": "there was a task set by the employer",
    "employer_feedback": "the employer gave feedback",
    "met_staff_and_learners": "they met both staff and people who study there",
    "mode": "it was held in person, at least in part",
    "adviser_level": "the adviser is qualified to the level asked for",
}
_FIELDS = {"sector": "sector", "provider_kind": "kind of provider"}
_ONE_WITH = {"self_employed": "one with a self-employed person", "subject": "one linked to a subject they study"}


@dataclass(frozen=True)
class Words:
    """What this school calls those it teaches."""

    one: str
    many: str

    def count(self, number: int) -> str:
        """`1 pupil`, `1,040 pupils`."""
        return f"{number:,} {self.one if number == 1 else self.many}"


def words_of(school: Organisation) -> Words:
    """The word the school chose in its settings: learner, pupil or student."""
    word = settings_of(school).learner_word
    return Words(word, f"{word}s")


def so_far(due: Entitlement, evidence: int, *, day_minutes: int) -> str:
    """How far a learner has got: `1 of 2`, `600 of 1,500 minutes`, `2 lessons`."""
    need = due.need
    if isinstance(need, Days):
        return f"{evidence:,} of {need.count * day_minutes:,} minutes"
    if isinstance(need, EverySubject):
        return f"{evidence:,} counted"
    if isinstance(need, Different):
        return f"{evidence:,} counted, {need.count} different wanted"
    if due.window.span is Span.EACH_YEAR:
        return f"{evidence:,} in all"
    return f"{evidence:,} of {need.count}" if isinstance(need, AtLeast) else str(evidence)


def wanting(shortfall: Shortfall) -> str:
    """One thing still wanting, in words."""
    amount, of = shortfall.amount, shortfall.of
    match shortfall.wanting:
        case Wanting.ENCOUNTERS:
            return f"{amount} more"
        case Wanting.YEAR:
            return f"{amount} in Year {of}"
        case Wanting.SUBJECT:
            return f"a lesson in {subject_in_words(of)}"
        case Wanting.DIFFERENT:
            return f"{amount} more of another {_FIELDS.get(of, of)}"
        case Wanting.ONE_WITH:
            return _ONE_WITH.get(of, of)
        case Wanting.MINUTES:
            return f"{amount:,} more minutes"


def lacked(near: NearMiss) -> str:
    """Why an encounter of the right sort did not count, in words."""
    return "; ".join(f"not recorded that {_LACKS.get(lack, lack)}" for lack in near.lacks)
