"""Reads Open Referral JSON: exactly, where the careers profile is there; as well as may be, where it is not."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from waymark.intake.reading import Effect, Problem, Reading, Row
from waymark.kernel.telling import Tell, untold
from waymark.providers.models.words import Kind, Mode
from waymark.providers.rules.facts import BENCHMARKS, MarkFacts
from waymark.providers.rules.said import Said, SaidProvider, SaidThing

if TYPE_CHECKING:
    from waymark.providers.sources.openreferral.shapes import Organization, Service

_AGE_OF_YEAR = 4
_YEARS = range(7, 15)


def is_json(content: bytes) -> bool:
    """Whether a file is JSON, by its first sign."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def read_open_referral(content: bytes, *, owned: bool, tell: Tell = untold) -> tuple[Reading, Said]:
    """A file's services as rows, the first of them row 1, and what they say. Each names its own, `owned` or not."""
    from pydantic import ValidationError  # pydantic's models take a while to make

    from waymark.providers.sources.openreferral.shapes import Service

    services, fault = _listed(content)
    if fault:
        return Reading(problems=(fault,)), Said()
    rows, left_out, problems = [], [], []
    providers: dict[str, SaidProvider] = {}
    offers: list[SaidThing] = []
    resources: list[SaidThing] = []
    for number, each in enumerate(services, start=1):
        name = str(each.get("name", "")) if isinstance(each, Mapping) else ""
        row = Row(number, number, (name,), {})
        try:
            service = Service.model_validate(each)
        except ValidationError as wrong:
            left_out.append(row)
            problems += [_problem(number, error) for error in wrong.errors()[:5]]
            continue
        rows.append(row)
        provider = _provider(service.organization, each.get("organization"))
        providers.setdefault(provider.key, provider)
        if service.resource is not None:
            resources.append(_resource(number, provider.key, service))
        else:
            offers.append(_offer(number, provider.key, service))
    reading = Reading(
        header=("service",), rows=tuple(rows), left_out=tuple(left_out), problems=tuple(problems), records=len(services)
    )
    return reading, Said(providers, tuple(offers), tuple(resources))


def _listed(content: bytes) -> tuple[list[Any], Problem | None]:
    """The services of a page, or of a bare list."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        return [], _refusal("FILE_TYPE", "text that is no JSON", "Open Referral JSON: a page of services")
    found = document.get("contents") if isinstance(document, dict) else document
    if not isinstance(found, list):
        return [], _refusal("FILE_TYPE", "JSON without contents", "a page of services, under “contents”")
    if not found:
        return [], _refusal("FILE_EMPTY", "no services", "at least one service")
    return found, None


def _refusal(code: str, received: str, expected: str) -> Problem:
    return Problem(code, Effect.FILE, 0, "", received, expected, "")


def _problem(number: int, error: Mapping[str, Any]) -> Problem:
    where = ".".join(map(str, error["loc"]))
    return Problem("SERVICE_INVALID", Effect.REFUSED, number, where[:100], "", str(error["msg"])[:300], "")


def _provider(said: "Organization", raw: Any) -> SaidProvider:
    facts: dict[str, Any] = {}
    for name, value in (("description", said.description), ("contact_email", said.email), ("website", said.website)):
        if isinstance(raw, Mapping) and name.removeprefix("contact_") in raw:
            facts[name] = value or ""
    profile = said.careers
    if profile is None:
        return SaidProvider(said.id, said.name, facts=facts)
    stated = profile.model_dump(
        exclude_unset=True, exclude={"provider_id", "ukprn", "accreditations", "last_verified_on"}
    )
    facts |= {name: _plain(value) for name, value in stated.items() if value is not None or name != "provider_kind"}
    marks = None
    if "accreditations" in profile.model_fields_set:
        marks = [MarkFacts(**mark.model_dump()) for mark in profile.accreditations]
    return SaidProvider(
        identifier=profile.provider_id or said.id,
        name=said.name,
        ukprn=profile.ukprn,
        facts=facts,
        marks=marks,
        verified_on=profile.last_verified_on,
    )


def _offer(number: int, provider: str, service: "Service") -> SaidThing:
    facts: dict[str, Any] = {"title": service.name[:200], "summary": service.description or ""}
    if service.careers is None:
        return SaidThing(number, provider, service.id, {**facts, **_guessed(service)})
    stated = service.careers.model_dump(exclude_unset=True, exclude={"offer_id"})
    facts |= {name: _plain(value) for name, value in stated.items()}
    facts["provider_kind"] = facts.get("provider_kind") or ""
    facts["benchmarks"] = tuple(code for code in facts.get("benchmarks", ()) if code in BENCHMARKS)
    facts["is_open"] = service.status == "active"
    return SaidThing(number, provider, service.careers.offer_id or service.id, facts)


def _guessed(service: "Service") -> dict[str, Any]:
    """What a service without the profile says: something else, which counts for nothing until somebody says more."""
    ages = (service.minimum_age, service.maximum_age)
    first, last = (None if age is None else min(max(age - _AGE_OF_YEAR, _YEARS[0]), _YEARS[-1]) for age in ages)
    places = [each.location for each in service.service_at_locations if each.location]
    codes = [address.postal_code for place in places for address in place.addresses if address.postal_code]
    is_online = bool(places) and all(place.location_type == "virtual" for place in places)
    amounts = [option.amount for option in service.cost_options if option.amount]
    return {
        "kind": Kind.OTHER.value,
        "mode": (Mode.VIRTUAL if is_online else Mode.IN_PERSON).value,
        "year_from": first,
        "year_to": last if last is None or first is None else max(first, last - 1),
        "postcode": codes[0] if codes else "",
        "fixed_cost": amounts[0] if amounts else None,
        "dates": tuple(sorted({each.dtstart for each in service.schedules if each.dtstart})),
        "is_open": service.status == "active",
    }


def _resource(number: int, provider: str, service: "Service") -> SaidThing:
    profile = service.resource
    assert profile is not None
    stated = profile.model_dump(exclude_unset=True, exclude={"resource_id"})
    facts = {name: _plain(value) for name, value in stated.items()}
    facts["benchmarks"] = tuple(code for code in facts.get("benchmarks", ()) if code in BENCHMARKS)
    return SaidThing(
        number,
        provider,
        profile.resource_id or service.id,
        {"title": service.name[:200], "summary": service.description or "", "url": service.url or "", **facts},
    )


def _plain(value: Any) -> Any:
    """A value as a fact holds it: words for choices, tuples for lists."""
    if isinstance(value, list):
        return tuple(_plain(each) for each in value)
    return value.value if isinstance(value, Kind | Mode) or hasattr(value, "label") else value
