"""The published way of scoring: sums, and categories all of whose traits are positive.

Kept so that results can be compared with the public service's, answer for answer. What is wrong with it is measured in
docs/reference/benchmarks.md; `fair` is what our pages use.
"""

from waymark.opportunities.interests.quiz import Answers, Category, Quiz
from waymark.opportunities.interests.results import CategoryResult, Result, first_of, totals_of, traits_shown

TOP = 10


def score(quiz: Quiz, answers: Answers, *, top: int | None = TOP) -> Result:
    """A trait is the sum of its answers; a category counts where all its traits are above nothing, with their sum.

    Order: the greater sum, then the more questions to follow, then the name. There may be no category at all.
    """
    totals = totals_of(quiz, answers)
    found = [_result(each, totals) for each in quiz.categories if all(totals[name] > 0 for name in each.traits)]
    found.sort(key=lambda each: (-each.score, -each.followup_questions, each.name))
    return Result(traits_shown(totals, totals), first_of(found, top))


def _result(category: Category, totals: dict[str, int]) -> CategoryResult:
    return CategoryResult(
        category.name,
        category.slug,
        sum(totals[name] for name in category.traits),
        len(category.skills),
        tuple(f"{name} {totals[name]}" for name in category.traits),
    )


def jobs_suggested(category: Category, said: dict[str, bool]) -> tuple[str, ...]:
    """The jobs whose skills are exactly those said yes to, by name; often none. A skill not answered is a no."""
    wanted = tuple(said.get(skill.name, False) for skill in category.skills)
    return tuple(
        job for job in sorted(category.jobs) if tuple(job in skill.jobs for skill in category.skills) == wanted
    )
