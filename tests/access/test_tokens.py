from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_school, scope_with
from waymark.access.actions.tokens import GRANTABLE, TokenRefused, make_token, mark_used, revoke_token
from waymark.access.models import ApiToken
from waymark.access.permissions import Permission as P
from waymark.access.queries import scope_of_token, standing_token, tokens_of
from waymark.access.scope import NotPermitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(db):
    return make_school()


def make(school, *permissions, label="Attendance", days=90, by=None):
    return make_token(organisation=school, label=label, permissions=permissions, days=days, by=by or scope_with(school))


def test_only_the_hash_of_a_token_is_kept(school):
    token, secret = make(school, P.FIGURES_VIEW)

    kept = ApiToken.objects.values().get()
    assert secret not in map(str, kept.values())
    assert standing_token(secret) == token


def test_what_a_permission_rests_on_comes_with_it(school):
    token, _ = make(school, P.REGISTER_TAKE)

    assert token.permissions == ["LEARNER_VIEW", "REGISTER_TAKE", "FIGURES_VIEW"]


def test_a_tokens_scope_holds_at_its_school_and_nowhere_else(school):
    other = make_school("Oakmoor School", urn="900002")
    token, _ = make(school, P.FIGURES_VIEW)

    scope = scope_of_token(token)

    assert (scope.holds(P.FIGURES_VIEW, school.pk), scope.holds(P.FIGURES_VIEW, other.pk)) == (True, False)
    assert (scope.holds(P.LEARNER_VIEW, school.pk), scope.everything, scope.user_id) == (False, False, None)


def test_nobody_gives_a_program_more_than_they_have(school):
    with pytest.raises(NotPermitted):
        make(school, P.PUBLISH, by=scope_with(school, P.TOKENS_MANAGE, P.FIGURES_VIEW, P.LEARNER_VIEW))

    assert not ApiToken.objects.exists()


def test_only_who_may_manage_tokens_makes_or_ends_one(school):
    token, _ = make(school, P.FIGURES_VIEW)
    by = scope_with(school, *GRANTABLE)

    with pytest.raises(NotPermitted):
        make(school, P.FIGURES_VIEW, by=by)
    with pytest.raises(NotPermitted):
        revoke_token(token=token, by=by)


@pytest.mark.parametrize(
    "asked",
    [
        {"permissions": (P.FIGURES_VIEW,), "label": "  "},
        {"permissions": ()},
        {"permissions": (P.USERS_MANAGE,)},
        {"permissions": (P.TOKENS_MANAGE,)},
        {"permissions": (P.FIGURES_VIEW,), "days": 0},
        {"permissions": (P.FIGURES_VIEW,), "days": 367},
    ],
)
def test_a_token_is_refused_that_should_not_be(school, asked):
    permissions = asked.pop("permissions")

    with pytest.raises(TokenRefused):
        make(school, *permissions, **asked)


def test_a_revoked_token_stands_no_more_and_stays_on_the_list(school, db_scope):
    token, secret = make(school, P.FIGURES_VIEW)

    revoke_token(token=token, by=scope_with(school))
    revoke_token(token=token, by=scope_with(school))

    assert standing_token(secret) is None
    assert [each.pk for each in tokens_of(school)] == [token.pk]
    assert school.audit_events.filter(verb="token revoked").count() == 1


def test_a_tokens_last_use_is_kept_to_the_minute(school, django_assert_num_queries):
    token, _ = make(school, P.FIGURES_VIEW)

    mark_used(token=token, by=scope_of_token(token))
    token.refresh_from_db()

    assert timezone.now() - token.last_used_at < timedelta(minutes=1)
    with django_assert_num_queries(0):
        mark_used(token=token, by=scope_of_token(token))
