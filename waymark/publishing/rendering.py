"""The release as markup: one template, which the public page, the embedded one and the file to keep all show."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from waymark.publishing.content import PageContent
from waymark.publishing.words import FILTERS


@cache
def templates() -> Environment:
    """The templates of what is published, with their filters."""
    made = Environment(
        loader=PackageLoader("waymark.publishing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    return made


def render(content: PageContent) -> str:
    """The body of the page: the same content gives the same markup."""
    return templates().get_template("careers_page.html").render(page=content)


def document(content: dict[str, Any], body: str, *, style: str, address: str) -> str:
    """A whole HTML document that stands alone; `address` is where the page can be read as it is today, if anywhere."""
    in_itself = Markup(f"<style>\n{style}\n</style>")  # our own sheet, not words of anybody's
    return (
        templates()
        .get_template("document.html")
        .render(school=content["school"], body=Markup(body), style=in_itself, address=address)
    )
