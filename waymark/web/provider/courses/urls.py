"""The addresses under /providers/<slug>/courses/."""

from django.urls import path, re_path

from waymark.web.provider.courses import editing, files, listing, t_levels

urlpatterns = [
    path("courses/", listing.provider_courses, name="provider_courses"),
    path("courses/new/", editing.new_course, name="new_course"),
    path("courses/new/other/", editing.new_course_without_aim, name="new_course_without_aim"),
    path("courses/<int:number>/", editing.provider_course, name="provider_course"),
    path("courses/<int:number>/withdraw/", editing.withdraw, name="withdraw_course"),
    path("courses/t-levels/", t_levels.provider_t_levels, name="provider_t_levels"),
    path("courses/t-levels/new/", t_levels.new_t_level, name="new_t_level"),
    path("courses/t-levels/<int:number>/", t_levels.provider_t_level, name="provider_t_level"),
    path("courses/t-levels/<int:number>/withdraw/", t_levels.withdraw, name="withdraw_t_level"),
    path("courses/venues/", editing.provider_venues, name="provider_venues"),
    path("courses/venues/new/", editing.new_venue, name="new_venue"),
    path("courses/venues/<int:number>/", editing.provider_venue, name="provider_venue"),
    path("courses/files/", files.course_files, name="course_files"),
    path("courses/files/<int:number>/", files.course_file, name="course_file"),
    path("courses/files/<int:number>/undo/", files.undo_course_file_here, name="undo_course_file"),
    path("courses/files/<int:number>/mend.csv", files.course_file_to_mend, name="course_file_to_mend"),
    path("courses/under-way/<slug:public_id>/", files.course_work, name="course_work"),
    re_path(
        r"^courses/all\.(?P<kind>csv|other\.csv|t-levels\.csv|venues\.csv|xml|json)$",
        files.provider_courses_file,
        name="provider_courses_file",
    ),
]
