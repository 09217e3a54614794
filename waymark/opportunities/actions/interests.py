"""Exploring by a quiz without an account: by a code that its maker keeps."""

import secrets
from collections.abc import Mapping
from datetime import date

from django.db import transaction

from waymark.access.scope import Scope
from waymark.opportunities.interests.quiz import LEAST, MOST
from waymark.opportunities.models.interests import KEPT_FOR, Exploration, InterestQuiz, sha256_of

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
_IN_A_CODE = 12
MOST_RATED = 3
LONGEST_EVIDENCE = 500


@transaction.atomic
def begin_exploring(*, quiz: InterestQuiz, is_easy: bool = False, on: date, by: Scope) -> str:
    """Begin; returns the code by which it is carried on, which is not kept. What nobody opened for a year goes."""
    Exploration.objects.filter(touched_on__lt=on - KEPT_FOR).delete()
    code = "".join(secrets.choice(_LETTERS) for _ in range(_IN_A_CODE))
    Exploration.objects.create(code_sha256=sha256_of(code), quiz=quiz, is_easy=is_easy, touched_on=on)
    return code


@transaction.atomic
def keep_said(
    *,
    code: str,
    answers: Mapping[int, int] | None = None,
    skills_said: Mapping[str, bool] | None = None,
    ratings: Mapping[str, int] | None = None,
    evidence: Mapping[str, str] | None = None,
    on: date,
    by: Scope,
) -> Exploration | None:
    """Keep what one page says, over what was said before; None where the code is none. Values out of range are not
    kept, nor is evidence beyond its length."""
    found = _locked(code)
    if found is None:
        return None
    found.answers |= {str(n): said for n, said in (answers or {}).items() if LEAST <= said <= MOST}
    found.skills_said |= {name: bool(said) for name, said in (skills_said or {}).items()}
    found.ratings |= {name: rated for name, rated in (ratings or {}).items() if 0 <= rated <= MOST_RATED}
    found.evidence |= {name: text.strip()[:LONGEST_EVIDENCE] for name, text in (evidence or {}).items()}
    found.evidence = {name: text for name, text in found.evidence.items() if text}
    found.touched_on = on
    found.save()
    return found


@transaction.atomic
def put_aside(*, code: str, category: str, is_aside: bool, on: date, by: Scope) -> Exploration | None:
    """Heed "not this": the category leaves the suggestions until it is brought back."""
    found = _locked(code)
    if found is None:
        return None
    found.not_these = [slug for slug in found.not_these if slug != category] + [category] * is_aside
    found.touched_on = on
    found.save()
    return found


@transaction.atomic
def throw_away(*, code: str, by: Scope) -> None:
    """Throw everything away that was said under a code."""
    Exploration.objects.filter(code_sha256=sha256_of(code)).delete()


def _locked(code: str) -> Exploration | None:
    rows = Exploration.objects.select_for_update(of=("self",)).select_related("quiz")
    return rows.filter(code_sha256=sha256_of(code)).first()
