"""Django form fields shown as GOV.UK components, and the summary of what is wrong with a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from markupsafe import Markup

from waymark.web.forms import DateParts
from waymark.web.govuk import govuk

_ACROSS = "wm-across"
_SHORT = 14  # letters, of choices that may stand side by side
_LEGEND = {"classes": "govuk-fieldset__legend--s"}
# Said by the macro's own parameters, or, for a number typed into a text box, of no use there.
_NOT_PASSED_ON = frozenset(
    [
        "autocomplete",
        "inputmode",
        "spellcheck",
        "class",
        "type",
        "rows",
        "cols",
        "multiple",
        "min",
        "max",
        "step",
        "placeholder",
        "aria-describedby",
    ]
)


def govuk_field(bound: BoundField, **extra: Any) -> Markup:
    """One field with its label, hint and error. `extra` is laid over the macro's parameters (`classes`, `label` …).

    A field that may be left out says "(optional)". A hidden one is only its input.
    """
    if bound.is_hidden:
        return Markup(bound.as_hidden())
    macro, params = _shape(bound)
    if params.get("classes") == _ACROSS and "classes" in extra:
        extra["classes"] = f"{extra['classes'] or ''} {_ACROSS}".strip()
    return govuk(macro, **{**_common(bound), **params, **extra})


def govuk_fields(form: BaseForm) -> Markup:
    """Every field of a form in its order, the hidden ones first."""
    return Markup("").join(govuk_field(form[name]) for name in sorted(form.fields, key=lambda n: not form[n].is_hidden))


def error_summary(form: BaseForm, title: str = "There is a problem") -> Markup:
    """All that is wrong with a form, each fault a link to its field; nothing when nothing is wrong."""
    errors: list[dict[str, Any]] = [{"text": str(error)} for error in form.non_field_errors()]
    for bound in (form[name] for name in form.errors if name in form.fields):
        errors += [{"text": _naming(bound, fault), "href": f"#{first_id(bound)}"} for fault in _faults(bound)]
    return govuk("error-summary", titleText=title, errorList=errors) if errors else Markup("")


def first_id(bound: BoundField) -> str:
    """The id of the first thing to fill in of a field."""
    return f"{bound.auto_id}_day" if isinstance(bound.field.widget, DateParts) else bound.auto_id


def _faults(bound: BoundField) -> list[str]:
    """What is wrong with one field; where Django would only say that it is required, with its name."""
    left_out = str(forms.Field.default_error_messages["required"])
    return [f"“{bound.label}” is needed." if str(fault) == left_out else str(fault) for fault in bound.errors]


def _naming(bound: BoundField, fault: str) -> str:
    """A fault as the summary says it, away from its field."""
    label = str(bound.label)
    if label.casefold() in fault.casefold():
        return fault
    return f"{label} {fault}" if label.endswith("?") else f"{label}: {fault}"


def _common(bound: BoundField) -> dict[str, Any]:
    label = str(bound.label) + ("" if bound.field.required or not _asks(bound) else " (optional)")
    faults = _faults(bound)
    return {
        "name": bound.html_name,
        "label": {"text": label},
        "hint": {"text": str(bound.help_text)} if bound.help_text else None,
        "errorMessage": {"text": faults[0]} if faults else None,
    }


def _asks(bound: BoundField) -> bool:
    """A tick box or a list of them may always be left alone, which goes without saying."""
    return not isinstance(bound.field.widget, (forms.CheckboxInput, forms.CheckboxSelectMultiple))


def _shape(bound: BoundField) -> tuple[str, dict[str, Any]]:
    widget = bound.field.widget
    for kind, shape in _SHAPES:
        if isinstance(widget, kind):
            return shape(bound)
    raise TypeError(f"no GOV.UK component for {type(widget).__name__} ({bound.html_name})")


def _text(bound: BoundField) -> tuple[str, dict[str, Any]]:
    attrs = bound.field.widget.attrs
    return "input", {
        "id": bound.auto_id,
        "value": _value(bound),
        "type": bound.field.widget.input_type if bound.field.widget.input_type != "number" else "text",
        "inputmode": "numeric" if isinstance(bound.field, forms.IntegerField) else attrs.get("inputmode"),
        "autocomplete": attrs.get("autocomplete"),
        "spellcheck": attrs.get("spellcheck"),
        "classes": attrs.get("class") or _width(bound),
        "attributes": _attributes(attrs),
    }


def _width(bound: BoundField) -> str | None:
    """A box about as wide as what goes into it."""
    if isinstance(bound.field, forms.IntegerField):
        return "govuk-input--width-5"
    longest = getattr(bound.field, "max_length", None)
    return "govuk-input--width-10" if longest and longest <= 12 else None


def _password(bound: BoundField) -> tuple[str, dict[str, Any]]:
    autocomplete = bound.field.widget.attrs.get("autocomplete", "current-password")
    return "password-input", {"id": bound.auto_id, "autocomplete": autocomplete}


def _textarea(bound: BoundField) -> tuple[str, dict[str, Any]]:
    attrs = bound.field.widget.attrs
    return "textarea", {
        "id": bound.auto_id,
        "value": _value(bound),
        "rows": attrs.get("rows", 5),
        "attributes": _attributes(attrs),
    }


def _date(bound: BoundField) -> tuple[str, dict[str, Any]]:
    values = bound.field.widget.decompress(bound.value())
    faulty = " govuk-input--error" if bound.errors else ""
    return "date-input", {
        "id": bound.auto_id,
        "label": None,
        "fieldset": {"legend": {"text": _common(bound)["label"]["text"], **_LEGEND}},
        "items": [
            {
                "id": f"{bound.auto_id}_{part}",
                "name": f"{bound.html_name}_{part}",
                "label": part.capitalize(),
                "value": str(value),
                "classes": f"govuk-input--width-{4 if part == 'year' else 2}{faulty}",
            }
            for part, value in zip(DateParts.PARTS, values, strict=True)
        ],
    }


def _file(bound: BoundField) -> tuple[str, dict[str, Any]]:
    attrs = bound.field.widget.attrs
    return "file-upload", {
        "id": bound.auto_id,
        "javascript": True,
        "multiple": bool(attrs.get("multiple")),
        "attributes": _attributes(attrs),
    }


def _select(bound: BoundField) -> tuple[str, dict[str, Any]]:
    attributes = _attributes(bound.field.widget.attrs)
    return "select", {"id": bound.auto_id, "items": _items(bound, checked="selected"), "attributes": attributes}


def _radios(bound: BoundField) -> tuple[str, dict[str, Any]]:
    return "radios", _grouped(bound, _items(bound, checked="checked"))


def _checkboxes(bound: BoundField) -> tuple[str, dict[str, Any]]:
    return "checkboxes", _grouped(bound, _items(bound, checked="checked"))


def _one_checkbox(bound: BoundField) -> tuple[str, dict[str, Any]]:
    item = {"value": "on", "text": str(bound.label), "checked": bool(bound.value()), "hint": _common(bound)["hint"]}
    return "checkboxes", {"idPrefix": bound.auto_id, "label": None, "hint": None, "items": [item]}


def _grouped(bound: BoundField, items: list[dict[str, Any]]) -> dict[str, Any]:
    legend = {"text": _common(bound)["label"]["text"], **_LEGEND}
    across = _ACROSS if all(len(i["text"]) < _SHORT and not i["hint"] for i in items) else None
    shown = {"fieldset": {"legend": legend}, "items": items, "classes": across}
    return {"idPrefix": bound.auto_id, "label": None, **shown}


def _items(bound: BoundField, *, checked: str) -> list[dict[str, Any]]:
    """The choices, those in named groups laid flat; `{"hint": …}` comes from the field's `hints`, by value."""
    chosen = bound.value()
    several = chosen if isinstance(chosen, (list, tuple, set)) else [chosen]
    wanted = {"" if each is None else str(each) for each in several}
    hints: dict[str, str] = getattr(bound.field, "hints", {})
    made = []
    for value, words in bound.field.choices:
        group = words if isinstance(words, (list, tuple)) else [(value, words)]
        for each, text in group:
            key = "" if each is None else str(each)
            hint = {"text": hints[key]} if key in hints else None
            made.append({"value": key, "text": str(text), checked: key in wanted, "hint": hint})
    return [item for item in made if item["value"] or checked == "selected"]


def _value(bound: BoundField) -> str:
    value = bound.field.widget.format_value(bound.value())
    return "" if value is None else str(value)


def _attributes(attrs: dict[str, Any]) -> dict[str, str]:
    return {
        name: str(value) for name, value in attrs.items() if name not in _NOT_PASSED_ON and value not in (None, False)
    }


_SHAPES: tuple[tuple[type[forms.Widget], Callable[[BoundField], tuple[str, dict[str, Any]]]], ...] = (
    (DateParts, _date),
    (forms.FileInput, _file),
    (forms.PasswordInput, _password),
    (forms.Textarea, _textarea),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.CheckboxInput, _one_checkbox),
    (forms.RadioSelect, _radios),
    (forms.SelectMultiple, _checkboxes),
    (forms.Select, _select),
    (forms.widgets.Input, _text),
)
