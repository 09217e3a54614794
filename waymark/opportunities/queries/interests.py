"""The quiz that is asked, what somebody said to one, and the jobs and skills beside it."""

from collections.abc import Iterable

from waymark.opportunities.models import JobProfile, JobSkill
from waymark.opportunities.models.interests import Exploration, InterestQuiz, sha256_of


def quiz_asked() -> InterestQuiz | None:
    """The quiz asked today: the newest brought in, ours only where there is no other; None where there is none."""
    return InterestQuiz.objects.order_by("is_ours", "-brought_in_at", "-pk").first()


def exploration_of(code: str) -> Exploration | None:
    """What was said under a code, as typed with blanks, dashes or capitals; None where it is none."""
    plain = "".join(letter for letter in code.casefold() if letter.isalnum())
    return Exploration.objects.select_related("quiz").filter(code_sha256=sha256_of(plain)).first()


def job_names_of(titles: Iterable[str]) -> dict[str, str]:
    """The `name` of each job we hold a profile of, by its title as given."""
    return dict(JobProfile.objects.filter(title__in=list(titles)).values_list("title", "name"))


def skills_wanted() -> dict[str, tuple[str, ...]]:
    """Of each job, by its title, the skills it asks for, the most wanted first."""
    wanted: dict[str, list[str]] = {}
    rows = JobSkill.objects.order_by("profile__title", "profile_id", "place")
    for title, skill in rows.values_list("profile__title", "skill"):
        wanted.setdefault(title, []).append(skill)
    return {title: tuple(skills) for title, skills in wanted.items()}
