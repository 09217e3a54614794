"""How things stand: who leads and helps, who holds which role, where files come from, how the school is set up."""

from collections.abc import Callable
from datetime import date

from waymark.access.models import Sharing
from waymark.access.permissions import Permission
from waymark.access.queries import open_invitations, people_at, standing_tokens
from waymark.access.roles import ROLES
from waymark.access.scope import Scope
from waymark.intake.models import Delivery
from waymark.kernel.academic_year import academic_year, in_words
from waymark.leadership.queries import careers_leader_on, is_trained_to_lead, link_governor_on, members_of, target_of
from waymark.ledger.models import FieldScope, Term
from waymark.ledger.queries import settings_of, subjects_of
from waymark.places.models import Organisation
from waymark.publishing.handover.shape import HandoverPart
from waymark.publishing.queries import standing_page, standing_publication
from waymark.publishing.words import day

LeaveOut = Callable[[str], str]
KINDS = {
    "learners": "Learners",
    "ctf": "Learners (common transfer file)",
    "activities": "Activities",
    "attendance": "Attendance",
    "exchange": "Exchange folder",
}


def leading(school: Organisation, on: date, leave_out: LeaveOut) -> HandoverPart:
    """Who leads, who is in the team, who the link governor is."""
    term, governor = careers_leader_on(school, on), link_governor_on(school, on)
    rows: list[tuple[str, str]] = []
    if term:
        trained = is_trained_to_lead(term.member, on=on)
        rows += [
            ("Careers leader", f"{term.member.name}, since {day(term.begun_on)}"),
            ("Hours a week", f"{term.hours_a_week.normalize():f}" if term.hours_a_week is not None else "Not recorded"),
            ("Reports to", term.reports_to or "Not recorded"),
            ("Trained for the role", trained.title if trained else "No training recorded"),
        ]
    rows += [
        ("In the team", f"{member.name}{f', {member.job}' if member.job else ''}")
        for member in members_of(school, on=on)
        if not term or member.pk != term.member_id
    ]
    met = governor.meetings.first() if governor else None
    if governor:
        rows.append(("Link governor", f"{governor.name}, since {day(governor.begun_on)}"))
    if met:
        agreed = f": {leave_out(met.agreed)}" if met.agreed else ""
        rows.append(("Last met the link governor", f"{day(met.held_on)}{agreed}"))
    rows.append(("Hours of training wanted a year", str(target_of(school))))
    return HandoverPart(
        "leading",
        "Who leads and helps",
        "Kept on the careers team's page.",
        ("What", "Who"),
        tuple(rows),
        "Nothing is recorded.",
        "careers_team",
    )


def people(school: Organisation, by: Scope) -> HandoverPart:
    """Who can sign in, and what each role may do; who was invited; which programs have access."""
    may_see = by.holds(Permission.USERS_MANAGE, school.pk)
    rows: list[tuple[str, ...]] = []
    if may_see:
        rows += [
            (m.user.name, m.held.label, f"Since {day(m.begun_at.date())}", m.held.summary) for m in people_at(school)
        ]
        rows += [
            (i.name, ROLES[i.role].label, f"Invited, until {day(i.expires_at.date())}", ROLES[i.role].summary)
            for i in open_invitations(school)
        ]
        rows += [
            (token.label, "A program", f"Until {day(token.expires_at.date())}" if token.expires_at else "No end", "")
            for token in standing_tokens().filter(organisation=school).order_by("-made_at", "-pk")
        ]
    return HandoverPart(
        "people",
        "Who can sign in, and what they can do",
        "Nobody's password is known here. Whoever leaves loses access when their role is ended, not before.",
        ("Who", "Role", "Stands", "What the role may do"),
        tuple(rows),
        "Nobody has a role here.",
        "people",
        may_see=may_see,
    )


def files(school: Organisation, by: Scope, leave_out: LeaveOut) -> HandoverPart:
    """Where records come from: the last file of each kind."""
    may_see = by.holds(Permission.LEDGER_WRITE, school.pk)
    merged = Delivery.objects.filter(organisation=school, state=Delivery.State.MERGED).select_related("taken_by")
    last: dict[str, Delivery] = {}
    for delivery in merged.order_by("taken_at", "pk") if may_see else ():
        last[delivery.kind] = delivery
    rows = tuple(
        (
            KINDS.get(kind, kind.replace("_", " ").capitalize()),
            leave_out(one.filename),
            day(one.speaks_for) if one.speaks_for else day(one.taken_at.date()),
            one.taken_by.name if one.taken_by else "–",
        )
        for kind, one in sorted(last.items())
    )
    return HandoverPart(
        "files",
        "Where records come from",
        "The last file of each kind. Whoever brought it knows where in the school's own system it comes from.",
        ("What", "File", "Speaks for", "Brought by"),
        rows,
        "No file was ever brought in: records are entered by hand.",
        "deliveries",
        may_see=may_see,
    )


def set_up(school: Organisation, on: date, by: Scope, leave_out: LeaveOut) -> HandoverPart:
    """The school's settings in words."""
    settings, year = settings_of(school), academic_year(on)
    terms = Term.objects.filter(organisation=school, academic_year=year)
    kept = FieldScope.objects.filter(organisation=school, off_at=None).order_by("field")
    shared = Sharing.objects.filter(school=school, ended_at=None).select_related("shared_with")
    public = standing_publication(school.pk)
    rows = (
        ("Those it teaches are called", settings.get_learner_word_display()),
        ("Careers in every year in", ", ".join(subjects_of(school))),
        ("A day at a workplace", f"{settings.day_minutes} minutes"),
        (
            f"Terms of {in_words(year)}",
            f"{day(terms[0].from_on)} to {day(terms[len(terms) - 1].to_on)}" if terms else "Not said",
        ),
        ("Sensitive facts kept", "; ".join(f"{k.get_field_display()} ({leave_out(k.reason)})" for k in kept) or "None"),
        ("Figures are shared with", ", ".join(one.shared_with.name for one in shared) or "Nobody"),
        (
            "Careers page",
            f"Release {public.number}, {day(public.released_at.date())}" if public else "Nothing is public",
        ),
        ("Careers leader on the draft page", _drafted(school, by)),
    )
    return HandoverPart(
        "settings",
        "How the school is set up",
        "Each can be changed under Settings.",
        ("Setting", "What it says"),
        rows,
        "Nothing is set.",
        "settings",
    )


def _drafted(school: Organisation, by: Scope) -> str:
    if not by.holds(Permission.PUBLISH, school.pk):
        return "Seen by who may release the page"
    return standing_page(school).leader_name or "Nobody named"
