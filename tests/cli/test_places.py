import json

import pytest

from waymark.cli.main import run
from waymark.places.actions import add_place
from waymark.places.models import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def fernhill(db):
    return add_place(
        kind=Kind.SCHOOL, name="Fernhill School", slug="fernhill-school", urn="900001", phases="Primary;Secondary"
    )


def test_places_search_gives_the_shape_and_null_for_what_is_unknown(fernhill, capsys):
    code = run(["places", "search", "fernhill", "--json"])

    assert (code, json.loads(capsys.readouterr().out)) == (
        0,
        {
            "total": 1,
            "results": [
                {
                    "urn": "900001",
                    "ukprn": None,
                    "name": "Fernhill School",
                    "status": "Open",
                    "opened": None,
                    "closed": None,
                    "phases": ["Primary", "Secondary"],
                    "town": None,
                    "postcode": None,
                    "la_code": None,
                    "la_name": None,
                    "website": None,
                    "successors": [],
                    "predecessors": [],
                }
            ],
        },
    )


def test_places_search_in_words(fernhill, capsys):
    assert run(["places", "search", "fernhill"]) == 0
    assert capsys.readouterr().out == "1 found:\n   900001  Fernhill School (no address): Open\n"


@pytest.mark.parametrize("arguments", [["  "], ["fernhill", "--limit", "0"], []])
def test_places_search_refuses_what_it_cannot_do(db, capsys, arguments):
    assert run(["places", "search", *arguments, "--json"]) == 2
    assert set(json.loads(capsys.readouterr().out)) == {"error"}
