from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_school, make_user, scope_with
from waymark.access.actions.people import TooFewAdministrators, end_membership, grant_role
from waymark.access.actions.tokens import GRANTABLE, TokenRefused, make_token, mark_used, revoke_token
from waymark.access.models import ApiToken, Membership, User
from waymark.access.permissions import Permission as P
from waymark.access.queries import lost_tokens, scope_of, scope_of_token, standing_token, tokens_of
from waymark.access.scope import NotPermitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("leader")]


@pytest.fixture
def school(db):
    return make_school()


@pytest.fixture
def leader(school):
    return make_user("Robin Marsh", ("careers_leader", school))


def make(school, *permissions, label="Attendance", days=90, by=None):
    by = by or scope_of(User.objects.get(name="Robin Marsh"))
    return make_token(organisation=school, label=label, permissions=permissions, days=days, by=by)


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


def test_nobody_gives_a_program_more_than_they_have(school, leader):
    with pytest.raises(NotPermitted):
        make(school, P.PUBLISH, by=scope_with(school, P.TOKENS_MANAGE, P.FIGURES_VIEW, P.LEARNER_VIEW, user=leader))

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


def test_a_token_that_nobody_answers_for_is_not_made(school):
    with pytest.raises(NotPermitted):
        make(school, P.FIGURES_VIEW, by=scope_with(school))


@pytest.fixture
def colleague(school):
    """Somebody who ends roles, beside another, so that the leader may go."""
    make_user("Jo Penn", ("senior_leader", school))
    return make_user("Alex Brook", ("careers_administrator", school))


def leave(user, colleague, **of):
    end_membership(membership=user.memberships.get(ended_at=None, **of), by=scope_of(colleague))


def test_a_token_ends_with_the_role_of_whoever_made_it(school, leader, colleague, db_scope):
    token, secret = make(school, P.FIGURES_VIEW)
    theirs, their_secret = make(school, P.FIGURES_VIEW, label="Dashboard", by=scope_of(colleague))

    leave(leader, colleague)

    token.refresh_from_db()
    assert (standing_token(secret), standing_token(their_secret)) == (None, theirs)
    assert (token.ended_with, token.revoked_at is not None) == (leader.memberships.get(), True)
    assert list(lost_tokens(school)) == [token]
    told = school.audit_events.get(verb="token ended with its maker's role")
    assert (told.who, told.about, told.details) == ("Alex Brook", f"api token {token.pk}", {"role": "careers_leader"})


def test_a_token_that_ended_so_stays_ended_when_its_maker_comes_back(school, leader, colleague):
    _, secret = make(school, P.FIGURES_VIEW)
    leave(leader, colleague)

    grant_role(user=leader, organisation=school, role="careers_administrator", by=scope_of(colleague))

    assert standing_token(secret) is None


def test_a_token_goes_on_where_its_maker_may_still_make_such_a_one(school, leader, colleague):
    Membership.objects.create(user=leader, organisation=school, role="careers_administrator")
    figures, secret = make(school, P.FIGURES_VIEW)
    _, releases = make(school, P.PUBLISH, label="Website")  # which a careers administrator may not

    leave(leader, colleague, role="careers_leader")

    assert (standing_token(secret), standing_token(releases)) == (figures, None)


def test_a_role_that_cannot_be_ended_ends_no_token(school, leader):
    token, secret = make(school, P.FIGURES_VIEW)
    other = make_user("Alex Brook", ("careers_administrator", school))

    with pytest.raises(TooFewAdministrators):
        leave(leader, other)

    assert standing_token(secret) == token


def test_a_role_at_another_school_keeps_no_token(school, leader, colleague):
    other = make_school("Oakmoor School", urn="900002")
    Membership.objects.create(user=leader, organisation=other, role="careers_leader")
    _, secret = make(school, P.FIGURES_VIEW)
    theirs, their_secret = make(other, P.FIGURES_VIEW)

    leave(leader, colleague, organisation=school)

    assert (standing_token(secret), standing_token(their_secret)) == (None, theirs)


@pytest.mark.parametrize(
    "gone",
    [
        pytest.param(lambda leader: User.objects.filter(pk=leader.pk).update(is_active=False), id="account closed"),
        pytest.param(lambda leader: leader.memberships.update(ended_at=timezone.now()), id="role ended otherwise"),
        pytest.param(lambda leader: leader.memberships.update(role="teacher"), id="role that gives no token"),
        pytest.param(lambda leader: ApiToken.objects.update(made_by=None), id="nobody made it"),
    ],
)
def test_a_token_whose_maker_may_make_none_is_refused_whatever_was_noted(school, leader, gone):
    token, secret = make(school, P.FIGURES_VIEW)

    gone(leader)

    assert standing_token(secret) is None
    assert list(lost_tokens(school)) == [token]


def test_a_lost_token_is_told_of_until_another_takes_its_place_or_it_would_have_run_out(school, leader, colleague):
    replaced, _ = make(school, P.FIGURES_VIEW)
    short, _ = make(school, P.FIGURES_VIEW, label="Dashboard", days=1)
    leave(leader, colleague)
    before = set(lost_tokens(school))

    make(school, P.FIGURES_VIEW, by=scope_of(colleague))
    ApiToken.objects.filter(pk=short.pk).update(expires_at=timezone.now())

    assert before == {replaced, short}
    assert list(lost_tokens(school)) == []


def test_the_door_asks_one_question_of_a_token(school, django_assert_num_queries):
    _, secret = make(school, P.FIGURES_VIEW)

    with django_assert_num_queries(1):
        standing_token(secret)
