"""The addresses of this part: each page's own module lists its own."""

from waymark.web.school.asking import employers, requesting, threads

urlpatterns = [*employers.urlpatterns, *requesting.urlpatterns, *threads.urlpatterns]
