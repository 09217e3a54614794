"""The quiz that is asked, and what somebody said to one."""

from waymark.opportunities.models.interests import Exploration, InterestQuiz, sha256_of


def quiz_asked() -> InterestQuiz | None:
    """The quiz asked today: the newest brought in, ours only where there is no other; None where there is none."""
    return InterestQuiz.objects.order_by("is_ours", "-brought_in_at", "-pk").first()


def exploration_of(code: str) -> Exploration | None:
    """What was said under a code, as typed with blanks, dashes or capitals; None where it is none."""
    plain = "".join(letter for letter in code.casefold() if letter.isalnum())
    return Exploration.objects.select_related("quiz").filter(code_sha256=sha256_of(plain)).first()
