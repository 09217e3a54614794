"""Which sections of industry a family of jobs is mostly found in: our own reading, for finding employers nearby."""

_SECTIONS = {
    "animal-care": "AM",
    "beauty-and-wellbeing": "S",
    "business-and-finance": "KM",
    "computing-technology-and-digital": "J",
    "construction-and-trades": "F",
    "creative-and-media": "JR",
    "delivery-and-storage": "H",
    "emergency-and-uniform-services": "O",
    "engineering-and-maintenance": "CDM",
    "environment-and-land": "AE",
    "government-services": "O",
    "healthcare": "Q",
    "home-services": "FS",
    "hospitality-and-food": "I",
    "law-and-legal": "M",
    "manufacturing": "C",
    "retail-and-sales": "G",
    "science-and-research": "M",
    "social-care": "Q",
    "sports-and-leisure": "R",
    "teaching-and-education": "P",
    "transport": "H",
    "travel-and-tourism": "IN",
}


def sections_of(categories: list[str]) -> frozenset[str]:
    """The letters of SIC 2007 for families of jobs by their names; none for families found in every industry."""
    return frozenset("".join(_SECTIONS.get(name, "") for name in categories))
