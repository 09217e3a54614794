"""How the course pages say what they show."""

from waymark.opportunities.models import CourseRun, DurationUnit, Level
from waymark.opportunities.search.choices import label_of
from waymark.opportunities.search.documents import Group
from waymark.opportunities.search.reading import level_of
from waymark.web.formats import day, plural, pounds

LEGENDS = {
    "delivery": "How you learn",
    "course_type": "Kind of course",
    "level": "Level",
    "study_mode": "Hours",
    "attendance": "When in the week",
    "sector": "Subject area",
    "provider": "College or provider",
    "region": "Region",
}
GROUPS = {Group.IN_RANGE: "Near you", Group.ONLINE: "Online", Group.NATIONWIDE: "At work, anywhere in England"}
SORTS = {
    "": "Best match",
    "distance": "Nearest",
    "soonest": "Starts soonest",
    "start-asc": "Start date, first to last",
    "start-desc": "Start date, last to first",
}
_LONG, _SHORTENED = 220, 200


def facet_label(name: str, value: str) -> str:
    """A value of a facet on the filter panel."""
    return Level(value).label if name == "level" and value in Level else label_of(name, value)


def start_words(run: CourseRun) -> str:
    if run.is_flexible or run.starts_on is None:
        return "Start when you like" if run.is_flexible else "Ask when it starts"
    return day(run.starts_on)


def cost_words(run: CourseRun) -> str:
    """What it costs; of a T level, which no provider charges for, whom it is for."""
    if run.course.t_level_id is not None:
        return "Free from 16 to 19"
    if run.cost is None:
        return run.cost_description or "Ask what it costs"
    return "Free" if run.cost == 0 else pounds(float(run.cost))


def duration_words(run: CourseRun) -> str:
    return plural(run.duration, DurationUnit(run.duration_unit).label.lower().removesuffix("s"))


def hours_words(run: CourseRun) -> str:
    """Part time, evening; blank for a course without set hours."""
    said = [
        label_of(name, str(value))
        for name, value in (("study_mode", run.study_mode), ("attendance", run.attendance))
        if value is not None
    ]
    return ", ".join(said).capitalize()


def level_words(run: CourseRun) -> str:
    level = level_of(run.course.level, run.course.education_level)
    return str(Level(level).label) if level in Level else ""


def where_words(run: CourseRun, distance: float | None) -> str:
    """Online; at work; or the venue, its town, and how far that is."""
    if run.venue is None:
        return label_of("delivery", str(run.delivery_mode))
    place = ", ".join(dict.fromkeys(part for part in (run.venue.name, run.venue.town) if part))
    return place if distance is None else f"{place} ({miles_words(distance)})"


def miles_words(distance: float) -> str:
    return (
        "less than 1 mile away"
        if distance < 1
        else f"{distance:.0f} {'mile' if round(distance) == 1 else 'miles'} away"
    )


def shortened(text: str) -> str:
    """A long text to its first 200 characters, at a word's end."""
    if len(text) <= _LONG:
        return text
    return text[:_SHORTENED].rpartition(" ")[0].rstrip(" ,.;:") + " …"
