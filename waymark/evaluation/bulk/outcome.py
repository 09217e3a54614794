"""What a run left on its workbench, as ordered SELECTs with the columns that go out, and as scores."""

from collections.abc import Iterator

from waymark.evaluation.bulk.answers import ANSWERS
from waymark.evaluation.bulk.tallies import Plan
from waymark.evaluation.results import ScoreRow
from waymark.intake.exchange.workbench import Workbench
from waymark.kernel.framework import Framework
from waymark.kernel.scores import score

FIGURES = (
    'SELECT level, unit, group_name AS "group", year_group, entitlement, n, met, not_yet, missed, unknown, band'
    " FROM figure ORDER BY level, unit, group_name, year_group, entitlement"
)
_LEARNERS_AT_ONCE = 200_000


def judgements(plan: Plan, bench: Workbench) -> Iterator[str]:
    """Ordered SELECTs of the judgements, some learners at a time; learners are numbered in text order."""
    rules = range(len(plan.rules))
    codes = " UNION ALL ".join(
        f"SELECT {number} AS number, '{rule.due.code}' AS entitlement" for number, rule in enumerate(plan.rules)
    )
    words = " ".join(f"WHEN {place} THEN '{answer}'" for place, answer in enumerate(ANSWERS))
    picked = ", ".join(
        f"CASE number {' '.join(f'WHEN {n} THEN {name}_{n}' for n in rules)} END AS {name}"
        for name in ("answer", "evidence")
    )
    last = bench.value("SELECT coalesce(max(learner_id), -1) FROM judged")
    for first in range(0, last + 1, _LEARNERS_AT_ONCE):
        within = f"learner_id BETWEEN {first} AND {first + _LEARNERS_AT_ONCE - 1}"
        spread = (
            f"SELECT learner_id, institution_id, year_group, number, entitlement, {picked}"
            f" FROM judged CROSS JOIN ({codes}) AS entitlement_list WHERE {within}"
        )
        yield (
            "SELECT learners_number.key AS learner_id, institution.code AS institution_id, year_group, entitlement,"
            f" CASE answer {words} END AS answer, evidence FROM ({spread}) AS spread"
            " JOIN learners_number ON learners_number.number = spread.learner_id"
            " JOIN institution ON institution.institution_id = spread.institution_id"
            " WHERE answer IS NOT NULL ORDER BY spread.learner_id, spread.number"
        )


def scores(framework: Framework, bench: Workbench) -> list[ScoreRow]:
    """A score for every institution and every benchmark with a scored entitlement, from the figures."""
    credits: dict[tuple[str, str], list[int]] = {}
    due = {entitlement.code: entitlement for entitlement in framework.entitlements if entitlement.scored}
    credit = {band.name: band.credit for band in framework.scale.bands}
    found = bench.rows(
        "SELECT unit, entitlement, band FROM figure"
        " WHERE level = 'institution' AND group_name = 'all' AND year_group = 0"
    )
    for unit, code, band in found:
        if code in due:
            credits.setdefault((unit, due[code].benchmark), []).append(credit[band])
    rows: list[ScoreRow] = []
    for (code,) in bench.rows("SELECT code FROM institution ORDER BY code"):
        for benchmark in framework.scored_benchmarks:
            achieved_at = framework.benchmark(benchmark).achieved_at
            result = score(credits.get((code, benchmark), []), achieved_at=achieved_at)
            rows.append((code, benchmark, result.score, result.achieved, result.items))
    return rows
