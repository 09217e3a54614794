"""The addresses of a school's files. A delivery is named by its number; nothing of a learner is in an address."""

from django.urls import path

from waymark.web.school.files.bringing import bring_learners, learner_template
from waymark.web.school.files.listing import deliveries
from waymark.web.school.files.lists import delivery_list
from waymark.web.school.files.records import bring_records, record_template
from waymark.web.school.files.showing import delivery_page
from waymark.web.school.files.taking_away import delivery_as_sent, refused_rows
from waymark.web.school.files.undoing import undo_delivery

urlpatterns = [
    path("files/", deliveries, name="deliveries"),
    path("files/learners/", bring_learners, name="bring_learners"),
    path("files/learners/template.<str:ending>", learner_template, name="learner_template"),
    path("files/activities/", bring_records, {"kind": "activities"}, name="bring_activities"),
    path("files/activities/template.<str:ending>", record_template, {"kind": "activities"}, name="activities_template"),
    path("files/attendance/", bring_records, {"kind": "attendance"}, name="bring_attendance"),
    path("files/attendance/template.<str:ending>", record_template, {"kind": "attendance"}, name="attendance_template"),
    path("files/lessons/", bring_records, {"kind": "lessons"}, name="bring_lessons"),
    path("files/lessons/template.<str:ending>", record_template, {"kind": "lessons"}, name="lessons_template"),
    path("files/diary/", bring_records, {"kind": "diary"}, name="bring_diary"),
    path("files/diary/template.<str:ending>", record_template, {"kind": "diary"}, name="diary_template"),
    path("files/<int:number>/", delivery_page, name="delivery"),
    path("files/<int:number>/refused.csv", refused_rows, name="delivery_refused_rows"),
    path("files/<int:number>/<str:which>.csv", delivery_list, name="delivery_list"),
    path("files/<int:number>/as-sent", delivery_as_sent, name="delivery_as_sent"),
    path("files/<int:number>/undo/", undo_delivery, name="undo_delivery"),
]
