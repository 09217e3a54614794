"""Whom guidance is still due: for putting a whole year group forward."""

from collections import defaultdict
from datetime import date

from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.evaluation.queries import answers_to
from waymark.kernel.vocabulary import Answer, Kind
from waymark.places.models import Organisation


def guidance_still_due(school: Organisation, *, on: date) -> dict[int, list[str]]:
    """Public ids of learners on roll who have not had the guidance they are due, by year group."""
    by = benchmarks_in_force(on)
    found: defaultdict[int, set[str]] = defaultdict(set)
    for due in by.entitlements:
        if due.counts.kind is Kind.GUIDANCE:
            for answer in answers_to(school, by.name, due.code, on=on):
                if answer.answer is Answer.NOT_YET:
                    found[answer.year_group].add(answer.learner_id)
    return {year: sorted(found[year]) for year in sorted(found)}
