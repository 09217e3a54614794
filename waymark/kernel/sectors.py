"""The sections of the UK standard industrial classification (SIC 2007), in plain words."""

from collections.abc import Mapping

SECTORS: Mapping[str, str] = {
    "A": "Farming, forestry and fishing",
    "B": "Mining and quarrying",
    "C": "Manufacturing",
    "D": "Electricity and gas",
    "E": "Water and waste",
    "F": "Construction",
    "G": "Shops, wholesale and motor repair",
    "H": "Transport and storage",
    "I": "Hotels, catering and food",
    "J": "Information and communication",
    "K": "Finance and insurance",
    "L": "Property",
    "M": "Professional, scientific and technical",
    "N": "Business support",
    "O": "Public administration and defence",
    "P": "Education",
    "Q": "Health and social work",
    "R": "Arts, sport and leisure",
    "S": "Other services",
    "T": "Households as employers",
    "U": "International bodies",
}

_SECTIONS = (  # the last division of each section
    (3, "A"), (9, "B"), (33, "C"), (35, "D"), (39, "E"), (43, "F"), (47, "G"), (53, "H"), (56, "I"), (63, "J"),
    (66, "K"), (68, "L"), (75, "M"), (82, "N"), (84, "O"), (85, "P"), (88, "Q"), (93, "R"), (96, "S"), (98, "T"),
    (99, "U"),
)  # fmt: skip
_NO_DIVISIONS = frozenset({0, 4, 34, 40, 44, 48, 54, 57, 67, 76, 83, 89})


def sic_section(code: str) -> str:
    """The section's letter of a class (`86210`: Q) or division (`86`); '' where there is no such division."""
    if not code.isascii() or not code.isdigit() or len(code) not in {2, 3, 4, 5}:
        return ""
    division = int(code[:2])
    if division in _NO_DIVISIONS:
        return ""
    return next((letter for last, letter in _SECTIONS if division <= last), "")
