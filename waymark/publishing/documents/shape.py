"""What a document says, as frozen values: every kind of document has this one shape, and every way of writing it down
is made from this alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter


@dataclass(frozen=True)
class Source:
    """Where a figure comes from, in words that let somebody else find it again."""

    title: str  # what was counted: an entitlement's title, or "Register of activities"
    code: str = ""  # the entitlement, where it is one
    rules: str = ""  # the framework and its version
    as_at: date | None = None
    counted: str = ""  # "412 pupils in Years 7 to 13"
    coverage: str = ""  # "every year it asks about is held for 398 of 412"
    where: str = ""  # the page of this program with the rows behind it
    files: tuple[str, ...] = ()  # SHA-256 of each file the rows came from


@dataclass(frozen=True)
class Number:
    """A figure: how it is said, its value where it may be told, and the number of its source (0: none of its own).

    `bar` is a share of a hundred to draw beside it.
    """

    shown: str
    value: float | None = None
    source: int = 0
    bar: float | None = None


@dataclass(frozen=True)
class Link:
    """A file of the same folder, by its path from here."""

    shown: str
    href: str


Cell = str | Number | Link


@dataclass(frozen=True)
class Paragraph:
    """Words. Blank lines part paragraphs, lines that start with a dash are a list."""

    text: str
    is_a: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Note:
    """Words to be seen apart from the others: a warning, or what a figure may not be taken for."""

    text: str
    is_a: Literal["note"] = "note"


@dataclass(frozen=True)
class Facts:
    """Names of things and their values."""

    rows: tuple[tuple[str, Cell], ...]
    is_a: Literal["facts"] = "facts"


@dataclass(frozen=True)
class Column:
    """A column of a table; `share` of its width against the others'."""

    label: str
    numeric: bool = False
    share: int = 2


@dataclass(frozen=True)
class Table:
    """Rows under headings; the first cell of a row names it. `empty` is said where there are none."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    empty: str = "Nothing is recorded."
    is_a: Literal["table"] = "table"


@dataclass(frozen=True)
class Chart:
    """Bars with their numbers in words beside them: each a label and a figure with its `bar`."""

    title: str
    bars: tuple[tuple[str, Number], ...]
    note: str = ""
    is_a: Literal["chart"] = "chart"


Block = Annotated[Paragraph | Note | Facts | Table | Chart, Field(discriminator="is_a")]


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it. `name` is that of the module that made it."""

    name: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Document:
    """All that a document says. `sources` are numbered from 1 in the order in which figures name them."""

    kind: str
    title: str
    school: str
    institution: str  # URN or UKPRN
    place: str
    on: date  # as at which day
    made_on: date
    rules: str  # the benchmarks it was judged by, with their version
    revision: int  # of the school's ledger
    leaves_school: bool  # names of learners and small numbers are left out
    summary: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    one_page: bool = False


_shape = TypeAdapter(Document)


def as_json(document: Document) -> dict[str, Any]:
    """The document as plain JSON values: dates in ISO form."""
    return _shape.dump_python(document, mode="json")


def from_json(stored: dict[str, Any]) -> Document:
    """What `as_json` gave; raises where the shape is another."""
    return _shape.validate_python(stored)


def canonical(document: Document) -> bytes:
    """The one way of writing the document down: sorted keys, UTF-8, no spaces."""
    return json.dumps(as_json(document), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sha256_of(document: Document) -> str:
    """The SHA-256 of what the document says, apart from the day on which it was made."""
    said = as_json(document)
    del said["made_on"]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def all_sections(sections: tuple[Section, ...], depth: int = 0) -> Iterator[tuple[int, Section]]:
    """Every section with its depth, in reading order."""
    for section in sections:
        yield depth, section
        yield from all_sections(section.parts, depth + 1)
