import pytest

from tests.opportunities.open_data import NURSE, job, lines, take
from waymark.opportunities.queries.job_search import jobs_found, titles_beginning


@pytest.fixture
def jobs(db_scope):
    take(
        "job-profiles",
        lines(
            NURSE,
            job("Dental nurse", overview="Dental nurses help dentists.", categories=["Healthcare"]),
            job("Plasterer", overview="Plasterers prepare walls.", day_to_day_tasks=["mixing plaster"]),
            job("Town planner", overview="Town planners decide where homes go."),
            job("Police officer", overview="Police officers keep people safe."),
            job("Play therapist", overview="Play therapists work with children."),
            job("Kennel worker", overview="Kennel workers look after dogs.", day_to_day_tasks=["feeding animals"]),
        ),
        db_scope,
    )


@pytest.mark.parametrize(
    ("asked", "titles", "meant"),
    [
        pytest.param("pla", ["Plasterer", "Play therapist", "Town planner"], "", id="beginnings of the title first"),
        pytest.param("nusre", ["Nurse", "Dental nurse"], "nurse", id="two letters swapped"),
        pytest.param("<Police Officer>", ["Police officer"], "", id="signs around it"),
        pytest.param("zzzxqw", [], "", id="like nothing"),
        pytest.param("nurses", ["Nurse", "Dental nurse"], "", id="the plural"),
        pytest.param("dogs", ["Kennel worker"], "", id="what one does there"),
        pytest.param("denttal nusre", ["Dental nurse"], "dental nurse", id="both words wrong"),
        pytest.param("job as a plasterer", ["Plasterer"], "", id="words that say nothing"),
        pytest.param("<>", [], "", id="no word at all"),
    ],
)
def test_jobs_found(jobs, asked, titles, meant):
    found = jobs_found(asked)

    assert ([each.title for each in found.jobs], found.did_you_mean, found.total) == (titles, meant, len(titles))


def test_blank_text_finds_every_job_a_page_at_a_time(jobs):
    found = jobs_found(" ", limit=2, start=2)

    assert (found.total, [each.title for each in found.jobs]) == (7, ["Nurse", "Plasterer"])


def test_within_a_category(jobs):
    assert [each.title for each in jobs_found("", category="healthcare").jobs] == ["Dental nurse", "Nurse"]


def test_what_is_suggested_while_typing(jobs):
    assert [each.title for each in titles_beginning("p")] == [
        "Plasterer", "Play therapist", "Police officer", "Town planner",
    ]  # fmt: skip
    assert titles_beginning("") == []


def test_another_title_that_a_reviewer_thought_good_finds_the_job(jobs, db_scope):
    head = "ORIGINURI,ISCOGROUPCODE,PREFERREDLABEL,ALTLABELS,DESCRIPTION\n"
    take(
        "esco",
        (head + 'http://x/1,5164,kennel hand,"dog minder\ncattery hand",\nhttp://x/2,1,vet,quack,\n').encode(),
        db_scope,
    )
    good, doubtful = "Kennel worker,kennel-worker,http://x/1,good match", "Nurse,nurse,http://x/2,replace"
    take("esco", f"Title,Url,EscoUri,status after SME check\n{good}\n{doubtful}\n".encode(), db_scope)

    assert [each.title for each in jobs_found("dog minders").jobs] == ["Kennel worker"]
    assert jobs_found("quack").jobs == ()


def test_a_search_is_one_query_however_many_jobs(jobs, django_assert_num_queries):
    with django_assert_num_queries(1):
        jobs_found("nurse")
    with django_assert_num_queries(2):  # and one for other titles, where any are held
        jobs_found("nusre")
