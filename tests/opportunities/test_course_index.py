"""The index is as new as the database, whatever happens to its file, and says so when it cannot be had."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.opportunities.makers import make_course, make_provider, make_run, make_venue
from waymark.opportunities.actions.changes import announce
from waymark.opportunities.models import CourseChange, CourseRun, CourseState
from waymark.opportunities.search import index
from waymark.opportunities.search.asking import Search, SearchUnavailable
from waymark.opportunities.search.index import forget, path_of_file, refresh
from waymark.opportunities.search.searching import search_courses

pytestmark = pytest.mark.django_db


def found(text=""):
    return [run.name for _, run in search_courses(Search(text=text, limit=50)).runs]


def test_a_change_is_found_by_the_next_search():
    provider = make_provider()
    course = make_course(provider)
    venue = make_venue(provider)
    assert found() == []

    run = make_run(course, venue, name="Pipes for beginners")
    assert found("pipes") == ["Pipes for beginners"]

    CourseRun.objects.filter(pk=run.pk).update(name="Taps for beginners")
    announce([run.pk])
    assert found("taps") == ["Taps for beginners"]
    assert found("pipes") == []

    CourseRun.objects.filter(pk=run.pk).update(state=CourseState.ARCHIVED)
    announce([run.pk])
    assert found() == []


def test_many_changes_one_by_one_are_as_one_made_anew(monkeypatch):
    monkeypatch.setattr(index, "RECENT", 3)
    monkeypatch.setattr(index, "FEWEST", 10)
    course = make_course(make_provider())
    runs = [make_run(course, name=f"Course {'abcdefghijklmnopqrstuvwxyz'[at]}x{at}") for at in range(16)]
    for at in range(0, 16, 2):
        CourseRun.objects.filter(pk=runs[at].pk).update(name=f"Changed {at}")
        announce([runs[at].pk])
        search_courses(Search())
        CourseRun.objects.filter(pk=runs[at + 1].pk).update(state=CourseState.ARCHIVED)
        announce([runs[at + 1].pk])
        assert len(found()) == 16 - at // 2 - 1
    one_by_one = found("changed")
    forget()
    path_of_file().unlink()

    assert sorted(one_by_one) == sorted(f"Changed {at}" for at in range(0, 16, 2))
    assert found("changed") == one_by_one


def test_what_was_undone_is_not_found():
    course = make_course(make_provider())
    make_run(course, name="Stays")
    with transaction.atomic():
        make_run(course, name="Goes")
        assert sorted(found()) == ["Goes", "Stays"]
        transaction.set_rollback(True)
    assert found() == ["Stays"]

    make_run(course, name="Comes")  # its change has the number of the one undone
    assert sorted(found()) == ["Comes", "Stays"]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda path: path.unlink(), id="gone"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-100]), id="cut short"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-9] + b"damaged!!"), id="damaged"),
        pytest.param(lambda path: path.write_bytes(b"waymark course index\n" + bytes(99)), id="a head of nothing"),
    ],
)
def test_a_spoilt_file_is_made_anew(spoil):
    make_run(make_course(make_provider()), name="Pipes for beginners")
    assert found() == ["Pipes for beginners"]
    forget()
    spoil(path_of_file())

    assert found("pipes") == ["Pipes for beginners"]


def test_a_file_of_another_version_is_made_anew(monkeypatch):
    make_run(make_course(make_provider()), name="Pipes for beginners")
    found()
    forget()
    before = path_of_file().read_bytes()
    monkeypatch.setattr("waymark.opportunities.search.filed.layout", lambda: "another")

    assert found() == ["Pipes for beginners"]
    assert path_of_file().read_bytes() != before


def test_the_file_is_opened_and_not_made_again_by_the_next_process():
    make_run(make_course(make_provider()), name="Pipes for beginners")
    found()
    written = path_of_file().stat().st_mtime_ns
    forget()
    make_run(make_course(make_provider("Other", ukprn="10009903")), name="Taps")

    assert sorted(found()) == ["Pipes for beginners", "Taps"]
    assert path_of_file().stat().st_mtime_ns == written


def test_a_database_put_back_to_an_earlier_day_is_seen():
    run = make_run(make_course(make_provider()), name="Pipes for beginners")
    found()
    change = CourseChange.objects.get(run_number=run.pk)
    CourseChange.objects.filter(pk=change.pk).update(at=timezone.now() - timedelta(days=1))
    CourseRun.objects.filter(pk=run.pk).update(name="As it was yesterday")

    assert found() == ["As it was yesterday"]


def test_the_night_writes_a_file_without_the_changes_since(monkeypatch):
    monkeypatch.setattr(index, "RECENT", 2)
    course = make_course(make_provider())
    make_run(course, name="First")
    found()
    written = path_of_file().stat().st_mtime_ns
    for at in range(4):
        make_run(course, name=f"Later {at}")

    assert refresh() == 5
    assert path_of_file().stat().st_mtime_ns != written
    assert len(found()) == 5


def test_an_index_that_cannot_be_had_is_an_error(settings, tmp_path):
    make_run(make_course(make_provider()))
    (tmp_path / "in-the-way").write_text("a file where the folder would be")
    settings.WAYMARK_COURSE_INDEX = tmp_path / "in-the-way"

    with pytest.raises(SearchUnavailable):
        search_courses(Search())
