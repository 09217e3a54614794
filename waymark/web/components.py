"""Components: one file each in `templates/components/`, opening with a comment that declares it.

    {#---
    says: One sentence on what it is for.
    props: {status: required, label: null}
    slot: false
    examples:
      - {title: "missed", props: {status: missed}}
    ---#}

A template shows one with `{{ component("status_tag", status="missed") }}`, or, when it has a slot, with
`{% call component("notice", title="…") %}…{% endcall %}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

FOLDER = Path(__file__).parent / "templates" / "components"
_DECLARATION = re.compile(r"\A\{#---\n(.*?)\n---#\}", re.DOTALL)
_REQUIRED = "required"
_FROM_THE_PAGE = ("request", "csrf_input")


class ComponentError(TypeError):
    """A component that does not exist, is declared wrongly, or was called with props it does not have."""


@dataclass(frozen=True, slots=True)
class Example:
    """One state of a component, as the catalogue shows it. `slot` is markup."""

    title: str
    props: Mapping[str, Any]
    slot: str | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a component's file says of itself: purpose, required props, optional ones with their defaults, examples."""

    name: str
    says: str
    required: frozenset[str]
    defaults: Mapping[str, Any]
    slot: bool
    examples: tuple[Example, ...]

    def filled(self, props: Mapping[str, Any], *, has_slot: bool) -> dict[str, Any]:
        """Every declared prop with its value; an unknown prop, a missing one or a slot misplaced raises."""
        unknown = sorted(props.keys() - self.required - self.defaults.keys())
        missing = sorted(self.required - props.keys())
        if unknown or missing or (has_slot and not self.slot):
            faults = [f"no prop {name!r}" for name in unknown] + [f"needs {name!r}" for name in missing]
            raise ComponentError(f"component {self.name!r}: {', '.join(faults) or 'has no slot'}")
        return {**self.defaults, **props}


def declaration(name: str) -> Declaration:
    """What the component `name` declares; read again when its file has changed."""
    path = FOLDER / f"{name}.html"
    try:
        if not name.isidentifier():
            raise FileNotFoundError(path)
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise ComponentError(f"no component {name!r}") from None


def all_declarations() -> list[Declaration]:
    """Every component there is, by name."""
    return [declaration(path.stem) for path in sorted(FOLDER.glob("*.html"))]


@lru_cache(maxsize=256)
def _read(path: Path, _changed_at: int) -> Declaration:
    found = _DECLARATION.match(path.read_text(encoding="utf-8"))
    if not found:
        raise ComponentError(f"component {path.stem!r} declares nothing")
    said = yaml.safe_load(found[1])
    props: dict[str, Any] = said.get("props") or {}
    return Declaration(
        name=path.stem,
        says=said["says"],
        required=frozenset(name for name, default in props.items() if default == _REQUIRED),
        defaults={name: default for name, default in props.items() if default != _REQUIRED},
        slot=bool(said.get("slot")),
        examples=tuple(Example(e["title"], e.get("props") or {}, e.get("slot")) for e in said["examples"]),
    )


@pass_context
def component(context: Context, name: str, /, *, caller: Callable[[], Markup] | None = None, **props: Any) -> Markup:
    """The component `name` rendered with exactly its declared `props`; inside it, `unique` gives ids no other has."""
    filled = declaration(name).filled(props, has_slot=caller is not None)
    inherited = {key: context.get(key, "") for key in _FROM_THE_PAGE}
    slot = caller() if caller else None
    template = context.environment.get_template(f"components/{name}.html")
    return Markup(template.render(**inherited, **filled, slot=slot, unique=_unique(context)).strip())


def _unique(context: Context) -> Callable[[str], str]:
    """Ids that differ within one page and are the same each time the page is made."""
    page: Any = context.get("request") or context.environment
    if not hasattr(page, "_component_count"):
        page._component_count = count(1)
    return lambda stem: f"{stem}-{next(page._component_count)}"
