"""The API reference: a page of our own, made from the OpenAPI document, that loads nothing from anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.web.api.describing import Part, Shape, parts_of, shapes_of
from waymark.web.api.problems import MEDIA_TYPE
from waymark.web.pages import public_page


@dataclass(frozen=True)
class ReferencePage:
    """All that the API reference shows."""

    paragraphs: tuple[str, ...]
    parts: tuple[Part, ...]
    shapes: tuple[Shape, ...]
    openapi_href: str


def document_and_needs() -> tuple[dict[str, Any], dict[str, str]]:
    """The OpenAPI document, and what each of its operations needs, in words."""
    from waymark.web.api.urls import api  # the addresses list this page, so they cannot be imported before it

    return document_of(api), {operation: in_words(needs) for operation, needs in needs_of(api).items()}


def document_of(api: Any) -> dict[str, Any]:
    """The OpenAPI document. In an address a value is there or it is not, so `null` is no value of a parameter.

    A refusal is a problem by its media type too.
    """
    document = api.get_openapi_schema(path_prefix="/api/")
    for methods in document["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                kinds = parameter["schema"].pop("anyOf", None)
                if kinds:
                    parameter["schema"] |= next(kind for kind in kinds if kind.get("type") != "null")
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
    return document


def needs_of(api: Any) -> Mapping[str, Permission | str | None]:
    """What each operation of an API needs, by operation id."""
    found: dict[str, Permission | str | None] = {}
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            for operation in view.operations:
                found[api.get_openapi_operation_id(operation)] = operation.view_func.needs
    return found


def in_words(needs: Permission | str | None) -> str:
    """What a reader must have to use an endpoint."""
    if isinstance(needs, Permission):
        return f"a token that may {needs.value}"
    return "no token" if needs == "public" else "any token"


@public_page("api/reference.html")
def reference(request: HttpRequest) -> ReferencePage:
    document, needs = document_and_needs()
    return ReferencePage(
        paragraphs=tuple(document["info"]["description"].split("\n\n")),
        parts=parts_of(document, needs),
        shapes=shapes_of(document),
        openapi_href=reverse("openapi"),
    )
