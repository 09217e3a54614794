"""Dull makers of providers, venues and courses for tests. Every one is invented."""

from datetime import date
from itertools import count

from django.utils import timezone

from waymark.opportunities.actions.changes import announce
from waymark.opportunities.models import Course, CourseRun, LarsAim, TLevelDefinition, TrainingProvider, Venue

_prints = count(1)


def make_provider(name: str = "Hartwell Training", *, ukprn: str = "10009901", **facts) -> TrainingProvider:
    return TrainingProvider.objects.create(name=name, ukprn=ukprn, **facts)


def make_venue(provider: TrainingProvider, reference: str = "V1", **facts) -> Venue:
    told = {"name": f"Hall {reference}", "address_1": "1 Mill Lane", "town": "Guildford", "postcode": "GU1 3BB"}
    told |= {"latitude": 51.2394, "longitude": -0.5671}
    return Venue.objects.create(provider=provider, reference=reference, **(told | facts))


def make_aim(reference: str = "00238422", title: str = "Certificate in Plumbing", **facts) -> LarsAim:
    told = {"level": "1", "awarding_body": "Guild of Pipes", "from_on": date(2015, 8, 1)}
    return LarsAim.objects.create(reference=reference, title=title, **(told | facts))


def make_t_level(framework: int = 37, name: str = "T Level Digital", **facts) -> TLevelDefinition:
    told = {"subject": "Digital", "pathways": ["Making Programs", "Keeping Networks"]}
    return TLevelDefinition.objects.create(framework=framework, name=name, **(told | facts))


def make_course(provider: TrainingProvider, title: str = "Certificate in Plumbing", **facts) -> Course:
    told = {"who_for": "Adults new to plumbing", "fingerprint": f"test-{next(_prints)}", "changed_at": timezone.now()}
    return Course.objects.create(provider=provider, title=title, **(told | facts))


def make_run(course: Course, venue: Venue | None = None, **facts) -> CourseRun:
    """A run of 12 weeks: evenings from 1 September 2027 at a venue; without one, online and flexible. Announced."""
    told = {"name": course.title, "duration": 12, "duration_unit": 2, "cost": "120.00", "changed_at": timezone.now()}
    if venue is None:
        told |= {"delivery_mode": 2, "is_flexible": True}
    else:
        told |= {"delivery_mode": 1, "starts_on": date(2027, 9, 1), "study_mode": 2, "attendance": 2}
    run = CourseRun.objects.create(course=course, venue=venue, **(told | facts))
    announce([run.pk])
    return run
