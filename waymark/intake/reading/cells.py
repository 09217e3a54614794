"""Single cells: cleaned of what nobody typed, told apart from formulas, and named by kind."""

import unicodedata

FORMULA_STARTS = ("=", "+", "-", "@")
_NEVER_TYPED = {"Cc", "Cf", "Cs", "Co", "Cn"}


def clean(cell: str) -> str:
    """The cell in composed Unicode, without control or invisible characters or spare blanks."""
    if cell.isascii() and cell.isprintable():
        return " ".join(cell.split()) if "  " in cell else cell.strip()
    composed = unicodedata.normalize("NFC", cell)
    kept = "".join(
        " " if character.isspace() else character
        for character in composed
        if character.isspace() or unicodedata.category(character) not in _NEVER_TYPED
    )
    return " ".join(kept.split())


def opened(cell: str) -> str:
    """The cell without the apostrophe our own exports put before a formula sign."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in FORMULA_STARTS else cell


def is_formula(cell: str) -> bool:
    """True when a spreadsheet would run the cell instead of showing it."""
    return bool(cell) and opened(cell).startswith(FORMULA_STARTS)


def guarded(cell: str) -> str:
    """The cell made safe to open in a spreadsheet: a formula sign gets an apostrophe before it."""
    return "'" + cell if cell.startswith((*FORMULA_STARTS, "\t", "\r")) else cell


def kind_of(cell: str) -> str:
    """What sort of thing a cell holds, in words that give none of it away."""
    if not cell:
        return "a blank"
    if is_formula(cell):
        return "a formula"
    if cell.isdigit():
        return f"a number of {len(cell)} digit{'s' * (len(cell) > 1)}"
    return f"text of {len(cell)} character{'s' * (len(cell) > 1)}"
