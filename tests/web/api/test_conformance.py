"""The API does what its OpenAPI document says, for requests that fit it and for those that do not."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import negative_data_rejection, positive_data_acceptance

from waymark.config.wsgi import application

SCHEMA = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
OPERATIONS = [pytest.param(result.ok(), id=result.ok().label) for result in SCHEMA.get_all_operations()]
FEW = settings(
    max_examples=4,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


# Rules no schema can say, such as who is at the school, refuse what fits the schema: with 422, which is declared. And
# a request whose only fault was to lack its token has none here, where each is sent with one.
NOT_ASKED = [positive_data_acceptance, negative_data_rejection]


@pytest.fixture(autouse=True)
def _in_one_connection():
    """The server's own tidying would close the connection that the test's transaction is on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_answer_is_one_the_document_declares(world, program, operation):
    headers = {"Authorization": f"Bearer {program(world.school).secret}"}
    known = {"learner_id": world.learners[0].public_id, "activity_id": world.planned.public_id}
    named = {name: known[name] for name in known if f"{{{name}}}" in operation.path}
    asked = list(operation.iter_parameters()) or operation.body

    @FEW
    @given(operation.as_strategy(GenerationMode.POSITIVE, path_parameters=named or None))
    def fitting(case):
        case.call_and_validate(headers=headers, excluded_checks=NOT_ASKED)

    @FEW
    @given(operation.as_strategy(GenerationMode.NEGATIVE))
    def unfit(case):
        case.call_and_validate(headers=headers, excluded_checks=NOT_ASKED)

    fitting()
    if asked:
        unfit()
