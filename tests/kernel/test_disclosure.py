import random
from collections import defaultdict
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.attackers import bounds, equations, linear_combinations
from waymark.evaluation.frameworks import framework
from waymark.kernel.disclosure import SMALL, Earlier, in_symbols, is_score_safe, release
from waymark.kernel.facts import Institution
from waymark.kernel.figures import Characteristics, FigureKey, Judged, Tally, figures
from waymark.kernel.vocabulary import Answer, Setting

NEW = framework("gatsby-2024")
YEAR, SIXTEEN = NEW.entitlement("gb5.employer_year"), NEW.entitlement("gb6.workplace_by_16")
SCHOOL = Institution("100", Setting.SCHOOL, hub_id="h")
seeds = st.integers(0, 2**32)


def key(group="all", year_group=0, *, level="institution", unit="100", due=SIXTEEN):
    return FigureKey(level, unit, group, year_group, due.code)


def tally(met, not_yet=0, missed=0, unknown=0):
    return Tally(dict(zip(Answer, (met, not_yet, missed, unknown), strict=True)))


def shown(given, *, answers=tuple(Answer), institutions=(SCHOOL,)):
    return release(given, entitlements=NEW.entitlements, institutions=institutions, scale=NEW.scale, answers=answers)


def counts(figure):
    return (figure.n, *figure.answers.values())


@pytest.mark.parametrize("n", [1, 5])
def test_release_shows_nothing_of_a_cohort_under_six(n):
    figure = shown({key(): tally(n)})[key()]

    assert (counts(figure), figure.band) == ((None,) * 5, None)


def test_release_shows_a_cohort_of_six_that_all_did_the_same():
    figure = shown({key(): tally(6)})[key()]

    assert (counts(figure), figure.band) == ((6, 6, 0, 0, 0), "all")


def test_release_hides_a_small_count_and_one_more_to_hide_it_behind():
    figure = shown({key(): tally(40, 3, 10, 0)})[key()]

    assert figure.answers[Answer.NOT_YET] is None
    assert counts(figure).count(None) == 2
    assert (figure.n, figure.answers[Answer.UNKNOWN]) == (53, 0)


def test_release_hides_a_count_whose_complement_is_small():
    """Only n and met are released: 48 of 50 tells of the two who have not."""
    figure = shown({key(): tally(48, 2)}, answers=[Answer.MET])[key()]

    assert (figure.n, figure.met, figure.band) == (50, None, None)


def test_release_shows_a_count_whose_complement_is_not_small():
    figure = shown({key(): tally(44, 6)}, answers=[Answer.MET])[key()]

    assert (figure.n, figure.met, figure.band) == (50, 44, "most")


def test_release_hides_the_group_by_which_a_small_one_could_be_worked_out():
    given = {key(): tally(100), key("sen:any"): tally(4), key("sen:none"): tally(96)}

    figures_shown = shown(given)

    assert [figures_shown[key(group)].n for group in ("all", "sen:any", "sen:none")] == [100, None, None]


def test_release_hides_a_group_whose_unreleased_complement_is_small():
    given = {key(): tally(100), key("sen:none"): tally(97)}

    assert shown(given)[key("sen:none")].n is None


def test_release_hides_a_year_group_beside_a_small_one():
    given = {key(year_group=y, due=YEAR): tally(n) for y, n in ((11, 90), (12, 30), (13, 4), (0, 124))}

    figures_shown = shown(given)

    assert [figures_shown[key(year_group=y, due=YEAR)].n for y in (11, 12, 13, 0)] == [90, None, None, 124]


def test_release_hides_a_school_beside_a_small_one_in_its_hub():
    schools = [replace(SCHOOL, institution_id=name) for name in ("a", "b", "c")]
    given = {key(unit=s.institution_id): tally(n) for s, n in zip(schools, (90, 30, 3), strict=True)}
    given[key(level="hub", unit="h")] = tally(123)

    figures_shown = shown(given, institutions=schools)

    assert [figures_shown[key(unit=unit)].n for unit in "abc"] == [90, None, None]
    assert figures_shown[key(level="hub", unit="h")].n == 123


def test_release_hides_a_small_school_that_is_all_the_hub_shows_more():
    """The hub's figure less the one school shown is the other school."""
    schools = [replace(SCHOOL, institution_id=name) for name in ("a", "b")]
    given = {key(unit="a"): tally(90), key(level="hub", unit="h"): tally(93)}

    figures_shown = shown(given, institutions=schools)

    assert None in (figures_shown[key(unit="a")].n, figures_shown[key(level="hub", unit="h")].n)


def test_release_hides_the_same_people_in_every_entitlement():
    """The number in Year 11 is one number, whichever entitlement it is shown with."""
    given = {key(due=SIXTEEN): tally(4), key(year_group=11, due=YEAR): tally(4), key(due=YEAR): tally(104)}

    assert [figure.n for figure in shown(given).values()][:2] == [None, None]


def test_release_protects_those_not_considering_higher_education():
    visits, further = NEW.entitlement("gb7.he_visits"), NEW.entitlement("gb8.guidance_by_18")

    figures_shown = shown({key(due=visits): tally(60), key(due=further): tally(63)})

    assert None in [figure.n for figure in figures_shown.values()]


def test_a_band_is_told_of_a_hidden_count_where_it_covers_enough_numbers():
    wide, narrow = shown({key(): tally(137, 3)})[key()], shown({key(): tally(46, 4)})[key()]

    assert (wide.met, wide.band) == (None, "almost_all")
    assert (narrow.met, narrow.band) == (None, None)


def test_a_band_is_not_told_where_another_world_has_another():
    """50 of 55 is the least share that is almost all; the world that protects the five has 49."""
    figure = shown({key(): tally(50, 5)})[key()]

    assert (figure.met, figure.band) == (None, None)


def test_is_score_safe_only_when_every_band_may_be_shown():
    safe, hidden = shown({key(): tally(44, 6)})[key()], shown({key(): tally(4)})[key()]

    assert [is_score_safe([safe]), is_score_safe([safe, hidden])] == [True, False]


@pytest.mark.parametrize(
    ("part", "of", "symbol"),
    [
        (0, 0, "z"),
        (None, 50, "c"),
        (None, None, "c"),
        (0, 50, "0"),
        (1, 201, "~"),
        (1, 200, "1%"),
        (1, 3, "33%"),
        (2, 3, "67%"),
        (999, 1000, "99%"),
        (1000, 1000, "100%"),
    ],
)
def test_in_symbols(part, of, symbol):
    assert in_symbols(part, of) == symbol


def school_of(seed, sizes, *, institutions=(SCHOOL,), dues=(YEAR, SIXTEEN)):
    """Figures of made-up learners, at every level and in every group."""
    r = random.Random(seed)
    judged = []
    for institution, year_group in product(institutions, range(7, 14)):
        for _ in range(r.choice(sizes)):
            characteristics = Characteristics(
                r.choice(["F", "M", "M", ""]),
                r.choice("NNNNNKE"),
                r.random() < 0.3,
                r.random() < 0.05,
                r.random() < 0.2,
            )
            for due in dues:
                if year_group in due.cohort:
                    answer = r.choices(list(Answer), [12, 4, 2, 1])[0]
                    judged.append(Judged(due, institution, year_group, characteristics, answer))
    return figures(judged)


@given(seeds)
@settings(max_examples=12, deadline=None)
def test_release_withstands_bounds_and_linear_algebra_over_all_groups_and_years(seed):
    given = {k: t for k, t in school_of(seed, (0, 3, 9, 25, 60)).items() if k.level == "institution"}
    given = {k: t for k, t in given.items() if not k.group.startswith("sex")}

    released = shown(given)

    assert_no_secret_recovered(given, released)


@given(seeds)
@settings(max_examples=15, deadline=None)
def test_release_withstands_differencing_schools_from_their_hub(seed):
    schools = [replace(SCHOOL, institution_id=f"s{n}", trust_id="t" if n < 2 else "") for n in range(5)]
    found = school_of(seed, (0, 1, 5, 12), institutions=schools, dues=(SIXTEEN,))
    given = {k: t for k, t in found.items() if k.level in ("institution", "hub") and k.group == "all"}

    assert_no_secret_recovered(given, shown(given, institutions=schools))


def assert_no_secret_recovered(given, released):
    cells, sums = equations(given, {due.code: due.cohort for due in NEW.entitlements})
    known = {}
    for k, figure in released.items():
        for what, value in zip(("n", *Answer), counts(figure), strict=True):
            if value is not None:
                known[cells[k, what]] = value
    between = {
        cells[k, Answer.MET]: [met for met in range(f.n + 1) if NEW.scale.band(met, f.n).name == f.band]
        for k, f in released.items()
        if f.band is not None and f.met is None
    }
    secret = {cells[k, what] for k, t in given.items() for what in ("n", *Answer) if is_secret(t, what)}

    low, high = bounds(sums, known, between)
    spanned = linear_combinations(sums, known)

    assert secret.isdisjoint(known)
    assert {cell for cell in secret if low[cell] == high[cell]} == set()
    assert secret & spanned == set()


def test_the_attackers_recover_what_is_hidden_alone():
    """Else withstanding them would mean nothing."""
    given = {key(): tally(60, 40), key("sen:any"): tally(4), key("sen:none"): tally(56, 40)}
    cells, sums = equations(given, {due.code: due.cohort for due in NEW.entitlements})
    known = {cells[k, what]: t.answers.get(what, t.n) for k, t in given.items() for what in ("n", *Answer)}
    alone = {cells[key("sen:any"), what] for what in ("n", *Answer)}
    known = {cell: value for cell, value in known.items() if cell not in alone}

    low, high = bounds(sums, known, {})

    assert low[cells[key("sen:any"), "n"]] == high[cells[key("sen:any"), "n"]] == 4
    assert linear_combinations(sums, known) == alone


def is_secret(t, what):
    return (t.n if what == "n" else t.answers[what]) in SMALL


@given(st.lists(st.integers(0, 8), min_size=4, max_size=4), st.booleans())
@settings(max_examples=80, deadline=None)
def test_release_leaves_every_secret_more_than_one_value_in_some_world(people, by_year):
    """Every world of four cells is tried: two groups or year groups, by whether they met it."""
    true = people
    parts = {"one": (0, 1), "two": (2, 3)}
    names = {part: key(year_group=8 + i, due=YEAR) for i, part in enumerate(parts)}
    if not by_year:
        names = {"one": key("sen:any", due=YEAR), "two": key("sen:none", due=YEAR)}
    names["whole"], parts["whole"] = key(due=YEAR), (0, 2, 1, 3)

    def cells(world):
        for part, members in parts.items():
            half = len(members) // 2
            met = sum(world[i] for i in members[:half]) if part == "whole" else world[members[0]]
            n = sum(world[i] for i in members)
            yield (part, "n"), n
            yield (part, "met"), met
            yield (part, "not"), n - met

    truth = dict(cells(true))
    given = {names[part]: tally(truth[part, "met"], truth[part, "not"]) for part in parts if truth[part, "n"] > 0}
    if not given:
        return
    released = shown(given, answers=[Answer.MET])
    public, bands = {}, {}
    for part in parts:
        figure = released.get(names[part])
        for what, value in (("n", figure.n), ("met", figure.met)) if figure else (("n", 0), ("met", 0)):
            if value is not None:
                public[part, what] = value
        if figure and figure.n and figure.band is not None:
            bands[part] = figure.band

    possible = defaultdict(set)
    for world in product(range(max(true) + 2), repeat=4):
        found = dict(cells(world))
        if all(found[cell] == value for cell, value in public.items()) and all(
            NEW.scale.band(found[part, "met"], found[part, "n"]).name == band for part, band in bands.items()
        ):
            for cell, value in found.items():
                possible[cell].add(value)

    secrets = [cell for cell, value in truth.items() if value in SMALL]
    assert [cell for cell in secrets if len(possible[cell]) == 1] == []


def released_again(now, before):
    """The later of two releases of the same cohort, the earlier one having been made by itself."""
    first = shown(before)
    earlier = {k: Earlier(figure, before[k]) for k, figure in first.items()}
    later = release(now, entitlements=NEW.entitlements, institutions=[SCHOOL], scale=NEW.scale, before=earlier)
    return first, later


def hidden_of(figures_shown):
    return {k: {a for a, count in figure.answers.items() if count is None} for k, figure in figures_shown.items()}


def test_what_an_earlier_release_hid_stays_hidden():
    """In March fourteen more have met it, and nobody's number is small any more; but December's would come out."""
    december = {key(): tally(40, 3, 17, 0)}
    march = {key(): tally(40, 0, 20, 0)}

    first, later = released_again(march, december)

    assert hidden_of(first)[key()] == hidden_of(later)[key()] != set()
    assert hidden_of(shown(march))[key()] == set()


def test_a_count_told_before_is_not_hidden_behind_now():
    """Year 9 had thirty in December and has thirty now: hiding that again would not hide the few left in Year 11."""
    years = {9: 30, 10: 30, 11: 8}
    december = {key(year_group=y, due=YEAR): tally(n) for y, n in (*years.items(), (0, 68))}
    march = {key(year_group=y, due=YEAR): tally(n) for y, n in ((9, 30), (10, 30), (11, 5), (0, 65))}

    _, later = released_again(march, december)

    assert {k.year_group for k, figure in later.items() if figure.n is None} == {0, 11}


def test_a_band_that_only_a_few_moved_is_not_told_afresh():
    """53 of 60 were most of them and 56 are nearly all: told, it would say that there are no more than five to go."""
    december, march = {key(): tally(53, 7)}, {key(): tally(56, 4)}

    _, later = released_again(march, december)

    assert (later[key()].met, later[key()].band) == (None, None)
    assert shown(march)[key()].band == "almost_all"
