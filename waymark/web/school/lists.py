"""What every list page has: pages of 25 rows, columns that can be put in order, filters that can be taken off."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from waymark.web.paging import PER_PAGE


@dataclass(frozen=True)
class Column:
    """A column's heading, the link that puts the list in its order, and the order it is in."""

    label: str
    sort_href: str
    sorted: str
    numeric: bool = False


@dataclass(frozen=True)
class Applied:
    """A filter in force, and the list without it."""

    label: str
    href: str


@dataclass(frozen=True)
class Paged:
    """One page of a list: its rows, and what the pagination says."""

    rows: tuple[Any, ...]
    page_number: int
    pages: int
    total: int
    base: str
    noun: str


def paged(request: HttpRequest, rows: Sequence[Any], address: str, noun: str) -> Paged:
    """The page asked for; the nearest there is when that one is not."""
    pages = max(1, -(-len(rows) // PER_PAGE))
    asked = request.GET.get("page", "1")
    number = min(max(int(asked), 1), pages) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    joint = "&" if "?" in address else "?"
    start = (number - 1) * PER_PAGE
    return Paged(tuple(rows[start : start + PER_PAGE]), number, pages, len(rows), f"{address}{joint}page=", noun)


def columns_of(
    headings: Mapping[str, str], sort: str, link: Callable[[str], str], *, numeric: Collection[str] = ()
) -> tuple[Column, ...]:
    """The columns; each link asks for that column's order, or for the other way round of the one in force."""
    by, backwards = sort.removeprefix("-"), sort.startswith("-")
    return tuple(
        Column(
            label=label,
            sort_href=link(f"-{name}" if name == by and not backwards else name),
            sorted=("descending" if backwards else "ascending") if name == by else "none",
            numeric=name in numeric,
        )
        for name, label in headings.items()
    )


def applied_filters(
    form: forms.Form, asked: Mapping[str, str], link: Callable[[dict[str, str]], str]
) -> tuple[Applied, ...]:
    """The filters in force, in words, each with the address of the list without it."""
    return tuple(
        Applied(_in_words(form, name, value), link({other: v for other, v in asked.items() if other != name}))
        for name, value in asked.items()
        if name in form.fields and name not in form.errors
    )


def _in_words(form: forms.Form, name: str, value: str) -> str:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        return next((str(words) for key, words in form[name].field.choices if str(key) == value), value)
    return f"{field.label}: {value}"
