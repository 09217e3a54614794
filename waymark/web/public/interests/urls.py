"""The addresses under /interests/."""

from django.urls import path

from waymark.web.public.interests import answering, beginning, results, skills

urlpatterns = [
    path("", beginning.front, name="interests"),
    path("code/", beginning.code, name="interests_code"),
    path("<int:number>/", answering.statements, name="interests_page"),
    path("results/", results.results, name="interests_results"),
    path("results/<slug:category>/", results.field_of_work, name="interests_field"),
    path("skills/", skills.skills, name="interests_skills"),
    path("skills/<int:number>/", skills.skills, name="interests_skills_page"),
    path("skills/jobs/", skills.skill_jobs, name="interests_skill_jobs"),
]
