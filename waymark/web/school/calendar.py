"""The school's year: its terms, and the days in them on which nobody is in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import academic_year, first_day, in_words, last_day
from waymark.ledger.actions.settings import SettingRefused, TermDates, close_day, open_day, set_terms
from waymark.ledger.models import ClosedDay, Term
from waymark.places.models import Organisation
from waymark.web.forms import DateField
from waymark.web.pages import Refused, form_page
from waymark.web.school.settings_links import SettingsLink, settings_links

TERM_NAMES = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")


class TermsForm(forms.Form):
    """The first and last day of each half-term; one may be left blank, and then so is its other day.

    A school that calls its terms otherwise has its own in their order, and none of the usual names beside them.
    """

    def __init__(self, *args, year: int, terms: dict[str, Term], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        begins, ends = first_day(year), last_day(year)
        self.names = TERM_NAMES if terms.keys() <= set(TERM_NAMES) else tuple(terms)
        for number, name in enumerate(self.names):
            term = terms.get(name)
            for which, initial in (("from", term and term.from_on), ("to", term and term.to_on)):
                label = f"{name}, {'first' if which == 'from' else 'last'} day"
                self.fields[f"{which}_{number}"] = DateField(
                    label=label, initial=initial, required=False, not_before=begins, not_after=ends
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number, name in enumerate(self.names):
            begins, ends = cleaned.get(f"from_{number}"), cleaned.get(f"to_{number}")
            if bool(begins) != bool(ends) and not self.errors:
                missing = "to" if begins else "from"
                self.add_error(f"{missing}_{number}", f"Give both days of {name}, or neither.")
        return cleaned

    def rows(self) -> list[tuple[str, BoundField, BoundField]]:
        """Each term's name with the fields of its first and its last day."""
        return [(name, self[f"from_{number}"], self[f"to_{number}"]) for number, name in enumerate(self.names)]

    def terms(self) -> list[TermDates]:
        """The terms that were given."""
        cleaned = self.cleaned_data
        return [
            TermDates(name, cleaned[f"from_{number}"], cleaned[f"to_{number}"])
            for number, name in enumerate(self.names)
            if cleaned.get(f"from_{number}")
        ]


class ClosedDayForm(forms.Form):
    """A day on which learners are not in."""

    on = DateField(label="Day")
    reason = forms.CharField(label="Why", max_length=80, initial="INSET day")

    def __init__(self, *args, year: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].not_before, self.fields["on"].not_after = first_day(year), last_day(year)


@dataclass(frozen=True)
class ShutDay:
    on: date
    reason: str


@dataclass(frozen=True)
class OtherYear:
    label: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class CalendarPage:
    """All that the calendar page shows."""

    school: str
    year: str
    years: tuple[OtherYear, ...]
    links: tuple[SettingsLink, ...]
    terms: TermsForm
    closing: ClosedDayForm
    closed: tuple[ShutDay, ...]


@form_page("school/calendar.html", needs=Permission.SETTINGS_WRITE)
def calendar(request: HttpRequest, school: Organisation):
    year = _year_asked(request)
    doing = request.POST.get("doing") if request.method == "POST" else None
    terms = TermsForm(request.POST if doing == "terms" else None, year=year, terms=_terms(school, year))
    closing = ClosedDayForm(request.POST if doing == "close" else None, year=year)
    shown = _shown(school, year, terms, closing)
    if request.method != "POST":
        return shown
    if doing == "open":
        return _open(request, school, year, shown)
    form: forms.Form = closing if doing == "close" else terms
    if not form.is_valid():
        return Refused(shown)
    try:
        if doing == "close":
            said = form.cleaned_data
            close_day(school=school, on=said["on"], reason=said["reason"], by=request.scope)
        else:
            set_terms(school=school, year=year, terms=terms.terms(), by=request.scope)
    except SettingRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, "The day was added." if doing == "close" else "The terms were saved.")
    return redirect(_address(school, year))


def _open(request: HttpRequest, school: Organisation, year: int, shown: CalendarPage):
    try:
        day = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        return Refused(shown)
    open_day(school=school, on=day, by=request.scope)
    messages.success(request, "The day was taken off.")
    return redirect(_address(school, year))


def _year_asked(request: HttpRequest) -> int:
    """The academic year in the address: last year's, this one or next."""
    now = academic_year(timezone.localdate())
    asked = request.GET.get("year", "")
    return int(asked) if asked in {str(year) for year in range(now - 1, now + 2)} else now


def _shown(school: Organisation, year: int, terms: TermsForm, closing: ClosedDayForm) -> CalendarPage:
    now = academic_year(timezone.localdate())
    closed = ClosedDay.objects.filter(organisation=school, on__gte=first_day(year), on__lte=last_day(year))
    return CalendarPage(
        school=school.name,
        year=in_words(year),
        years=tuple(OtherYear(in_words(y), _address(school, y), y == year) for y in range(now - 1, now + 2)),
        links=settings_links(school, "calendar"),
        terms=terms,
        closing=closing,
        closed=tuple(ShutDay(one.on, one.reason) for one in closed),
    )


def _terms(school: Organisation, year: int) -> dict[str, Term]:
    return {term.name: term for term in Term.objects.filter(organisation=school, academic_year=year)}


def _address(school: Organisation, year: int) -> str:
    return f"{reverse('calendar', kwargs={'slug': school.slug})}?year={year}"


urlpatterns = [path("settings/calendar/", calendar, name="calendar")]
