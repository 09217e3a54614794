"""The GOV.UK Frontend macros, called by name: `govuk("button", text="Save")`.

They run in an environment of their own, because they lean on missing names being blank, which our pages refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup, escape

_THEIRS = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    undefined=ChainableUndefined,
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)


@cache
def _macro(name: str) -> Callable[..., Markup]:
    module = _THEIRS.get_template(f"govuk_frontend_jinja/components/{name}/macro.html").module
    return getattr(module, "govuk" + "".join(part.capitalize() for part in name.split("-")))


def _safe(value: Any, key: str = "") -> Any:
    """Without the Nones, which the macros would print; and with every `html` that is not markup escaped."""
    if isinstance(value, Mapping):
        return {k: _safe(v, k) for k, v in value.items() if v is not None}
    if isinstance(value, (list, tuple)):
        return [item if item is None else _safe(item, key) for item in value]
    if isinstance(value, str) and (key == "html" or key.endswith("Html")):
        return escape(value)
    if isinstance(value, str) or value is True or value is False or isinstance(value, (int, float)):
        return value
    return value if hasattr(value, "__html__") else str(value)


def govuk(name: str, /, *, caller: Callable[[], Markup] | None = None, **params: Any) -> Markup:
    """Render the GOV.UK component `name` (as npm spells it: `date-input`) with its own parameters, `html` ones escaped
    unless already markup. An unknown component raises."""
    extra = {"caller": caller} if caller else {}
    return Markup(_macro(name)(_safe(params), **extra).strip())
