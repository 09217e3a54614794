"""The addresses under /routes/."""

from django.urls import path

from waymark.web.public.routes import comparing

urlpatterns = [
    path("", comparing.front, name="routes"),
    path("<slug:point>/", comparing.compare, name="routes_at"),
]
