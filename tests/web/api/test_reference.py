import re

import pytest


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
    assert sorted(plan["responses"]) == ["201", "400", "401", "403", "404", "409", "422", "429"]
    assert plan["security"] == [{"BearerToken": []}]
    assert not document["paths"]["/api/frameworks"]["get"].get("security")
