"""The macros we call and the style sheet we build come from two packages: here they are held to each other."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markupsafe import Markup

from waymark.web.govuk import govuk

COMPONENTS = Path("frontend/node_modules/govuk-frontend/dist/govuk/components")


class Reading(HTMLParser):
    """Markup as what it says: tags with their attributes in any order, and words without the space around them."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[object] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.said.append((tag, sorted((name, " ".join((value or "").split())) for name, value in attributes)))

    def handle_endtag(self, tag):
        self.said.append(f"/{tag}")

    def handle_data(self, words):
        if words.strip():
            self.said.append(" ".join(words.split()))


def as_written(value, key=""):
    """A fixture's options, its `html` taken for the markup it is."""
    if isinstance(value, dict):
        return {name: as_written(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [as_written(inner, key) for inner in value]
    return Markup(value) if isinstance(value, str) and (key == "html" or key.endswith("Html")) else value


@pytest.mark.skipif(not COMPONENTS.exists(), reason="the front end has not been installed")
def test_macros_say_what_the_style_sheets_package_expects():
    different = []
    files = sorted(COMPONENTS.glob("*/fixtures.json"))
    files.remove(COMPONENTS / "footer" / "fixtures.json")  # our footer is our own; in theirs a None is not a nothing
    for file in files:
        for fixture in json.loads(file.read_text())["fixtures"]:
            made = govuk(file.parent.name, **as_written(fixture["options"]))
            if Reading(made).said != Reading(fixture["html"]).said:
                different.append(f"{file.parent.name}: {fixture['name']}")

    assert len(files) > 30
    assert different == []


def test_words_given_as_html_are_escaped_unless_they_are_markup():
    assert "&lt;b&gt;Ann&lt;/b&gt;" in govuk("inset-text", html="<b>Ann</b>")
    assert "<b>Ann</b>" in govuk("inset-text", html=Markup("<b>Ann</b>"))
    assert "&lt;b&gt;" in govuk("tag", text="<b>")


def test_nothing_given_is_not_printed():
    assert "None" not in govuk("textarea", name="a", id="a", value=None, label={"text": "A", "classes": None})


def test_a_slot_fills_a_component():
    assert "<p>inside</p>" in govuk("fieldset", caller=lambda: Markup("<p>inside</p>"))
