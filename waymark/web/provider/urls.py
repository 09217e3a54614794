"""The addresses under /providers/<slug>/: each page's own module lists its own."""

urlpatterns: list = []
