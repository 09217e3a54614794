"""The careers profile as a reference page and as a JSON schema, written from the shapes themselves."""

import json
from collections.abc import Iterator
from typing import Any

from waymark.providers.sources.openreferral.shapes import (
    PROFILE,
    VERSION,
    CareersOffer,
    CareersOrganization,
    CareersResource,
    Page,
)

_PARTS = (
    ("An encounter: `careers` of a service", CareersOffer),
    ("A free lesson resource: `resource` of a service", CareersResource),
    ("Who offers it: `careers` of an organisation", CareersOrganization),
)


def profile_schema() -> str:
    """The whole page of services as a JSON schema."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Page.model_json_schema()}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def profile_reference(made: str) -> str:
    """The page that says what the profile adds to Open Referral."""
    lines = ["# The careers profile of Open Referral UK", "", made]
    lines += [
        f"`waymark export openreferral OUT` writes one page of services as Open Referral UK has it ({VERSION}), and",
        f"`waymark import offers FILE` reads the same. The profile is called `{PROFILE}`: it adds to a service what a",
        "plan needs to know, and to an organisation what a school asks before it invites anybody in. Programs that",
        "do not know the profile read the rest. A service without it is taken in as something else, which counts for",
        "nothing until somebody says more. The schema is [careers-profile.schema.json](careers-profile.schema.json).",
    ]
    for title, shape in _PARTS:
        lines += ["", f"## {title}", "", "| field | what it holds | needed |", "| --- | --- | --- |", *_fields(shape)]
    return "\n".join([*lines, ""])


def _fields(shape: Any) -> Iterator[str]:
    schema = shape.model_json_schema()
    for name, said in schema["properties"].items():
        needed = "yes" if name in schema.get("required", ()) else ""
        yield f"| `{name}` | {_kind(said, schema.get('$defs', {}))} | {needed} |"


def _kind(said: dict[str, Any], known: dict[str, Any]) -> str:
    if "$ref" in said:
        return _kind(known[said["$ref"].rpartition("/")[2]], known)
    if "anyOf" in said:
        return " or ".join(_kind(each, known) for each in said["anyOf"] if each.get("type") != "null")
    if "enum" in said:
        return "one of " + ", ".join(f"`{word}`" for word in said["enum"])
    if said.get("type") == "array":
        return f"a list: {_kind(said['items'], known)}"
    if said.get("type") == "object":
        return ", ".join(f"`{name}`" for name in said["properties"])
    words = {"integer": "a whole number", "number": "a number", "boolean": "true or false", "string": "text"}
    kind = "a date" if said.get("format") == "date" else words.get(said.get("type", ""), "text")
    if "minimum" in said:
        kind += f", {said['minimum']:g}" + (f" to {said['maximum']:g}" if "maximum" in said else " or more")
    return kind
