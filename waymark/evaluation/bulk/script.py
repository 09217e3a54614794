"""The whole evaluation as named SELECTs, each over those before it and the six tables of facts."""

from dataclasses import dataclass

from waymark.evaluation.bulk import activities, answers, learners, sums
from waymark.evaluation.bulk.layout import Layout


@dataclass(frozen=True, slots=True)
class Step:
    """One relation of the evaluation. `is_kept`: more than one reads it, so compute it once and keep it."""

    name: str
    select: str
    is_kept: bool


def script(layout: Layout) -> tuple[Step, ...]:
    """Every step, in order; `judged` gives the judgements and `figure` the figures.

    The engine brings the facts as relations: `institution` (institution_id, code, setting, la_code, hub_id, trust_id,
    day_minutes), `subject_listed` (institution_id, subject), `learner` (learner_id, sex, sen and the four booleans),
    `enrolment` (learner_id, institution_id, academic_year, year_group, starts, ends: cut to the year), `activity` (the
    columns of the exchange format) and `participation` (learner_id, activity_id, attended). Ids are of any type.
    """
    steps = [
        Step("marked", activities.marked(layout), True),
        Step("pattern", activities.pattern(layout), True),
        Step("effect", activities.effect(layout), True),
        Step("counting", activities.counting(layout), True),
        Step("standing", learners.standing(layout), True),
        Step("stay", learners.stay(layout), True),
        Step("encounter", learners.encounter(layout), False),
        Step("state", learners.state(layout), True),
        Step("different", learners.different(layout), True),
        Step("judged", answers.judged(layout), False),
        Step("cell", sums.cell(layout), True),
        Step("grouped", sums.grouped(layout), True),
        Step("counted", sums.counted(layout), True),
        Step("unit", sums.unit(layout), False),
        Step("figure", sums.figure(layout), True),
    ]
    return tuple(step for step in steps if step.select)
