"""Whoever changes many courses leaves the index as it asks for: nobody who searches next reads or lays anything out."""

import dataclasses
import random

import numpy as np
import pytest
from django.db import connection, transaction

from bench.search import TODAY, made_up, questions
from tests.opportunities.files import ON, file_of
from tests.opportunities.makers import make_aim, make_course, make_provider, make_run, make_venue
from waymark.access.scope import acting, everything
from waymark.kernel.telling import untold
from waymark.opportunities.actions.changes import announce
from waymark.opportunities.models import CourseRun, CourseState
from waymark.opportunities.search import index, making
from waymark.opportunities.search.asking import Search
from waymark.opportunities.search.finding import find
from waymark.opportunities.search.index import forget, path_of_file, refresh
from waymark.opportunities.search.joining import joined
from waymark.opportunities.search.making import lay_out_ahead
from waymark.opportunities.search.matching import Standing
from waymark.opportunities.search.searching import search_courses
from waymark.opportunities.search.segment import segment_of
from waymark.opportunities.sources.provider_files import take_whole

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def found(text=""):
    return [run.name for _, run in search_courses(Search(text=text, limit=50)).runs]


@pytest.fixture
def few(monkeypatch):
    """Three changes are many."""
    monkeypatch.setattr(making, "MANY", 3)
    monkeypatch.setattr(index, "MANY", 3)


@pytest.fixture
def nothing_laid_out(monkeypatch):
    """From now on a search that reads runs to lay them out fails."""

    def forbid():
        def refuse(*asked):
            raise AssertionError("a search laid runs out")

        monkeypatch.setattr(index, "live_documents", refuse)
        monkeypatch.setattr(making, "live_documents", refuse)

    return forbid


@pytest.mark.parametrize("seed", range(5))
def test_two_segments_joined_are_as_one_laid_out_at_once(seed):
    chance = random.Random(seed)
    documents = list(made_up(400, seed=seed))
    changed = {at for at in range(300) if chance.random() < 0.2}
    stale = [dataclasses.replace(each, title=f"Stale {each.title}", points=((50.0, -1.0),)) for each in documents]
    older = segment_of([stale[at] if at in changed else documents[at] for at in range(300)])
    newer = segment_of([documents[at] for at in sorted(changed)] + documents[300:])
    stands = np.array([at not in changed for at in range(300)])

    whole, at_once = joined(older, stands, newer), segment_of(documents)

    assert whole.vocabulary == at_once.vocabulary, "no word is left that no run has"
    for search, _ in questions(40):
        ours, theirs = (find(search, [Standing(each)], today=TODAY) for each in (whole, at_once))
        assert (ours.total, ours.hits, ours.facets) == (theirs.total, theirs.hits, theirs.facets)


@pytest.mark.parametrize(("stands", "newer"), [([True] * 5, 0), ([False] * 5, 5), ([False] * 5, 0)])
def test_nothing_may_be_on_either_side(stands, newer):
    documents = list(made_up(10))

    whole = joined(segment_of(documents[:5]), np.array(stands), segment_of(documents[5 : 5 + newer]))

    assert whole.runs.tolist() == [*(at for at in range(5) if stands[at]), *range(5, 5 + newer)]
    assert whole.size or not len(whole.vocabulary)


@pytest.mark.django_db(transaction=True)
def test_what_many_changes_ask_for_is_there_at_their_commit(few, nothing_laid_out):
    course = make_course(make_provider())
    runs = [make_run(course, name=f"Course {letter}{letter}") for letter in LETTERS[:20]]
    assert len(found()) == 20

    with transaction.atomic():
        CourseRun.objects.filter(pk__in=[run.pk for run in runs[:4]]).update(name="Beekeeping anew")
        CourseRun.objects.filter(pk=runs[4].pk).update(state=CourseState.ARCHIVED)
        announce([run.pk for run in runs[:5]])
        lay_out_ahead()
    nothing_laid_out()

    assert found("beekeeping") == ["Beekeeping anew"] * 4
    assert len(found()) == 19
    forget()
    assert len(found()) == 19, "a process that starts finds it too"


@pytest.mark.django_db(transaction=True)
def test_what_was_undone_leaves_the_file_as_it_was(few):
    course = make_course(make_provider())
    runs = [make_run(course, name=f"Course {letter}{letter}") for letter in LETTERS[:20]]
    found()
    before = path_of_file().read_bytes()

    with transaction.atomic():
        CourseRun.objects.all().update(name="Beekeeping anew")
        announce([run.pk for run in runs])
        lay_out_ahead()
        transaction.set_rollback(True)

    assert path_of_file().read_bytes() == before
    assert found("beekeeping") == []


@pytest.mark.django_db(transaction=True)
def test_where_most_changed_all_is_read_once_no_other_writer_waits(few, nothing_laid_out, monkeypatch):
    course = make_course(make_provider())
    runs = [make_run(course, name=f"Course {letter}{letter}") for letter in LETTERS[:5]]
    found()
    held, reads = [], making.live_documents
    monkeypatch.setattr(
        making, "live_documents", lambda *asked: held.append(connection.in_atomic_block) or reads(*asked)
    )

    with transaction.atomic():
        CourseRun.objects.update(name="Beekeeping anew")
        announce([run.pk for run in runs])
        lay_out_ahead()
    nothing_laid_out()

    assert held == [False]
    assert found("beekeeping") == ["Beekeeping anew"] * 5


@pytest.mark.django_db(transaction=True)
def test_where_there_is_no_file_the_next_search_makes_it(few):
    course = make_course(make_provider())

    with transaction.atomic():
        for letter in LETTERS[:5]:
            make_run(course, name=f"Course {letter}{letter}")
        lay_out_ahead()

    assert not path_of_file().exists()
    assert len(found()) == 5


@pytest.mark.django_db(transaction=True)
def test_by_night_what_was_joined_is_read_anew(few):
    """What no course's change tells of, as that a council is of another region, is found the next day."""
    course = make_course(make_provider())
    runs = [make_run(course, name=f"Course {letter}{letter}") for letter in LETTERS[:20]]
    found()
    CourseRun.objects.filter(pk=runs[9].pk).update(name="Of another region")
    with transaction.atomic():
        announce([run.pk for run in runs[:4]])
        lay_out_ahead()
    assert found("region") == []

    forget()
    assert refresh() == 20

    assert found("region") == ["Of another region"]
    written = path_of_file().stat().st_mtime_ns
    refresh()
    assert path_of_file().stat().st_mtime_ns == written, "what was read whole is not read again"


@pytest.mark.django_db(transaction=True)
def test_a_part_that_another_cleared_away_meanwhile_is_no_fault(few, monkeypatch):
    course = make_course(make_provider())
    runs = [make_run(course, name=f"Course {letter}{letter}") for letter in LETTERS[:20]]
    found()
    gone = path_of_file().with_name("theirs.ahead")
    monkeypatch.setattr(type(gone), "glob", lambda folder, pattern: iter([gone]))

    with transaction.atomic():
        CourseRun.objects.filter(pk__in=[run.pk for run in runs[:4]]).update(name="Beekeeping anew")
        announce([run.pk for run in runs[:4]])
        lay_out_ahead()

    assert len(found("beekeeping")) == 4


@pytest.mark.django_db(transaction=True)
def test_few_changes_leave_the_file_alone(few):
    course = make_course(make_provider())
    make_run(course, name="First")
    found()
    before = path_of_file().stat().st_mtime_ns

    with transaction.atomic():
        make_run(course, name="Second")
        lay_out_ahead()

    assert path_of_file().stat().st_mtime_ns == before
    assert sorted(found()) == ["First", "Second"]


@pytest.mark.django_db(transaction=True)
def test_a_providers_file_leaves_the_index_ready(few, nothing_laid_out):
    provider = make_provider()
    make_venue(provider)
    make_aim()
    assert found() == []
    rows = [{"YOUR_REFERENCE": f"R-{letter}", "COURSE_NAME": f"Plumbing {letter * 2}"} for letter in LETTERS[:6]]

    with acting(everything("test")) as by:
        outcome = take_whole("courses", file_of(*rows), "courses.csv", provider, today=ON, tell=untold, by=by)
    nothing_laid_out()

    assert outcome.added == 6
    assert len(found("plumbing")) == 6
