"""Writing letters, taking them to the mail server, and hearing what came back."""

from waymark.post.actions.bouncing import Report, note_bounce, reports_in
from waymark.post.actions.delivering import deliver_due, forget_letters
from waymark.post.actions.letters import (
    LetterRefused,
    Wording,
    forget_letters_about,
    resend_letter,
    send_letter,
    withdraw_letters,
)
from waymark.post.actions.own import resend_own_letter, send_own_letter
from waymark.post.actions.second_steps import take_second_step_away

__all__ = [
    "LetterRefused",
    "Report",
    "Wording",
    "deliver_due",
    "forget_letters",
    "forget_letters_about",
    "note_bounce",
    "reports_in",
    "resend_letter",
    "resend_own_letter",
    "send_letter",
    "send_own_letter",
    "take_second_step_away",
    "withdraw_letters",
]
