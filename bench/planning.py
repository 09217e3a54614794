"""The plan of a year beside the plan made by hand: five made-up schools, and a hub that shares its offers."""

import os
import statistics
import time
from dataclasses import replace
from pathlib import Path

from bench.year import CHOICES, FIRST, LAST, hub_folders, school_folder
from waymark.evaluation.frameworks import framework
from waymark.planner.solver import Watch
from waymark.planner.year_plan.cheapest import cheapest_plan
from waymark.planner.year_plan.choosing import choose
from waymark.planner.year_plan.greedy import greedy
from waymark.planner.year_plan.hub import hub_world, share
from waymark.planner.year_plan.reading import read_records
from waymark.planner.year_plan.search import Found, best_plan
from waymark.planner.year_plan.terms import Term
from waymark.planner.year_plan.world import World

TITLE = "Plans of a year"
_SEEDS = (1, 2, 3, 4, 5)
_HUB_BUDGETS = (9_000, 2_000)
_RULES = ("gatsby-2024", "provider-access")


def measure(folder: Path) -> str:
    """`WAYMARK_BENCH_SECONDS` for each school's plan (default 10); `WAYMARK_BENCH_SCHOOLS` in the hub (default 45)."""
    seconds = float(os.environ.get("WAYMARK_BENCH_SECONDS", "10"))
    schools = int(os.environ.get("WAYMARK_BENCH_SCHOOLS", "45"))
    rows, gaps, ratios, gains = [], [], [], []
    for seed in _SEEDS:
        name = str(100_000 + seed)
        world = _world(school_folder(folder / f"year-{seed}", seed=seed), [name])
        _, first = _timed(lambda world=world: greedy(world))
        until, began = _Until(0.01), time.process_time()
        found, took = _timed(lambda world=world, until=until: best_plan(world, watch=_watch(seconds), tell=until.tell))
        busy = time.process_time() - began
        cheapest, _ = _timed(lambda world=world: cheapest_plan(world, watch=_watch(seconds)))
        gaps.append(_gap(found))
        gains.append(found.worth.value / found.greedy.value)
        ratios.append(cheapest.worth.saved / cheapest.greedy.saved)
        rows.append(
            f"| {seed} | {len(world.learners):,} | {first:.2f} | {until.seconds} | {took:.1f} ({busy:.1f})"
            f" | {gaps[-1]:.2f}% | {gains[-1]:.3f} | {ratios[-1]:.2f} |"
        )
    return "\n".join([
        f"{len(_SEEDS)} made-up schools with {CHOICES} offers each, {seconds:g} seconds for each plan. What no plan",
        "can be above is proven; the plan it is compared with is dealt out, so the gap is all that is lost.",
        "By hand: again and again the session that closes the most weight for its money.",
        "",
        "| school | learners | by hand, s | within 1%, s | plan, s (processor) | proven gap | value / by hand"
        " | cheapest as good / by hand |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *rows,
        "",
        f"Medians: gap {statistics.median(gaps):.2f}%, value {statistics.median(gains):.3f} of the plan made by hand,"
        f" the cheapest plan as good as it for {statistics.median(ratios):.2f} of its cost.",
        "",
        *_hub(folder, schools),
    ])  # fmt: skip


def _hub(folder: Path, schools: int) -> list[str]:
    """The hub with the money that each school has, and with little of it."""
    if not schools:
        return []
    seconds = float(os.environ.get("WAYMARK_BENCH_HUB_SECONDS", "120"))
    names = [str(200_000 + place) for place in range(schools)]
    world = _world(hub_folders(folder / f"hub-{schools}", schools=schools), names)
    return [
        f"A hub of {schools} schools, {len(world.learners):,} learners, sharing {CHOICES} offers; {seconds:g} seconds."
        " *Most*: what is proven that no plan can be above.",
        "",
        "| each school has | columns | by hand, s | within 2%, s | plan, s (processor) | proven gap | plan / by hand"
        " | most / by hand | plan / most |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        *(_hub_row(_with_budget(world, pounds), pounds, seconds) for pounds in _HUB_BUDGETS),
    ]


def _hub_row(world: World, pounds: int, seconds: float) -> str:
    width = choose(world, with_days=False).model.width
    _, first = _timed(lambda: greedy(world))
    until, began = _Until(0.02), time.process_time()
    found, took = _timed(lambda: share(world, watch=_watch(seconds), tell=until.tell))
    busy, made_by_hand = time.process_time() - began, found.greedy.value
    return (
        f"| £{pounds:,} | {width:,} | {first:.1f} | {until.seconds} | {took:.0f} ({busy:.0f}) | {_gap(found):.2f}%"
        f" | {found.worth.value / made_by_hand:.3f} | {found.bound / made_by_hand:.3f}"
        f" | {found.worth.value / found.bound:.3f} |"
    )


def _with_budget(world: World, pounds: int) -> World:
    sites = [replace(site, limits=replace(site.limits, budget=pounds * 100)) for site in world.sites]
    return replace(world, sites=tuple(sites))


class _Until:
    """Notes when the proven gap was first this small."""

    def __init__(self, gap: float) -> None:
        self._gap, self._started, self.seconds = gap, time.monotonic(), "–"

    def tell(self, value, bound) -> None:
        if self.seconds == "–" and bound and (bound - value) <= self._gap * bound:
            self.seconds = f"{time.monotonic() - self._started:.1f}"


def _world(folder: Path, names: list[str]) -> World:
    records = read_records(folder, names, FIRST, lambda words: None)
    return hub_world(records, names, Term(FIRST, LAST), [framework(name) for name in _RULES])


def _watch(seconds: float) -> Watch:
    return Watch(time.monotonic() + seconds)


def _timed(work):
    started = time.monotonic()
    return work(), time.monotonic() - started


def _gap(found: Found) -> float:
    return 100 * (found.bound - found.worth.value) / found.bound
