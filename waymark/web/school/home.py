"""A school's home page: what to do next and by when, and how it stands."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import path, reverse

from waymark.access.permissions import Permission
from waymark.evaluation.quality import quality_of
from waymark.kernel.academic_year import in_words
from waymark.places.models import Organisation
from waymark.web.pages import page
from waymark.web.school.cards import BenchmarkCard, access_cards, benchmark_cards
from waymark.web.school.measures import Measure, measure_asked
from waymark.web.school.notes import Note, note_on
from waymark.web.school.suggestions import Step, suggestions
from waymark.web.school.words import Words, words_of


@dataclass(frozen=True)
class SchoolHomePage:
    """All that a school's home page shows."""

    school: str
    words: Words
    year: str
    measure: Measure
    steps: tuple[Step, ...]
    may_act: bool
    cards: tuple[BenchmarkCard, ...]
    access: tuple[BenchmarkCard, ...]
    note: Note
    benchmarks_href: str


@page("school/home.html", needs=Permission.FIGURES_VIEW)
def school_home(request: HttpRequest, school: Organisation) -> SchoolHomePage:
    measure, words = measure_asked(request, school), words_of(school)
    quality = quality_of(school, measure.benchmarks.name, on=measure.on)
    return SchoolHomePage(
        school=school.name,
        words=words,
        year=in_words(measure.year),
        measure=measure,
        steps=suggestions(school, by=request.scope, words=words, measure=measure, quality=quality),
        may_act=request.scope.holds(Permission.LEDGER_WRITE, school.pk),
        cards=benchmark_cards(school, measure),
        access=access_cards(school, measure),
        note=note_on(quality, words, in_full=request.scope.holds(Permission.LEARNER_VIEW, school.pk)),
        benchmarks_href=reverse("benchmarks", kwargs={"slug": school.slug}),
    )


urlpatterns = [path("", school_home, name="school_home")]
