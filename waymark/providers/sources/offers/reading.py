"""Reads a file of offers into what it says; what it does not state is not said."""

from typing import Any

from waymark.intake.files import read_file
from waymark.intake.reading import Reading, Row
from waymark.kernel.telling import Tell, untold
from waymark.providers.rules.facts import ENTRY_NAMES, OFFER_NAMES
from waymark.providers.rules.said import Said, SaidProvider, SaidThing
from waymark.providers.sources.offers.columns import COLUMNS

# Facts for which a blank cell says something: that there is none, or that it is the usual.
_BLANKS: dict[str, Any] = {
    "mode": "in_person",
    "is_open": True,
    "venue": "at_school",
    "dates": (),
    "benchmarks": (),
    "needs": (),
}
_TEXTS = {"provider_kind", "sector", "subject", "summary", "postcode", "evidence", "booking_notes", "title"}
_FLAGS = {"self_employed", "stem", "is_nationwide", "pal_content", "purpose_shared", "outcomes_set", "two_way"}
_FLAGS |= {"reflection", "task_set", "employer_feedback", "met_staff_and_learners"}


def read_offers(content: bytes, *, owned: bool, tell: Tell = untold) -> tuple[Reading, Said]:
    """A file's rows and what they say; `owned`: it is one provider's own, and need not name it."""
    reading = read_file(content, COLUMNS, personal=False, tell=tell)
    if reading.is_refused:
        return reading, Said()
    if not owned:
        nameless = [row for row in reading.rows if not (row.values["provider_id"] or row.values["provider_name"])]
        reading = reading.leaving_out(
            nameless,
            "PROVIDER_BLANK",
            "provider_id",
            "whose offer it is",
            suggestion="Fill in provider_id or provider_name, or say whose file it is.",
            received="a blank",
        )
    reading = _once(reading)
    providers: dict[str, SaidProvider] = {}
    for row in reading.rows:
        said = _provider(reading, row)
        if said.key:
            providers.setdefault(said.key, said)
    offers = tuple(_offer(reading, row) for row in reading.rows)
    return reading, Said(providers, offers)


def _once(reading: Reading) -> Reading:
    """Without the second of two rows that name the same offer of the same provider."""
    seen: set[tuple[str, str]] = set()
    twice = []
    for row in reading.rows:
        name = (_provider(reading, row).key, row.values["offer_id"])
        if name in seen:
            twice.append(row)
        seen.add(name)
    return reading.leaving_out(
        twice, "OFFER_TWICE", "offer_id", "an offer_id used once", received=lambda row: row.values["offer_id"]
    )


def _offer(reading: Reading, row: Row) -> SaidThing:
    facts = {name: _filled(name, row.values[name]) for name in OFFER_NAMES if name in reading.found}
    if not facts.get("title"):
        facts["title"] = row.values["offer_id"]
    return SaidThing(row.number, _provider(reading, row).key, row.values["offer_id"], facts)


def _filled(name: str, value: Any) -> Any:
    if value is not None:
        return value
    if name in _BLANKS:
        return _BLANKS[name]
    return "" if name in _TEXTS else False if name in _FLAGS else None


def _provider(reading: Reading, row: Row) -> SaidProvider:
    values = row.values
    facts: dict[str, Any] = {}
    for name in ENTRY_NAMES:
        value = values.get(f"provider_{name}")
        if f"provider_{name}" in reading.found and name not in ("kind", "provider_kind") and value is not None:
            facts[name] = value
    if values["provider_type"]:
        facts["provider_kind"] = values["provider_type"]
    return SaidProvider(
        usual_kind=values["provider_kind"] or "",
        identifier=values["provider_id"] or "",
        name=values["provider_name"] or "",
        ukprn=values["provider_ukprn"] or "",
        facts=facts,
    )
