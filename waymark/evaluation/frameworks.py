"""The frameworks of this installation, read from their folders of YAML. A new version is a new folder."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from waymark.kernel.example import Example, read_examples
from waymark.kernel.framework import Framework, FrameworkError, parse_framework

FOLDER = Path(__file__).parent.parent / "frameworks"

# libyaml's reader where PyYAML was built with it: some ten times faster, the same values.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UnknownFramework(LookupError):
    """No framework of this name; the message lists those there are."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no framework '{name}'. There are: {', '.join(framework_names())}.")


@cache
def framework_names() -> tuple[str, ...]:
    """Names as on the command line (`gatsby-2024`), in text order."""
    return tuple(sorted(path.parent.name.replace("_", "-") for path in FOLDER.glob("*/framework.yaml")))


@cache
def framework(name: str) -> Framework:
    """The framework of this name, read once. UnknownFramework if there is none, FrameworkError if its data is wrong."""
    if name not in framework_names():
        raise UnknownFramework(name)
    return read_framework(FOLDER / name.replace("-", "_"))


def frameworks() -> tuple[Framework, ...]:
    """Every framework, in text order of names. Called when the program starts, so that a broken file stops it there."""
    return tuple(framework(name) for name in framework_names())


def benchmarks_in_force(on: date) -> Framework:
    """The version of the eight benchmarks by which a day is judged. LookupError before the first of them."""
    for candidate in frameworks():
        if candidate.name.startswith("gatsby-") and candidate.is_in_force(on):
            return candidate
    raise LookupError(f"No benchmarks were in force on {on.isoformat()}.")


def read_framework(folder: Path) -> Framework:
    """Read a version's folder: `framework.yaml`, a file for each benchmark, and `published.yaml` where there is one."""
    mapping = dict(_read(folder / "framework.yaml"))
    own = {"framework.yaml", "published.yaml"}
    mapping["benchmarks"] = [_read(path) for path in sorted(folder.glob("*.yaml")) if path.name not in own]
    if (folder / "published.yaml").exists():
        mapping["publishing"] = _read(folder / "published.yaml").get("publishing")
    parsed = parse_framework(mapping)
    if parsed.name != folder.name.replace("_", "-"):
        raise FrameworkError(f"{folder.name}: received the name {parsed.name!r}, expected that of its folder")
    return parsed


@cache
def worked_examples(name: str) -> dict[str, tuple[Example, ...]]:
    """The worked examples of a framework, by entitlement code; starting the program does not read them."""
    dues = {due.code: due for due in framework(name).entitlements}
    examples: dict[str, tuple[Example, ...]] = {}
    for path in sorted((FOLDER / name.replace("-", "_") / "examples").glob("*.yaml")):
        examples |= read_examples(_read(path), dues, f"{name}/examples/{path.name}")
    return examples


def _read(path: Path) -> Mapping[str, Any]:
    try:
        mapping = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FrameworkError(f"{path.parent.name}/{path.name}: cannot be read: {error}") from error
    if not isinstance(mapping, Mapping):
        raise FrameworkError(f"{path.parent.name}/{path.name}: received {type(mapping).__name__}, expected a mapping")
    return mapping
