"""The words of a Word or Excel file, wherever they stand in it: pages, notes, comments, properties, cells."""

import io
import re
import zipfile

from defusedxml.ElementTree import ParseError, fromstring

_MOST = 50_000_000


def office_words(content: bytes) -> str | None:
    """All text of the file, one paragraph or cell a line; None where it cannot be read to the end."""
    found: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    if part.file_size > _MOST:
                        return None
                    found += _lines(archive.read(part))
    except (zipfile.BadZipFile, ParseError, OSError, RuntimeError, ValueError):
        return None
    return "\n".join(found)


def _lines(xml: bytes) -> list[str]:
    """The text under each paragraph or cell, for a name may be parted among several runs of one paragraph."""
    tree = fromstring(xml)
    whole = [
        " ".join("".join(part.itertext()).split()) for part in tree.iter() if re.search(r"\}(p|si|is|c)$", part.tag)
    ]
    return [line for line in [*whole, " ".join(tree.itertext())] if line]
