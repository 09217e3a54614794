from decimal import Decimal

import pytest

from tests.factories import make_area, scope_with
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted
from waymark.evaluation.actions import set_target
from waymark.evaluation.models import Target


@pytest.fixture
def hub(db_scope):
    return make_area()


def amounts():
    return {target.benchmark: target.amount for target in Target.objects.filter(ended_at=None)}


def test_a_target_set_again_replaces_the_one_before(hub, db_scope):
    set_target(area=hub, benchmark="gb5", amount=Decimal(70), by=db_scope)
    set_target(area=hub, benchmark="", amount=Decimal("4.5"), by=db_scope)

    set_target(area=hub, benchmark="gb5", amount=Decimal(80), by=db_scope)

    assert amounts() == {"gb5": 80, "": Decimal("4.5")}
    assert Target.objects.count() == 3


def test_the_same_target_again_changes_nothing(hub, db_scope):
    first = set_target(area=hub, benchmark="gb5", amount=Decimal(70), by=db_scope)

    assert set_target(area=hub, benchmark="gb5", amount=Decimal("70.0"), by=db_scope) == first
    assert AuditEvent.objects.filter(verb="target set").count() == 1


def test_a_target_is_taken_away(hub, db_scope):
    set_target(area=hub, benchmark="gb5", amount=Decimal(70), by=db_scope)

    assert set_target(area=hub, benchmark="gb5", amount=None, by=db_scope) is None
    assert amounts() == {}


def test_setting_a_target_takes_the_areas_settings(hub, db_scope):
    with pytest.raises(NotPermitted):
        set_target(area=hub, benchmark="gb5", amount=Decimal(70), by=scope_with(hub, Permission.FIGURES_VIEW))
