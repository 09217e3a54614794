"""Setting a careers page for paper with Typst: tagged (PDF/UA-1) and lasting (PDF/A-3a)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from waymark.publishing.content import PageContent, as_json
from waymark.publishing.words import day, number, runs

HERE = Path(__file__).parent
TEMPLATE = HERE / "templates" / "careers_page.typ"
FONTS = HERE.parent / "web" / "static" / "built" / "fonts"  # made by the front-end build


def typeset(content: PageContent, *, released_on: date) -> bytes:
    """The PDF of a page. Every word goes in as data, never as markup, so nothing a school types can be a command."""
    return compiled(TEMPLATE, "page", _said(content, released_on))


def compiled(template: Path, name: str, said: Mapping[str, Any]) -> bytes:
    """The PDF of a template that takes what is `said` under a name, as JSON."""
    import typst  # takes a while to import, and only PDFs need it

    made = typst.compile(
        template,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={name: json_of(said)},
        pdf_standards=["a-3a", "ua-1"],
    )
    return bytes(made)


_UNUSUAL = re.compile(r"[^\t\n\r -~\u00a0-\u00ac\u00ae-\u024f\u2010-\u2026]")
_NO_LETTER = "□"
_PROBE = b'#set text(font: "Atkinson Hyperlegible Next"); #set document(title: "-"); #sys.inputs.letter'


def json_of(said: Any) -> str:
    """What is said as JSON, without what no font of ours has: one such letter, and there would be no PDF at all."""
    return json.dumps(_settable(said))


def _settable(value: Any) -> Any:
    if isinstance(value, str):
        return _UNUSUAL.sub(lambda found: _as_set(found.group()), value)
    if isinstance(value, Mapping):
        return {key: _settable(part) for key, part in value.items()}
    return [_settable(part) for part in value] if isinstance(value, list | tuple) else value


@cache
def fonts() -> Any:
    """Our fonts, and none of the machine's: read once."""
    import typst  # as above

    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


@cache
def _as_set(letter: str) -> str:
    """The letter; a box where no font has it, and nothing for what cannot be seen anyway."""
    import typst  # as above

    try:
        typst.compile(_PROBE, font_paths=fonts(), sys_inputs={"letter": f"a{letter}b"}, pdf_standards=["a-3a", "ua-1"])
    except (typst.TypstError, ValueError):  # ValueError: half a letter, which no text can hold
        return "" if unicodedata.category(letter).startswith("C") else _NO_LETTER
    return letter


def _said(content: PageContent, released_on: date) -> dict[str, Any]:
    """The content with its days in words and its texts in blocks, as the template takes it."""
    said = _blocks(as_json(content))
    said["next_review_on"] = day(content.next_review_on)
    said["figures_on"] = day(content.figures_on)
    for shown, figure in zip(said["figures"], content.figures, strict=True):
        shown["count"] = f"{number(figure.met)} of {number(figure.of)}" if figure.met is not None and figure.of else ""
        shown["as_at"] = day(figure.as_at) if figure.as_at != content.figures_on else ""
    if content.access:
        said["access"]["agreed_on"] = day(content.access.agreed_on)
    ymd = {"year": released_on.year, "month": released_on.month, "day": released_on.day}
    return said | {"released_on": day(released_on), "released": ymd}


_LONG = {
    "summary",
    "note",
    "text",
    "impact",
    "guidance",
    "procedure",
    "granting",
    "refusing",
    "premises",
    "entitlement",
    "complaints",
}


def _blocks(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _blocks(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_blocks(part) for part in value]
    if isinstance(value, str) and name in _LONG:
        paragraphs = value.replace("\r\n", "\n").split("\n\n")
        return [{"list": is_list, "lines": lines} for each in paragraphs for is_list, lines in runs(each.splitlines())]
    return value
