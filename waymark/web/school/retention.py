"""What is kept of learners and for how long: the periods, what would be erased when, holds, and erasing by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import in_words
from waymark.ledger.actions.erasing import erase_learner
from waymark.ledger.actions.retention import (
    MOST_MONTHS,
    RetentionRefused,
    ask_to_lift,
    lift_hold,
    place_hold,
    set_period,
    switch_erasing_off,
    switch_erasing_on,
)
from waymark.ledger.models import Attachment, Kept, Learner, LegalHold, RetentionPeriod
from waymark.ledger.queries.retention import RetentionPlan, period_of, retention_plan, standing_holds
from waymark.ledger.rules.erasure import DEFAULT_MONTHS
from waymark.places.models import Organisation
from waymark.web.formats import day, plural
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.settings_links import SettingsLink, settings_links
from waymark.web.school.words import Words, words_of

FORM = "school/retention/form.html"
_HINTS = {
    Kept.LEARNER: (
        "Counted from the last day on roll. After it the name, UPN, birth date, form and address go for good; what was "
        "counted stays, without a name."
    ),
    Kept.FILES: "Counted from the day a file came. What was read from it stays; the file itself goes.",
}


class PeriodForm(forms.Form):
    months = forms.IntegerField(label="Months", min_value=1, max_value=MOST_MONTHS)
    reason = forms.CharField(
        label="Why this long?",
        max_length=300,
        help_text="Such as: our policy of September 2026. It is kept with the period.",
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Why?", max_length=300, help_text="It is written into the audit trail. Name nobody.")


class EraseForm(ReasonForm):
    sure = forms.BooleanField(
        label="I know that nobody can put this back",
        error_messages={"required": "Tick to say that you know this cannot be undone."},
    )


@dataclass(frozen=True)
class PeriodRow:
    """One period: how long, since when and why, and where to change it."""

    label: str
    length: str
    why: str
    href: str


@dataclass(frozen=True)
class HoldRow:
    """One hold that stands. `may_agree`: the reader is somebody else than who asked that it be lifted."""

    of_whom: str
    reason: str
    placed_at: datetime
    placed_by: str
    asked_by: str
    may_agree: bool
    href: str


@dataclass(frozen=True)
class RetentionPage:
    """All that the page of periods shows."""

    school: str
    words: Words
    links: tuple[SettingsLink, ...]
    plan: RetentionPlan
    periods: tuple[PeriodRow, ...]
    to_come: tuple[tuple[str, str, str], ...]
    holds: tuple[HoldRow, ...]
    switch_href: str
    hold_href: str
    evidence: int


@dataclass(frozen=True)
class RetentionFormPage:
    """All that a page with one form about keeping and erasing shows."""

    school: str
    title: str
    caption: str
    notes: tuple[str, ...]
    form: forms.Form
    submit: str
    is_grave: bool
    back_href: str
    back_text: str


@page("school/retention/overview.html", needs=Permission.SETTINGS_WRITE, viewed="learners listed")
def retention(request: HttpRequest, school: Organisation) -> RetentionPage:
    on, here = timezone.localdate(), {"slug": school.slug}
    plan = retention_plan(school, on=on)
    return RetentionPage(
        school=school.name,
        words=words_of(school),
        links=settings_links(school, "retention"),
        plan=plan,
        periods=tuple(_period(school, what) for what in Kept),
        to_come=tuple(
            (
                in_words(due.left_in),
                f"{due.learners:,}",
                day(due.first) if due.first == due.last else f"{day(due.first)} to {day(due.last)}",
            )
            for due in plan.to_come
        ),
        holds=tuple(_hold(request, school, hold) for hold in standing_holds(school)),
        switch_href=reverse("switch_erasing", kwargs=here),
        hold_href=reverse("hold_everybody", kwargs=here),
        evidence=Attachment.objects.filter(organisation=school, retired_at=None, names_learners=True).count(),
    )


def _period(school: Organisation, what: Kept) -> PeriodRow:
    said = RetentionPeriod.objects.filter(organisation=school, what=what).first()
    why = f"Since {day(said.said_at)}: {said.reason}" if said else "Usual. Nobody has said otherwise."
    href = reverse("retention_period", kwargs={"slug": school.slug, "what": what.value})
    return PeriodRow(str(what.label), _length(period_of(school, what)), why, href)


def _length(months: int) -> str:
    return plural(months // 12, "year") if months % 12 == 0 else plural(months, "month")


def _hold(request: HttpRequest, school: Organisation, hold: LegalHold) -> HoldRow:
    return HoldRow(
        of_whom=str(hold.learner) if hold.learner else "Everybody",
        reason=hold.reason,
        placed_at=hold.placed_at,
        placed_by=hold.placed_by.name if hold.placed_by else "",
        asked_by=hold.asked_by.name if hold.asked_by else "",
        may_agree=hold.asked_by_id is not None and hold.asked_by_id != request.scope.user_id,
        href=reverse("lift_hold", kwargs={"slug": school.slug, "hold": hold.pk}),
    )


@form_page(FORM, needs=Permission.SETTINGS_WRITE)
def period(request: HttpRequest, school: Organisation, what: str) -> Any:
    if what not in Kept:
        raise Http404("There is no such period.")
    kept = Kept(what)
    form = PeriodForm(request.POST or None, initial={"months": period_of(school, kept)})
    notes = (_HINTS[kept], f"Usual is {_length(DEFAULT_MONTHS[kept])}.")
    shown = _asked(school, str(kept.label), notes, form, "Save the period")

    def act(said: dict[str, Any]) -> str:
        set_period(school=school, what=what, months=said["months"], reason=said["reason"], by=request.scope)
        return f"{kept.label}: kept for {_length(said['months'])}."

    return _answered(request, shown, act)


@form_page(FORM, needs=Permission.SETTINGS_WRITE)
def switch(request: HttpRequest, school: Organisation) -> Any:
    plan, word = retention_plan(school, on=timezone.localdate()), words_of(school)
    if plan.is_on:
        if request.method == "POST":
            switch_erasing_off(school=school, by=request.scope)
            messages.success(request, "Nothing is erased by itself any more.")
        return redirect("retention", slug=school.slug)
    notes = (
        "From tonight, what has been kept for its period is erased every night by itself. Tonight that would be the "
        f"names of {word.count(plan.now)} and {plural(plan.files_now, 'file')}.",
        "Nobody can put a name back. Past years' figures stay as they are.",
    )
    shown = _asked(school, "Erase by itself", notes, ReasonForm(request.POST or None), "Switch it on", is_grave=True)

    def act(said: dict[str, Any]) -> str:
        switch_erasing_on(school=school, reason=said["reason"], by=request.scope)
        return "From tonight, what is due is erased by itself."

    return _answered(request, shown, act)


@form_page(FORM, needs=Permission.SETTINGS_WRITE)
def hold_everybody(request: HttpRequest, school: Organisation) -> Any:
    notes = ("While it stands nothing here is erased, by itself or by hand. Two people have to lift it.",)
    shown = _asked(school, "Hold everything back", notes, ReasonForm(request.POST or None), "Place the hold")

    def act(said: dict[str, Any]) -> str:
        place_hold(school=school, learner=None, reason=said["reason"], by=request.scope)
        return "Nothing is erased until two people lift the hold."

    return _answered(request, shown, act)


@form_page(FORM, needs=Permission.SETTINGS_WRITE, viewed="learner viewed")
def hold_learner(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    learner = _learner_here(school, public_id)
    notes = ("While it stands their record is not erased, by itself or by hand. Two people have to lift it.",)
    form = ReasonForm(request.POST or None)
    shown = _asked(school, "Hold this record back", notes, form, "Place the hold", caption=str(learner))

    def act(said: dict[str, Any]) -> str:
        place_hold(school=school, learner=learner, reason=said["reason"], by=request.scope)
        return "Their record is kept until two people lift the hold."

    return _answered(request, shown, act)


@form_page(FORM, needs=Permission.SETTINGS_WRITE)
def lift(request: HttpRequest, school: Organisation, hold: int) -> Any:
    """POST asks that a hold be lifted, or, once somebody else has asked, lifts it; GET leads back."""
    found = LegalHold.objects.filter(organisation=school, pk=hold).first()
    if found is None:
        raise Http404("There is no such hold.")
    if request.method == "POST":
        try:
            if found.asked_at is None:
                ask_to_lift(hold=found, by=request.scope)
                messages.success(request, "You asked that the hold be lifted. Somebody else has to agree.")
            else:
                lift_hold(hold=found, by=request.scope)
                messages.success(request, "The hold is lifted.")
        except RetentionRefused as refused:
            messages.warning(request, str(refused))
    return redirect("retention", slug=school.slug)


@form_page(FORM, needs=Permission.SETTINGS_WRITE, viewed="learner viewed")
def erase(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    learner = _learner_here(school, public_id)
    notes = (
        "Their name, UPN, birth date, form, ethnicity and addresses go for good: from every list, from words that "
        "people typed, and with every file as it was sent that speaks of them. What they attended stays, nameless.",
        "Give them a copy first, if they want one. Evidence whose words speak of them has to be retired first; "
        "pictures and scanned pages cannot be read by a program, so see to those by hand.",
    )
    form = EraseForm(request.POST or None)
    shown = _asked(school, "Erase who this was", notes, form, "Erase", caption=str(learner), is_grave=True)

    def act(said: dict[str, Any]) -> str:
        erase_learner(learner=learner, on=timezone.localdate(), reason=said["reason"], by=request.scope)
        return "It was erased. What is left has no name."

    return _answered(request, shown, act)


def _learner_here(school: Organisation, public_id: str) -> Learner:
    found = Learner.objects.filter(organisation=school, public_id=public_id, erased_at=None).first()
    if found is None:
        raise Http404("There is no such learner here.")
    return found


def _asked(
    school: Organisation,
    title: str,
    notes: tuple[str, ...],
    form: forms.Form,
    submit: str,
    *,
    caption: str = "What is kept",
    is_grave: bool = False,
) -> RetentionFormPage:
    back = reverse("retention", kwargs={"slug": school.slug})
    return RetentionFormPage(school.name, title, caption, notes, form, submit, is_grave, back, "Back to what is kept")


def _answered(request: HttpRequest, shown: RetentionFormPage, act: Callable[[dict[str, Any]], str]) -> Any:
    if request.method != "POST":
        return shown
    if not shown.form.is_valid():
        return Refused(shown)
    try:
        said = act(shown.form.cleaned_data)
    except RetentionRefused as refused:
        shown.form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, said)
    return redirect(shown.back_href)


urlpatterns = [
    path("settings/retention/", retention, name="retention"),
    path("settings/retention/switch/", switch, name="switch_erasing"),
    path("settings/retention/hold/", hold_everybody, name="hold_everybody"),
    path("settings/retention/holds/<int:hold>/lift/", lift, name="lift_hold"),
    path("settings/retention/periods/<slug:what>/", period, name="retention_period"),
    path("learners/<slug:public_id>/hold/", hold_learner, name="hold_learner"),
    path("learners/<slug:public_id>/erase/", erase, name="erase_learner"),
]
