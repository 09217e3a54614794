"""The columns of an offers file, and what else people call them."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from waymark.intake.reading import Column, Unreadable, one_of, text, uk_date, whole_number, year_group, yes_or_no
from waymark.kernel.sectors import SECTORS
from waymark.providers.models.words import TICKS, Kind, Mode, Need, ProviderKind, Safeguarding, Venue

_BENCHMARK = re.compile(r"(?:gb|bm|benchmark)?\s*([1-8])", re.IGNORECASE)


def _word(choices: Any, expected: str, **more: str) -> Callable[[str], str]:
    words = {word: each.value for each in choices for word in (each.value, each.label)}
    return one_of({**words, **more}, expected=expected)


def _several(each: Callable[[str], Any]) -> Callable[[str], tuple]:
    def parse(cell: str) -> tuple:
        return tuple(dict.fromkeys(each(part.strip()) for part in re.split(r"[;,]", cell) if part.strip()))

    return parse


def benchmark(cell: str) -> str:
    """One of the eight benchmarks, out of `5`, `gb5` or `Benchmark 5`."""
    found = _BENCHMARK.fullmatch(cell.strip())
    if found is None:
        raise Unreadable("benchmarks from 1 to 8", "Write their numbers, parted by semicolons.")
    return f"gb{found[1]}"


def pounds(cell: str) -> Decimal:
    """An amount of money, with or without its sign and commas."""
    try:
        amount = Decimal(cell.replace("£", "").replace(",", "").strip())
    except InvalidOperation:
        raise Unreadable("an amount in pounds", "Write it in digits, such as 120 or 120.50.") from None
    if not amount.is_finite() or not 0 <= amount < 10_000_000 or amount != amount.quantize(Decimal("0.01")):
        raise Unreadable("an amount in pounds and pence, 0 or more", "Write it in digits, such as 120 or 120.50.")
    return amount.quantize(Decimal("0.01"))


def days(cell: str) -> tuple[date, ...]:
    """Days, parted by semicolons."""
    return tuple(sorted({uk_date(part.strip()) for part in cell.split(";") if part.strip()}))


def _whole(least: int, most: int = 32_767) -> Callable[[str], int]:
    def parse(cell: str) -> int:
        found = whole_number(cell)
        if not least <= found <= most:
            raise Unreadable(f"a whole number from {least} to {most:,}")
        return found

    return parse


_kind = _word(Kind, "employer, workplace, provider, curriculum, guidance, lmi or other")
_provider_kind = _word(
    ProviderKind, "sixth_form, fe_college, university, itp or other", college="fe_college", apprenticeships="itp"
)
_mode = _word(Mode, "in_person, blended or virtual", online="virtual")
_sector = one_of({w: k for k, name in SECTORS.items() for w in (k, name)}, expected="a sector’s letter, A to U")


def _column(name: str, parse: Callable[[str], Any] = text, *also: str, describe: str, example: str = "") -> Column:
    return Column(name, parse, also_called=also, required=False, describe=describe, example=example)


OFFER_COLUMNS = (
    Column("offer_id", filled=True, also_called=("offer", "reference", "id"), blank="OFFER_ID_BLANK",
           describe="The provider's own name for the offer: the same one again is the same offer.", example="OPEN-DAY"),
    _column("title", describe="What it is called.", example="Apprentice for a morning"),
    Column("kind", _kind, filled=True, unreadable="KIND_UNKNOWN", blank="KIND_UNKNOWN",
           describe="employer, workplace, provider, curriculum, guidance, lmi or other.", example="provider"),
    _column("provider_kind", _provider_kind, describe="sixth_form, fe_college, university, itp or other.",
            example="itp"),
    _column("sector", _sector, describe="SIC section letter.", example="C"),
    _column("self_employed", yes_or_no, describe="Whether learners meet somebody self-employed.", example="no"),
    _column("stem", yes_or_no, describe="Whether it is about science, technology, engineering or maths."),
    _column("subject", str.lower, describe="A school subject.", example="maths"),
    _column("minutes", _whole(0), describe="How long it is.", example="120"),
    _column("mode", _mode, describe="in_person, blended or virtual; blank is in person.", example="in_person"),
    *(_column(tick, yes_or_no, describe="Whether this will hold of it.", example="yes") for tick in
      (*TICKS, "pal_content")),
    _column("adviser_level", _whole(0, 8), describe="Of a guidance meeting: the adviser's level.", example="6"),
    _column("year_from", year_group, describe="The lowest year group it suits.", example="9"),
    _column("year_to", year_group, describe="The highest.", example="11"),
    _column("capacity", _whole(1), describe="Most learners at once.", example="30"),
    _column("fixed_cost", pounds, describe="Pounds a session.", example="120"),
    _column("cost_per_learner", pounds, describe="Pounds a learner.", example="2.50"),
    _column("sessions", _whole(1), describe="Most sessions.", example="4"),
    _column("dates", days, describe="Days it can be had, parted by semicolons; none is by arrangement.",
            example="2027-03-12;2027-03-19"),
    _column("periods", _whole(0), describe="Lesson periods a learner misses.", example="3"),
    _column("rooms", _whole(0), describe="Rooms a session takes.", example="1"),
    _column("staff", _whole(0), describe="Staff of the school a session takes.", example="2"),
    _column("summary", text, "description", describe="What happens.", example="Learners try three trades."),
    _column("benchmarks", _several(benchmark), describe="What the provider says it helps with.", example="gb7"),
    _column("needs", _several(_word(Need, "the needs of the list")), "send",
            describe=f"Made for, or adapted to: {', '.join(Need)}.", example="autism;hearing"),
    _column("venue", _word(Venue, "at_school or at_provider"), describe="at_school or at_provider.",
            example="at_school"),
    _column("postcode", describe="Where it is, if not at the provider's.", example="GU1 3BB"),
    _column("reach_miles", _whole(0), describe="How far they travel with it.", example="20"),
    _column("is_nationwide", yes_or_no, "nationwide", describe="Whether it comes to schools anywhere in England."),
    _column("evidence", describe="What has come of it."),
    _column("booking_notes", text, "booking", describe="How to book."),
    _column("is_open", yes_or_no, "open", describe="Whether the directory shows it; blank is yes.", example="yes"),
)  # fmt: skip
PROVIDER_COLUMNS = (
    _column("provider_id", describe="Whose it is: a UKPRN, the last part of its address here, or any name of yours.",
            example="10099999"),
    _column("provider_name", text, "provider", describe="The provider's name; needed for one not known yet.",
            example="Brightwater Training"),
    _column("provider_ukprn", describe="Its UKPRN.", example="10099999"),
    _column("provider_summary", describe="What the provider does."),
    _column("provider_type", _provider_kind, describe="What kind of provider it is; blank: as its first offer says."),
    _column("provider_town", describe="Its town."),
    _column("provider_postcode", describe="Its postcode: distances are measured from it.", example="GU1 3BB"),
    _column("provider_reach_miles", _whole(0), describe="How far it travels.", example="25"),
    _column("provider_is_nationwide", yes_or_no, describe="Whether it comes to schools anywhere in England."),
    _column("provider_website", describe="Its website.", example="https://brightwater.example"),
    _column("provider_contact_name", describe="Whom to ask for."),
    _column("provider_contact_email", describe="Its e-mail address for schools.", example="us@brightwater.example"),
    _column("provider_contact_telephone", describe="Its telephone for schools."),
    _column("provider_needs", _several(_word(Need, "the needs of the list")), describe="Learners it is ready for."),
    _column("provider_safeguarding", _word(Safeguarding, "unknown, policy or checked"),
            describe="unknown, policy or checked.", example="checked"),
    _column("provider_safeguarding_expires_on", uk_date, describe="Until when that holds.", example="31/08/2027"),
    _column("provider_evidence", describe="Evidence of its impact."),
)  # fmt: skip
COLUMNS = (*OFFER_COLUMNS, *PROVIDER_COLUMNS)
