"""Walking an XCRI-CAP document: by local names, values inherited from the element above where one says nothing."""

import re
from collections.abc import Iterator
from typing import Any

from waymark.intake.reading.cells import clean
from waymark.intake.reading.filetypes import refuse_type
from waymark.opportunities.sources.xcri.words import OURS

_FORBIDDEN = re.compile("[<>`]")
_BLOCKS = frozenset({"p", "div", "li", "br", "h1", "h2", "h3", "ul", "ol"})


def parsed(content: bytes) -> Any:
    """The catalog of a document; refused where it is damaged, unsafe or something else."""
    from defusedxml import DefusedXmlException  # takes a while to import; only XML needs it
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as broken:
        raise refuse_type("a damaged or unsafe XML file", "an XCRI-CAP catalog", "Export it again.") from broken
    if local(root) != "catalog":
        raise refuse_type(f"XML that begins with “{local(root)[:40]}”", "an XCRI-CAP catalog", "Export it as XCRI-CAP.")
    return root


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Any, name: str) -> list[Any]:
    """The children of this name."""
    return [] if element is None else [child for child in element if local(child) == name]


def child(element: Any, name: str) -> Any:
    """The first child of this name; None where there is none."""
    return next(iter(children(element, name)), None)


def about(element: Any) -> str:
    """Our own word that tells several elements of one name apart; blank on those of others."""
    return element.get(f"{{{OURS}}}about", "")


def ours(element: Any, name: str) -> str:
    """An attribute of ours; blank where it is not there."""
    return element.get(f"{{{OURS}}}{name}", "")


def text_of(element: Any) -> str:
    """All words of an element, paragraphs of HTML in it as lines; signs that no text may have are taken out."""
    if element is None:
        return ""
    lines = [clean(line) for line in "".join(_words(element)).split("\n")]
    return _FORBIDDEN.sub("", "\n".join(line for line in lines if line))


def line_of(element: Any) -> str:
    """All words of an element in one line."""
    return " ".join(text_of(element).split())


def inherited(name: str, *from_here_up: Any, of: str = "") -> Any:
    """The first element of this name, here or in what stands above."""
    for element in from_here_up:
        for found in children(element, name):
            if about(found) == of:
                return found
    return None


def _words(element: Any) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        if local(part) in _BLOCKS:
            yield "\n"
        yield from _words(part)
        yield ("\n" if local(part) in _BLOCKS else "") + (part.tail or "")
