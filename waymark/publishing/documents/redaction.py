"""The copy that leaves the school: names looked for in every word of it, shown to a person, and left out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from waymark.publishing.documents.names import Found, Names
from waymark.publishing.documents.shape import Document, Section, all_sections, as_json, from_json

_AS_IT_IS = frozenset(
    [
        "kind",
        "is_a",
        "name",
        "school",
        "institution",
        "place",
        "on",
        "made_on",
        "rules",
        "files",
        "where",
        "code",
        "as_at",
    ]
)
_AROUND = 60  # letters shown on each side of a name


@dataclass(frozen=True)
class NameInText:
    """A name found: its mark, where it stands, and the words around it, for the person who decides."""

    mark: str
    written: str
    where: str
    before: str
    after: str
    may_be_another: bool


def names_in(documents: Collection[Document], names: Names) -> list[NameInText]:
    """Every name in the words of some documents, the first time it stands in each section."""
    found: dict[tuple[str, str], NameInText] = {}
    for document in documents:
        for where, text in _texts(document):
            for each in names.in_text(text):
                found.setdefault((each.mark, where), _shown(each, text, where))
    return list(found.values())


def without_names(document: Document, names: Names, *, keep: Collection[str] = ()) -> Document:
    """The document with every name left out but those a person has said mean somebody else."""
    return from_json(_left_out(as_json(document), names, keep))


def _left_out(value: Any, names: Names, keep: Collection[str]) -> Any:
    if isinstance(value, dict):
        return {key: part if key in _AS_IT_IS else _left_out(part, names, keep) for key, part in value.items()}
    if isinstance(value, list):
        return [_left_out(part, names, keep) for part in value]
    return names.without(value, keep=keep) if isinstance(value, str) else value


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """Every text with the section it stands in, and those that stand in none."""
    for _, section in all_sections(document.sections):
        alone: Section = replace(section, parts=())
        yield from (
            (section.title, text) for text in _strings(as_json(replace(document, sections=(alone,)))["sections"])
        )
    bare = as_json(replace(document, sections=()))
    yield from ((document.title, text) for text in _strings(bare))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in _AS_IT_IS:
                yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _shown(each: Found, text: str, where: str) -> NameInText:
    before, after = text[max(0, each.start - _AROUND) : each.start], text[each.end : each.end + _AROUND]
    return NameInText(each.mark, each.written, where, before, after, each.may_be_another)
