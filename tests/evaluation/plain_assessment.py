"""The formula of a self-assessment's score, written a second time and as plainly as can be: from the YAML itself, with
fractions, and nothing of ours."""

from fractions import Fraction
from functools import cache
from math import floor
from pathlib import Path

import yaml

import waymark

FOLDER = Path(waymark.__file__).parent / "frameworks"
CREDIT = {
    "yes": 1, "no": 0,
    "none": 0, "few": Fraction(1, 4), "some": Fraction(1, 2), "most": Fraction(3, 4),
    "overwhelming": 1, "almost_all": 1, "all": 1,
    "strongly_disagree": 0, "disagree": Fraction(1, 4), "neither": Fraction(1, 2), "agree": Fraction(3, 4),
    "strongly_agree": 1,
}  # fmt: skip
MOST = {"gatsby-2014": Fraction(75, 100), "gatsby-2024": Fraction(90, 100)}
NEARLY_ALL = {"gatsby-2014": "overwhelming", "gatsby-2024": "almost_all"}


def plain_band(framework: str, met: int, of: int) -> str:
    """The name of a share."""
    share = Fraction(met, of)
    if share == 0:
        return "none"
    if share == 1:
        return "all"
    if share <= Fraction(1, 4):
        return "few"
    if share <= Fraction(1, 2):
        return "some"
    return "most" if share <= MOST[framework] else NEARLY_ALL[framework]


@cache
def _files(framework: str) -> list[dict]:
    paths = sorted((FOLDER / framework.replace("-", "_")).glob("gb*.yaml"))
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths]


def plain_questions(framework: str, setting: str, year_groups: set[int]) -> dict[str, list[dict]]:
    """The criteria asked, by benchmark, as they stand in the files."""
    asked = {}
    for benchmark in _files(framework):
        asked[benchmark["code"]] = [
            criterion
            for criterion in benchmark["criteria"]
            if setting in criterion["settings"]
            and (not criterion.get("year_groups") or set(criterion["year_groups"]) & year_groups)
        ]
    return asked


def plain_scores(
    framework: str, setting: str, year_groups: set[int], answers: dict[str, str]
) -> dict[str, tuple[int | None, bool]]:
    """Score in whole percent and whether achieved, by benchmark, from the answers by item; no answer earns nothing."""
    scores = {}
    for code, criteria in plain_questions(framework, setting, year_groups).items():
        scored = [one["code"] for one in criteria if one.get("scored", True)]
        earned = sum(CREDIT[answers[one]] for one in scored if one in answers)
        if scored:
            scores[code] = (floor(100 * Fraction(earned) / len(scored)), earned == len(scored))
        elif criteria:
            scores[code] = (None, False)
    return scores
