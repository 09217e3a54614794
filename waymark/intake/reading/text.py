"""Text files as grids: which alphabet the bytes are in, which sign parts the cells."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence

from waymark.intake.reading.columns import Column, match
from waymark.intake.reading.grids import Grid, GridRow
from waymark.intake.reading.problems import Effect, Problem

_SIGNS = (",", ";", "\t", "|")
_LOOK_AT = 30
_WIDEST_CELL = 131_072


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252, with or without a byte-order mark.

    A file that is UTF-8 but for some rows is read row by row, so that one pasted row does not
    spoil the rest. Never fails: a byte Windows-1252 does not know becomes the character of
    that number, which cleaning takes away.
    """
    if content.startswith(codecs.BOM_UTF8):
        content = content[len(codecs.BOM_UTF8) :]
    elif wide := _wide_encoding(content):
        return content.decode(wide, errors="replace").removeprefix("\ufeff")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(map(_decode_line, content.splitlines(keepends=True)))


def is_wide(content: bytes) -> bool:
    """True when the bytes are UTF-16, with or without its mark."""
    return bool(_wide_encoding(content))


def _wide_encoding(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = content[:400]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) >= 4 and max(even, odd) * 3 >= len(head) and min(even, odd) == 0:
        return "utf-16-le" if odd else "utf-16-be"
    return ""


def _decode_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def text_grid(content: str, columns: Sequence[Column] = ()) -> Grid:
    """The rows of a CSV text, whichever of comma, semicolon, tab or bar parts its cells.

    Empty lines are no rows. A quotation mark never closed ends the reading there, with a
    ragged row reported.
    """
    sign = _sign(content, columns)
    rows: list[GridRow] = []
    problems: list[Problem] = []
    reader = csv.reader(_lines(content), delimiter=sign, strict=False)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            problems.append(_unclosed(len(rows) + 1, line))
            break
        if cells:
            rows.append(GridRow(line, tuple(cells)))
    return Grid(tuple(rows), ragged=True, problems=tuple(problems))


def _lines(content: str) -> Iterator[str]:
    return io.StringIO(content.replace("\0", ""), newline="")


def _unclosed(row: int, line: int) -> Problem:
    return Problem(
        "ROW_RAGGED",
        Effect.REFUSED,
        row,
        "",
        "a cell longer than any cell should be",
        "cells parted by commas",
        "Look for a quotation mark that is never closed.",
        line,
    )


def _sign(content: str, columns: Sequence[Column]) -> str:
    """The separator under which most headings are known; without any, the one that parts most cells."""
    head = list(_head(content))
    scores = {sign: _score(head, sign, columns) for sign in _SIGNS}
    return max(_SIGNS, key=lambda sign: scores[sign])


def _head(content: str) -> Iterator[str]:
    for at, line in enumerate(_lines(content)):
        if at == _LOOK_AT:
            return
        yield line


def _score(head: list[str], sign: str, columns: Sequence[Column]) -> tuple[int, int]:
    try:
        rows = list(csv.reader(head, delimiter=sign))
    except csv.Error:
        return (0, 0)
    known = max((len(match(row, columns)) for row in rows), default=0)
    return (known, min((len(row) for row in rows if row), default=0))
