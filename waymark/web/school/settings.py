"""What the school says of itself, and which sensitive facts it keeps."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse

from waymark.access.permissions import Permission
from waymark.ledger.actions.settings import (
    BLANK,
    SettingRefused,
    keep_settings,
    switch_field_off,
    switch_field_on,
)
from waymark.ledger.models import FieldScope, Learner, SchoolSettings, SensitiveField
from waymark.ledger.queries import settings_of, subjects_of
from waymark.places.models import Organisation
from waymark.web.pages import Refused, form_page
from waymark.web.school.settings_links import SettingsLink, settings_links
from waymark.web.school.words import Words, words_of


class SettingsForm(forms.Form):
    """The school's subjects, the length of a day at work, and its word for learners."""

    learner_word = forms.ChoiceField(
        label="What do you call those you teach?", choices=SchoolSettings.LearnerWord.choices, widget=forms.RadioSelect
    )
    subjects = forms.CharField(
        label="Subjects in which every learner should meet careers each year",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="One on each line. Benchmark 4 asks for a lesson in every one of them, each year.",
    )
    day_minutes = forms.IntegerField(
        label="How many minutes is a day at a workplace?",
        min_value=1,
        max_value=1440,
        help_text="Used to add up a week's worth of experience. Usually 300.",
    )


class SwitchOnForm(forms.Form):
    """Why a sensitive field is kept."""

    reason = forms.CharField(
        label="Why do you keep it?",
        max_length=300,
        help_text="Such as: to see whether everyone has the same chances. It is written into the audit trail.",
    )


@dataclass(frozen=True)
class SettingsPage:
    """All that the settings page shows."""

    school: str
    links: tuple[SettingsLink, ...]
    form: SettingsForm


@dataclass(frozen=True)
class KeptField:
    """One sensitive field: whether it is kept, since when and why, and the page that changes it."""

    label: str
    is_on: bool
    since: datetime | None
    why: str
    href: str


@dataclass(frozen=True)
class SensitiveFieldsPage:
    """All that the page of sensitive fields shows."""

    school: str
    words: Words
    links: tuple[SettingsLink, ...]
    fields: tuple[KeptField, ...]


@dataclass(frozen=True)
class SwitchFieldPage:
    """What switching one field on or off will do, said before it is done. `held_of`: learners with anything kept."""

    school: str
    words: Words
    label: str
    is_on: bool
    held_of: int
    form: SwitchOnForm
    back_href: str


@form_page("school/settings.html", needs=Permission.SETTINGS_WRITE)
def settings(request: HttpRequest, school: Organisation):
    said = settings_of(school)
    initial = {
        "learner_word": said.learner_word,
        "subjects": "\n".join(subjects_of(school)),
        "day_minutes": said.day_minutes,
    }
    form = SettingsForm(request.POST or None, initial=initial)
    shown = SettingsPage(school.name, settings_links(school, "settings"), form)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    wanted = form.cleaned_data
    try:
        keep_settings(
            school=school,
            subjects=wanted["subjects"].replace(";", "\n").splitlines(),
            day_minutes=wanted["day_minutes"],
            learner_word=wanted["learner_word"],
            by=request.scope,
        )
    except SettingRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, "Your settings were saved.")
    return redirect("settings", slug=school.slug)


@form_page("school/sensitive_fields.html", needs=Permission.SETTINGS_WRITE)
def sensitive_fields(request: HttpRequest, school: Organisation) -> SensitiveFieldsPage:
    on = {scope.field: scope for scope in FieldScope.objects.filter(organisation=school, off_at=None)}
    fields = tuple(
        KeptField(
            label=str(field.label),
            is_on=field in on,
            since=on[field].on_at if field in on else None,
            why=on[field].reason if field in on else "",
            href=reverse("switch_field", kwargs={"slug": school.slug, "field": field.value}),
        )
        for field in SensitiveField
    )
    return SensitiveFieldsPage(school.name, words_of(school), settings_links(school, "sensitive_fields"), fields)


@form_page("school/switch_field.html", needs=Permission.SETTINGS_WRITE)
def switch_field(request: HttpRequest, school: Organisation, field: str):
    if field not in SensitiveField:
        raise Http404("There is no such field.")
    is_on = FieldScope.objects.filter(organisation=school, field=field, off_at=None).exists()
    form = SwitchOnForm(request.POST if request.method == "POST" and not is_on else None)
    label = str(SensitiveField(field).label)
    shown = SwitchFieldPage(
        school=school.name,
        words=words_of(school),
        label=label,
        is_on=is_on,
        held_of=_held_of(school, field) if is_on else 0,
        form=form,
        back_href=reverse("sensitive_fields", kwargs={"slug": school.slug}),
    )
    if request.method != "POST":
        return shown
    if is_on:
        switch_field_off(school=school, field=field, by=request.scope)
        messages.success(request, f"{label} is no longer kept, and what was kept of it is gone.")
    elif not form.is_valid():
        return Refused(shown)
    else:
        switch_field_on(school=school, field=field, reason=form.cleaned_data["reason"], by=request.scope)
        messages.success(request, f"{label} is kept from now on. Bring in a file to fill it.")
    return redirect("sensitive_fields", slug=school.slug)


def _held_of(school: Organisation, field: str) -> int:
    return Learner.objects.filter(~Q(**{field: BLANK[SensitiveField(field)]}), organisation=school).count()


urlpatterns = [
    path("settings/", settings, name="settings"),
    path("settings/sensitive/", sensitive_fields, name="sensitive_fields"),
    path("settings/sensitive/<slug:field>/", switch_field, name="switch_field"),
]
