import pytest

from tests.factories import attend, make_activity, make_learner, make_school, make_user
from waymark.access.audit import note
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.queries import audit_trail, scope_of
from waymark.access.scope import acting, everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db_scope):
    school = make_school()
    learner = make_learner(school, given_name="Wilhelmina", family_name="Featherstone", upn="A123456789012")
    note("learner seen", on=learner, by=db_scope, pages=1)
    return AuditEvent.objects.get()


def test_a_line_cannot_be_changed(event):
    event.verb = "nothing happened"

    with pytest.raises(TypeError):
        event.save()


def test_a_line_cannot_be_removed(event):
    with pytest.raises(TypeError):
        event.delete()


def test_a_line_names_no_learner(event):
    told = " ".join(str(value) for value in vars(event).values())

    assert "Featherstone" not in told
    assert "Wilhelmina" not in told
    assert "A123456789012" not in told


def test_a_school_reads_its_own_trail_only():
    with acting(everything("test")) as scope:
        ours, theirs = make_school(), make_school("Oakmoor School", urn="900002")
        note("ours", organisation_id=ours.pk, by=scope)
        note("theirs", organisation_id=theirs.pk, by=scope)
    leader = make_user("Robin Marsh", ("careers_leader", ours))

    with acting(scope_of(leader)):
        assert [line.verb for line in audit_trail(ours)] == ["ours"]
        assert list(audit_trail(theirs)) == []


def test_a_teacher_reads_no_trail(signed_in):
    school = make_school()
    teacher = make_user("Sam Reed", ("teacher", school))

    assert not scope_of(teacher).holds(Permission.AUDIT_VIEW, school.pk)
    assert signed_in(teacher).get(f"/people/{school.slug}/audit/").status_code == 404


@pytest.mark.parametrize("lines", [1, 3])
def test_the_trail_is_read_in_eight_queries(lines, signed_in, django_assert_num_queries):
    school = make_school()
    client = signed_in(make_user("Robin Marsh", ("careers_leader", school)))
    with acting(everything("test")) as scope:
        for _ in range(lines):
            note("something", organisation_id=school.pk, by=scope)

    with django_assert_num_queries(8):
        client.get(f"/people/{school.slug}/audit/")


@pytest.mark.parametrize(
    ("at", "verb", "details"),
    [
        ("learners/", "learners listed", {"page": "learners"}),
        ("activities/{activity}/register/", "register viewed", {"page": "register", "public_id": "{activity}"}),
        ("activities/{activity}/catch-up.csv", "list downloaded",
         {"page": "catch_up_download", "public_id": "{activity}", "kind": "csv"}),
        ("september-guarantee/", "learners listed", {"page": "september"}),
    ],
)  # fmt: skip
def test_whoever_reads_names_is_on_the_trail(at, verb, details, signed_in):
    with acting(everything("test")):
        school = make_school()
        activity = make_activity(school)
        attend(activity, make_learner(school), status="absent")
    client = signed_in(make_user("Robin Marsh", ("careers_leader", school)))

    client.get(f"/schools/{school.slug}/{at.format(activity=activity.public_id)}")

    with acting(everything("test")):
        told = AuditEvent.objects.get()
    assert (told.who, told.verb, told.organisation) == ("Robin Marsh", verb, school)
    assert told.details == {name: value.format(activity=activity.public_id) for name, value in details.items()}
