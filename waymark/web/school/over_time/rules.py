"""What the new benchmarks changed: the evidence of a past year by both sets of rules."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.evaluation.cuts.rules_changed import ChangedBenchmark, changed_rules_on, next_rules
from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.evaluation.queries import JULY_31, trend_of
from waymark.kernel.academic_year import in_words
from waymark.places.models import Organisation
from waymark.web.pages import page
from waymark.web.school.cards import status_of

FATES = {"gone": "No longer asked", "changed": "Asked otherwise", "new": "New"}


@dataclass(frozen=True)
class YearLink:
    label: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class PartLine:
    """One entitlement's part of a difference, in words."""

    title: str
    fate: str
    bands: str
    points: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class BenchmarkBlock:
    """One benchmark by both rules, with what explains the difference."""

    number: str
    title: str
    was: str
    now: str
    was_status: str
    now_status: str
    says: str
    parts: tuple[PartLine, ...]
    new_questions: tuple[str, ...]
    gone_questions: tuple[str, ...]


@dataclass(frozen=True)
class RulesPage:
    """All that the page on changed rules shows; `on` is None where there is no year before them."""

    school: str
    on: date | None
    old: str
    new: str
    years: tuple[YearLink, ...]
    blocks: tuple[BenchmarkBlock, ...]
    was_achieved: int
    now_achieved: int
    back_href: str


@page("school/over_time/rules.html", needs=Permission.FIGURES_VIEW)
def rules_changed(request: HttpRequest, school: Organisation) -> RulesPage:
    days = _days(school)
    back = reverse("over_time", kwargs={"slug": school.slug})
    if not days:
        return RulesPage(school.name, None, "", "", (), (), 0, 0, back)
    asked = request.GET.get("year", "")
    on = next((each for each in days if str(each.year - 1) == asked), days[-1])
    old = benchmarks_in_force(on)
    new = next_rules(old)
    changed = changed_rules_on(school, on=on)
    return RulesPage(
        school=school.name,
        on=on,
        old=old.title,
        new=new.title if new else "",
        years=tuple(YearLink(in_words(each.year - 1), f"?year={each.year - 1}", each == on) for each in days),
        blocks=tuple(_block(each) for each in changed),
        was_achieved=sum(each.was_achieved for each in changed),
        now_achieved=sum(each.now_achieved for each in changed),
        back_href=back,
    )


def _days(school: Organisation) -> list[date]:
    """31 July of each past year with a roll, by rules that others have taken the place of."""
    years = trend_of(school, on=timezone.localdate())
    days = [date(each.academic_year + 1, *JULY_31) for each in years if each.figures.on < timezone.localdate()]
    return [day for day in days if next_rules(benchmarks_in_force(day))]


def _block(one: ChangedBenchmark) -> BenchmarkBlock:
    return BenchmarkBlock(
        number=one.code.removeprefix("gb"),
        title=one.title,
        was="–" if one.was is None else f"{one.was}%",
        now="–" if one.now is None else f"{one.now}%",
        was_status=status_of(one.was, one.was_achieved),
        now_status=status_of(one.now, one.now_achieved),
        says=_said(one),
        parts=tuple(
            PartLine(
                part.title,
                FATES[part.fate.value],
                " → ".join(band for band in (part.before, part.after) if band),
                f"{part.points:+d}" if part.points else "0",
                part.because,
            )
            for part in one.parts
        ),
        new_questions=one.new_questions,
        gone_questions=one.gone_questions,
    )


def _said(one: ChangedBenchmark) -> str:
    if one.is_hidden:
        return "Not shown: so few are counted that one could be told from another."
    if one.difference is None:
        return (
            "Nothing is computed from records here: people answer it." if not one.parts else "Counted by one set only."
        )
    if one.difference == 0:
        return "The same evidence scores the same."
    return f"The same evidence scores {abs(one.difference)} points {'more' if one.difference > 0 else 'less'}."


urlpatterns = [path("new-rules/", rules_changed, name="rules_changed")]
