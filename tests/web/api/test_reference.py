import re

import pytest
from ninja import Schema


@pytest.fixture
def page(client, db):
    return client.get("/api/").content.decode()


def test_the_reference_shows_every_endpoint_and_shape(page, client):
    document = client.get("/api/openapi.json").json()

    for address, methods in document["paths"].items():
        for method in methods:
            assert f'<code class="wm-code">{method.upper()} {address}</code>' in page
    for shape in ("LearnerRecord", "Figures", "Problem", "RegisterSent"):
        assert f'id="{shape}"' in page


def test_the_reference_loads_nothing_from_another_host(page):
    loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]+)"', page)

    assert loaded
    assert [address for address in loaded if not address.startswith("/static/")] == []


def test_the_document_is_openapi_with_a_refusal_for_each_way_to_refuse(client, db):
    document = client.get("/api/openapi.json").json()

    assert document["openapi"].startswith("3.1")
    plan = document["paths"]["/api/activities"]["post"]
    assert sorted(plan["responses"]) == ["201", "400", "401", "403", "404", "409", "413", "422", "429"]
    assert plan["security"] == [{"BearerToken": []}]
    assert not document["paths"]["/api/frameworks"]["get"].get("security")


def shapes(of=Schema):
    for each in of.__subclasses__():
        if each.__module__.startswith("waymark."):
            yield each
        yield from shapes(each)


def test_no_two_shapes_have_one_name():
    """The document tells shapes apart by their names: of two with one name it shows the one for the other."""
    names = [shape.__name__ for shape in set(shapes())]

    assert len(names) > 40
    assert sorted(name for name in names if names.count(name) > 1) == []


def test_the_document_says_what_merging_takes(client, db):
    document = client.get("/api/openapi.json").json()
    body = document["paths"]["/api/learner-files/{file_id}/merging"]["post"]["requestBody"]["content"]
    shape = document["components"]["schemas"][body["application/json"]["schema"]["$ref"].rpartition("/")[2]]

    assert set(shape["properties"]) == {"left", "still_here"}


def test_a_body_too_large_is_refused_as_the_document_says(world, program, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = program(world.school)("POST", "activities", {"title": "x" * 2000})

    assert (answer.status, answer.body["title"]) == (413, "TooLarge")
