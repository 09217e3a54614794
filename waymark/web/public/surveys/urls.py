"""The addresses under /s/."""

from django.urls import path

from waymark.web.public.surveys import answering, entering

urlpatterns = [
    path("", entering.enter, name="survey_code"),
    path("<slug:code>/", entering.front, name="survey"),
    path("<slug:code>/thanks/", answering.thanks, name="survey_thanks"),
    path("<slug:code>/<int:number>/", answering.questions, name="survey_page"),
]
