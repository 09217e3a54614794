"""What people of the demonstration's schools say: two autumns of surveys at three schools, and one that is open now."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from waymark.access.scope import Scope
from waymark.demo.places import SCHOOLS, DemoSchool
from waymark.kernel.academic_year import academic_year
from waymark.ledger.queries.activities import year_groups_on
from waymark.places.models import Organisation
from waymark.surveys.actions.paper import Form, bring_in_forms
from waymark.surveys.actions.running import make_survey
from waymark.surveys.models import SurveyCode, Wave
from waymark.surveys.questionnaire import Audience, Questionnaire
from waymark.surveys.reading import newest
from waymark.surveys.rules import CodesFor

_ASKING = ("aldermouth-academy", "brackenford-school", "coldharrow-high-school")
_LEARNERS, _OTHERS = ("years-8-9", "years-10-11"), ("parents", "staff", "employers")
_HOW_MANY = {"parents": 90, "staff": 38, "employers": 14}
_WORDS = {
    "best": ("Talking to the apprentices", "The visit to the workshop", "My tutor", "Hearing what people earn"),
    "more": ("Time at real workplaces", "Visits to colleges", "Somebody to check my letter", "More about pay"),
    "better": ("Tell us earlier", "A list of dates at the start of the year", "Nothing, it went well", "More time"),
}


def ask_people(schools: Mapping[str, Organisation], *, seed: int, today: date, by: Scope) -> None:
    """Run the surveys of the schools that ask: the one that shines, one that improves, one that struggles."""
    this_year = academic_year(today)
    for plan in (plan for plan in SCHOOLS if plan.slug in _ASKING):
        school = schools[plan.slug]
        for back in (1, 0):
            closes_on = min(date(this_year - back, 11, 13), today - timedelta(days=1))
            lift = plan.strength - plan.improving * back
            for name in (*_LEARNERS, *(_OTHERS if back == 0 else ())):
                _ask(school, plan, newest(name), closes_on, lift, share=0.6 + 0.3 * plan.strength, seed=seed, by=by)
        _ask(school, plan, newest("year-7"), today + timedelta(days=8), plan.strength, share=0.4, seed=seed, by=by)


def _ask(
    school: Organisation,
    plan: DemoSchool,
    asked: Questionnaire,
    closes_on: date,
    lift: float,
    *,
    share: float,
    seed: int,
    by: Scope,
) -> None:
    """One survey and those who answer it: `share` of those asked, more of them positive the higher `lift`."""
    opens_on = closes_on - timedelta(days=13)
    draw = Random(f"{seed} {plan.slug} {asked.name} {closes_on}")
    for_learners = asked.audience is Audience.LEARNERS
    years = [year for year in year_groups_on(school, opens_on) if year in asked.year_groups] if for_learners else []
    if for_learners and not years:
        return
    survey = make_survey(
        school=school,
        asked=asked,
        wave=Wave.AUTUMN,
        opens_on=opens_on,
        closes_on=closes_on,
        codes_for=CodesFor.CLASSES if for_learners else CodesFor.EVERYONE,
        year_groups=years,
        invited=None if for_learners else _HOW_MANY[asked.name],
        on=opens_on,
        by=by,
    )
    known = Random(f"{seed} {plan.slug} {asked.name}")  # what they know well and badly is the same from year to year
    likely = {item.code: known.uniform(0.25, 0.6) + 0.35 * lift + draw.gauss(0, 0.03) for item in asked.items}
    for code in SurveyCode.objects.filter(survey=survey):
        some = round((code.invited or 0) * min(share * draw.uniform(0.8, 1.15), 1))
        forms = [_form(asked, likely, opens_on, draw) for _ in range(some)]
        bring_in_forms(code=code, forms=forms, on=opens_on, by=by)


def _form(asked: Questionnaire, likely: Mapping[str, float], opens_on: date, draw: Random) -> Form:
    """One person: kinder or harsher than others all through, and now and then a line left out."""
    mood = draw.gauss(0, 0.15)
    said = {True: [c.name for c in asked.scale if c.positive], False: [c.name for c in asked.scale if not c.positive]}
    answers = {
        code: draw.choice(said[draw.random() < chance + mood])
        for code, chance in likely.items()
        if draw.random() > 0.02
    }
    words = {c.code: draw.choice(_WORDS[c.code]) for c in asked.comments if draw.random() < 0.06}
    return Form(answers, words, opens_on + timedelta(days=draw.randrange(5)))
