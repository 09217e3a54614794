"""Components say what they take, take nothing else, and render in every state they declare."""

import pytest
from django.template import engines
from markupsafe import Markup

from waymark.web.components import FOLDER, ComponentError, all_declarations, declaration

EXAMPLES = [
    pytest.param(declared, example, id=f"{declared.name}: {example.title}")
    for declared in all_declarations()
    for example in declared.examples
]


def shown(source: str, **context) -> str:
    return engines["jinja2"].env.from_string(source).render(**context)


def test_every_component_declares_itself_and_has_an_example():
    declared = all_declarations()

    assert [one.name for one in declared] == sorted(path.stem for path in FOLDER.glob("*.html"))
    assert [one.name for one in declared if not one.says or not one.examples] == []


@pytest.mark.parametrize(("declared", "example"), EXAMPLES)
def test_every_example_renders_without_inline_style_or_script(declared, example):
    call = (
        "{% call component(name, **props) %}{{ slot }}{% endcall %}"
        if example.slot
        else "{{ component(name, **props) }}"
    )

    made = shown(call, name=declared.name, props=example.props, slot=Markup(example.slot or ""))

    assert made.strip()
    for forbidden in (" style=", "<script", " onclick=", "None", "javascript:"):
        assert forbidden not in made


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        pytest.param("component('status_tag', status='met', colour='red')", "no prop 'colour'", id="unknown prop"),
        pytest.param("component('status_tag')", "needs 'status'", id="missing prop"),
        pytest.param("component('no_such_thing')", "no component 'no_such_thing'", id="unknown component"),
        pytest.param("component('../base')", r"no component '\.\./base'", id="a page is no component"),
    ],
)
def test_a_wrong_call_is_refused(call, fault):
    with pytest.raises(ComponentError, match=fault):
        shown("{{ " + call + " }}")


def test_a_slot_where_there_is_none_is_refused():
    with pytest.raises(ComponentError, match="has no slot"):
        shown("{% call component('status_tag', status='met') %}x{% endcall %}")


def test_words_are_escaped_in_components():
    made = shown("{{ component('notice', title=title) }}", title="<img src=x onerror=alert(1)>")

    assert "<img" not in made
    assert "&lt;img" in made


def test_ids_differ_within_a_page():
    made = shown("{{ component('bar_chart', title='A', rows=[{'label': 'x', 'met': 1}, {'label': 'y', 'met': 1}]) }}")

    ids = [part.split('"')[0] for part in made.split('id="')[1:]]
    assert len(ids) == len(set(ids)) == 2


def test_a_name_nobody_gave_is_an_error():
    with pytest.raises(Exception, match="'missing' is undefined"):
        shown("{{ missing }}")


@pytest.mark.parametrize("status", ["met", "not_yet", "missed", "unknown", "achieved", "in_progress", "not_achieved"])
def test_a_status_is_said_in_a_word_and_drawn_as_a_shape(status):
    made = shown("{{ component('status_tag', status=status) }}", status=status)

    assert status.replace("_", " ") in made.casefold()
    assert "<svg" in made


def test_declaration_lists_required_props_apart_from_those_with_defaults():
    notice = declaration("notice")

    assert notice.required == {"title"}
    assert notice.defaults == {"kind": "info", "text": None, "announced": False}
    assert notice.slot is True
