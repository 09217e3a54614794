"""The addresses of interviews. Learners, requests and interviews are named by opaque ids."""

from django.urls import path

from waymark.web.school.interviews import asking, by_code, day, diaries, making, mine, overview, request

urlpatterns = [
    path("interviews/", overview.interviews, name="interviews"),
    path("interviews/settings/", overview.interview_settings, name="interview_settings"),
    path("interviews/asked/", asking.interview_requests, name="interview_requests"),
    path("interviews/asked/put-forward/", asking.put_forward, name="put_forward_for_interview"),
    path("interviews/asked/by-code/", by_code.asking_page, name="asking_page"),
    path("interviews/asked/by-code/sheet/", by_code.asking_poster, name="asking_poster"),
    path("interviews/asked/by-code/<slug:public_id>/", by_code.typed_request, name="typed_request"),
    path("interviews/asked/<slug:public_id>/", request.interview_request, name="interview_request"),
    path("interviews/asked/<slug:public_id>/change/", request.change, name="change_interview_request"),
    path("interviews/asked/<slug:public_id>/book/", request.book, name="book_interview"),
    path("interviews/asked/<slug:public_id>/withdraw/", request.withdraw, name="withdraw_interview_request"),
    path("interviews/diaries/", diaries.interview_diaries, name="interview_diaries"),
    path("interviews/diaries/add/", diaries.new_adviser, name="new_interview_adviser"),
    path("interviews/diaries/<slug:public_id>/", diaries.interview_adviser, name="interview_adviser"),
    path("interviews/diaries/<slug:public_id>/change/", diaries.changed_adviser, name="change_interview_adviser"),
    path("interviews/diaries/<slug:public_id>/end/", diaries.ended_adviser, name="end_interview_adviser"),
    path("interviews/make/", making.make_schedule, name="make_interview_schedule"),
    path("interviews/schedules/<slug:public_id>/", making.interview_schedule, name="interview_schedule"),
    path("interviews/mine/", mine.my_interviews, name="my_interviews"),
    path("interviews/mine/calendar.ics", mine.my_calendar, name="my_calendar"),
    path("interviews/days/<slug:day>/", day.interview_day, name="interview_day"),
    path("interviews/days/<slug:day>/slips/", day.interview_slips, name="interview_slips"),
    path("interviews/<slug:public_id>/", day.interview, name="interview"),
    path("interviews/<slug:public_id>/call-off/", day.cancel, name="cancel_interview"),
    path("learners/<slug:public_id>/interview/", asking.ask_interview, name="ask_interview"),
]
