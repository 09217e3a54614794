"""A provider's files of courses and venues, in and out, from the command line: merged at once, the absent left."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from waymark.access.scope import Scope, acting, everything
from waymark.cli.exports import ExportAsked
from waymark.cli.imports import Asked
from waymark.cli.refusal import Refusal
from waymark.cli.writing import arriving_file
from waymark.intake.actions import sha256_of
from waymark.intake.exchange.writing import arriving
from waymark.intake.files import content_of_path
from waymark.intake.outcome import Outcome
from waymark.intake.reading import FileRefused, Reading
from waymark.opportunities.actions.providers import provider_for
from waymark.opportunities.models import TrainingProvider
from waymark.opportunities.queries.courses import live_runs, runs_of
from waymark.opportunities.queries.providers import provider_named
from waymark.opportunities.sources.courses.writing import courses_csv, courses_json, open_csv, venues_csv
from waymark.opportunities.sources.provider_files import KINDS, outcome_of, previewed, take_whole
from waymark.opportunities.sources.t_levels.writing import t_levels_csv
from waymark.opportunities.sources.xcri.reading import ukprns_in
from waymark.opportunities.sources.xcri.writing import catalog
from waymark.places.models import Kind, Organisation


def take_in(asked: Asked) -> Outcome:
    """Take in one file of a provider's courses or venues."""
    with acting(everything("command line")) as scope:
        try:
            content = content_of_path(asked.path, min(KINDS[asked.kind].largest, settings.WAYMARK_LARGEST_FILE))
            named = asked.institution or _ukprn_in(asked.kind, content)
        except FileRefused as refusal:
            return Outcome(asked.kind, "", Reading(problems=refusal.problems))
        provider = provider_asked(named, scope)
        today = asked.on or timezone.localdate()
        if asked.dry_run:
            preview = previewed(asked.kind, content, provider, today=today, tell=asked.tell)
            return outcome_of(asked.kind, sha256_of(content), preview)
        return take_whole(asked.kind, content, asked.path.name, provider, today=today, tell=asked.tell, by=scope)


def _ukprn_in(kind: str, content: bytes) -> str:
    """The provider a catalog is of, where it names one and nobody said whose it is."""
    return next(iter(ukprns_in(content)), "") if kind == "xcri" else ""


def give_out(asked: ExportAsked) -> dict[str, Any]:
    """Write a provider's courses, or everybody's in the open-data columns, as the name of the file asks."""
    with acting(everything("command line")) as scope:
        provider = provider_asked(asked.institution, scope) if asked.institution else None
        runs = list(runs_of(provider) if provider else live_runs().order_by("pk"))
        if asked.out.suffix == ".json":
            document = json.dumps(courses_json(runs), ensure_ascii=False, indent=1)
            _write(asked.out, f"{document}\n".encode())
        elif asked.out.suffix == ".csv":
            _write(asked.out, courses_csv(provider) if provider else open_csv(runs))
        elif provider is None:
            raise Refusal("Say whose courses go into the folder: --institution with the provider’s UKPRN.")
        else:
            with arriving(asked.out) as folder:
                (folder / "venues.csv").write_bytes(venues_csv(provider))
                (folder / "courses.csv").write_bytes(courses_csv(provider))
                (folder / "courses-non-lars.csv").write_bytes(courses_csv(provider, has_aim=False))
                (folder / "t-levels.csv").write_bytes(t_levels_csv(provider))
                (folder / "courses.json").write_text(json.dumps(courses_json(runs), ensure_ascii=False), "utf-8")
        return {"rows": {"course_runs": len(runs)}}


def give_out_xcri(asked: ExportAsked) -> dict[str, Any]:
    """Write an XCRI-CAP catalog of a provider, or of all who offer courses."""
    with acting(everything("command line")) as scope:
        if asked.institution:
            providers = [provider_asked(asked.institution, scope)]
        else:
            providers = list(TrainingProvider.objects.filter(courses__runs__in=live_runs()).distinct())
        _write(asked.out, catalog(providers, at=timezone.now()))
        return {"rows": {"providers": len(providers)}}


def _write(out: Path, content: bytes) -> None:
    with arriving_file(out) as part:
        part.write_bytes(content)


def provider_asked(ukprn: str, scope: Scope) -> TrainingProvider:
    """The training provider of a UKPRN, or the college or provider on the register that becomes one."""
    if not ukprn:
        raise Refusal("Say whose file this is: --institution with the provider’s UKPRN.")
    provider = provider_named(ukprn)
    if provider is None:
        place = Organisation.objects.filter(ukprn=ukprn, kind__in=(Kind.COLLEGE, Kind.PROVIDER, Kind.SCHOOL)).first()
        provider = provider_for(organisation=place, by=scope) if place else None
    if provider is None:
        raise Refusal(f"There is no provider {ukprn}. Import the register of providers (ukrlp) or of colleges first.")
    return provider
