"""Building the demonstration hub, stage by stage, through the doors every school uses."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from waymark.access.actions.sharing import share_figures
from waymark.access.scope import Scope, acting, everything
from waymark.demo.applications import take_applications
from waymark.demo.assessments import assess
from waymark.demo.careers_teams import settle_careers_teams
from waymark.demo.courses import offer_courses
from waymark.demo.directory import settle_directory
from waymark.demo.employers import ask_employers, settle_employers
from waymark.demo.evidence import keep_evidence, make_first_document
from waymark.demo.files import colleges_csv, hub_csv, register_csv, roll_csv
from waymark.demo.interests import ask_about_interests
from waymark.demo.interviews import hold_interviews
from waymark.demo.jobs import bring_in_jobs, publish_analysis
from waymark.demo.keeping import decide_what_is_kept
from waymark.demo.kept import keep_evaluations
from waymark.demo.lives import YEARS_KEPT, Population, Roll
from waymark.demo.matching import match_advisers
from waymark.demo.people import SignIn, settle_people
from waymark.demo.places import COUNCIL, HUB, SCHOOLS, TRUST
from waymark.demo.plans import plan_improvements
from waymark.demo.programmes import Programme
from waymark.demo.proposals import propose_a_year
from waymark.demo.publishing import publish_pages
from waymark.demo.records import record_programme
from waymark.demo.school_years import set_up_school
from waymark.demo.surveys import ask_people
from waymark.demo.year_plans import plan_years
from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.evaluation.queries import figures_of, trend_of
from waymark.intake.registers import take_register
from waymark.kernel.academic_year import academic_year
from waymark.ledger.rules.roll_merging import Answers
from waymark.ledger.sources.learners.receiving import merge_learners, receive_learners
from waymark.places.actions.places import add_place
from waymark.places.models import Belonging, Kind, Organisation

STAGES = ("empty", "imported", "evaluated", "published")
Progress = Callable[[str, int, int], None]


@dataclass
class Built:
    """The demonstration as it stands: who can sign in, and the schools by slug."""

    people: list[SignIn] = field(default_factory=list)
    schools: dict[str, Organisation] = field(default_factory=dict)


def build(*, stage: str, seed: int, today: date, size: float = 1.0, tell: Progress = lambda *_: None) -> Built:
    """Make the demonstration up to and including `stage`, in an empty database.

    The same seed and day give the same people and records. `size` scales the schools, for tests.
    """
    upto = STAGES.index(stage)
    with acting(everything("the demonstration", via="demo")) as by:
        tell("Places and people", 0, 1)
        places = _settle_places(today, by)
        built = Built(settle_people(places, by=by), {school.slug: places[school.slug] for school in SCHOOLS})
        for school in SCHOOLS:
            set_up_school(places[school.slug], school, today=today, by=by)
        settle_careers_teams(built.schools, seed=seed, today=today, by=by)
        ask_about_interests(by=by)
        bring_in_jobs(today=today, by=by)
        publish_analysis(places[HUB[1]], today=today, by=by)
        tell("Providers and what they offer", 0, 1)
        built.people += settle_directory(built.schools, seed=seed, today=today, by=by)
        offer_courses(built.schools, seed=seed, today=today, by=by)
        settle_employers(places, seed=seed, today=today, by=by)
        built.people += take_applications(today=today, by=by)
        if upto >= 1:
            _bring_in_records(built, seed=seed, today=today, size=size, by=by, tell=tell)
            decide_what_is_kept(built.schools, today=today, by=by)
            ask_employers(built.schools, today=today, by=by)
        if upto >= 2:
            tell("Interviews", 0, 1)
            hold_interviews(built.schools, seed=seed, today=today, by=by)
            _evaluate(built, today=today, by=by, tell=tell)
            keep_evidence(built.schools, today=today, by=by)
            ask_people(built.schools, seed=seed, today=today, by=by)
            assess(built.schools, seed=seed, today=today, tell=tell)
            keep_evaluations(built.schools, today=today, by=by, tell=tell)
            plan_improvements(built.schools, seed=seed, today=today, tell=tell)
            plan_years(built.schools, seed=seed, today=today, tell=tell)
            match_advisers(built.schools, today=today)
            propose_a_year(built.schools, today=today, tell=tell)
        if upto >= 3:
            publish_pages(built.schools, today=today, by=by, tell=tell)
            make_first_document(built.schools, today=today, by=by)
    return built


def _settle_places(today: date, by: Scope) -> dict[str, Organisation]:
    first_year = academic_year(today) - YEARS_KEPT
    add_place(kind=Kind.COUNCIL, name=COUNCIL[0], slug=COUNCIL[1], la_code=COUNCIL[2], register_code=COUNCIL[2])
    for kind, content in (
        ("gias", register_csv()),
        ("colleges", colleges_csv()),
        ("hubs", hub_csv(first_year)),
    ):
        take_register(kind=kind, content=content, on=date(first_year, 9, 1), by=by)
    wanted = {school.urn or school.ukprn: school.slug for school in SCHOOLS}
    for place in Organisation.objects.filter(kind__in=[Kind.SCHOOL, Kind.COLLEGE]):
        slug = wanted.get(place.urn) or wanted.get(place.ukprn)
        if slug and place.slug != slug:
            Organisation.objects.filter(pk=place.pk).update(slug=slug)
    for kind, (name, slug, *_) in ((Kind.HUB, HUB), (Kind.TRUST, TRUST)):
        Organisation.objects.filter(kind=kind, name=name).update(slug=slug)
    places = {place.slug: place for place in Organisation.objects.all()}
    for school in SCHOOLS:
        for whole in (COUNCIL[1], HUB[1], *([TRUST[1]] if school.in_trust else [])):
            standing = Belonging.objects.filter(member=places[school.slug], whole=places[whole], to_on=None)
            if not standing.exists():
                Belonging.objects.create(member=places[school.slug], whole=places[whole])
            if school.shares:
                share_figures(school=places[school.slug], shared_with=places[whole], on=today, by=by)
    return places


def _bring_in_records(built: Built, *, seed: int, today: date, size: float, by: Scope, tell: Progress) -> None:
    rolls = Population(seed=seed, this_year=academic_year(today), size=size).draw()
    for number, (slug, roll) in enumerate(rolls.items()):
        school = built.schools[slug]
        tell(f"{roll.school.name}: seven years of rolls", number, len(rolls))
        _bring_in_rolls(school, roll, today=today, by=by)
        tell(f"{roll.school.name}: activities and attendance", number, len(rolls))
        record_programme(school, Programme(roll, seed=seed, today=today), today=today, by=by)
    tell("Records", len(rolls), len(rolls))


def _bring_in_rolls(school: Organisation, roll: Roll, *, today: date, by: Scope) -> None:
    """One file a year, each July, and the last as at today; whoever a file lacks left in the summer before."""
    this_year = academic_year(today)
    for year in range(max(this_year - YEARS_KEPT, roll.school.opened), this_year + 1):
        on = min(date(year + 1, 7, 16), today)
        content, name = roll_csv(roll, year, on=on), f"roll-{on:%Y-%m-%d}.csv"
        delivery, preview = receive_learners(content=content, filename=name, school=school, on=on, by=by)
        left = {learner.key: date(year, 8, 31) for learner in preview.plan.absent}
        merge_learners(delivery=delivery, answers=Answers(left), by=by)


def _evaluate(built: Built, *, today: date, by: Scope, tell: Progress) -> None:
    """Compute what the pages will ask for first, so that nobody waits for it."""
    for number, school in enumerate(built.schools.values()):
        tell(f"{school.name}: figures", number, len(built.schools))
        for name in (benchmarks_in_force(today).name, "provider-access"):
            figures_of(school, name, on=today)
        trend_of(school, on=today)
    tell("Figures", len(built.schools), len(built.schools))
