"""What addresses of the careers team name, and one of each at a school: for the isolation test."""

from datetime import date

from waymark.leadership.actions.leading import log_meeting, name_governor
from waymark.leadership.actions.team import add_member
from waymark.leadership.actions.training import SessionFacts, TrainingFacts, hold_session, log_training

NAMED = {
    **{
        (name, "public_id"): "member"
        for name in (
            "team_member",
            "change_team_member",
            "team_member_left",
            "erase_team_member",
            "keep_adviser",
            "log_training",
        )
    },
    ("change_training", "public_id"): "training",
    ("change_session", "public_id"): "session",
    ("strike_governor_meeting", "public_id"): "meeting",
}


def team_things(school, by):
    """A member with training, a session for staff, and a meeting with the governor."""
    on = date(2026, 10, 7)
    member = add_member(school=school, name="Sam Reed", begun_on=on, by=by)
    governor = name_governor(school=school, name="Greta Vane", on=on, by=by)
    training = log_training(member=member, facts=TrainingFacts("A course", finished_on=on), by=by)
    session = hold_session(school=school, facts=SessionFacts("Careers in maths", on, "Maths", 3, 4), by=by)
    meeting = log_meeting(governor=governor, held_on=on, what="visit", about="A lesson", by=by)
    made = {"member": member, "training": training, "session": session, "meeting": meeting}
    return {what: one.public_id for what, one in made.items()}
