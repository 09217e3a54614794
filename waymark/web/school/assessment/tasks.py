"""A self-assessment's task list: the eight benchmarks, how far each has got, and who has it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import path, reverse

from waymark.access.permissions import Permission
from waymark.evaluation.assessing.queries import holders_of, read
from waymark.evaluation.frameworks import framework
from waymark.evaluation.models import Assessment
from waymark.places.models import Organisation
from waymark.web.formats import day
from waymark.web.pages import page
from waymark.web.school.assessment.words import (
    address,
    assessment_here,
    called,
    progress_words,
    records_words,
    title_of,
)


@dataclass(frozen=True)
class BenchmarkTask:
    """One benchmark in the task list."""

    title: str
    hint: str
    href: str
    status: str
    done: bool


@dataclass(frozen=True)
class AssessmentPage:
    """All that the task list shows."""

    school: str
    title: str
    rules: str
    finished: str
    started_from: str
    tasks: tuple[BenchmarkTask, ...]
    label: str
    back: str
    check_href: str | None
    give_href: str | None
    result_href: str
    changes_href: str | None


@page("school/assessment/tasks.html", needs=Permission.FIGURES_VIEW)
def assessment(request: HttpRequest, school: Organisation, public_id: str) -> AssessmentPage:
    found = assessment_here(school, public_id)
    by, reading, holders = framework(found.framework), read(found), holders_of(found)
    leads = request.scope.holds(Permission.ASSESS, school.pk)
    tasks = []
    for benchmark in by.benchmarks:
        items = reading.of(benchmark.code)
        if items:
            holder = holders.get(benchmark.code)
            given = f"; given to {'you' if holder.user_id == request.user.pk else holder.user.name}" if holder else ""
            status = progress_words(items)
            href = address("assessment_benchmark", found, code=benchmark.code)
            hint = records_words(items) + given
            tasks.append(BenchmarkTask(called(benchmark), hint, href, status, status == "Done"))
    done = sum(task.done for task in tasks)
    return AssessmentPage(
        school=school.name,
        title=title_of(found),
        rules=by.title,
        finished=_finished(found),
        started_from=title_of(found.started_from) if found.started_from else "",
        tasks=tuple(tasks),
        label=f"{done} of {len(tasks)} benchmarks done, "
        f"{reading.result.answered} of {reading.result.asked} questions answered",
        back=reverse("assessments", kwargs={"slug": school.slug}),
        check_href=address("assessment_check", found) if leads and not found.is_finished else None,
        give_href=address("assessment_give", found) if leads and not found.is_finished else None,
        result_href=address("assessment_result", found),
        changes_href=address("assessment_changes", found) if found.started_from else None,
    )


def _finished(found: Assessment) -> str:
    """When and by whom it was finished; blank while it is open."""
    if found.finished_at is None:
        return ""
    by = f" by {found.finished_by.name}" if found.finished_by else ""
    return f"Finished on {day(found.finished_at)}{by}"


urlpatterns = [path("<slug:public_id>/", assessment, name="assessment")]
