"""Pages that every site owes its readers: accessibility, privacy, and where the source code is."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

from django.http import HttpRequest
from django.urls import path

from waymark.web.pages import public_page


@dataclass(frozen=True)
class AboutPage:
    """All that these pages show beyond their words."""

    version: str


def _about() -> AboutPage:
    return AboutPage(version("waymark"))


@public_page("about/accessibility.html")
def accessibility(request: HttpRequest) -> AboutPage:
    return _about()


@public_page("about/privacy.html")
def privacy(request: HttpRequest) -> AboutPage:
    return _about()


@public_page("about/source_code.html")
def source_code(request: HttpRequest) -> AboutPage:
    return _about()


urlpatterns = [
    path("accessibility/", accessibility, name="accessibility"),
    path("privacy/", privacy, name="privacy"),
    path("source/", source_code, name="source_code"),
]
