"""The addresses under /schools/<slug>/: each page's own module lists its own."""

urlpatterns: list = []
