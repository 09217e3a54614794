"""Do those it is for notice? What surveys say beside a benchmark's figure, and who was asked when."""

from dataclasses import dataclass
from datetime import date, timedelta

from waymark.access.permissions import Permission
from waymark.access.scope import active_scope
from waymark.places.models import Organisation
from waymark.surveys.models import Survey
from waymark.surveys.queries.results import shown_of
from waymark.surveys.queries.running import forms_by_code, standing_surveys
from waymark.surveys.questionnaire import Audience
from waymark.surveys.rules import FEWEST_SHOWN
from waymark.surveys.tallies import WHOLE, unit_of_benchmark

ASKED_WITHIN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Noticed:
    """What learners say of a benchmark: of their answers to the items that tell of it, how many were positive.

    Made of what may be shown of each survey alone, so that it tells nothing more. `learners` answered the surveys;
    `on` is the last day of the latest of them.
    """

    benchmark: str
    positive: int
    answers: int
    learners: int
    on: date

    @property
    def share(self) -> float:
        """Percent positive."""
        return 100 * self.positive / self.answers


@dataclass(frozen=True, slots=True)
class Asked:
    """That somebody was asked: `forms` None where fewer than six answered."""

    audience: Audience
    on: date
    forms: int | None
    title: str
    public_id: str


def noticed(school: Organisation, benchmark: str, on: date) -> Noticed | None:
    """What learners said of one benchmark in the year up to the day; None where nothing can be shown."""
    return noticed_of_all(school, on=on).get(benchmark)


def noticed_of_all(school: Organisation, *, on: date) -> dict[str, Noticed]:
    """What learners said of each benchmark in the year up to the day, from the latest survey by each questionnaire."""
    active_scope().require(Permission.FIGURES_VIEW, school.pk)
    found: dict[str, Noticed] = {}
    for survey in _latest(school, Audience.LEARNERS, on):
        shown = shown_of(survey, on=on)
        forms = shown.forms.get(WHOLE) if shown else None
        if shown is None or forms is None:
            continue
        for code in survey.asked.benchmarks:
            share = shown.share(WHOLE, unit_of_benchmark(code))
            if share is not None:
                before = found.get(code, Noticed(code, 0, 0, 0, survey.last_day))
                found[code] = Noticed(
                    code,
                    before.positive + share.positive,
                    before.answers + share.answered,
                    before.learners + forms,
                    max(before.on, survey.last_day),
                )
    return found


def last_asked(school: Organisation, *, on: date, within: timedelta = ASKED_WITHIN) -> dict[Audience, Asked]:
    """The last closed survey of each audience in the year up to the day that anybody answered."""
    active_scope().require(Permission.FIGURES_VIEW, school.pk)
    found: dict[Audience, Asked] = {}
    for survey in _closed(school, on, within):
        audience = Audience(survey.audience)
        forms = forms_by_code(survey).total()
        if audience not in found and forms:
            shown = forms if forms >= FEWEST_SHOWN else None
            found[audience] = Asked(audience, survey.last_day, shown, survey.asked.title, survey.public_id)
    return found


def _latest(school: Organisation, audience: Audience, on: date) -> list[Survey]:
    latest: dict[str, Survey] = {}
    for survey in _closed(school, on, ASKED_WITHIN):
        if survey.audience == audience:
            latest.setdefault(survey.questionnaire, survey)
    return list(latest.values())


def _closed(school: Organisation, on: date, within: timedelta) -> list[Survey]:
    """Closed by the day and no longer ago than `within`, the last to close first."""
    recent = standing_surveys(school).filter(closes_on__gte=on - within)
    closed = [survey for survey in recent if survey.is_closed(on) and on - within <= survey.last_day <= on]
    return sorted(closed, key=lambda survey: (survey.last_day, survey.pk), reverse=True)
