"""The outbox: every letter that left here, what became of it, and sending one again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.post.actions import LetterRefused, resend_letter
from waymark.post.models import Letter
from waymark.post.queries import bounced_addresses, letters_of
from waymark.web.pages import Refused, form_page, page

State = Letter.State
_LOOKS = {
    State.QUEUED: "not_yet",
    State.SENDING: "not_yet",
    State.SENT: "met",
    State.FAILED: "missed",
    State.BOUNCED: "missed",
    State.WITHDRAWN: "unknown",
}


@dataclass(frozen=True)
class LetterRow:
    """One letter as the list shows it."""

    subject: str
    to: str
    at: datetime
    look: str
    state: str
    trouble: str
    href: str
    resend_href: str  # blank where it cannot be sent again

    @classmethod
    def of(cls, letter: Letter, slug: str) -> "LetterRow":
        where = {"slug": slug, "letter_id": letter.public_id}
        in_trouble = letter.state in {State.BOUNCED, State.FAILED} and letter.can_be_sent_again
        return cls(
            subject=letter.subject,
            to=letter.to or "erased",
            at=letter.bounced_at or letter.sent_at or letter.queued_at,
            look=_LOOKS[State(letter.state)],
            state=letter.get_state_display(),
            trouble=letter.trouble,
            href=reverse("letter", kwargs=where),
            resend_href=reverse("letter", kwargs=where) if in_trouble else "",
        )


@dataclass(frozen=True)
class BouncedLine:
    address: str
    at: datetime
    why: str


@dataclass(frozen=True)
class StateChoice:
    value: str
    label: str
    is_current: bool


@dataclass(frozen=True)
class LettersPage:
    """All that the outbox shows."""

    organisation: str
    letters: tuple[LetterRow, ...]
    bounced: tuple[BouncedLine, ...]
    states: tuple[StateChoice, ...]
    page_number: int
    pages: int
    total: int
    base: str


@dataclass(frozen=True)
class LetterPage:
    """All that one letter's page shows."""

    organisation: str
    letter: LetterRow
    paragraphs: tuple[tuple[str, ...], ...]  # of lines
    has_invitation: bool
    written_by: str
    tries: int
    form: forms.Form | None
    back_href: str


class AgainForm(forms.Form):
    """Where a letter is sent again."""

    to = forms.EmailField(
        label="Send it again to", max_length=254, widget=forms.EmailInput(attrs={"spellcheck": "false"})
    )

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"to": letter.to}} | kwargs)
        if letter.keeps_its_address:
            self.fields["to"].help_text = "Its link lets them sign in, so it goes to this address and nowhere else."


@page("people/letters.html", needs=Permission.FIGURES_VIEW)
def letters(request: HttpRequest, place: Organisation) -> LettersPage:
    state = request.GET.get("state", "")
    found = Paginator(letters_of(place, state), 50).get_page(request.GET.get("page"))
    bounced = sorted(bounced_addresses(place).values(), key=lambda each: each.at, reverse=True)
    choices = (("", "All letters"), *State.choices)
    return LettersPage(
        organisation=place.name,
        letters=tuple(LetterRow.of(letter, place.slug) for letter in found),
        bounced=tuple(BouncedLine(each.address, each.at, each.why) for each in bounced),
        states=tuple(StateChoice(value, label, value == state) for value, label in choices),
        page_number=found.number,
        pages=found.paginator.num_pages,
        total=found.paginator.count,
        base=f"?state={state}&page=" if state in State.values else "?page=",
    )


@form_page("people/letter.html", needs=Permission.FIGURES_VIEW)
def letter(request: HttpRequest, place: Organisation, letter_id: str) -> LetterPage | Refused | HttpResponse:
    found = letters_of(place).filter(public_id=letter_id).first()
    if found is None:
        raise Http404("There is no such letter, or it is not yours to see.")
    form = AgainForm(request.POST or None, letter=found) if found.can_be_sent_again else None
    shown = LetterPage(
        organisation=place.name,
        letter=LetterRow.of(found, place.slug),
        paragraphs=tuple(tuple(each.split("\n")) for each in found.text.split("\n\n")),
        has_invitation=bool(found.calendar),
        written_by=found.written_by.name if found.written_by else "",
        tries=found.tries,
        form=form,
        back_href=reverse("letters", kwargs={"slug": place.slug}),
    )
    if request.method != "POST":
        return shown
    if form is not None and not form.is_valid():
        return Refused(shown)
    try:
        again = resend_letter(letter=found, to=form.cleaned_data["to"] if form else "", by=request.scope)
    except LetterRefused as refused:
        messages.error(request, str(refused))
        return redirect("letter", slug=place.slug, letter_id=letter_id)
    messages.success(request, f"The letter goes to {again.to} again.")
    return redirect("letters", slug=place.slug)


urlpatterns = [
    path("letters/", letters, name="letters"),
    path("letters/<slug:letter_id>/", letter, name="letter"),
]
