"""The addresses of activities, their registers, and groups."""

from django.urls import path, re_path

from waymark.web.school.activities import catching_up, editing, groups, listing, register, showing, taking_back

urlpatterns = [
    path("activities/", listing.activities, name="activities"),
    re_path(r"^activities/download\.(?P<kind>csv|xlsx)$", listing.activities_download, name="activities_download"),
    path("activities/new/", editing.new_activity, name="new_activity"),
    path("activities/<slug:public_id>/", showing.activity, name="activity"),
    path("activities/<slug:public_id>/change/", editing.change_activity, name="change_activity"),
    path("activities/<slug:public_id>/cancel/", editing.cancel, name="cancel_activity"),
    path("activities/<slug:public_id>/plan-again/", taking_back.reinstate, name="reinstate_activity"),
    path("activities/<slug:public_id>/clear-marks/", taking_back.clear, name="clear_marks"),
    path("activities/<slug:public_id>/copy/", editing.copy, name="copy_activity"),
    path("activities/<slug:public_id>/register/", register.register, name="register"),
    path("activities/<slug:public_id>/register/print/", register.register_print, name="register_print"),
    path("activities/<slug:public_id>/catch-up/", catching_up.catch_up, name="catch_up"),
    re_path(
        r"^activities/(?P<public_id>[a-z0-9]+)/catch-up\.(?P<kind>csv|xlsx)$",
        catching_up.catch_up_download,
        name="catch_up_download",
    ),
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", groups.new_group, name="new_group"),
    path("groups/<slug:public_id>/", groups.group, name="group"),
    path("groups/<slug:public_id>/close/", groups.close, name="close_group"),
]
