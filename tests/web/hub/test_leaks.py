"""All that a hub lead can see of a school on one day, put together, does not tell a small number.

The attackers are those the kernel's rule is tried with: bounds, and sums taken from one another. Here they are given
what the site shows – every framework, group and year group at once – and not what the rule was given.
"""

import pytest

from tests.kernel.attackers import bounds, equations, linear_combinations
from waymark.access.queries import scope_of
from waymark.access.scope import acting, everything
from waymark.evaluation.frameworks import framework, framework_names
from waymark.evaluation.queries import figures_of
from waymark.kernel.figures import FigureKey, Tally
from waymark.kernel.vocabulary import Answer
from waymark.places.models import Organisation

SMALL = range(1, 6)


def seen_by(scope, school, on):
    with acting(scope):
        return {name: figures_of(school, name, on=on) for name in framework_names()}


def told_apart(figures):
    """Every framework's figures in one map, by names that cannot be mistaken for another's."""
    return {
        FigureKey("institution", "x", key[1], key[2], f"{name} {key[0]}"): figure
        for name, made in figures.items()
        for key, figure in made.figures.items()
    }


def banded(seen):
    """Figures of which the band is told, and how many have met it is not."""
    return [
        key for key, one in seen.items() if one.band and one.met is None and not key.entitlement.endswith("he_visits")
    ]


def told_by_band(figure, key):
    """How many may have met it, as far as the band says."""
    scale = framework(key.entitlement.partition(" ")[0]).scale
    return [met for met in range(figure.n + 1) if scale.band(met, figure.n).name == figure.band]


def tally_of(figure):
    return Tally({answer: getattr(figure, answer.value) for answer in Answer})


@pytest.fixture
def both(hub, hub_lead, the_day):
    """The same school's figures, as they are and as the hub lead sees them."""
    school = Organisation.objects.get(slug="birchwood-school")
    true = told_apart(seen_by(everything("test"), school, the_day))
    return true, told_apart(seen_by(scope_of(hub_lead), school, the_day))


def test_there_is_something_to_find(both):
    true, seen = both

    assert sum(figure.n in SMALL for figure in true.values()) > 5
    assert sum(figure.n is not None for figure in seen.values()) > 20


def test_no_small_number_is_shown(both):
    _, seen = both
    counts = ("n", "met", "not_yet", "missed", "unknown")

    assert [key for key, one in seen.items() if any(getattr(one, name) in SMALL for name in counts)] == []


def test_no_small_number_can_be_worked_out(both):
    true, seen = both
    cohorts = {f"{name} {due.code}": due.cohort for name in framework_names() for due in framework(name).entitlements}
    # A figure of those considering higher education counts other people than its year group's: by itself.
    everyone = {key: tally_of(one) for key, one in true.items() if not key.entitlement.endswith("he_visits")}
    numbers, sums = equations(everyone, cohorts)
    known = {numbers[key, "n"]: seen[key].n for key in everyone if seen[key].n is not None}
    for key in everyone:
        known |= {numbers[key, a]: count for a in Answer if (count := getattr(seen[key], a.value)) is not None}

    found = linear_combinations(sums, known)
    low, high = bounds(sums, known, {numbers[key, Answer.MET]: told_by_band(seen[key], key) for key in banded(seen)})

    small = {numbers[key, "n"] for key, one in everyone.items() if one.n in SMALL}
    small |= {numbers[key, a] for key, one in everyone.items() for a in Answer if one.answers[a] in SMALL}
    assert small & found == set()
    assert {cell for cell in small if low[cell] == high[cell]} == set()
    assert small & set(known) == set()


def test_what_one_framework_hides_the_next_does_not_tell(both):
    """How many are in a year group is one number, whichever entitlement it is shown with."""
    _, seen = both
    said = {}
    for key, one in seen.items():
        if not key.entitlement.endswith("he_visits") and key.year_group:
            said.setdefault((key.group, key.year_group), set()).add(one.n)

    assert {place: ns for place, ns in said.items() if len(ns) != 1} == {}


def test_scores_are_shown_only_where_all_they_are_made_of_is(hub, hub_lead, the_day):
    school = Organisation.objects.get(slug="birchwood-school")

    for name, made in seen_by(scope_of(hub_lead), school, the_day).items():
        for due in framework(name).entitlements:
            figure = made.figure(due.code)
            if due.scored and figure and figure.band is None:
                assert made.scores[due.benchmark].score is None
                assert made.scores[due.benchmark].achieved is False
