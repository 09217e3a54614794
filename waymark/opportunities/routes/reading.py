"""The routes as `routes.yaml` has them: data, read once."""

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Point:
    """A point at which people choose."""

    slug: str
    label: str
    says: str


@dataclass(frozen=True)
class Source:
    """Where somebody can check what we say of a route, and find this year's amounts."""

    name: str
    href: str


@dataclass(frozen=True)
class Route:
    """One choice, told by the same facts as every other."""

    name: str
    at: tuple[str, ...]
    what: str
    length: str
    cost: str
    pay: str
    entry: str
    learn: str
    leads_to: str
    level: str
    source: Source


FACTS = (
    ("what", "What it is"),
    ("length", "How long"),
    ("cost", "What it costs you"),
    ("pay", "What you are paid"),
    ("entry", "What you need to get in"),
    ("learn", "How you learn"),
    ("leads_to", "Where it leads"),
)


@cache
def routes() -> tuple[Route, ...]:
    """Every route, in the order of the file; a fact left out, or one that we do not tell, stops the start."""
    told = _file()
    sources = {name: Source(**each) for name, each in told["sources"].items()}
    return tuple(
        Route(**each | {"at": tuple(each["at"]), "source": sources[each["source"]]}) for each in told["routes"]
    )


@cache
def points() -> tuple[Point, ...]:
    return tuple(Point(**each) for each in _file()["points"])


def point_of(slug: str) -> Point | None:
    return next((point for point in points() if point.slug == slug), None)


def routes_at(point: str) -> tuple[Route, ...]:
    """The routes open at a point, in the order of the file: shown through `order.of_the_day`."""
    return tuple(route for route in routes() if point in route.at)


@cache
def _file():
    import yaml  # read when somebody first asks, not when the site starts

    return yaml.safe_load((Path(__file__).parent / "routes.yaml").read_text(encoding="utf-8"))


assert [name for name, _ in FACTS] == [
    each.name for each in fields(Route) if each.name not in {"name", "at", "level", "source"}
]
