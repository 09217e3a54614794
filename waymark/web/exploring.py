"""The parts of the site that are for everybody, as the front door and the head of each of their pages list them."""

from dataclasses import dataclass

from django.http import HttpRequest

from waymark.web.navigation import NavigationLink


@dataclass(frozen=True)
class Part:
    """A part of the site for everybody: its name, its address, and in a sentence what it is for."""

    label: str
    href: str
    says: str


PARTS = (
    Part("Your interests", "/interests/", "Answer short questions about what you like, and see jobs that go with it."),
    Part("Jobs", "/jobs/", "What people do in a job, how to get in, and what it pays."),
    Part("Courses", "/courses/", "Find a course near you or online, from basic skills to a degree."),
    Part("Routes", "/routes/", "Your choices at 14, 16, 18 and later, side by side."),
    Part("Work near you", "/work-near-you/", "Which work there is where you live, and what is growing."),
    Part("Who can help", "/directory/", "Employers, colleges and others who work with schools."),
    Part("Your applications", "/me/", "Apply to colleges and training once, and keep track."),
)


def exploring_links(request: HttpRequest) -> tuple[NavigationLink, ...]:
    """The parts as links, the one that this page belongs to marked."""
    return tuple(NavigationLink(part.label, part.href, request.path.startswith(part.href)) for part in PARTS)
