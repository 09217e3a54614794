"""The OpenAPI document as people read it: by part, by endpoint, what goes in and what comes out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Parameter:
    """One thing an endpoint may be told, in its address or in its body."""

    name: str
    kind: str
    is_required: bool
    description: str


@dataclass(frozen=True)
class Described:
    """One endpoint as the reference shows it."""

    anchor: str
    method: str
    address: str
    title: str
    description: str
    needs: str
    parameters: tuple[Parameter, ...]
    body: tuple[Parameter, ...]
    gives: str
    refusals: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """One shape that goes in or out, with its fields."""

    name: str
    description: str
    fields: tuple[Parameter, ...]


@dataclass(frozen=True)
class Part:
    """The endpoints of one part of the API."""

    title: str
    endpoints: tuple[Described, ...]


# What parameters of these names mean wherever they stand.
_USUAL = {
    "limit": "How many to give, 200 at most.",
    "start": "How many to pass over.",
    "on": "The day; today unless given.",
    "framework": "Its name; the benchmarks in force on the day unless given.",
    "year_group": "7 to 14.",
    "form": "The form or tutor group, as the school names it.",
    "group": "The group of learners, as the figures name it; “all” is everyone.",
    "entitlement": "Its code, as the frameworks list it.",
    "academic_year": "Named by its September.",
    "search": "A name or part of one, a URN, a UKPRN, or a postcode or its first part.",
    "institution_id": "A URN, or a UKPRN where there is none.",
    "learner_id": "The learner's opaque id.",
    "activity_id": "The activity's opaque id.",
    "slug": "The last part of the page's address.",
    "audience": "Whom it is for.",
    "reason": "Why.",
}


def parts_of(document: Mapping[str, Any], needs: Mapping[str, str]) -> tuple[Part, ...]:
    """Every endpoint of the document by part, in its order; `needs` says by operation what each asks for."""
    found: dict[str, list[Described]] = {}
    for address, methods in document["paths"].items():
        for method, operation in methods.items():
            described = _described(document, address, method, operation, needs)
            found.setdefault(operation["tags"][0], []).append(described)
    return tuple(Part(title, tuple(endpoints)) for title, endpoints in found.items())


def shapes_of(document: Mapping[str, Any]) -> tuple[Shape, ...]:
    """Every shape the endpoints take or give, by name."""
    schemas = document["components"]["schemas"]
    return tuple(
        Shape(name, _sentence(schema.get("description", "")), tuple(_fields(schema)))
        for name, schema in sorted(schemas.items())
        if "properties" in schema
    )


def _described(
    document: Mapping[str, Any], address: str, method: str, operation: Mapping[str, Any], needs: Mapping[str, str]
) -> Described:
    answers = operation["responses"]
    given = next(answer for code, answer in answers.items() if int(code) < 300)
    body = operation.get("requestBody")
    return Described(
        anchor=re.sub(r"\W+", "-", f"{method}{address}").strip("-"),
        method=method.upper(),
        address=address,
        title=operation["summary"],
        description=_sentence(operation.get("description", "")),
        needs=needs[operation["operationId"]],
        parameters=tuple(
            _parameter(each["name"], each["schema"], bool(each.get("required")))
            for each in operation.get("parameters", ())
        ),
        body=tuple(_fields(_resolved(document, body["content"]["application/json"]["schema"]))) if body else (),
        gives=kind_in_words(given["content"]["application/json"]["schema"]),
        refusals=tuple(str(code) for code in answers if int(code) >= 400),
    )


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"][name] if name else schema


def _fields(schema: Mapping[str, Any]) -> Iterator[Parameter]:
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        yield _parameter(name, field, name in required)


def _parameter(name: str, schema: Mapping[str, Any], is_required: bool) -> Parameter:
    default = schema.get("default")
    kind = kind_in_words(schema) + (f", {default} unless given" if default and not is_required else "")
    return Parameter(name, kind, is_required, schema.get("description", "") or _USUAL.get(name, ""))


def kind_in_words(schema: Mapping[str, Any]) -> str:
    """What a value is, as a reader needs it: “day”, “one of planned, done, cancelled”, “list of Line”."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        kinds = [kind_in_words(one) for one in schema["anyOf"]]
        return " or ".join(dict.fromkeys(kinds))
    if "enum" in schema:
        return f"one of {', '.join(str(value) or 'blank' for value in schema['enum'])}"
    if schema.get("type") == "array":
        if "prefixItems" in schema:
            return f"list of {', '.join(kind_in_words(one) for one in schema['prefixItems'])}"
        return f"list of {kind_in_words(schema.get('items', {}))}"
    if schema.get("type") == "object":
        values = schema.get("additionalProperties")
        return f"{kind_in_words(values)} by name" if isinstance(values, dict) else "object"
    formats = {"date": "day", "date-time": "moment"}
    words = {
        "string": "text",
        "integer": "whole number",
        "boolean": "true or false",
        "null": "null",
        "number": "number",
    }
    return formats.get(schema.get("format", "")) or words.get(schema.get("type", ""), "anything")


def _sentence(text: str) -> str:
    return " ".join(text.split()).replace("`", "“", 1).replace("`", "”", 1)
