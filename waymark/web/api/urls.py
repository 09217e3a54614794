"""The addresses under /api/: the endpoints, the OpenAPI document, and the reference people read."""

from django.http import HttpRequest, JsonResponse
from django.urls import path, re_path
from ninja import NinjaAPI
from ninja.operation import Operation

from waymark.web.api import (
    activities,
    assessments,
    careers_pages,
    courses,
    cuts,
    evaluations,
    jobs,
    learner_files,
    places,
)
from waymark.web.api.door import BearerToken, Pace, guarded
from waymark.web.api.problems import refused, tell_problems
from waymark.web.api.reference import document_of, reference

DESCRIPTION = """Read and write what a school's pages show, from another program.

A school makes a token on its People pages, for one program and some of what its maker may do. Send it with every
request as "Authorization: Bearer TOKEN". A token opens one school and nothing of any other; what it sees of learners
and what it changes is on the school's audit trail. It ends with the role under which it was made.

Learners are named by an opaque id. A UPN may be sent in the body that brings a learner in; it comes out nowhere. Days
are written 2026-11-22 (1990 to 2100), and an academic year is named by its September. Lists come in parts: "limit" says
how many (200 at most), "start" how many to pass over. Every refusal has one shape: "title", "status", "detail" and
"faults", as application/problem+json (RFC 9457).

A token may ask 1,200 times a minute, and so may a network address that sends none; of courses and jobs, 600 times.
Whoever asks more often is refused (429) and told after how many seconds to go on ("Retry-After")."""


class SchoolApi(NinjaAPI):
    """The API of one school, whose operations are called in its document what they are called here."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def _api() -> NinjaAPI:
    api = SchoolApi(
        title="Waymark",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        openapi_url=None,
        auth=BearerToken(),
        throttle=[Pace("1200/m")],
        urls_namespace="api",
    )
    for part in (places, learner_files, activities, evaluations, cuts, assessments, careers_pages, courses, jobs):
        api.add_router("", part.router)
    tell_problems(api)
    return api


api = _api()


def openapi_document(request: HttpRequest) -> JsonResponse:
    """The API as OpenAPI 3.1, for programs."""
    return JsonResponse(document_of(api))


def nothing_here(request: HttpRequest, rest: str):
    """Any other address under /api/, told in the API's own shape."""
    return refused(404, "There is no such address. The reference is at /api/.")


openapi_document.login_required = nothing_here.login_required = False
openapi_document.needs = nothing_here.needs = "public"
nothing_here.csrf_exempt = True

endpoints, _, _namespace = api.urls
urlpatterns = [
    path("", reference, name="api_reference"),
    path("openapi.json", openapi_document, name="openapi"),
    path("", (guarded(endpoints), "ninja", _namespace)),
    re_path(r"^(?P<rest>.+)$", nothing_here),
]
