"""The addresses of surveys."""

from django.urls import path, re_path

from waymark.web.school.surveys import changing, comments, listing, making, papers, results, running

urlpatterns = [
    path("", listing.surveys, name="surveys"),
    path("new/", making.new_survey, name="new_survey"),
    path("new/<slug:name>/", making.new_survey_of, name="new_survey_of"),
    path("questionnaires/<slug:name>/", making.read, name="questionnaire"),
    path("<slug:public_id>/", running.run, name="survey_run"),
    path("<slug:public_id>/codes/", running.sheets, name="survey_sheets"),
    path("<slug:public_id>/codes/<slug:code>/", changing.invited, name="survey_invited"),
    path("<slug:public_id>/days/", changing.days, name="survey_days"),
    path("<slug:public_id>/close/", changing.close, name="survey_close"),
    path("<slug:public_id>/withdraw/", changing.withdraw, name="survey_withdraw"),
    path("<slug:public_id>/paper/", papers.paper, name="survey_paper"),
    path("<slug:public_id>/paper/enter/", papers.papers, name="survey_papers"),
    path("<slug:public_id>/paper/<int:sheet>/back/", papers.take_back, name="survey_papers_take_back"),
    path("<slug:public_id>/comments/", comments.comments, name="survey_comments"),
    path("<slug:public_id>/comments/out/", comments.take_out, name="survey_comment_out"),
    path("<slug:public_id>/results/", results.results, name="survey_results"),
    re_path(
        r"^(?P<public_id>[a-z0-9]+)/results\.(?P<kind>csv|xlsx)$", results.results_download, name="survey_download"
    ),
]
