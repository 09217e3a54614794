"""How the cells of an activity file are read."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from waymark.intake.reading import Unreadable, one_of
from waymark.intake.reading.values import year_group

_PARTED = re.compile(r"\s*(?:[;,/|&+]|\band\b)\s*", re.IGNORECASE)
_YEARS = re.compile(r"(\d{1,2})\s*(?:-|–|to)\s*(?:years?|yrs?|y)?\s*(\d{1,2})", re.IGNORECASE)
_HOURS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:h|hr|hrs|hours?)(?:\s*(\d{1,2})\s*(?:m|mins?|minutes?)?)?", re.IGNORECASE)
_MINUTES = re.compile(r"(\d+)(?:\.0+)?\s*(?:m|mins?|minutes?)?", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
_LEVEL = re.compile(r"(?:level|l)?\s*(\d)(?:\.0+)?(?:\s*(?:or above|\+))?", re.IGNORECASE)
_BENCHMARK = re.compile(r"(?:gb|bm|benchmark|gatsby benchmark)?\s*([1-8])(?:\.0+)?", re.IGNORECASE)

KIND_WORDS = {
    "employer": (
        "Employer", "Employer encounter", "Encounter with an employer", "Encounters with employers", "Employer talk",
        "Encounters with employers and employees", "Employer engagement", "Career talk", "Mock interview", "Enterprise",
    ),
    "workplace": (
        "Workplace", "Workplace experience", "Experience of a workplace", "Experiences of workplaces",
        "Work experience", "Workplace visit", "Work shadowing", "Experience of the workplace",
    ),
    "provider": (
        "Provider", "Provider encounter", "Encounter with a provider", "Encounters with providers", "College visit",
        "University visit", "Encounters with further and higher education", "FE/HE", "FE and HE", "Provider access",
        "Encounter with further and higher education", "Apprenticeship talk", "Further and higher education",
    ),
    "curriculum": (
        "Curriculum", "Curriculum link", "Careers in a subject", "Curriculum learning", "Careers in the curriculum",
        "Linking curriculum learning to careers", "Lesson", "Subject",
    ),
    "guidance": (
        "Guidance", "Personal guidance", "Personal guidance meeting", "Guidance meeting", "Careers interview",
        "Guidance interview", "Careers guidance", "1:1 guidance", "One to one guidance",
    ),
    "lmi": (
        "LMI", "LMI session", "Labour market information", "Career and labour market information",
        "Careers and labour market information", "Learning from career and labour market information",
    ),
    "other": ("Other", "Something else", "Assembly", "Parents' evening"),
}  # fmt: skip
_KINDS = {word: kind for kind, words in KIND_WORDS.items() for word in (kind, *words)}
_kind = one_of(
    _KINDS,
    expected="a kind of activity: employer, workplace, provider, curriculum, guidance, lmi or other",
    suggestion="Use one of these words; part several with a semicolon.",
)
_mode = one_of(
    {
        "In person": "in_person", "Face to face": "in_person", "F2F": "in_person", "Onsite": "in_person",
        "Blended": "blended", "Partly online": "blended", "Hybrid": "blended", "Mixed": "blended",
        "Virtual": "virtual", "Online": "virtual", "Online only": "virtual", "Remote": "virtual",
    },
    expected="in person, blended or virtual",
)  # fmt: skip
_provider_kind = one_of(
    {
        "sixth_form": "sixth_form", "Sixth form": "sixth_form", "Sixth form college": "sixth_form",
        "School sixth form": "sixth_form", "fe_college": "fe_college", "FE college": "fe_college", "FE": "fe_college",
        "College": "fe_college", "Further education college": "fe_college", "Further education": "fe_college",
        "University": "university", "HE": "university", "Higher education": "university", "HEI": "university",
        "itp": "itp", "Training provider": "itp", "Independent training provider": "itp", "Apprenticeships": "itp",
        "Apprenticeship provider": "itp", "Training or apprenticeship provider": "itp", "Other": "other",
        "Another provider": "other", "Apprenticeship": "itp",
    },
    expected="sixth form, FE college, university, training provider or other",
)  # fmt: skip


def several(each: Callable[[str], str]) -> Callable[[str], tuple[str, ...]]:
    """A reader of cells that hold one or several of what `each` reads, parted by semicolons or commas."""

    def parse(cell: str) -> tuple[str, ...]:
        try:
            return (each(cell),)
        except Unreadable:
            return tuple(dict.fromkeys(each(part) for part in _PARTED.split(cell) if part))

    return parse


def kind(cell: str) -> str:
    """One kind of activity, in our words, the benchmarks' or the exchange format's."""
    return _kind(cell)


def mode(cell: str) -> str:
    """How learners took part."""
    return _mode(cell.replace("_", " "))


def provider_kind(cell: str) -> str:
    """What kind of provider it was."""
    return _provider_kind(cell)


def benchmark(cell: str) -> str:
    """One of the eight benchmarks, out of `5`, `GB5`, `BM 5` or `Benchmark 5`."""
    found = _BENCHMARK.fullmatch(cell.strip())
    if found is None:
        raise Unreadable("benchmarks from 1 to 8", "Write their numbers, parted by semicolons.")
    return f"gb{found[1]}"


def year_groups(cell: str) -> tuple[int, ...]:
    """Year groups out of `9`, `Year 9`, `7;8`, `Y7, Y8`, `7-9` or `Years 7 to 9`."""
    spread = _YEARS.sub(lambda found: ";".join(map(str, range(int(found[1]), int(found[2]) + 1))), cell)
    return tuple(sorted({year_group(part) for part in _PARTED.split(spread) if part}))


def forms(cell: str) -> tuple[str, ...]:
    """Forms, parted by semicolons or commas."""
    return tuple(part for part in re.split(r"\s*[;,]\s*", cell) if part)


def minutes(cell: str) -> int:
    """Minutes out of `90`, `90 mins`, `1.5 hours`, `1h 30m` or `1:30`."""
    said = cell.strip().replace(",", "")
    if found := _MINUTES.fullmatch(said):
        return int(found[1])
    if found := _CLOCK.fullmatch(said):
        return int(found[1]) * 60 + int(found[2])
    if found := _HOURS.fullmatch(said):
        return round(float(found[1]) * 60) + int(found[2] or 0)
    raise Unreadable("how long it was, in minutes", "Write the minutes in digits.")


def pounds(cell: str) -> Decimal:
    """An amount of money in pounds, with or without its sign and commas."""
    try:
        amount = Decimal(cell.replace("£", "").replace(",", "").strip())
    except InvalidOperation:
        raise Unreadable("an amount in pounds", "Write it in digits, such as 120 or 120.50.") from None
    if not amount.is_finite() or not 0 <= amount < 10_000_000:
        raise Unreadable("an amount in pounds, 0 or more", "Write it in digits, such as 120 or 120.50.")
    return amount.quantize(Decimal("0.01"))


def level(cell: str) -> int:
    """An adviser's level of qualification, out of `6`, `Level 6` or `L6`."""
    found = _LEVEL.fullmatch(cell.strip())
    if found is None or int(found[1]) > 8:
        raise Unreadable("a level from 0 to 8", "Write the level of the adviser’s qualification as a number.")
    return int(found[1])


def sector(names: Mapping[str, str]) -> Callable[[str], str]:
    """A reader of sectors: the SIC section's letter, or our name for it."""
    by_word = one_of(
        {word: letter for letter, name in names.items() for word in (letter, name)},
        expected="a sector’s letter, A to U",
        suggestion="Leave it blank if you do not know it.",
    )
    return by_word
