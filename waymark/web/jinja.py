"""The Jinja2 environment of our pages: strict about names, with components, GOV.UK macros and our filters to hand."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import json_script
from jinja2 import Environment, StrictUndefined

from waymark.access.demonstration import demonstration
from waymark.web import charts, formats, paging
from waymark.web.components import component
from waymark.web.exploring import exploring_links
from waymark.web.fields import error_summary, govuk_field, govuk_fields
from waymark.web.govuk import govuk


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page."""
    return reverse(name, args=args, kwargs=kwargs)


def _is_markup(template: str | None) -> bool:
    """Everything is, but the plain text of letters."""
    return not (template or "").endswith(".txt")


def environment(**options: Any) -> Environment:
    """Made by Django's Jinja2 backend, which gives the loader. A name nobody gave is an error, not a blank."""
    options |= {"undefined": StrictUndefined, "autoescape": _is_markup, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options)
    made.filters.update(formats.FILTERS)
    made.globals.update(
        url=url,
        static=static,
        component=component,
        govuk=govuk,
        govuk_field=govuk_field,
        govuk_fields=govuk_fields,
        error_summary=error_summary,
        json_script=json_script,
        share_of=formats.share_of,
        stacked_bars=charts.stacked_bars,
        trend=charts.trend,
        page_links=paging.page_links,
        demonstration=demonstration,
        exploring_links=exploring_links,
    )
    return made
