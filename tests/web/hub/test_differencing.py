"""All that a hub, a governor and the public can see together, over a year, does not tell a small number.

A school is cut at two measurement points with a few marks in between, looked at live a few days later, and releases its
careers page. Whoever puts all of it together knows that the roll has not changed, that nobody who had met something
has it no longer, and that what was missed or unknown stays so. The attackers are those the kernel's rule is tried with.
"""

import random
from datetime import UTC, date, datetime

import pytest

from tests.factories import attend, make_activity, make_area, make_learner, make_school, make_user
from tests.kernel.attackers import bounds, equations, linear_combinations
from waymark.access.models import Sharing
from waymark.access.queries import scope_of
from waymark.access.scope import acting, everything
from waymark.evaluation.cuts.actions import cut
from waymark.evaluation.cuts.queries import content_at, cut_on
from waymark.evaluation.frameworks import framework
from waymark.evaluation.queries import figures_of
from waymark.kernel.figures import FigureKey, Tally
from waymark.kernel.vocabulary import Answer
from waymark.ledger.touching import touch_everyone
from waymark.places.models import Belonging
from waymark.publishing.figures import chosen_figures

NAME = "gatsby-2024"
DECEMBER, MARCH, NOW = date(2026, 12, 31), date(2027, 3, 31), date(2027, 4, 2)
GOOD = {"purpose_shared": True, "outcomes_set": True, "two_way": True, "reflection": True}
TOLD = ("gb5.employer_year", "gb8.guidance_by_16")
SMALL = range(1, 6)


@pytest.fixture(params=range(3))
def school(request, db, time_machine):
    """A school where small numbers lurk, drawn anew for each seed; in a hub with which it shares."""
    r = random.Random(request.param)
    time_machine.move_to(datetime(2027, 4, 2, 10, 0, tzinfo=UTC))
    with acting(everything("test", via="test")) as by:
        school, hub = make_school(), make_area()
        Belonging.objects.create(member=school, whole=hub)
        Sharing.objects.create(school=school, shared_with=hub)
        learners = [
            make_learner(
                school, number, year_group=year_group, sex=r.choice("FM"), sen=r.choice("NNNNK"),
                pupil_premium=r.random() < 0.25,
            )
            for year_group in (8, 9, 11)
            for number in range(r.choice([4, 9, 14, 30]))
        ]  # fmt: skip
        for until, share in ((date(2026, 11, 5), 0.6), (date(2027, 2, 4), 0.1), (date(2027, 4, 1), 0.04)):
            for kind, more in (("employer", GOOD), ("guidance", {"adviser_level": 6}), ("lmi", {})):
                came = [one for one in learners if r.random() < share]
                attend(make_activity(school, kind, held_on=until, **more), *came)
        touch_everyone(school.pk)
        cut(school=school, on=DECEMBER, by=by)
        cut(school=school, on=MARCH, by=by)
    return school


def seen(school, user):
    """The three pictures of the school, as this person sees them."""
    with acting(scope_of(user)):
        cuts = [content_at(cut_on(school, day)).figures[NAME] for day in (DECEMBER, MARCH)]
        return [*cuts, figures_of(school, NAME, on=NOW)]


def by_key(figures):
    return {
        FigureKey("institution", "x", group, year, code): one for (code, group, year), one in figures.figures.items()
    }


def tally_of(figure):
    return Tally({answer: getattr(figure, answer.value) for answer in Answer})


def what_of(name):
    """Whether a cell of the attackers' is a number of people or of one answer."""
    return what_of(name[1]) if name[0] == "rest" else name[1]


class World:
    """Every count of the three days in one system of sums, and what of it is shown.

    What cannot change is one cell on all three days: how many there are, how many missed it, how many are unknown.
    """

    def __init__(self):
        self.sums, self.moves, self.known, self.between, self.cells = [], [], {}, {}, {}

    def add(self, when, true, shown):
        cohorts = {due.code: due.cohort for due in framework(NAME).entitlements}
        numbers, sums = equations({key: tally_of(one) for key, one in true.items()}, cohorts)
        moving = {number for name, number in numbers.items() if what_of(name) in (Answer.MET, Answer.NOT_YET)}
        at = {number: (when if number in moving else "always", number) for number in numbers.values()}
        self.cells[when] = {name: at[number] for name, number in numbers.items()}
        self.sums += [one for each in sums if (one := {at[n]: sign for n, sign in each.items()}) not in self.sums]
        scale = framework(NAME).scale
        for key, one in shown.items():
            for what in ("n", *Answer):
                count = one.n if what == "n" else getattr(one, what.value)
                if count is not None:
                    self.known[self.cells[when][key, what]] = count
            if one.band and one.met is None:
                fits = [met for met in range(one.n + 1) if scale.band(met, one.n).name == one.band]
                self.between[self.cells[when][key, Answer.MET]] = fits

    def join(self, before, after):
        """Those who have met something only grow, those who have not yet only shrink: by a count, never negative."""
        for name, then in self.cells[before].items():
            now = self.cells[after][name]
            if now != then:
                up, down = (now, then) if what_of(name) == Answer.MET else (then, now)
                self.moves.append({up: 1, down: -1, ("moved", down): -1})

    def ranges(self):
        """Where each count lies to begin with: nobody knows less than that a school has so many learners at most."""
        most = max(self.known.values())
        unknown = {cell for one in (*self.sums, *self.moves) for cell in one} - self.known.keys()
        return {**dict.fromkeys(unknown, (0, most)), **self.between}

    def small(self, true):
        """Where a small number stands on any of the days."""
        return {
            self.cells[when][key, what]
            for when, figures in enumerate(true)
            for key, one in figures.items()
            for what in ("n", *Answer)
            if (one.n if what == "n" else getattr(one, what.value)) in SMALL
        }


def test_no_small_number_comes_out_of_all_that_is_seen_over_a_year(school):
    governor = make_user("Gale Frost", ("governor", school))
    hub_lead = make_user("Hollis Grey", ("hub_lead", school.belongings.get().whole))
    with acting(everything("test")):
        true = [by_key(figures_of(school, NAME, on=day)) for day in (DECEMBER, MARCH, NOW)]
        public = [chosen.shown for chosen in chosen_figures(school, TOLD, on=NOW)]
    shown = [by_key(figures) for figures in seen(school, governor)]
    assert [by_key(figures) for figures in seen(school, hub_lead)] == shown
    world = World()
    for when in range(3):
        world.add(when, true[when], shown[when])
    for figure in public:
        key = FigureKey("institution", "x", "all", 0, figure.code)
        if not figure.hidden_because:
            world.known |= {world.cells[2][key, "n"]: figure.of, world.cells[2][key, Answer.MET]: figure.met}
    for before, after in ((0, 1), (1, 2)):
        world.join(before, after)

    small = world.small(true)
    low, high = bounds([*world.sums, *world.moves], world.known, world.ranges())
    spanned = linear_combinations(world.sums, world.known)

    assert len(small) > 5
    assert len(world.known) > 50
    assert small & set(world.known) == set()
    assert {cell for cell in small if low[cell] == high[cell]} == set()
    assert small & spanned == set()
