"""The provider-access log: every request, every meeting and what was decided, with the windows the law gives."""

from django.db.models import Q

from waymark.kernel.academic_year import first_day, in_words
from waymark.ledger.models import Activity
from waymark.publishing.access_policy import meeting_phases
from waymark.publishing.documents.asking import Asked
from waymark.publishing.documents.registers import meetings_of
from waymark.publishing.documents.sections.legal import meetings
from waymark.publishing.documents.shape import Block, Column, Note, Number, Paragraph, Section, Table
from waymark.publishing.models import AccessRequest, Phase
from waymark.publishing.queries import year_groups_of
from waymark.publishing.words import day, plain_list

_REQUESTS = (
    Column("Provider", share=4),
    Column("Asked on", share=3),
    Column("To meet", share=3),
    Column("Wished for", share=3),
    Column("Decision", share=3),
    Column("What was said", share=5),
)
_MEETINGS = (
    Column("Meeting", share=5),
    Column("Held on", share=3),
    Column("Provider", share=4),
    Column("Counts for the law", share=3),
    Column("Year group", numeric=True, share=2),
    Column("Who came", numeric=True, share=3),
)
_WINDOWS = (
    Column("Phase", share=3),
    Column("Meetings", share=2),
    Column("When", share=6),
    Column("Who comes", share=4),
)
_PLANNED = (Column("Meeting", share=5), Column("On", share=3), Column("Provider", share=4))


def section(asked: Asked) -> Section:
    if asked.access is None:
        words = "The law on provider access does not hold for this institution on this day."
        return Section("access-log", "Provider access", (Note(words),))
    year, groups = asked.year, year_groups_of(asked.school, asked.year)
    chart = meetings(asked)
    blocks: tuple[Block, ...] = (
        Paragraph(
            f"Providers of technical education and apprenticeships who asked to meet {asked.word}, and who met them, "
            f"in the academic year {in_words(year)} up to {day(asked.on)}. Section 42B of the Education Act 1997."
        ),
        _windows(asked, groups),
        *((chart,) if chart else ()),
        _requests(asked),
        _held(asked),
        _planned(asked),
    )
    return Section("access-log", "Provider access log", blocks)


def _windows(asked: Asked, groups: list[int]) -> Table:
    assert asked.access is not None
    phases = meeting_phases(asked.access.entitlements, year=asked.year, year_groups=groups)
    rows = tuple((each.title, f"At least {each.needed}", "; ".join(each.windows), each.attendance) for each in phases)
    return Table("Windows the law gives", _WINDOWS, rows)


def _requests(asked: Asked) -> Table:
    sent = AccessRequest.objects.filter(
        Q(sent_at__date__gte=first_day(asked.year)), organisation=asked.school, sent_at__date__lte=asked.on
    )
    rows = tuple(_request(each, asked) for each in sent.order_by("sent_at", "pk"))
    note = "As sent by the form on the careers page. Whoever asked is named by their organisation alone."
    return Table("Requests", _REQUESTS, rows, note, empty="No provider asked by the form up to this day.")


def _request(sent: AccessRequest, asked: Asked) -> tuple[str, ...]:
    answered = sent.answered_at is not None and sent.answered_at.date() <= asked.on
    decision = (
        f"{sent.get_state_display()} on {day(sent.answered_at.date())}" if answered and sent.answered_at else "Not yet"
    )
    phases = plain_list([Phase(phase).label for phase in sent.phases])
    return (
        sent.provider,
        day(sent.sent_at.date()),
        phases,
        sent.wished_dates,
        decision,
        sent.reply if answered and sent.reply else "–",
    )


def _held(asked: Asked) -> Table:
    source = asked.register_source("Registers of meetings with providers", "activities/?kind=provider")
    rows = tuple(
        (
            one.title,
            day(one.held_on),
            one.provider or "–",
            "Yes" if one.is_eligible else "No",
            str(one.year_group),
            Number(one.came.shown, one.came.value, source),
        )
        for one in meetings_of(asked.school, asked.on)
    )
    note = "Counts for the law: a college of further education or a training provider. Small numbers are put in words."
    return Table("Meetings held", _MEETINGS, rows, note, empty="No meeting with a provider is recorded up to this day.")


def _planned(asked: Asked) -> Table:
    planned = Activity.objects.filter(
        organisation=asked.school, state=Activity.State.PLANNED, held_on__gt=asked.on, kinds__kind="provider"
    ).order_by("held_on", "title")
    rows = tuple((each.title, day(each.held_on), each.provider_name or "–") for each in planned)
    return Table("Meetings planned", _PLANNED, rows, empty="No meeting is planned after this day.")
