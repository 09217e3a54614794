"""The addresses under /schools/<slug>/: each page's own module lists its own."""

from django.urls import include, path

urlpatterns: list = [
    path("", include("waymark.web.school.home")),
    path("benchmarks/over-time/", include("waymark.web.school.over_time.urls")),
    path("", include("waymark.web.school.benchmarks")),
    path("", include("waymark.web.school.entitlements")),
    path("", include("waymark.web.school.entitlement_lists")),
    path("", include("waymark.web.school.learners")),
    path("", include("waymark.web.school.learner")),
    path("", include("waymark.web.school.calendar")),
    path("", include("waymark.web.school.settings")),
    path("", include("waymark.web.school.retention")),
    path("", include("waymark.web.school.sharing")),
    path("", include("waymark.web.school.activities.urls")),
    path("", include("waymark.web.school.files.urls")),
    path("", include("waymark.web.school.work")),
    path("", include("waymark.web.school.september")),
    path("plan/", include("waymark.web.school.planning.urls")),
    path("plan-builder/", include("waymark.web.school.plan_builder.urls")),
    path("year-plan/", include("waymark.web.school.year_plan.urls")),
    path("careers-page/", include("waymark.web.school.careers_page.urls")),
    path("", include("waymark.web.school.interviews.urls")),
    path("", include("waymark.web.school.matched")),
    path("surveys/", include("waymark.web.school.surveys.urls")),
    path("careers-team/", include("waymark.web.school.careers_team.urls")),
    path("self-assessment/", include("waymark.web.school.evaluations.urls")),  # first: it has the narrower addresses
    path("self-assessment/", include("waymark.web.school.assessment.urls")),
    path("", include("waymark.web.school.asking.urls")),
    path("evidence/", include("waymark.web.school.evidence.urls")),
    path("providers/", include("waymark.web.school.directory.urls")),
    path("", include("waymark.web.school.work_near.sheets")),
]
