"""Comparing a file's runs with those that stand: what is new, what says something else, what the file lacks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from waymark.opportunities.rules.facts import RunFacts


@dataclass(frozen=True)
class CoursesPlan:
    """What merging a file would do. Rows of the file are named by their number, standing runs by their key."""

    additions: dict[int, RunFacts] = field(default_factory=dict)
    changes: dict[int, RunFacts] = field(default_factory=dict)  # by the key of the run that changes
    unchanged: frozenset[int] = frozenset()
    repeated: frozenset[int] = frozenset()  # rows that say again what another row says
    absent: tuple[int, ...] = ()


def merging_runs(
    said: Mapping[int, RunFacts], standing: Mapping[int, RunFacts], *, left_out: Collection[str] = ()
) -> CoursesPlan:
    """Which row is which run.

    A row that says just what a run says is that run. Of the rest, those of one reference belong together: by when,
    where and how; and where one row and one run are left of a reference, that row changes that run. Rows without a
    reference belong together by when, where and how alone. `left_out`: by which references the rows are known that are
    not taken in, '' where one does not say. The file has their runs, so that these are not absent; '' may be any.
    """
    rows, repeated = _without_repeats(said)
    runs = dict(standing)
    unchanged = {row: key for key, row in _pairs(rows, runs, lambda facts: facts)}
    _take(rows, runs, unchanged)
    changed = {row: key for key, row in _pairs(rows, runs, lambda facts: (facts.known_by, facts.slot))}
    _take(rows, runs, changed)
    alone = {row: key for key, row in _lone_pairs(rows, runs)}
    _take(rows, runs, alone)
    changed |= alone
    return CoursesPlan(
        additions=rows,
        changes={key: said[row] for row, key in changed.items()},
        unchanged=frozenset(unchanged),
        repeated=frozenset(repeated),
        absent=() if "" in left_out else tuple(sorted(key for key in runs if runs[key].known_by not in left_out)),
    )


def _without_repeats(said: Mapping[int, RunFacts]) -> tuple[dict[int, RunFacts], set[int]]:
    first: dict[RunFacts, int] = {}
    for row, facts in said.items():
        first.setdefault(facts, row)
    kept = {row: facts for facts, row in first.items()}
    return kept, set(said) - set(kept)


def _pairs(rows: Mapping[int, RunFacts], runs: Mapping[int, RunFacts], alike) -> Iterable[tuple[int, int]]:
    """Each run with the row it is alike to; of several alike, in their order."""
    waiting = defaultdict(list)
    for key, facts in runs.items():
        waiting[alike(facts)].append(key)
    for row, facts in rows.items():
        keys = waiting.get(alike(facts))
        if keys:
            yield keys.pop(0), row


def _lone_pairs(rows: Mapping[int, RunFacts], runs: Mapping[int, RunFacts]) -> Iterable[tuple[int, int]]:
    """The run and the row of each reference of which just one of both is left."""
    of_rows, of_runs = defaultdict(list), defaultdict(list)
    for row, facts in rows.items():
        of_rows[facts.known_by].append(row)
    for key, facts in runs.items():
        of_runs[facts.known_by].append(key)
    for reference, found in of_rows.items():
        keys = of_runs.get(reference, [])
        if reference and len(found) == len(keys) == 1:
            yield keys[0], found[0]


def _take(rows: dict[int, RunFacts], runs: dict[int, RunFacts], paired: Mapping[int, int]) -> None:
    for row, key in paired.items():
        del rows[row]
        del runs[key]
