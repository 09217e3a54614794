"""The fast search against the plain one, on made-up courses."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.opportunities.plain_search import PlainSearch
from waymark.opportunities.search.asking import Place, Search, Sort
from waymark.opportunities.search.documents import COUNTED, Document, Group
from waymark.opportunities.search.finding import find
from waymark.opportunities.search.matching import Standing
from waymark.opportunities.search.segment import segment_of
from waymark.opportunities.search.synonyms import Synonyms

TODAY = date(2026, 11, 28)
WORDS = [
    "plumbing",
    "plumber",
    "plumb",
    "pottery",
    "poetry",
    "maths",
    "mathematics",
    "level",
    "two",
    "2",
    "t",
    "hair",
    "beauty",
    "care",
    "caring",
    "social",
    "health",
    "and",
    "of",
    "it",
    "ict",
    "digital",
    "art",
    "arts",
    "welding",
    "bread",
    "bred",
    "baker",
    "bakery",
]
SYNONYMS = Synonyms.read(
    [
        "plumbing, plumber",
        "maths, mathematics",
        "it, ict, digital art",
        "care, health and social care",
        "t level, level 2",
    ]
)
PLACES = [(51.5, -0.1), (51.52, -0.12), (51.9, -0.4), (53.4, -2.9), (50.1, -5.2)]

texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
some_text = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
days = st.none() | st.integers(-120, 200).map(lambda days: TODAY + timedelta(days))
FACETS = {
    "level": st.sampled_from(["E", "1", "2", "3"]),
    "study_mode": st.sampled_from(["1", "2", "3"]),
    "attendance": st.sampled_from(["1", "2"]),
    "course_type": st.sampled_from(["1", "2"]),
    "provider": st.sampled_from(["Ash College", "Birch Training"]),
    "region": st.sampled_from(["London", "South East"]),
}


@st.composite
def documents(draw, run=0):
    mode = draw(st.sampled_from("1234"))
    facets = {name: tuple(draw(st.lists(values, max_size=1))) for name, values in FACETS.items()}
    facets["region"] = tuple(sorted(draw(st.sets(FACETS["region"]))))
    return Document(
        run=run,
        title=draw(some_text),
        name=draw(texts),
        provider="".join(facets["provider"]),
        subject=draw(texts),
        description=draw(texts),
        facets=facets | {"delivery": (mode,)},
        starts_on=draw(days),
        is_nationwide=mode == "3" and draw(st.booleans()),
        points=tuple(draw(st.lists(st.sampled_from(PLACES), max_size=1 if mode in "14" else 2))) if mode != "2" else (),
    )


@st.composite
def collections(draw, most=25):
    many = draw(st.integers(0, most))
    return [draw(documents(run=run)) for run in range(many)]


@st.composite
def questions(draw):
    loose = draw(
        st.lists(st.sampled_from([*WORDS, "plumming", "potery", "mathss", "wel", "T-Level", "*", "??"]), max_size=3)
    )
    quoted = draw(st.lists(st.sampled_from(['"level 2"', "'care health'", '"social care"', "'hair'"]), max_size=1))
    place = draw(st.none() | st.sampled_from(PLACES).map(lambda point: Place(*point)))
    sorts = [sort for sort in Sort if place is not None or sort is not Sort.DISTANCE]
    narrowed = draw(st.dictionaries(st.sampled_from(sorted(FACETS)), st.none(), max_size=3))
    return Search(
        text=" ".join(draw(st.permutations([*loose, *quoted]))),
        place=place,
        distance=draw(st.sampled_from([None, 1.0, 3.0, 30.0, 300.0])) if place else None,
        narrowed={name: frozenset(draw(st.sets(FACETS[name], max_size=2))) for name in narrowed},
        starts_from=draw(days),
        starts_to=draw(days),
        keep_flexible=draw(st.none() | st.booleans()),
        hide_past=draw(st.booleans()),
        only_with_hours=draw(st.booleans()),
        group=draw(st.none() | st.sampled_from(Group)),
        sort=draw(st.sampled_from(sorts)),
        start=draw(st.integers(0, 5)),
        limit=draw(st.integers(1, 20)),
    )


def assert_same(search, found, held):
    plain = PlainSearch(held, SYNONYMS).find(search, TODAY)
    assert found.total == plain["total"]
    assert found.groups == plain["groups"]
    for name in COUNTED:
        assert dict(found.facets[name]) == dict(plain["facets"][name]), name
    by_run = {document.run: at for at, document in enumerate(held)}
    shown = [by_run[hit.run] for hit in found.hits]
    expected = plain["order"][search.start : search.start + search.limit]
    assert len(shown) == len(expected)
    for one, other in zip(shown, expected, strict=True):  # scores are rounded: two may change places by a hair
        assert one == other or abs(plain["scores"][one] - plain["scores"][other]) < 3 / (1 << 14)


@settings(max_examples=150, deadline=None)
@given(collections(), questions())
def test_the_search_finds_what_a_look_at_each_run_finds(held, search):
    found = find(search, [Standing(segment_of(held))], today=TODAY, synonyms=SYNONYMS)

    assert_same(search, found, held)


@settings(max_examples=100, deadline=None)
@given(collections(most=18), questions(), st.data())
def test_runs_changed_since_are_found_as_they_stand_now(held, search, data):
    """Some in a first segment that no longer stand, as they are now in a second: the same as all in one."""
    import numpy as np

    changed = data.draw(st.lists(st.booleans(), min_size=len(held), max_size=len(held)))
    before = [
        data.draw(documents(run=each.run)) if is_new else each for each, is_new in zip(held, changed, strict=True)
    ]
    stands = np.array([not is_new for is_new in changed], dtype=bool)
    now = [each for each, is_new in zip(held, changed, strict=True) if is_new]
    index = [Standing(segment_of(before), stands), Standing(segment_of(now))]

    assert_same(search, find(search, index, today=TODAY, synonyms=SYNONYMS), held)
