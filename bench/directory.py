"""The directory's search over 20,000 entries, beside the floor of a page."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from bench.site import empty_site

TITLE = "Searching the directory"
PROVIDERS, OFFERS, ROUNDS = 2_000, 20_000, 60
TODAY = date.today()
_ABOUT = """
    apprenticeship engineering nursing robotics construction catering animation law finance farming logistics energy
    software teaching paramedic carpentry plumbing bakery theatre journalism railway aerospace marine textiles
    ecology forestry architecture pharmacy dentistry veterinary optics insurance broadcasting
""".split()  # noqa: SIM905
_FORM = ("morning", "workshop", "visit", "talk", "taster day", "insight day", "challenge", "workplace tour", "panel")
_TOWNS = [f"{first}{last}" for first in ("Ash", "Bram", "Cal", "Dun", "El", "Far") for last in ("ford", "ton", "by")]


def measure(folder: Path) -> str:
    """Its section: what a search takes, and what its page takes beside a page that asks nothing."""
    with tempfile.TemporaryDirectory() as place:
        empty_site(Path(place))
        _fill(random.Random(4))
        from django.conf import settings  # the site is set up by now
        from django.test import override_settings

        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nobody collects files here
        storages = {**settings.STORAGES, "staticfiles": plain}
        with override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=storages):
            return _section()


def _fill(chance: random.Random) -> None:
    from waymark.places.models import Kind, Organisation, Postcode  # the site is set up by now
    from waymark.providers.models import Offer, Provider

    Postcode.objects.create(code="AB1 2CD", latitude=52.5, longitude=-1.5)
    Organisation.objects.bulk_create(
        Organisation(kind=Kind.PROVIDER, name=f"{chance.choice(_TOWNS)} {chance.choice(_ABOUT)} {n}", slug=f"p{n}")
        for n in range(PROVIDERS)
    )
    Provider.objects.bulk_create(
        Provider(
            organisation=each,
            provider_kind=chance.choice(("itp", "fe_college", "university", "sixth_form", "other")),
            town=chance.choice(_TOWNS),
            latitude=chance.uniform(50.5, 54.5),
            longitude=chance.uniform(-3, 1),
            precision="postcode",
            reach_miles=chance.choice((None, 10, 25, 50)),
            verified_on=TODAY - timedelta(days=chance.randrange(300)),
            safeguarding="checked",
        )
        for each in Organisation.objects.filter(kind=Kind.PROVIDER)
    )
    providers = list(Provider.objects.all())
    Offer.objects.bulk_create([_offer(chance, chance.choice(providers)) for _ in range(OFFERS)], batch_size=500)


def _offer(chance: random.Random, provider):
    from waymark.providers.models import TICKS, Offer

    about = chance.sample(_ABOUT, 3)
    first = chance.randint(7, 12)
    return Offer(
        provider=provider,
        title=f"{about[0].title()} {chance.choice(_FORM)}",
        summary=" ".join(chance.choice(_ABOUT) for _ in range(40)) + f" {chance.randrange(5000)}house",
        kind=chance.choice(("employer", "workplace", "provider", "curriculum", "other")),
        provider_kind=provider.provider_kind,
        sector=chance.choice("ACFJMPQ"),
        subject=chance.choice(("", "maths", "science", "english")),
        mode=chance.choice(("in_person", "in_person", "blended", "virtual")),
        year_from=first,
        year_to=min(13, first + 3),
        fixed_cost=chance.choice((None, 0, 50, 200)),
        benchmarks=[f"gb{chance.randint(4, 8)}"],
        needs=chance.sample(("autism", "hearing", "vision"), chance.randint(0, 2)),
        dates=[(TODAY + timedelta(days=chance.randrange(200))).isoformat() for _ in range(chance.choice((0, 0, 3)))],
        **{tick: chance.random() < 0.9 for tick in TICKS},
    )


def _section() -> str:
    from django.test import Client
    from django.utils import timezone

    from waymark.evaluation.frameworks import framework
    from waymark.places.queries import position_of
    from waymark.providers.models import DirectoryRevision, Offer
    from waymark.providers.queries.kept_index import directory_index
    from waymark.providers.queries.search import Asked, directory_found

    rules = (framework("gatsby-2024"), framework("provider-access"))
    begun = time.perf_counter()
    directory_index(on=TODAY, frameworks=rules)
    making = time.perf_counter() - begun
    Offer.objects.filter(pk=7).update(title="Something else", changed_at=timezone.now())
    DirectoryRevision.move_on()
    begun = time.perf_counter()
    index = directory_index(on=TODAY, frameworks=rules)
    mending = time.perf_counter() - begun
    here = position_of("AB1 2CD")
    gap = {"mode": frozenset({"in_person"}), "cost": frozenset({"free"})}
    asked = {
        "words, one misspelt; 25 miles": Asked(TODAY, text="enginering workshop", place=here, miles=25),
        "gap, 15 miles, in person, free": Asked(TODAY, gap="gb7.itp", year_group=10, place=here, miles=15, chosen=gap),
        "nothing but a place": Asked(TODAY, place=here),
    }
    rows = [
        f"| {name} | {found.total:,} | {_times(lambda one=one: directory_found(index, one))} |"
        for name, one in asked.items()
        for found in [directory_found(index, one)]
    ]
    client = Client()
    pages = {
        "a page that asks nothing (`/about/privacy/`)": "/about/privacy/",
        "`/directory/`: words, distance, facets": "/directory/?q=enginering+workshop&postcode=AB1+2CD&miles=25",
        "`/directory/`: gap, distance, facets": "/directory/?gap=gb7.itp&year=10&postcode=AB1+2CD&miles=15&cost=free",
    }
    for name, address in pages.items():
        assert client.get(address).status_code == 200, address
        rows.append(f"| {name} | | {_times(lambda address=address: client.get(address))} |")
    return "\n".join(
        [
            f"{len(index):,} entries of {PROVIDERS:,} made-up providers; every search counts all facets, each without"
            f" its own filter. A process makes its index at its first search, in {making:.1f} s, and brings it up to"
            f" date after a change in {mending * 1000:.0f} ms.",
            "",
            "| what | found | p50, ms | p95, ms |",
            "| --- | --- | --- | --- |",
            *rows,
        ]
    )


def _times(doing: Callable[[], object]) -> str:
    doing()
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        doing()
        taken.append((time.perf_counter() - begun) * 1000)
    return f"{statistics.median(taken):.1f} | {statistics.quantiles(taken, n=20)[-1]:.1f}"
