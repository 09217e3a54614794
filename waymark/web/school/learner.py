"""One learner's page: what they are due and why it stands as it does, and their record over the years."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.evaluation.queries import Explained, explained
from waymark.guidance.queries.booked import of_learner
from waymark.kernel.academic_year import academic_year, in_words
from waymark.kernel.explain import Explanation
from waymark.kernel.upn import is_temporary
from waymark.kernel.vocabulary import Answer
from waymark.ledger.models import Encounter, Enrolment, Learner, SensitiveField
from waymark.ledger.models.activities import Kind
from waymark.ledger.queries import fields_on
from waymark.ledger.queries.records import RecordLine, record_of, year_of, years_of
from waymark.places.models import Organisation
from waymark.web.formats import day, plural
from waymark.web.pages import page
from waymark.web.school.addresses import address_if_any, entitlement_address
from waymark.web.school.interviews.finding import address, state_of, when
from waymark.web.school.measures import PROVIDER_ACCESS
from waymark.web.school.words import Words, lacked, wanting, words_of

STATUS_WORDS = {**dict(Encounter.Status.choices), "planned": "Planned"}


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True)
class Counted:
    """An activity that counted, or nearly did and why not."""

    title: str
    href: str | None
    held_on: date
    but: str = ""


@dataclass(frozen=True)
class Due:
    """One entitlement of the learner's: the answer, what counted, what is wanting and until when."""

    title: str
    href: str
    answer: str
    detail: str | None
    counted: tuple[Counted, ...]
    nearly: tuple[Counted, ...]
    wanting: str
    until: date | None


@dataclass(frozen=True)
class DueUnder:
    """The entitlements of one benchmark."""

    benchmark: str
    dues: tuple[Due, ...]


@dataclass(frozen=True)
class RecordRow:
    """One activity of the record, and where the row came from."""

    held_on: date
    title: str
    href: str | None
    kinds: str
    status: str
    source: str
    source_href: str | None


@dataclass(frozen=True)
class RecordYear:
    """One academic year of the record."""

    name: str
    where: str
    rows: tuple[RecordRow, ...]


@dataclass(frozen=True)
class LearnerPage:
    """All that one learner's page shows. The UPN itself is not among it."""

    school: str
    name: str
    words: Words
    as_at: date
    facts: tuple[Fact, ...]
    sensitive: tuple[Fact, ...]
    is_on_roll: bool
    due: tuple[DueUnder, ...]
    years: tuple[RecordYear, ...]
    interviews: tuple[list[Any], ...]  # for who may see them
    ask_href: str  # blank: nobody is asked for any more
    learners_href: str
    keeping_hrefs: dict[str, str]  # of the pages that hold back or erase somebody who left, for who may


@page("school/learner.html", needs=Permission.LEARNER_VIEW)
def learner(request: HttpRequest, school: Organisation, public_id: str) -> LearnerPage:
    found = Learner.objects.filter(organisation=school, public_id=public_id).select_related("organisation").first()
    if found is None:
        raise Http404("There is no such learner here.")
    note("learner viewed", on=found, by=request.scope)
    today = timezone.localdate()
    lines, years = record_of(found), years_of(found)
    titles = {line.activity: line.title for line in lines}
    now = years.get(academic_year(today))
    on_roll = now is not None and now.from_on <= today and (now.to_on is None or now.to_on >= today)
    return LearnerPage(
        school=school.name,
        name=str(found),
        words=words_of(school),
        as_at=today,
        facts=_facts(found, years, on_roll),
        sensitive=_sensitive(found, school, request.scope),
        is_on_roll=on_roll,
        due=_due(found, school, today, titles) if on_roll else (),
        years=_record(school, lines, years, request.scope),
        interviews=_interviews(found, school, request.scope),
        ask_href=address("ask_interview", school, public_id=public_id) if on_roll else "",
        learners_href=reverse("learners", kwargs={"slug": school.slug}),
        keeping_hrefs=_keeping(found, school, request.scope) if not on_roll else {},
    )


def _interviews(found: Learner, school: Organisation, scope: Scope) -> tuple[list[Any], ...]:
    if not scope.holds(Permission.INTERVIEWS_VIEW, school.pk):
        return ()
    return tuple(
        [
            {"text": when(each), "href": address("interview", school, public_id=each.public_id)},
            each.adviser.name,
            each.room or "–",
            state_of(each),
        ]
        for each in of_learner(found)
    )


def _keeping(found: Learner, school: Organisation, scope: Scope) -> dict[str, str]:
    if found.erased_at or not scope.holds(Permission.SETTINGS_WRITE, school.pk):
        return {}
    here = {"slug": school.slug, "public_id": found.public_id}
    return {name: reverse(f"{name}_learner", kwargs=here) for name in ("hold", "erase")}


def _facts(found: Learner, years: dict[int, Enrolment], on_roll: bool) -> tuple[Fact, ...]:
    facts = []
    if years:
        last = next(iter(years.values()))
        until = f", until {day(last.to_on)}" if last.to_on else ""
        said = f"{_where(last)}, {in_words(last.academic_year)}{until}"
        facts.append(Fact("On roll" if on_roll else "Was last on roll", said))
    if found.considering_he:
        facts.append(Fact("Considering higher education", "Yes"))
    kind = "temporary" if is_temporary(found.upn) else "permanent"
    facts.append(Fact("UPN on file", f"Yes, a {kind} one" if found.upn else "No"))
    return tuple(facts)


def _sensitive(found: Learner, school: Organisation, scope: Scope) -> tuple[Fact, ...]:
    """Only of fields the school keeps, and only for who may see them."""
    if not scope.holds(Permission.SENSITIVE_VIEW, school.pk):
        return ()
    kept = fields_on(school)
    said = {
        SensitiveField.SEN: found.get_sen_display(),
        SensitiveField.PUPIL_PREMIUM: _yes(found.pupil_premium),
        SensitiveField.LOOKED_AFTER: _yes(found.looked_after),
        SensitiveField.EAL: _yes(found.eal),
        SensitiveField.ETHNICITY: found.ethnicity or "Not given",
        SensitiveField.EMAIL: found.email or "Not given",
    }
    return tuple(Fact(str(field.label), value) for field, value in said.items() if field in kept)


def _yes(fact: bool) -> str:
    return "Yes" if fact else "No"


def _due(found: Learner, school: Organisation, today: date, titles: dict[str, str]) -> tuple[DueUnder, ...]:
    sections = []
    for name in (benchmarks_in_force(today).name, PROVIDER_ACCESS):
        judged = explained(found, name, on=today)
        for benchmark in framework(name).benchmarks:
            own = [each for each in judged if each.due.benchmark == benchmark.code]
            if own:
                dues = tuple(_one_due(school, each, today, titles) for each in own)
                sections.append(DueUnder(benchmark.title, dues))
    return tuple(sections)


def _one_due(school: Organisation, each: Explained, today: date, titles: dict[str, str]) -> Due:
    said: Explanation = each.explanation
    left = said.days_left(today)
    return Due(
        title=each.due.title,
        href=entitlement_address(school, each.due.code),
        answer=said.judgement.answer.value,
        detail=f"{plural(left, 'day')} left" if left is not None else None,
        counted=tuple(_counted(school, encounter, titles) for encounter in said.judgement.counted),
        nearly=tuple(_counted(school, near.encounter, titles, lacked(near)) for near in said.near_misses),
        wanting=_wanting(said),
        until=said.still_until,
    )


def _wanting(said: Explanation) -> str:
    wanted = "; ".join(wanting(shortfall) for shortfall in said.shortfalls)
    if said.judgement.answer is Answer.UNKNOWN:
        return f"Not recorded here: {wanted}. Some years are not on record, so it may have happened"
    return wanted[:1].upper() + wanted[1:]


def _counted(school: Organisation, encounter, titles: dict[str, str], but: str = "") -> Counted:
    activity = encounter.activity.activity_id.partition(".")[0]
    href = address_if_any("activity", slug=school.slug, public_id=activity)
    return Counted(titles.get(activity, "An activity"), href, encounter.activity.held_on, but)


def _record(
    school: Organisation, lines: list[RecordLine], years: dict[int, Enrolment], scope: Scope
) -> tuple[RecordYear, ...]:
    may_see_files = scope.holds(Permission.LEDGER_WRITE, school.pk)
    shown = []
    for year in sorted({*years, *(year_of(line) for line in lines)}, reverse=True):
        enrolment = years.get(year)
        rows = tuple(_row(school, line, may_see_files) for line in lines if year_of(line) == year)
        shown.append(RecordYear(in_words(year), _where(enrolment) if enrolment else "Not on roll here", rows))
    return tuple(shown)


def _where(enrolment: Enrolment) -> str:
    return f"Year {enrolment.year_group}" + (f", form {enrolment.form}" if enrolment.form else "")


def _row(school: Organisation, line: RecordLine, may_see_files: bool) -> RecordRow:
    kinds = dict(Kind.choices)
    return RecordRow(
        held_on=line.held_on,
        title=line.title,
        href=address_if_any("activity", slug=school.slug, public_id=line.activity),
        kinds=", ".join(kinds[kind] for kind in line.kinds),
        status=STATUS_WORDS[line.status],
        source=_source(line, may_see_files),
        source_href=address_if_any("delivery", slug=school.slug, number=str(line.delivery_id))
        if line.delivery_id and may_see_files
        else None,
    )


def _source(line: RecordLine, may_see_files: bool) -> str:
    """Who or what said so: the row of a file, or the person and the day."""
    if line.delivery_id:
        name = f"“{line.filename}”" if may_see_files else "a file"
        return f"From {name}, row {line.row}" if line.row else f"From {name}"
    if line.recorded_at is None:
        return "On the list"
    by = f"By {line.recorded_by}" if line.recorded_by else "By hand"
    because = f", because: {line.reason}" if line.reason else ""
    return f"{by}, {day(line.recorded_at)}{because}"


urlpatterns = [path("learners/<slug:public_id>/", learner, name="learner")]
