"""Which groups of schools may be averaged for one school to see, so that no other school's figure comes out of it.

Whoever sees the average of several groups can add and take away: a hub less its trust is the schools of the hub
outside the trust. What can be isolated so is a sum over whole atoms – the schools that lie in just the same groups –
and never less than one atom. So a group is shown only while every atom holds several schools besides the reader's own.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from typing import TypeVar

LEAST = 5  # schools besides one's own

School = TypeVar("School", bound=Hashable)


def groups_to_show(
    groups: Sequence[Collection[School]], *, own: School, least: int = LEAST
) -> tuple[frozenset[School] | None, ...]:
    """The groups that may be averaged together, the earlier before the later; None for one that may not.

    `own` counts in none of them: the reader knows its figures and can take them away.
    """
    shown: list[frozenset[School]] = []
    answer: list[frozenset[School] | None] = []
    for group in groups:
        others = frozenset(group) - {own}
        if others in shown or (others and _smallest_atom([*shown, others]) >= least):
            shown.append(others)
            answer.append(others)
        else:
            answer.append(None)
    return tuple(answer)


def _smallest_atom(groups: Sequence[frozenset[School]]) -> int:
    everyone = frozenset[School]().union(*groups)
    return min(Counter(tuple(one in group for group in groups) for one in everyone).values())
