"""A request as its pages show it to either side: what is asked, the thread, and the words for how it stands."""

from dataclasses import dataclass
from datetime import date, datetime

from django import forms

from waymark.providers.models import STATE_WORDS, Approach, Message, Mode, Venue
from waymark.providers.rules.approaches import Move, State
from waymark.providers.rules.wording import day_and_time, learners_said
from waymark.web.formats import day
from waymark.web.forms import DateField

LOOKS = {
    State.LISTED: "unknown",
    State.WAITING: "not_yet",
    State.SENT: "not_yet",
    State.OTHER_DATE: "in_progress",
    State.ACCEPTED: "met",
    State.DECLINED: "missed",
    State.SILENT: "missed",
    State.WITHDRAWN: "unknown",
    State.CALLED_OFF: "missed",
    State.DELIVERED: "met",
}
_DONE = {
    Move.ASK: "Asked for by the school",
    Move.GET_A_PLACE: "Sent",
    Move.REMIND: "Reminded",
    Move.ACCEPT: "Said yes",
    Move.PROPOSE: "Offered another day",
    Move.DECLINE: "Said no",
    Move.AGREE: "The school agreed to the day",
    Move.ASK_AGAIN: "The school asked for another day",
    Move.GIVE_UP: "Given up",
    Move.WITHDRAW: "The school took the request back",
    Move.CALL_OFF: "Called off",
    Move.DELIVER: "It took place",
}


@dataclass(frozen=True)
class ThreadEntry:
    """One entry: who, when, what was done, what was written."""

    at: datetime
    who: str
    what: str
    text: str

    @classmethod
    def of(cls, message: Message) -> "ThreadEntry":
        what = _DONE[Move(message.move)] if message.move else "Wrote"
        return cls(message.at, message.who, what, message.text)


def state_words(state: State) -> str:
    return STATE_WORDS[state]


def asked_rows(approach: Approach) -> list[dict[str, str | None]]:
    """What is asked, as rows of a summary list: numbers of learners, and no name."""
    request = approach.request
    rows: list[dict[str, str | None]] = [
        {"label": "What", "value": f"{request.title} ({request.get_kind_display().lower()})"},
        {"label": "Day asked for", "value": day_and_time(request.wished_on, request.begins_at)},
        {"label": "How long", "value": f"{request.minutes} minutes" if request.minutes else None},
        {"label": "How", "value": request.get_mode_display() + _where(approach)},
        {"label": "For", "value": learners_said(request.learners, request.year_groups)},
        {"label": "More", "value": request.message or None},
    ]
    if approach.now == State.OTHER_DATE and approach.offered_on:
        rows.insert(2, {"label": "Day offered", "value": day_and_time(approach.offered_on, approach.offered_at)})
    if approach.agreed_on and approach.now in {State.ACCEPTED, State.DELIVERED}:
        rows.insert(2, {"label": "Day settled", "value": day_and_time(approach.agreed_on, approach.agreed_at)})
    return rows


def _where(approach: Approach) -> str:
    if approach.request.mode == Mode.VIRTUAL:
        return ""
    return f", at {approach.whom}" if approach.request.venue == Venue.AT_PROVIDER else ", at the school"


class TheirForm(forms.Form):
    """What whoever is asked answers. A day and an hour go only with another date."""

    answer = forms.ChoiceField(label="Your answer", widget=forms.RadioSelect)
    day = DateField(label="The day that would suit you", required=False)
    at = forms.TimeField(
        label="From what time",
        required=False,
        help_text="Such as 9:30",
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 5}),
    )
    said = forms.CharField(
        label="Your words to the school", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, moves: list[Move], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        words = {
            Move.ACCEPT: "Yes, on that day",
            Move.PROPOSE: "Yes, but on another day",
            Move.DECLINE: "No, not this time",
            Move.CALL_OFF: "We have to call it off",
        }
        self.fields["answer"].choices = [
            *((move.name.lower(), words[move]) for move in moves if move in words),
            ("write", "Only write a line"),
        ]

    def clean(self):
        said = super().clean()
        if said.get("answer") == "propose" and not said.get("day"):
            self.add_error("day", "Name the day.")
        if said.get("answer") == "write" and not said.get("said", "").strip():
            self.add_error("said", "Write something.")
        return said

    @property
    def move(self) -> Move | None:
        """The move that was chosen; None: only to write."""
        name = self.cleaned_data["answer"]
        return None if name == "write" else Move[name.upper()]


@dataclass(frozen=True)
class ApproachLine:
    """One asking, as lists show it."""

    title: str
    whom: str
    when: date
    look: str
    state: str
    href: str
    note: str = ""

    @classmethod
    def of(cls, approach: Approach, href: str, *, whom: str = "") -> "ApproachLine":
        request = approach.request
        return cls(
            title=request.title,
            whom=whom or approach.whom,
            when=approach.agreed_on or approach.offered_on or request.wished_on,
            look=LOOKS[approach.now],
            state=STATE_WORDS[approach.now],
            href=href,
            note=f"about {request.learners:,} learners, asked for {day(request.wished_on)}",
        )
