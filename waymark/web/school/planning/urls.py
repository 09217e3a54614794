"""The addresses under /schools/<slug>/plan/."""

from django.urls import path, re_path

from waymark.web.school.planning import approving, editing, overview, showing

urlpatterns = [
    path("", overview.improvement_plan, name="improvement_plan"),
    path("print/", overview.improvement_plan_print, name="improvement_plan_print"),
    re_path(r"^improvement-plan\.(?P<kind>csv|xlsx)$", overview.improvement_plan_file, name="improvement_plan_file"),
    path("new/", editing.new_improvement, name="new_improvement"),
    path("together/<str:code>/", editing.together, name="plan_together"),
    path("copy/", editing.copy_improvements, name="copy_improvements"),
    path("actions/<str:public_id>/", showing.improvement, name="improvement"),
    path("actions/<str:public_id>/change/", editing.change_improvement, name="change_improvement"),
    path("actions/<str:public_id>/drop/", showing.drop_improvement, name="drop_improvement"),
    path("approvals/", approving.approvals, name="approvals"),
    path("approvals/new/", approving.new_approval, name="new_approval"),
    path("approvals/<str:public_id>/", approving.approval, name="approval"),
]
