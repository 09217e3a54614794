"""Keeping learners off the public page: their names, UPNs and addresses are looked for in every word of it."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from waymark.ledger.queries import learners_of
from waymark.places.models import Organisation
from waymark.publishing.content import PageContent, as_json

_UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b", re.IGNORECASE)
_NOT_WORDS = re.compile(r"[^\w@.'-]+")
_ABOUT_STAFF = {"leader", "contact", "school"}  # who may well share a name with a learner, and are not told of as one


def learners_named(school: Organisation, content: PageContent, *, known_not_to_be: Collection[str] = ()) -> list[str]:
    """The words in the content that are a learner's full name, UPN or e-mail address, in order; none is well.

    Looks at everyone the school ever had on roll. `known_not_to_be` are names that a person has said mean someone or
    something else, as a firm may be called what a learner is; a UPN or address cannot be so excused.
    """
    return learners_named_in(school, _texts(as_json(content)), known_not_to_be=known_not_to_be)


def learners_named_in(
    school: Organisation, texts: Iterable[str], *, known_not_to_be: Collection[str] = ()
) -> list[str]:
    """The same of any words that are to leave the school."""
    text = f" {' / '.join(_plain(each) for each in texts)} "
    found = {match.group().upper() for match in _UPN.finditer(text)}
    excused = {_plain(name) for name in known_not_to_be}
    facts = ("given_name", "preferred_name", "family_name", "email")
    for given, preferred, family, email in learners_of(school).order_by().values_list(*facts):
        if email and f" {email.casefold()} " in text:
            found.add(email)
        for name in {f"{given} {family}", f"{preferred} {family}"} if family else ():
            plain = _plain(name)
            as_listed = f"{_plain(family)} {plain.removesuffix(_plain(family))}".strip()
            is_there = any(f" {each} " in text for each in (plain, as_listed) if " " in each)
            if is_there and plain not in excused:
                found.add(name)
    return sorted(found)


def _plain(text: str) -> str:
    words = (word.strip(".'-") for word in _NOT_WORDS.split(re.sub(r"['’]s\b", "", text.casefold())))
    return " ".join(word for word in words if word)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in _ABOUT_STAFF:
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
