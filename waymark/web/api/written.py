"""The API reference as a page of the documentation, from the same document as the page on the site."""

from collections.abc import Iterator, Sequence

from waymark.web.api.describing import Described, Parameter, parts_of, shapes_of
from waymark.web.api.reference import document_and_needs


def api_reference(made_by: str) -> str:
    """The reference as Markdown; `made_by` says how it is made, at its head."""
    document, needs = document_and_needs()
    lines = ["# The API", "", made_by, document["info"]["description"], ""]
    lines += ["A running site shows this page at `/api/` and the OpenAPI document at `/api/openapi.json`.", ""]
    for part in parts_of(document, needs):
        lines += [f"## {part.title}", ""]
        for endpoint in part.endpoints:
            lines += _endpoint(endpoint)
    lines += ["## Shapes", ""]
    for shape in shapes_of(document):
        lines += [f"### {shape.name}", "", shape.description, "", *_fields(shape.fields)]
    return "\n".join(lines)


def _endpoint(endpoint: Described) -> Iterator[str]:
    yield from (f"### {endpoint.title}", "", f"`{endpoint.method} {endpoint.address}`", "", endpoint.description, "")
    refusals = f" May be refused with {', '.join(endpoint.refusals)}." if endpoint.refusals else ""
    yield from (f"Needs {endpoint.needs}. Gives {endpoint.gives}.{refusals}", "")
    if endpoint.parameters:
        yield from ("In the address:", "", *_fields(endpoint.parameters))
    if endpoint.body:
        yield from ("In the body:", "", *_fields(endpoint.body))


def _fields(fields: Sequence[Parameter]) -> Iterator[str]:
    yield from ("| name | what it is | needed | about it |", "| --- | --- | --- | --- |")
    for field in fields:
        yield f"| `{field.name}` | {field.kind} | {'yes' if field.is_required else ''} | {field.description} |"
    yield ""
