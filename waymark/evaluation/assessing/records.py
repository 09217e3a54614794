"""What the records answer to an item, read anew each time."""

from collections.abc import Collection, Sequence
from datetime import date

from waymark.evaluation.assessing.items import Recorded
from waymark.evaluation.assessing.rules import choices_of, chosen
from waymark.evaluation.assessing.signs import sign_of
from waymark.evaluation.figures import Figure, SchoolFigures
from waymark.kernel.benchmark import AnsweredBy, Criterion
from waymark.kernel.framework import Framework
from waymark.kernel.vocabulary import YEAR_GROUPS, Setting
from waymark.ledger.exchange import setting_of
from waymark.places.models import Organisation

_AGE_AT_START_OF_YEAR_GROUP = 4  # a learner begins Year 7 at 11


def year_groups_of(school: Organisation, figures: SchoolFigures) -> Collection[int]:
    """The year groups of the school: those on its roll on the day, else those of the ages on the public register."""
    on_roll = {year for _, group, year in figures.figures if group == "all" and year}
    if on_roll:
        return on_roll
    college = setting_of(school) == Setting.COLLEGE
    low = school.low_age or (16 if college else 11)
    high = school.high_age or 18
    if school.has_sixth_form is False:
        high = min(high, 16)
    return {
        year
        for year in YEAR_GROUPS
        if low <= year + _AGE_AT_START_OF_YEAR_GROUP and year + _AGE_AT_START_OF_YEAR_GROUP < max(high, low + 1)
    }


def recorded(
    school: Organisation, by: Framework, criterion: Criterion, figures: SchoolFigures, *, on: date
) -> Recorded | None:
    """What the records answer: by the learners counted, else by a sign. None where they say nothing."""
    found = [figures.figure(code) for code in criterion.entitlements]
    counted = [figure for figure in found if figure is not None]
    if counted and criterion.answered_by == AnsweredBy.BANDED:
        return _counted(by, criterion, figures, counted)
    sign = sign_of(school, by.name, criterion.code, on=on)
    if sign is None or chosen(choices_of(by, criterion), sign.answer) is None:
        return None
    return Recorded(sign.answer, None, None, None, sign.as_at or on, None, (), sign.words, sign.page)


def _counted(by: Framework, criterion: Criterion, figures: SchoolFigures, counted: Sequence[Figure]) -> Recorded | None:
    """The learners counted. Nothing where of every one of them it is unknown: too few records are held to say."""
    codes = tuple(figure.entitlement for figure in counted)
    hidden = Recorded(None, None, None, None, figures.on, figures.revision, codes, "Not shown.")
    if len(counted) == 1 and not counted[0].is_whole:
        band = next((band for band in by.scale.bands if band.name == counted[0].band), None)
        if band is None:
            return hidden
        words = f"{band.label}, by our records."
        return Recorded(band.name, None, counted[0].n, band, figures.on, figures.revision, codes, words)
    whole = [figure.counts for figure in counted if figure.counts is not None]
    if len(whole) < len(counted):
        return hidden
    met, unknown = sum(counts[0] for counts in whole), sum(counts[3] for counts in whole)
    of = sum(sum(counts) for counts in whole)
    if unknown == of:
        return None
    band = by.scale.band(met, of)
    return Recorded(band.name, met, of, band, figures.on, figures.revision, codes, f"{met} of {of} learners.")
