"""What a closed survey says: by theme, statement and year group, against other waves, to read and to keep."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.surveys.models import Survey
from waymark.surveys.queries import Results, results_of
from waymark.surveys.queries.results import earlier_waves, last_year
from waymark.surveys.questionnaire import AUDIENCE_WORDS, THEME_WORDS
from waymark.surveys.rules import FEWEST_SHOWN
from waymark.surveys.tallies import OVERALL, WHOLE, Share, unit_of_theme
from waymark.web.downloads import download
from waymark.web.formats import day, percent, share_of
from waymark.web.pages import page
from waymark.web.school.surveys.finding import survey_here, today, wave_words, where

NOT_SHOWN = "Not shown"
EVERYTHING = "Everything asked"


@dataclass(frozen=True)
class Comparison:
    """Two waves side by side, theme by theme."""

    title: str
    columns: list[dict[str, Any]]
    rows: list[list[str]]


@dataclass(frozen=True)
class ResultsPage:
    """All that the results of a survey show."""

    title: str
    caption: str
    took_part: str
    is_hidden: bool
    fewest: int
    overall: str
    positive_means: str
    bars: tuple[dict[str, Any], ...]
    columns: list[dict[str, Any]]
    themes: list[list[str]]
    parts: tuple[tuple[str, list[list[str]]], ...]
    comparison: Comparison | None
    others: tuple[dict[str, Any], ...]
    points: tuple[dict[str, Any], ...]
    csv_href: str
    xlsx_href: str
    back_href: str


@page("school/surveys/results.html", needs=Permission.FIGURES_VIEW)
def results(request: HttpRequest, school: Organisation, public_id: str) -> ResultsPage:
    found = _results_here(school, public_id)
    survey, asked = found.survey, found.asked
    earlier = earlier_waves(survey, on=today())
    against = _against(request, survey, earlier)
    files = {kind: reverse("survey_download", kwargs={**where(survey), "kind": kind}) for kind in ("csv", "xlsx")}
    labels = [_place_words(place, found) for place in found.places]
    return ResultsPage(
        title=asked.title,
        caption=f"{AUDIENCE_WORDS[asked.audience]}, {wave_words(survey).lower()}",
        took_part=_took_part(found, WHOLE),
        is_hidden=found.is_hidden,
        fewest=FEWEST_SHOWN,
        overall=_percent(found.share(WHOLE, OVERALL)),
        positive_means=" or ".join(f"“{choice.label}”" for choice in asked.scale if choice.positive),
        bars=tuple(_bars(found)),
        columns=[{"label": "About"}, *({"label": label, "numeric": True} for label in labels)],
        themes=_theme_rows(found),
        parts=tuple((THEME_WORDS[s.theme], _rows(found, [(i.text, i.code) for i in s.items])) for s in asked.sections),
        comparison=_comparison(found, against) if against else None,
        others=_others(survey, earlier, against),
        points=_points(found, earlier),
        csv_href=files["csv"],
        xlsx_href=files["xlsx"],
        back_href=reverse("surveys", kwargs={"slug": school.slug}),
    )


@page("school/surveys/results.html", needs=Permission.FIGURES_VIEW)
def results_download(request: HttpRequest, school: Organisation, public_id: str, kind: str) -> HttpResponse:
    found = _results_here(school, public_id)
    header = ("Questionnaire", "Wave", "Year group", "Theme", "Statement", "Positive", "Answered", "Percent positive")
    told = [found.asked.title, wave_words(found.survey)]
    rows = [
        [*told, _place_words(place, found), theme, text, *_numbers(found.share(place, unit))]
        for place in found.places
        for theme, text, unit in _units(found)
    ]
    return download(kind, f"survey-{found.survey.public_id}", header, rows)


def _results_here(school: Organisation, public_id: str) -> Results:
    found = results_of(survey_here(school, public_id), on=today())
    if found is None:
        raise Http404("This survey has not closed, so it has no results.")
    return found


def _units(found: Results) -> list[tuple[str, str, str]]:
    """Every row of the table: theme, statement, and the unit it is the share of."""
    rows = [(EVERYTHING, "", OVERALL)]
    for section in found.asked.sections:
        rows.append((THEME_WORDS[section.theme], "", unit_of_theme(section.theme)))
        rows += [(THEME_WORDS[section.theme], item.text, item.code) for item in section.items]
    return rows


def _numbers(share: Share | None) -> list[Any]:
    if share is None:
        return [NOT_SHOWN, NOT_SHOWN, NOT_SHOWN]
    return [share.positive, share.answered, round(100 * share.positive / share.answered, 1)]


def _percent(share: Share | None) -> str:
    return NOT_SHOWN if share is None else percent(share_of(share.positive, share.answered))


def _place_words(place: int, found: Results) -> str:
    if place != WHOLE:
        return f"Year {place}"
    return "All" if found.shown.years else "Everyone"


def _took_part(found: Results, place: int) -> str:
    forms, completed = found.shown.forms.get(place), found.completed(place)
    if forms is None:
        return NOT_SHOWN
    if completed is None:
        return f"{forms:,}"
    more = ", more than were asked" if forms > completed.answered else ""
    return f"{forms:,} of {completed.answered:,} ({_percent(completed)}{more})"


def _rows(found: Results, units: list[tuple[str, str]]) -> list[list[str]]:
    return [[text, *(_percent(found.share(place, unit)) for place in found.places)] for text, unit in units]


def _theme_rows(found: Results) -> list[list[str]]:
    themes = [(THEME_WORDS[s.theme], unit_of_theme(s.theme)) for s in found.asked.sections]
    took_part = ["Took part", *(_took_part(found, place) for place in found.places)]
    return [took_part, *_rows(found, [(EVERYTHING, OVERALL), *themes])]


def _bars(found: Results) -> list[dict[str, Any]]:
    """A bar for each theme that may be shown, of the whole."""
    told = [(THEME_WORDS[s.theme], found.share(WHOLE, unit_of_theme(s.theme))) for s in found.asked.sections]
    return [{"label": label, "count": share.positive, "of": share.answered} for label, share in told if share]


def _against(request: HttpRequest, survey: Survey, earlier: list[Survey]) -> Survey | None:
    """The wave to compare with: the one the address asks for, else last year's, else the one before."""
    asked = [other for other in earlier if other.public_id == request.GET.get("with")]
    return next(iter(asked), None) or last_year(survey, earlier) or next(iter(earlier), None)


def _comparison(found: Results, against: Survey) -> Comparison | None:
    """How each theme has changed, in percentage points, where both waves show it."""
    then = results_of(against, on=today())
    if then is None:
        return None
    rows = []
    for label, unit in [(EVERYTHING, OVERALL)] + [
        (THEME_WORDS[s.theme], unit_of_theme(s.theme)) for s in found.asked.sections
    ]:
        old, new = then.share(WHOLE, unit), found.share(WHOLE, unit)
        rows.append([label, _percent(old), _percent(new), _change(old, new)])
    named = wave_words(against)
    columns: list[dict[str, Any]] = [
        {"label": "About"},
        {"label": named, "numeric": True},
        {"label": "This time", "numeric": True},
    ]
    columns.append({"label": "Change", "numeric": True})
    return Comparison(f"Compared with {named.lower()}", columns, rows)


def _change(old: Share | None, new: Share | None) -> str:
    """The change in whole percentage points, as the rounded shares beside it would give, or in words."""
    if old is None or new is None:
        return "–"
    points = round(100 * new.positive / new.answered) - round(100 * old.positive / old.answered)
    return "No change" if points == 0 else f"{'up' if points > 0 else 'down'} {abs(points)} points"


def _others(survey: Survey, earlier: list[Survey], against: Survey | None) -> tuple[dict[str, Any], ...]:
    """Links to the same page compared with each earlier wave, where there is more than one."""
    here = reverse("survey_results", kwargs=where(survey))
    if len(earlier) < 2:
        return ()
    return tuple(
        {
            "label": f"{wave_words(other)}, {day(other.last_day)}",
            "href": f"{here}?with={other.public_id}",
            "is_current": other == against,
        }
        for other in earlier[:6]
    )


def _points(found: Results, earlier: list[Survey]) -> tuple[dict[str, Any], ...]:
    """Everything asked, wave by wave, the earliest first; nothing where there is one wave alone."""
    waves = [each for other in reversed(earlier[:5]) if (each := results_of(other, on=today()))]
    told = [(each.survey, each.share(WHOLE, OVERALL)) for each in [*waves, found]]
    if len(told) < 2:
        return ()
    return tuple(
        {
            "label": f"{survey.opens_on:%b %Y}",
            "value": share_of(share.positive, share.answered) if share else None,
        }
        for survey, share in told
    )
