"""Calendar feeds, read by whoever has their secret address: a calendar program signs in nowhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from waymark.planner.queries.feeds import events_of, feed_by, name_of
from waymark.post.calendar import feed as calendar_text
from waymark.web.pages import public_page


@public_page("404.html")
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """A feed as it stands; an address that is no longer good, or never was, is not found."""
    feed = feed_by(secret)
    if feed is None:
        raise Http404("There is no such calendar.")
    events = events_of(feed, on=timezone.localdate())
    text = calendar_text(name_of(feed), events, stamped_at=timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="careers.ics"'
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


urlpatterns = [path("<str:secret>.ics", calendar_feed, name="calendar_feed")]
