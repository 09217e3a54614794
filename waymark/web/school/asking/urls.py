"""The addresses of this part: each page's own module lists its own."""

from waymark.web.school.asking import delivering, employers, requesting, threads

urlpatterns = [*employers.urlpatterns, *requesting.urlpatterns, *delivering.urlpatterns, *threads.urlpatterns]
