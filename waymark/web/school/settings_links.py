"""The pages of a school's settings, as links between them."""

from dataclasses import dataclass

from django.urls import reverse

from waymark.places.models import Organisation

PAGES = (
    ("settings", "School"),
    ("calendar", "Terms and closed days"),
    ("sensitive_fields", "Sensitive facts"),
    ("sharing", "Who sees figures"),
    ("retention", "What is kept"),
    ("careers_team", "Careers team"),
)


@dataclass(frozen=True)
class SettingsLink:
    label: str
    href: str
    is_current: bool


def settings_links(school: Organisation, here: str) -> tuple[SettingsLink, ...]:
    """The settings pages, `here` marked as the one being read."""
    return tuple(
        SettingsLink(label, reverse(name, kwargs={"slug": school.slug}), name == here) for name, label in PAGES
    )
