"""School calendars: exams, trips and the rest, as a table or as a calendar file."""

from waymark.planner.sources.calendars.reading import CalendarReading, read_calendar

__all__ = ["CalendarReading", "read_calendar"]
