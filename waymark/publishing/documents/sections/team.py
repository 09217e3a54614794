"""Who leads careers and does careers work, how they are qualified, and the training they had."""

from waymark.access.permissions import Permission
from waymark.access.scope import active_scope
from waymark.kernel.academic_year import in_words
from waymark.leadership.queries import careers_leader_on, cpd_of, is_trained_to_lead, link_governor_on, sessions_in
from waymark.publishing.documents.asking import Asked
from waymark.publishing.documents.shape import Block, Cell, Column, Facts, Note, Number, Section, Table
from waymark.publishing.words import day, number

_HOURS = (Column("Who", share=4), Column("Hours had", numeric=True), Column("Hours wanted", numeric=True))
_SESSIONS = (Column("Session", share=5), Column("On", share=3), Column("Staff there", numeric=True, share=2))


def section(asked: Asked) -> Section:
    """The team is told to whoever may see staff."""
    title = "Who leads careers"
    if not active_scope().holds(Permission.STAFF_VIEW, asked.school.pk):
        return Section("team", title, (Note("Who made this document may not see the record of staff."),))
    leader, governor = careers_leader_on(asked.school, asked.on), link_governor_on(asked.school, asked.on)
    trained = is_trained_to_lead(leader.member, on=asked.on) if leader else None
    source = asked.register_source("The careers team and its training", "careers-team/")
    facts: tuple[tuple[str, Cell], ...] = (
        ("Careers leader", f"{leader.member.name}, since {day(leader.begun_on)}" if leader else "Nobody is named"),
        ("Trained for the role", f"{trained.title}, {day(trained.finished_on)}" if trained else "Not recorded"),
        ("Link governor", governor.name if governor else "Nobody is named"),
    )
    hours = tuple(
        (
            one.member.name,
            Number(f"{one.hours:g}", one.hours, source),
            Number(number(one.wanted_hours), one.wanted_hours, source),
        )
        for one in cpd_of(asked.school, asked.year, on=asked.on)
    )
    sessions = tuple(
        (one.title, day(one.held_on), Number(f"{one.came} of {one.of}", one.came, source))
        for one in sessions_in(asked.school, asked.year, on=asked.on)
    )
    blocks: tuple[Block, ...] = (
        Facts(facts),
        Table(f"Training in {in_words(asked.year)}", _HOURS, hours, empty="Nobody is on the careers team yet."),
        Table("Staff development on careers", _SESSIONS, sessions, empty="No session is recorded this year."),
    )
    return Section("team", title, blocks)
