"""The door for files of the directory: offers as a table, or Open Referral JSON; read, checked, merged whole."""

from dataclasses import replace
from datetime import date

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.actions import sha256_of
from waymark.intake.outcome import Outcome
from waymark.intake.reading import Effect, Problem, Reading
from waymark.kernel.telling import Tell, untold
from waymark.providers.actions.merging import Merged, merge_directory
from waymark.providers.models import Provider
from waymark.providers.rules.said import Said
from waymark.providers.sources.offers.reading import read_offers
from waymark.providers.sources.openreferral.reading import is_json, read_open_referral

KIND, LARGEST = "offers", 50_000_000
_THE_SITE = 0


def take_offers(
    *, content: bytes, owner: Provider | None, on: date, dry_run: bool = False, tell: Tell = untold, by: Scope
) -> Outcome:
    """Take in a file of offers, of one provider or of many; the same file twice changes nothing.

    JSON is read as Open Referral with the careers profile, all else as a table.
    """
    by.require(Permission.LISTING_WRITE, owner.organisation_id if owner else _THE_SITE)
    read = read_open_referral if is_json(content) else read_offers
    reading, said = read(content, owned=owner is not None, tell=tell)
    if owner is not None:
        reading, said = _only_own(reading, said, owner)
    sha256 = sha256_of(content)
    if reading.is_refused:
        return Outcome(KIND, sha256, reading)
    merged = merge_directory(said=said, owner=owner, on=on, dry_run=dry_run, by=by)
    return Outcome(
        KIND, sha256, _with_faults(reading, merged), merged.added, merged.changed, merged.unchanged, merged.absent
    )


def _only_own(reading: Reading, said: Said, owner: Provider) -> tuple[Reading, Said]:
    """Without rows that name another provider than the one whose file it is."""
    place = owner.organisation
    own = {"", place.name, place.slug, place.ukprn, owner.public_id, owner.external_id}
    own_keys = {each.casefold() for each in own}
    strange = {each.row for each in (*said.offers, *said.resources) if each.provider not in own_keys}
    reading = reading.leaving_out(
        [row for row in reading.rows if row.number in strange],
        "PROVIDER_NOT_YOURS",
        "provider_id",
        "your own provider_id, or a blank",
        received="another provider",
    )
    providers = {key: each for key, each in said.providers.items() if key in own_keys}
    offers = tuple(each for each in said.offers if each.row not in strange)
    resources = tuple(each for each in said.resources if each.row not in strange)
    return reading, Said(providers, offers, resources)


def _with_faults(reading: Reading, merged: Merged) -> Reading:
    """The reading without the rows that could not be kept, each with why."""
    out = tuple(row for row in reading.rows if row.number in merged.faults)
    problems = [
        Problem("OFFER_INVALID", Effect.REFUSED, row.number, name, "", words, "", row.line)
        for row in out
        for name, words in merged.faults[row.number].items()
    ]
    problems += [
        Problem("PROVIDER_FACT_INVALID", Effect.NOTED, 0, name, "", words, "It was left out; the rest was taken in.")
        for name, words in dict.fromkeys(merged.notes)
    ]
    left = tuple(sorted((*reading.left_out, *out), key=lambda row: row.number))
    kept = tuple(row for row in reading.rows if row.number not in merged.faults)
    return replace(reading, rows=kept, left_out=left).with_problem(*problems)
