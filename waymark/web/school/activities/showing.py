"""One activity: what was said of it, who was expected, who came, what it counts towards, and what was changed since."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.ledger.models import Activity, Amendment, Encounter
from waymark.ledger.queries.activities import audience_of, facts_of, group_names
from waymark.ledger.queries.registers import RegisterLine, register_of
from waymark.ledger.rules.facts import SECTORS, ActivityFacts
from waymark.places.models import Organisation
from waymark.web.formats import moment, plural, pounds, weekday
from waymark.web.pages import page
from waymark.web.school.activities.finding import activity_here, today
from waymark.web.school.activities.words import (
    MODES,
    PROVIDER_KINDS,
    TICK_LABELS,
    audience_in_words,
    benchmark_titles,
    benchmarks_on,
    kinds_asking,
    kinds_in_words,
    state_of,
)

_FACT_LABELS = {
    "title": "Title",
    "held_on": "Date",
    "kinds": "Kinds",
    "minutes": "Minutes",
    "mode": "How learners took part",
    "benchmarks": "Benchmarks",
    "provider_name": "Given by",
    "provider_kind": "Kind of provider",
    "sector": "Sector",
    "self_employed": "Somebody self-employed",
    "stem": "STEM",
    "subject": "Subject",
    "adviser_level": "Adviser’s level",
    "cost": "Cost",
    "led_by": "Led by",
    "notes": "Notes",
    "school_reference": "Reference",
    **TICK_LABELS,
}


@dataclass(frozen=True)
class Part:
    """Learners who share a mark: `rows` for a table of name and form."""

    title: str
    rows: list[list[Any]]


@dataclass(frozen=True)
class Change:
    """One thing put right since: what, why, by whom and when."""

    what: str
    why: str
    who: str


@dataclass(frozen=True)
class Links:
    """What one may do with an activity from its page; blank where it does not apply or one may not."""

    register: str = ""
    print: str = ""
    change: str = ""
    copy: str = ""
    cancel: str = ""
    reinstate: str = ""
    clear: str = ""
    catch_up: str = ""
    plan: str = ""
    list: str = ""


@dataclass(frozen=True)
class ActivityPage:
    """All that the page of one activity shows."""

    title: str
    when: str
    status: str
    status_label: str
    facts: list[dict[str, Any]]
    ticks: list[dict[str, Any]]
    register_words: str
    counts: str
    parts: tuple[Part, ...]
    changes: tuple[Change, ...]
    links: Links
    catches_up: dict[str, str] | None
    catch_ups: tuple[dict[str, str], ...]


@page("school/activities/activity.html", needs=Permission.REGISTER_TAKE, viewed="learners listed")
def activity(request: HttpRequest, school: Organisation, public_id: str) -> ActivityPage:
    shown = activity_here(school, public_id)
    facts, audience, lines = facts_of(shown), audience_of(shown), register_of(shown)
    status, label = state_of(shown, today())
    first = shown.catches_up
    again = Activity.objects.filter(organisation=school, catches_up=shown).order_by("held_on")
    return ActivityPage(
        title=shown.title,
        when=weekday(shown.held_on),
        status=status,
        status_label=label,
        facts=_facts(facts, audience_in_words(shown.audiences.all(), group_names(school), len(audience.learners))),
        ticks=_ticks(facts),
        register_words="Take the register" if shown.state == Activity.State.PLANNED else "Change the register",
        counts=_counts(shown, lines),
        parts=_parts(lines),
        changes=_changes(shown),
        links=_links(request, school, shown),
        catches_up={"text": first.title, "href": _address(school, "activity", first)} if first else None,
        catch_ups=tuple({"text": each.title, "href": _address(school, "activity", each)} for each in again),
    )


def _facts(facts: ActivityFacts, audience: str) -> list[dict[str, Any]]:
    rules = benchmarks_on(facts.held_on)
    titles = benchmark_titles(rules)
    also = [words for words, holds in (("STEM", facts.stem), ("somebody self-employed", facts.self_employed)) if holds]
    said = [
        ("Kind", kinds_in_words(facts.kinds)),
        ("For", audience),
        ("Benchmarks", "; ".join(titles.get(code, code) for code in facts.benchmarks) or None),
        ("How learners took part", MODES[facts.mode]),
        ("Length", plural(facts.minutes, "minute") if facts.minutes else None),
        ("Given by", facts.provider_name or None),
    ]
    if_said = [
        ("Kind of provider", PROVIDER_KINDS.get(facts.provider_kind, "")),
        ("Sector", SECTORS.get(facts.sector, "")),
        ("With", ", ".join(also)),
        ("Subject", facts.subject.capitalize()),
        ("Adviser’s level", "" if facts.adviser_level is None else f"Level {facts.adviser_level}"),
        ("Led by", facts.led_by),
        ("Cost", "" if facts.cost is None else pounds(float(facts.cost))),
        ("Reference", facts.school_reference),
        ("Notes", facts.notes),
    ]
    return [{"label": label, "value": value} for label, value in (*said, *((n, v) for n, v in if_said if v))]


def _ticks(facts: ActivityFacts) -> list[dict[str, Any]]:
    """What the rules of its day ask of its kinds, and whether it holds."""
    asked = kinds_asking(benchmarks_on(facts.held_on))
    return [
        {"words": words, "holds": getattr(facts, tick)}
        for tick, words in TICK_LABELS.items()
        if set(asked[tick]).intersection(facts.kinds)
    ]


def _counts(activity: Activity, lines: tuple[RegisterLine, ...]) -> str:
    expected = sum(line.is_expected for line in lines)
    if activity.state != Activity.State.DONE:
        return f"{plural(expected, 'learner is', 'learners are')} on its list."
    attended = sum(line.mark == "attended" for line in lines)
    return f"{attended:,} of {len(lines):,} attended."


def _parts(lines: tuple[RegisterLine, ...]) -> tuple[Part, ...]:
    titles: tuple[tuple[str, str], ...] = (
        ("absent", "Absent"),
        ("excused", "Excused"),
        ("", "Not marked"),
        ("attended", "Attended"),
    )
    if not any(line.mark for line in lines):
        titles = (("", "On the list"),)
    parts = ((title, [line for line in lines if line.mark == mark]) for mark, title in titles)
    return tuple(
        Part(f"{title} ({len(these)})", [[line.name, line.form or "–"] for line in these])
        for title, these in parts
        if these
    )


def _changes(activity: Activity) -> tuple[Change, ...]:
    amended = [
        (
            made.made_at,
            "; ".join(_changed(name, *values) for name, values in made.changes.items()),
            made.reason,
            made.made_by,
        )
        for made in Amendment.objects.filter(activity=activity).select_related("made_by")
    ]
    corrected = Encounter.objects.filter(activity=activity).exclude(corrects=None)
    marks = [
        (
            made.recorded_at,
            f"{made.learner}: {_mark(made.corrects)} became {_mark(made)}",
            made.reason,
            made.recorded_by,
        )
        for made in corrected.select_related("corrects", "learner", "recorded_by")
    ]
    latest = sorted((*amended, *marks), key=lambda made: made[0], reverse=True)
    return tuple(Change(what, why, f"{who or 'A file'}, {moment(at)}") for at, what, why, who in latest)


def _mark(mark: Encounter | None) -> str:
    return "nothing" if mark is None or mark.status == Encounter.Status.UNDONE else mark.status


def _changed(name: str, was: Any, now: Any) -> str:
    return f"{_FACT_LABELS.get(name, name)}: {_said(was)} became {_said(now)}"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value) or "nothing"
    return str(value) if value not in (None, "") else "nothing"


def _links(request: HttpRequest, school: Organisation, activity: Activity) -> Links:
    may_record = request.scope.holds(Permission.LEDGER_WRITE, school.pk)
    planned, done = activity.state == Activity.State.PLANNED, activity.state == Activity.State.DONE

    def to(name: str, applies: bool) -> str:
        return _address(school, name, activity) if applies else ""

    return Links(
        register=to("register", done or (planned and activity.held_on <= today())),
        print=to("register_print", planned or done),
        change=to("change_activity", may_record and (planned or done)),
        copy=to("copy_activity", may_record),
        cancel=to("cancel_activity", may_record and planned),
        reinstate=to("reinstate_activity", may_record and activity.state == Activity.State.CANCELLED),
        clear=to("clear_marks", may_record and done),
        catch_up=to("catch_up", done),
        plan=to("year_plan_entry", planned),
        list=reverse("activities", kwargs={"slug": school.slug}),
    )


def _address(school: Organisation, name: str, activity: Activity) -> str:
    return reverse(name, kwargs={"slug": school.slug, "public_id": activity.public_id})
