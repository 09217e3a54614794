"""By night, survey forms that were kept for a year become counts, where the school lets that be done by itself."""

from datetime import UTC, date, datetime

import pytest

from tests.factories import make_school
from waymark.access.scope import acting, everything
from waymark.cli.main import run
from waymark.ledger.models import RetentionSwitch
from waymark.surveys.actions.paper import Form, bring_in_forms
from waymark.surveys.actions.running import make_survey
from waymark.surveys.models import Response, Sitting, Survey, TallySheet, Wave
from waymark.surveys.reading import newest
from waymark.surveys.rules import CodesFor

OPENS, CLOSES = date(2025, 11, 3), date(2025, 11, 14)


@pytest.fixture
def asked(db, time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 2, 5, tzinfo=UTC))
    with acting(everything("test", via="test")) as by:
        school = make_school()
        survey = make_survey(
            school=school,
            asked=newest("staff"),
            wave=Wave.AUTUMN,
            opens_on=OPENS,
            closes_on=CLOSES,
            codes_for=CodesFor.EVERYONE,
            on=OPENS,
            by=by,
        )
        code = survey.codes.get()
        bring_in_forms(code=code, forms=[Form({"trained": "agree"}, {}, OPENS)] * 7, on=OPENS, by=by)
        Sitting.objects.create(code=code, token_sha256="x", touched_at=datetime(2025, 11, 3, tzinfo=UTC))
    return school


def kept():
    with acting(everything("test")):
        put_away = Survey.objects.get().put_away_on
        return Response.objects.count(), TallySheet.objects.count(), put_away, Sitting.objects.count()


def test_nothing_happens_until_the_school_lets_it(asked, capsys):
    assert run(["night"]) == 0

    assert kept() == (7, 0, None, 0)
    assert "put away" not in capsys.readouterr().out


def test_forms_of_a_year_ago_become_counts(asked, capsys):
    with acting(everything("test")):
        RetentionSwitch.objects.create(organisation=asked, reason="Our policy")

    assert run(["night"]) == 0

    assert kept() == (0, 1, date(2026, 11, 22), 0)
    assert "Fernhill School: “Careers in your work (autumn term)” put away as counts." in capsys.readouterr().out
