"""What is hidden of a survey cannot be worked out: attacked with everything that is shown, and every sum there is."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.attackers import bounds, linear_combinations
from waymark.surveys.hiding import released
from waymark.surveys.reading import newest
from waymark.surveys.tallies import OVERALL, WHOLE, Share, Tally, benchmark_parts, parts_of, shares, years_in

YEAR_7, YEARS_8_9, EASY_READ = newest("year-7"), newest("years-8-9"), newest("easy-read")


@st.composite
def tallies(draw, asked, most_forms=40):
    """Forms of some year groups; each item was answered by all of them or by a few less."""
    tally = Tally()
    chances = [choice.name for choice in asked.scale]
    for year in draw(st.lists(st.sampled_from(asked.year_groups), min_size=1, max_size=3, unique=True)):
        forms = draw(st.integers(1, most_forms))
        tally.add_forms(year, forms)
        lean = draw(st.integers(0, len(chances) - 1))
        for item in asked.items:
            answered = forms - draw(st.sampled_from([0, 0, 0, 1, 2]))
            split = draw(st.integers(0, max(answered, 0)))
            for choice, count in ((chances[lean], split), (chances[-1], max(answered, 0) - split)):
                if count > 0:
                    tally.add_answers(year, item.code, choice, count)
    return tally


def attack(asked, tally):
    """What adding, taking away and bounding give of what was hidden, the number who answered each item known."""
    true, shown = shares(asked, tally), released(asked, tally)
    numbers = {(what, *key): number for number, (what, key) in enumerate((w, k) for k in true for w in ("p", "o"))}
    known = {}
    for key, share in true.items():
        if key in shown.shares:
            assert shown.shares[key] == share
            known[numbers["p", *key]] = share.positive
    counted = len(numbers)
    sums = []
    for number, (key, share) in enumerate(true.items()):
        known[counted + number] = share.answered
        sums.append({counted + number: 1, numbers["p", *key]: -1, numbers["o", *key]: -1})
    places = {place for place, _ in true}
    for place in places:
        for unit, parts in {**parts_of(asked), **(benchmark_parts(asked) if place == WHOLE else {})}.items():
            sums.append({numbers["p", place, unit]: 1, **{numbers["p", place, part]: -1 for part in parts}})
    units = [*(item.code for item in asked.items), *parts_of(asked)]
    for unit in units if years_in(tally) else ():
        parts = {numbers["p", year, unit]: -1 for year in years_in(tally)}
        sums.append({numbers["p", WHOLE, unit]: 1, **parts})
    return true, shown, numbers, known, sums


def assert_nothing_is_worked_out(asked, tally):
    true, shown, numbers, known, sums = attack(asked, tally)
    found = linear_combinations(sums, known)
    low, high = bounds(sums, known, {})
    for key, share in true.items():
        place = key[0]
        forms = tally.forms.total() if place == WHOLE else tally.forms[place]
        small = share.positive in range(1, 6) or share.answered - share.positive in range(1, 6) or forms < 6
        if small and share.answered:
            cell = numbers["p", *key]
            assert key not in shown.shares
            assert cell not in found
            assert low[cell] < high[cell], key


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_no_small_count_can_be_worked_out(data):
    asked = data.draw(st.sampled_from([YEAR_7, YEARS_8_9, EASY_READ]))
    assert_nothing_is_worked_out(asked, data.draw(tallies(asked)))


def full(asked, forms, positive):
    """`forms` by year, and `positive` of them positive to every item (or as told by item)."""
    tally = Tally()
    for year, n in forms.items():
        tally.add_forms(year, n)
        for item in asked.items:
            told = positive.get((year, item.code), positive[year])
            tally.given += Counter({(year, item.code, "yes"): told, (year, item.code, "no"): n - told})
    return tally


def test_five_forms_show_nothing_and_six_do():
    five, six = (released(YEAR_7, full(YEAR_7, {7: n}, {7: n})) for n in (5, 6))

    assert (five.forms, five.shares) == ({}, {})
    assert six.forms == {WHOLE: 6}
    assert six.share(WHOLE, OVERALL) == Share(66, 66)


def test_a_year_group_of_a_few_is_not_told_by_the_others_and_the_whole():
    shown = released(YEARS_8_9, full(YEARS_8_9, {8: 40, 9: 4}, {8: 20, 9: 2}))

    assert shown.forms == {WHOLE: 44} or shown.forms == {8: 40}
    assert not any(place == 9 for place, _ in shown.shares)
    assert len({place for place, _ in shown.shares}) == 1


def test_a_small_answer_takes_another_with_it_and_leaves_the_theme():
    item = YEAR_7.items[0].code
    shown = released(YEAR_7, full(YEAR_7, {7: 60}, {7: 40, (7, item): 58}))
    hidden = {i.code for i in YEAR_7.items} - {unit for _, unit in shown.shares}

    assert item in hidden
    assert len(hidden) >= 2
    assert shown.share(WHOLE, OVERALL) is not None
    assert shown.share(WHOLE, "theme:options") is not None


def test_large_counts_are_all_shown():
    shown = released(YEARS_8_9, full(YEARS_8_9, {8: 90, 9: 80}, {8: 60, 9: 50}))

    assert shown.shares == shares(YEARS_8_9, full(YEARS_8_9, {8: 90, 9: 80}, {8: 60, 9: 50}))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_shares_are_what_a_plain_recount_gives(data):
    forms = data.draw(
        st.lists(
            st.tuples(
                st.sampled_from([8, 9]),
                st.dictionaries(
                    st.sampled_from([i.code for i in YEARS_8_9.items]),
                    st.sampled_from([c.name for c in YEARS_8_9.scale]),
                ),
            ),
            max_size=30,
        )
    )
    tally = Tally()
    for year, answers in forms:
        tally.add_forms(year, 1)
        for item, choice in answers.items():
            tally.add_answers(year, item, choice, 1)

    found = shares(YEARS_8_9, tally)

    for (place, unit), share in found.items():
        theme, benchmark = unit.removeprefix("theme:"), unit.removeprefix("benchmark:")
        items = [
            i.code
            for i in YEARS_8_9.items
            if unit in (i.code, OVERALL) or i.theme == theme or benchmark in i.benchmarks
        ]
        said = [f[i] for year, f in forms if place in (WHOLE, year) for i in items if i in f]
        assert share == Share(sum(s in ("yes", "mostly") for s in said), len(said))
