"""The eight benchmarks, and provider access, each as a card with its evidence score."""

from dataclasses import dataclass

from django.urls import reverse

from waymark.evaluation.queries import BenchmarkScore, SchoolFigures, figures_of
from waymark.kernel.benchmark import Benchmark
from waymark.kernel.framework import Framework
from waymark.ledger.exchange import setting_of
from waymark.places.models import Organisation
from waymark.web.formats import plural
from waymark.web.school.measures import Measure


@dataclass(frozen=True)
class BenchmarkCard:
    """The props of the benchmark card."""

    number: str
    title: str
    href: str
    score: int | None
    status: str
    note: str
    status_said: str | None  # instead of the status's own word


def benchmark_cards(school: Organisation, measure: Measure) -> tuple[BenchmarkCard, ...]:
    """The eight, in order, as at the measure's day."""
    figures = figures_of(school, measure.benchmarks.name, on=measure.on)
    return tuple(_card(school, benchmark, measure, figures) for benchmark in measure.benchmarks.benchmarks)


def access_cards(school: Organisation, measure: Measure) -> tuple[BenchmarkCard, ...]:
    """Provider access, which asks nothing of a college, and of no day before it was in force: then none."""
    law = measure.framework_of("pal")
    if not law.is_in_force(measure.on) or not entitlements_here(law, "pal", school):
        return ()
    figures = figures_of(school, law.name, on=measure.on)
    return tuple(_card(school, benchmark, measure, figures) for benchmark in law.benchmarks)


def entitlements_here(framework: Framework, code: str, school: Organisation) -> list:
    """The benchmark's entitlements for a school of this setting."""
    setting = setting_of(school)
    return [due for due in framework.benchmark(code).entitlements if setting in due.settings]


def without_score(found: BenchmarkScore | None) -> str | None:
    """What is said where there is no score to show; None where there is one."""
    if found is not None and found.score is not None:
        return None
    return "Not shown" if found is not None and found.is_hidden else "Not computed"


def status_of(score: int | None, achieved: bool) -> str:
    """The status word of a score: achieved, in progress, not achieved, or unknown without one."""
    if score is None:
        return "unknown"
    return "achieved" if achieved else "in_progress" if score else "not_achieved"


def _card(school: Organisation, benchmark: Benchmark, measure: Measure, figures: SchoolFigures) -> BenchmarkCard:
    found = figures.scores.get(benchmark.code)
    address = reverse("benchmark", kwargs={"slug": school.slug, "code": benchmark.code})
    return BenchmarkCard(
        number=benchmark.code.removeprefix("gb"),
        title=benchmark.title,
        href=measure.link(address),
        score=found.score if found else None,
        status=status_of(found.score, found.achieved) if found else "unknown",
        note=_note(school, benchmark, measure, found),
        status_said=without_score(found),
    )


def _note(school: Organisation, benchmark: Benchmark, measure: Measure, found: BenchmarkScore | None) -> str:
    here = entitlements_here(measure.framework_of(benchmark.code), benchmark.code, school)
    if not here:
        return "Answered by people, not from records"
    if found is None:
        return "Computed from records, but not scored"
    if found.is_hidden:
        return "Not shown: so few are counted that one could be told from another"
    if found.score is None:
        return "Nobody to count on this day"
    return f"{plural(found.entitlements, 'thing')} computed from records"
