"""Our form fields, and Django's as GOV.UK components show them."""

from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from waymark.web.catalogue import SampleForm
from waymark.web.fields import error_summary, govuk_field, govuk_fields
from waymark.web.forms import DateField, SizedFileField


class DayForm(forms.Form):
    held_on = DateField(label="The day", not_before=date(2025, 9, 1), not_after=date(2026, 8, 31))


def day_form(day="", month="", year=""):
    return DayForm({"held_on_day": day, "held_on_month": month, "held_on_year": year})


@pytest.mark.parametrize("month", ["3", "03", "March", "mar", " MARCH "])
def test_day_is_read_from_its_three_boxes(month):
    form = day_form("27", month, "2026")

    assert form.is_valid()
    assert form.cleaned_data == {"held_on": date(2026, 3, 27)}


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (("", "", ""), "Enter a date for “The day”."),
        (("", "3", "2026"), "The day must include a day."),
        (("27", "", ""), "The day must include a month and a year."),
        (("31", "2", "2026"), "The day must be a real date, such as 27 3 2026."),
        (("27", "3", "26"), "The day must be a real date, such as 27 3 2026."),
        (("27", "threeish", "2026"), "The day must be a real date, such as 27 3 2026."),
        (("31", "8", "2025"), "The day must be on or after 1 September 2025."),
        (("1", "9", "2026"), "The day must be on or before 31 August 2026."),
    ],
)
def test_day_says_what_is_wrong(typed, fault):
    assert day_form(*typed).errors["held_on"] == [fault]


def test_day_shows_what_was_typed_and_links_to_its_first_box():
    form = day_form("31", "<b>", "2026")

    shown = govuk_field(form["held_on"])
    assert 'value="31"' in shown
    assert 'value="&lt;b&gt;"' in shown
    assert 'href="#id_held_on_day"' in error_summary(form)
    assert 'id="id_held_on_day"' in shown


def test_day_has_changed_only_when_it_is_another_day():
    same = DayForm(
        {"held_on_day": "27", "held_on_month": "3", "held_on_year": "2026"}, initial={"held_on": date(2026, 3, 27)}
    )

    assert same.changed_data == []


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("roll.csv", b"a", None),
        ("ROLL.XLSX", b"a", None),
        ("roll.pdf", b"a", "Choose a file that ends in .csv or .xlsx."),
        ("roll.csv", b"a" * 2_000_001, "That file is too big. We take files of up to 2 MB."),
    ],
)
def test_file_is_refused_in_words(name, content, fault):
    class FileForm(forms.Form):
        file = SizedFileField(endings=(".csv", ".xlsx"), most_bytes=2_000_000)

    form = FileForm({}, {"file": SimpleUploadedFile(name, content)})

    assert form.errors.get("file", []) == ([fault] if fault else [])


def test_every_kind_of_field_has_its_component():
    shown = govuk_fields(SampleForm())

    for name in ("name", "about", "kind", "mode", "years", "shared", "minutes", "file", "password"):
        assert f'name="{name}"' in shown
    assert "None" not in shown
    assert "What happens (optional)" in shown
    assert "Its purpose was shared beforehand (optional)" not in shown


def test_faults_name_their_field_and_lead_to_it():
    form = SampleForm({"minutes": "ten"})

    summary = error_summary(form)
    for fault in ("“Name of the activity” is needed.", "Minutes: Enter a whole number."):
        assert fault in summary
    for name in ("name", "kind", "mode", "minutes"):
        assert f'href="#id_{name}"' in summary
        assert f'id="id_{name}"' in govuk_field(form[name])


def test_form_without_faults_has_no_summary():
    assert error_summary(SampleForm()) == ""


def test_hidden_field_is_only_its_input():
    class Hidden(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput)

    assert govuk_field(Hidden(initial={"version": 3})["version"]) == (
        '<input type="hidden" name="version" value="3" id="id_version">'
    )


def test_widget_without_a_component_is_refused():
    class Odd(forms.Form):
        odd = forms.DateTimeField(widget=forms.SplitDateTimeWidget)

    with pytest.raises(TypeError, match=r"no GOV\.UK component for SplitDateTimeWidget"):
        govuk_field(Odd()["odd"])
