"""What a school could do next: worked out afresh from its records and its last self-assessment, and never kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from waymark.evaluation.assessing.queries import AssessedItem, latest_assessment, read
from waymark.evaluation.figures import SchoolFigures
from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.evaluation.models import Assessment
from waymark.evaluation.queries import closes_on, figures_of
from waymark.kernel.academic_year import academic_year
from waymark.kernel.benchmark import Benchmark
from waymark.kernel.entitlement import Entitlement
from waymark.kernel.framework import Framework
from waymark.kernel.scores import FULL_CREDIT
from waymark.kernel.vocabulary import Answer
from waymark.ledger.exchange import setting_of
from waymark.ledger.queries import settings_of
from waymark.places.models import Organisation
from waymark.planner.rules.moving import Move, move_by_answer, move_by_offer
from waymark.planner.rules.wording import Whom, bring_about, offer, plan_early

PROVIDER_ACCESS = "provider-access"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One gap as something to do.

    `need` is the code of the entitlement or criterion. `title` says how many and by when; `words` is the same without
    either, for keeping. `count` is how many learners are behind it, with `answer` not yet or missed; None where it is
    about no learners. `moves`: what it would do to the score of the benchmark, on records or on answers.
    """

    need: str
    framework: str
    benchmark: str
    title: str
    words: str
    label: str
    scored: bool
    achieve_by: date
    count: int | None = None
    answer: Answer | None = None
    moves: Move | None = None

    @property
    def points(self) -> int:
        return self.moves.points if self.moves else 0


@dataclass(frozen=True, slots=True)
class Suggested:
    """All that is suggested, benchmark by benchmark, what moves the score most first.

    `withheld` are titles of entitlements of which nothing is said, since so few learners are behind them. `unanswered`
    is how many items of `assessment` nobody has answered; no assessment: then nothing is known that only people know.
    """

    suggestions: tuple[Suggestion, ...]
    withheld: tuple[str, ...]
    assessment: Assessment | None
    unanswered: int

    def by_need(self) -> dict[str, Suggestion]:
        """What can still be done about each need; where some missed it too, what can be done for the others."""
        return {each.need: each for each in reversed(self.suggestions)}


def suggested(school: Organisation, *, on: date, hiding_small: bool | None = None) -> Suggested:
    """Every gap of the records as at the day, and of the last finished self-assessment, as something to do.

    Small numbers are hidden as in the figures it is made from: from a number not shown nothing follows here.
    """
    making = _Making(school, on, hiding_small)
    assessment = latest_assessment(school, benchmarks_in_force(on).name, on)
    found, withheld = list[Suggestion](), list[str]()
    for by in _in_force(on):
        offers, silent = making.from_records(by)
        found += offers
        withheld += silent
    answered, unanswered = making.from_answers(assessment) if assessment else ([], 0)
    order = [benchmark.code for by in _in_force(on) for benchmark in by.benchmarks]
    ordered = sorted([*found, *answered], key=lambda each: (order.index(each.benchmark), not each.scored, -each.points))
    return Suggested(tuple(ordered), tuple(withheld), assessment, unanswered)


def _in_force(on: date) -> list[Framework]:
    access = framework(PROVIDER_ACCESS)
    return [benchmarks_in_force(on), *([access] if access.is_in_force(on) else [])]


def usual_day(on: date) -> date:
    """By when, unless the window closes sooner: the end of the summer term, or of the year where that is past."""
    july = date(academic_year(on) + 1, 7, 31)
    return july if on <= july else date(july.year, 8, 31)


class _Making:
    def __init__(self, school: Organisation, on: date, hiding_small: bool | None) -> None:
        self.school, self.on, self.hiding_small = school, on, hiding_small
        self.setting = setting_of(school)
        self.many = settings_of(school).learner_word + "s"

    def from_records(self, by: Framework) -> tuple[list[Suggestion], list[str]]:
        """What the records suggest, and what they would be silent about."""
        figures = figures_of(self.school, by.name, on=self.on, hiding_small=self.hiding_small)
        found, withheld = list[Suggestion](), list[str]()
        for benchmark in by.benchmarks:
            for due in benchmark.entitlements:
                figure = figures.figure(due.code)
                if figure is None or self.setting not in due.settings:
                    continue
                if figure.not_yet is None or figure.missed is None:
                    withheld.append(due.title)
                found += self._of_entitlement(by, benchmark, due, figures)
        return found, withheld

    def _of_entitlement(
        self, by: Framework, benchmark: Benchmark, due: Entitlement, figures: SchoolFigures
    ) -> Iterator[Suggestion]:
        figure = figures.figure(due.code)
        if figure is None:
            return
        years = figures.year_groups(due.code) or list(due.cohort)
        closes = max(closes_on(due, max(years), on=self.on), self.on)
        anybody = self._whom(due, years)
        if figure.not_yet:
            day, some = min(closes, usual_day(self.on)), self._whom(due, years, figure.not_yet)
            yield Suggestion(
                need=due.code,
                framework=by.name,
                benchmark=benchmark.code,
                title=offer(due, some, day),
                words=offer(due, anybody),
                label=due.title,
                scored=due.scored,
                achieve_by=day,
                count=figure.not_yet,
                answer=Answer.NOT_YET,
                moves=move_by_offer(due, figures=figures, benchmark=benchmark, scale=by.scale),
            )
        if figure.missed:
            yield Suggestion(
                need=due.code,
                framework=by.name,
                benchmark=benchmark.code,
                title=plan_early(due, self._whom(due, years, figure.missed)),
                words=plan_early(due, anybody),
                label=due.title,
                scored=due.scored,
                achieve_by=usual_day(date(academic_year(self.on) + 1, 9, 1)),
                count=figure.missed,
                answer=Answer.MISSED,
            )

    def _whom(self, due: Entitlement, years: list[int], count: int | None = None) -> Whom:
        return Whom(count, years, self.many.removesuffix("s"), self.many, due.only_considering_he)

    def from_answers(self, assessment: Assessment) -> tuple[list[Suggestion], int]:
        """What the self-assessment's answers suggest where records do not, and how many items have none."""
        items = [each for each in read(assessment, hiding_small=self.hiding_small).items if each.applies]
        by, found = framework(assessment.framework), list[Suggestion]()
        for benchmark in by.benchmarks:
            own = [item for item in items if item.benchmark == benchmark.code]
            quarters = {item.criterion.code: item.quarters or 0 for item in own if item.scored}
            is_whole = all(not (item.recorded and item.recorded.is_hidden) for item in own)
            for item in own:
                if item.is_answered and _is_short(item):
                    found.append(self._of_item(by, benchmark, item, quarters if is_whole else {}))
        return found, sum(not item.is_answered for item in items)

    def _of_item(
        self, by: Framework, benchmark: Benchmark, item: AssessedItem, quarters: Mapping[str, int]
    ) -> Suggestion:
        title = bring_about(item.criterion, many=self.many)
        return Suggestion(
            need=item.criterion.code,
            framework=by.name,
            benchmark=benchmark.code,
            title=title,
            words=title,
            label=item.criterion.text,
            scored=item.scored,
            achieve_by=usual_day(self.on),
            moves=move_by_answer(item.criterion.code, quarters, benchmark),
        )


def _is_short(item: AssessedItem) -> bool:
    """Whether people's answer leaves something to do that no record of learners tells of already."""
    return not item.criterion.entitlements and item.quarters is not None and item.quarters < FULL_CREDIT
