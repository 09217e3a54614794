"""Keeping learners' names out of words that staff typed."""

import re
from collections.abc import Callable

from waymark.kernel.upn import without_upns
from waymark.ledger.queries import learners_of
from waymark.places.models import Organisation

LEFT_OUT = "[a learner]"
_AT_A_TIME = 400  # names in one pattern


def without_learners(school: Organisation) -> Callable[[str], str]:
    """What to put typed words through: the full name, address or UPN of anybody ever on roll is left out of them."""
    facts = learners_of(school).order_by().values_list("given_name", "preferred_name", "family_name", "email")
    names = {
        text
        for given, preferred, family, email in facts
        for text in (f"{given} {family}", f"{preferred} {family}" if preferred else "", f"{family}, {given}", email)
        if text.strip() and (" " in text.strip() or "@" in text)
    }
    in_order = sorted(names, key=lambda name: (-len(name), name))
    patterns = [
        re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, in_order[at : at + _AT_A_TIME]))})(?!\w)", re.IGNORECASE)
        for at in range(0, len(in_order), _AT_A_TIME)
    ]

    def leave_out(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(LEFT_OUT, text)
        return without_upns(text)

    return leave_out
