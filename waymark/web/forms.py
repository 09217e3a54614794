"""Form fields of our own: a date in three boxes, a file no bigger than we take."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class DateParts(forms.Widget):
    """Three boxes, `name_day`, `name_month` and `name_year`, whose value is the three texts as they were typed."""

    PARTS = ("day", "month", "year")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str, str] | None:
        typed = tuple((data.get(f"{name}_{part}") or "").strip() for part in self.PARTS)
        return typed if any(typed) else None  # type: ignore[return-value]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part in self.PARTS)

    def decompress(self, value: date | tuple[str, str, str] | str | None) -> tuple[str, str, str]:
        """The three texts to show for a date, for what was typed, or for an ISO date given as a starting value."""
        if isinstance(value, str) and value:
            value = date.fromisoformat(value)
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        return value or ("", "", "")


class DateField(forms.Field):
    """A day typed as day, month (a number or a name) and year; says which box is wrong.

    `not_before` and `not_after`, where given, are days the answer must keep to, themselves included.
    """

    widget = DateParts

    def __init__(self, *, not_before: date | None = None, not_after: date | None = None, **kwargs: Any) -> None:
        self.not_before, self.not_after = not_before, not_after
        super().__init__(**kwargs)

    @property
    def _called(self) -> str:
        return str(self.label or "Date")

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        missing = [part for part, typed in zip(DateParts.PARTS, value, strict=True) if not typed]
        if missing:
            raise ValidationError(f"{self._called} must include a {' and a '.join(missing)}.", code="incomplete")
        try:
            return date(_year(value[2]), _month(value[1]), int(value[0]))
        except ValueError:
            raise ValidationError(f"{self._called} must be a real date, such as 27 3 2026.", code="invalid") from None

    def validate(self, value: date | None) -> None:
        if value is None and self.required:
            raise ValidationError(f"Enter a date for “{self._called}”.", code="required")
        if value and self.not_before and value < self.not_before:
            raise ValidationError(f"{self._called} must be on or after {_said(self.not_before)}.", code="too_early")
        if value and self.not_after and value > self.not_after:
            raise ValidationError(f"{self._called} must be on or before {_said(self.not_after)}.", code="too_late")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return DateParts().decompress(initial) != DateParts().decompress(data)


def _said(on: date) -> str:
    return f"{on.day} {on:%B} {on.year}"


def _month(typed: str) -> int:
    name = typed.casefold()[:3]
    return _MONTHS.index(name) + 1 if name in _MONTHS else int(typed)


def _year(typed: str) -> int:
    year = int(typed)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(typed)
    return year


class SizedFileField(forms.FileField):
    """A file of at most `most_bytes` whose name ends as one of `endings`; the rest is refused in words."""

    def __init__(self, *, endings: tuple[str, ...], most_bytes: int, **kwargs: Any) -> None:
        self.endings, self.most_bytes = endings, most_bytes
        super().__init__(widget=forms.FileInput(attrs={"accept": ",".join(endings)}), **kwargs)
        self.error_messages["required"] = "Choose a file."

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and not file.name.casefold().endswith(self.endings):
            raise ValidationError(f"Choose a file that ends in {' or '.join(self.endings)}.", code="ending")
        if file and file.size > self.most_bytes:
            limit = self.most_bytes // 1_000_000
            raise ValidationError(f"That file is too big. We take files of up to {limit} MB.", code="too_big")
        return file
